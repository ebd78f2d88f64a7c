// The blocks of a reply. Buttons carry the sentence they say in `data-say`; who clicks is the
// page's business, so nothing here sends anything.
import { el, icon, quiet } from "./dom.js";
import { progress } from "./progress.js";
import { say } from "../words.js";

/** Rows of a table shown at once; the rest waits behind a button. */
const ROWS = 12;

/** Cells up to this length stay on one line: a phone number or a time reads badly in two. */
const SHORT = 18;

const NOTICES = { info: "info", warning: "warning", error: "alert" };

function fields(list = []) {
  if (!list.length) return null;
  return el("dl", { class: "facts" }, list.flatMap((field) => [el("dt", {}, field.label), el("dd", {}, field.value)]));
}

function card(block) {
  return el("section", { class: "block card" },
    el("h3", {}, block.title),
    block.subtitle ? el("p", {}, block.subtitle) : null,
    fields(block.fields),
  );
}

// The roles are said outright: a table laid out as lists on a phone loses its own.
function table(block) {
  const rows = (block.rows ?? []).map((row, index) =>
    el("tr", { role: "row", hidden: index >= ROWS },
      row.map((cell, column) => el("td", {
        role: "cell", class: String(cell ?? "").length <= SHORT ? "is-short" : null, data: { label: block.columns[column] ?? "" },
      }, cell ?? "")),
    ));
  const more = rows.length > ROWS
    ? el("button", { type: "button", class: "button button-quiet more" }, say("all_rows", { count: rows.length }))
    : null;
  more?.addEventListener("click", () => {
    const next = rows[ROWS];
    rows.forEach((row) => { row.hidden = false; });
    next.tabIndex = -1;
    next.focus();
    more.remove();
  });
  return el("div", { class: "block table" },
    el("table", { role: "table" },
      block.caption ? el("caption", {}, block.caption) : null,
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
        block.columns.map((name) => el("th", { scope: "col", role: "columnheader" }, name)))),
      el("tbody", { role: "rowgroup" }, rows),
    ),
    more,
  );
}

function choices(block) {
  const all = block.choices ?? [];
  const buttons = all.map((choice) =>
    el("li", {}, el("button", { type: "button", class: "choice", data: { say: choice.say ?? String(choice.number) } },
      el("span", { class: "choice-number" }, String(choice.number)),
      el("span", { class: "choice-label" }, choice.label),
      choice.detail ? el("span", { class: "choice-detail" }, choice.detail) : null,
    )));
  const list = el("ol", { class: "block choices", role: "group", "aria-label": say("choices", { count: all.length }) }, buttons);
  list.addEventListener("keydown", (event) => rove(event, list));
  return list;
}

/** Up, Down, Home and End go through the choices, as in any list of options. */
function rove(event, list) {
  const buttons = [...list.querySelectorAll("button:not(:disabled)")];
  const now = buttons.indexOf(document.activeElement);
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || now < 0) return;
  event.preventDefault();
  buttons[Math.min(Math.max(to, 0), buttons.length - 1)].focus();
}

function call(exact) {
  if (!exact) return null;
  const lines = [el("b", {}, `${exact.method} ${exact.url}`)];
  const headers = Array.isArray(exact.headers) ? exact.headers : Object.entries(exact.headers ?? {});
  for (const [name, value] of headers) lines.push(`\n${name}: ${value}`);
  if (exact.body !== null && exact.body !== undefined) {
    const body = typeof exact.body === "string" ? exact.body : JSON.stringify(exact.body, null, 2);
    lines.push(`\n\n${body}`);
  }
  return el("details", { class: "fold" },
    el("summary", {}, icon("chevron"), say("exact_call")),
    el("pre", { class: "call", tabIndex: 0 }, lines),
  );
}

function confirm(block) {
  const steps = block.steps ?? [];
  return el("section", { class: "block plan", "aria-label": say("to_confirm", { title: block.title }) },
    el("h3", {}, icon("shield"), block.title),
    el("ol", { class: steps.length === 1 ? "steps is-single" : "steps" }, steps.map((step) =>
      el("li", { class: "step" }, step.summary === block.title ? null : el("p", { class: "step-summary" }, step.summary), fields(step.fields), (step.calls ?? [step.call]).map(call)))),
    el("div", { class: "answers", role: "group", "aria-label": say("your_answer") },
      el("button", { type: "button", class: "button button-primary", data: { say: block.yes ?? "yes" } }, say("do_it")),
      el("button", { type: "button", class: "button button-secondary", data: { say: block.no ?? "no" } }, say("do_not")),
    ),
  );
}

function notice(block) {
  const level = NOTICES[block.level] ? block.level : "info";
  return el("p", { class: `block notice notice-${level}` }, icon(NOTICES[level]), el("span", {}, quiet(say(`notice_${level}`)), block.text));
}

/** A way to another page of this site. */
function link(block) {
  if (!/^\/(?!\/)/.test(block.href ?? "")) return null;
  return el("p", { class: "block" }, el("a", { class: "button button-secondary", href: block.href }, icon("edit"), block.label));
}

const RENDER = { link, card, table, choices, confirm, notice, progress };

/**
 * The words of a reply without what its blocks show better. Replies name the choices in words for
 * those who get no buttons: a text message, a script.
 */
export function text(answer) {
  const first = (answer.blocks ?? []).find((block) => block.type === "choices")?.choices?.[0];
  const at = first ? answer.reply.indexOf(` ${first.number}. ${first.label}`) : -1;
  return at > 0 ? answer.reply.slice(0, at) : answer.reply;
}

/** The suggestions that no button of the reply says already. */
export function suggestions(answer) {
  const said = (answer.blocks ?? []).flatMap((block) => [block.yes, block.no]);
  return (answer.suggestions ?? []).filter((sentence) => !said.includes(sentence));
}

/** A block as an element; null for a type that this page is too old to know. */
export function render(block) {
  return RENDER[block.type]?.(block) ?? null;
}

/**
 * Closes what the last reply asked: the question was answered by `said`, so its buttons must not
 * answer the next one. What was chosen stays visible.
 */
export function settle(within, said) {
  const word = said.trim().toLowerCase();
  for (const choice of within.querySelectorAll(".choice:not(:disabled)")) {
    const label = choice.querySelector(".choice-label").textContent.toLowerCase();
    if (choice.dataset.say.toLowerCase() === word || label === word) {
      choice.classList.add("was-taken");
      choice.append(quiet(` ${say("chosen")}`));
    }
    choice.disabled = true;
  }
  for (const plan of within.querySelectorAll(".plan:not(.is-over)")) {
    const [yes, no] = plan.querySelectorAll(".answers [data-say]");
    const over = say(word === yes.dataset.say ? "said_yes" : word === no.dataset.say ? "said_no" : "said_other");
    plan.classList.add("is-over");
    plan.querySelector(".answers").replaceWith(el("p", { class: "plan-over" }, over));
  }
}
