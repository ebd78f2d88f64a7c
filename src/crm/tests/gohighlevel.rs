//! GoHighLevel: what is sent, what is made of the answers, and which failure means what.

use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path, query_param},
};

use super::{LOCATION, answering, body, credentials, lines, patient, seen};
use crate::crm::{CrmProxy, Effect, Error, Forbidden, Provider, connect};

const GHL: Provider = Provider::GoHighLevel;

async fn failing(status: u16, answer: Value) -> Error {
    let (_server, crm) = answering(GHL, ResponseTemplate::new(status).set_body_json(answer)).await;
    crm.perform("create_contact", &json!({ "name": "Jane Doe" }))
        .await
        .expect_err("a failure")
}

async fn sent_by(operation: &str, args: Value, answer: Value) -> (Value, Value) {
    let (server, crm) = answering(GHL, ResponseTemplate::new(200).set_body_json(answer)).await;
    let record = crm.perform(operation, &args).await.expect("a record");
    (body(&seen(&server).await[0]), record)
}

#[tokio::test]
async fn searches_with_all_that_was_asked() {
    let (sent, page) = sent_by(
        "search_contacts",
        json!({ "query": "john", "limit": 1, "tag": "vip", "created_after": "2026-11-01T00:00:00-04:00", "missing": "phone" }),
        json!({ "contacts": [{ "id": "c1", "firstNameLowerCase": "john", "lastNameLowerCase": "o-neil smith", "tags": ["vip"],
            "phone": null, "dateAdded": "2026-11-02T12:00:00.000Z", "searchAfter": [1, "c1"] }], "total": 3 }),
    )
    .await;
    let filters = json!([
        { "field": "tags", "operator": "eq", "value": "vip" },
        { "field": "dateAdded", "operator": "range", "value": { "gte": "2026-11-01T04:00:00Z" } },
        { "field": "phone", "operator": "not_exists" },
    ]);
    assert_eq!(
        sent,
        json!({ "locationId": LOCATION, "pageLimit": 1, "page": 1, "query": "john", "filters": filters })
    );
    assert_eq!(page["total"], 3);
    assert_eq!(page["cursor"], "[1,\"c1\"]");
    let john = &page["contacts"][0];
    assert_eq!(john["name"], "John O-Neil Smith");
    assert_eq!(
        (&john["phone"], &john["tags"], &john["created"]),
        (
            &Value::Null,
            &json!(["vip"]),
            &json!("2026-11-02T12:00:00.000Z")
        )
    );
}

#[tokio::test]
async fn goes_on_from_a_cursor_without_a_page_number() {
    let (sent, page) = sent_by(
        "search_contacts",
        json!({ "cursor": "[1,\"c1\"]" }),
        json!({ "contacts": [], "total": 3 }),
    )
    .await;
    assert_eq!(sent["searchAfter"], json!([1, "c1"]));
    assert_eq!((sent.get("page"), page.get("cursor")), (None, None));
}

#[tokio::test]
async fn creates_a_contact_in_the_vendors_words() {
    let (sent, contact) = sent_by(
        "create_contact",
        json!({ "name": "Anna van der Berg", "email": "anna@example.com", "phone": "(727) 555-1234", "company": "Berg", "tags": ["lead"] }),
        json!({ "contact": { "id": "c9", "firstName": "Anna", "lastName": "van der Berg", "companyName": "Berg" } }),
    )
    .await;
    assert_eq!(
        sent,
        json!({ "locationId": LOCATION, "firstName": "Anna", "lastName": "van der Berg", "email": "anna@example.com",
            "phone": "+17275551234", "companyName": "Berg", "tags": ["lead"] })
    );
    assert_eq!(
        (&contact["id"], &contact["name"], &contact["company"]),
        (&json!("c9"), &json!("Anna van der Berg"), &json!("Berg"))
    );
    assert_eq!(contact["vendor"]["firstName"], "Anna");
}

