//! Every operation of both CRM proxies, performed on the sandbox CRMs over HTTP: two independent
//! readings of the vendors' contracts that have to agree.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use crm_copilot::crm::{self, Credentials, Error, Home, Http, Limits, Provider};
use crm_copilot::operations;
use crm_copilot::sandbox;
use serde_json::{Value, json};

use crate::account::{Account, NOW};

/// One account of one vendor, and what was done there.
struct Bench {
    account: Account,
    performed: Vec<&'static str>,
    /// The members of the records that each operation answered, `list[].member` for those of a list.
    members: BTreeMap<&'static str, BTreeSet<String>>,
}

/// The members of an answer and of the records in it, without what the vendor sent and where the next page starts.
fn members(answer: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (name, value) in answer.as_object().into_iter().flatten() {
        if matches!(name.as_str(), "vendor" | "cursor" | "total") {
            continue;
        }
        found.insert(name.clone());
        for record in value.as_array().into_iter().flatten() {
            let record = record.as_object().into_iter().flatten();
            found.extend(record.map(|(member, _)| format!("{name}[].{member}")));
        }
    }
    found
}

impl Bench {
    async fn new(provider: Provider) -> Self {
        Self {
            account: Account::new(provider, Limits::default()).await,
            performed: Vec::new(),
            members: BTreeMap::new(),
        }
    }

    /// Performs one operation that has to succeed.
    async fn does(&mut self, operation: &'static str, args: Value) -> Value {
        let answer = self.tries(operation, &args).await;
        let answer = answer.unwrap_or_else(|error| panic!("{operation} {args}: {error:?}"));
        let seen = self.members.entry(operation).or_default();
        seen.extend(members(&answer));
        answer
    }

    async fn tries(&mut self, operation: &'static str, args: &Value) -> Result<Value, Error> {
        self.performed.push(operation);
        self.account.proxy.perform(operation, args).await
    }

    /// Whether HubSpot's list of this name holds the contact; false when there is no such list.
    async fn is_member(&self, tag: &str, contact: &Value) -> bool {
        let list = format!("/crm/lists/2026-09/object-type-id/0-1/name/{tag}");
        let list = self.hubspot(&list).await;
        let Some(list) = list["list"]["listId"].as_str() else {
            return false;
        };
        let path = format!("/crm/lists/2026-09/{list}/memberships");
        let members = self.hubspot(&path).await;
        let mut members = members["results"].as_array().unwrap().iter();
        members.any(|member| member["recordId"] == *contact)
    }

    async fn hubspot(&self, path: &str) -> Value {
        #[expect(
            clippy::disallowed_methods,
            reason = "a test's own look at what the sandbox holds"
        )]
        let client = reqwest::Client::new();
        let at = &self.account.running.hubspot;
        let request = client.get(format!("{}{path}", at.url));
        let answer = request.bearer_auth(&at.token).send().await;
        answer.unwrap().json().await.unwrap()
    }

    /// What the vendor can do and was not performed.
    fn left_out(&self) -> Vec<&'static str> {
        crm::operations(self.account.proxy.provider())
            .map(|(operation, _)| operation)
            .filter(|operation| !self.performed.contains(operation))
            .collect()
    }
}

fn list<'a>(answer: &'a Value, name: &str) -> &'a Vec<Value> {
    let found = answer[name].as_array();
    found.unwrap_or_else(|| panic!("no {name} in {answer}"))
}

fn has(records: &[Value], id: &Value) -> bool {
    records.iter().any(|record| record["id"] == *id)
}

fn seconds(time: &Value) -> i64 {
    let text = time.as_str().unwrap_or_else(|| panic!("no time: {time}"));
    let time = DateTime::parse_from_rfc3339(text);
    time.unwrap_or_else(|error| panic!("{text}: {error}"))
        .timestamp()
}

