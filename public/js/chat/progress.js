// How far a bulk job is: a bar that moves while the job does, and the buttons that steer it.
import * as api from "./api.js";
import { el, icon } from "./dom.js";

const EVERY_MS = 1500;

const STATES = {
  running: "Running",
  paused: "Paused",
  cancelled: "Stopped",
  done: "Finished",
};

/** Why a job paused by itself, and what to do. Other codes are shown as they are. */
const REASONS = {
  crm_rate_limited: "The CRM takes no more requests for today. Resume it tomorrow.",
  crm_unauthorized: "The CRM does not accept the key any more. Connect it again, then resume.",
  crm_forbidden: "The key lacks the permission for this. Add it in the CRM, then resume.",
  crm_unavailable: "The CRM is not available. Resume it in a while.",
  crm_timeout: "Several calls got no answer. Look into the result file before you resume.",
  not_connected: "The CRM is not connected any more.",
};

/** What each button does, and in which states it is there. */
const BUTTONS = [
  ["Pause", "pause", ["running"]],
  ["Resume", "resume", ["paused"]],
  ["Stop for good", "cancel", ["running", "paused"]],
];

function counts(job) {
  const parts = [`${job.done} of ${job.total - job.skipped} done`];
  if (job.failed) parts.push(`${job.failed} failed`);
  if (job.unknown) parts.push(`${job.unknown} not known`);
  if (job.skipped) parts.push(`${job.skipped} left out`);
  return parts.join(", ");
}

/** The block of one job, kept up to date as long as it is on the page and the job goes on. */
export function progress(block) {
  const bar = el("progress", { max: 1, value: 0, "aria-label": block.title });
  const state = el("p", { class: "job-state", role: "status" });
  const trouble = el("p", { class: "job-trouble" });
  const buttons = el("div", { class: "answers", role: "group", "aria-label": "Steer the job" });
  const file = el("a", { class: "job-file", href: block.job.result, download: "result.csv" }, "Result as CSV");
  const node = el("section", { class: "block card job", "aria-label": block.title },
    el("h3", {}, block.title), bar, state, trouble, buttons, file);
  let last = "";

  function show(job) {
    const over = job.total - job.planned - job.sent;
    bar.max = Math.max(job.total, 1);
    bar.value = over;
    state.textContent = `${STATES[job.state] ?? job.state}: ${counts(job)}`;
    trouble.textContent = job.reason ? REASONS[job.reason] ?? job.reason : "";
    if (job.state === last) return;
    last = job.state;
    const focused = buttons.contains(document.activeElement);
    buttons.replaceChildren(...BUTTONS.filter(([, , when]) => when.includes(job.state)).map(([word, name]) =>
      el("button", { type: "button", class: "button button-secondary", on: { click: () => steer(name, job.id) } }, word)));
    if (focused) (buttons.querySelector("button") ?? file).focus();
  }

  async function look() {
    try {
      show(await api.bulkJob(block.job.id));
    } catch (fault) {
      if (!(fault instanceof api.Trouble)) throw fault;
      trouble.replaceChildren(icon("alert"), ` ${fault.message}`);
    }
  }

  async function steer(name, job) {
    if (buttons.ariaBusy === "true") return;
    // Not disabled: that would take the focus away from whoever uses the keyboard.
    buttons.ariaBusy = "true";
    try {
      await api.steer(name, job);
    } catch (fault) {
      if (!(fault instanceof api.Trouble)) throw fault;
      trouble.replaceChildren(icon("alert"), ` ${fault.message}`);
    }
    buttons.ariaBusy = "false";
    await look();
    follow();
  }

  let waits = false;
  function follow() {
    if (waits || last !== "running") return;
    waits = true;
    setTimeout(async () => {
      waits = false;
      if (!node.isConnected) return;
      await look();
      follow();
    }, EVERY_MS);
  }

  show(block.job);
  // A conversation that is read again shows the job as it is now, not as it was.
  look().then(follow);
  return node;
}