#[tokio::test]
async fn changes_only_what_was_said_and_clears_with_null() {
    let contact = json!({ "contact": { "id": "c1" } });
    let (sent, _) = sent_by(
        "update_contact",
        json!({ "contact": "c1", "email": null, "phone": "+17275551234" }),
        contact.clone(),
    )
    .await;
    assert_eq!(sent, json!({ "email": null, "phone": "+17275551234" }));
    let (sent, _) = sent_by(
        "update_contact",
        json!({ "contact": "c1", "name": "Cher" }),
        contact,
    )
    .await;
    assert_eq!(sent, json!({ "firstName": "Cher", "lastName": "" }));
}

#[tokio::test]
async fn removes_tags_with_a_body() {
    let (server, crm) = answering(
        GHL,
        ResponseTemplate::new(200).set_body_json(json!({ "tags": ["lead"] })),
    )
    .await;
    let record = crm
        .perform("remove_tags", &json!({ "contact": "c1", "tags": ["vip"] }))
        .await
        .expect("a record");
    assert_eq!(record, json!({ "contact": "c1", "tags": ["lead"] }));
    assert_eq!(lines(&server).await, ["DELETE /contacts/c1/tags"]);
    assert_eq!(body(&seen(&server).await[0]), json!({ "tags": ["vip"] }));
}

#[tokio::test]
async fn tells_causes_apart() {
    let duplicate = failing(
        400,
        json!({ "statusCode": 400, "message": "This location does not allow duplicated contacts.",
        "meta": { "contactId": "c7", "matchingField": "phone" } }),
    )
    .await;
    assert!(
        matches!(&duplicate, Error::Duplicate { existing: Some(id), field: Some(field) } if id == "c7" && field == "phone")
    );
    assert_eq!(
        (duplicate.code(), duplicate.effect()),
        ("crm_conflict", Effect::None)
    );

    let code = async |status, message: Value| {
        failing(status, json!({ "statusCode": status, "message": message }))
            .await
            .code()
    };
    assert_eq!(
        code(400, json!("Contact with id c1 not found")).await,
        "crm_not_found"
    );
    assert_eq!(code(400, json!("bad")).await, "crm_invalid");
    assert_eq!(
        code(401, json!("Invalid token: access token is invalid")).await,
        "crm_unauthorized"
    );
    assert_eq!(code(404, json!("Not Found")).await, "crm_not_found");
    assert_eq!(
        code(
            400,
            json!("The slot you have selected is no longer available.")
        )
        .await,
        "crm_conflict"
    );
    for (status, message, expected) in [
        (
            401,
            "The token is not authorized for this scope.",
            Forbidden::Scope,
        ),
        (401, "Token's user type mismatch!", Forbidden::UserType),
        (
            403,
            "The token does not have access to this location.",
            Forbidden::Location,
        ),
    ] {
        let error = failing(status, json!({ "message": message })).await;
        assert!(
            matches!(error, Error::WrongScope(what) if what == expected),
            "{error:?}"
        );
        assert_eq!(error.code(), "crm_forbidden");
    }
    let invalid = failing(
        422,
        json!({ "message": ["property locationId should not exist", "email must be an email"] }),
    )
    .await;
    assert!(
        matches!(&invalid, Error::Invalid { fields, .. } if *fields == ["locationId", "email"]),
        "{invalid:?}"
    );
}

