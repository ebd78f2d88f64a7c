//! The example requests of the published operation list, replayed against the stand-ins.
//!
//! The list is not part of this repository: `SPECS_DIR` names the folder that holds
//! `proxy-operations.json`. Without it these tests say that they were skipped; on a build server
//! (`CI=true`) they fail instead.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::harness::{Sandbox, id};

#[expect(
    clippy::disallowed_methods,
    reason = "a test's own settings: where the list is, and whether it must be there"
)]
fn operations() -> Option<Value> {
    let Ok(folder) = std::env::var("SPECS_DIR") else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "SPECS_DIR is not set"
        );
        eprintln!("skipped: SPECS_DIR is not set");
        return None;
    };
    let file = PathBuf::from(folder).join("proxy-operations.json");
    let text = std::fs::read_to_string(&file).expect("the operation list can be read");
    Some(serde_json::from_str(&text).expect("the operation list is JSON"))
}

/// One request, its ids replaced by ones that exist.
struct Example {
    method: String,
    path: String,
    body: Value,
}

fn example(operation: &Value, ids: &HashMap<String, String>) -> Example {
    let example = &operation["example"];
    let known = |text: &str| ids.get(text).map_or_else(|| text.to_owned(), Clone::clone);
    let path = example["path"].as_str().expect("a path");
    let mut path: String = path.split('/').map(known).collect::<Vec<_>>().join("/");
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in example["query"].as_object().into_iter().flatten() {
        query.append_pair(name, &known(value.as_str().expect("a text")));
    }
    let query = query.finish();
    if !query.is_empty() {
        path = format!("{path}?{query}");
    }
    let method = operation["http"].as_str().expect("a method").to_owned();
    Example {
        method,
        path,
        body: replaced(&example["body"], ids),
    }
}

fn replaced(value: &Value, ids: &HashMap<String, String>) -> Value {
    match value {
        Value::String(text) => json!(ids.get(text).unwrap_or(text)),
        Value::Array(list) => list.iter().map(|item| replaced(item, ids)).collect(),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), replaced(value, ids)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// Follows `messages.messages[].id` into an answer; the first item stands for a list.
fn reached<'a>(answer: &'a Value, way: &str) -> &'a Value {
    way.split('.')
        .fold(answer, |at, step| match step.strip_suffix("[]") {
            Some(list) => &at[list][0],
            None => &at[step],
        })
}

fn pairs(pairs: &[(&str, &Value)]) -> HashMap<String, String> {
    pairs
        .iter()
        .map(|(from, to)| ((*from).to_owned(), to.as_str().expect("an id").to_owned()))
        .collect()
}

