// "Why?": how a sentence was read, and how long that took.
import { el, icon, quiet, words } from "./dom.js";
import { say } from "../words.js";

/** Microseconds as people say them. */
export function duration(us) {
  if (us < 1000) return `${Math.round(us)} µs`;
  if (us < 10_000) return `${(us / 1000).toFixed(1)} ms`;
  if (us < 1_000_000) return `${Math.round(us / 1000)} ms`;
  return `${(us / 1_000_000).toFixed(1)} s`;
}

/** The sentence with what was taken from it marked. Spans count bytes; the first of two wins. */
function marked(said, spans) {
  const bytes = new TextEncoder().encode(said);
  const text = (from, to) => new TextDecoder().decode(bytes.subarray(from, to));
  const parts = [];
  let from = 0;
  for (const { slot, start, end } of [...spans].sort((one, other) => one.start - other.start)) {
    if (start < from || end <= start) continue;
    parts.push(text(from, start), el("mark", {}, text(start, end), el("small", {}, quiet(` ${say("why_is")} `), slot)));
    from = end;
  }
  parts.push(text(from));
  return el("p", { class: "why-said" }, parts);
}

/** Each date as it was typed and as it was understood. */
function dates(list) {
  return (list ?? []).map((date) => (date.text ? `“${date.text}” ${say("why_is")} ${date.when}` : words(date))).join("; ");
}

function fact(name, value, code = false) {
  const text = words(value);
  if (!text) return [];
  return [el("dt", {}, name), el("dd", {}, code ? el("code", {}, text) : text)];
}

function runnerUp(value) {
  if (!value || typeof value === "string") return value;
  return value.template ? `${value.intent}: ${value.template}` : value.intent;
}

/** The disclosure under a reply; null when the answer carries neither a reading nor times. */
export function why(answer, said) {
  const reading = answer.reading;
  const timing = answer.timing;
  if (!reading && !timing) return null;
  const facts = el("dl", { class: "facts" },
    fact(say("why_intent"), reading?.intent ?? (reading ? say("why_none") : null), true),
    fact(say("why_template"), reading?.template, true),
    fact(say("why_taught"), reading?.pack ? say("why_pack", { version: reading.pack }) : null),
    fact(say("why_decided"), reading?.decidedBy),
    fact(say("why_runner_up"), runnerUp(reading?.runnerUp), true),
    Object.entries(reading?.slots ?? {}).flatMap(([slot, value]) => fact(slot, value)),
    fact(say("why_dates"), dates(reading?.dates)),
    timing ? fact(say("why_time"), say("why_times", { read: duration(timing.read_us), crm: duration(timing.crm_us ?? 0), total: duration(timing.total_us) })) : [],
  );
  return el("details", { class: "fold why" },
    el("summary", {}, icon("chevron"), say("why"),
      timing ? el("span", { class: "timing" }, `· ${duration(timing.total_us)}`) : null),
    el("div", { class: "why-body" },
      reading && said ? marked(said, reading.spans ?? []) : null, facts),
  );
}
