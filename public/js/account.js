// Sign-in and sign-up: a button that shows the password. The forms work without it.
import { say } from "./words.js";

for (const box of document.querySelectorAll(".password")) {
  const field = box.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  const show = (on) => {
    field.type = on ? "text" : "password";
    button.textContent = say(on ? "hide" : "show");
    button.setAttribute("aria-label", say(on ? "hide_password" : "show_password"));
  };
  button.addEventListener("click", () => {
    show(field.type === "password");
    field.focus();
  });
  show(false);
  box.append(button);
  // A revealed password must not stay readable on the page that comes next.
  field.form.addEventListener("submit", () => show(false));
}