/// Contacts and their tags: made, found in every way, changed, cleared.
async fn contacts(bench: &mut Bench) -> Value {
    let fields = json!({"name": "Jane Doe", "email": "jane.doe@example.com",
        "phone": "+17275551234", "company": "Doe & Søn", "tags": ["hot-lead"]});
    let made = bench.does("create_contact", fields.clone()).await;
    let id = made["id"].clone();
    for name in ["name", "email", "phone", "company"] {
        assert_eq!(made[name], fields[name], "{name} of {made}");
    }
    assert_eq!(seconds(&made["created"]), seconds(&json!(NOW)));

    let error = bench.tries("create_contact", &fields).await.unwrap_err();
    assert_eq!(error.code(), "crm_conflict", "{error:?}");
    assert!(matches!(&error, Error::Duplicate { .. }), "{error:?}");

    for query in [
        "jane doe",
        "jane.doe@example.com",
        "+17275551234",
        "Doe & Søn",
    ] {
        let found = bench.does("search_contacts", json!({"query": query})).await;
        assert!(has(list(&found, "contacts"), &id), "{query}: {found}");
    }
    let johns = bench
        .does("search_contacts", json!({"query": "john", "limit": 2}))
        .await;
    assert_eq!(
        (&johns["total"], list(&johns, "contacts").len()),
        (&json!(3), 2)
    );
    let rest = json!({"query": "john", "limit": 2, "cursor": johns["cursor"]});
    let rest = bench.does("search_contacts", rest).await;
    assert_eq!(list(&rest, "contacts").len(), 1, "{rest}");
    let since = json!({"created_after": "2026-11-21T00:00:00-05:00"});
    let new = bench.does("search_contacts", since).await;
    assert!(has(list(&new, "contacts"), &id), "{new}");
    let until = json!({"created_before": "2026-11-21T00:00:00-05:00", "limit": 100});
    let old = bench.does("search_contacts", until).await;
    assert!(
        !has(list(&old, "contacts"), &id),
        "created before today: {id}"
    );
    for missing in ["phone", "email"] {
        let found = bench
            .does("search_contacts", json!({"missing": missing}))
            .await;
        let found = list(&found, "contacts");
        assert!(!found.is_empty(), "missing {missing}");
        assert!(found.iter().all(|c| c[missing].is_null()), "{found:?}");
    }

    let change = json!({"contact": id, "phone": "+18135550000", "company": null});
    bench.does("update_contact", change).await;
    let now = bench.does("get_contact", json!({"contact": id})).await;
    assert_eq!(now["phone"], "+18135550000");
    assert_eq!(now["company"], json!(null), "{now}");
    assert_eq!(now["name"], "Jane Doe");
    id
}

/// GoHighLevel keeps tags in the contact, so every answer has them and a search finds them.
async fn tags_of_the_record(bench: &mut Bench, contact: &Value) {
    let found = bench
        .does("search_contacts", json!({"tag": "hot-lead"}))
        .await;
    assert!(has(list(&found, "contacts"), contact), "{found}");
    let found = bench
        .does("search_contacts", json!({"missing": "tags"}))
        .await;
    let found = list(&found, "contacts");
    assert!(!found.is_empty() && found.iter().all(|c| c["tags"] == json!([])));

    let tags = json!({"contact": contact, "tags": ["vip", "hot-lead"]});
    let tagged = bench.does("add_tags", tags).await;
    assert_eq!(sorted(&tagged["tags"]), ["hot-lead", "vip"], "{tagged}");
    let tags = json!({"contact": contact, "tags": ["hot-lead"]});
    let tagged = bench.does("remove_tags", tags).await;
    assert_eq!(sorted(&tagged["tags"]), ["vip"], "{tagged}");
    let now = bench.does("get_contact", json!({"contact": contact})).await;
    assert_eq!(sorted(&now["tags"]), ["vip"]);
}

/// HubSpot keeps no tags: each is a manual list, which the record does not show.
async fn tags_as_lists(bench: &mut Bench, contact: &Value) {
    assert!(bench.is_member("hot-lead", contact).await, "by creation");
    assert!(!bench.is_member("vip", contact).await);
    let tags = json!({"contact": contact, "tags": ["vip"]});
    bench.does("add_tags", tags.clone()).await;
    assert!(bench.is_member("vip", contact).await);
    bench.does("remove_tags", tags).await;
    assert!(!bench.is_member("vip", contact).await);
    let search = json!({"tag": "vip"});
    let error = bench.tries("search_contacts", &search).await.unwrap_err();
    assert_eq!(error.code(), "unsupported_by_crm", "{error:?}");
}

