// Which CRM a message goes to. The tenant's default needs no word; another choice is kept for
// this tab and this user.
import { el } from "./dom.js";

export class Crm {
  constructor(user) {
    this.key = `connection:${user}`;
    this.box = document.getElementById("crm");
    this.select = document.getElementById("connection");
    this.usual = null;
    this.select.addEventListener("change", () => sessionStorage.setItem(this.key, this.select.value));
  }

  show(connections) {
    this.usual = connections.find((one) => one.isDefault)?.id ?? connections[0]?.id ?? null;
    const kept = sessionStorage.getItem(this.key);
    const chosen = connections.some((one) => one.id === kept) ? kept : this.usual;
    this.select.replaceChildren(...connections.map((one) =>
      el("option", { value: one.id, selected: one.id === chosen }, one.label)));
    this.box.hidden = connections.length === 0;
  }

  /** The id to send along; undefined leaves it to the tenant's default. */
  chosen() {
    const id = this.select.value;
    return id && id !== this.usual ? id : undefined;
  }
}
