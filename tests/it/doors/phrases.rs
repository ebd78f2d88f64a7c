//! What a tenant teaches: heard at once, by its own people only, and taken back.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::{Response, TestApp};

async fn get(app: &TestApp, token: &str, path: &str) -> Value {
    let answer = app.call("GET", path, Some(token), None).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()
}

async fn teach(app: &TestApp, token: &str, operation: &str, say: &str) -> Response {
    let body = json!({"say": say, "operation": operation});
    app.call("POST", "/api/phrases", Some(token), Some(body))
        .await
}

async fn revert(app: &TestApp, version: i64) -> Value {
    let body = Some(json!({"version": version}));
    let answer = app
        .call("POST", "/api/phrases/revert", Some(&app.token), body)
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()
}

async fn heard(app: &TestApp, token: &str, text: &str) -> Value {
    let mut chat = app.chat();
    chat.token = token.to_owned();
    chat.say(text).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taught_is_heard_at_once_and_gone_when_it_is_taken_back() {
    let app = TestApp::start().await;
    let sentence = "buzz john carter: running late";
    let before = heard(&app, &app.token, sentence).await;
    assert_eq!(before["outcome"], "not_understood", "{}", before["reply"]);
    let way = json!({"type": "link", "label": "Teach me what this means",
        "href": "/settings/phrases?say=buzz+john+carter%3A+running+late"});
    assert_eq!(before["blocks"].as_array().unwrap().last(), Some(&way));

    let body =
        json!({"say": "buzz {contact}: {message}", "operation": "send_sms", "example": sentence});
    let tried = app
        .call(
            "POST",
            "/api/phrases/check",
            Some(&app.token),
            Some(body.clone()),
        )
        .await
        .json();
    assert_eq!(
        (&tried["works"], &tried["confirmed"]),
        (&json!(true), &json!(true)),
        "{tried}"
    );
    let slots = json!([{"name": "contact", "label": "Contact", "value": "john carter"},
        {"name": "message", "label": "Message", "value": "running late"}]);
    assert_eq!(tried["slots"], slots);
    assert_eq!(
        get(&app, &app.token, "/api/phrases").await["version"],
        0,
        "only tried"
    );

    let taught = app
        .call("POST", "/api/phrases", Some(&app.token), Some(body))
        .await;
    assert_eq!(taught.status, StatusCode::CREATED, "{}", taught.text);
    assert_eq!(taught.json()["version"], 1);
    let after = heard(&app, &app.token, sentence).await;
    assert_eq!(after["outcome"], "confirm", "{}", after["reply"]);
    assert_eq!(after["reading"]["intent"], "send_sms");
    assert_eq!(after["reading"]["template"], "buzz {contact}: {message}");
    assert_eq!(after["reading"]["pack"], 1, "it says that it was taught");
    let no = heard(&app, &app.token, "don't buzz john carter: running late").await;
    assert_eq!(no["outcome"], "refused", "{}", no["reply"]);

    let id = taught.json()["phrase"]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/phrases/{id}");
    let body = json!({"say": "poke {contact}: {message}", "operation": "send_sms"});
    let changed = app.call("PUT", &path, Some(&app.token), Some(body)).await;
    assert_eq!(changed.json()["version"], 2, "{}", changed.text);
    let old = heard(&app, &app.token, sentence).await;
    assert_eq!(old["outcome"], "not_understood");
    let new = heard(&app, &app.token, "poke john carter: running late").await;
    assert_eq!(new["outcome"], "confirm", "{}", new["reply"]);

    let removed = app.call("DELETE", &path, Some(&app.token), None).await;
    assert_eq!(removed.json()["version"], 3, "{}", removed.text);
    let gone = heard(&app, &app.token, "poke john carter: running late").await;
    assert_eq!(gone["outcome"], "not_understood");

    let again = revert(&app, 1).await;
    assert_eq!(again["version"], 4);
    assert_eq!(again["phrases"][0]["say"], "buzz {contact}: {message}");
    assert_eq!(again["phrases"][0]["heard"], true);
    let back = heard(&app, &app.token, sentence).await;
    assert_eq!(
        (&back["outcome"], &back["reading"]["pack"]),
        (&json!("confirm"), &json!(4))
    );
    assert_eq!(revert(&app, 0).await["phrases"], json!([]));
    let gone = heard(&app, &app.token, sentence).await;
    assert_eq!(gone["outcome"], "not_understood");

    let all = get(&app, &app.token, "/api/phrases/versions").await;
    let told: Vec<String> = all["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!("{} {} {}", one["version"], one["change"], one["about"]).replace('"', "")
        })
        .collect();
    let expected = [
        "5 reverted 0",
        "4 reverted 1",
        "3 removed poke {contact}: {message}",
        "2 changed poke {contact}: {message}",
        "1 added buzz {contact}: {message}",
    ];
    assert_eq!(told, expected);
    assert_eq!(all["versions"][0]["live"], true);
    assert!(
        all["versions"][0]["by"]
            .as_str()
            .is_some_and(|by| by.contains('@')),
        "{all}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_change_another_sentence_is_refused_and_the_sentence_named() {
    let app = TestApp::start().await;
    let refused = async |operation: &str, say: &str| {
        let answer = teach(&app, &app.token, operation, say).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{say}: {}",
            answer.text
        );
        let error = answer.json()["errors"][0].clone();
        let field = error["pointer"].as_str().unwrap().to_owned();
        (field, error["detail"].as_str().unwrap().to_owned())
    };
    let (field, detail) = refused("send_sms", "delete {contact}").await;
    assert_eq!(field, "/say");
    assert_eq!(
        detail,
        "“delete Rosa Delgado” already means to delete a contact. Choose words that do not say that."
    );
    let (_, detail) = refused("create_note", "i took {note}").await;
    assert!(detail.contains("“i took note of that”"), "{detail}");
    let (_, detail) = refused("list_tasks", "yes please").await;
    assert!(
        detail.contains("already means something in a conversation"),
        "{detail}"
    );
    let (field, detail) = refused("confirm", "oky doky").await;
    assert!(
        field == "/operation" && detail.contains("“confirm”"),
        "{detail}"
    );
    let (_, detail) = refused("send_sms", "{contact}: {message}").await;
    assert!(detail.contains("Add a word of your own"), "{detail}");
    let (_, detail) = refused("send_sms", "buzz {contact} in {stage}").await;
    assert!(
        detail.contains("{stage}") && detail.contains("{message}"),
        "{detail}"
    );
    let (_, detail) = refused("send_sms", "buzz [{contact}").await;
    assert!(detail.starts_with("This cannot be read"), "{detail}");
    let (_, detail) = refused("send_sms", "never buzz {contact}").await;
    assert!(detail.contains("says not to do it"), "{detail}");

    let first = teach(&app, &app.token, "send_sms", "buzz {contact}: {message}").await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let (_, detail) = refused("create_task", "buzz rosa delgado: {title}").await;
    assert!(detail.contains("send a text message"), "{detail}");
    let list = get(&app, &app.token, "/api/phrases").await;
    assert_eq!(
        list["phrases"].as_array().unwrap().len(),
        1,
        "nothing else was kept"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_tenant_teaches_no_other_one_hears() {
    let app = TestApp::start().await;
    let theirs = app.another_tenant().await;
    let taught = teach(&app, &app.token, "list_tasks", "what is cooking").await;
    assert_eq!(taught.status, StatusCode::CREATED, "{}", taught.text);
    let ours = heard(&app, &app.token, "what is cooking").await;
    assert_eq!(ours["reading"]["intent"], "list_tasks", "{ours}");
    let other = heard(&app, &theirs, "what is cooking").await;
    assert_eq!(other["outcome"], "not_understood", "{other}");
    let list = get(&app, &theirs, "/api/phrases").await;
    assert_eq!(
        (&list["version"], &list["phrases"]),
        (&json!(0), &json!([]))
    );
    assert_eq!(
        get(&app, &theirs, "/api/phrases/versions").await["versions"],
        json!([])
    );
    // Their own word for it means something else.
    let taught = teach(&app, &theirs, "list_opportunities", "what is cooking").await;
    assert_eq!(taught.status, StatusCode::CREATED, "{}", taught.text);
    let other = heard(&app, &theirs, "what is cooking").await;
    assert_eq!(other["reading"]["intent"], "list_opportunities", "{other}");
    let ours = heard(&app, &app.token, "what is cooking").await;
    assert_eq!(ours["reading"]["intent"], "list_tasks", "{ours}");
}

#[tokio::test(flavor = "multi_thread")]
async fn members_see_the_phrases_and_only_administrators_teach() {
    let app = TestApp::start().await;
    let (_, member) = app.member().await;
    let refused = teach(&app, &member, "list_tasks", "what is cooking").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    assert_eq!(refused.json()["code"], "right_missing");
    let said = heard(&app, &member, "what is cooking").await;
    let has_link = |answer: &Value| answer["blocks"].to_string().contains("/settings/phrases");
    assert!(!has_link(&said), "{said}");
    assert!(has_link(&heard(&app, &app.token, "what is cooking").await));
    teach(&app, &app.token, "list_tasks", "what is cooking").await;
    let said = heard(&app, &member, "what is cooking").await;
    assert_eq!(
        said["reading"]["intent"], "list_tasks",
        "it counts for everybody"
    );
    let list = get(&app, &member, "/api/phrases").await;
    assert_eq!(list["phrases"][0]["say"], "what is cooking");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phrase_belongs_to_its_language() {
    let app = TestApp::start().await;
    let body = json!({"say": "pégale un toque a {contact}: {message}", "operation": "send_sms", "lang": "es"});
    let taught = app
        .call("POST", "/api/phrases", Some(&app.token), Some(body))
        .await;
    assert_eq!(taught.status, StatusCode::CREATED, "{}", taught.text);
    let said = "pégale un toque a john carter: llego tarde";
    let mut chat = app.chat();
    let spanish = chat.say_with(json!({"message": said, "lang": "es"})).await;
    assert_eq!(spanish["outcome"], "confirm", "{}", spanish["reply"]);
    assert_eq!(spanish["reading"]["slots"]["message"], "llego tarde");
    let english = heard(&app, &app.token, said).await;
    assert_eq!(english["outcome"], "not_understood", "{}", english["reply"]);
}