/// The examples' ids, and records of the sample data that belong to one contact.
async fn ghl_ids(sandbox: &Sandbox) -> HashMap<String, String> {
    let at = sandbox.location();
    let get = async |path: String| sandbox.ghl("GET", &path, Value::Null).await.1;
    let contact = sandbox.find("john.smith@example.com").await;
    let one = id(&contact);
    let opportunity = get(format!(
        "/opportunities/search?location_id={at}&contact_id={one}"
    ))
    .await["opportunities"][0]
        .clone();
    let calendars = get(format!("/calendars/?locationId={at}")).await;
    let event = get(format!("/contacts/{one}/appointments")).await["events"][0].clone();
    let task = get(format!("/contacts/{one}/tasks")).await["tasks"][0].clone();
    let note = get(format!("/contacts/{one}/notes")).await["notes"][0].clone();
    let talk = get(format!(
        "/conversations/search?locationId={at}&contactId={one}"
    ))
    .await["conversations"][0]
        .clone();
    let workflows = get(format!("/workflows/?locationId={at}")).await;
    let campaigns = get(format!("/campaigns/?locationId={at}")).await;
    let accounts = get(format!("/social-media-posting/{at}/accounts")).await;
    let posts = json!({
        "skip": "0", "limit": "1", "type": "scheduled", "includeUsers": "false",
        "fromDate": "2026-11-01T00:00:00Z", "toDate": "2026-12-31T00:00:00Z",
    });
    let posts = sandbox
        .ghl(
            "POST",
            &format!("/social-media-posting/{at}/posts/list"),
            posts,
        )
        .await
        .1;
    let paid = get(format!(
        "/payments/transactions?altId={at}&altType=location"
    ))
    .await;
    let users = get(format!("/users/?locationId={at}")).await;
    pairs(&[
        (
            "aF3KhyL8JIuBwzK3m7Ly_iVrVJ2uoXNF0wzcBzgl5_12554616564525983496",
            &accounts["results"]["accounts"][0]["id"],
        ),
        (
            "61bb16833b3f2791f9715be2",
            &posts["results"]["posts"][0]["_id"],
        ),
        ("653f5e0cde5a1314e62a837c", &paid["data"][0]["entityId"]),
        ("sdfdsfdsfEWEsdfsdsW32dd", &users["users"][0]["id"]),
        (
            "78559bb3-b920-461e-b010-7b2a2816d2a9",
            &workflows["workflows"][0]["id"],
        ),
        ("Y2I9XM7aO1hncuSOlc9L", &campaigns["campaigns"][0]["id"]),
        ("ve9EPM428h8vShlRW1KT", &json!(at)),
        ("ocQHyuzHvysMo5N5VsXc", &contact["id"]),
        ("VDm7RPYC2GLUvdpKmBfC", &opportunity["pipelineId"]),
        (
            "7915dedc-8f18-44d5-8bc3-77c04e994a10",
            &opportunity["pipelineStageId"],
        ),
        ("yWQobCRIhRguQtD2llvk", &opportunity["id"]),
        ("CVokAlI8fgw4WYWoCtQz", &calendars["calendars"][0]["id"]),
        ("BqTwX8QFwXzpegMve9EQ", &calendars["calendars"][0]["id"]),
        ("0TkCdp9PfvLeWKYRRvIz", &event["id"]),
        ("lJpzYrWdpkC2hX6t2yue", &task["id"]),
        ("HGPcayliwcdoUFzvbTok", &note["id"]),
        ("tDtDnQdgm2LXpyiqYvZ6", &talk["id"]),
    ])
}

async fn hubspot_ids(sandbox: &Sandbox) -> HashMap<String, String> {
    let contact = "/crm/objects/2026-09/contacts/john.smith@example.com?idProperty=email";
    let (_, contact) = sandbox.hubspot("GET", contact, Value::Null).await;
    let first = async |kind: &str| {
        let path = format!("/crm/objects/2026-09/{kind}?limit=1");
        sandbox.hubspot("GET", &path, Value::Null).await.1["results"][0]["id"].clone()
    };
    let get = async |path: &str| sandbox.hubspot("GET", path, Value::Null).await.1;
    let flow = get("/automation/v4/flows").await;
    let threads = get("/conversations/conversations/2026-09/threads").await;
    let chat = threads["results"]
        .as_array()
        .and_then(|all| all.iter().find(|t| t["originalChannelId"] == "1000"))
        .cloned()
        .unwrap_or_default();
    pairs(&[
        ("178", &flow["results"][0]["id"]),
        ("john%40example.com", &contact["properties"]["email"]),
        ("8001", &chat["id"]),
        ("1200", &first("orders").await),
        ("512", &contact["id"]),
        ("901", &first("deals").await),
        ("700", &first("meetings").await),
        ("600", &first("tasks").await),
        ("650", &first("notes").await),
    ])
}

