//! GoHighLevel beyond contacts and deals: what is sent, and what is made of the answers.

use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

use super::{LOCATION, answering, body, credentials, lines, patient, seen};
use crate::crm::{CrmProxy, Home, Provider, connect};

const GHL: Provider = Provider::GoHighLevel;

/// The line and the body of the only request, and the record.
async fn done(operation: &str, args: Value, answer: Value) -> (String, Value, Value) {
    let (server, crm) = answering(GHL, ResponseTemplate::new(200).set_body_json(answer)).await;
    let record = crm.perform(operation, &args).await.expect("a record");
    let line = lines(&server).await.remove(0);
    (line, body(&seen(&server).await[0]), record)
}

async fn steps(answers: Vec<(&str, &str, Value)>) -> (MockServer, std::sync::Arc<dyn CrmProxy>) {
    let server = MockServer::start().await;
    for (verb, at, answer) in answers {
        Mock::given(method(verb))
            .and(path(at))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .mount(&server)
            .await;
    }
    let crm = connect(patient(), credentials(GHL, &server.uri()));
    (server, crm)
}

#[tokio::test]
async fn tells_whether_an_upserted_contact_is_new() {
    let (line, sent, contact) = done(
        "upsert_contact",
        json!({ "name": "Jane Doe", "email": "jane@example.com" }),
        json!({ "new": false, "contact": { "id": "c1", "firstName": "Jane", "dnd": true,
            "customFields": [{ "id": "f1", "value": "blue" }] } }),
    )
    .await;
    assert_eq!(line, "POST /contacts/upsert");
    assert_eq!(
        sent,
        json!({ "locationId": LOCATION, "firstName": "Jane", "lastName": "Doe", "email": "jane@example.com" })
    );
    assert_eq!(
        (
            &contact["id"],
            &contact["new"],
            &contact["do_not_disturb"],
            &contact["fields"]
        ),
        (
            &json!("c1"),
            &json!(false),
            &json!(true),
            &json!([{ "id": "f1", "value": "blue" }])
        )
    );
}

#[tokio::test]
async fn lists_and_sets_custom_fields() {
    let (line, _, found) = done(
        "list_custom_fields",
        json!({}),
        json!({ "customFields": [{ "id": "f1", "name": "Colour", "fieldKey": "contact.colour", "dataType": "SINGLE_OPTIONS",
            "picklistOptions": ["blue", "red"] }, { "id": "f2", "name": "Pin", "dataType": "TEXT" }] }),
    )
    .await;
    assert_eq!(
        line,
        format!("GET /locations/{LOCATION}/customFields?model=contact")
    );
    assert_eq!(
        (
            &found["fields"][0]["options"],
            &found["fields"][0]["type"],
            &found["fields"][1]["options"]
        ),
        (
            &json!(["blue", "red"]),
            &json!("SINGLE_OPTIONS"),
            &json!([])
        )
    );
    let set = async |value: Value| {
        let args = json!({ "contact": "c1", "field": "f1", "value": value });
        let answer = json!({ "contact": { "id": "c1" } });
        let (line, sent, _) = done("set_custom_field", args, answer).await;
        assert_eq!(line, "PUT /contacts/c1");
        sent["customFields"][0].clone()
    };
    assert_eq!(
        set(json!("blue")).await,
        json!({ "id": "f1", "field_value": "blue" })
    );
    assert_eq!(set(json!(5)).await["field_value"], "5");
    assert_eq!(
        set(json!(["a", "b"])).await["field_value"],
        json!(["a", "b"])
    );
    assert_eq!(set(Value::Null).await["field_value"], "");
}

