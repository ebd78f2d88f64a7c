// Teaching the copilot a phrase: from what it did not understand to what it does from then on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatPage, DESKTOP, PHONE } from "./chat_page.mjs";
import { browser, demo } from "./setup.mjs";

const SENTENCE = "buzz john carter: running late";

/** Selects words in the sentence and says what they are. */
async function mark(page, words, label) {
  const say = page.getByLabel("What people say");
  await say.evaluate((field, wanted) => {
    const at = field.value.indexOf(wanted);
    field.focus();
    field.setSelectionRange(at, at + wanted.length);
  }, words);
  await page.getByRole("group", { name: "Mark the selected words as" }).getByRole("button", { name: label, exact: true }).click();
}

/** Back to the conversation, once it is shown again. */
async function back(chat) {
  await chat.page.getByRole("link", { name: "Back to the chat" }).click();
  await chat.replies.first().waitFor();
}

async function assertFits(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(over, 0, "nothing is cut off at the side");
}

test("teaches what was not understood, uses it at once, and goes back", async () => {
  const chat = await ChatPage.open(browser, demo, DESKTOP);
  const { page } = chat;
  await chat.signIn();
  const missed = await chat.say(SENTENCE, "not_understood");
  await chat.screenshot("teach-me");
  await missed.getByRole("link", { name: "Teach me what this means" }).click();
  await page.getByRole("heading", { name: "Phrases", exact: true }).waitFor();
  const say = page.getByLabel("What people say");
  assert.equal(await say.inputValue(), SENTENCE, "the sentence came along");

  await page.getByLabel("What it means").selectOption({ label: "send a text message to a contact" });
  await mark(page, "john carter", "Contact");
  await mark(page, "running late", "Message");
  assert.equal(await say.inputValue(), "buzz {contact}: {message}");
  const check = page.locator("#check.is-good");
  await check.filter({ hasText: `“${SENTENCE}” will send a text message` }).waitFor();
  assert.match(await check.innerText(), /Contact: john carter · Message: running late/);
  await chat.screenshot("phrase-checked");
  await say.press("Enter");
  await page.getByText("Added. It works from now on.").waitFor();
  await page.getByText("buzz {contact}: {message}", { exact: true }).waitFor();

  await back(chat);
  const understood = await chat.say(SENTENCE, "confirm");
  assert.match(await understood.innerText(), /running late/);
  await understood.getByText("Why?").click();
  assert.match(await understood.locator(".why-body").innerText(), /version 1 of your phrases/);

  // What means something else already is not taken, and the page says what it is.
  await page.getByRole("link", { name: "Phrases" }).click();
  await page.getByLabel("What it means").selectOption({ label: "send a text message to a contact" });
  await say.fill("delete {contact}");
  await page.locator("#check.is-bad").filter({ hasText: "“delete Rosa Delgado” already means to delete a contact" }).waitFor();
  await chat.screenshot("phrase-refused");

  await page.getByRole("button", { name: "Go back to no phrases" }).click();
  await page.getByText("Nothing was taught yet.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "list-heading", "the focus is not lost");
  await chat.screenshot("phrase-history");
  await back(chat);
  await chat.say("no", "cancelled");
  await chat.say(SENTENCE, "not_understood");
  await chat.close();
});

test("phrases fit a phone, light and dark, and need no mouse", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const chat = await ChatPage.open(browser, demo, { ...PHONE, colorScheme });
    const { page } = chat;
    await chat.signIn();
    await page.goto(`/settings/phrases?say=${encodeURIComponent("what is cooking")}`);
    const say = page.getByLabel("What people say");
    assert.ok(await say.evaluate((field) => document.activeElement === field), "typing can begin");
    await page.getByLabel("What it means").selectOption({ label: "list tasks" });
    await page.locator("#check.is-good").waitFor();
    await assertFits(page);
    await chat.screenshot(`phrases-phone-${colorScheme}`);
    await say.press("Enter");
    await page.getByText("Added. It works from now on.").waitFor();
    const remove = page.getByRole("button", { name: "Remove: what is cooking" });
    await remove.focus();
    await page.keyboard.press("Enter");
    await page.getByText("Removed.", { exact: true }).waitFor();
    await assertFits(page);
    await chat.close();
  }
});
