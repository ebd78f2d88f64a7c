//! The search over records.

use serde_json::{Value, json};

use super::super::harness::Sandbox;

fn all() -> Value {
    json!({ "filterGroups": [], "sorts": [], "properties": ["firstname", "lastname"], "limit": 200, "after": "0" })
}

async fn search(sandbox: &Sandbox, kind: &str, change: Value) -> (u16, Value) {
    let mut body = all();
    for (name, value) in change.as_object().expect("an object") {
        body[name] = value.clone();
    }
    sandbox
        .hubspot("POST", &format!("/crm/objects/2026-09/{kind}/search"), body)
        .await
}

async fn count(sandbox: &Sandbox, kind: &str, change: Value) -> u64 {
    let (status, found) = search(sandbox, kind, change.clone()).await;
    assert_eq!(status, 200, "{change}: {found}");
    found["total"].as_u64().expect("a number")
}

fn filter(name: &str, operator: &str, value: &str) -> Value {
    json!({ "filterGroups": [{ "filters": [{ "propertyName": name, "operator": operator, "value": value }] }] })
}

#[tokio::test]
async fn holds_the_promised_people() {
    let sandbox = Sandbox::new().await;
    assert!(count(&sandbox, "contacts", json!({})).await >= 60);
    let named =
        json!({ "query": "john", "properties": ["firstname", "lastname", "email", "phone"] });
    let (_, johns) = search(&sandbox, "contacts", named).await;
    assert_eq!(johns["total"], 3, "{johns}");
    let johns = johns["results"].as_array().expect("a list");
    assert!(
        johns
            .iter()
            .all(|j| j["properties"]["email"].is_string() && j["properties"]["phone"].is_string())
    );
    for nobody in ["jane", "doe", "zelda", "quimby"] {
        assert_eq!(
            count(&sandbox, "contacts", json!({ "query": nobody })).await,
            0,
            "{nobody}"
        );
    }
}

#[tokio::test]
async fn finds_by_words_and_numbers() {
    let sandbox = Sandbox::new().await;
    for (query, total) in [
        ("zoe whit", 1),
        ("jose pena", 1),
        ("smith & sons", 1),
        ("o'rourke interiors", 1),
        ("rourke", 1),
        ("&", 0),
        ("zoe.whitaker@example.org", 1),
        ("206-555-0119", 1),
        ("okafor", 1),
        ("hitaker", 0),
    ] {
        assert_eq!(
            count(&sandbox, "contacts", json!({ "query": query })).await,
            total,
            "{query}"
        );
    }
}

