// How far a bulk job is: a bar that moves while the job does, and the buttons that steer it.
import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { known, say } from "../words.js";

const EVERY_MS = 1500;

/** What can be done with a job, and in which states. */
const BUTTONS = [
  ["pause", ["running"]],
  ["resume", ["paused"]],
  ["cancel", ["running", "paused"]],
];

function counts(job) {
  const parts = [say("job_done", { done: job.done, total: job.total - job.skipped })];
  if (job.failed) parts.push(say("job_failed", { count: job.failed }));
  if (job.unknown) parts.push(say("job_unknown", { count: job.unknown }));
  if (job.skipped) parts.push(say("job_left_out", { count: job.skipped }));
  return parts.join(", ");
}

/** The block of one job, kept up to date as long as it is on the page and the job goes on. */
export function progress(block) {
  const bar = el("progress", { max: 1, value: 0, "aria-label": block.title });
  const state = el("p", { class: "job-state", role: "status" });
  const trouble = el("p", { class: "job-trouble" });
  const buttons = el("div", { class: "answers", role: "group", "aria-label": say("job_steer") });
  const file = el("a", { class: "job-file", href: block.job.result, download: "result.csv" }, say("job_result"));
  const node = el("section", { class: "block card job", "aria-label": block.title },
    el("h3", {}, block.title), bar, state, trouble, buttons, file);
  let last = "";

  function show(job) {
    const over = job.total - job.planned - job.sent;
    bar.max = Math.max(job.total, 1);
    bar.value = over;
    state.textContent = `${say(`state_${job.state}`)}: ${counts(job)}`;
    trouble.textContent = job.reason ? known(`reason_${job.reason}`) ?? job.reason : "";
    if (job.state === last) return;
    last = job.state;
    const focused = buttons.contains(document.activeElement);
    buttons.replaceChildren(...BUTTONS.filter(([, when]) => when.includes(job.state)).map(([name]) =>
      el("button", { type: "button", class: "button button-secondary", on: { click: () => steer(name, job.id) } }, say(`job_${name}`))));
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
