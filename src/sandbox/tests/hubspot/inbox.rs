//! Threads of the inbox.

use serde_json::{Value, json};

use super::super::harness::{Sandbox, id};
use super::refused;

const THREADS: &str = "/conversations/conversations/2026-09/threads";

async fn threads(sandbox: &Sandbox, rest: &str) -> Vec<Value> {
    let path = format!("{THREADS}{rest}");
    let (status, list) = sandbox.hubspot("GET", &path, Value::Null).await;
    assert_eq!(status, 200, "{list}");
    list["results"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn lists_threads_and_their_messages() {
    let sandbox = Sandbox::new().await;
    let all = threads(&sandbox, "?sort=-latestMessageTimestamp").await;
    assert!(all.len() >= 6);
    let times: Vec<&str> = all
        .iter()
        .filter_map(|thread| thread["latestMessageTimestamp"].as_str())
        .collect();
    assert!(times.is_sorted_by(|a, b| a >= b), "newest first");
    let open = threads(&sandbox, "?threadStatus=OPEN").await;
    assert!(!open.is_empty() && open.len() < all.len());
    let contact = all[0]["associatedContactId"].as_str().expect("an id");
    let of = threads(&sandbox, &format!("?associatedContactId={contact}")).await;
    assert_eq!(of, [all[0].clone()]);

    let (_, page) = sandbox
        .hubspot("GET", &format!("{THREADS}?limit=2"), Value::Null)
        .await;
    let after = page["paging"]["next"]["after"].as_str().expect("more");
    let rest = threads(&sandbox, &format!("?limit=500&after={after}")).await;
    assert_eq!(rest.len(), all.len() - 2);

    let path = format!("{THREADS}/{}/messages", id(&all[0]));
    let (_, list) = sandbox.hubspot("GET", &path, Value::Null).await;
    let newest = &list["results"][0];
    assert_eq!(newest["createdAt"], all[0]["latestMessageTimestamp"]);
    assert_eq!(newest["direction"], "INCOMING");
    for (path, status) in [
        (format!("{THREADS}/1/messages"), 404),
        (format!("{THREADS}/one/messages"), 400),
        (format!("{THREADS}?threadStatus=NEW"), 400),
        (format!("{THREADS}?limit=501"), 400),
    ] {
        let (got, answer) = sandbox.hubspot("GET", &path, Value::Null).await;
        assert_eq!(got, status, "{path}: {answer}");
    }
}

#[tokio::test]
async fn replies_over_the_channel_of_the_thread() {
    let sandbox = Sandbox::new().await;
    let thread = threads(&sandbox, "?threadStatus=OPEN&sort=-latestMessageTimestamp").await;
    let thread = &thread[0];
    let path = format!("{THREADS}/{}/messages", id(thread));
    let reply = |over: Value| {
        let mut body = json!({
            "type": "MESSAGE", "text": "Hello again", "senderActorId": "A-9586504",
            "channelId": thread["originalChannelId"],
            "channelAccountId": thread["originalChannelAccountId"],
            "recipients": [{ "actorId": format!("V-{}", thread["associatedContactId"].as_str().unwrap_or_default()), "deliveryIdentifiers": [] }],
            "attachments": [],
        });
        if let (Some(body), Value::Object(over)) = (body.as_object_mut(), over) {
            body.extend(over);
        }
        body
    };
    let (status, made) = sandbox.hubspot("POST", &path, reply(json!({}))).await;
    assert_eq!(
        (status, &made["direction"]),
        (201, &json!("OUTGOING")),
        "{made}"
    );
    let (_, list) = sandbox.hubspot("GET", &path, Value::Null).await;
    assert_eq!(list["results"][0]["id"], made["id"]);
    let comment = json!({ "type": "COMMENT", "text": "Call her first" });
    assert_eq!(sandbox.hubspot("POST", &path, comment).await.0, 201);
    for over in [
        json!({ "type": "SMS" }),
        json!({ "text": "" }),
        json!({ "senderActorId": null }),
        json!({ "senderActorId": "A-1" }),
        json!({ "senderActorId": "V-512" }),
        json!({ "channelId": "1007" }),
        json!({ "recipients": [] }),
        json!({ "message": "x" }),
    ] {
        let answer = sandbox.hubspot("POST", &path, reply(over)).await;
        refused(&answer, 400, "VALIDATION_ERROR");
    }
    let unknown = format!("{THREADS}/1/messages");
    let answer = sandbox.hubspot("POST", &unknown, reply(json!({}))).await;
    refused(&answer, 404, "OBJECT_NOT_FOUND");
}
