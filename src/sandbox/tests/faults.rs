//! Faults on demand and the vendors' limits.

use serde_json::{Value, json};

use super::harness::{Sandbox, id};

const TASKS: &str = "/crm/objects/2026-09/tasks";

/// How many notes the contact has.
async fn notes(sandbox: &Sandbox, path: &str) -> usize {
    let (_, list) = sandbox.ghl("GET", path, Value::Null).await;
    list["notes"].as_array().expect("a list").len()
}

#[tokio::test]
async fn lists_counts_off_and_forgets_rules() {
    let sandbox = Sandbox::new().await;
    let rules = json!([
        { "kind": "status", "code": 503, "vendor": "gohighlevel", "method": "get",
          "path_prefix": "/locations/", "times": 2, "headers": { "Retry-After": "7" } },
        { "kind": { "latency": { "ms": 0 } } },
    ]);
    let (status, listed) = sandbox.faults("POST", rules).await;
    assert_eq!((status, &listed[0]["times"]), (200, &json!(2)), "{listed}");
    assert_eq!(listed[1]["kind"], "latency");
    let path = format!("/locations/{}", sandbox.location());
    for (times, status) in [(1, 503), (0, 503), (0, 200)] {
        let (got, answer) = sandbox.ghl("GET", &path, Value::Null).await;
        assert_eq!(got, status, "{answer}");
        if got == 503 {
            assert_eq!(answer["statusCode"], 503, "in the vendor's form");
        }
        let (_, left) = sandbox.faults("GET", Value::Null).await;
        let left = left.as_array().expect("a list");
        assert_eq!(left.len(), if times == 0 { 1 } else { 2 });
    }
    assert_eq!(sandbox.faults("DELETE", Value::Null).await.0, 204);
    assert_eq!(sandbox.faults("GET", Value::Null).await.1, json!([]));
    let log = sandbox.log().await;
    assert_eq!(
        (&log[0]["status"], &log[0]["fault"]),
        (&json!(503), &json!("status"))
    );
    assert!(log[2].get("fault").is_none());
}

#[tokio::test]
async fn meets_only_what_a_rule_is_about() {
    let sandbox = Sandbox::new().await;
    let rules = json!([{ "kind": "status", "code": 500, "vendor": "hubspot", "method": "POST" }]);
    sandbox.faults("POST", rules).await;
    let path = format!("/locations/{}", sandbox.location());
    assert_eq!(sandbox.ghl("GET", &path, Value::Null).await.0, 200);
    assert_eq!(sandbox.hubspot("GET", TASKS, Value::Null).await.0, 200);
    let (status, answer) = sandbox.hubspot("POST", TASKS, json!({})).await;
    assert_eq!(
        (status, &answer["status"], &answer["category"]),
        (500, &json!("error"), &json!("INTERNAL_ERROR"))
    );
}

#[tokio::test]
async fn refuses_rules_that_it_does_not_understand() {
    let sandbox = Sandbox::new().await;
    for rules in [
        json!({ "kind": "drop_before" }),
        json!([{ "kind": "flood" }]),
        json!([{ "kind": "drop_before", "time": 1 }]),
        json!([{ "kind": "drop_before", "times": 0 }]),
        json!([{ "kind": "drop_before", "vendor": "salesforce" }]),
        json!([{ "kind": "latency" }]),
        json!([{ "kind": "status", "code": 200 }]),
        json!([{ "kind": "status", "code": 500, "headers": { "a b": "c" } }]),
        json!([{ "kind": "search_lag", "seconds": 601 }]),
        json!([{ "kind": "drop_after" }, {}]),
    ] {
        let (status, answer) = sandbox.faults("POST", rules.clone()).await;
        assert_eq!(status, 400, "{rules}");
        assert!(answer["error"].is_string(), "{answer}");
    }
    assert_eq!(sandbox.faults("GET", Value::Null).await.1, json!([]));
}

