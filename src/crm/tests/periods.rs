//! Deals of a period: what is asked of the vendors, and what is picked of their answers.

use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{path, query_param},
};

use super::{answering, body, credentials, lines, patient, seen};
use crate::crm::{Provider, connect};

const START: &str = "2026-11-01T00:00:00-04:00";
const END: &str = "2026-12-01T00:00:00-05:00";

fn deal(id: &str, status: &str, created: &str, changed: &str) -> Value {
    json!({ "id": id, "name": id, "status": status, "createdAt": created, "lastStatusChangeAt": changed })
}

fn ids(found: &Value) -> Vec<&str> {
    let deals = found["opportunities"].as_array().into_iter().flatten();
    deals.filter_map(|deal| deal["id"].as_str()).collect()
}

/// What a location with these deals answers, on one page.
async fn picked(deals: Vec<Value>, args: Value) -> (Value, Vec<String>) {
    let answer = json!({ "meta": { "total": deals.len() }, "opportunities": deals });
    let answer = ResponseTemplate::new(200).set_body_json(answer);
    let (server, crm) = answering(Provider::GoHighLevel, answer).await;
    let found = crm.perform("list_opportunities", &args).await;
    (found.expect("deals"), lines(&server).await)
}

#[tokio::test]
async fn the_days_of_a_creation_are_asked_for_widely_and_picked_exactly() {
    let deals = vec![
        deal(
            "late",
            "open",
            "2026-12-01T05:00:00.000Z",
            "2026-12-01T05:00:00.000Z",
        ),
        deal(
            "last",
            "open",
            "2026-12-01T04:59:59.999Z",
            "2026-12-01T04:59:59.999Z",
        ),
        deal(
            "first",
            "lost",
            "2026-11-01T04:00:00.000Z",
            "2026-12-24T04:00:00.000Z",
        ),
        deal(
            "early",
            "open",
            "2026-11-01T03:59:59.999Z",
            "2026-11-01T03:59:59.999Z",
        ),
    ];
    let (found, asked) = picked(deals, json!({ "start": START, "end": END })).await;
    assert_eq!(ids(&found), ["last", "first"]);
    assert_eq!((&found["total"], found.get("cursor")), (&json!(2), None));
    let [line] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert!(line.contains("date=10-31-2026"), "{line}");
    assert!(line.contains("endDate=12-02-2026"), "{line}");
}

#[tokio::test]
async fn what_was_won_in_a_period_may_have_been_created_long_before() {
    let deals = vec![
        deal(
            "then",
            "won",
            "2026-01-05T12:00:00.000Z",
            "2026-11-05T12:00:00.000Z",
        ),
        deal(
            "before",
            "won",
            "2026-01-05T12:00:00.000Z",
            "2026-10-05T12:00:00.000Z",
        ),
        deal(
            "reopened",
            "open",
            "2026-01-05T12:00:00.000Z",
            "2026-11-05T12:00:00.000Z",
        ),
    ];
    let args = json!({ "period_of": "closed", "start": START, "end": END });
    let (found, asked) = picked(deals, args).await;
    assert_eq!(ids(&found), ["then"]);
    assert_eq!(
        found["opportunities"][0]["closed"],
        "2026-11-05T12:00:00.000Z"
    );
    assert!(!asked[0].contains("date="), "{asked:?}");
    assert!(asked[0].contains("endDate=12-02-2026"), "{asked:?}");
}

#[tokio::test]
async fn all_pages_are_looked_through_and_the_answer_has_pages_of_its_own() {
    let server = MockServer::start().await;
    let all: Vec<Value> = (0..150)
        .map(|n| {
            let month = if n % 5 == 0 { 11 } else { 10 };
            let at = format!("2026-{month}-15T12:00:00.000Z");
            deal(&n.to_string(), "open", &at, &at)
        })
        .collect();
    for (page, deals) in [("1", &all[..100]), ("2", &all[100..])] {
        let answer = json!({ "meta": { "total": 150 }, "opportunities": deals });
        Mock::given(path("/opportunities/search"))
            .and(query_param("page", page))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .mount(&server)
            .await;
    }
    let crm = connect(patient(), credentials(Provider::GoHighLevel, &server.uri()));
    let mut args = json!({ "start": START, "end": END });
    let first = crm
        .perform("list_opportunities", &args)
        .await
        .expect("a page");
    assert_eq!((ids(&first).len(), &first["total"]), (20, &json!(30)));
    args["cursor"] = first["cursor"].clone();
    let second = crm
        .perform("list_opportunities", &args)
        .await
        .expect("a page");
    assert_eq!(ids(&second).first(), Some(&"100"));
    assert_eq!((ids(&second).len(), second.get("cursor")), (10, None));
}

#[tokio::test]
async fn too_many_deals_are_said_to_be_too_many() {
    let at = "2026-11-15T12:00:00.000Z";
    let deals: Vec<Value> = (0..100).map(|_| deal("o1", "won", at, at)).collect();
    let answer = json!({ "meta": { "total": 100_000 }, "opportunities": deals });
    let answer = ResponseTemplate::new(200).set_body_json(answer);
    let (_server, crm) = answering(Provider::GoHighLevel, answer).await;
    let args = json!({ "period_of": "closed", "start": START, "end": END });
    let error = crm.perform("list_opportunities", &args).await;
    assert_eq!(error.expect_err("too many").code(), "invalid_argument");
}

#[tokio::test]
async fn an_expected_close_is_refused_where_it_is_not_told() {
    let crm = connect(
        patient(),
        credentials(Provider::GoHighLevel, "https://crm.example"),
    );
    let args = json!({ "period_of": "expected", "start": START, "end": END });
    let error = crm.perform("list_opportunities", &args).await;
    assert_eq!(error.expect_err("unsupported").code(), "unsupported_by_crm");
}

#[tokio::test]
async fn hubspot_compares_the_day_itself() {
    let between = |property: &str| {
        json!({ "propertyName": property, "operator": "BETWEEN",
            "value": "1793505600000", "highValue": "1796101199999" })
    };
    let is_closed =
        |value: &str| json!({ "propertyName": "hs_is_closed", "operator": "EQ", "value": value });
    for (args, expected) in [
        (
            json!({ "start": START, "end": END }),
            vec![between("createdate")],
        ),
        (
            json!({ "period_of": "closed", "start": START, "end": END }),
            vec![between("closedate"), is_closed("true")],
        ),
        (
            json!({ "period_of": "expected", "start": START, "end": END }),
            vec![between("closedate"), is_closed("false")],
        ),
        (
            json!({ "end": END }),
            vec![
                json!({ "propertyName": "createdate", "operator": "LT", "value": "1796101200000" }),
            ],
        ),
        (json!({ "period_of": "closed" }), vec![is_closed("true")]),
    ] {
        let none = json!({ "total": 0, "results": [] });
        let none = ResponseTemplate::new(200).set_body_json(none);
        let (server, crm) = answering(Provider::HubSpot, none).await;
        crm.perform("list_opportunities", &args)
            .await
            .expect("deals");
        let filters = &body(&seen(&server).await[0])["filterGroups"][0]["filters"];
        assert_eq!(*filters, json!(expected), "{args}");
    }
}
