// The conversation on the page: turns of the person and of the copilot, in order.
import { el, icon, quiet } from "./dom.js";
import { render, settle, text } from "./blocks.js";
import { why } from "./why.js";
import { say } from "../words.js";

/** Outcomes that the words alone might leave unclear get a label: class and icon; its words are `outcome_…`. */
const LABELS = {
  confirm: ["wait", "shield"],
  refused: ["not", "info"],
  not_understood: ["not", "info"],
  cancelled: ["not", "close"],
  failed: ["failed", "alert"],
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
      quiet(say("you"), "h2"), el("p", { class: "turn-text" }, text));
    this.node.append(turn);
    this.toEnd(turn);
    return turn;
  }

  /** The reply, with its blocks and why it was read so. */
  addCopilot(answer, said) {
    const label = LABELS[answer.outcome];
    const turn = el("article", { class: "turn turn-copilot", data: { outcome: answer.outcome } },
      quiet(say("copilot"), "h2"),
      el("p", { class: "turn-text" }, text(answer)),
      label ? el("p", { class: `label label-${label[0]}` }, icon(label[1]), say(`outcome_${answer.outcome}`)) : null,
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
      el("p", { class: "busy" }, el("i"), el("i"), el("i"), quiet(say("working"))));
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
