// The main job, in a browser: say it, see it happen, and nothing else happens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatPage, DESKTOP, PHONE } from "./chat_page.mjs";
import { browser, demo } from "./setup.mjs";

/** The writes that `act` leads to, as `METHOD /path`, with the ids of records left out. */
async function writesOf(act) {
  const already = (await demo.writes()).length;
  await act();
  return (await demo.writes()).slice(already);
}

const named = ({ method, path, status }) => {
  assert.ok(status < 300, `${method} ${path} was answered ${status}`);
  return `${method} ${path.split("?")[0].replace(/^\/contacts\/[^/]+/, "/contacts/ID").replace(/\/$/, "")}`;
};

test("says it and sees it happen", async () => {
  const chat = await ChatPage.open(browser, demo, DESKTOP);
  await chat.page.goto("/");
  await chat.page.waitForURL("**/sign-in**");
  await chat.screenshot("sign-in");
  const writes = await writesOf(async () => {
    await chat.signIn();
    await chat.screenshot("empty");
    const sample = chat.page.locator(".sample").first();
    await sample.click();
    assert.equal(await chat.field.inputValue(), await sample.locator(".sample-say").innerText());
    assert.equal(await chat.replies.count(), 0, "a sample is put into the field, not sent");

    const created = await chat.say("create contact Jane Doe jane.doe@example.com phone 7275551234", "done");
    assert.match(await created.innerText(), /Jane Doe/);
    await chat.screenshot("created");

    await chat.say("add tag hot-lead to jane doe", "done");

    const booking = await chat.say("book appointment with jane doe tomorrow at 2pm", "confirm");
    assert.match(await booking.innerText(), /2:00 ?PM/i);
    await booking.getByText("Why?").click();
    assert.match(await booking.locator(".why-body").innerText(), /book_appointment/);
    assert.match(await booking.locator(".why-said").innerText(), /jane doe\s+is\s+contact/);
    await chat.screenshot("why");
    await booking.getByText("Why?").click();
    await booking.getByText("The exact call").first().click();
    assert.match(await booking.innerText(), /POST http.*\nAuthorization: Bearer •+\nVersion: /);
    assert.doesNotMatch(await booking.innerText(), new RegExp(demo.connections.gohighlevel.sandbox_token));
    await chat.screenshot("booking-preview");
    await chat.press(booking, "Yes, do it", "done");
    assert.match(await booking.innerText(), /You said yes\./);

    const asked = await chat.say("text john: running late", "choose");
    assert.ok(await asked.locator("button.choice").count() >= 3);
    // The question is still open after a reload, and so are its buttons.
    await chat.page.reload();
    await chat.page.locator("button.choice:not(:disabled)").first().waitFor();
    const which = chat.replies.last();
    await chat.screenshot("which-john");
    assert.ok(await chat.page.getByRole("button", { name: "cancel" }).isVisible(), "a way out is offered");
    const text = await chat.reply("confirm", () => which.locator("button.choice").nth(1).click());
    assert.match(await text.innerText(), /running late/);
    await chat.screenshot("text-preview");
    await chat.press(text, "Yes, do it", "done");

    const kept = await chat.say("don't delete jane doe", "refused");
    assert.match(await kept.innerText(), /Not done/);
    await chat.screenshot("not-deleted");

    const deletion = await chat.say("delete contact jane doe", "confirm");
    assert.match(await deletion.innerText(), /Jane Doe/);
    await chat.screenshot("delete-preview");
    await chat.say("yes", "done");
    await chat.screenshot("deleted");
  });
  assert.deepEqual(writes.map(named), [
    "POST /contacts",
    "POST /contacts/ID/tags",
    "POST /calendars/events/appointments",
    "POST /conversations/messages",
    "DELETE /contacts/ID",
  ]);
  const [created, tagged, booked, texted, deleted] = writes;
  assert.equal(created.body.email, "jane.doe@example.com");
  assert.equal(created.body.phone, "+17275551234");
  const jane = deleted.path.split("/")[2];
  assert.equal(tagged.path.split("/")[2], jane);
  assert.deepEqual(tagged.body.tags, ["hot-lead"]);
  assert.equal(booked.body.contactId, jane);
  assert.match(booked.body.startTime, /T14:00:00/);
  assert.equal(texted.body.message, "running late");
  assert.notEqual(texted.body.contactId, jane);

  // History: everything is there after a reload, and what was answered cannot be answered again.
  const replies = await chat.replies.allInnerTexts();
  await chat.page.reload();
  await chat.replies.nth(replies.length - 1).waitFor();
  assert.equal(await chat.replies.count(), replies.length);
  assert.equal(await chat.page.locator(".answers button, button.choice:not(:disabled)").count(), 0);
  assert.equal(await chat.page.locator(".conversation[aria-current=page]").count(), 1);
  await chat.screenshot("history");
  await chat.close();
});

