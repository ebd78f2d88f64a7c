//! Two tenants never see each other's data, and a stranger sees nothing, by any route.

use axum::http::{HeaderMap, StatusCode, header};
use crm_copilot::web::ROUTES;
use serde_json::{Value, json};

use crate::app::TestApp;

/// What the demo owner has: the secrets that no other tenant may see.
struct Ours {
    session: String,
    phrase: String,
    plan: String,
    words: Vec<String>,
}

async fn ours(app: &TestApp) -> Ours {
    let mut chat = app.chat();
    let made = chat
        .say("create contact Priscilla Vandermeer priscilla@vandermeer.example")
        .await;
    assert_eq!(made["outcome"], "done", "{}", made["reply"]);
    let shown = chat.say("delete contact priscilla vandermeer").await;
    assert_eq!(shown["outcome"], "confirm", "{}", shown["reply"]);
    let connections = app
        .call("GET", "/api/connections", Some(&app.token), None)
        .await
        .json();
    let connection = connections[0]["id"].as_str().unwrap().to_owned();
    let mut phrase = String::new();
    for say in ["vandermeerize {contact}", "vandermeerize {contact} twice"] {
        let lesson = json!({"say": say, "operation": "create_task"});
        let taught = app
            .call("POST", "/api/phrases", Some(&app.token), Some(lesson))
            .await;
        phrase = taught.json()["phrase"]["id"].as_str().unwrap().to_owned();
    }
    Ours {
        phrase,
        session: chat.session.clone().unwrap(),
        plan: shown["data"]["planToken"].as_str().unwrap().to_owned(),
        words: vec![
            "Vandermeer".to_owned(),
            "vandermeerize".to_owned(),
            connection,
        ],
    }
}

fn path(route: &str, ours: &Ours) -> String {
    route
        .replace("{session}", &ours.session)
        .replace("{token}", &ours.plan)
        .replace("{name}", "delete_contact")
        .replace("/phrases/{id}", &format!("/phrases/{}", ours.phrase))
        .replace(
            "/suggestions",
            &format!("/suggestions?q=find%20pris&conversation={}", ours.session),
        )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_gets_401_or_is_led_to_sign_in_before_anything_else() {
    let app = TestApp::start().await;
    let ours = ours(&app).await;
    let before = app.writes().await.len();
    for (method, route) in ROUTES {
        let path = path(route, &ours);
        for token in [None, Some("cct_wrong"), Some("")] {
            // A body that is wrong in every way: who asks is decided first.
            let answer = app.call(method, &path, token, Some(json!([1, 2]))).await;
            let is_page = !path.starts_with("/api/") && path != "/mcp";
            if is_page {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{method} {path}");
                let to = answer.headers[header::LOCATION].to_str().unwrap();
                assert!(to.starts_with("/sign-in"), "{method} {path} leads to {to}");
            } else {
                assert_eq!(
                    answer.status,
                    StatusCode::UNAUTHORIZED,
                    "{method} {path} {token:?}"
                );
                assert!(
                    challenge(&answer.headers).contains("Bearer"),
                    "{method} {path}"
                );
                assert_eq!(answer.json()["status"], 401, "{method} {path}");
            }
        }
    }
    assert_eq!(app.writes().await.len(), before);
}

fn challenge(headers: &HeaderMap) -> &str {
    headers[header::WWW_AUTHENTICATE].to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tenant_sees_and_changes_nothing_of_ours_by_any_route() {
    let app = TestApp::start().await;
    let ours = ours(&app).await;
    let theirs = app.another_tenant().await;
    let before = app.writes().await.len();
    for (method, route) in ROUTES
        .iter()
        .filter(|(_, route)| route.starts_with("/api/"))
    {
        let path = path(route, &ours);
        let body: Option<Value> = match *route {
            "/api/mcp/chat" | "/api/mcp/copilot/chat" => Some(
                json!({"message": "yes", "sessionId": ours.session, "connection": ours.words[2]}),
            ),
            "/api/operations/{name}" => {
                Some(json!({"contact": "nobody at all", "connection": ours.words[2]}))
            }
            "/api/phrases" | "/api/phrases/{id}" | "/api/phrases/check" => {
                Some(json!({"say": "what is cooking", "operation": "list_tasks"}))
            }
            // They have a first version of their own by then, and no second one.
            "/api/phrases/revert" => Some(json!({"version": 2})),
            _ if *method == "POST" => Some(json!({})),
            _ => None,
        };
        let answer = app.call(method, &path, Some(&theirs), body).await;
        let lists_own = matches!(
            *route,
            "/api/mcp/conversations"
                | "/api/connections"
                | "/api/operations"
                | "/api/phrases"
                | "/api/phrases/check"
                | "/api/phrases/versions"
        );
        if !lists_own {
            let refused = matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::CONFLICT);
            assert!(
                refused,
                "{method} {path}: {} {}",
                answer.status, answer.text
            );
        }
        for word in ours.words.iter().filter(|word| *word != &path) {
            assert!(
                !answer.text.contains(word.as_str()),
                "{method} {path} tells {word}: {}",
                answer.text
            );
        }
    }
    assert_eq!(app.writes().await.len(), before, "nothing was done");
    // The plan is still ours: looking at it with a foreign token has not used it up.
    let confirm = format!("/api/plans/{}/confirm", ours.plan);
    let answer = app.call("POST", &confirm, Some(&app.token), None).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_with_fewer_rights_is_refused_what_it_lacks() {
    let app = TestApp::start().await;
    let reader = app.token_with("read").await;
    let create = app
        .call(
            "POST",
            "/api/operations/create_contact",
            Some(&reader),
            Some(json!({"contact": "Nora Beck"})),
        )
        .await;
    assert_eq!(create.status, StatusCode::FORBIDDEN);
    assert_eq!(create.json()["code"], "right_missing");
    let mut chat = app.chat();
    chat.token = reader;
    let answer = chat.say("create contact Nora Beck nora@beck.example").await;
    assert_eq!(answer["outcome"], "refused");
    assert_eq!(answer["data"]["reason"], "right_missing");
    assert!(app.writes().await.is_empty());
}
