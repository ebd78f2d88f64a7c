//! Requests that no row describes: an administrator's own, and those to inbound webhooks.

use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use super::{KEY, answering, body, credentials, lines, patient, seen};
use crate::crm::{Effect, Error, Provider, connect, http::Http, request::Way};

const WEBHOOK: &str =
    "/hooks/ve9EPM428h8vShlRW1KT/webhook-trigger/24958858-a0b0-4ffc-bf6b-3436911c71e2";

fn call(method: &str, path: &str) -> Value {
    json!({ "method": method, "path": path })
}

#[tokio::test]
async fn sends_what_the_administrator_wrote_with_the_key_and_the_version_of_the_path() {
    for (path, version) in [
        ("/contacts/?query=jane%40example.com&limit=1", "2021-07-28"),
        ("/calendars", "2021-04-15"),
        ("/calendars/?locationId=a", "2021-04-15"),
        ("/conversations/search", "2021-04-15"),
        ("/conversations?a=b", "2021-04-15"),
        ("/calendarsomething/", "2021-07-28"),
        ("/contacts/calendars", "2021-07-28"),
    ] {
        let answer = ResponseTemplate::new(200).set_body_json(json!({ "a": 1 }));
        let (server, crm) = answering(Provider::GoHighLevel, answer).await;
        let said = crm.perform("call_api", &call("GET", path)).await;
        assert_eq!(
            said.expect(path),
            json!({ "status": 200, "body": { "a": 1 } })
        );
        assert_eq!(lines(&server).await, [format!("GET {path}")]);
        let request = &seen(&server).await[0];
        assert_eq!(request.headers["authorization"], format!("Bearer {KEY}"));
        assert_eq!(request.headers["version"], version, "{path}");
    }
}

#[tokio::test]
async fn every_method_is_sent_and_a_body_where_it_may_be() {
    let (server, crm) = answering(Provider::HubSpot, ResponseTemplate::new(204)).await;
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        for body in [json!({ "a": [1] }), json!([1])] {
            let mut args = call(method, "/crm/objects/2026-09/contacts");
            args["body"] = body;
            let said = crm.perform("call_api", &args).await.expect(method);
            assert_eq!(said, json!({ "status": 204, "body": null }));
        }
    }
    let sent = seen(&server).await;
    assert_eq!(sent.len(), 8);
    assert_eq!(body(&sent[0]), json!({ "a": [1] }));
    assert!(
        sent.iter()
            .all(|request| !request.headers.contains_key("version"))
    );
    let mut args = call("GET", "/crm/objects/2026-09/contacts");
    args["body"] = json!({});
    let refused = [
        (args, "body"),
        (call("TRACE", "/"), "method"),
        (call("GET", "//evil.example"), "path"),
    ];
    for (args, name) in refused {
        let error = crm.perform("call_api", &args).await.expect_err(name);
        assert!(
            matches!(&error, Error::Argument { field, .. } if field == name),
            "{error:?}"
        );
    }
    assert_eq!(seen(&server).await.len(), 8, "nothing of these was sent");
}

