// The vendors' own client libraries against the sample CRMs: what they make, crm-copilot reads, and
// the other way round. The demo server is started by with_demo.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { HighLevel } from "@gohighlevel/api-client";
import { Client } from "@hubspot/api-client";

const demo = JSON.parse(readFileSync(process.env.DEMO_JSON, "utf8"));
const { gohighlevel, hubspot } = demo.connections;

/** An operation of crm-copilot; what has to be confirmed is confirmed. */
async function ours(connection, operation, args) {
  const post = async (path, body) => {
    const answer = await fetch(demo.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${demo.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  let answer = await post(`/api/operations/${operation}`, { ...args, connection });
  if (answer.outcome === "confirm") answer = await post(`/api/plans/${answer.data.planToken}/confirm`, {});
  assert.equal(answer.outcome, "done", `${operation}: ${JSON.stringify(answer)}`);
  return answer.data.records;
}

async function check(name, test) {
  await test();
  console.log(`ok: ${name}`);
}

HighLevel.BASE_URL = gohighlevel.sandbox_url;
const ghl = new HighLevel({
  privateIntegrationToken: gohighlevel.sandbox_token,
  apiVersion: "2021-07-28",
  logLevel: "none",
});
const locationId = gohighlevel.location_id;
const april = { headers: { Version: "2021-04-15" } };

await check("GoHighLevel's client makes a contact, and we read and change it", async () => {
  const made = await ghl.contacts.createContact({
    locationId,
    firstName: "Vera",
    lastName: "Vendor",
    email: "vera.vendor@example.com",
  });
  const contactId = made.contact.id;
  const [read] = await ours("gohighlevel", "get_contact", { contact: contactId });
  assert.equal(read.name, "Vera Vendor");
  await ours("gohighlevel", "add_tags", { contact: contactId, tags: ["from-us"] });
  await ours("gohighlevel", "create_note", { contact: contactId, note: "Written by us" });
  const again = await ghl.contacts.getContact({ contactId });
  assert.deepEqual(again.contact.tags, ["from-us"]);
  const notes = await ghl.contacts.getAllNotes({ contactId });
  assert.deepEqual(notes.notes.map((note) => note.body), ["Written by us"]);
  await ghl.contacts.createNote({ contactId }, { body: "Written by them" });
  const ownNotes = await ours("gohighlevel", "list_notes", { contact: contactId });
  assert.deepEqual(ownNotes.map((note) => note.note).sort(), ["Written by them", "Written by us"]);
  await ghl.contacts.deleteContact({ contactId });
});

await check("GoHighLevel's client and we see the same calendars, deals and workflows", async () => {
  const theirs = await ghl.calendars.getCalendars({ locationId }, april);
  const calendars = await ours("gohighlevel", "list_calendars", {});
  assert.deepEqual(
    calendars.map((calendar) => calendar.id).sort(),
    theirs.calendars.map((calendar) => calendar.id).sort(),
  );
  const pipelines = await ghl.opportunities.getPipelines({ locationId });
  const ownPipelines = await ours("gohighlevel", "list_pipelines", {});
  assert.deepEqual(ownPipelines.map((one) => one.name), pipelines.pipelines.map((one) => one.name));
  const flows = await ghl.workflows.getWorkflow({ locationId });
  const ownFlows = await ours("gohighlevel", "list_workflows", {});
  assert.deepEqual(ownFlows.map((one) => one.id).sort(), flows.workflows.map((one) => one.id).sort());
});

await check("a booking and a text that we make are there for GoHighLevel's client", async () => {
  const [contact] = await ours("gohighlevel", "create_contact", { contact: "Bo Booker", phone: "+17275550199" });
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const [booked] = await ours("gohighlevel", "book_appointment", { contact: contact.id, when: `${day}T14:00` });
  const event = await ghl.calendars.getAppointment({ eventId: booked.id }, april);
  assert.equal((event.event ?? event.appointment ?? event).contactId, contact.id);
  await ours("gohighlevel", "send_sms", { contact: contact.id, message: "Hello Bo" });
  const found = await ghl.conversations.searchConversation({ locationId, contactId: contact.id }, april);
  assert.equal(found.conversations[0].lastMessageBody, "Hello Bo");
});

const hub = new Client({ accessToken: hubspot.sandbox_token, basePath: hubspot.sandbox_url });

await check("HubSpot's client makes a contact, and we read and change it", async () => {
  const made = await hub.crm.contacts.basicApi.create({
    properties: { firstname: "Hugo", lastname: "Hub", email: "hugo.hub@example.com" },
    associations: [],
  });
  const [read] = await ours("hubspot", "get_contact", { contact: "hugo.hub@example.com" });
  assert.equal(read.id, made.id);
  assert.equal(read.name, "Hugo Hub");
  await ours("hubspot", "update_contact", { contact: "hugo.hub@example.com", company: "Hub & Sons" });
  const again = await hub.crm.contacts.basicApi.getById(made.id, ["company"]);
  assert.equal(again.properties.company, "Hub & Sons");
  const found = await hub.crm.contacts.searchApi.doSearch({
    query: "hugo.hub@example.com",
    filterGroups: [],
    sorts: [],
    properties: ["email"],
    limit: 10,
    after: "0",
  });
  assert.deepEqual(found.results.map((one) => one.id), [made.id]);
});

await check("a deal that we make is there for HubSpot's client", async () => {
  const pipelines = await hub.crm.pipelines.pipelinesApi.getAll("deals");
  const [deal] = await ours("hubspot", "create_opportunity", {
    contact: "hugo.hub@example.com",
    opportunity: "Hugo's hall",
    amount: 4200,
    pipeline: pipelines.results[0].label,
  });
  const read = await hub.crm.deals.basicApi.getById(deal.id, ["dealname", "amount"]);
  assert.equal(read.properties.dealname, "Hugo's hall");
  assert.equal(read.properties.amount, "4200");
  await hub.crm.deals.basicApi.archive(deal.id);
});
