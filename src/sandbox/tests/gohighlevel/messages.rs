//! Scheduled messages, e-mails, and the filters of the conversations.

use serde_json::{Value, json};

use super::super::harness::{NOW, Sandbox, id};

/// Seconds of a time so many minutes after the sandbox's.
fn seconds(minutes: i64) -> i64 {
    let now: chrono::DateTime<chrono::Utc> = NOW.parse().expect("a time");
    now.timestamp() + minutes * 60
}

async fn send(sandbox: &Sandbox, kind: &str, at: i64) -> (u16, Value) {
    let zoe = sandbox.find("Zoë").await;
    let body = json!({
        "type": kind, "contactId": zoe["id"], "subject": "Your quote", "message": "Hello",
        "scheduledTimestamp": at,
    });
    sandbox.ghl("POST", "/conversations/messages", body).await
}

#[tokio::test]
async fn calls_a_scheduled_message_back_once() {
    let sandbox = Sandbox::new().await;
    let (status, sent) = send(&sandbox, "SMS", seconds(60)).await;
    assert_eq!(status, 200, "{sent}");
    let message = sent["messageId"].as_str().expect("an id");
    let one = format!("/conversations/messages/{message}");
    let (_, read) = sandbox.ghl("GET", &one, Value::Null).await;
    assert_eq!(
        (&read["status"], &read["body"]),
        (&json!("scheduled"), &json!("Hello"))
    );
    let schedule = format!("{one}/schedule");
    let (status, gone) = sandbox.ghl("DELETE", &schedule, Value::Null).await;
    assert_eq!((status, &gone["status"]), (200, &json!(200)), "{gone}");
    assert_eq!(sandbox.ghl("GET", &one, Value::Null).await.0, 400);
    assert_eq!(sandbox.ghl("DELETE", &schedule, Value::Null).await.0, 400);
}

#[tokio::test]
async fn calls_a_scheduled_email_back_by_its_own_id() {
    let sandbox = Sandbox::new().await;
    let (_, sent) = send(&sandbox, "Email", seconds(60)).await;
    let [message, email] = ["messageId", "emailMessageId"].map(|n| sent[n].as_str().expect("id"));
    assert_ne!(message, email);
    let one = format!("/conversations/messages/email/{email}");
    let (_, read) = sandbox.ghl("GET", &one, Value::Null).await;
    assert_eq!(
        (&read["subject"], &read["body"], &read["status"]),
        (&json!("Your quote"), &json!("Hello"), &json!("scheduled"))
    );
    assert_eq!(read["to"], json!(["zoe.whitaker@example.org"]));
    let wrong = format!("/conversations/messages/email/{message}/schedule");
    assert_eq!(sandbox.ghl("DELETE", &wrong, Value::Null).await.0, 400);
    let (status, gone) = sandbox
        .ghl("DELETE", &format!("{one}/schedule"), Value::Null)
        .await;
    assert_eq!((status, &gone["status"]), (200, &json!(200)));
}

#[tokio::test]
async fn does_not_call_back_what_is_gone() {
    let sandbox = Sandbox::new().await;
    let (_, sent) = send(&sandbox, "SMS", seconds(60)).await;
    let message = sent["messageId"].as_str().expect("an id").to_owned();
    let sandbox = sandbox.restarted_after(1).await;
    let one = format!("/conversations/messages/{message}");
    let (_, read) = sandbox.ghl("GET", &one, Value::Null).await;
    assert_eq!(read["status"], "sent");
    let (status, answer) = sandbox
        .ghl("DELETE", &format!("{one}/schedule"), Value::Null)
        .await;
    assert_eq!(
        (status, &answer["status"], &answer["message"]),
        (
            200,
            &json!(404),
            &json!("Failed cancel the scheduled message")
        )
    );
}

#[tokio::test]
async fn wants_seconds_that_are_to_come() {
    let sandbox = Sandbox::new().await;
    assert_eq!(send(&sandbox, "SMS", seconds(-1)).await.0, 400);
    assert_eq!(send(&sandbox, "SMS", seconds(60) * 1000).await.0, 422);
}

#[tokio::test]
async fn filters_conversations_by_user_and_direction() {
    let sandbox = Sandbox::new().await;
    let at = sandbox.location();
    let (_, users) = sandbox
        .ghl("GET", &format!("/users/?locationId={at}"), Value::Null)
        .await;
    let count = async |rest: &str| {
        let path = format!("/conversations/search?locationId={at}{rest}");
        let (status, found) = sandbox.ghl("GET", &path, Value::Null).await;
        assert_eq!(status, 200, "{found}");
        found["total"].as_u64().expect("a number")
    };
    let all = count("").await;
    let [dana, marta] = [0, 1].map(|row| id(&users["users"][row]));
    assert_eq!(count(&format!("&assignedTo={dana}")).await, all);
    assert_eq!(count(&format!("&assignedTo={marta}")).await, 0);
    assert_eq!(count(&format!("&assignedTo={marta},{dana}")).await, all);
    assert_eq!(count("&followers=nobody").await, 0);
    assert_eq!(count("&lastMessageAction=automated").await, 0);
    let one_way = count("&lastMessageDirection=inbound").await;
    assert_eq!(one_way + count("&lastMessageDirection=outbound").await, all);
}

#[tokio::test]
async fn sends_nothing_over_a_channel_that_is_switched_off() {
    let sandbox = Sandbox::new().await;
    let path = format!("/contacts/{}", id(&sandbox.find("Zoë").await));
    let change = async |settings: Value| {
        let body = json!({ "dndSettings": settings });
        sandbox.ghl("PUT", &path, body).await.0
    };
    assert_eq!(change(json!({ "SMS": { "status": "active" } })).await, 200);
    assert_eq!(send(&sandbox, "SMS", seconds(60)).await.0, 400);
    assert_eq!(send(&sandbox, "Email", seconds(60)).await.0, 200);
    assert_eq!(
        change(json!({ "SMS": { "status": "inactive" } })).await,
        200
    );
    assert_eq!(send(&sandbox, "SMS", seconds(60)).await.0, 200);
    assert_eq!(change(json!({ "SMS": { "status": true } })).await, 422);
    assert_eq!(change(json!({ "sms": { "status": "active" } })).await, 422);
}