fn sorted(tags: &Value) -> Vec<&str> {
    let tags = tags.as_array().into_iter().flatten();
    let mut tags: Vec<_> = tags.filter_map(Value::as_str).collect();
    tags.sort_unstable();
    tags
}

/// Deals of a contact, along the stages of a pipeline.
async fn deals(bench: &mut Bench, contact: &Value) {
    let pipelines = bench.does("list_pipelines", json!({})).await;
    let pipelines = list(&pipelines, "pipelines");
    assert_eq!(pipelines.len(), 2);
    let (pipeline, stages) = (&pipelines[0]["id"], list(&pipelines[0], "stages"));
    let fields = json!({"title": "Kitchen", "contact": contact, "amount": "5000.25",
        "pipeline": pipeline, "stage": stages[0]["id"]});
    let made = bench.does("create_opportunity", fields).await;
    let id = made["id"].clone();
    assert_eq!(
        (&made["title"], &made["amount"]),
        (&json!("Kitchen"), &json!("5000.25"))
    );
    let moved = json!({"opportunity": id, "pipeline": pipeline, "stage": stages[1]["id"]});
    let moved = bench.does("move_opportunity_stage", moved).await;
    assert_eq!(moved["stage"], stages[1]["id"], "{moved}");
    let read = bench
        .does("get_opportunity", json!({"opportunity": id}))
        .await;
    assert_eq!(read["contact"], *contact, "{read}");
    for args in [
        json!({"contact": contact}),
        json!({"pipeline": pipeline, "stage": stages[1]["id"], "limit": 100}),
        json!({"status": "open", "limit": 100}),
        json!({"query": "kitchen"}),
    ] {
        let found = bench.does("list_opportunities", args.clone()).await;
        assert!(has(list(&found, "opportunities"), &id), "{args}: {found}");
    }
    let change = json!({"opportunity": id, "title": "Kitchen and hall", "amount": "6100"});
    let changed = bench.does("update_opportunity", change).await;
    assert_eq!(
        (&changed["title"], &changed["amount"]),
        (&json!("Kitchen and hall"), &json!("6100"))
    );
    let won = json!({"opportunity": id, "status": "won"});
    let won = bench.does("update_opportunity", won).await;
    assert_eq!(won["status"], "won", "{won}");
    let closed = |start: &str, end: &str| json!({"status": "won", "period_of": "closed", "start": start, "end": end, "limit": 100});
    let now = "2026-11-21T10:00:00-05:00";
    assert_eq!(seconds(&json!(now)), seconds(&json!(NOW)));
    for (period, is_in) in [
        (closed("2026-11-21T00:00:00-05:00", now), false),
        (closed(now, "2026-11-21T10:00:01-05:00"), true),
    ] {
        let found = bench.does("list_opportunities", period.clone()).await;
        assert_eq!(
            has(list(&found, "opportunities"), &id),
            is_in,
            "{period}: {found}"
        );
    }
    let created = json!({"start": now, "end": "2026-11-22T00:00:00-05:00", "limit": 100});
    let created = bench.does("list_opportunities", created).await;
    assert_eq!(list(&created, "opportunities").len(), 1, "{created}");
    let lost = json!({"contact": contact, "status": "lost"});
    let lost = bench.does("list_opportunities", lost).await;
    assert!(!has(list(&lost, "opportunities"), &id), "{lost}");
    let gone = bench
        .does("delete_opportunity", json!({"opportunity": id}))
        .await;
    assert_eq!(gone["deleted"], true);
    let error = bench
        .tries("get_opportunity", &json!({"opportunity": id}))
        .await;
    assert_eq!(error.unwrap_err().code(), "crm_not_found");
}