#[tokio::test]
async fn says_how_long_to_wait() {
    for (left, expected_daily) in [("150", false), ("0", true)] {
        let busy = ResponseTemplate::new(429)
            .insert_header("x-ratelimit-daily-remaining", left)
            .insert_header("x-ratelimit-interval-milliseconds", "10000");
        let (server, crm) = answering(GHL, busy).await;
        let error = crm
            .perform("search_contacts", &json!({}))
            .await
            .expect_err("too many");
        let Error::RateLimited { retry_after, daily } = error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (retry_after.map(|wait| wait.as_secs()), daily),
            ((!expected_daily).then_some(10), expected_daily)
        );
        assert_eq!(seen(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn the_location_proves_the_key() {
    let answer = json!({ "location": { "id": LOCATION, "name": "Sunrise Dental", "timezone": "America/New_York" } });
    let (server, crm) = answering(GHL, ResponseTemplate::new(200).set_body_json(answer)).await;
    let account = crm.verify().await.expect("an account");
    assert_eq!(
        (account.name.as_str(), account.timezone.as_deref()),
        ("Sunrise Dental", Some("America/New_York"))
    );
    assert_eq!(lines(&server).await, [format!("GET /locations/{LOCATION}")]);
    let mut nowhere = credentials(GHL, &server.uri());
    nowhere.location_id = None;
    assert_eq!(
        connect(patient(), nowhere)
            .verify()
            .await
            .expect_err("no location")
            .code(),
        "crm_invalid"
    );
}

async fn calendars() -> (MockServer, std::sync::Arc<dyn CrmProxy>) {
    let server = MockServer::start().await;
    let calendars = json!({ "calendars": [{ "id": "k1", "name": "A", "slotDuration": 1, "slotDurationUnit": "hours" }, { "id": "k2", "name": "B" }] });
    let mount = |at: &str, answer: Value| {
        Mock::given(method("GET"))
            .and(path(at))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
    };
    mount("/calendars/", calendars).mount(&server).await;
    for (calendar, start) in [
        ("k1", "2026-12-02T09:00:00-05:00"),
        ("k2", "2026-12-01T09:00:00-05:00"),
    ] {
        let event = json!({ "id": format!("e-{calendar}"), "calendarId": calendar, "contactId": "c1", "title": "Call",
            "startTime": start, "endTime": start, "appointmentStatus": "confirmed" });
        let answer = ResponseTemplate::new(200).set_body_json(json!({ "events": [event] }));
        Mock::given(path("/calendars/events"))
            .and(query_param("calendarId", calendar))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    mount(
        &format!("/locations/{LOCATION}"),
        json!({ "location": { "id": LOCATION, "timezone": "America/New_York" } }),
    )
    .mount(&server)
    .await;
    let local = json!({ "id": "e9", "calendarId": "k1", "contactId": "c1", "startTime": "2026-12-03 15:00:00", "endTime": "2026-12-03 15:30:00" });
    mount("/contacts/c1/appointments", json!({ "events": [local] }))
        .mount(&server)
        .await;
    let crm = connect(patient(), credentials(GHL, &server.uri()));
    (server, crm)
}

#[tokio::test]
async fn lists_the_appointments_of_all_calendars_in_order() {
    let (server, crm) = calendars().await;
    let window =
        json!({ "start": "2026-12-01T00:00:00-05:00", "end": "2026-12-08T00:00:00-05:00" });
    let found = crm
        .perform("list_appointments", &window)
        .await
        .expect("appointments");
    let ids: Vec<_> = found["appointments"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|event| event["id"].clone())
        .collect();
    assert_eq!(ids, ["e-k2", "e-k1"]);
    let mut asked = lines(&server).await;
    asked.sort();
    let events = |calendar| {
        format!(
            "GET /calendars/events?locationId={LOCATION}&calendarId={calendar}&startTime=1796101200000&endTime=1796706000000"
        )
    };
    assert_eq!(
        asked,
        [
            format!("GET /calendars/?locationId={LOCATION}"),
            events("k1"),
            events("k2")
        ]
    );
    assert_eq!(
        crm.perform("list_appointments", &json!({}))
            .await
            .expect_err("no window")
            .code(),
        "crm_invalid"
    );
}

#[tokio::test]
async fn gives_the_appointments_of_a_contact_their_offset() {
    let (server, crm) = calendars().await;
    let found = crm
        .perform("list_appointments", &json!({ "contact": "c1" }))
        .await
        .expect("appointments");
    assert_eq!(
        found["appointments"][0]["start"],
        "2026-12-03T15:00:00-05:00"
    );
    assert_eq!(lines(&server).await.len(), 2, "the zone is asked for");
    let berlin =
        json!({ "contact": "c1", "timezone": "Europe/Berlin", "end": "2026-12-03T15:00:00+01:00" });
    let found = crm
        .perform("list_appointments", &berlin)
        .await
        .expect("appointments");
    assert_eq!(found["appointments"], json!([]));
}

#[tokio::test]
async fn lists_free_times_of_all_days() {
    let (server, crm) = answering(GHL, ResponseTemplate::new(200).set_body_json(json!({
        "2026-12-02": { "slots": ["2026-12-02T10:00:00-05:00"] }, "2026-12-01": { "slots": ["2026-12-01T10:00:00-05:00"] }, "traceId": "t"
    }))).await;
    let args = json!({ "calendar": "k1", "start": "2026-12-01T00:00:00-05:00", "end": "2026-12-03T00:00:00-05:00" });
    let found = crm.perform("list_free_slots", &args).await.expect("slots");
    assert_eq!(
        found,
        json!({ "slots": ["2026-12-01T10:00:00-05:00", "2026-12-02T10:00:00-05:00"] })
    );
    assert_eq!(
        lines(&server).await,
        ["GET /calendars/k1/free-slots?startDate=1796101200000&endDate=1796274000000"]
    );
    let long = json!({ "calendar": "k1", "start": "2026-12-01T00:00:00-05:00", "end": "2027-02-01T00:00:00-05:00" });
    assert_eq!(
        crm.perform("list_free_slots", &long)
            .await
            .expect_err("too long")
            .code(),
        "crm_invalid"
    );
}

#[tokio::test]
async fn finds_tasks_across_contacts_and_compares_what_cannot_be_asked() {
    let task = |id: &str, due: &str, completed: bool| json!({ "_id": id, "title": id, "contactId": "c1", "dueDate": due, "completed": completed });
    let answer = json!({ "tasks": [task("late", "2026-12-09T00:00:00Z", false), task("soon", "2026-12-01T15:00:00.000Z", false)] });
    let (sent, found) = sent_by(
        "list_tasks",
        json!({ "status": "open", "due_before": "2026-12-02T00:00:00Z" }),
        answer.clone(),
    )
    .await;
    assert_eq!(sent, json!({ "completed": false, "limit": 100, "skip": 0 }));
    assert_eq!(found["tasks"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&found["tasks"][0]["id"], &found["tasks"][0]["contact"]),
        (&json!("soon"), &json!("c1"))
    );
}

#[tokio::test]
async fn moves_money_and_stages_as_the_vendor_counts() {
    let answer = json!({ "opportunity": { "id": "o1", "name": "Roof", "monetaryValue": 5000.5, "status": "open", "contact": { "id": "c1", "name": "Jane" } } });
    let args = json!({ "title": "Roof", "contact": "c1", "pipeline": "p1", "stage": "s1", "amount": "5000.50" });
    let (sent, record) = sent_by("create_opportunity", args, answer).await;
    assert_eq!(
        sent,
        json!({ "locationId": LOCATION, "name": "Roof", "contactId": "c1", "pipelineId": "p1", "pipelineStageId": "s1", "status": "open", "monetaryValue": 5000.5 })
    );
    assert_eq!(
        (
            &record["amount"],
            &record["contact"],
            &record["contact_name"]
        ),
        (&json!("5000.5"), &json!("c1"), &json!("Jane"))
    );
}

#[tokio::test]
async fn sends_messages_to_the_contact() {
    let answer = json!({ "conversationId": "v1", "messageId": "m1" });
    let (sent, record) = sent_by(
        "send_sms",
        json!({ "contact": "c1", "message": "running late" }),
        answer.clone(),
    )
    .await;
    assert_eq!(
        sent,
        json!({ "type": "SMS", "contactId": "c1", "message": "running late" })
    );
    assert_eq!(
        (&record["id"], &record["conversation"]),
        (&json!("m1"), &json!("v1"))
    );
    let (sent, _) = sent_by(
        "send_email",
        json!({ "contact": "c1", "subject": "Hi", "message": "a < b\nc" }),
        answer,
    )
    .await;
    assert_eq!(
        (&sent["html"], &sent["subject"]),
        (&json!("<p>a &lt; b<br>c</p>"), &json!("Hi"))
    );
}
