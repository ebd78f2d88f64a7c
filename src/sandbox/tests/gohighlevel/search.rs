//! The search for contacts, and what the sample data promises.

use serde_json::{Value, json};

use super::super::harness::Sandbox;

async fn search(sandbox: &Sandbox, mut body: Value) -> (u16, Value) {
    body["locationId"] = json!(sandbox.location());
    if body.get("pageLimit").is_none() {
        body["pageLimit"] = json!(100);
    }
    sandbox.ghl("POST", "/contacts/search", body).await
}

async fn names(sandbox: &Sandbox, body: Value) -> Vec<String> {
    let (status, found) = search(sandbox, body).await;
    assert_eq!(status, 200, "{found}");
    let contacts = found["contacts"].as_array().expect("a list");
    contacts
        .iter()
        .map(|c| c["contactName"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn holds_the_promised_people() {
    let sandbox = Sandbox::new().await;
    let (_, all) = search(&sandbox, json!({})).await;
    assert!(all["total"].as_u64() >= Some(60), "{}", all["total"]);
    let all = all["contacts"].as_array().expect("a list");
    let johns: Vec<&Value> = all
        .iter()
        .filter(|c| c["firstNameLowerCase"] == "john")
        .collect();
    assert_eq!(johns.len(), 3);
    assert!(
        johns
            .iter()
            .all(|john| john["email"].is_string() && john["phone"].is_string())
    );
    assert_eq!(
        johns
            .iter()
            .filter(|john| john["lastName"] == "Smith")
            .count(),
        2
    );
    assert_eq!(names(&sandbox, json!({ "query": "john" })).await.len(), 3);
    for nobody in ["jane", "doe", "zelda", "quimby"] {
        assert!(
            names(&sandbox, json!({ "query": nobody })).await.is_empty(),
            "{nobody}"
        );
    }
    for (field, least) in [("email", 1), ("phone", 1), ("companyName", 5), ("tags", 2)] {
        let filters = json!([{ "field": field, "operator": "not_exists" }]);
        assert!(
            names(&sandbox, json!({ "filters": filters })).await.len() >= least,
            "{field}"
        );
    }
}

#[tokio::test]
async fn finds_by_name_email_phone_and_company() {
    let sandbox = Sandbox::new().await;
    for (query, name) in [
        ("whitaker", "Zoë Whitaker"),
        ("zoe w", "Zoë Whitaker"),
        ("PEÑA land", "José Peña"),
        ("jsmith@harbor", "John Smith"),
        ("(206) 555-0119", "Zoë Whitaker"),
        ("okafor dental", "Okafor Dental"),
    ] {
        assert_eq!(
            names(&sandbox, json!({ "query": query })).await,
            [name],
            "{query}"
        );
    }
}

#[tokio::test]
async fn filters() {
    let sandbox = Sandbox::new().await;
    let one = |field: &str, operator: &str, value: Value| json!({ "filters": [{ "field": field, "operator": operator, "value": value }] });
    assert_eq!(
        names(
            &sandbox,
            one("email", "eq", json!("zoe.whitaker@example.org"))
        )
        .await
        .len(),
        1
    );
    assert!(
        names(&sandbox, one("tags", "contains", json!("vip")))
            .await
            .len()
            >= 5
    );
    let hot = names(&sandbox, one("tags", "eq", json!(["hot lead"]))).await;
    assert!(hot.contains(&"Marcus Bell".to_owned()), "{hot:?}");
    let week = json!({ "gte": "2026-11-14T00:00:00Z", "lt": "2026-11-22T00:00:00Z" });
    let recent = names(&sandbox, one("dateAdded", "range", week)).await;
    assert!(recent.len() >= 5 && recent.len() < 20, "{recent:?}");
    let group = json!({ "filters": [{ "group": "OR", "filters": [
        { "field": "firstName", "operator": "eq", "value": "Zoë" },
        { "group": "AND", "filters": [
            { "field": "lastName", "operator": "eq", "value": "smith" },
            { "field": "city", "operator": "eq", "value": "Tampa" },
        ] },
    ] }] });
    assert_eq!(names(&sandbox, group).await.len(), 2);
    let all = names(&sandbox, json!({})).await.len();
    let vips = names(&sandbox, one("tags", "eq", json!("vip"))).await.len();
    assert_eq!(
        names(&sandbox, one("tags", "not_eq", json!("vip")))
            .await
            .len(),
        all - vips
    );
}

#[tokio::test]
async fn refuses_filters_it_does_not_know() {
    let sandbox = Sandbox::new().await;
    for filter in [
        json!({ "field": "shoeSize", "operator": "eq", "value": 9 }),
        json!({ "field": "email", "operator": "is", "value": "x" }),
        json!({ "field": "email", "operator": "eq" }),
        json!({ "field": "dateAdded", "operator": "range", "value": "today" }),
        json!({ "group": "XOR", "filters": [] }),
    ] {
        let (status, answer) = search(&sandbox, json!({ "filters": [filter] })).await;
        assert_eq!(status, 422, "{filter}: {answer}");
    }
}

#[tokio::test]
async fn sorts_and_pages_both_ways() {
    let sandbox = Sandbox::new().await;
    let sort = json!([{ "field": "firstNameLowerCase", "direction": "asc" }]);
    let all = names(&sandbox, json!({ "sort": sort })).await;
    assert_eq!(all[0], "Abigail Turner");
    let second = json!({ "sort": sort, "pageLimit": 10, "page": 2 });
    assert_eq!(names(&sandbox, second).await, all[10..20]);
    let (_, first) = search(&sandbox, json!({ "sort": sort, "pageLimit": 10 })).await;
    let after = &first["contacts"][9]["searchAfter"];
    let next = json!({ "sort": sort, "pageLimit": 10, "searchAfter": after });
    assert_eq!(names(&sandbox, next).await, all[10..20]);
    for wrong in [
        json!({ "pageLimit": 501 }),
        json!({ "pageLimit": 0 }),
        json!({ "pageLimit": "20" }),
        json!({ "query": "x".repeat(76) }),
        json!({ "sort": [{ "field": "email", "direction": "up" }] }),
    ] {
        assert_eq!(search(&sandbox, wrong.clone()).await.0, 422, "{wrong}");
    }
    assert_eq!(
        search(&sandbox, json!({ "pageLimit": 500, "page": 21 }))
            .await
            .0,
        400
    );
}
