// A conversation in Spanish: every word of the page and of the replies, and the choice of the language.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatPage, DESKTOP, PHONE } from "./chat_page.mjs";
import { browser, demo } from "./setup.mjs";

/** Signs in as somebody whose browser asks for Spanish. */
async function open(options) {
  const chat = await ChatPage.open(browser, demo, { ...options, locale: "es-MX", colorScheme: "light" });
  const { page } = chat;
  chat.field = page.getByLabel("Mensaje", { exact: true });
  await page.goto("/");
  await page.getByRole("heading", { name: "Iniciar sesión" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  return chat;
}

async function signIn({ page }) {
  await page.getByLabel("Correo electrónico").fill(demo.email);
  await page.getByLabel("Contraseña", { exact: true }).fill(demo.password);
  await page.getByRole("button", { name: "Iniciar sesión" }).click();
  await page.waitForURL("**/mcp-copilot**");
}

const empty = (page) => page.getByRole("heading", { name: "¿Qué debe pasar en tu CRM?" });

test("speaks Spanish from sign-in to the last button", async () => {
  const chat = await open(DESKTOP);
  const { page } = chat;
  await chat.screenshot("es-sign-in");
  await page.getByLabel("Correo electrónico").fill(demo.email);
  await page.getByLabel("Contraseña", { exact: true }).fill("no es la contraseña");
  await page.getByRole("button", { name: "Iniciar sesión" }).click();
  await page.getByText("El correo electrónico o la contraseña no son correctos.").waitFor();
  chat.faults = chat.faults.filter((fault) => !fault.includes("422"));
  await signIn(chat);

  // The workspace speaks English until somebody chooses otherwise, and the choice stays.
  await page.getByRole("button", { name: "Español" }).click();
  await page.goto("/mcp-copilot?conversation=new");
  await empty(page).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  await chat.screenshot("es-empty");
  const sample = page.locator(".sample").first();
  assert.match(await sample.innerText(), /Crear un contacto/);

  const booking = await chat.say("agenda una cita con rosa delgado mañana a las 2 de la tarde", "confirm");
  assert.match(await booking.innerText(), /¿Agendar una cita con Rosa Delgado el .* a las 14:00, de 30 minutos/);
  assert.match(await booking.innerText(), /Espera tu sí/);
  await booking.getByText("La llamada exacta").first().click();
  await booking.getByText("¿Por qué?").click();
  assert.match(await booking.locator(".why-body").innerText(), /Intención/);
  await booking.getByText("¿Por qué?").click();
  await booking.getByText("La llamada exacta").first().click();
  const moved = await chat.say("mejor a las 4", "confirm");
  assert.match(await booking.innerText(), /Dijiste otra cosa\./);
  await chat.screenshot("es-booking");
  await chat.press(moved, "Sí, hazlo", "done");
  assert.match(await moved.innerText(), /Dijiste que sí\./);

  const asked = await chat.say("mándale un mensaje a john: voy tarde", "choose");
  assert.match(await asked.innerText(), /¿A qué contacto te refieres con “john”\?/);
  await chat.screenshot("es-which-john");
  await chat.reply("cancelled", () => page.getByRole("button", { name: "cancelar" }).click());
  const list = await chat.say("muestra mis contactos", "done");
  await list.getByRole("button", { name: "Mostrar las 20 filas" }).waitFor();

  const kept = page.url();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("link", { name: "New conversation" }).waitFor();
  assert.equal(page.url(), kept, "another language comes back to the same conversation");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await chat.close();
});

test("fits a phone in Spanish", async () => {
  const chat = await open(PHONE);
  const { page } = chat;
  await chat.screenshot("es-sign-in-phone");
  await signIn(chat);
  await page.getByRole("button", { name: "Conversations" }).click();
  await page.getByRole("button", { name: "Español" }).click();
  await page.goto("/mcp-copilot?conversation=new");
  await empty(page).waitFor();
  await chat.assertFits();
  await chat.screenshot("es-empty-phone");
  await page.getByRole("button", { name: "Conversaciones" }).click();
  await chat.screenshot("es-side-phone");
  await page.getByRole("button", { name: "Cerrar la lista de conversaciones" }).click();
  const asked = await chat.say("borra el contacto rosa delgado", "confirm");
  assert.match(await asked.innerText(), /No se puede deshacer\./);
  await chat.assertFits();
  await chat.screenshot("es-delete-phone");
  await chat.press(asked, "No", "cancelled");
  await chat.close();
});
