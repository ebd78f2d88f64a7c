// The chat API, as CONTRACT names it. Nothing here touches the page.
import { known, lang, say as word } from "../words.js";

/** Longer than the server's own time-outs, so that its answer comes first whenever there is one. */
const PATIENCE_MS = 90_000;

/** Why there is no answer. `again` says whether the very same request may be sent once more. */
export class Trouble extends Error {
  constructor(kind, text, again) {
    super(text);
    this.kind = kind;
    this.again = again;
  }
}

/** Sends a request and gives its JSON, or throws the [`Trouble`] that it met. */
export async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, {
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
    if (response.ok) return await response.json();
  } catch {
    // Not reached, broken off, or no JSON: in each case nobody knows whether the message arrived.
    throw new Trouble("network", word("no_answer"), true);
  }
  throw await refusal(response);
}

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const seconds = Number(response.headers.get("Retry-After"));
  const detail = known(`problem_${problem.code}`, { seconds }) ?? problem.detail ?? word("server_answered", { status: response.status });
  if (response.status === 401) return new Trouble("signed-out", detail, false);
  if (response.status === 404) return new Trouble("unknown", detail, false);
  if (response.status === 429) return new Trouble("busy", detail, true);
  return new Trouble("refused", detail, response.status >= 500 || response.status === 409);
}

/** Says something. The same `messageId` never does anything twice, so a retry repeats the body. */
export function say(body) {
  return request("/api/mcp/chat", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...body, lang }),
  });
}

/** `[{sessionId, title, updated}]`, newest first. */
export const conversations = () => request("/api/mcp/conversations");

/** `{sessionId, messages}`, oldest first. */
export const conversation = (id) => request(`/api/mcp/conversations/${encodeURIComponent(id)}`);

/** `[{id, provider, label, isDefault}]`. */
export const connections = () => request("/api/connections");

/** The sentences that what is typed could become, as text. */
export async function suggestions(typed, conversation, connection, signal) {
  const query = new URLSearchParams({ q: typed, lang });
  if (conversation) query.set("conversation", conversation);
  if (connection) query.set("connection", connection);
  const answer = await request(`/api/mcp/suggestions?${query}`, { signal });
  return answer.suggestions.map((one) => one.text);
}

/** How far a bulk job is. */
export const bulkJob = (id) => request(`/api/bulk-jobs/${encodeURIComponent(id)}`);

/** Pauses, resumes or cancels a bulk job. */
export const steer = (name, job) =>
  request(`/api/operations/${name}_bulk_job`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ job }),
  });