test("does everything with the keyboard alone, and sees where it is", async () => {
  const chat = await ChatPage.open(browser, demo, DESKTOP);
  const writes = await writesOf(async () => {
    await chat.signIn();
    await chat.page.reload();
    await chat.page.locator("#empty").waitFor();
    await chat.page.evaluate(() => document.activeElement.blur());
    await chat.walk("Tab", ({ classes }) => classes === "skip");
    await chat.page.keyboard.press("Enter");
    assert.equal((await chat.focused()).id, "message");

    await chat.page.keyboard.type("text john:");
    await chat.page.keyboard.press("Shift+Enter");
    await chat.page.keyboard.type("running late");
    assert.equal(await chat.field.inputValue(), "text john:\nrunning late");
    await chat.page.keyboard.press("ControlOrMeta+a");
    await chat.page.keyboard.type("text john: running late");
    await chat.reply("choose", () => chat.page.keyboard.press("Enter"));
    assert.equal((await chat.focused()).id, "message", "the field keeps the focus, so that a number can be typed");

    await chat.walk("Shift+Tab", ({ classes }) => classes.includes("choice"));
    await chat.page.keyboard.press("Home");
    await chat.walk("ArrowDown", ({ classes }) => classes.includes("choice"));
    await chat.screenshot("keyboard-choice");
    await chat.reply("confirm", () => chat.page.keyboard.press("Enter"));
    assert.equal((await chat.focused()).id, "message", "the focus does not go with the button");

    await chat.walk("Shift+Tab", ({ text }) => text === "No");
    await chat.reply("cancelled", () => chat.page.keyboard.press("Space"));

    await chat.walk("Shift+Tab", ({ classes, text }) => classes === "" && text.startsWith("Why?"));
    await chat.page.keyboard.press("Enter");
    await chat.page.locator(".why[open] .why-body").last().waitFor();
  });
  assert.deepEqual(writes, [], "nothing was confirmed, so nothing was sent");
  await chat.close();
});

test("fits a phone, light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const chat = await ChatPage.open(browser, demo, { ...PHONE, colorScheme, reducedMotion: "reduce" });
    await chat.signIn();
    await chat.assertFits();
    await chat.screenshot(`phone-empty-${colorScheme}`);
    await chat.say("text john: running late", "choose");
    await chat.assertFits();
    await chat.screenshot(`phone-choices-${colorScheme}`);
    await chat.say("1", "confirm");
    await chat.assertFits();
    await chat.screenshot(`phone-preview-${colorScheme}`);
    await chat.say("no", "cancelled");
    await chat.say("search for john", "done");
    await chat.assertFits();
    await chat.screenshot(`phone-table-${colorScheme}`);

    const opener = chat.page.getByRole("button", { name: "Conversations", exact: true });
    await opener.click();
    await chat.page.getByRole("link", { name: "New conversation" }).waitFor();
    await chat.screenshot(`phone-side-${colorScheme}`);
    await chat.page.keyboard.press("Escape");
    assert.equal((await chat.focused()).id, "side-open", "Escape leads back to the button");
    await chat.close();
  }
});

