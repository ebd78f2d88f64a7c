//! How names become ids without asking the CRM each time, and what is said when it takes no more.

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::app::{Response, TestApp};

/// How often the sandboxes were asked for a path that ends so.
async fn asked(app: &TestApp, ending: &str) -> usize {
    let log = app.log().await;
    let path = |entry: &Value| {
        let path = entry["path"].as_str().unwrap();
        path.split('?').next().unwrap().ends_with(ending)
    };
    log.iter().filter(|entry| path(entry)).count()
}

/// A deal in a pipeline's stage, by their names.
async fn deal(app: &TestApp, token: &str, title: &str, stage: &str) -> Response {
    let path = "/api/operations/create_opportunity";
    let args = json!({"opportunity": title, "contact": "rosa delgado", "stage": stage});
    app.call("POST", path, Some(token), Some(args)).await
}

const PIPELINES: &str = "/opportunities/pipelines";

#[tokio::test(flavor = "multi_thread")]
async fn a_short_list_is_read_once_a_minute() {
    let app = TestApp::start().await;
    let first = deal(&app, &app.token, "One", "Qualified").await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    assert_eq!(asked(&app, PIPELINES).await, 1);
    app.clock.advance(TimeDelta::seconds(59));
    let second = deal(&app, &app.token, "Two", "proposal sent").await;
    assert_eq!(second.status, StatusCode::OK, "{}", second.text);
    assert_eq!(asked(&app, PIPELINES).await, 1, "known from before");
    app.clock.advance(TimeDelta::seconds(1));
    deal(&app, &app.token, "Three", "Qualified").await;
    assert_eq!(asked(&app, PIPELINES).await, 2, "its minute is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_not_in_the_list_is_looked_up_once_more() {
    let app = TestApp::start().await;
    deal(&app, &app.token, "One", "Qualified").await;
    let unknown = deal(&app, &app.token, "Two", "Moon landing").await;
    assert_eq!(unknown.json()["outcome"], "choose", "{}", unknown.text);
    assert_eq!(asked(&app, PIPELINES).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_crm_refuses_is_not_looked_up_in_an_old_list_again() {
    let app = TestApp::start().await;
    deal(&app, &app.token, "One", "Qualified").await;
    let rule = json!({"kind": "status", "code": 404, "method": "POST",
        "path_prefix": "/opportunities/", "times": 1});
    app.fault(rule).await;
    let refused = deal(&app, &app.token, "Two", "Qualified").await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.text);
    assert_eq!(asked(&app, PIPELINES).await, 1);
    let third = deal(&app, &app.token, "Two", "Qualified").await;
    assert_eq!(third.status, StatusCode::OK, "{}", third.text);
    assert_eq!(asked(&app, PIPELINES).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_is_shared_between_tenants_or_connections() {
    let app = TestApp::start().await;
    let other = app.another_tenant().await;
    deal(&app, &app.token, "One", "Qualified").await;
    let theirs = deal(&app, &other, "Two", "Qualified").await;
    assert_eq!(theirs.status, StatusCode::OK, "{}", theirs.text);
    assert_eq!(asked(&app, PIPELINES).await, 2, "the same account");
    let pipelines = "/pipelines/2026-09/deals";
    for (title, asked_before) in [("Three", 0), ("Four", 1)] {
        assert_eq!(asked(&app, pipelines).await, asked_before);
        let args = json!({"opportunity": title, "contact": "rosa delgado",
            "stage": "Qualified", "connection": "hubspot"});
        let made = app.operate("create_opportunity", args).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        assert_eq!(asked(&app, pipelines).await, 1, "of its own, and kept");
    }
    assert_eq!(asked(&app, PIPELINES).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_up_day_is_told_with_when_to_try_again() {
    let app = TestApp::start().await;
    app.fault(json!({"kind": "rate_limited", "daily": true}))
        .await;
    let search = json!({"query": "john"});
    // Ten hours to midnight UTC.
    let answer = app.operate("search_contacts", search.clone()).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers["retry-after"], "36000");
    let problem = answer.json();
    assert_eq!(problem["code"], "crm_rate_limited");
    assert_eq!(problem["data"]["effect"], "none");
    assert_eq!(problem["data"]["retry_at"], "2026-03-05T00:00:00Z");
    let mut chat = app.chat();
    let reply = chat.say("find john").await["reply"].clone();
    let reply = reply.as_str().unwrap();
    assert!(
        reply.contains("daily allowance is used up")
            && reply.contains("Wednesday, March 4, 2026 at 7:00 PM"),
        "{reply}"
    );
    let on_hubspot = json!({"query": "john", "connection": "hubspot"});
    let answer = app.operate("search_contacts", on_hubspot).await;
    assert_eq!(answer.headers["retry-after"], "3600");
    let detail = answer.json()["detail"].clone();
    let detail = detail.as_str().unwrap();
    assert!(
        detail.contains("midnight in the time zone of the HubSpot account"),
        "{detail}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_without_the_right_is_not_told_as_expired() {
    let app = TestApp::start().await;
    app.fault(json!({"kind": "wrong_scope"})).await;
    for connection in ["gohighlevel", "hubspot"] {
        let args = json!({"query": "john", "connection": connection});
        let answer = app.operate("search_contacts", args).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
        let problem = answer.json();
        assert_eq!(problem["code"], "crm_forbidden", "{problem}");
        assert_eq!(problem["data"]["forbidden"], "scope");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("lacks the permission"), "{detail}");
    }
    let listed = app
        .call("GET", "/api/connections", Some(&app.token), None)
        .await;
    assert!(!listed.text.contains("crm_forbidden"), "{}", listed.text);
    assert!(!listed.text.contains("crm_unauthorized"), "{}", listed.text);
}
