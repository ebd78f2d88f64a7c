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
