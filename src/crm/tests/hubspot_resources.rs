//! HubSpot beyond contacts and deals: meetings, outcomes, workflows, threads, payments.

use std::sync::Arc;

use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

use super::{answering, body, credentials, lines, patient, seen};
use crate::crm::{CrmProxy, Error, Provider, connect};

const HUBSPOT: Provider = Provider::HubSpot;

fn record(id: &str, properties: Value) -> Value {
    json!({ "id": id, "properties": properties, "createdAt": "2026-11-01T00:00:00Z", "updatedAt": "2026-11-01T00:00:00Z", "archived": false })
}

async fn steps(answers: Vec<(&str, &str, Value)>) -> (MockServer, Arc<dyn CrmProxy>) {
    let server = MockServer::start().await;
    for (verb, at, answer) in answers {
        let template = if answer.is_null() {
            ResponseTemplate::new(204)
        } else {
            ResponseTemplate::new(200).set_body_json(answer)
        };
        Mock::given(method(verb))
            .and(path(at))
            .respond_with(template)
            .mount(&server)
            .await;
    }
    let crm = connect(patient(), credentials(HUBSPOT, &server.uri()));
    (server, crm)
}

async fn done(operation: &str, args: Value, answer: Value) -> (String, Value, Value) {
    let (server, crm) = answering(HUBSPOT, ResponseTemplate::new(200).set_body_json(answer)).await;
    let record = crm.perform(operation, &args).await.expect("a record");
    let line = lines(&server).await.remove(0);
    (line, body(&seen(&server).await[0]), record)
}

#[tokio::test]
async fn upserts_by_email_address() {
    let mut jane = record("512", json!({ "firstname": "Jane" }));
    jane["new"] = json!(true);
    let (line, sent, contact) = done(
        "upsert_contact",
        json!({ "name": "Jane Doe", "email": "jane@example.com" }),
        json!({ "status": "COMPLETE", "results": [jane] }),
    )
    .await;
    assert_eq!(line, "POST /crm/objects/2026-09/contacts/batch/upsert");
    assert_eq!(
        sent,
        json!({ "inputs": [{ "id": "jane@example.com", "idProperty": "email",
            "properties": { "email": "jane@example.com", "firstname": "Jane", "lastname": "Doe" } }] })
    );
    assert_eq!(
        (
            &contact["new"],
            &contact["do_not_disturb"],
            &contact["fields"]
        ),
        (&json!(true), &Value::Null, &json!([]))
    );
    let crm = connect(patient(), credentials(HUBSPOT, "https://crm.example"));
    let error = crm
        .perform("upsert_contact", &json!({ "name": "Jane" }))
        .await;
    assert_eq!(error.expect_err("no address").code(), "unsupported_by_crm");
}

#[tokio::test]
async fn lists_only_the_accounts_own_fields() {
    let field = |name: &str, own: bool| {
        json!({ "name": name, "label": "Favourite colour", "type": "enumeration", "fieldType": "select", "groupName": "g",
            "hubspotDefined": !own, "options": [{ "label": "Blue", "value": "blue" }] })
    };
    let (_, _, found) = done(
        "list_custom_fields",
        json!({}),
        json!({ "results": [field("email", false), field("favourite_colour", true)] }),
    )
    .await;
    assert_eq!(found["fields"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&found["fields"][0]["id"], &found["fields"][0]["options"]),
        (&json!("favourite_colour"), &json!(["blue"]))
    );
    let args = json!({ "contact": "512", "field": "favourite_colour", "value": ["blue", "red"] });
    let (line, sent, _) = done("set_custom_field", args, record("512", json!({}))).await;
    assert_eq!(line, "PATCH /crm/objects/2026-09/contacts/512");
    assert_eq!(
        sent,
        json!({ "properties": { "favourite_colour": "blue;red" } })
    );
}

fn pipelines() -> Value {
    let stage = |id: &str, order: u32, closed: &str, probability: &str| json!({ "id": id, "label": id, "displayOrder": order, "metadata": { "isClosed": closed, "probability": probability } });
    json!({ "results": [
        { "id": "other", "label": "Other", "stages": [stage("s9", 0, "true", "1.0")] },
        { "id": "p1", "label": "Sales", "stages": [stage("s3", 2, "true", "0.0"), stage("s1", 0, "false", "0.2"), stage("s2", 1, "true", "1.0")] },
    ] })
}