#[tokio::test]
async fn changes_a_deal_only_in_what_was_said() {
    let answer = json!({ "opportunity": { "id": "o1", "status": "won" } });
    let (line, sent, deal) = done(
        "update_opportunity",
        json!({ "opportunity": "o1", "status": "won", "amount": "12.50" }),
        answer.clone(),
    )
    .await;
    assert_eq!(line, "PUT /opportunities/o1");
    assert_eq!(sent, json!({ "status": "won", "monetaryValue": 12.5 }));
    assert_eq!(deal["status"], "won");
    let (_server, crm) = answering(GHL, ResponseTemplate::new(200).set_body_json(answer)).await;
    let all = json!({ "opportunity": "o1", "status": "all" });
    let error = crm.perform("update_opportunity", &all).await;
    assert_eq!(error.expect_err("no status").code(), "invalid_argument");
}

#[tokio::test]
async fn moves_cancels_and_deletes_appointments() {
    let event = json!({ "id": "a1", "calendarId": "k1", "contactId": "c1", "appointmentStatus": "confirmed" });
    let args = json!({ "appointment": "a1", "start": "2026-12-02T09:00:00-05:00", "end": "2026-12-02T09:30:00-05:00" });
    let (line, sent, record) = done("reschedule_appointment", args.clone(), event.clone()).await;
    assert_eq!(line, "PUT /calendars/events/appointments/a1");
    assert_eq!(
        sent,
        json!({ "startTime": args["start"], "endTime": args["end"] })
    );
    assert_eq!(
        (&record["start"], &record["end"]),
        (&args["start"], &args["end"])
    );
    let (_, sent, record) = done("cancel_appointment", json!({ "appointment": "a1" }), event).await;
    assert_eq!(sent, json!({ "appointmentStatus": "cancelled" }));
    assert_eq!(record["status"], "cancelled");
    let (line, sent, record) = done(
        "delete_appointment",
        json!({ "appointment": "a1" }),
        json!({ "succeeded": true }),
    )
    .await;
    assert_eq!(line, "DELETE /calendars/events/a1");
    assert_eq!(sent, json!({}), "a body is mandatory");
    assert_eq!(record, json!({ "id": "a1", "deleted": true }));
}

#[tokio::test]
async fn ticks_tasks_off_and_on_again() {
    for (operation, completed) in [("complete_task", true), ("reopen_task", false)] {
        let (line, sent, record) = done(
            operation,
            json!({ "contact": "c1", "task": "t1" }),
            json!({ "task": { "id": "t1", "completed": completed } }),
        )
        .await;
        assert_eq!(line, "PUT /contacts/c1/tasks/t1/completed");
        assert_eq!(sent, json!({ "completed": completed }));
        assert_eq!(
            (&record["completed"], &record["contact"]),
            (&json!(completed), &json!("c1"))
        );
    }
    let (line, sent, _) = done(
        "update_task",
        json!({ "contact": "c1", "task": "t1", "due": "2026-12-02T09:00:00-05:00" }),
        json!({ "task": { "id": "t1" } }),
    )
    .await;
    assert_eq!(line, "PUT /contacts/c1/tasks/t1");
    assert_eq!(sent, json!({ "dueDate": "2026-12-02T14:00:00Z" }));
}

