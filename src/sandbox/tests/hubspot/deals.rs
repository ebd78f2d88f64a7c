//! Deals, their pipelines, and tasks that are done.

use serde_json::{Value, json};

use super::super::harness::{Sandbox, id};

const DEALS: &str = "/crm/objects/2026-09/deals";

#[tokio::test]
async fn has_two_pipelines() {
    let sandbox = Sandbox::new().await;
    let (status, answer) = sandbox
        .hubspot("GET", "/crm/pipelines/2026-09/deals", Value::Null)
        .await;
    let pipelines = answer["results"].as_array().expect("a list");
    assert_eq!((status, pipelines.len()), (200, 2));
    assert!(pipelines.iter().all(|p| {
        p["stages"]
            .as_array()
            .is_some_and(|s| (4..=6).contains(&s.len()))
    }));
    assert_eq!(
        (&pipelines[0]["id"], &pipelines[0]["stages"][0]["id"]),
        (&json!("default"), &json!("appointmentscheduled"))
    );
    assert_eq!(
        pipelines[0]["stages"][4]["metadata"],
        json!({ "isClosed": "true", "probability": "1.0" })
    );
    assert_eq!(
        sandbox
            .hubspot("GET", "/crm/pipelines/2026-09/llamas", Value::Null)
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn closes_a_deal_by_its_stage() {
    let sandbox = Sandbox::new().await;
    let body = json!({ "properties": { "dealname": "Website", "pipeline": "default", "dealstage": "appointmentscheduled", "amount": "5000" }, "associations": [] });
    let (status, made) = sandbox.hubspot("POST", DEALS, body).await;
    assert_eq!(
        (status, &made["properties"]["hs_is_closed"]),
        (201, &json!("false")),
        "{made}"
    );
    let path = format!("{DEALS}/{}", id(&made));
    let won = json!({ "properties": { "dealstage": "closedwon" } });
    let (_, won) = sandbox.hubspot("PATCH", &path, won).await;
    assert_eq!(
        (
            &won["properties"]["hs_is_closed"],
            &won["properties"]["hs_is_closed_won"]
        ),
        (&json!("true"), &json!("true"))
    );
}

#[tokio::test]
async fn refuses_deals_outside_a_pipeline() {
    let sandbox = Sandbox::new().await;
    for (properties, code) in [
        (
            json!({ "dealname": "x", "pipeline": "default" }),
            "REQUIRED_FIELD",
        ),
        (
            json!({ "dealname": "x", "pipeline": "nope", "dealstage": "closedwon" }),
            "INVALID_OPTION",
        ),
        (
            json!({ "dealname": "x", "pipeline": "default", "dealstage": "nope" }),
            "INVALID_OPTION",
        ),
        (
            json!({ "dealname": "x", "pipeline": "default", "dealstage": "closedwon", "amount": "lots" }),
            "INVALID_NUMBER",
        ),
    ] {
        let body = json!({ "properties": properties, "associations": [] });
        let (status, answer) = sandbox.hubspot("POST", DEALS, body).await;
        assert_eq!(
            (status, &answer["errors"][0]["code"]),
            (400, &json!(code)),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn dates_the_completion_of_a_task() {
    let sandbox = Sandbox::new().await;
    let body = json!({ "properties": { "hs_timestamp": "2026-12-04T15:00:00Z", "hs_task_subject": "Call" }, "associations": [] });
    let (_, made) = sandbox
        .hubspot("POST", "/crm/objects/2026-09/tasks", body)
        .await;
    let path = format!("/crm/objects/2026-09/tasks/{}", id(&made));
    let (_, done) = sandbox
        .hubspot(
            "PATCH",
            &path,
            json!({ "properties": { "hs_task_status": "COMPLETED" } }),
        )
        .await;
    assert_eq!(
        done["properties"]["hs_task_completion_date"],
        "2026-11-21T15:00:00.000Z"
    );
    let (_, open) = sandbox
        .hubspot(
            "PATCH",
            &path,
            json!({ "properties": { "hs_task_status": "NOT_STARTED" } }),
        )
        .await;
    assert_eq!(open["properties"].get("hs_task_completion_date"), None);
}