#[tokio::test]
async fn marks_a_deal_won_or_lost_by_its_stage() {
    const DEAL: &str = "/crm/objects/2026-09/deals/901";
    let open = json!({ "pipeline": "p1", "dealstage": "s1", "hs_is_closed": "false", "hs_is_closed_won": "false" });
    for (status, stage) in [("won", "s2"), ("lost", "s3")] {
        let (server, crm) = steps(vec![
            ("GET", DEAL, record("901", open.clone())),
            ("GET", "/crm/pipelines/2026-09/deals", pipelines()),
            ("PATCH", DEAL, record("901", json!({ "dealstage": stage }))),
        ])
        .await;
        let args = json!({ "opportunity": "901", "status": status, "amount": "10.00" });
        let deal = crm
            .perform("update_opportunity", &args)
            .await
            .expect("a deal");
        assert_eq!(
            body(&seen(&server).await[2]),
            json!({ "properties": { "dealstage": stage, "amount": "10" } })
        );
        assert_eq!(
            (&deal["status"], &deal["stage"]),
            (&json!(status), &json!(stage))
        );
    }
}

#[tokio::test]
async fn says_how_else_a_deal_is_abandoned_or_reopened() {
    const DEAL: &str = "/crm/objects/2026-09/deals/901";
    let won = json!({ "pipeline": "p1", "dealstage": "s2", "hs_is_closed": "true", "hs_is_closed_won": "true" });
    let (server, crm) = steps(vec![("GET", DEAL, record("901", won))]).await;
    for status in ["abandoned", "open"] {
        let args = json!({ "opportunity": "901", "status": status });
        let error = crm.perform("update_opportunity", &args).await;
        let error = error.expect_err("not here");
        assert!(
            matches!(&error, Error::Unsupported { operation, instead, .. }
            if operation == "update_opportunity" && instead.starts_with("HubSpot ")),
            "{error:?}"
        );
    }
    assert_eq!(seen(&server).await.len(), 1, "nothing was changed");
}

#[tokio::test]
async fn keeps_appointments_as_meetings() {
    let args = json!({ "contact": "512", "start": "2026-12-01T14:00:00-05:00", "end": "2026-12-01T14:30:00-05:00", "title": "Demo", "calendar": "77" });
    let (line, sent, booked) = done(
        "book_appointment",
        args.clone(),
        record("700", json!({ "hs_meeting_outcome": "SCHEDULED" })),
    )
    .await;
    assert_eq!(line, "POST /crm/objects/2026-09/meetings");
    assert_eq!(
        sent["properties"],
        json!({ "hs_timestamp": "2026-12-01T19:00:00Z", "hs_meeting_start_time": "2026-12-01T19:00:00Z",
            "hs_meeting_end_time": "2026-12-01T19:30:00Z", "hs_meeting_title": "Demo", "hs_meeting_outcome": "SCHEDULED" })
    );
    assert_eq!(
        sent["associations"][0]["types"][0]["associationTypeId"],
        200
    );
    assert_eq!(
        (
            &booked["status"],
            &booked["start"],
            &booked["title"],
            &booked["contact"]
        ),
        (
            &json!("confirmed"),
            &args["start"],
            &json!("Demo"),
            &json!("512")
        )
    );
    let (line, sent, record) = done(
        "cancel_appointment",
        json!({ "appointment": "700" }),
        record("700", json!({})),
    )
    .await;
    assert_eq!(line, "PATCH /crm/objects/2026-09/meetings/700");
    assert_eq!(
        (&sent["properties"], &record["status"]),
        (
            &json!({ "hs_meeting_outcome": "CANCELED" }),
            &json!("cancelled")
        )
    );
}