test("steers a bulk job from its bar", async () => {
  const chat = await ChatPage.open(browser, demo, DESKTOP);
  await chat.signIn();
  // Slow enough to be paused in the middle.
  const faults = `${demo.connections.gohighlevel.sandbox_url}/_sandbox/faults`;
  const slow = [{ kind: "latency", ms: 400, vendor: "gohighlevel", method: "POST", path_prefix: "/contacts/" }];
  await fetch(faults, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(slow) });
  try {
    await chat.say("label all my contacts as browser", "confirm");
    await chat.screenshot("bulk-preview");
    const started = await chat.reply("done", () => chat.page.getByRole("button", { name: "Yes, do it" }).click());
    const job = started.locator(".job");
    await job.getByRole("button", { name: "Pause" }).click();
    await job.getByText(/^Paused: \d+ of \d+ done/).waitFor();
    await chat.screenshot("bulk-paused");
    await chat.assertFits();
    assert.equal((await chat.focused()).text, "Resume", "the focus stays on the buttons");
  } finally {
    await fetch(faults, { method: "DELETE" });
  }
  await chat.page.keyboard.press("Enter");
  await job(chat).getByText(/^Finished: (\d+) of \1 done/).waitFor({ timeout: 60_000 });
  await chat.screenshot("bulk-finished");
  const file = await fetch(new URL(await job(chat).getByRole("link").getAttribute("href"), demo.url), { headers: { Authorization: `Bearer ${demo.token}` } });
  assert.match(await file.text(), /,done,/);
  await chat.close();
});

/** The bar of the last bulk job. */
const job = (chat) => chat.page.locator(".job").last();

/** The list above the field. */
const completions = (chat) => chat.page.locator("#completions");
const options = (chat) => completions(chat).getByRole("option");
const option = (chat, text) => options(chat).filter({ hasText: text }).first();

test("completes what is typed, with the keyboard alone", async () => {
  const chat = await ChatPage.open(browser, demo, DESKTOP);
  const writes = await writesOf(async () => {
    await chat.signIn();
    await chat.say("find rosa delgado", "done");
    const keyboard = chat.page.keyboard;
    const status = chat.page.locator("#completions-status");
    assert.equal(await chat.field.getAttribute("aria-autocomplete"), "list");
    assert.equal(await chat.field.getAttribute("aria-controls"), "completions");

    // The list says how many there are, and none of them is chosen before a key chooses it.
    await keyboard.type("book an appointment with ros");
    const booked = "book an appointment with rosa Delgado tomorrow at 3pm";
    await option(chat, booked).waitFor();
    assert.match(await status.innerText(), /^\d suggestions?\. Arrow keys choose/);
    assert.equal(await chat.field.getAttribute("aria-activedescendant"), null);
    await chat.screenshot("completions");
    await keyboard.press("ArrowDown");
    const active = await chat.field.getAttribute("aria-activedescendant");
    assert.equal(await chat.page.locator(`#${active}`).getAttribute("aria-selected"), "true");
    assert.equal((await chat.focused()).id, "message", "the focus stays in the field");
    await chat.screenshot("completions-active");
    await keyboard.press("ArrowUp");
    assert.equal(await chat.field.getAttribute("aria-activedescendant"), null, "back to what was typed");

    // Escape closes, and what was typed is all that stays.
    await keyboard.press("Escape");
    await completions(chat).waitFor({ state: "hidden" });
    assert.equal(await chat.field.inputValue(), "book an appointment with ros");
    assert.equal(await status.innerText(), "");

    // Tab takes the first; nothing is sent by that.
    await keyboard.type("a");
    await option(chat, booked).waitFor();
    await keyboard.press("Tab");
    assert.equal(await chat.field.inputValue(), booked);
    assert.equal((await chat.focused()).id, "message");
    assert.match(await status.innerText(), /^Taken: book an appointment/);
    const preview = await chat.reply("confirm", () => keyboard.press("Enter"));
    assert.match(await preview.innerText(), /Rosa Delgado/);
    await chat.say("no", "cancelled");

    // Enter takes an option only when one is chosen; otherwise it sends what was typed.
    await keyboard.type("list my work");
    await option(chat, "list my workflows").waitFor();
    await keyboard.press("ArrowDown");
    const replies = await chat.replies.count();
    await keyboard.press("Enter");
    assert.equal(await chat.field.inputValue(), "list my workflows");
    assert.equal(await chat.replies.count(), replies, "it was not sent");
    await keyboard.press("ControlOrMeta+a");
    await keyboard.type("find contact rosa");
    await option(chat, "find contact rosa Delgado").waitFor();
    await chat.reply("done", () => keyboard.press("Enter"));
    assert.ok(await completions(chat).isHidden(), "what was sent needs no end");
    assert.equal(await chat.page.locator(".turn-user .turn-text").last().innerText(), "find contact rosa");

    // Right takes it at the end of the line, and is an arrow key elsewhere.
    await keyboard.type("find contact ros");
    await option(chat, "find contact rosa Delgado").waitFor();
    await keyboard.press("ArrowRight");
    assert.equal(await chat.field.inputValue(), "find contact rosa Delgado");
    await keyboard.press("ArrowUp");
    assert.ok(await completions(chat).isHidden(), "without a list, arrow keys are the field's own");
  });
  assert.deepEqual(writes, [], "taking a sentence does nothing");
  await chat.close();
});