#[tokio::test]
async fn closes_the_connection_before_or_after_the_effect() {
    let sandbox = Sandbox::new().await;
    let path = format!("/contacts/{}/notes", id(&sandbox.find("Zoë").await));
    let before = notes(&sandbox, &path).await;
    for (kind, made) in [("drop_before", 0), ("drop_after", 1)] {
        let rules = json!([{ "kind": kind, "times": 1, "method": "POST" }]);
        sandbox.faults("POST", rules).await;
        let body = json!({ "body": "Asked for a quote" });
        let error = sandbox.ghl_raw("POST", &path, body).await;
        let error = error.expect_err("no answer");
        assert!(!error.is_timeout() && !error.is_connect(), "{error:?}");
        assert_eq!(notes(&sandbox, &path).await, before + made, "{kind}");
    }
    let log = sandbox.log().await;
    let seen: Vec<(&Value, &Value)> = log
        .iter()
        .filter(|entry| entry.get("fault").is_some())
        .map(|entry| (&entry["fault"], &entry["status"]))
        .collect();
    assert_eq!(
        seen,
        [
            (&json!("drop_before"), &json!(0)),
            (&json!("drop_after"), &json!(201))
        ]
    );
}

#[tokio::test]
async fn makes_a_caller_wait() {
    let sandbox = Sandbox::new().await;
    let rules = json!([{ "kind": "latency", "ms": 600_000, "times": 1 }]);
    sandbox.faults("POST", rules).await;
    let path = format!("/locations/{}", sandbox.location());
    let waiting = sandbox.ghl_raw("GET", &path, Value::Null);
    let limit = std::time::Duration::from_millis(50);
    assert!(tokio::time::timeout(limit, waiting).await.is_err());
    assert_eq!(sandbox.ghl("GET", &path, Value::Null).await.0, 200);
}

#[tokio::test]
async fn says_that_a_token_has_run_out() {
    let sandbox = Sandbox::new().await;
    let rules = json!([{ "kind": "expired_token" }]);
    sandbox.faults("POST", rules).await;
    let path = format!("/locations/{}", sandbox.location());
    let (status, answer) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!((status, &answer["message"]), (401, &json!("Invalid JWT")));
    let (status, answer) = sandbox.hubspot("GET", TASKS, Value::Null).await;
    assert_eq!(
        (status, &answer["category"]),
        (401, &json!("EXPIRED_AUTHENTICATION"))
    );
}

#[tokio::test]
async fn says_that_a_token_lacks_a_scope() {
    let sandbox = Sandbox::new().await;
    sandbox
        .faults("POST", json!([{ "kind": "wrong_scope" }]))
        .await;
    let path = format!("/locations/{}", sandbox.location());
    let (status, answer) = sandbox.ghl("GET", &path, Value::Null).await;
    let message = "The token is not authorized for this scope.";
    assert_eq!((status, &answer["message"]), (401, &json!(message)));
    let (status, answer) = sandbox.hubspot("GET", TASKS, Value::Null).await;
    assert_eq!(
        (status, &answer["category"]),
        (403, &json!("MISSING_SCOPES"))
    );
}

#[tokio::test]
async fn answers_429_as_each_vendor_documents_it() {
    let sandbox = Sandbox::new().await;
    let path = format!("/locations/{}", sandbox.location());
    let refuse = async |daily: bool| {
        sandbox.faults("DELETE", Value::Null).await;
        let rules = json!([{ "kind": "rate_limited", "daily": daily }]);
        sandbox.faults("POST", rules).await;
    };
    refuse(false).await;
    let answer = sandbox
        .ghl_raw("GET", &path, Value::Null)
        .await
        .expect("an answer");
    let header = |name: &str| {
        let value = answer.headers().get(name)?;
        value.to_str().ok()?.parse::<u64>().ok()
    };
    assert_eq!(answer.status(), 429);
    assert_eq!(header("X-RateLimit-Remaining"), Some(0));
    assert_eq!(header("X-RateLimit-Max"), Some(100));
    assert_eq!(header("X-RateLimit-Interval-Milliseconds"), Some(10_000));
    assert_eq!(header("X-RateLimit-Limit-Daily"), Some(200_000));
    assert!(header("X-RateLimit-Daily-Remaining") > Some(0));
    assert_eq!(header("Retry-After"), None);
    let policy = async |method: &str, path: &str, policy: &str| {
        let (status, answer) = sandbox.hubspot(method, path, Value::Null).await;
        assert_eq!(
            (status, &answer["errorType"], &answer["policyName"]),
            (429, &json!("RATE_LIMIT"), &json!(policy))
        );
        assert!(answer.get("category").is_none(), "{answer}");
    };
    policy("GET", TASKS, "TEN_SECONDLY_ROLLING").await;
    policy("POST", &format!("{TASKS}/search"), "SECONDLY").await;
    refuse(true).await;
    policy("GET", TASKS, "DAILY").await;
    let answer = sandbox
        .ghl_raw("GET", &path, Value::Null)
        .await
        .expect("an answer");
    let headers = answer.headers();
    assert_eq!(headers["X-RateLimit-Daily-Remaining"], "0");
    // Nine hours until midnight.
    assert_eq!(headers["X-RateLimit-Daily-Reset"], "32400000");
}

