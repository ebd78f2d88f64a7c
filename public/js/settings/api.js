// The API of the tenant's phrases. Nothing here touches the page.
import { request } from "../chat/api.js";

const send = (method, path, body, signal) =>
  request(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
const one = (id) => `/api/phrases/${encodeURIComponent(id)}`;

/** `{version, phrases: [{id, lang, operation, does, say, example, heard}]}`. */
export const phrases = () => request("/api/phrases");

/** `{versions: [{version, change, about, by, at, phrases, live}]}`, newest first. */
export const versions = () => request("/api/phrases/versions");

/** What a phrase would do: `{works, detail, ...}`. Nothing is kept. */
export const check = (phrase, signal) => send("POST", "/api/phrases/check", phrase, signal);

/** Adds a phrase, or puts it in the place of another. */
export const save = (phrase, replaces) => (replaces ? send("PUT", one(replaces), phrase) : send("POST", "/api/phrases", phrase));

/** Removes a phrase. */
export const remove = (id) => request(one(id), { method: "DELETE" });

/** Takes up the phrases of an earlier version again. */
export const revert = (version) => send("POST", "/api/phrases/revert", { version });
