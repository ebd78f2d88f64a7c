// The conversation on the page: turns of the person and of the copilot, in order.
import { el, icon, quiet } from "./dom.js";
import { render, settle, text } from "./blocks.js";
import { why } from "./why.js";

/** Outcomes that the words alone might leave unclear get a label: word, class, icon. */
const LABELS = {
  confirm: ["Waits for your yes", "wait", "shield"],
  refused: ["Not done", "not", "info"],
  not_understood: ["Nothing happened", "not", "info"],
  cancelled: ["Dropped", "not", "close"],
  failed: ["Failed", "failed", "alert"],
};

export class Log {
  constructor(node, scroll) {
    this.node = node;
    this.scroll = scroll;
    this.busyTurn = null;
    // What was just unfolded comes into view, as far as it fits. (`toggle` does not bubble.)
    node.addEventListener("toggle", ({ target }) => {
      if (!target.open) return;
      const { top, bottom } = target.getBoundingClientRect();
      const window = scroll.getBoundingClientRect();
      const below = Math.min(bottom - window.bottom + 12, top - window.top - 12);
      if (below > 0) scroll.scrollTop += below;
    }, true);
  }

  clear() {
    this.node.replaceChildren();
    this.busyTurn = null;
  }

  /** What the person said. Questions still open above are closed by it. */
  addUser(text) {
    settle(this.node, text);
    for (const open of this.node.querySelectorAll(".unsent .button")) open.remove();
    const turn = el("article", { class: "turn turn-user" },
      quiet("You", "h2"), el("p", { class: "turn-text" }, text));
    this.node.append(turn);
    this.toEnd(turn);
    return turn;
  }

  /** The reply, with its blocks and why it was read so. */
  addCopilot(answer, said) {
    const label = LABELS[answer.outcome];
    const turn = el("article", { class: "turn turn-copilot", data: { outcome: answer.outcome } },
      quiet("Copilot", "h2"),
      el("p", { class: "turn-text" }, text(answer)),
      label ? el("p", { class: `label label-${label[1]}` }, icon(label[2]), label[0]) : null,
      (answer.blocks ?? []).map(render),
      why(answer, said),
    );
    this.node.append(turn);
    this.toEnd(turn);
    return turn;
  }

  /** Shows that something is going on. Screen readers hear it from the status line instead. */
  busy(on) {
    this.busyTurn?.remove();
    this.busyTurn = null;
    if (!on) return;
    this.busyTurn = el("div", { class: "turn turn-copilot", "aria-hidden": "true" },
      el("p", { class: "busy" }, el("i"), el("i"), el("i"), quiet("Working")));
    this.node.append(this.busyTurn);
    this.toEnd(this.busyTurn);
  }

  /** Marks a message that got no answer, with what can be done about it. */
  unsent(turn, text, buttons) {
    turn.querySelector(".unsent")?.remove();
    turn.append(el("div", { class: "unsent" }, el("p", {}, icon("alert"), " ", text), buttons));
    this.toEnd(turn);
  }

  sent(turn) {
    turn.querySelector(".unsent")?.remove();
  }

  /** The end of a turn comes into view; of one taller than the window, its beginning. */
  toEnd(turn) {
    const tall = turn.offsetHeight > this.scroll.clientHeight - 40;
    // Not by scrollIntoView, which would move the frame around the conversation as well.
    const top = turn.getBoundingClientRect().top - this.scroll.getBoundingClientRect().top;
    this.scroll.scrollTop = tall ? this.scroll.scrollTop + top - 12 : this.scroll.scrollHeight;
  }
}