/// Tasks and notes of a contact.
async fn activities(bench: &mut Bench, contact: &Value) {
    let due = "2026-11-24T15:00:00-05:00";
    let task = json!({"contact": contact, "title": "Call back", "due": due});
    let task = bench.does("create_task", task).await;
    assert_eq!(seconds(&task["due"]), seconds(&json!(due)));
    for args in [
        json!({"contact": contact}),
        json!({"contact": contact, "status": "open"}),
        json!({"status": "open", "limit": 100}),
        json!({"due_after": "2026-11-24T00:00:00-05:00", "due_before": "2026-11-25T00:00:00-05:00"}),
    ] {
        let found = bench.does("list_tasks", args.clone()).await;
        assert!(has(list(&found, "tasks"), &task["id"]), "{args}: {found}");
    }
    let done = json!({"contact": contact, "status": "completed"});
    let done = bench.does("list_tasks", done).await;
    assert!(list(&done, "tasks").is_empty(), "{done}");
    let it = json!({"contact": contact, "task": task["id"]});
    let done = bench.does("complete_task", it.clone()).await;
    assert_eq!(done["completed"], true, "{done}");
    let open = bench.does("reopen_task", it.clone()).await;
    assert_eq!(open["completed"], false, "{open}");
    let later = "2026-11-25T16:00:00-05:00";
    let change =
        json!({"contact": contact, "task": task["id"], "title": "Call again", "due": later});
    let changed = bench.does("update_task", change).await;
    assert_eq!(changed["title"], "Call again", "{changed}");
    assert_eq!(seconds(&changed["due"]), seconds(&json!(later)));
    let gone = it;
    assert_eq!(bench.does("delete_task", gone).await["deleted"], true);

    let note = json!({"contact": contact, "note": "Prefers mornings"});
    let note = bench.does("create_note", note).await;
    assert_eq!(note["note"], "Prefers mornings");
    let change = json!({"contact": contact, "note_id": note["id"], "note": "Prefers evenings"});
    let changed = bench.does("update_note", change).await;
    assert_eq!(changed["note"], "Prefers evenings", "{changed}");
    let notes = bench.does("list_notes", json!({"contact": contact})).await;
    assert!(has(list(&notes, "notes"), &note["id"]), "{notes}");
    let gone = json!({"contact": contact, "note_id": note["id"]});
    assert_eq!(bench.does("delete_note", gone).await["deleted"], true);
}

/// Calendars, free and taken times, and messages: GoHighLevel only.
async fn appointments_and_messages(bench: &mut Bench, contact: &Value) {
    let calendars = bench.does("list_calendars", json!({})).await;
    let calendars = list(&calendars, "calendars");
    let main = calendars
        .iter()
        .find(|c| c["name"] == sandbox::MAIN_CALENDAR);
    let calendar = &main.unwrap_or_else(|| panic!("{calendars:?}"))["id"];
    let day = json!({"calendar": calendar, "start": "2026-11-22T00:00:00-05:00",
        "end": "2026-11-23T00:00:00-05:00"});
    let two = seconds(&json!("2026-11-22T14:00:00-05:00"));
    let slots = bench.does("list_free_slots", day.clone()).await;
    assert!(
        list(&slots, "slots")
            .iter()
            .any(|slot| seconds(slot) == two),
        "{slots}"
    );

    let booking = json!({"calendar": calendar, "contact": contact, "title": "Demo",
        "start": "2026-11-22T14:00:00-05:00", "end": "2026-11-22T14:30:00-05:00"});
    let booked = bench.does("book_appointment", booking.clone()).await;
    assert_eq!(seconds(&booked["start"]), two, "{booked}");
    let slots = bench.does("list_free_slots", day.clone()).await;
    assert!(
        list(&slots, "slots")
            .iter()
            .all(|slot| seconds(slot) != two),
        "{slots}"
    );
    let taken = bench.tries("book_appointment", &booking).await.unwrap_err();
    assert_eq!(taken.code(), "crm_conflict", "{taken:?}");
    let mut all_day = day;
    all_day["calendar"] = json!(null);
    for args in [json!({"contact": contact}), all_day] {
        let found = bench.does("list_appointments", args.clone()).await;
        let found = list(&found, "appointments");
        let same = found.iter().find(|event| event["id"] == booked["id"]);
        let same = same.unwrap_or_else(|| panic!("{args}: {found:?}"));
        assert_eq!(seconds(&same["start"]), two, "{same}");
    }

    moved_and_cancelled(bench, &booked["id"]).await;

    let sms = json!({"contact": contact, "message": "running late"});
    let sms = bench.does("send_sms", sms).await;
    let mail = json!({"contact": contact, "subject": "Quote", "message": "Here it is"});
    let mail = bench.does("send_email", mail).await;
    assert!(
        sms["id"].is_string() && mail["id"].is_string(),
        "{sms} {mail}"
    );
    assert!(sms["conversation"].is_string(), "{sms}");
}

