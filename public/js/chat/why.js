// "Why?": how a sentence was read, and how long that took.
import { el, icon, quiet, words } from "./dom.js";

/** Microseconds as people say them. */
export function duration(us) {
  if (us < 1000) return `${Math.round(us)} µs`;
  if (us < 10_000) return `${(us / 1000).toFixed(1)} ms`;
  if (us < 1_000_000) return `${Math.round(us / 1000)} ms`;
  return `${(us / 1_000_000).toFixed(1)} s`;
}

/** `[{slot, text, start, end}]`, or `{slot: [start, end]}`, as one list in the order of the text. */
function spansOf(reading, said) {
  const spans = reading.spans ?? [];
  const list = Array.isArray(spans)
    ? spans
    : Object.entries(spans).map(([slot, [start, end]]) => ({ slot, start, end }));
  return list
    .map((span) => ({ slot: span.slot ?? span.name, text: span.text ?? said.slice(span.start, span.end), start: span.start ?? 0 }))
    .filter((span) => span.text)
    .sort((one, other) => one.start - other.start);
}

/** The sentence with what was taken from it marked. Overlapping spans: the first one wins. */
function marked(said, spans) {
  const parts = [];
  let from = 0;
  for (const span of spans) {
    const at = said.indexOf(span.text, from);
    if (at < 0) continue;
    parts.push(said.slice(from, at), el("mark", {}, span.text, el("small", {}, quiet(" is "), span.slot)));
    from = at + span.text.length;
  }
  parts.push(said.slice(from));
  return el("p", { class: "why-said" }, parts);
}

function fact(name, value, code = false) {
  const text = words(value);
  if (!text) return [];
  return [el("dt", {}, name), el("dd", {}, code ? el("code", {}, text) : text)];
}

function runnerUp(value) {
  if (!value || typeof value === "string") return value;
  const { intent, ...rest } = value;
  const details = words(rest);
  return details ? `${intent} (${details})` : intent;
}

/** The disclosure under a reply; null when the answer carries neither a reading nor times. */
export function why(answer, said) {
  const reading = answer.reading;
  const timing = answer.timing;
  if (!reading && !timing) return null;
  const facts = el("dl", { class: "facts" },
    fact("Intent", reading?.intent ?? (reading ? "none" : null), true),
    fact("Template", reading?.template, true),
    fact("Deciding word", reading?.decidedBy),
    fact("Runner-up", runnerUp(reading?.runnerUp), true),
    Object.entries(reading?.slots ?? {}).flatMap(([slot, value]) => fact(slot, value)),
    fact("Dates", reading?.dates),
    timing ? fact("Time", `reading ${duration(timing.read_us)}, CRM ${duration(timing.crm_us ?? 0)}, in all ${duration(timing.total_us)}`) : [],
  );
  return el("details", { class: "fold why" },
    el("summary", {}, icon("chevron"), "Why?",
      timing ? el("span", { class: "timing" }, `· ${duration(timing.total_us)}`) : null),
    el("div", { class: "why-body" },
      reading && said ? marked(said, spansOf(reading, said)) : null, facts),
  );
}
