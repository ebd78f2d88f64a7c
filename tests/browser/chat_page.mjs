// The chat page as a person uses it. Everything waits for what a person would see.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const SCREENSHOTS = process.env.SCREENSHOTS ?? join(import.meta.dirname, "../../target/screenshots");
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** The system's Chromium; CHROMIUM names another one. */
export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

export class ChatPage {
  /** A window of its own: no cookies, nothing kept. */
  static async open(browser, demo, options) {
    const context = await browser.newContext({ baseURL: demo.url, locale: "en-US", ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const chat = new ChatPage(page, demo);
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    page.on("pageerror", (error) => chat.faults.push(`page error: ${error.message}`));
    page.on("dialog", (dialog) => { chat.faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") chat.faults.push(`console: ${message.text()}`);
    });
    return chat;
  }

  constructor(page, demo) {
    this.page = page;
    this.demo = demo;
    /** What the console complained about; a test that provokes something takes it out again. */
    this.faults = [];
    this.field = page.getByLabel("Message", { exact: true });
    this.replies = page.locator("[data-outcome]");
  }

  /** Closes the window; the console must have been silent. */
  async close() {
    await this.page.context().close();
    assert.deepEqual(this.faults, []);
  }

  async fillSignIn() {
    await this.page.getByLabel("E-mail").fill(this.demo.email);
    await this.page.getByLabel("Password", { exact: true }).fill(this.demo.password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.page.waitForURL("**/mcp-copilot**");
  }

  /** From the start page, over sign-in, to an empty conversation. */
  async signIn() {
    await this.page.goto("/");
    await this.page.waitForURL("**/sign-in**");
    await this.fillSignIn();
    await this.page.goto("/mcp-copilot?conversation=new");
    await this.page.getByRole("heading", { name: "What should happen in your CRM?" }).waitFor();
  }

  /** Does something and waits for the reply to it, which must have this outcome. */
  async reply(outcome, act) {
    const before = await this.replies.count();
    await act();
    const reply = this.replies.nth(before);
    await reply.waitFor();
    const text = await reply.innerText();
    assert.equal(await reply.getAttribute("data-outcome"), outcome, text);
    return reply;
  }

  /** Types a sentence and presses Enter. */
  say(text, outcome) {
    return this.reply(outcome, async () => {
      await this.field.fill(text);
      await this.field.press("Enter");
    });
  }

  /** Presses a button of a reply. */
  press(reply, name, outcome) {
    return this.reply(outcome, () => reply.getByRole("button", { name }).click());
  }

  async screenshot(name) {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }

  /** The frame fills the window exactly; nothing is cut off. */
  async assertFits() {
    const over = await this.page.evaluate(() => {
      const page = document.documentElement;
      return [page.scrollWidth - page.clientWidth, page.scrollHeight - page.clientHeight, scrollX, scrollY];
    });
    assert.deepEqual(over, [0, 0, 0, 0], "only the conversation scrolls, and only up and down");
  }

  /** The element that has the focus, as CSS finds it, with a focus that can be seen. */
  focused() {
    return this.page.evaluate(() => {
      const node = document.activeElement;
      // The message field shows its focus on the box around it.
      const shown = node.closest(".composer-box") ?? node;
      const style = getComputedStyle(shown);
      return {
        isNowhere: node === document.body,
        id: node.id,
        classes: node.className,
        text: node.textContent.trim(),
        isVisible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      };
    });
  }

  /** Presses a key until what has the focus fits; every stop on the way must be visible. */
  async walk(key, fits) {
    for (let stop = 0; stop < 60; stop += 1) {
      await this.page.keyboard.press(key);
      const now = await this.focused();
      // Past the last stop the focus is on the browser's own bar, which shows it by itself.
      if (now.isNowhere) continue;
      assert.ok(now.isVisible, `focus cannot be seen on ${JSON.stringify(now)}`);
      if (fits(now)) return now;
    }
    return assert.fail(`${key} never got there`);
  }
}