/// An appointment at another time, then cancelled, then gone.
async fn moved_and_cancelled(bench: &mut Bench, appointment: &Value) {
    let start = "2026-11-22T15:00:00-05:00";
    let move_it = json!({"appointment": appointment, "start": start,
        "end": "2026-11-22T15:30:00-05:00"});
    let moved = bench.does("reschedule_appointment", move_it).await;
    assert_eq!(seconds(&moved["start"]), seconds(&json!(start)), "{moved}");
    let it = json!({"appointment": appointment});
    let cancelled = bench.does("cancel_appointment", it.clone()).await;
    assert_eq!(cancelled["status"], "cancelled", "{cancelled}");
    assert_eq!(bench.does("delete_appointment", it).await["deleted"], true);
}

/// Meetings on HubSpot's timeline; nothing tells free times there.
async fn meetings(bench: &mut Bench, contact: &Value) {
    bench.does("list_calendars", json!({})).await;
    let start = "2026-11-22T14:00:00-05:00";
    let booking = json!({"contact": contact, "title": "Demo", "start": start,
        "end": "2026-11-22T14:30:00-05:00"});
    let booked = bench.does("book_appointment", booking).await;
    assert_eq!(
        seconds(&booked["start"]),
        seconds(&json!(start)),
        "{booked}"
    );
    let day = json!({"contact": contact, "start": "2026-11-22T00:00:00-05:00",
        "end": "2026-11-23T00:00:00-05:00"});
    let found = bench.does("list_appointments", day).await;
    assert!(has(list(&found, "appointments"), &booked["id"]), "{found}");
    moved_and_cancelled(bench, &booked["id"]).await;
}

/// What a contact is put into, and what the account keeps beside contacts.
async fn account(bench: &mut Bench, contact: &Value) {
    let users = bench.does("list_users", json!({})).await;
    assert!(!list(&users, "users").is_empty());
    let fields = bench.does("list_custom_fields", json!({})).await;
    let field = &list(&fields, "fields")[0];
    let value = match field["options"]
        .as_array()
        .and_then(|options| options.first())
    {
        Some(option) => option.clone(),
        None => json!("7"),
    };
    let set = json!({"contact": contact, "field": field["id"], "value": value});
    let record = bench.does("set_custom_field", set).await;
    assert_eq!(record["id"], *contact, "{record}");

    let workflows = bench.does("list_workflows", json!({})).await;
    let workflows = list(&workflows, "workflows");
    let active = workflows.iter().find(|flow| flow["status"] == "published");
    let enrol = json!({"contact": contact, "workflow": active.unwrap()["id"]});
    let put = bench.does("add_to_workflow", enrol.clone()).await;
    assert_eq!(put["enrolled"], true, "{put}");
    let taken = bench.does("remove_from_workflow", enrol).await;
    assert_eq!(taken["enrolled"], false, "{taken}");
    let campaigns = bench.does("list_campaigns", json!({})).await;
    assert!(!list(&campaigns, "campaigns").is_empty());

    let payments = bench.does("list_transactions", json!({})).await;
    assert!(!list(&payments, "transactions").is_empty(), "{payments}");
    let talks = bench.does("list_conversations", json!({})).await;
    assert!(!list(&talks, "conversations").is_empty());
    bench
        .does("get_messages", json!({"contact": contact}))
        .await;
    let whose = &list(&talks, "conversations")[0]["contact"];
    let said = bench.does("get_messages", json!({"contact": whose})).await;
    assert!(!list(&said, "messages").is_empty(), "{said}");

    let again = json!({"email": "ada.again@example.com", "name": "Ada Again"});
    let made = bench.does("upsert_contact", again.clone()).await;
    assert_eq!(made["new"], true, "{made}");
    let same = bench.does("upsert_contact", again).await;
    assert_eq!((&same["new"], &same["id"]), (&json!(false), &made["id"]));
}

