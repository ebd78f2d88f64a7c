// The settings page of phrases: the list, the form with its live check, the history.
import { Trouble } from "../chat/api.js";
import { el, icon } from "../chat/dom.js";
import { say } from "../words.js";
import * as api from "./api.js";

const { operations, mayTeach } = JSON.parse(document.body.dataset.page);
const byId = (id) => document.getElementById(id);
/** How long nobody types before the sentence is tried. */
const PAUSE_MS = 250;

function status(text) {
  byId("status").textContent = text;
  byId("status").hidden = !text;
}

/** Shows what went wrong; whoever is signed out meanwhile is led to sign-in and back. */
function failed(trouble, show = status) {
  if (!(trouble instanceof Trouble)) throw trouble;
  if (trouble.kind === "signed-out") {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  } else {
    show(trouble.kind === "network" ? say("phrases_trouble") : trouble.message);
  }
}

function button(text, kind, act, label) {
  return el("button", { type: "button", class: `button button-${kind}`, on: { click: act }, "aria-label": label }, text);
}

function entry(phrase) {
  const acts = mayTeach
    ? el("div", { class: "answers" },
      button(say("phrases_change"), "quiet", () => form.edit(phrase), `${say("phrases_change")}: ${phrase.say}`),
      button(say("phrases_remove"), "quiet", () => change(() => api.remove(phrase.id), "removed"), `${say("phrases_remove")}: ${phrase.say}`))
    : null;
  return el("li", { class: "entry", data: { id: phrase.id } },
    el("div", { class: "entry-text" },
      el("p", { class: "entry-say", lang: phrase.lang }, phrase.say),
      el("p", { class: "hint" }, `${phrase.does} · ${say(`phrases_lang_${phrase.lang}`)}`),
      phrase.heard === false ? el("p", { class: "entry-warning" }, icon("warning"), " ", say("phrases_unheard")) : null),
    acts);
}

