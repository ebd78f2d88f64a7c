//! GoHighLevel: what is sent, what is made of the answers, and which failure means what.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{LOCATION, answering, body, credentials, lines, patient, seen};
use crate::crm::{Effect, Error, Forbidden, Provider, connect};

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
        "invalid_argument"
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