/// What only GoHighLevel has: campaigns that contacts are in, planned messages, posts, orders.
async fn only_gohighlevel(bench: &mut Bench, contact: &Value) {
    let tags = bench.does("list_tags", json!({})).await;
    assert!(!list(&tags, "tags").is_empty());
    let campaigns = bench.does("list_campaigns", json!({})).await;
    let enrol = json!({"contact": contact, "campaign": list(&campaigns, "campaigns")[0]["id"]});
    bench.does("add_to_campaign", enrol.clone()).await;
    bench.does("remove_from_campaign", enrol).await;

    let later = "2026-11-22T09:00:00-05:00";
    let plan = json!({"contact": contact, "message": "See you", "start": later});
    let planned = bench.does("schedule_sms", plan.clone()).await;
    let cancelled = bench
        .does("cancel_message", json!({"message": planned["id"]}))
        .await;
    assert_eq!(cancelled["cancelled"], true, "{cancelled}");
    let mail = bench.does("schedule_email", plan).await;
    let mail = json!({"message": mail["id"]});
    let cancelled = bench.does("cancel_message", mail.clone()).await;
    assert_eq!(cancelled["cancelled"], true, "{cancelled}");
    let error = bench.tries("cancel_message", &mail).await.unwrap_err();
    assert!(
        matches!(error.code(), "crm_conflict" | "crm_not_found"),
        "{error:?}"
    );

    let by_sms = json!({"contact": contact, "channel": "sms"});
    let silent = bench.does("set_do_not_disturb", by_sms.clone()).await;
    assert_eq!(silent["do_not_disturb_channels"], json!(["sms"]));
    let sms = json!({"contact": contact, "message": "Hi"});
    assert!(bench.tries("send_sms", &sms).await.is_err());
    let heard = bench.does("clear_do_not_disturb", by_sms).await;
    assert_eq!(heard["do_not_disturb_channels"], json!([]));
    bench.does("send_sms", sms).await;
    let conversation = &planned["conversation"];
    let answer = json!({"conversation": conversation, "channel": "sms", "message": "Hello"});
    bench.does("send_message", answer).await;
    let messages = bench
        .does("get_messages", json!({"contact": contact}))
        .await;
    let said = list(&messages, "messages");
    assert!(
        said.iter().any(|said| said["message"] == "Hello"),
        "{said:?}"
    );

    let accounts = bench.does("list_social_accounts", json!({})).await;
    let account = &list(&accounts, "accounts")[0]["id"];
    let users = bench.does("list_users", json!({})).await;
    let user = &list(&users, "users")[0]["id"];
    let post = json!({"accounts": [account], "message": "We are open", "user": user,
        "start": "2026-11-23T09:00:00-05:00"});
    let post = bench.does("create_social_post", post).await;
    let change = json!({"post": post["id"], "message": "We are open late", "user": user});
    bench.does("update_social_post", change).await;
    let it = json!({"post": post["id"]});
    let read = bench.does("get_social_post", it.clone()).await;
    assert_eq!(read["message"], "We are open late", "{read}");
    let window = json!({"start": "2026-11-01T00:00:00-05:00", "end": "2026-12-01T00:00:00-05:00"});
    let posts = bench.does("list_social_posts", window).await;
    assert!(has(list(&posts, "posts"), &post["id"]), "{posts}");
    assert_eq!(bench.does("delete_social_post", it).await["deleted"], true);
}

/// One order: the payments name it in GoHighLevel, its own list in HubSpot.
async fn orders(bench: &mut Bench) {
    let order = match bench.account.proxy.provider() {
        Provider::GoHighLevel => {
            let payments = bench.does("list_transactions", json!({})).await;
            let mut payments = list(&payments, "transactions").iter();
            payments.find_map(|payment| payment["vendor"]["entityId"].as_str().map(str::to_owned))
        }
        Provider::HubSpot => {
            let orders = bench.hubspot("/crm/objects/2026-09/orders").await;
            orders["results"][0]["id"].as_str().map(str::to_owned)
        }
    };
    let order = bench
        .does("get_order", json!({"order": order.unwrap()}))
        .await;
    assert!(order["amount"].is_string(), "{order}");
}

