//! What is checked before any record is looked at.

use serde_json::{Value, json};

use super::super::harness::Sandbox;

async fn refused(sandbox: &Sandbox, headers: &[(&str, &str)]) -> Value {
    let path = format!("/locations/{}", sandbox.location());
    let (status, body) = sandbox.ghl_with(&path, headers).await;
    assert_eq!(
        (status, &body["statusCode"], &body["error"]),
        (401, &json!(401), &json!("Unauthorized"))
    );
    body["message"].clone()
}

#[tokio::test]
async fn wants_its_token_and_a_version() {
    let sandbox = Sandbox::new().await;
    let token = format!("Bearer {}", sandbox.running.ghl.token);
    let july = ("version", "2021-07-28");
    assert_eq!(refused(&sandbox, &[july]).await, "Invalid JWT");
    let wrong = [("authorization", "Bearer pit-wrong"), july];
    assert_eq!(
        refused(&sandbox, &wrong).await,
        "Invalid token: access token is invalid"
    );
    let none = [("authorization", token.as_str())];
    assert_eq!(
        refused(&sandbox, &none).await,
        "version header was not found."
    );
    let other = [("authorization", token.as_str()), ("version", "2021-04-15")];
    assert_eq!(refused(&sandbox, &other).await, "version header is invalid");
}

#[tokio::test]
async fn wants_the_older_version_for_calendars_and_conversations() {
    let sandbox = Sandbox::new().await;
    let token = format!("Bearer {}", sandbox.running.ghl.token);
    for path in ["/calendars/", "/conversations/search"] {
        let path = format!("{path}?locationId={}", sandbox.location());
        for (version, expected) in [("2021-04-15", 200), ("2021-07-28", 401)] {
            let headers = [("authorization", token.as_str()), ("version", version)];
            assert_eq!(
                sandbox.ghl_with(&path, &headers).await.0,
                expected,
                "{path} {version}"
            );
        }
    }
}

#[tokio::test]
async fn counts_the_trailing_slash() {
    let sandbox = Sandbox::new().await;
    let body = json!({ "locationId": sandbox.location(), "firstName": "Wilma" });
    let (status, answer) = sandbox.ghl("POST", "/contacts", body.clone()).await;
    assert_eq!(
        (status, &answer["message"]),
        (404, &json!("Cannot POST /contacts"))
    );
    assert_eq!(sandbox.ghl("POST", "/contacts/", body).await.0, 201);
    for path in [
        "/opportunities",
        "/calendars",
        "/conversations/search/",
        "/contacts/search/",
    ] {
        assert_eq!(sandbox.ghl("POST", path, json!({})).await.0, 404, "{path}");
    }
    let (status, answer) = sandbox.ghl("PATCH", "/contacts/x", json!({})).await;
    assert_eq!((status, &answer["error"]), (404, &json!("Not Found")));
}

#[tokio::test]
async fn lists_every_field_that_does_not_fit() {
    let sandbox = Sandbox::new().await;
    let path = format!(
        "/contacts/{}/tasks",
        super::super::harness::id(&sandbox.find("Zoë").await)
    );
    let body = json!({ "title": "", "dueDate": "tomorrow", "color": "red" });
    let (status, answer) = sandbox.ghl("POST", &path, body).await;
    assert_eq!(
        (status, &answer["error"]),
        (422, &json!("Unprocessable Entity"))
    );
    assert_eq!(
        answer["message"],
        json!([
            "title should not be empty",
            "dueDate must be a valid ISO 8601 date string",
            "completed should not be empty",
            "property color should not exist",
        ])
    );
}

#[tokio::test]
async fn wants_the_mandatory_fields_of_every_operation() {
    let sandbox = Sandbox::new().await;
    let contact = sandbox.find("Zoë").await;
    let contact = super::super::harness::id(&contact);
    let location = sandbox.location();
    let cases = [
        (
            "POST",
            "/contacts/".to_owned(),
            json!({ "firstName": "Wilma" }),
            "locationId",
        ),
        (
            "POST",
            "/contacts/search".to_owned(),
            json!({ "locationId": location }),
            "pageLimit",
        ),
        (
            "POST",
            "/contacts/search".to_owned(),
            json!({ "pageLimit": 1 }),
            "locationId",
        ),
        (
            "POST",
            "/contacts/upsert".to_owned(),
            json!({}),
            "locationId",
        ),
        (
            "POST",
            format!("/contacts/{contact}/tags"),
            json!({}),
            "tags",
        ),
        (
            "DELETE",
            format!("/contacts/{contact}/tags"),
            json!({}),
            "tags",
        ),
        (
            "POST",
            format!("/contacts/{contact}/notes"),
            json!({ "title": "x" }),
            "body",
        ),
        (
            "GET",
            "/opportunities/search".to_owned(),
            Value::Null,
            "location_id",
        ),
        (
            "GET",
            "/opportunities/pipelines".to_owned(),
            Value::Null,
            "locationId",
        ),
        (
            "POST",
            "/opportunities/".to_owned(),
            json!({ "locationId": location }),
            "pipelineId",
        ),
        ("GET", "/calendars/".to_owned(), Value::Null, "locationId"),
        (
            "POST",
            "/calendars/events/appointments".to_owned(),
            json!({}),
            "startTime",
        ),
        (
            "GET",
            format!("/calendars/events?locationId={location}"),
            Value::Null,
            "startTime",
        ),
        (
            "POST",
            "/conversations/messages".to_owned(),
            json!({ "type": "SMS" }),
            "contactId",
        ),
        (
            "GET",
            "/conversations/search".to_owned(),
            Value::Null,
            "locationId",
        ),
    ];
    for (method, path, body, missing) in cases {
        let (status, answer) = sandbox.ghl(method, &path, body).await;
        let expected = json!(format!("{missing} should not be empty"));
        assert_eq!(status, 422, "{method} {path}: {answer}");
        assert!(
            answer["message"]
                .as_array()
                .is_some_and(|m| m.contains(&expected)),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn refuses_another_location() {
    let sandbox = Sandbox::new().await;
    let other = "ve9EPM428h8vShlRW1KT";
    let cases = [
        ("GET", format!("/locations/{other}"), Value::Null),
        (
            "POST",
            "/contacts/".to_owned(),
            json!({ "locationId": other, "firstName": "Wilma" }),
        ),
        (
            "POST",
            "/contacts/search".to_owned(),
            json!({ "locationId": other, "pageLimit": 1 }),
        ),
        (
            "GET",
            format!("/opportunities/search?location_id={other}"),
            Value::Null,
        ),
        (
            "GET",
            format!("/calendars/?locationId={other}"),
            Value::Null,
        ),
    ];
    for (method, path, body) in cases {
        let (status, answer) = sandbox.ghl(method, &path, body).await;
        let message = "The token does not have access to this location.";
        assert_eq!(
            (status, &answer["message"]),
            (403, &json!(message)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn refuses_what_is_not_json() {
    let sandbox = Sandbox::new().await;
    let client = reqwest::Client::new();
    let post = |kind: &'static str, body: &'static str| {
        client
            .post(format!("{}/contacts/", sandbox.running.ghl.url))
            .bearer_auth(&sandbox.running.ghl.token)
            .header("version", "2021-07-28")
            .header("content-type", kind)
            .body(body)
            .send()
    };
    let broken = post("application/json", "{\"locationId\": ")
        .await
        .expect("an answer");
    assert_eq!(broken.status(), 400);
    let form = post("application/x-www-form-urlencoded", "locationId=x")
        .await
        .expect("an answer");
    assert_eq!(form.status(), 422);
}
