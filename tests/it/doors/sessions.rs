//! Who is signed in with a browser, how that begins and ends, and what others cannot do with it.

use axum::http::{StatusCode, header};
use chrono::TimeDelta;

use super::browser::Browser;
use crate::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_user_and_a_wrong_password_get_the_same_answer() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let wrong = browser.sign_in(&app.email, "not the password").await;
    let unknown = browser
        .sign_in("nobody@example.org", "not the password")
        .await;
    assert_eq!(wrong.status, unknown.status);
    assert!(wrong.status.is_client_error());
    assert!(
        browser.cookie.is_none(),
        "a stranger needs no session in the database"
    );
    let without_email = |text: &str, email: &str| text.replace(email, "");
    assert_eq!(
        without_email(&wrong.text, &app.email),
        without_email(&unknown.text, "nobody@example.org")
    );
    assert!(!wrong.text.contains("not the password"));
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_attempts_have_to_wait_and_then_may_go_on() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    for _ in 0..10 {
        let answer = browser.sign_in(&app.email, "guess after guess").await;
        assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    }
    // The right password as well: otherwise guessing on would still find it.
    let answer = browser.sign_in(&app.email, &app.password).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: i64 = answer.headers[header::RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    app.clock.advance(TimeDelta::seconds(wait));
    let answer = browser.sign_in(&app.email, &app.password).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_gets_a_new_id_at_sign_in_and_is_gone_after_sign_out() {
    let app = TestApp::start().await;
    let mut browser = Browser::signed_in(&app).await;
    let first = browser.cookie.clone();
    let answer = browser.sign_in(&app.email, &app.password).await;
    let set = answer.headers[header::SET_COOKIE].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(
        !set.contains("Secure"),
        "reached by plain HTTP on this machine"
    );
    let second = browser.cookie.clone();
    assert_ne!(first, second);

    let mut old = Browser::new(&app);
    old.cookie = first;
    let gone = old.get("/api/mcp/conversations").await;
    assert_eq!(
        gone.status,
        StatusCode::UNAUTHORIZED,
        "the old id is nobody's"
    );

    let out = browser.submit("/sign-out", &[]).await;
    assert_eq!(out.headers[header::LOCATION], "/sign-in");
    let mut kept = Browser::new(&app);
    kept.cookie = second;
    let gone = kept.get("/api/mcp/conversations").await;
    assert_eq!(
        gone.status,
        StatusCode::UNAUTHORIZED,
        "the cookie alone is worth nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_idle_for_twelve_hours() {
    let app = TestApp::start().await;
    let mut browser = Browser::signed_in(&app).await;
    for _ in 0..3 {
        app.clock.advance(TimeDelta::hours(11));
        let answer = browser.get("/api/connections").await;
        assert_eq!(
            answer.status,
            StatusCode::OK,
            "each request moves the end of the session"
        );
    }
    app.clock.advance(TimeDelta::hours(12));
    let answer = browser.get("/api/connections").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_seven_days_however_busy() {
    let app = TestApp::start().await;
    let mut browser = Browser::signed_in(&app).await;
    for _ in 0..15 {
        app.clock.advance(TimeDelta::hours(11));
        let answer = browser.get("/api/connections").await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    app.clock.advance(TimeDelta::hours(3));
    let answer = browser.get("/api/connections").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "168 hours");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_page_changes_nothing() {
    let app = TestApp::start().await;
    let mut browser = Browser::signed_in(&app).await;
    browser.site = "cross-site";
    let message = r#"{"message": "create contact Mallory Cross mallory@cross.example"}"#;
    let answer = browser.post("/api/mcp/chat", message).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.json()["code"], "cross_site");
    let out = browser.submit("/sign-out", &[]).await;
    assert_eq!(out.status, StatusCode::FORBIDDEN);
    assert!(
        out.text.contains("<h1"),
        "people get a page: {:.200}",
        out.text
    );
    let answer = browser.sign_in(&app.email, &app.password).await;
    assert_eq!(
        answer.status,
        StatusCode::FORBIDDEN,
        "nobody is signed in as somebody else"
    );
    assert!(app.writes().await.is_empty());

    // Who is not signed in learns that first.
    browser.cookie = None;
    let answer = browser.post("/api/mcp/chat", message).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_is_not_answered_by_the_cookie_beside_it() {
    let app = TestApp::start().await;
    let browser = Browser::signed_in(&app).await;
    let request = axum::http::Request::get("/api/connections")
        .header(header::COOKIE, browser.cookie.unwrap())
        .header(header::AUTHORIZATION, "Bearer cct_wrong")
        .body(axum::body::Body::empty());
    let answer = app.send(request.unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}