/// Requests that no row describes. The webhook is GoHighLevel's: HubSpot's sample has none.
async fn free(bench: &mut Bench) {
    let provider = bench.account.proxy.provider();
    let running = &bench.account.running;
    let (path, list, origin) = match provider {
        Provider::GoHighLevel => {
            let path = format!("/calendars/?locationId={}", running.ghl.location_id);
            (path, "calendars", running.ghl.url.clone())
        }
        Provider::HubSpot => {
            let path = "/crm/objects/2026-09/contacts?limit=1".to_owned();
            (path, "results", running.hubspot.url.clone())
        }
    };
    let hook = format!(
        "{origin}/hooks/{}/webhook-trigger/24958858-a0b0-4ffc-bf6b-3436911c71e2",
        running.ghl.location_id
    );
    let read = bench
        .does("call_api", json!({"method": "GET", "path": path}))
        .await;
    assert_eq!(read["status"], 200, "{read}");
    assert!(!self::list(&read["body"], list).is_empty(), "{read}");
    let wrong = json!({"method": "POST", "path": path, "body": {"nonsense": true}});
    let refused = bench.does("call_api", wrong).await;
    assert!(refused["status"].as_u64() >= Some(400), "{refused}");

    let sent = json!({"url": hook, "payload": {"event": "quote_requested"}});
    let taken = bench.tries("trigger_inbound_webhook", &sent).await;
    match provider {
        Provider::GoHighLevel => assert_eq!(taken.unwrap()["status"], 200),
        Provider::HubSpot => assert_eq!(taken.unwrap_err().code(), "crm_not_found"),
    }
}

/// What both vendors do, and nothing of it left out. Answers the members of all records.
async fn everything(provider: Provider) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut bench = Bench::new(provider).await;
    assert!(bench.account.proxy.verify().await.is_ok());
    let place = bench.does("get_location", json!({})).await;
    assert!(
        place["id"].is_string() && place["timezone"].is_string(),
        "{place}"
    );
    let contact = contacts(&mut bench).await;
    match provider {
        Provider::GoHighLevel => tags_of_the_record(&mut bench, &contact).await,
        Provider::HubSpot => tags_as_lists(&mut bench, &contact).await,
    }
    deals(&mut bench, &contact).await;
    activities(&mut bench, &contact).await;
    match provider {
        Provider::GoHighLevel => {
            appointments_and_messages(&mut bench, &contact).await;
            only_gohighlevel(&mut bench, &contact).await;
        }
        Provider::HubSpot => meetings(&mut bench, &contact).await,
    }
    account(&mut bench, &contact).await;
    orders(&mut bench).await;
    free(&mut bench).await;
    let gone = bench
        .does("delete_contact", json!({"contact": contact}))
        .await;
    assert_eq!(gone["deleted"], true);
    let error = bench
        .tries("get_contact", &json!({"contact": contact}))
        .await;
    assert_eq!(error.unwrap_err().code(), "crm_not_found");
    assert_eq!(bench.left_out(), Vec::<&str>::new());
    bench.account.running.stop().await;
    bench.members
}

#[tokio::test]
async fn proxies_and_sandboxes_agree_and_both_crms_answer_the_same_members() {
    let gohighlevel = everything(Provider::GoHighLevel).await;
    let hubspot = everything(Provider::HubSpot).await;
    // The lines of an order are objects of their own in HubSpot, and a contact has only the properties asked for.
    let told = |name: &&String| !name.starts_with("items[]") && !name.starts_with("fields[]");
    let whole = |members: &BTreeSet<String>| -> BTreeSet<String> {
        members.iter().filter(told).cloned().collect()
    };
    for (operation, members) in &hubspot {
        let theirs = gohighlevel.get(operation).map(whole);
        assert_eq!(Some(whole(members)), theirs, "{operation}");
    }
}

#[test]
fn each_crm_does_every_operation_or_says_what_to_do_instead() {
    let mut silent = Vec::new();
    for provider in Provider::ALL {
        let proxy = crm::connect(
            Http::with_limits(clock_at_noon, Limits::default()).unwrap(),
            Credentials {
                provider,
                token: "key".into(),
                location_id: None,
                base_url: "https://crm.example".to_owned(),
                home: Home::default(),
            },
        );
        // What is put together from other operations, or done by us, needs no row.
        let own = operations::all().filter(|operation| operation.made_of() == [operation.name]);
        for name in own.map(|operation| operation.name) {
            if proxy.supports(name) == proxy.instead(name).is_some() {
                silent.push(format!("{provider}: {name}"));
            }
        }
        for (name, _) in crm::operations(provider) {
            if operations::find(name).is_none() {
                silent.push(format!("{provider}: {name} is no operation"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

fn clock_at_noon() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(NOW).unwrap().to_utc()
}
