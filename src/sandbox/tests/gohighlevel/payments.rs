//! Orders and transactions.

use serde_json::{Value, json};

use super::super::harness::{Sandbox, id};

#[tokio::test]
async fn lists_transactions() {
    let sandbox = Sandbox::new().await;
    let base = format!(
        "/payments/transactions?altId={}&altType=location",
        sandbox.location()
    );
    let (status, all) = sandbox
        .ghl("GET", &format!("{base}&limit=100"), Value::Null)
        .await;
    assert_eq!((status, &all["totalCount"]), (200, &json!(10)), "{all}");
    let days: Vec<&str> = all["data"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|item| item["createdAt"].as_str())
        .collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "newest first");
    let count = async |rest: &str| {
        let path = format!("{base}{rest}");
        let (status, found) = sandbox.ghl("GET", &path, Value::Null).await;
        assert_eq!(status, 200, "{found}");
        found["totalCount"].as_u64().expect("a number")
    };
    let okafor = sandbox.find("Okafor").await;
    assert_eq!(count(&format!("&contactId={}", id(&okafor))).await, 2);
    assert_eq!(count("&search=gutter").await, 1);
    assert_eq!(count("&startAt=2026-11-01&endAt=2026-11-21").await, 7);
    assert_eq!(count("&paymentMode=test").await, 0);
    let (_, page) = sandbox
        .ghl("GET", &format!("{base}&limit=2&offset=3"), Value::Null)
        .await;
    assert_eq!(page["data"], json!([all["data"][3], all["data"][4]]));
    let one = all["data"][0]["_id"].as_str().expect("an id");
    let path = format!(
        "/payments/transactions/{one}?altId={}&altType=location",
        sandbox.location()
    );
    let (_, read) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(read["_id"], one);
    for (path, status) in [
        ("/payments/transactions".to_owned(), 422),
        (
            format!("/payments/transactions?altId={}", sandbox.location()),
            422,
        ),
        (
            "/payments/transactions?altId=elsewhere&altType=location".to_owned(),
            403,
        ),
        (format!("{base}&startAt=21.11.2026"), 422),
    ] {
        let (got, answer) = sandbox.ghl("GET", &path, Value::Null).await;
        assert_eq!(got, status, "{path}: {answer}");
    }
}

#[tokio::test]
async fn reads_the_order_behind_a_transaction() {
    let sandbox = Sandbox::new().await;
    let at = sandbox.location();
    let path = format!("/payments/transactions?altId={at}&altType=location&search=chair");
    let (_, found) = sandbox.ghl("GET", &path, Value::Null).await;
    let paid = &found["data"][0];
    let order = paid["entityId"].as_str().expect("an id");
    let path = format!("/payments/orders/{order}");
    let (status, read) = sandbox
        .ghl("GET", &format!("{path}?altId={at}"), Value::Null)
        .await;
    assert_eq!(
        (status, &read["_id"], &read["amount"]),
        (200, &paid["entityId"], &json!(2220)),
        "no envelope: {read}"
    );
    assert_eq!(read["contactSnapshot"]["firstName"], "Okafor");
    assert_eq!(sandbox.ghl("GET", &path, Value::Null).await.0, 422);
    let unknown = format!("/payments/orders/nothing?altId={at}");
    assert_eq!(sandbox.ghl("GET", &unknown, Value::Null).await.0, 400);
}
