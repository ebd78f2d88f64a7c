//! What holds for every vendor: the key, time-outs, repetition, logs, previews.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::json;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use super::{KEY, answering, body, credentials, impatient, lines, patient, samples, seen};
use crate::crm::{Effect, Error, Provider, connect, operations};

fn found_none() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "contacts": [], "total": 0 }))
}

#[tokio::test]
async fn sends_the_key_as_bearer_and_the_version_of_the_row() {
    let (server, crm) = answering(Provider::GoHighLevel, found_none()).await;
    crm.perform("search_contacts", &json!({ "query": "john" }))
        .await
        .expect("a page");
    let request = &seen(&server).await[0];
    assert_eq!(request.headers["authorization"], format!("Bearer {KEY}"));
    assert_eq!(request.headers["version"], "2021-07-28");
    assert_eq!(request.headers["content-type"], "application/json");
    assert!(
        request.headers["user-agent"]
            .to_str()
            .is_ok_and(|agent| agent.starts_with("crm-copilot/"))
    );
}

#[tokio::test]
async fn sends_what_the_preview_shows() {
    for (provider, answer) in [
        (
            Provider::GoHighLevel,
            json!({ "contact": { "id": "c1" }, "tags": [], "task": { "id": "t1" }, "id": "a1" }),
        ),
        (
            Provider::HubSpot,
            json!({ "id": "1", "properties": {}, "results": [] }),
        ),
    ] {
        for operation in [
            "create_contact",
            "update_contact",
            "delete_contact",
            "create_task",
            "move_opportunity_stage",
        ] {
            let (server, crm) =
                answering(provider, ResponseTemplate::new(200).set_body_json(&answer)).await;
            let args = samples::of(provider, operation).remove(0);
            let shown = crm.preview(operation, &args).expect("a preview");
            drop(crm.perform(operation, &args).await);
            let sent = &seen(&server).await[0];
            assert_eq!(shown[0].method, sent.method.as_str());
            assert_eq!(shown[0].url, format!("{}{}", server.uri(), sent.url.path()));
            assert_eq!(
                shown[0].body.clone().unwrap_or_default(),
                body(sent),
                "{operation}"
            );
            for (name, value) in shown[0]
                .headers
                .iter()
                .filter(|(name, _)| name != "Authorization")
            {
                assert_eq!(sent.headers[name.as_str()], value.as_str());
            }
        }
    }
}

#[tokio::test]
async fn masks_the_key_in_every_preview() {
    for provider in Provider::ALL {
        let crm = connect(patient(), credentials(provider, "https://crm.example/"));
        for (operation, _) in operations(provider) {
            for args in samples::of(provider, operation) {
                let calls = crm.preview(operation, &args).expect("a preview");
                assert!(!calls.is_empty(), "{operation}");
                for call in calls {
                    let masked = ("Authorization".to_owned(), "Bearer ••••".to_owned());
                    let gets_a_key = operation != "trigger_inbound_webhook";
                    assert_eq!(call.headers.contains(&masked), gets_a_key, "{operation}");
                    assert!(!format!("{call:?}").contains("secret"), "{operation}");
                }
            }
        }
    }
}

#[tokio::test]
async fn repeats_reads_twice_and_writes_never() {
    let (server, crm) = answering(Provider::GoHighLevel, ResponseTemplate::new(503)).await;
    let error = crm
        .perform("search_contacts", &json!({}))
        .await
        .expect_err("unavailable");
    assert_eq!(
        (error.code(), error.effect()),
        ("crm_unavailable", Effect::None)
    );
    assert_eq!(seen(&server).await.len(), 3);

    for operation in [
        "create_contact",
        "add_tags",
        "delete_contact",
        "send_sms",
        "book_appointment",
    ] {
        let (server, crm) = answering(Provider::GoHighLevel, ResponseTemplate::new(503)).await;
        let args = samples::of(Provider::GoHighLevel, operation).remove(0);
        let error = crm
            .perform(operation, &args)
            .await
            .expect_err("unavailable");
        assert_eq!(
            (error.code(), error.effect()),
            ("crm_unavailable", Effect::Unknown)
        );
        assert_eq!(seen(&server).await.len(), 1, "{operation}");
    }
}

#[tokio::test]
async fn gives_up_in_time_and_says_whether_something_may_have_happened() {
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_secs(30));
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(slow).mount(&server).await;
    let crm = connect(
        impatient(),
        credentials(Provider::GoHighLevel, &server.uri()),
    );
    for (operation, effect) in [
        ("get_contact", Effect::None),
        ("delete_contact", Effect::Unknown),
    ] {
        let error = crm
            .perform(operation, &json!({ "contact": "c1" }))
            .await
            .expect_err("a time-out");
        assert_eq!((error.code(), error.effect()), ("crm_timeout", effect));
    }
    assert_eq!(seen(&server).await.len(), 2, "a time-out is not repeated");
}

