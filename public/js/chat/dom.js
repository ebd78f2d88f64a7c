// Making elements. Everything a person or a CRM wrote goes in as text, never as markup.

/**
 * An element with properties and children. `class`, `data`, `on` and attributes with a dash or
 * called `role` are set as such; everything else is a property. Children that are null are left out.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (name === "role" || name.includes("-")) node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** A decorative icon; the words beside it carry the meaning. */
export function icon(name) {
  return el("span", { class: `icon icon-${name}`, "aria-hidden": "true" });
}

/** Words for screen readers only. */
export function quiet(text, tag = "span") {
  return el(tag, { class: "quiet" }, text);
}

/** A value of any shape as a person would read it. */
export function words(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(words).join(", ");
  if (typeof value === "object") {
    return Object.entries(value).filter(([, inner]) => inner !== null).map(([key, inner]) => `${key} ${words(inner)}`).join(", ");
  }
  return String(value);
}

/** Whether the person points with a finger: focusing a field would raise the keyboard there. */
export const touch = () => matchMedia("(pointer: coarse)").matches;
