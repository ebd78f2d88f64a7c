//! Workflows and campaigns.

use serde_json::{Value, json};

use super::super::harness::{Folder, NOW, Sandbox, id};

/// How many places in workflows and campaigns are taken, as the folder keeps them.
fn enrolled(sandbox: &Sandbox) -> usize {
    let file = sandbox.folder.0.join("gohighlevel.json");
    let state = std::fs::read(file).expect("state");
    let state: Value = serde_json::from_slice(&state).expect("JSON");
    state["enrolments"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn takes_contacts_into_workflows_and_out() {
    let sandbox = Sandbox::new().await;
    let path = format!("/workflows/?locationId={}", sandbox.location());
    let (status, list) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(status, 200, "{list}");
    let workflows = list["workflows"].as_array().expect("a list");
    assert!(
        workflows.iter().any(|w| w["status"] == "draft"),
        "{workflows:?}"
    );
    let workflow = id(&workflows[0]);
    assert_eq!(workflow.len(), 36, "a UUID");

    let contact = sandbox.find("Zoë").await;
    let place = format!("/contacts/{}/workflow/{workflow}", id(&contact));
    let body = json!({ "eventStartTime": "2026-12-01T09:00:00+00:00" });
    for _ in 0..2 {
        let (status, done) = sandbox.ghl("POST", &place, body.clone()).await;
        assert_eq!((status, &done["succeded"]), (200, &json!(true)), "{done}");
        assert_eq!(enrolled(&sandbox), 1, "once");
    }
    let (status, done) = sandbox.ghl("DELETE", &place, json!({})).await;
    assert_eq!((status, &done["succeded"]), (200, &json!(true)));
    assert_eq!(enrolled(&sandbox), 0);

    for (path, body, status) in [
        (place.clone(), Value::Null, 422),
        (place.clone(), json!({ "eventStartTime": "soon" }), 422),
        (format!("{place}x"), json!({}), 400),
        (
            format!("/contacts/nobody/workflow/{workflow}"),
            json!({}),
            400,
        ),
        (
            format!("/contacts/{}/workflows/{workflow}", id(&contact)),
            json!({}),
            404,
        ),
    ] {
        for method in ["POST", "DELETE"] {
            let (got, answer) = sandbox.ghl(method, &path, body.clone()).await;
            assert_eq!(got, status, "{method} {path}: {answer}");
        }
    }
    let (status, _) = sandbox.ghl("GET", "/workflows/", Value::Null).await;
    assert_eq!(status, 422, "the location is mandatory");
    let (status, _) = sandbox
        .ghl("GET", &path.replace("/?", "?"), Value::Null)
        .await;
    assert_eq!(status, 404, "the slash is part of the path");
}

#[tokio::test]
async fn takes_contacts_into_campaigns_and_out() {
    let sandbox = Sandbox::new().await;
    let path = format!("/campaigns/?locationId={}", sandbox.location());
    let (_, all) = sandbox.ghl("GET", &path, Value::Null).await;
    let (_, published) = sandbox
        .ghl("GET", &format!("{path}&status=published"), Value::Null)
        .await;
    let count = |list: &Value| list["campaigns"].as_array().map_or(0, Vec::len);
    assert_eq!((count(&all), count(&published)), (3, 2));

    let contact = sandbox.find("Zoë").await;
    let base = format!("/contacts/{}/campaigns", id(&contact));
    let [one, two] = [0, 1].map(|at| format!("{base}/{}", id(&all["campaigns"][at])));
    for place in [&one, &two] {
        let (status, done) = sandbox.ghl("POST", place, json!({})).await;
        assert_eq!((status, &done["succeded"]), (201, &json!(true)), "{done}");
    }
    assert_eq!(
        sandbox.ghl("POST", &one, Value::Null).await.0,
        422,
        "no body"
    );
    let (status, done) = sandbox.ghl("DELETE", &one, Value::Null).await;
    assert_eq!((status, &done["succeded"]), (200, &json!(true)));
    assert_eq!(enrolled(&sandbox), 1);
    sandbox.ghl("POST", &one, json!({})).await;
    let all = format!("{base}/removeAll");
    assert_eq!(sandbox.ghl("DELETE", &all, Value::Null).await.0, 200);
    assert_eq!(enrolled(&sandbox), 0, "out of all of them");
    let unknown = format!("{base}/nothing");
    assert_eq!(sandbox.ghl("POST", &unknown, json!({})).await.0, 400);
    assert_eq!(sandbox.ghl("DELETE", &unknown, Value::Null).await.0, 400);
}

#[tokio::test]
async fn adds_them_to_a_folder_of_an_earlier_release() {
    let now = NOW.parse().expect("a time");
    let folder = Folder::new();
    let file = folder.0.join("gohighlevel.json");
    Sandbox::at(folder.clone(), now).await.running.stop().await;
    let mut state: Value =
        serde_json::from_slice(&std::fs::read(&file).expect("state")).expect("JSON");
    let members = state.as_object_mut().expect("an object");
    let kept = [
        "location",
        "contacts",
        "notes",
        "tasks",
        "pipelines",
        "opportunities",
        "calendars",
        "events",
        "conversations",
        "messages",
    ];
    members.retain(|name, _| kept.contains(&name.as_str()));
    std::fs::write(&file, state.to_string()).expect("written");

    let sandbox = Sandbox::at(folder, now).await;
    let path = format!("/workflows/?locationId={}", sandbox.location());
    let (_, list) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(list["workflows"].as_array().map(Vec::len), Some(4));
    let again: Value = serde_json::from_slice(&std::fs::read(&file).expect("state")).expect("JSON");
    assert_eq!(
        again["contacts"], state["contacts"],
        "the rest is as it was"
    );
}

#[tokio::test]
async fn takes_any_json_at_an_inbound_webhook_without_a_token() {
    let sandbox = Sandbox::new().await;
    let trigger = "24958858-a0b0-4ffc-bf6b-3436911c71e2";
    let path = format!("/hooks/{}/webhook-trigger/{trigger}", sandbox.location());
    let body = json!({ "event": "quote_requested" });
    let (status, sent) = sandbox.ghl_bare("POST", &path, body.clone()).await;
    assert_eq!(status, 200, "{sent}");
    for (path, body, status) in [
        (path.clone(), Value::Null, 400),
        (path.replace(trigger, "1"), body.clone(), 404),
        (
            format!("/hooks/elsewhere/webhook-trigger/{trigger}"),
            body,
            404,
        ),
    ] {
        let (got, answer) = sandbox.ghl_bare("POST", &path, body).await;
        assert_eq!(got, status, "{path}: {answer}");
    }
}
