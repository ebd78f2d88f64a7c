// The chat page: what happens when. Everything shown comes from modules in chat/.
import * as api from "./chat/api.js";
import { suggestions } from "./chat/blocks.js";
import { Composer } from "./chat/composer.js";
import { Crm } from "./chat/crm.js";
import { el, icon } from "./chat/dom.js";
import { Log } from "./chat/log.js";
import { Side, address } from "./chat/side.js";
import { say as word } from "./words.js";

const user = document.body.dataset.user;
const draftKey = `draft:${user}`;
const byId = (id) => document.getElementById(id);
const log = new Log(byId("log"), byId("scroll"));
const crm = new Crm(user);
const composer = new Composer(byId("composer"), say, (typed, signal) => api.suggestions(typed, current, crm.chosen(), signal));
const side = new Side((id) => go(id));
/** The conversation on the page; null until the first answer of a new one names it. */
let current = null;
/** Counts what is shown, so that an answer which comes after a change of conversation is not. */
let shown = 0;

/** A random id. `crypto.randomUUID` is missing on plain http, as on a phone in the house. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function status(text) {
  byId("status").textContent = text;
}

function title(text) {
  byId("title").textContent = text;
  document.title = `${text} · crm-copilot`;
}

/** Signed out meanwhile: what was typed waits until the same person is back. */
function leave(draft) {
  const text = draft ?? composer.field.value;
  if (text) sessionStorage.setItem(draftKey, text);
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Says it. False when an answer is still awaited: the order of a conversation is its meaning. */
function say(text) {
  if (composer.waiting) return false;
  byId("empty").hidden = true;
  composer.suggest([]);
  if (!log.node.hasChildNodes()) title(text);
  const turn = log.addUser(text);
  const body = { message: text, messageId: newId(), connection: crm.chosen() };
  if (current) body.sessionId = current;
  deliver(turn, body);
  return true;
}

/** Sends a body, and again the very same one on Retry, so that nothing can happen twice. */
async function deliver(turn, body) {
  const then = shown;
  log.sent(turn);
  log.busy(true);
  composer.busy(true);
  status(word("working"));
  try {
    const answer = await api.say(body);
    if (then !== shown) return;
    log.busy(false);
    status("");
    // The chips first: they take height from the conversation, whose end is then brought into view.
    composer.suggest(suggestions(answer));
    log.addCopilot(answer, body.message);
    if (current !== answer.sessionId) {
      current = answer.sessionId;
      history.replaceState(null, "", address(current));
    }
    listConversations();
  } catch (trouble) {
    if (!(trouble instanceof api.Trouble)) throw trouble;
    if (trouble.kind === "signed-out") return leave(body.message);
    if (then === shown) failed(turn, body, trouble);
  } finally {
    if (then === shown) composer.busy(false);
  }
}

function failed(turn, body, trouble) {
  log.busy(false);
  const text = trouble.kind === "network"
    ? word("no_answer")
    : trouble.message;
  const retry = el("button", { type: "button", class: "button button-secondary", on: { click: () => {
    composer.focus(log.node);
    deliver(turn, body);
  } } }, icon("retry"), word("retry"));
  const edit = el("button", { type: "button", class: "button button-secondary", on: { click: () => {
    turn.remove();
    composer.fill(body.message);
    composer.field.focus();
  } } }, icon("edit"), word("edit"));
  log.unsent(turn, text, trouble.again ? [retry] : [edit]);
  status(text);
}

async function listConversations() {
  try {
    const all = await api.conversations();
    side.show(all, current);
    const mine = all.find((one) => one.sessionId === current);
    if (mine) title(mine.title);
    return all;
  } catch (trouble) {
    // The list is a convenience: without it the conversation goes on.
    if (trouble.kind === "signed-out") leave();
    return [];
  }
}

/** Shows an empty conversation. */
function fresh() {
  shown += 1;
  current = null;
  log.clear();
  composer.busy(false);
  composer.suggest([]);
  byId("empty").hidden = false;
  title(word("new_conversation"));
  side.mark(null);
  status("");
}

/** Shows a kept conversation. Its old messages are not read aloud one by one. */
async function load(id) {
  fresh();
  const then = shown;
  current = id;
  byId("empty").hidden = true;
  side.mark(id);
  title(side.list.querySelector("[aria-current] .conversation-title")?.textContent ?? word("conversation"));
  status(word("loading"));
  try {
    const { messages } = await api.conversation(id);
    if (then !== shown) return;
    replay(messages);
    status(word("loaded", { count: messages.length }));
  } catch (trouble) {
    if (!(trouble instanceof api.Trouble)) throw trouble;
    if (trouble.kind === "signed-out") return leave();
    if (then !== shown) return;
    unavailable(id, trouble);
  }
}

function replay(messages) {
  log.node.setAttribute("aria-live", "off");
  let said = "";
  let answer = null;
  for (const message of messages) {
    if (message.role === "user") log.addUser((said = message.text));
    else log.addCopilot((answer = message.answer), said);
  }
  const last = messages.at(-1);
  composer.suggest(last?.role === "assistant" ? suggestions(answer) : []);
  byId("scroll").scrollTop = byId("scroll").scrollHeight;
  requestAnimationFrame(() => log.node.setAttribute("aria-live", "polite"));
}

function unavailable(id, trouble) {
  const gone = trouble.kind === "unknown";
  const text = word(gone ? "conversation_gone" : "conversation_failed");
  const button = gone
    ? el("button", { type: "button", class: "button button-secondary", on: { click: () => go(null) } }, icon("plus"), word("new_conversation"))
    : el("button", { type: "button", class: "button button-secondary", on: { click: () => load(id) } }, icon("retry"), word("retry"));
  log.node.append(el("div", { class: "turn" }, el("p", { class: "notice notice-error" }, icon("alert"), text), el("p", {}, button)));
  status(text);
  if (gone) current = null;
}

/** To a conversation, with an address of its own so that Back and reload find it. */
function go(id) {
  history.pushState(null, "", address(id));
  route().then(() => composer.focus(log.node));
}

/** Shows what the address says; without a word, the latest conversation. */
async function route(all) {
  const wanted = new URLSearchParams(location.search).get("conversation");
  if (wanted === "new") return fresh();
  const id = wanted ?? all?.[0]?.sessionId;
  if (!id) return fresh();
  if (!wanted) history.replaceState(null, "", address(id));
  return load(id);
}

async function start() {
  const draft = sessionStorage.getItem(draftKey);
  if (draft) {
    sessionStorage.removeItem(draftKey);
    composer.fill(draft);
  }
  const [all] = await Promise.all([
    listConversations(),
    api.connections().then((list) => crm.show(list), () => crm.show([])),
  ]);
  await route(all);
}

// Another language comes back to what is shown now.
document.querySelector(".languages").addEventListener("submit", (event) => {
  event.target.elements.next.value = location.pathname + location.search;
});
// Samples are there to be changed: one that was merely looked at must not write into a CRM.
byId("samples").addEventListener("click", (event) => {
  const sample = event.target.closest("button");
  if (!sample) return;
  composer.fill(sample.dataset.fill);
  composer.field.focus();
});
// Choices, answers and chips all say a sentence; where they stand makes no difference.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-say]");
  if (!button || composer.waiting) return;
  // The button is about to go; focus must not go with it.
  composer.focus(log.node);
  say(button.dataset.say);
});
addEventListener("popstate", () => route());
// Brought back by the browser from before a sign-out: ask again whether anybody is signed in.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
start();