#[tokio::test]
async fn counts_requests_when_told_to() {
    let sandbox = Sandbox::new().await;
    let path = format!("/locations/{}", sandbox.location());
    let answer = sandbox
        .ghl_raw("GET", &path, Value::Null)
        .await
        .expect("an answer");
    assert!(
        answer.headers().get("X-RateLimit-Remaining").is_none(),
        "off"
    );
    sandbox.faults("POST", json!([{ "kind": "limits" }])).await;
    for left in (0..100).rev() {
        let answer = sandbox
            .ghl_raw("GET", &path, Value::Null)
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["X-RateLimit-Remaining"], left.to_string());
    }
    assert_eq!(sandbox.ghl("GET", &path, Value::Null).await.0, 429);
    let search = json!({
        "filterGroups": [], "sorts": [], "properties": [], "limit": 1, "after": "0",
    });
    let deals = "/crm/objects/2026-09/deals/search";
    for _ in 0..5 {
        assert_eq!(sandbox.hubspot("POST", deals, search.clone()).await.0, 200);
    }
    let (status, answer) = sandbox.hubspot("POST", deals, search.clone()).await;
    assert_eq!((status, &answer["policyName"]), (429, &json!("SECONDLY")));
    assert_eq!(sandbox.hubspot("GET", TASKS, Value::Null).await.0, 200);
    sandbox.pass(1);
    assert_eq!(sandbox.hubspot("POST", deals, search).await.0, 200);
    assert_eq!(sandbox.ghl("GET", &path, Value::Null).await.0, 429);
    sandbox.pass(10);
    assert_eq!(sandbox.ghl("GET", &path, Value::Null).await.0, 200);
}

#[tokio::test]
async fn lets_a_search_lag_behind() {
    let sandbox = Sandbox::new().await;
    let rules = json!([{ "kind": "search_lag", "seconds": 5 }]);
    sandbox.faults("POST", rules).await;
    let at = sandbox.location().to_owned();
    let body = json!({ "locationId": at, "firstName": "Wilma", "email": "wilma@example.com" });
    let (_, made) = sandbox.ghl("POST", "/contacts/", body.clone()).await;
    let one = format!("/contacts/{}", id(&made["contact"]));
    let find = async |query: &str| {
        let body = json!({ "locationId": at, "pageLimit": 20, "query": query });
        sandbox.ghl("POST", "/contacts/search", body).await.1["total"].clone()
    };
    assert_eq!(find("wilma").await, 0);
    assert_eq!(
        sandbox.ghl("GET", &one, Value::Null).await.0,
        200,
        "no search"
    );
    assert_eq!(
        sandbox.ghl("POST", "/contacts/", body).await.0,
        400,
        "taken"
    );
    sandbox.pass(6);
    assert_eq!(find("wilma").await, 1);
    sandbox
        .ghl("PUT", &one, json!({ "firstName": "Thelma" }))
        .await;
    assert_eq!(
        (find("thelma").await, find("wilma").await),
        (json!(0), json!(1))
    );
    sandbox.ghl("DELETE", &one, Value::Null).await;
    assert_eq!(find("wilma").await, 1, "gone, and still found");

    let body = json!({ "properties": { "firstname": "Wilma" }, "associations": [] });
    let contacts = "/crm/objects/2026-09/contacts";
    assert_eq!(sandbox.hubspot("POST", contacts, body).await.0, 201);
    let search = json!({
        "query": "wilma", "filterGroups": [], "sorts": [], "properties": [], "limit": 1, "after": "0",
    });
    let total = async || {
        let path = format!("{contacts}/search");
        sandbox.hubspot("POST", &path, search.clone()).await.1["total"].clone()
    };
    assert_eq!(total().await, 0);
    sandbox.pass(6);
    assert_eq!(total().await, 1);
}
