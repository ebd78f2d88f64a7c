//! The MCP door at the level of HTTP; whole clients are in `tests/peers/mcp`.

use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::app::{Response, TestApp};

async fn post(app: &TestApp, body: Value, origin: Option<&str>) -> Response {
    let mut request = Request::post("/mcp")
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::AUTHORIZATION, format!("Bearer {}", app.token))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json, text/event-stream");
    if let Some(origin) = origin {
        request = request.header(header::ORIGIN, origin);
    }
    app.send(request.body(body.to_string().into()).unwrap())
        .await
}

fn call(name: &str, arguments: Value) -> Value {
    json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}})
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_a_tool_with_its_schema() {
    let app = TestApp::start().await;
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    let answer = post(&app, list, None).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let body = answer.json();
    let tools = body["result"]["tools"].as_array().unwrap();
    let names: Vec<_> = tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    let expected: Vec<_> = crm_copilot::operations::all().map(|row| row.name).collect();
    assert_eq!(names, expected);
    let delete = tools
        .iter()
        .find(|tool| tool["name"] == "delete_contact")
        .unwrap();
    assert_eq!(delete["annotations"]["destructiveHint"], true);
    assert!(delete["inputSchema"]["properties"]["plan_token"].is_object());
    let search = tools
        .iter()
        .find(|tool| tool["name"] == "search_contacts")
        .unwrap();
    assert_eq!(search["annotations"]["readOnlyHint"], true);
    assert_eq!(search["inputSchema"]["additionalProperties"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_waits_for_its_token_where_the_workspace_wants_that() {
    let app = TestApp::start().await;
    app.confirm_writes(true).await;
    let tags = json!({"contact": "john carter", "tags": ["garden"]});
    let shown = post(&app, call("add_tags", tags.clone()), None).await;
    let shown = shown.json()["result"]["structuredContent"].clone();
    assert_eq!(shown["outcome"], "confirm", "{shown}");
    let before = app.writes().await.len();
    let token = json!({"plan_token": shown["planToken"]});
    let done = post(&app, call("add_tags", token.clone()), None).await;
    let done = done.json()["result"]["structuredContent"].clone();
    assert_eq!(done["outcome"], "done", "{done}");
    assert_eq!(app.writes().await.len(), before + 1);
    post(&app, call("add_tags", token), None).await;
    assert_eq!(app.writes().await.len(), before + 1, "a plan runs once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tool_shows_its_plan_and_runs_it_by_its_token() {
    let app = TestApp::start().await;
    let shown = post(
        &app,
        call("delete_contact", json!({"contact": "john carter"})),
        None,
    )
    .await
    .json();
    let structured = &shown["result"]["structuredContent"];
    assert_eq!(structured["outcome"], "confirm", "{shown}");
    let token = &structured["planToken"];
    let elsewhere = post(&app, call("send_sms", json!({"plan_token": token})), None)
        .await
        .json();
    assert_eq!(
        elsewhere["result"]["isError"], true,
        "a plan belongs to its tool"
    );
    assert!(app.writes().await.is_empty());
    let done = post(
        &app,
        call("delete_contact", json!({"plan_token": token})),
        None,
    )
    .await
    .json();
    assert_eq!(
        done["result"]["structuredContent"]["outcome"], "done",
        "{done}"
    );
    assert_eq!(app.writes().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn arguments_cannot_name_a_user_or_key() {
    let app = TestApp::start().await;
    for name in ["userId", "user_id", "apiKey", "tenant"] {
        let answer = post(&app, call("list_pipelines", json!({name: "x"})), None)
            .await
            .json();
        assert_eq!(answer["result"]["isError"], true, "{name}: {answer}");
    }
    let unknown = post(&app, call("format_disk", json!({})), None)
        .await
        .json();
    assert_eq!(unknown["error"]["code"], -32602);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_other_sites_are_refused() {
    let app = TestApp::start().await;
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    let answer = post(&app, list, Some("https://evil.example")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