#[tokio::test]
async fn answers_every_gohighlevel_example_as_documented() {
    let Some(operations) = operations() else {
        return;
    };
    let mut replayed = 0;
    for operation in operations["gohighlevel"]["methods"]
        .as_array()
        .expect("a list")
    {
        let sandbox = Sandbox::new().await;
        let Example { method, path, body } = example(operation, &ghl_ids(&sandbox).await);
        let (status, answer) = sandbox.ghl(&method, &path, body).await;
        let success = &operation["success"];
        assert_eq!(
            json!(status),
            success["status"],
            "{method} {path}: {answer}"
        );
        for way in [&success["envelope"], &success["id"]] {
            let found = way
                .as_str()
                .is_none_or(|way| !reached(&answer, way).is_null());
            // A filter of the example may find nothing; its list is there all the same.
            let empty = success["envelope"]
                .as_str()
                .is_some_and(|e| reached(&answer, e) == &json!([]));
            assert!(found || empty, "{method} {path}: no {way} in {answer}");
        }
        replayed += 1;
    }
    assert_eq!(replayed, 47);
}

#[tokio::test]
async fn refuses_every_gohighlevel_example_that_is_spoiled() {
    let Some(operations) = operations() else {
        return;
    };
    let sandbox = Sandbox::new().await;
    let ids = ghl_ids(&sandbox).await;
    let mut spoiled = 0;
    for operation in operations["gohighlevel"]["methods"]
        .as_array()
        .expect("a list")
    {
        // The one operation whose form is nowhere described.
        if operation["spec"].is_null() {
            continue;
        }
        let Example { method, path, body } = example(operation, &ids);
        let required = |place: &str| {
            operation[place]["required"]
                .as_array()
                .cloned()
                .unwrap_or_default()
        };
        for name in required("body") {
            let mut body = body.clone();
            body.as_object_mut()
                .expect("an object")
                .remove(name.as_str().expect("a name"));
            let (status, answer) = sandbox.ghl(&method, &path, body).await;
            assert_eq!(status, 422, "{method} {path} without {name}: {answer}");
            spoiled += 1;
        }
        for name in required("query") {
            let name = name.as_str().expect("a name");
            let (bare, query) = path.split_once('?').expect("a query");
            let kept: Vec<&str> = query
                .split('&')
                .filter(|pair| !pair.starts_with(&format!("{name}=")))
                .collect();
            let (status, answer) = sandbox
                .ghl(&method, &format!("{bare}?{}", kept.join("&")), Value::Null)
                .await;
            assert_eq!(status, 422, "{method} {path} without {name}: {answer}");
            spoiled += 1;
        }
        if !body.is_null() {
            let (status, answer) = sandbox.ghl(&method, &path, Value::Null).await;
            assert_eq!(status, 422, "{method} {path} without a body: {answer}");
            spoiled += 1;
        }
    }
    assert!(spoiled > 40, "{spoiled}");
}

#[tokio::test]
async fn answers_every_hubspot_example_as_documented() {
    let Some(operations) = operations() else {
        return;
    };
    let mut replayed = 0;
    for method in operations["hubspot"]["methods"].as_array().expect("a list") {
        for operation in method["calls"].as_array().into_iter().flatten() {
            let sandbox = Sandbox::new().await;
            let Example { method, path, body } = example(operation, &hubspot_ids(&sandbox).await);
            let body = if path == "/crm/lists/2026-09" {
                // The example's list is in the sample data already.
                json!({ "name": "vip 2", "objectTypeId": "0-1", "processingType": "MANUAL" })
            } else {
                body
            };
            let (status, answer) = sandbox.hubspot(&method, &path, body).await;
            assert_eq!(
                json!(status),
                operation["success"],
                "{method} {path}: {answer}"
            );
            for way in [&operation["envelope"], &operation["id"]] {
                let found = way
                    .as_str()
                    .is_none_or(|way| !reached(&answer, way).is_null());
                let empty = answer["results"] == json!([]);
                assert!(found || empty, "{method} {path}: no {way} in {answer}");
            }
            replayed += 1;
        }
    }
    assert_eq!(replayed, 40);
}