function version(one) {
  const at = new Date(one.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  const number = say("phrases_version", { version: one.version });
  const back = mayTeach && !one.live ? button(say("phrases_revert"), "quiet", () => change(() => api.revert(one.version), "reverted"), `${say("phrases_revert")}: ${number}`) : null;
  return el("li", { class: "entry" },
    el("div", { class: "entry-text" },
      el("p", {}, say(`phrases_change_${one.change === "reverted" && one.about === "0" ? "emptied" : one.change}`, { about: one.about })),
      el("p", { class: "hint" }, [number, at, one.by].filter(Boolean).join(" · "))),
    one.live ? el("span", { class: "badge" }, say("phrases_live")) : back);
}

async function show() {
  const [{ phrases }, { versions }] = await Promise.all([api.phrases(), api.versions()]);
  byId("phrases").replaceChildren(...phrases.map(entry));
  byId("phrases-none").hidden = phrases.length > 0;
  const history = versions.map(version);
  if (mayTeach && phrases.length) {
    history.push(el("li", {}, button(say("phrases_revert_empty"), "quiet", () => change(() => api.revert(0), "reverted"))));
  }
  byId("versions").replaceChildren(...history);
  byId("versions-none").hidden = versions.length > 0;
}

/** Does something to the list, shows it again, and says so. */
async function change(act, done) {
  try {
    await act();
    await show();
    status(say(`phrases_${done}`));
    // The button that was pressed is gone; focus must not be.
    byId("list-heading").focus();
  } catch (trouble) {
    failed(trouble);
  }
}

class Form {
  constructor() {
    this.field = byId("say");
    this.operation = byId("operation");
    this.lang = byId("lang");
    /** What stood in the place of each slot, by its name. */
    this.marked = new Map();
    this.replaces = null;
    this.field.addEventListener("input", () => this.tryLater());
    this.operation.addEventListener("change", () => { this.slots(); this.tryLater(); });
    this.lang.addEventListener("change", () => this.tryLater());
    byId("form").addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    byId("cancel").addEventListener("click", () => { this.clear(); this.field.focus(); });
  }

  /** The sentence as it was said, when it is known what stood in each slot. */
  example() {
    let known = true;
    const text = this.field.value.replace(/\{(\w+)\}/g, (_, name) => {
      if (!this.marked.has(name)) known = false;
      return this.marked.get(name) ?? "";
    });
    return known && !/[[\]()|<>{}]/.test(text) ? text : "";
  }

  phrase() {
    return { say: this.field.value, operation: this.operation.value, lang: this.lang.value, example: this.example() };
  }

  /** A button for each thing that the operation can be told. */
  slots() {
    const chosen = operations.find((one) => one.name === this.operation.value);
    const all = (chosen?.slots ?? []).map((slot) => button(slot.label, "secondary", () => this.mark(slot.name)));
    byId("marks-all").replaceChildren(...all);
    byId("marks").hidden = !all.length;
  }

  mark(name) {
    const { value, selectionStart: start, selectionEnd: end } = this.field;
    const picked = value.slice(start, end);
    const text = picked.trim();
    if (!text) {
      this.told(say("phrases_select_first"), false);
      this.field.focus();
      return;
    }
    const from = start + picked.indexOf(text);
    this.marked.set(name, text);
    this.field.setRangeText(`{${name}}`, from, from + text.length, "end");
    this.field.focus();
    this.tryLater();
  }

  told(text, good) {
    byId("check").textContent = text;
    byId("check").className = text ? `check ${good ? "is-good" : "is-bad"}` : "check";
    this.field.setAttribute("aria-invalid", String(Boolean(text) && !good));
  }

  tryLater() {
    clearTimeout(this.waiting);
    this.trying?.abort();
    this.waiting = setTimeout(() => this.try(), PAUSE_MS);
  }

  async try() {
    if (!this.field.value.trim() || !this.operation.value) return this.told("", true);
    const trying = new AbortController();
    this.trying = trying;
    try {
      const answer = await api.check({ ...this.phrase(), ...(this.replaces ? { replaces: this.replaces } : {}) }, trying.signal);
      if (trying.signal.aborted) return;
      const slots = (answer.slots ?? []).map((slot) => `${slot.label}: ${slot.value}`).join(" · ");
      this.told([answer.detail, answer.confirmed ? say("phrases_confirmed") : "", slots].filter(Boolean).join(" "), answer.works);
    } catch (trouble) {
      if (!trying.signal.aborted) failed(trouble, (text) => this.told(text, false));
    }
  }

  async save() {
    if (!this.field.value.trim()) return this.field.focus();
    if (!this.operation.value) return this.operation.focus();
    clearTimeout(this.waiting);
    this.trying?.abort();
    try {
      const done = this.replaces ? "changed" : "saved";
      await api.save(this.phrase(), this.replaces);
      this.clear();
      await show();
      status(say(`phrases_${done}`));
      this.field.focus();
    } catch (trouble) {
      failed(trouble, (text) => this.told(text.replace(/^(say|operation): /, ""), false));
      this.field.focus();
    }
  }

  edit(phrase) {
    this.clear();
    this.replaces = phrase.id;
    this.field.value = phrase.say;
    this.operation.value = phrase.operation;
    this.lang.value = phrase.lang;
    byId("form-heading").textContent = say("phrases_edit");
    byId("save").textContent = say("phrases_save_edit");
    byId("cancel").hidden = false;
    this.slots();
    this.tryLater();
    this.field.focus();
  }

  clear() {
    this.replaces = null;
    this.marked.clear();
    this.field.value = "";
    this.operation.value = "";
    byId("form-heading").textContent = say("phrases_add");
    byId("save").textContent = say("phrases_save");
    byId("cancel").hidden = true;
    this.slots();
    this.told("", true);
    status("");
  }

  /** A sentence that was not understood comes along in the address. */
  begin() {
    const said = new URLSearchParams(location.search).get("say");
    if (!said) return;
    this.field.value = said;
    this.field.focus();
  }
}

const form = mayTeach ? new Form() : null;
form?.begin();
show().catch((trouble) => failed(trouble));
