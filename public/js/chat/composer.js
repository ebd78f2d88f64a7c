// The message field, the chips above it, and the list of sentences that it could become.
import { Completions } from "./complete.js";
import { el, touch } from "./dom.js";

export class Composer {
  /**
   * `send(text)` is called with what was typed, and answers whether it was taken;
   * `complete(typed, signal)` answers the sentences that it could become.
   */
  constructor(form, send, complete) {
    this.field = form.querySelector("textarea");
    this.button = form.querySelector("#send");
    this.chips = form.querySelector("#suggestions");
    this.waiting = false;
    // Before the keys below: Enter is the list's while an option is chosen in it.
    this.completions = new Completions(this.field, form.querySelector("#completions"), form.querySelector("#completions-status"), {
      ask: complete,
      take: (text) => {
        this.fill(text);
        this.field.setSelectionRange(text.length, text.length);
      },
      may: () => !this.waiting,
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.field.value.trim();
      if (text && send(text)) this.fill("");
      else this.field.focus();
    });
    this.field.addEventListener("keydown", (event) => {
      // While an input method composes a word, Enter ends the word and not the message.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.field.addEventListener("input", () => this.grow());
  }

  fill(text) {
    this.completions.close();
    this.field.value = text;
    this.grow();
  }

  // For browsers without `field-sizing`; the style sheet caps the height.
  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  /** The field keeps working while an answer is awaited; only sending has to wait. */
  busy(on) {
    this.waiting = on;
    if (on) this.completions.close();
    this.button.setAttribute("aria-disabled", String(on));
  }

  /** On a phone the field is left alone: focusing it would raise the keyboard over the reply. */
  focus(otherwise) {
    if (touch()) otherwise?.focus({ preventScroll: true });
    else this.field.focus();
  }

  suggest(sentences) {
    this.chips.replaceChildren(...sentences.map((say) =>
      el("button", { type: "button", class: "chip", data: { say } }, say)));
    this.chips.hidden = sentences.length === 0;
  }
}
