//! Tasks, notes and meetings, and what they are tied to.

use serde_json::{Value, json};

use super::super::harness::{Sandbox, id};
use super::{contact as record, refused};

const CONTACTS: &str = "/crm/objects/2026-09/contacts";

#[tokio::test]
async fn wants_a_timestamp_for_tasks_notes_and_meetings() {
    let sandbox = Sandbox::new().await;
    for (kind, values) in [
        ("tasks", json!({ "hs_task_subject": "Call" })),
        ("notes", json!({ "hs_note_body": "Called" })),
        ("meetings", json!({ "hs_meeting_title": "Demo" })),
    ] {
        let path = format!("/crm/objects/2026-09/{kind}");
        let answer = sandbox.hubspot("POST", &path, record(values.clone())).await;
        refused(&answer, 400, "VALIDATION_ERROR");
        assert_eq!(
            answer.1["errors"][0]["context"]["propertyName"],
            json!(["hs_timestamp"])
        );
        for (time, status) in [
            ("2026-12-04T15:00:00Z", 201),
            ("1796396400000", 201),
            ("tomorrow", 400),
        ] {
            let mut values = values.clone();
            values["hs_timestamp"] = json!(time);
            let (got, answer) = sandbox.hubspot("POST", &path, record(values)).await;
            assert_eq!(got, status, "{answer}");
            if got == 201 {
                assert_eq!(
                    answer["properties"]["hs_timestamp"],
                    "2026-12-04T15:00:00.000Z"
                );
            }
        }
    }
}

#[tokio::test]
async fn ties_new_records_to_others() {
    let sandbox = Sandbox::new().await;
    let zoe = format!("{CONTACTS}/zoe.whitaker@example.org?idProperty=email");
    let (_, zoe) = sandbox.hubspot("GET", &zoe, Value::Null).await;
    let note = |to: &str, category: &str, type_id: u64| {
        json!({
            "properties": { "hs_timestamp": "2026-11-21T12:00:00Z", "hs_note_body": "Quote" },
            "associations": [{ "to": { "id": to }, "types": [{ "associationCategory": category, "associationTypeId": type_id }] }],
        })
    };
    let path = "/crm/objects/2026-09/notes";
    let (status, made) = sandbox
        .hubspot("POST", path, note(id(&zoe), "HUBSPOT_DEFINED", 202))
        .await;
    assert_eq!(status, 201, "{made}");
    for wrong in [
        note(id(&zoe), "HUBSPOT_DEFINED", 204),
        note(id(&zoe), "SOMETHING", 202),
        note("1", "HUBSPOT_DEFINED", 202),
    ] {
        refused(
            &sandbox.hubspot("POST", path, wrong).await,
            400,
            "VALIDATION_ERROR",
        );
    }
    let (_, read) = sandbox
        .hubspot(
            "GET",
            &format!("{path}/{}?associations=contacts", id(&made)),
            Value::Null,
        )
        .await;
    assert_eq!(
        read["associations"]["contacts"]["results"][0]["id"],
        zoe["id"]
    );
    let body = json!({ "inputs": [{ "id": id(&zoe) }] });
    let (_, batch) = sandbox
        .hubspot(
            "POST",
            "/crm/associations/2026-09/contacts/notes/batch/read",
            body,
        )
        .await;
    let ids: Vec<&Value> = batch["results"][0]["to"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|to| &to["toObjectId"])
        .collect();
    assert!(ids.contains(&&made["id"]), "{batch}");
    let (_, task) = sandbox
        .hubspot(
            "POST",
            "/crm/objects/2026-09/tasks",
            record(json!({ "hs_timestamp": "2026-12-04T15:00:00Z" })),
        )
        .await;
    let tie = format!(
        "/crm/objects/2026-09/tasks/{}/associations/default/contacts/{}",
        id(&task),
        id(&zoe)
    );
    assert_eq!(sandbox.hubspot("PUT", &tie, Value::Null).await.0, 200);
    let (_, read) = sandbox
        .hubspot(
            "GET",
            &format!(
                "/crm/objects/2026-09/tasks/{}?associations=contacts",
                id(&task)
            ),
            Value::Null,
        )
        .await;
    assert_eq!(
        read["associations"]["contacts"]["results"][0]["id"],
        zoe["id"]
    );
}

#[tokio::test]
async fn moves_and_cancels_meetings_of_a_contact() {
    let sandbox = Sandbox::new().await;
    let zoe = format!("{CONTACTS}/zoe.whitaker@example.org?idProperty=email");
    let (_, zoe) = sandbox.hubspot("GET", &zoe, Value::Null).await;
    let tie = json!([{ "to": { "id": id(&zoe) }, "types": [
        { "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 200 },
    ] }]);
    let base = "/crm/objects/2026-09/meetings";
    let properties = json!({
        "hs_timestamp": "2026-12-04T15:00:00Z", "hs_meeting_title": "Color talk",
        "hs_meeting_start_time": "2026-12-04T15:00:00Z",
        "hs_meeting_end_time": "2026-12-04T15:30:00Z", "hs_meeting_outcome": "SCHEDULED",
    });
    let body = json!({ "properties": properties, "associations": tie });
    let (status, made) = sandbox.hubspot("POST", base, body).await;
    assert_eq!(status, 201, "{made}");
    let one = format!("{base}/{}", id(&made));
    let change = |outcome: &str| json!({ "properties": { "hs_meeting_outcome": outcome } });
    let (status, changed) = sandbox.hubspot("PATCH", &one, change("RESCHEDULED")).await;
    assert_eq!(
        (status, &changed["properties"]["hs_meeting_outcome"]),
        (200, &json!("RESCHEDULED"))
    );
    let wrong = sandbox.hubspot("PATCH", &one, change("MOVED")).await;
    refused(&wrong, 400, "VALIDATION_ERROR");
    let search = json!({
        "filterGroups": [{ "filters": [
            { "propertyName": "associations.contact", "operator": "EQ", "value": id(&zoe) },
            { "propertyName": "hs_meeting_start_time", "operator": "GTE", "value": "1796342400000" },
        ] }],
        "sorts": ["hs_meeting_start_time"], "properties": ["hs_meeting_title"],
        "limit": 10, "after": "0",
    });
    let path = format!("{base}/search");
    let (_, found) = sandbox.hubspot("POST", &path, search.clone()).await;
    assert_eq!(
        found["results"][0]["properties"]["hs_meeting_title"], "Color talk",
        "{found}"
    );
    for _ in 0..2 {
        assert_eq!(sandbox.hubspot("DELETE", &one, Value::Null).await.0, 204);
    }
    let (_, found) = sandbox.hubspot("POST", &path, search).await;
    assert_eq!(found["total"], 0);
    assert_eq!(sandbox.hubspot("GET", &one, Value::Null).await.0, 404);
}