#[tokio::test]
async fn what_the_crm_says_against_a_request_is_its_answer() {
    for (status, code) in [
        (400, None),
        (404, None),
        (422, None),
        (401, Some("crm_unauthorized")),
        (403, Some("crm_forbidden")),
        (500, Some("crm_unavailable")),
    ] {
        let answer = ResponseTemplate::new(status).set_body_string("not JSON");
        let (_server, crm) = answering(Provider::HubSpot, answer).await;
        match (crm.perform("call_api", &call("POST", "/a")).await, code) {
            (Ok(said), None) => assert_eq!(said, json!({ "status": status, "body": "not JSON" })),
            (Err(error), Some(code)) => assert_eq!(error.code(), code),
            other => panic!("{status}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_get_is_repeated_and_a_write_is_not() {
    for (method, attempts, effect) in [("GET", 3, Effect::None), ("POST", 1, Effect::Unknown)] {
        let (server, crm) = answering(Provider::GoHighLevel, ResponseTemplate::new(503)).await;
        let error = crm.perform("call_api", &call(method, "/contacts/")).await;
        assert_eq!(error.expect_err(method).effect(), effect);
        assert_eq!(seen(&server).await.len(), attempts, "{method}");
    }
}

#[tokio::test]
async fn a_webhook_gets_the_payload_and_nothing_of_the_connection() {
    for provider in Provider::ALL {
        let answer = ResponseTemplate::new(200).set_body_string("Success");
        let (server, crm) = answering(provider, answer).await;
        let payload = json!({ "email": "john@example.com" });
        let args = json!({ "url": format!("{}{WEBHOOK}", server.uri()), "payload": payload });
        let shown = crm
            .preview("trigger_inbound_webhook", &args)
            .expect("a preview");
        let said = crm.perform("trigger_inbound_webhook", &args).await;
        assert_eq!(
            said.expect("taken"),
            json!({ "status": 200, "body": "Success" })
        );
        let request = &seen(&server).await[0];
        assert_eq!(lines(&server).await, [format!("POST {WEBHOOK}")]);
        assert_eq!(body(request), payload);
        for name in ["authorization", "version", "cookie"] {
            assert!(!request.headers.contains_key(name), "{name}");
        }
        assert_eq!(
            (&shown[0].url, shown[0].body.as_ref()),
            (&format!("{}{WEBHOOK}", server.uri()), Some(&payload))
        );
        assert_eq!(
            shown[0].headers,
            [("Content-Type".to_owned(), "application/json".to_owned())]
        );
    }
}

#[tokio::test]
async fn a_webhook_is_asked_once_follows_nobody_and_is_not_listened_to_for_long() {
    let (elsewhere, _) = answering(Provider::GoHighLevel, ResponseTemplate::new(200)).await;
    for (answer, code) in [
        (
            ResponseTemplate::new(307).insert_header("location", elsewhere.uri().as_str()),
            "crm_unavailable",
        ),
        (
            ResponseTemplate::new(200).set_body_bytes(vec![b'x'; 64 * 1024 + 1]),
            "crm_unavailable",
        ),
        (ResponseTemplate::new(503), "crm_unavailable"),
        // The key was not sent, so that this says nothing of it.
        (ResponseTemplate::new(401), "crm_invalid"),
        (ResponseTemplate::new(404), "crm_not_found"),
    ] {
        let (server, crm) = answering(Provider::GoHighLevel, answer).await;
        let args = json!({ "url": format!("{}{WEBHOOK}", server.uri()), "payload": {} });
        let error = crm.perform("trigger_inbound_webhook", &args).await;
        assert_eq!(error.expect_err(code).code(), code);
        assert_eq!(seen(&server).await.len(), 1);
    }
    assert!(seen(&elsewhere).await.is_empty());
}

#[tokio::test]
async fn a_webhook_that_is_down_does_not_close_the_crm() {
    let (server, crm) = answering(Provider::GoHighLevel, ResponseTemplate::new(503)).await;
    let args = json!({ "url": format!("{}{WEBHOOK}", server.uri()), "payload": {} });
    for _ in 0..6 {
        drop(crm.perform("trigger_inbound_webhook", &args).await);
    }
    let sent = seen(&server).await.len();
    assert_eq!(sent, 5, "after five failures it is left alone");
    drop(crm.perform("call_api", &call("POST", "/contacts/")).await);
    assert_eq!(seen(&server).await.len(), sent + 1);
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_connected_to() {
    let (server, inside): (MockServer, _) =
        answering(Provider::GoHighLevel, ResponseTemplate::new(200)).await;
    drop(inside);
    let port = server.address().port();
    let http: Http = patient();
    let mut built = super::retry::built("create_contact");
    built.url = format!("http://localhost:{port}{WEBHOOK}")
        .parse()
        .expect("an address");
    built.way = Way::Webhook;
    let key = KEY.into();
    let error = http.attempt(&built, &key).await.err().expect("a refusal");
    assert!(
        matches!(&error, Error::Argument { field, .. } if field == "url"),
        "{error:?}"
    );
    assert!(seen(&server).await.is_empty());
    built.way = Way::Row;
    assert!(
        http.attempt(&built, &key).await.is_ok(),
        "somebody listens there"
    );
}

#[test]
fn a_connection_elsewhere_is_no_way_in() {
    let crm = connect(
        patient(),
        credentials(Provider::HubSpot, "https://api.hubapi.com"),
    );
    let args = |url: &str| json!({ "url": format!("{url}{WEBHOOK}"), "payload": { "a": 1 } });
    let vendor = "https://services.leadconnectorhq.com";
    let shown = crm
        .preview("trigger_inbound_webhook", &args(vendor))
        .expect("a preview");
    assert_eq!(shown[0].url, format!("{vendor}{WEBHOOK}"));
    for url in [
        "https://api.hubapi.com",
        "http://127.0.0.1:4001",
        "https://169.254.169.254",
    ] {
        let error = crm
            .preview("trigger_inbound_webhook", &args(url))
            .expect_err(url);
        assert!(
            matches!(&error, Error::Argument { field, .. } if field == "url"),
            "{error:?}"
        );
    }
}
