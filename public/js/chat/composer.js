// The message field and the chips above it.
import { el, touch } from "./dom.js";

export class Composer {
  /** `send(text)` is called with what was typed, and answers whether it was taken. */
  constructor(form, send) {
    this.field = form.querySelector("textarea");
    this.button = form.querySelector("#send");
    this.chips = form.querySelector("#suggestions");
    this.waiting = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.field.value.trim();
      if (text && send(text)) this.fill("");
      else this.field.focus();
    });
    this.field.addEventListener("keydown", (event) => {
      // While an input method composes a word, Enter ends the word and not the message.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.field.addEventListener("input", () => this.grow());
  }

  fill(text) {
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
