// The side bar: the list of conversations, and the drawer it becomes on a small screen.
import { el } from "./dom.js";
import { lang } from "../words.js";

const NEW = "/mcp-copilot?conversation=new";

/** The address of a conversation; of the empty one without an id. */
export const address = (id) => (id ? `/mcp-copilot?conversation=${encodeURIComponent(id)}` : NEW);

function when(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return null;
  const today = new Date().toDateString() === at.toDateString();
  const text = today
    ? at.toLocaleTimeString(lang, { hour: "numeric", minute: "2-digit" })
    : at.toLocaleDateString(lang, { weekday: "short", month: "short", day: "numeric" });
  return el("time", { dateTime: iso }, text);
}

export class Side {
  /** `open(id)` shows a conversation; null is a new one. */
  constructor(open) {
    this.side = document.getElementById("side");
    this.opener = document.getElementById("side-open");
    this.list = document.getElementById("conversations");
    this.none = document.getElementById("conversations-empty");
    this.rest = document.querySelector(".talk");
    const go = (event, id) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.close(false);
      open(id);
    };
    document.getElementById("new-conversation").addEventListener("click", (event) => go(event, null));
    this.list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link) go(event, link.dataset.id);
    });
    this.opener.addEventListener("click", () => this.open());
    document.getElementById("side-close").addEventListener("click", () => this.close(true));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen()) this.close(true);
    });
    document.querySelector(".app").addEventListener("click", (event) => {
      if (this.isOpen() && !this.side.contains(event.target) && !this.opener.contains(event.target)) this.close(true);
    });
    // Widened past the point where the bar stands beside the conversation: nothing is covered.
    matchMedia("(min-width: 861px)").addEventListener("change", () => this.close(false));
  }

  isOpen() {
    return document.body.classList.contains("side-is-open");
  }

  open() {
    document.body.classList.add("side-is-open");
    this.opener.setAttribute("aria-expanded", "true");
    this.rest.inert = true;
    document.getElementById("side-close").focus();
  }

  close(back) {
    if (!this.isOpen()) return;
    document.body.classList.remove("side-is-open");
    this.opener.setAttribute("aria-expanded", "false");
    this.rest.inert = false;
    if (back) this.opener.focus();
  }

  show(conversations, current) {
    this.list.replaceChildren(...conversations.map(({ sessionId, title, updated }) =>
      el("li", {}, el("a", {
        class: "conversation", href: address(sessionId), data: { id: sessionId },
        "aria-current": sessionId === current ? "page" : null,
      }, el("span", { class: "conversation-title" }, title), when(updated)))));
    this.none.hidden = conversations.length > 0;
  }

  mark(current) {
    for (const link of this.list.querySelectorAll("a")) {
      if (link.dataset.id === current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
}