test("completes by touch on a phone, and the field stays in sight", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const chat = await ChatPage.open(browser, demo, { ...PHONE, colorScheme });
    await chat.signIn();
    await chat.say("find rosa delgado", "done");
    await chat.field.tap();
    await chat.field.pressSequentially("text ");
    await options(chat).first().waitFor();
    await chat.assertFits();
    await chat.screenshot(`phone-completions-${colorScheme}`);
    const list = await completions(chat).boundingBox();
    const field = await chat.field.boundingBox();
    assert.ok(list.y >= 0 && list.y + list.height <= field.y, "above the field, all of it on the screen");
    await option(chat, "text Rosa Delgado:").tap();
    assert.equal(await chat.field.inputValue(), "text Rosa Delgado: ");
    assert.equal((await chat.focused()).id, "message", "the keyboard of the phone stays");
    await chat.close();
  }
});

test("an answer that comes too late is not shown", async () => {
  const chat = await ChatPage.open(browser, demo, DESKTOP);
  await chat.signIn();
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  let asked;
  const first = new Promise((resolve) => { asked = resolve; });
  await chat.page.route("**/api/mcp/suggestions?q=list*", async (route) => {
    asked();
    await held;
    // The page has given it up by then.
    await route.continue().catch(() => {});
  });
  await chat.field.pressSequentially("list");
  await first;
  await chat.field.fill("show the dash");
  await option(chat, "show the dashboard").waitFor();
  release();
  await chat.page.unrouteAll({ behavior: "wait" });
  assert.equal(await option(chat, "list").count(), 0);
  assert.ok(await option(chat, "show the dashboard").isVisible());
  await chat.close();
});

test("a lost answer can be asked for again without doing anything twice", async () => {
  const chat = await ChatPage.open(browser, demo, DESKTOP);
  await chat.signIn();
  const bodies = [];
  const writes = await writesOf(async () => {
    // The server gets the message and acts; its answer is lost on the way back.
    await chat.page.route("**/api/mcp/chat", async (route) => {
      bodies.push(route.request().postDataJSON());
      await route.fetch();
      await route.abort();
    }, { times: 1 });
    await chat.field.fill("create contact Ada Retry ada.retry@example.com");
    await chat.field.press("Enter");
    const retry = chat.page.getByRole("button", { name: "Retry" });
    await retry.waitFor();
    await chat.screenshot("no-answer");
    chat.page.on("request", (request) => {
      if (request.url().endsWith("/api/mcp/chat")) bodies.push(request.postDataJSON());
    });
    await chat.reply("done", () => retry.click());
  });
  assert.deepEqual(writes.map(named), ["POST /contacts"]);
  assert.equal(bodies.length, 2);
  assert.deepEqual(bodies[1], bodies[0], "the very same message, id and all");
  assert.ok(chat.faults.splice(0).every((fault) => fault.includes("net::ERR_FAILED")));
  await chat.close();
});

test("an ended session leads to sign-in and back, with what was typed", async () => {
  const chat = await ChatPage.open(browser, demo, DESKTOP);
  await chat.signIn();
  await chat.say("search for john", "done");
  const address = chat.page.url();
  await chat.page.context().clearCookies();
  await chat.field.fill("list my pipelines");
  await chat.field.press("Enter");
  await chat.page.waitForURL("**/sign-in**");
  await chat.fillSignIn();
  assert.equal(chat.page.url(), address);
  await chat.replies.first().waitFor();
  assert.equal(await chat.field.inputValue(), "list my pipelines");

  await chat.page.getByRole("button", { name: "Sign out" }).click();
  await chat.page.waitForURL("**/sign-in");
  await chat.page.goto("/mcp-copilot");
  await chat.page.waitForURL("**/sign-in**");
  assert.ok(chat.faults.splice(0).every((fault) => fault.includes("401")));
  await chat.close();
});
