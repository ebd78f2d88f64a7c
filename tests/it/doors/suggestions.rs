//! What a message that is being typed could become, as the page asks for it.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::{Response, TestApp};

/// Asks with a query string's members.
async fn ask(app: &TestApp, token: &str, members: &[(&str, &str)]) -> Response {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(members);
    let path = format!("/api/mcp/suggestions?{}", query.finish());
    app.call("GET", &path, Some(token), None).await
}

/// The sentences offered for what was typed.
async fn offered(app: &TestApp, token: &str, typed: &str) -> Vec<(String, String)> {
    let answer = ask(app, token, &[("q", typed)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let body = answer.json();
    let all = body["suggestions"].as_array().unwrap();
    all.iter()
        .map(|one| (word(&one["text"]), word(&one["intent"])))
        .collect()
}

fn has(offered: &[(String, String)], text: &str) -> bool {
    offered.iter().any(|(found, _)| found.trim_end() == text)
}

/// Asks until a sentence is offered: the names come in the background.
async fn wait_for(app: &TestApp, token: &str, typed: &str, text: &str) {
    let found = async { while !has(&offered(app, token, typed).await, text) {} };
    let patience = Duration::from_secs(30);
    let in_time = tokio::time::timeout(patience, found).await.is_ok();
    assert!(in_time, "{typed} never becomes {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_beginning_becomes_sentences_that_do_what_they_say() {
    let app = TestApp::start().await;
    app.operate("search_contacts", json!({"query": "john carter"}))
        .await;
    let text = "book an appointment with John Carter tomorrow at 3pm";
    let found = offered(&app, &app.token, "book an app").await;
    assert!(found.len() <= 8);
    let expected = (text.to_owned(), "book_appointment".to_owned());
    assert!(found.contains(&expected), "{found:?}");
    let said = app.chat().say(text).await;
    assert_eq!(said["outcome"], "confirm", "{}", said["reply"]);
    assert_eq!(said["reading"]["intent"], "book_appointment");
    let timing = ask(&app, &app.token, &[("q", "book")]).await;
    let timing = timing.headers["server-timing"].to_str().unwrap();
    assert!(timing.starts_with("total;dur="), "{timing}");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_come_in_the_background_and_no_keystroke_waits_for_them() {
    let app = TestApp::start().await;
    // A CRM that fails: what needs no name is offered all the same.
    app.fault(json!({"kind": "status", "code": 500})).await;
    let found = offered(&app, &app.token, "list ").await;
    assert!(has(&found, "list my calendars"), "{found:?}");
    let app = TestApp::start().await;
    assert!(!has(
        &offered(&app, &app.token, "text ros").await,
        "text rosa Delgado:"
    ));
    wait_for(&app, &app.token, "text ros", "text rosa Delgado:").await;
    let stage = "update rosa's deal to qualified";
    wait_for(&app, &app.token, "update rosa's deal to qual", stage).await;
    let log = app.log().await;
    let is_search = |entry: &&Value| entry["path"].as_str().unwrap().starts_with("/contacts");
    let searches = log.iter().filter(is_search).count();
    assert_eq!(searches, 1, "however much was typed");
    assert!(app.writes().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_spoken_of_comes_first() {
    let app = TestApp::start().await;
    app.operate("search_contacts", json!({"query": "john"}))
        .await;
    let mut chat = app.chat();
    let made = chat
        .say("create contact Jolanda Quist jolanda@quist.example")
        .await;
    assert_eq!(made["outcome"], "done", "{}", made["reply"]);
    let session = chat.session.clone().unwrap();
    let members = [("q", "text "), ("conversation", session.as_str())];
    let body = ask(&app, &app.token, &members).await.json();
    assert_eq!(body["suggestions"][0]["text"], "text Jolanda Quist: ");
    let done = app
        .operate("delete_contact", json!({"contact": "Jolanda Quist"}))
        .await
        .json();
    let plan = format!("/api/plans/{}/confirm", done["planToken"].as_str().unwrap());
    let deleted = app.call("POST", &plan, Some(&app.token), None).await;
    assert_eq!(deleted.json()["outcome"], "done", "{}", deleted.text);
    let found = offered(&app, &app.token, "text jol").await;
    assert!(!has(&found, "text jolanda Quist:"), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tenant_is_offered_none_of_our_names() {
    let app = TestApp::start().await;
    let theirs = app.another_tenant().await;
    let mut chat = app.chat();
    chat.say("create contact Priscilla Vandermeer priscilla@vandermeer.example")
        .await;
    assert!(has(
        &offered(&app, &app.token, "text pris").await,
        "text priscilla Vandermeer:"
    ));
    let found = offered(&app, &theirs, "text pris").await;
    assert!(!has(&found, "text priscilla Vandermeer:"), "{found:?}");
    let session = chat.session.clone().unwrap();
    let foreign = ask(&app, &theirs, &[("q", "text "), ("conversation", &session)]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_the_person_may_and_the_crm_can_is_offered() {
    let app = TestApp::start().await;
    app.operate("search_contacts", json!({"query": "john carter"}))
        .await;
    let reader = app.token_with("read").await;
    for typed in ["d", "delete ", "text ", "b", "show "] {
        for (text, intent) in offered(&app, &reader, typed).await {
            let row = crm_copilot::operations::find(&intent);
            let may = row.is_none_or(|row| row.effect == crm_copilot::value::Effect::Read);
            assert!(may, "{typed}: {text}");
        }
    }
    // Names are read in the CRM, and this token may not read there.
    let sender = app.token_with("send").await;
    let found = offered(&app, &sender, "text john").await;
    assert!(!has(&found, "text john Carter:"), "{found:?}");
    // HubSpot sends no text messages.
    let members = [("q", "text "), ("connection", "hubspot")];
    let body = ask(&app, &app.token, &members).await.json();
    assert!(!body.to_string().contains("send_sms"), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_told() {
    let app = TestApp::start().await;
    let unknown = ask(&app, &app.token, &[("q", "b"), ("colour", "red")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let language = ask(&app, &app.token, &[("q", "b"), ("lang", "fr")]).await;
    assert_eq!(language.json()["errors"][0]["pointer"], "/lang");
    let nothing = ask(&app, &app.token, &[]).await;
    assert_eq!(nothing.json()["suggestions"], json!([]));
    let unconnected = ask(
        &app,
        &app.token,
        &[("q", "b"), ("connection", "salesforce")],
    )
    .await;
    assert_eq!(unconnected.json()["suggestions"], json!([]));
}
