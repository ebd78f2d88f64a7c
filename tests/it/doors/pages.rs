//! Sign-in, sign-up, the chat page, and what every response carries.

use axum::http::{HeaderMap, StatusCode, header};
use chrono::TimeDelta;

use super::browser::Browser;
use crate::app::TestApp;

fn location(headers: &HeaderMap) -> &str {
    headers[header::LOCATION].to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_signs_in_and_comes_back_to_where_he_wanted() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let home = browser.get("/").await;
    assert_eq!(
        (home.status, location(&home.headers)),
        (StatusCode::SEE_OTHER, "/sign-in")
    );
    let chat = browser.get("/mcp-copilot?conversation=a%26b").await;
    let sign_in = location(&chat.headers).to_owned();
    assert_eq!(
        sign_in,
        "/sign-in?next=%2Fmcp-copilot%3Fconversation%3Da%2526b"
    );
    let form = browser.get(&sign_in).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(
        form.text.contains("/mcp-copilot?conversation=a%26b"),
        "{}",
        form.text
    );

    let fields = [
        ("email", app.email.as_str()),
        ("password", &app.password),
        ("next", "/mcp-copilot?conversation=new"),
    ];
    let answer = browser.submit("/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(location(&answer.headers), "/mcp-copilot?conversation=new");
    assert_eq!(
        location(&browser.get("/").await.headers),
        "/mcp-copilot",
        "who is signed in is led to the chat"
    );
    let again = browser.get("/sign-in").await;
    assert_eq!(location(&again.headers), "/mcp-copilot");
    let chat = browser.get("/mcp-copilot").await;
    assert_eq!(chat.status, StatusCode::OK);
    assert!(chat.text.contains(&app.email) && chat.text.contains("role=\"log\""));
    assert!(!chat.text.contains("<script>") && !chat.text.contains("style="));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_leads_nowhere_else() {
    let app = TestApp::start().await;
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "",
    ] {
        let fields = [
            ("email", app.email.as_str()),
            ("password", &app.password),
            ("next", next),
        ];
        let answer = Browser::new(&app).submit("/sign-in", &fields).await;
        assert_eq!(location(&answer.headers), "/mcp-copilot", "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_up_makes_a_workspace_that_sees_nothing_of_others() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let form = browser.get("/sign-up").await;
    assert_eq!(form.status, StatusCode::OK);
    let bad = [("workspace", " "), ("email", "no"), ("password", "short")];
    let answer = browser.submit("/sign-up", &bad).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("Use at least 10 characters."));
    assert!(!answer.text.contains("\"short\""));

    let good = [
        ("workspace", "Ana's <b>Salon</b>"),
        ("email", "ana@salon.example"),
        ("password", "a long enough password"),
    ];
    let answer = browser.submit("/sign-up", &good).await;
    assert_eq!(location(&answer.headers), "/mcp-copilot");
    let chat = browser.get("/mcp-copilot").await;
    assert!(chat.text.contains("ana@salon.example"));
    assert!(
        !chat.text.contains("<b>Salon"),
        "names are text, not markup"
    );
    for list in ["/api/connections", "/api/mcp/conversations"] {
        assert_eq!(browser.get(list).await.text, "[]", "{list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_speak_the_language_that_is_asked_for_or_chosen() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    browser.language = "de, es-AR;q=0.9, en;q=0.2";
    let form = browser.get("/sign-in").await;
    assert!(form.text.contains("<html lang=\"es\">") && form.text.contains("Contraseña"));
    let lost = browser.get("/no/such/page").await;
    assert!(lost.text.contains("<html lang=\"es\">") && lost.text.contains("No encontrado"));
    let bad = [("workspace", " "), ("email", "no"), ("password", "corta")];
    let answer = browser.submit("/sign-up", &bad).await;
    assert!(answer.text.contains("Usa al menos 10 caracteres"));

    // Who signs up in Spanish gets a workspace that speaks it, whatever the browser says later.
    let good = [
        ("workspace", "Peluquería Ana"),
        ("email", "ana@salon.example"),
        ("password", "una clave bastante larga"),
    ];
    browser.submit("/sign-up", &good).await;
    browser.language = "en";
    let chat = browser.get("/mcp-copilot").await;
    assert!(chat.text.contains("<html lang=\"es\">"), "{}", chat.text);
    let body = serde_json::json!({"message": "ayuda"}).to_string();
    let answer = browser.post("/api/mcp/chat", &body).await.json();
    assert!(
        answer["reply"]
            .as_str()
            .unwrap()
            .starts_with("Hago en tu CRM")
    );

    // A choice comes back to the page, stays, and leads nowhere else.
    let session = browser.cookie.clone().unwrap();
    let wish = [("lang", "en"), ("next", "/mcp-copilot?conversation=new")];
    let chosen = browser.submit("/language", &wish).await;
    assert_eq!(location(&chosen.headers), "/mcp-copilot?conversation=new");
    let cookie = chosen.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("Max-Age=31536000") && cookie.contains("HttpOnly"));
    let choice = browser.cookie.take().unwrap();
    browser.cookie = Some(format!("{session}; {choice}"));
    let chat = browser.get("/mcp-copilot").await;
    assert!(chat.text.contains("<html lang=\"en\">"));
    let astray = [("lang", "xx"), ("next", "https://evil.example/")];
    let astray = browser.submit("/language", &astray).await;
    assert_eq!(location(&astray.headers), "/mcp-copilot");
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_pages_for_people_and_problems_for_scripts() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let page = browser.get("/no/such/page").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text.contains("<h1") && page.text.contains("Not found"));
    let problem = app.call("GET", "/no/such/page", None, None).await;
    assert_eq!(
        problem.headers[header::CONTENT_TYPE],
        "application/problem+json"
    );
    assert_eq!(problem.json()["code"], "not_found");

    let wrong = browser.get("/sign-out").await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    let lacking = browser
        .submit("/sign-in", &[("email", "a@b.example")])
        .await;
    assert_eq!(lacking.status, StatusCode::BAD_REQUEST);
    let long = "x".repeat(300 * 1024);
    let answer = browser.sign_in(&app.email, &long).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let body = serde_json::json!({"message": long});
    let answer = app
        .call("POST", "/api/mcp/chat", Some(&app.token), Some(body))
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_response_is_guarded_and_numbered() {
    let app = TestApp::start().await;
    let mut ids = Vec::new();
    for path in [
        "/sign-in",
        "/health",
        "/livez",
        "/assets/css/base.css",
        "/api/connections",
        "/nowhere",
        "/",
    ] {
        let answer = app.call("GET", path, None, None).await;
        let said = |name: &str| answer.headers[name].to_str().unwrap();
        let policy = said("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"));
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(said("x-frame-options"), "DENY", "{path}");
        let kept = if path.starts_with("/assets/") {
            "no-cache"
        } else {
            "no-store"
        };
        assert_eq!(said("cache-control"), kept, "{path}");
        assert!(!answer.headers.contains_key("strict-transport-security"));
        ids.push(said("x-request-id").to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 7, "each request has an id of its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_say_what_they_are_and_are_sent_once() {
    let app = TestApp::start().await;
    for (path, kind) in [
        ("/assets/css/base.css", "text/css"),
        ("/assets/js/chat.js", "text/javascript"),
        ("/assets/icons/logo.svg", "image/svg+xml"),
    ] {
        let answer = app.call("GET", path, None, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let said = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert!(said.starts_with(kind), "{path}: {said}");
        let request = axum::http::Request::get(path)
            .header(header::IF_NONE_MATCH, &answer.headers[header::ETAG])
            .body(axum::body::Body::empty());
        let again = app.send(request.unwrap()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        assert!(again.text.is_empty());
    }
    for path in [
        "/assets/../Cargo.toml",
        "/assets/%2e%2e/Cargo.toml",
        "/assets/",
        "/assets/no.css",
    ] {
        let answer = app.call("GET", path, None, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_says_what_it_found() {
    let app = TestApp::start().await;
    app.clock.advance(TimeDelta::seconds(90));
    for path in ["/health", "/api/mcp/health"] {
        let answer = app.call("GET", path, None, None).await;
        assert_eq!(answer.status, StatusCode::OK);
        let body = answer.json();
        assert_eq!(body["status"], "ok");
        assert_eq!(body["uptime"], 90);
        assert_eq!(body["environment"], "test");
        assert_eq!(body["database"], "connected");
        assert!(
            body["timestamp"]
                .as_str()
                .unwrap()
                .starts_with("2026-03-04T14:01:30")
        );
    }
    app.app.store.close().await.unwrap();
    assert_eq!(
        app.call("GET", "/health", None, None).await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(
        app.call("GET", "/readyz", None, None).await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(
        app.call("GET", "/livez", None, None).await.status,
        StatusCode::OK
    );
    let answer = app
        .call("GET", "/api/connections", Some(&app.token), None)
        .await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
}