#[tokio::test]
async fn lists_the_newest_notes_first() {
    let note = |id: &str, at: &str| json!({ "id": id, "body": id, "dateAdded": at });
    let notes = json!({ "notes": [note("old", "2026-11-01T00:00:00Z"), note("new", "2026-11-20T00:00:00Z"), note("mid", "2026-11-10T00:00:00Z")] });
    let (_, _, found) = done("list_notes", json!({ "contact": "c1", "limit": 2 }), notes).await;
    let ids: Vec<_> = found["notes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|note| note["id"].clone())
        .collect();
    assert_eq!(ids, ["new", "mid"]);
}

#[tokio::test]
async fn enrols_in_workflows_and_campaigns_with_a_body() {
    let args = json!({ "contact": "c1", "workflow": "w1", "start": "2026-12-01T09:00:00+01:00" });
    let ok = json!({ "succeded": true });
    let (line, sent, record) = done("add_to_workflow", args, ok.clone()).await;
    assert_eq!(line, "POST /contacts/c1/workflow/w1");
    assert_eq!(
        sent,
        json!({ "eventStartTime": "2026-12-01T09:00:00+01:00" })
    );
    assert_eq!(
        record,
        json!({ "contact": "c1", "workflow": "w1", "enrolled": true })
    );
    let args = json!({ "contact": "c1", "workflow": "w1" });
    let (line, sent, record) = done("remove_from_workflow", args, ok.clone()).await;
    assert_eq!(line, "DELETE /contacts/c1/workflow/w1");
    assert_eq!((sent, &record["enrolled"]), (json!({}), &json!(false)));
    let args = json!({ "contact": "c1", "campaign": "k1" });
    let (line, sent, record) = done("add_to_campaign", args, ok).await;
    assert_eq!(line, "POST /contacts/c1/campaigns/k1");
    assert_eq!((sent, &record["campaign"]), (json!({}), &json!("k1")));
}

#[tokio::test]
async fn no_word_empties_all_campaigns_of_a_contact() {
    let (server, crm) = answering(GHL, ResponseTemplate::new(200)).await;
    for id in ["removeAll", "remove-all", " REMOVEALL "] {
        let args = json!({ "contact": "c1", "campaign": id });
        let error = crm.perform("remove_from_campaign", &args).await;
        assert_eq!(error.expect_err("no id").code(), "invalid_argument");
    }
    assert!(seen(&server).await.is_empty());
}

#[tokio::test]
async fn lists_conversations_with_the_last_message() {
    let conversation = json!({ "id": "v1", "contactId": "c1", "fullName": "Jane Doe", "lastMessageBody": "Hi", "unreadCount": 2,
        "lastMessageType": "TYPE_WHATSAPP", "lastMessageDate": 1_795_262_400_000_u64 });
    let (line, _, found) = done(
        "list_conversations",
        json!({ "status": "unread", "limit": 5 }),
        json!({ "conversations": [conversation], "total": 9 }),
    )
    .await;
    assert_eq!(
        line,
        format!("GET /conversations/search?locationId={LOCATION}&status=unread&limit=5")
    );
    let mut first = found["conversations"][0].clone();
    drop(first["vendor"].take());
    assert_eq!(
        first,
        json!({ "id": "v1", "contact": "c1", "contact_name": "Jane Doe", "last_message": "Hi", "last_at": "2026-11-21T12:00:00.000Z",
            "unread": 2, "channel": "whatsapp", "vendor": null })
    );
    assert_eq!(found["total"], 9);
}

#[tokio::test]
async fn reads_the_messages_of_a_contact() {
    let conversation = json!({ "id": "v1", "contactId": "c1" });
    let message = |id: &str, at: &str, direction: &str| json!({ "id": id, "messageType": "TYPE_SMS", "direction": direction, "body": id, "dateAdded": at });
    let messages = json!({ "messages": { "nextPage": false, "messages": [
        message("first", "2026-11-20T10:00:00Z", "outbound"), message("second", "2026-11-20T11:00:00Z", "inbound")] } });
    let (server, crm) = steps(vec![
        (
            "GET",
            "/conversations/search",
            json!({ "conversations": [conversation], "total": 1 }),
        ),
        ("GET", "/conversations/v1/messages", messages),
    ])
    .await;
    let found = crm
        .perform("get_messages", &json!({ "contact": "c1" }))
        .await
        .expect("messages");
    assert_eq!(
        lines(&server).await,
        [
            format!("GET /conversations/search?locationId={LOCATION}&contactId=c1&limit=3"),
            "GET /conversations/v1/messages?limit=20".to_owned()
        ]
    );
    let column = |name: &str| [0, 1].map(|at| found["messages"][at][name].clone());
    assert_eq!(column("id"), ["second", "first"]);
    assert_eq!(column("direction"), ["in", "out"]);
    assert_eq!(column("channel"), ["sms", "sms"]);
}

#[tokio::test]
async fn answers_a_conversation_by_its_contact() {
    let (server, crm) = steps(vec![
        (
            "GET",
            "/conversations/v1",
            json!({ "id": "v1", "contactId": "c7" }),
        ),
        (
            "POST",
            "/conversations/messages",
            json!({ "messageId": "m1" }),
        ),
    ])
    .await;
    let args = json!({ "conversation": "v1", "channel": "whatsapp", "message": "Hi" });
    let record = crm.perform("send_message", &args).await.expect("sent");
    assert_eq!(
        body(&seen(&server).await[1]),
        json!({ "type": "WhatsApp", "contactId": "c7", "message": "Hi" })
    );
    assert_eq!(
        (&record["id"], &record["conversation"]),
        (&json!("m1"), &json!("v1"))
    );
    let pigeon = json!({ "conversation": "v1", "channel": "pigeon", "message": "Hi" });
    assert_eq!(
        crm.preview("send_message", &pigeon)
            .expect_err("no channel")
            .code(),
        "invalid_argument"
    );
}

#[tokio::test]
async fn plans_a_message_and_cancels_it() {
    let args = json!({ "contact": "c1", "message": "Hi", "start": "2026-11-21T07:00:00-05:00" });
    let (_, sent, record) = done("send_sms", args, json!({ "messageId": "m1" })).await;
    assert_eq!(sent["scheduledTimestamp"], 1_795_262_400_u64);
    assert_eq!(record["scheduled"], "2026-11-21T07:00:00-05:00");
    let ok = json!({ "status": 200, "message": "ok" });
    let text = json!({ "id": "m1", "messageType": "TYPE_SMS", "status": "scheduled" });
    let mail = json!({ "id": "m2", "messageType": "TYPE_EMAIL", "status": "scheduled",
        "meta": { "email": { "messageIds": ["e1", "e2"] } } });
    let late = json!({ "status": 404, "message": "Failed cancel the scheduled message" });
    let (server, crm) = steps(vec![
        ("GET", "/conversations/messages/m1", text.clone()),
        ("DELETE", "/conversations/messages/m1/schedule", ok.clone()),
        ("GET", "/conversations/messages/m2", mail),
        ("DELETE", "/conversations/messages/email/e2/schedule", ok),
        ("GET", "/conversations/messages/m3", text),
        ("DELETE", "/conversations/messages/m3/schedule", late),
    ])
    .await;
    for id in ["m1", "m2"] {
        let record = crm
            .perform("cancel_message", &json!({ "message": id }))
            .await;
        let record = record.expect("cancelled");
        assert_eq!(record, json!({ "id": id, "cancelled": true }));
    }
    assert_eq!(
        lines(&server).await,
        [
            "GET /conversations/messages/m1",
            "DELETE /conversations/messages/m1/schedule",
            "GET /conversations/messages/m2",
            "DELETE /conversations/messages/email/e2/schedule"
        ]
    );
    let error = crm
        .perform("cancel_message", &json!({ "message": "m3" }))
        .await;
    assert_eq!(error.expect_err("too late").code(), "crm_conflict");
}

#[tokio::test]
async fn switches_channels_off_and_on_and_leaves_the_others() {
    let on = |status: &str| json!({ "status": status });
    let before = json!({ "contact": { "id": "c1", "dnd": false, "dndSettings": {
        "Email": { "status": "active", "message": "asked for it" }, "Call": on("permanent") } } });
    let after = json!({ "contact": { "id": "c1", "dnd": true } });
    let (server, crm) = steps(vec![
        ("GET", "/contacts/c1", before),
        ("PUT", "/contacts/c1", after),
    ])
    .await;
    let sms = json!({ "contact": "c1", "channel": "sms" });
    let record = crm.perform("set_do_not_disturb", &sms).await;
    let record = record.expect("a record");
    assert_eq!(record["do_not_disturb"], true);
    assert_eq!(
        record["do_not_disturb_channels"],
        json!(["sms", "email", "call", "whatsapp", "facebook", "google"])
    );
    let off = on("inactive");
    assert_eq!(
        body(&seen(&server).await[1]),
        json!({ "dnd": false, "dndSettings": {
            "SMS": on("active"), "Email": { "status": "active", "message": "asked for it" },
            "Call": on("permanent"), "WhatsApp": off, "FB": off, "GMB": off } })
    );
    let mail = json!({ "contact": "c1", "channel": "email" });
    let cleared = crm.perform("clear_do_not_disturb", &mail).await;
    assert!(cleared.is_ok());
    let sent = body(&seen(&server).await[3]);
    assert_eq!(sent["dndSettings"]["Email"]["status"], "inactive");
    let all = json!({ "contact": "c1" });
    assert!(crm.perform("set_do_not_disturb", &all).await.is_ok());
    assert_eq!(body(&seen(&server).await[5])["dnd"], true);
    // Who opted out for good is not opted in by somebody else.
    let error = crm.perform("clear_do_not_disturb", &all).await;
    assert_eq!(error.expect_err("for good").code(), "crm_conflict");
    assert_eq!(seen(&server).await.len(), 7);
}

#[tokio::test]
async fn reads_phones_and_amounts_as_the_account_means_them() {
    let contact = json!({ "contact": { "id": "c1", "phone": "020 7946 0958", "dateAdded": 1_795_262_400_000_u64 } });
    let deal = json!({ "opportunity": { "id": "o1", "name": "Roof", "monetaryValue": 7000.50 } });
    let server = MockServer::start().await;
    for (at, answer) in [("/contacts/c1", contact), ("/opportunities/o1", deal)] {
        Mock::given(path(at))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .mount(&server)
            .await;
    }
    let mut credentials = credentials(GHL, &server.uri());
    credentials.home = Home {
        country: Some("GB".to_owned()),
        currency: Some("GBP".to_owned()),
    };
    let crm = connect(patient(), credentials);
    let contact = crm
        .perform("get_contact", &json!({ "contact": "c1" }))
        .await;
    let contact = contact.expect("a contact");
    assert_eq!(contact["phone"], "+442079460958");
    assert_eq!(contact["created"], "2026-11-21T12:00:00.000Z");
    assert_eq!(contact["vendor"]["phone"], "020 7946 0958");
    let deal = crm
        .perform("get_opportunity", &json!({ "opportunity": "o1" }))
        .await;
    let deal = deal.expect("a deal");
    assert_eq!(
        (&deal["amount"], &deal["currency"]),
        (&json!("7000.5"), &json!("GBP"))
    );
}

#[tokio::test]
async fn filters_social_accounts_by_platform() {
    let account = |id: &str, platform: &str| json!({ "id": id, "name": id, "platform": platform, "isExpired": id == "a2" });
    let answer = json!({ "success": true, "results": { "accounts": [account("a1", "facebook"), account("a2", "google")] } });
    let (_, _, all) = done("list_social_accounts", json!({}), answer.clone()).await;
    assert_eq!(all["accounts"].as_array().map(Vec::len), Some(2));
    let (line, _, some) = done(
        "list_social_accounts",
        json!({ "platform": "Google" }),
        answer,
    )
    .await;
    assert_eq!(
        line,
        format!("GET /social-media-posting/{LOCATION}/accounts")
    );
    assert_eq!(some["accounts"].as_array().map(Vec::len), Some(1));
    assert_eq!(some["accounts"][0]["expired"], true);
}

#[tokio::test]
async fn plans_a_social_post_or_publishes_it_at_once() {
    let answer = json!({ "results": { "post": { "_id": "p1", "summary": "Open late", "status": "scheduled" } } });
    let args = json!({ "accounts": ["a1"], "message": "Open late", "user": "u1", "start": "2026-12-01T09:00:00-05:00" });
    let (_, sent, post) = done("create_social_post", args.clone(), answer.clone()).await;
    assert_eq!(
        sent,
        json!({ "type": "post", "accountIds": ["a1"], "userId": "u1", "summary": "Open late", "media": [],
            "status": "scheduled", "scheduleDate": "2026-12-01T14:00:00Z" })
    );
    assert_eq!(
        (&post["id"], &post["at"], &post["accounts"]),
        (&json!("p1"), &args["start"], &json!(["a1"]))
    );
    let now = json!({ "accounts": ["a1"], "message": "Open late", "user": "u1" });
    let (_, sent, _) = done("create_social_post", now, answer).await;
    assert_eq!(
        (&sent["status"], sent.get("scheduleDate")),
        (&json!("published"), None)
    );
}

#[tokio::test]
async fn changes_a_social_post_and_keeps_its_kind() {
    let at = format!("/social-media-posting/{LOCATION}/posts/p1");
    let post = json!({ "_id": "p1", "type": "story", "summary": "Open", "status": "draft", "accountIds": ["a1"] });
    let (server, crm) = steps(vec![
        ("GET", &at, json!({ "results": { "post": post } })),
        (
            "PUT",
            &at,
            json!({ "success": true, "statusCode": 200, "message": "Updated Post" }),
        ),
    ])
    .await;
    let args = json!({ "post": "p1", "message": "Open late", "user": "u1" });
    let record = crm
        .perform("update_social_post", &args)
        .await
        .expect("a post");
    assert_eq!(
        body(&seen(&server).await[1]),
        json!({ "type": "story", "userId": "u1", "summary": "Open late" })
    );
    assert_eq!(
        (&record["message"], &record["status"], &record["accounts"]),
        (&json!("Open late"), &json!("draft"), &json!(["a1"]))
    );
}

#[tokio::test]
async fn lists_social_posts_with_texts_for_numbers() {
    let posts = json!({ "results": { "posts": [{ "_id": "p1" }], "count": 7 } });
    let args = json!({ "start": "2026-11-01T00:00:00Z", "end": "2026-12-01T00:00:00Z", "status": "draft", "limit": 1 });
    let (_, sent, found) = done("list_social_posts", args, posts).await;
    assert_eq!(
        sent,
        json!({ "type": "draft", "fromDate": "2026-11-01T00:00:00Z", "toDate": "2026-12-01T00:00:00Z", "limit": "1", "skip": "0", "includeUsers": "true" })
    );
    assert_eq!(
        (&found["total"], &found["cursor"]),
        (&json!(7), &json!("1"))
    );
}

#[tokio::test]
async fn reads_orders_payments_and_people() {
    let order = json!({ "_id": "r1", "status": "completed", "amount": 100, "currency": "USD", "contactId": "c1", "createdAt": "2026-11-20T10:00:00Z",
        "items": [{ "name": "Roof check", "qty": 2, "price": { "amount": 50 } }] });
    let (line, _, record) = done("get_order", json!({ "order": "r1" }), order).await;
    assert_eq!(line, format!("GET /payments/orders/r1?altId={LOCATION}"));
    assert_eq!(
        (&record["amount"], &record["items"]),
        (
            &json!("100"),
            &json!([{ "name": "Roof check", "quantity": "2", "amount": "50" }])
        )
    );
    let payment = json!({ "_id": "t1", "amount": 12.5, "currency": "USD", "status": "succeeded", "contactId": "c1", "contactName": "Jane" });
    let args = json!({ "start": "2026-11-01T00:00:00-04:00", "end": "2026-12-01T00:00:00-05:00", "limit": 1 });
    let (line, _, found) = done(
        "list_transactions",
        args,
        json!({ "data": [payment], "totalCount": 3 }),
    )
    .await;
    assert_eq!(
        line,
        format!(
            "GET /payments/transactions?altId={LOCATION}&altType=location&startAt=2026-11-01&endAt=2026-11-30&limit=1&offset=0"
        )
    );
    assert_eq!(
        (
            &found["transactions"][0]["amount"],
            &found["transactions"][0]["contact_name"],
            &found["cursor"]
        ),
        (&json!("12.5"), &json!("Jane"), &json!("1"))
    );
    let user = json!({ "id": "u1", "name": "Ann Lee", "email": "ann@example.com", "roles": { "type": "account", "role": "admin" } });
    let (line, _, found) = done("list_users", json!({}), json!({ "users": [user] })).await;
    assert_eq!(line, format!("GET /users/?locationId={LOCATION}"));
    assert_eq!(found["users"][0]["roles"], json!(["admin"]));
}