#[tokio::test]
async fn finds_meetings_in_a_range_with_their_contacts() {
    let meeting = record(
        "700",
        json!({ "hs_meeting_title": "Demo", "hs_meeting_start_time": "2026-12-01T19:00:00Z", "hs_meeting_outcome": "NO_SHOW" }),
    );
    let (server, crm) = steps(vec![
        (
            "POST",
            "/crm/objects/2026-09/meetings/search",
            json!({ "total": 1, "results": [meeting] }),
        ),
        (
            "POST",
            "/crm/associations/2026-09/meetings/contacts/batch/read",
            json!({ "status": "COMPLETE", "results": [{ "from": { "id": "700" }, "to": [{ "toObjectId": "512" }] }] }),
        ),
    ])
    .await;
    let window =
        json!({ "start": "2026-12-01T00:00:00-05:00", "end": "2026-12-08T00:00:00-05:00" });
    let found = crm
        .perform("list_appointments", &window)
        .await
        .expect("meetings");
    let filter = |operator: &str, value: &str| json!({ "propertyName": "hs_meeting_start_time", "operator": operator, "value": value });
    assert_eq!(
        body(&seen(&server).await[0])["filterGroups"],
        json!([{ "filters": [filter("GTE", "1796101200000"), filter("LT", "1796706000000")] }])
    );
    let first = &found["appointments"][0];
    assert_eq!(
        (&first["contact"], &first["status"], &first["end"]),
        (&json!("512"), &json!("noshow"), &Value::Null)
    );
}

#[tokio::test]
async fn enrols_in_a_workflow_by_email() {
    const CONTACT: &str = "/crm/objects/2026-09/contacts/512";
    const ENROLMENT: &str = "/automation/v2/workflows/178/enrollments/contacts/jane@example.com";
    let jane = record("512", json!({ "email": "jane@example.com" }));
    let (server, crm) = steps(vec![
        ("GET", CONTACT, jane),
        ("POST", ENROLMENT, Value::Null),
        ("DELETE", ENROLMENT, Value::Null),
    ])
    .await;
    let args = json!({ "contact": "512", "workflow": "178" });
    for (operation, verb, enrolled) in [
        ("add_to_workflow", "POST", true),
        ("remove_from_workflow", "DELETE", false),
    ] {
        let record = crm.perform(operation, &args).await.expect("done");
        assert_eq!(
            record,
            json!({ "contact": "512", "workflow": "178", "enrolled": enrolled })
        );
        let asked = lines(&server).await;
        assert_eq!(asked.last(), Some(&format!("{verb} {ENROLMENT}")));
    }
    let before = seen(&server).await.len();
    let later = json!({ "contact": "512", "workflow": "178", "start": "2026-12-01T09:00:00Z" });
    let error = crm.perform("add_to_workflow", &later).await;
    assert_eq!(error.expect_err("no start").code(), "unsupported_by_crm");
    assert_eq!(seen(&server).await.len(), before, "nothing was asked");
}

#[tokio::test]
async fn refuses_to_enrol_without_an_email() {
    let (server, crm) = answering(
        HUBSPOT,
        ResponseTemplate::new(200).set_body_json(record("512", json!({}))),
    )
    .await;
    let error = crm
        .perform(
            "add_to_workflow",
            &json!({ "contact": "512", "workflow": "178" }),
        )
        .await
        .expect_err("no address");
    assert_eq!(error.code(), "crm_conflict");
    assert_eq!(seen(&server).await.len(), 1);
}