#[tokio::test]
async fn wants_all_five_members() {
    let sandbox = Sandbox::new().await;
    for missing in ["filterGroups", "sorts", "properties", "limit", "after"] {
        let mut body = all();
        body.as_object_mut().expect("an object").remove(missing);
        let (status, answer) = sandbox
            .hubspot("POST", "/crm/objects/2026-09/contacts/search", body)
            .await;
        assert_eq!(
            (status, &answer["category"]),
            (400, &json!("VALIDATION_ERROR"))
        );
        assert!(
            answer["message"]
                .as_str()
                .is_some_and(|m| m.contains(missing)),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn refuses_searches_beyond_the_limits() {
    let sandbox = Sandbox::new().await;
    let filters =
        |n: usize| vec![json!({ "propertyName": "email", "operator": "HAS_PROPERTY" }); n];
    for wrong in [
        json!({ "limit": 201 }),
        json!({ "limit": "20" }),
        json!({ "after": 0 }),
        json!({ "after": "x" }),
        json!({ "after": "9900" }),
        json!({ "properties": [1] }),
        json!({ "sorts": ["email", "phone"] }),
        json!({ "sorts": ["nope"] }),
        json!({ "query": 5 }),
        json!({ "extra": 5 }),
        json!({ "filterGroups": vec![json!({ "filters": [] }); 6] }),
        json!({ "filterGroups": [{ "filters": filters(7) }] }),
        json!({ "filterGroups": [{}] }),
        filter("nope", "EQ", "x"),
        filter("email", "IS", "x"),
        json!({ "filterGroups": [{ "filters": [{ "propertyName": "email", "operator": "EQ" }] }] }),
        json!({ "filterGroups": [{ "filters": [{ "propertyName": "email", "operator": "EQ", "value": 5 }] }] }),
    ] {
        let (status, answer) = search(&sandbox, "contacts", wrong.clone()).await;
        assert_eq!(
            (status, &answer["category"]),
            (400, &json!("VALIDATION_ERROR")),
            "{wrong}: {answer}"
        );
    }
}

#[tokio::test]
async fn filters_by_value_range_and_association() {
    let sandbox = Sandbox::new().await;
    let everyone = count(&sandbox, "contacts", json!({})).await;
    assert_eq!(
        count(
            &sandbox,
            "contacts",
            filter("email", "EQ", "ZOE.whitaker@example.org")
        )
        .await,
        1
    );
    assert_eq!(
        count(
            &sandbox,
            "contacts",
            filter("email", "NEQ", "zoe.whitaker@example.org")
        )
        .await,
        everyone - 1
    );
    assert_eq!(
        count(
            &sandbox,
            "contacts",
            filter("lastname", "CONTAINS_TOKEN", "smi*")
        )
        .await,
        2
    );
    assert!(
        count(
            &sandbox,
            "contacts",
            filter("phone", "NOT_HAS_PROPERTY", "")
        )
        .await
            >= 1
    );
    let names = json!({ "filterGroups": [{ "filters": [{ "propertyName": "firstname", "operator": "IN", "values": ["Zoë", "José"] }] }] });
    assert_eq!(count(&sandbox, "contacts", names).await, 2);
    let recent = count(
        &sandbox,
        "contacts",
        filter("createdate", "GTE", "1795000000000"),
    )
    .await;
    assert!(recent > 0 && recent < everyone, "{recent}");
    assert!(count(&sandbox, "deals", filter("amount", "GT", "30000")).await >= 4);
    let open = count(&sandbox, "deals", filter("hs_is_closed", "EQ", "false")).await;
    let closed = count(&sandbox, "deals", filter("hs_is_closed", "EQ", "true")).await;
    assert!(open + closed >= 25 && closed >= 5, "{open} {closed}");
    let week = json!({ "filterGroups": [{ "filters": [{
        "propertyName": "hs_timestamp", "operator": "BETWEEN",
        "value": "2026-11-21T05:00:00Z", "highValue": "2026-11-28T05:00:00Z",
    }] }] });
    assert!(count(&sandbox, "tasks", week).await >= 5);
    let either = json!({ "filterGroups": [
        { "filters": [{ "propertyName": "firstname", "operator": "EQ", "value": "zoë" }] },
        { "filters": [{ "propertyName": "lastname", "operator": "EQ", "value": "smith" }] },
    ] });
    assert_eq!(count(&sandbox, "contacts", either).await, 3);
    let (_, okafor) = search(&sandbox, "contacts", json!({ "query": "okafor" })).await;
    let okafor = okafor["results"][0]["id"].as_str().expect("an id");
    for (kind, total) in [("deals", 2), ("tasks", 2), ("notes", 2), ("meetings", 1)] {
        assert_eq!(
            count(&sandbox, kind, filter("associations.contact", "EQ", okafor)).await,
            total,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn sorts_and_pages() {
    let sandbox = Sandbox::new().await;
    let amounts = async |change: Value| -> Vec<i64> {
        let (_, found) = search(&sandbox, "deals", change).await;
        let results = found["results"].as_array().expect("a list");
        results
            .iter()
            .filter_map(|deal| deal["properties"]["amount"].as_str()?.parse().ok())
            .collect()
    };
    let down = amounts(json!({ "sorts": ["-amount"], "properties": ["amount"] })).await;
    assert!(
        down.len() >= 25 && down.is_sorted_by(|a, b| a >= b),
        "{down:?}"
    );
    let sort = json!([{ "propertyName": "amount", "direction": "ASCENDING" }]);
    let up = amounts(json!({ "sorts": sort, "properties": ["amount"] })).await;
    assert!(up.is_sorted());
    let page =
        json!({ "sorts": ["-amount"], "properties": ["amount"], "limit": 10, "after": "10" });
    assert_eq!(amounts(page.clone()).await, down[10..20]);
    let (_, page) = search(&sandbox, "deals", page).await;
    assert_eq!(page["paging"]["next"]["after"], "20");
}
