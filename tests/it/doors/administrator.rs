//! What reaches past the table: the CRM's own API, for administrators, and inbound webhooks.

use axum::http::StatusCode;
use crm_copilot::accounts::Role;
use serde_json::{Value, json};

use crate::app::{Response, TestApp};

const TRIGGER: &str = "24958858-a0b0-4ffc-bf6b-3436911c71e2";

async fn operate(app: &TestApp, token: &str, name: &str, args: Value) -> Response {
    let path = format!("/api/operations/{name}");
    app.call("POST", &path, Some(token), Some(args)).await
}

async fn confirm(app: &TestApp, token: &str, shown: &Value) -> Response {
    let plan = shown["planToken"]
        .as_str()
        .unwrap_or_else(|| panic!("{shown}"));
    let path = format!("/api/plans/{plan}/confirm");
    app.call("POST", &path, Some(token), None).await
}

async fn mcp(app: &TestApp, token: &str, method: &str, params: Value) -> Value {
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    let request = axum::http::Request::post("/mcp")
        .header("host", "127.0.0.1:3000")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream");
    let answer = app
        .send(request.body(body.to_string().into()).unwrap())
        .await;
    answer.json()["result"].clone()
}

fn webhook(app: &TestApp) -> String {
    let ghl = &app.sandboxes.ghl;
    format!(
        "{}/hooks/{}/webhook-trigger/{TRIGGER}",
        ghl.url, ghl.location_id
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sees_the_call_says_yes_and_gets_the_whole_answer() {
    let app = TestApp::start().await;
    let path = "/crm/objects/2026-09/contacts?limit=100&properties=email,firstname";
    let shown = app
        .operate(
            "call_api",
            json!({"connection": "hubspot", "method": "get", "path": path}),
        )
        .await
        .json();
    assert_eq!(shown["outcome"], "confirm", "{shown}");
    let call = &shown["data"]["plan"]["steps"][0]["call"];
    assert_eq!(call["method"], "GET");
    assert_eq!(call["url"], format!("{}{path}", app.sandboxes.hubspot.url));
    let reply = shown["reply"].as_str().unwrap();
    assert!(
        reply.contains(&format!("GET {path}")) && reply.contains("cannot be undone"),
        "{reply}"
    );
    assert!(
        !shown.to_string().contains(&app.sandboxes.hubspot.token),
        "the key stays inside"
    );

    let done = confirm(&app, &app.token, &shown).await.json();
    assert_eq!(done["outcome"], "done", "{done}");
    let answer = &done["data"]["records"][0];
    assert_eq!(answer["status"], 200);
    assert!(
        answer["body"]["results"]
            .as_array()
            .is_some_and(|all| all.len() > 20),
        "{answer}"
    );
    let reply = done["reply"].as_str().unwrap();
    assert!(reply.contains("200") && reply.len() < 200, "{reply}");
    assert_eq!(done["data"]["undoable"], false);
    let again = confirm(&app, &app.token, &shown).await;
    assert_eq!(again.json()["code"], "plan_used");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_is_sent_once_as_shown_to_either_vendor() {
    let app = TestApp::start().await;
    for (connection, path, body) in [
        (
            "gohighlevel",
            "/contacts/",
            json!({"locationId": app.sandboxes.ghl.location_id, "name": "Raw Door", "email": "raw@example.com"}),
        ),
        (
            "hubspot",
            "/crm/objects/2026-09/contacts",
            json!({"properties": {"email": "raw@example.com"}, "associations": []}),
        ),
    ] {
        let before = app.writes().await.len();
        let args = json!({"connection": connection, "method": "POST", "path": path, "body": body});
        let shown = app.operate("call_api", args).await.json();
        assert_eq!(
            shown["data"]["plan"]["steps"][0]["call"]["body"], body,
            "{shown}"
        );
        assert_eq!(
            app.writes().await.len(),
            before,
            "nothing is sent before yes"
        );
        let done = confirm(&app, &app.token, &shown).await.json();
        assert_eq!(done["data"]["records"][0]["status"], 201, "{done}");
        let writes = app.writes().await;
        assert_eq!(writes.len(), before + 1);
        let sent = writes.last().unwrap();
        assert_eq!((&sent["path"], &sent["body"]), (&json!(path), &body));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_refused_at_every_door_and_does_not_see_the_tool() {
    let app = TestApp::start().await;
    let (_, member) = app.member().await;
    let args = json!({"method": "GET", "path": "/contacts/"});
    let without = app.token_with("read,write,send,delete,money").await;
    for token in [&member, &without] {
        let answer = operate(&app, token, "call_api", args.clone()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
        assert_eq!(answer.json()["code"], "right_missing");
        let called = json!({"name": "call_api", "arguments": args});
        let called = mcp(&app, token, "tools/call", called).await;
        assert_eq!(called["isError"], true);
        assert_eq!(called["structuredContent"]["data"]["code"], "right_missing");
        let list = mcp(&app, token, "tools/list", json!({})).await;
        let names: Vec<&Value> = list["tools"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tool| &tool["name"])
            .collect();
        assert!(names.contains(&&json!("delete_contact")) && !names.contains(&&json!("call_api")));
    }
    let list = mcp(&app, &app.token, "tools/list", json!({})).await;
    let tools = list["tools"].as_array().unwrap();
    let tool = tools
        .iter()
        .find(|tool| tool["name"] == "call_api")
        .unwrap();
    assert_eq!(tool["annotations"]["destructiveHint"], true);
    assert!(app.writes().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_administrator_any_more_cannot_say_yes() {
    let app = TestApp::start().await;
    let (member, token) = app.member().await;
    let accounts = &app.app.accounts;
    accounts
        .set_role(&member.tenant, &member.id, Role::Admin)
        .await
        .unwrap();
    let args = json!({"method": "DELETE", "path": "/contacts/x"});
    let shown = operate(&app, &token, "call_api", args).await.json();
    assert_eq!(shown["outcome"], "confirm", "{shown}");
    accounts
        .set_role(&member.tenant, &member.id, Role::Member)
        .await
        .unwrap();
    let refused = confirm(&app, &token, &shown).await.json();
    assert_eq!(
        (&refused["outcome"], &refused["data"]["right"]),
        (&json!("refused"), &json!("admin"))
    );
    assert!(app.writes().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_or_body_that_does_not_fit_is_named() {
    let app = TestApp::start().await;
    for (args, pointer) in [
        (json!({"method": "GET", "path": "//evil.example"}), "/path"),
        (
            json!({"method": "GET", "path": "https://evil.example/"}),
            "/path",
        ),
        (json!({"method": "GET", "path": "/a/../b"}), "/path"),
        (json!({"method": "TRACE", "path": "/"}), "/method"),
        (
            json!({"method": "POST", "path": "/", "body": "text"}),
            "/body",
        ),
        (json!({"method": "GET", "path": "/", "body": {}}), "/body"),
    ] {
        let answer = app.operate("call_api", args).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            answer.text
        );
        let body = answer.json();
        assert_eq!(
            (&body["code"], &body["errors"][0]["pointer"]),
            (&json!("invalid_argument"), &json!(pointer))
        );
    }
    let asked = app
        .operate("call_api", json!({"method": "GET"}))
        .await
        .json();
    assert_eq!(
        (&asked["outcome"], &asked["data"]["slot"]),
        (&json!("ask"), &json!("path"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_shown_first_and_gets_no_key() {
    let app = TestApp::start().await;
    let payload = json!({"email": "john@example.com", "lines": [1, 2]});
    let (_, member) = app.member().await;
    let args = json!({"url": webhook(&app), "payload": payload});
    let shown = operate(&app, &member, "trigger_inbound_webhook", args)
        .await
        .json();
    assert_eq!(shown["outcome"], "confirm", "{shown}");
    let call = &shown["data"]["plan"]["steps"][0]["call"];
    assert_eq!(
        (&call["method"], &call["url"], &call["body"]),
        (&json!("POST"), &json!(webhook(&app)), &payload)
    );
    assert_eq!(
        call["headers"],
        json!([["Content-Type", "application/json"]]),
        "no key"
    );
    assert!(app.writes().await.is_empty(), "nothing is sent before yes");
    let done = confirm(&app, &member, &shown).await.json();
    assert_eq!(done["data"]["records"][0]["status"], 200, "{done}");
    let writes = app.writes().await;
    assert_eq!(writes.len(), 1);
    assert_eq!(writes[0]["body"], payload);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_anywhere_else_is_refused_by_name_of_the_field() {
    let app = TestApp::start().await;
    let path = format!(
        "/hooks/{}/webhook-trigger/{TRIGGER}",
        app.sandboxes.ghl.location_id
    );
    for origin in [
        "https://services.leadconnectorhq.com",
        "https://evil.example",
        "http://127.0.0.1:1",
        "http://169.254.169.254",
        app.sandboxes.hubspot.url.as_str(),
    ] {
        let args = json!({"url": format!("{origin}{path}"), "payload": {}});
        let answer = app.operate("trigger_inbound_webhook", args).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            answer.text
        );
        let body = answer.json();
        assert_eq!(
            (&body["code"], &body["errors"][0]["pointer"]),
            (&json!("invalid_argument"), &json!("/url"))
        );
        assert_eq!(body["data"]["effect"], "none");
    }
    assert!(app.writes().await.is_empty());
}