#[tokio::test]
async fn lists_workflows_that_take_contacts_and_names_of_campaigns() {
    let flow = |id: &str, kind: &str| json!({ "id": id, "name": id, "isEnabled": true, "flowType": "WORKFLOW", "objectTypeId": kind });
    let (_, _, found) = done(
        "list_workflows",
        json!({}),
        json!({ "results": [flow("178", "0-1"), flow("179", "0-3")] }),
    )
    .await;
    assert_eq!(found["workflows"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["workflows"][0]["status"], "published");
    let (line, _, found) = done(
        "list_campaigns",
        json!({}),
        json!({ "total": 1, "results": [record("c1", json!({ "hs_name": "Autumn" }))] }),
    )
    .await;
    assert_eq!(
        line,
        "GET /marketing/campaigns/2026-09?limit=100&properties=hs_name&properties=hs_campaign_status"
    );
    assert_eq!(found["campaigns"][0]["name"], "Autumn");
}

#[tokio::test]
async fn reads_the_threads_of_a_contact_open_and_closed() {
    const THREADS: &str = "/conversations/conversations/2026-09/threads";
    let server = MockServer::start().await;
    for (status, id, at) in [
        ("OPEN", "8001", "2026-11-20T10:00:00Z"),
        ("CLOSED", "8002", "2026-11-19T10:00:00Z"),
    ] {
        let thread = json!({ "id": id, "status": status, "associatedContactId": "512", "latestMessageTimestamp": at, "originalChannelId": "1002" });
        let answer = ResponseTemplate::new(200).set_body_json(json!({ "results": [thread] }));
        Mock::given(path(THREADS))
            .and(wiremock::matchers::query_param("threadStatus", status))
            .respond_with(answer)
            .mount(&server)
            .await;
        let messages = json!({ "results": [
            { "id": format!("m-{id}"), "type": "MESSAGE", "text": "Hello", "direction": "INCOMING", "createdAt": at, "channelId": "1002", "status": { "statusType": "RECEIVED" } },
            { "id": "x", "type": "ASSIGNMENT", "createdAt": at },
        ] });
        Mock::given(path(format!("{THREADS}/{id}/messages")))
            .respond_with(ResponseTemplate::new(200).set_body_json(messages))
            .mount(&server)
            .await;
    }
    let crm = connect(patient(), credentials(HUBSPOT, &server.uri()));
    let found = crm
        .perform("list_conversations", &json!({ "contact": "512" }))
        .await
        .expect("threads");
    let first = &found["conversations"][0];
    assert_eq!(
        (&first["id"], &first["channel"], &first["unread"]),
        (&json!("8001"), &json!("email"), &Value::Null)
    );
    let found = crm
        .perform("get_messages", &json!({ "contact": "512" }))
        .await
        .expect("messages");
    let ids: Vec<_> = found["messages"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|message| message["id"].clone())
        .collect();
    assert_eq!(ids, ["m-8001", "m-8002"]);
    assert_eq!(
        (
            &found["messages"][0]["direction"],
            &found["messages"][0]["status"]
        ),
        (&json!("in"), &json!("received"))
    );
    for args in [json!({ "status": "unread" }), json!({ "query": "roof" })] {
        let error = crm.perform("list_conversations", &args).await;
        assert_eq!(error.expect_err("not here").code(), "unsupported_by_crm");
    }
}

#[tokio::test]
async fn reads_people_notes_tasks_orders_and_payments() {
    let owners = json!({ "results": [
        { "id": "1", "firstName": "Ann", "lastName": "Lee", "email": "ann@example.com", "type": "PERSON" }, { "id": "2", "type": "QUEUE" }] });
    let (_, _, found) = done("list_users", json!({}), owners).await;
    assert_eq!(found["users"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&found["users"][0]["name"], &found["users"][0]["phone"]),
        (&json!("Ann Lee"), &Value::Null)
    );
    let (_, sent, task) = done(
        "complete_task",
        json!({ "contact": "512", "task": "600" }),
        record("600", json!({ "hs_task_status": "COMPLETED" })),
    )
    .await;
    assert_eq!(
        sent,
        json!({ "properties": { "hs_task_status": "COMPLETED" } })
    );
    assert_eq!(
        (&task["completed"], &task["contact"]),
        (&json!(true), &json!("512"))
    );
    let (_, sent, _) = done(
        "list_notes",
        json!({ "contact": "512" }),
        json!({ "total": 0, "results": [] }),
    )
    .await;
    assert_eq!(sent["sorts"], json!(["-hs_timestamp"]));
    assert_eq!(
        sent["filterGroups"][0]["filters"][0],
        json!({ "propertyName": "associations.contact", "operator": "EQ", "value": "512" })
    );
    let mut order = record(
        "1200",
        json!({ "hs_total_price": "99.90", "hs_currency_code": "EUR", "hs_payment_status": "PAID" }),
    );
    order["associations"] =
        json!({ "contacts": { "results": [{ "id": "512", "type": "order_to_contact" }] } });
    let (_, _, order) = done("get_order", json!({ "order": "1200" }), order).await;
    assert_eq!(
        (&order["amount"], &order["status"], &order["contact"]),
        (&json!("99.9"), &json!("PAID"), &json!("512"))
    );
    let payment = record(
        "1",
        json!({ "hs_initial_amount": "10.00", "hs_latest_status": "succeeded" }),
    );
    let (_, _, found) = done(
        "list_transactions",
        json!({ "contact": "512" }),
        json!({ "total": 1, "results": [payment] }),
    )
    .await;
    assert_eq!(
        (
            &found["transactions"][0]["amount"],
            &found["transactions"][0]["contact"]
        ),
        (&json!("10"), &json!("512"))
    );
}
