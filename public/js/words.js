// What the page says, in its own language: the server puts the texts into the page.
const words = JSON.parse(document.body.dataset.words);

/** The language of the page, as it is sent along with what is said. */
export const { lang } = document.documentElement;

/** The text of that key with its `{names}` filled; undefined where there is none. */
export const known = (key, values = {}) => words[key]?.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The text of a key that is there for certain. */
export const say = (key, values) => known(key, values) ?? key;
