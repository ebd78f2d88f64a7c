// The list of sentences that work, above the message field while somebody types.
//
// The pattern is WAI-ARIA's list autocomplete: the focus stays in the field, and
// `aria-activedescendant` names the option. The field stays a textarea without `role=combobox`:
// HTML allows it no other role, so what a combobox would say by `aria-expanded` is said in a live
// region.
import { el } from "./dom.js";
import { say } from "../words.js";

/** How long the fingers rest before the server is asked. */
const REST_MS = 120;

export class Completions {
  /**
   * `ask(typed, signal)` answers the sentences; `take(text)` puts one into the field; `may()` says
   * whether the time is right.
   */
  constructor(field, list, status, { ask, take, may }) {
    Object.assign(this, { field, list, status, ask, take, may, options: [], active: -1 });
    this.timer = 0;
    this.asking = null;
    field.addEventListener("input", (event) => this.typed(event));
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    // Whoever moves the cursor away from the end changes what is there, and needs no end for it.
    field.addEventListener("click", () => this.close());
    // Pressing an option must not take the focus, and on a phone the keyboard, from the field.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.accept(this.options.indexOf(option));
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  typed(event) {
    this.forget();
    if (event.isComposing) return;
    const typed = this.field.value;
    if (!typed.trim() || typed.includes("\n")) return this.close();
    this.timer = setTimeout(() => this.may() && this.look(typed), REST_MS);
  }

  async look(typed) {
    const asking = new AbortController();
    this.asking = asking;
    let sentences = [];
    try {
      sentences = await this.ask(typed, asking.signal);
    } catch {
      // A convenience: without it, typing goes on.
    }
    // What was typed meanwhile has an answer of its own on the way.
    if (asking.signal.aborted) return;
    const atEnd = this.field.selectionStart === this.field.value.length;
    if (this.field.value === typed && atEnd && document.activeElement === this.field && this.may()) this.show(typed, sentences);
    else this.close();
  }

  show(typed, sentences) {
    if (sentences.length === 0) return this.close();
    this.options = sentences.map((text, index) =>
      el("li", { role: "option", id: `completion-${index}`, class: "completion", "aria-selected": "false", data: { text } },
        el("span", { class: "completion-text" }, el("span", { class: "completion-typed" }, typed), text.slice(typed.length)),
        index === 0 ? el("kbd", { class: "completion-key", "aria-hidden": "true" }, "Tab") : null));
    this.list.replaceChildren(...this.options);
    this.list.hidden = false;
    this.list.scrollTop = 0;
    this.mark(-1);
    const count = say(sentences.length === 1 ? "completions_one" : "completions_count", { count: sentences.length });
    this.status.textContent = `${count}. ${say("completions_keys")}`;
  }

  /** Drops an answer that is on its way. */
  forget() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  close() {
    this.forget();
    if (!this.isOpen) return;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.options = [];
    this.mark(-1);
    this.status.textContent = "";
  }

  mark(index) {
    this.active = index;
    this.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    const option = this.options[index];
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  accept(index) {
    const text = this.options[index].dataset.text;
    this.close();
    this.take(text);
    this.status.textContent = say("completion_taken", { text });
  }

  key(event) {
    if (!this.isOpen || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { length } = this.options;
    const atEnd = this.field.selectionStart === this.field.value.length;
    // One place more than there are options: none, where what was typed is all there is.
    const step = (by) => () => this.mark(((this.active + 1 + by + length + 1) % (length + 1)) - 1);
    const act = {
      ArrowDown: step(1),
      ArrowUp: step(-1),
      Escape: () => this.close(),
      Tab: () => this.accept(Math.max(this.active, 0)),
      ArrowRight: atEnd ? () => this.accept(Math.max(this.active, 0)) : null,
      Enter: this.active >= 0 ? () => this.accept(this.active) : null,
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    } else if (["Enter", "Home", "ArrowLeft"].includes(event.key)) {
      this.close();
    }
  }
}
