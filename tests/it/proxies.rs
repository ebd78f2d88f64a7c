//! Every operation of both CRM proxies, performed on the sandbox CRMs over HTTP: two independent
//! readings of the vendors' contracts that have to agree.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use crm_copilot::crm::{self, Credentials, CrmProxy, Error, Http, Provider};
use crm_copilot::sandbox::{self, Running, Settings};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Saturday 21 November 2026, 10:00 in New York.
const NOW: &str = "2026-11-21T15:00:00Z";

/// One account of one vendor, and what stands behind it.
struct Bench {
    proxy: Arc<dyn CrmProxy>,
    performed: Vec<&'static str>,
    running: Running,
    _folder: TempDir,
}

impl Bench {
    async fn new(provider: Provider) -> Self {
        let folder = TempDir::new().unwrap();
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let settings = Settings {
            folder: folder.path().to_owned(),
            now,
            clock: Arc::new(move || now),
            ghl_port: 0,
            hubspot_port: 0,
        };
        let running = sandbox::start(settings).await.unwrap();
        let (url, token, location_id) = match provider {
            Provider::GoHighLevel => (
                &running.ghl.url,
                &running.ghl.token,
                Some(running.ghl.location_id.clone()),
            ),
            Provider::HubSpot => (&running.hubspot.url, &running.hubspot.token, None),
        };
        let credentials = Credentials {
            provider,
            token: SecretString::from(token.as_str()),
            location_id,
            base_url: url.clone(),
        };
        Self {
            proxy: crm::connect(Http::new(move || now).unwrap(), credentials),
            performed: Vec::new(),
            running,
            _folder: folder,
        }
    }

    /// Performs one operation that has to succeed.
    async fn does(&mut self, operation: &'static str, args: Value) -> Value {
        let answer = self.tries(operation, &args).await;
        answer.unwrap_or_else(|error| panic!("{operation} {args}: {error:?}"))
    }

    async fn tries(&mut self, operation: &'static str, args: &Value) -> Result<Value, Error> {
        self.performed.push(operation);
        self.proxy.perform(operation, args).await
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
        let at = &self.running.hubspot;
        let request = client.get(format!("{}{path}", at.url));
        let answer = request.bearer_auth(&at.token).send().await;
        answer.unwrap().json().await.unwrap()
    }

    /// What the vendor can do and was not performed.
    fn left_out(&self) -> Vec<&'static str> {
        crm::operations(self.proxy.provider())
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
    let gone = json!({"contact": contact, "task": task["id"]});
    assert_eq!(bench.does("delete_task", gone).await["deleted"], true);

    let note = json!({"contact": contact, "note": "Prefers mornings"});
    let note = bench.does("create_note", note).await;
    assert_eq!(note["note"], "Prefers mornings");
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

/// What both vendors do, and nothing of it left out.
async fn everything(provider: Provider) {
    let mut bench = Bench::new(provider).await;
    assert!(bench.proxy.verify().await.is_ok());
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
    if provider == Provider::GoHighLevel {
        appointments_and_messages(&mut bench, &contact).await;
    }
    let gone = bench
        .does("delete_contact", json!({"contact": contact}))
        .await;
    assert_eq!(gone["deleted"], true);
    let error = bench
        .tries("get_contact", &json!({"contact": contact}))
        .await;
    assert_eq!(error.unwrap_err().code(), "crm_not_found");
    assert_eq!(bench.left_out(), Vec::<&str>::new());
    bench.running.stop().await;
}

#[tokio::test]
async fn gohighlevel_proxy_and_sandbox_agree() {
    everything(Provider::GoHighLevel).await;
}

#[tokio::test]
async fn hubspot_proxy_and_sandbox_agree() {
    everything(Provider::HubSpot).await;
}