#[tokio::test]
async fn nothing_has_happened_where_nobody_listens() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|socket| socket.local_addr())
        .expect("a port")
        .port();
    let crm = connect(
        patient(),
        credentials(Provider::HubSpot, &format!("http://127.0.0.1:{port}")),
    );
    let error = crm
        .perform("delete_contact", &json!({ "contact": "512" }))
        .await
        .expect_err("unavailable");
    assert_eq!(
        (error.code(), error.effect()),
        ("crm_unavailable", Effect::None)
    );
}

#[tokio::test]
async fn follows_no_redirect() {
    let (elsewhere, _) = answering(Provider::GoHighLevel, found_none()).await;
    let away = ResponseTemplate::new(307).insert_header("location", elsewhere.uri().as_str());
    let (_, crm) = answering(Provider::GoHighLevel, away).await;
    let error = crm
        .perform("search_contacts", &json!({}))
        .await
        .expect_err("a redirect");
    assert!(matches!(error, Error::Protocol { .. }));
    assert!(seen(&elsewhere).await.is_empty());
}

#[tokio::test]
async fn does_not_take_nonsense_for_an_answer() {
    for answer in [
        ResponseTemplate::new(200).set_body_string("<html>"),
        ResponseTemplate::new(200).set_body_json(json!({})),
    ] {
        let (_server, crm) = answering(Provider::GoHighLevel, answer).await;
        let error = crm
            .perform("create_contact", &json!({ "name": "Jane" }))
            .await
            .expect_err("no record");
        assert!(matches!(error, Error::Protocol { .. }));
        assert_eq!(error.effect(), Effect::Unknown);
    }
}

#[tokio::test]
async fn an_id_cannot_lead_to_another_resource() {
    let (server, crm) = answering(Provider::GoHighLevel, ResponseTemplate::new(200)).await;
    for id in ["..", ".", ""] {
        let error = crm
            .perform("delete_contact", &json!({ "contact": id }))
            .await
            .expect_err("no id");
        assert_eq!(error.code(), "invalid_argument");
    }
    drop(
        crm.perform("delete_contact", &json!({ "contact": "a/../b?c#d e" }))
            .await,
    );
    assert_eq!(
        lines(&server).await,
        ["DELETE /contacts/a%2F..%2Fb%3Fc%23d%20e"]
    );
}

#[tokio::test]
async fn names_the_argument_that_is_missing_or_wrong() {
    let crm = connect(
        patient(),
        credentials(Provider::GoHighLevel, "https://crm.example"),
    );
    let field = |operation, args| match crm.preview(operation, &args) {
        Err(Error::Argument { field, .. }) => field,
        other => format!("{other:?}"),
    };
    assert_eq!(field("add_tags", json!({ "contact": "c1" })), "tags");
    assert_eq!(field("get_contact", json!({})), "contact");
    assert_eq!(
        field(
            "create_task",
            json!({ "contact": "c1", "title": "x", "due": "tomorrow" })
        ),
        "due"
    );
    assert_eq!(
        field("search_contacts", json!({ "query": "x".repeat(76) })),
        "query"
    );
    assert_eq!(
        field(
            "create_opportunity",
            json!({ "title": "x", "contact": "c", "pipeline": "p", "stage": "s", "amount": "much" })
        ),
        "amount"
    );
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .map_err(|_| io::ErrorKind::Other)?
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_logs_nor_errors_hold_keys_or_personal_data() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let refusal = json!({
        "statusCode": 422, "message": ["email jane.doe@example.com must be an email", "phone +17275551234 is bad"],
    });
    let answers = [
        ResponseTemplate::new(422).set_body_json(refusal),
        ResponseTemplate::new(200)
            .set_body_json(json!({ "contact": { "id": "c1", "email": "jane.doe@example.com" } })),
        ResponseTemplate::new(500).set_body_string("jane.doe@example.com"),
        ResponseTemplate::new(401),
    ];
    let mut told = String::new();
    for answer in answers {
        let (server, crm) = answering(Provider::GoHighLevel, answer).await;
        let args =
            json!({ "name": "Jane Doe", "email": "jane.doe@example.com", "phone": "+17275551234" });
        if let Err(error) = crm.perform("create_contact", &args).await {
            told += &format!("{error} {error:?} ");
        }
        drop(
            crm.perform(
                "list_opportunities",
                &json!({ "query": "jane.doe@example.com" }),
            )
            .await,
        );
        told += &format!("{:?}", credentials(Provider::GoHighLevel, &server.uri()));
    }
    let crm = connect(
        impatient(),
        credentials(Provider::GoHighLevel, "http://127.0.0.1:9"),
    );
    let error = crm
        .perform(
            "list_opportunities",
            &json!({ "query": "jane.doe@example.com" }),
        )
        .await;
    told += &format!("{error:?}");

    let logged = String::from_utf8_lossy(&log.0.lock().expect("the log")).into_owned();
    assert!(
        logged.contains("path=\"/contacts/\"") && logged.contains("status=422"),
        "{logged}"
    );
    for secret in [KEY, "jane.doe", "7275551234"] {
        assert!(!logged.contains(secret), "{secret} is in the log: {logged}");
        assert!(!told.contains(secret), "{secret} is in an error: {told}");
    }
}
