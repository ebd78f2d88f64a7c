//! HubSpot: what is sent, what is made of the answers, and what it cannot do.

use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path, path_regex},
};

use super::{answering, body, credentials, lines, patient, seen};
use crate::crm::{Effect, Error, Provider, connect};

const HUBSPOT: Provider = Provider::HubSpot;

fn record(id: &str, properties: Value) -> Value {
    json!({ "id": id, "properties": properties, "createdAt": "2026-11-01T00:00:00Z", "updatedAt": "2026-11-01T00:00:00Z", "archived": false })
}

#[tokio::test]
async fn searches_with_all_five_members() {
    let john = record(
        "1",
        json!({ "firstname": "John", "lastname": "Smith", "email": null, "createdate": "2026-10-01T00:00:00Z" }),
    );
    let answer = json!({ "total": 40, "results": [john], "paging": { "next": { "after": "20" } } });
    let (server, crm) = answering(HUBSPOT, ResponseTemplate::new(200).set_body_json(answer)).await;
    let found = crm
        .perform(
            "search_contacts",
            &json!({ "query": "john", "missing": "email" }),
        )
        .await
        .expect("a page");
    let sent = body(&seen(&server).await[0]);
    assert_eq!(
        sent["filterGroups"],
        json!([{ "filters": [{ "propertyName": "email", "operator": "NOT_HAS_PROPERTY" }] }])
    );
    assert_eq!(
        (&sent["limit"], &sent["after"], &sent["sorts"]),
        (&json!(20), &json!("0"), &json!([]))
    );
    assert_eq!(
        (&found["total"], &found["cursor"]),
        (&json!(40), &json!("20"))
    );
    assert_eq!(
        (&found["contacts"][0]["name"], &found["contacts"][0]["tags"]),
        (&json!("John Smith"), &Value::Null)
    );
    let by_tag = crm
        .perform("search_contacts", &json!({ "tag": "vip" }))
        .await
        .expect_err("no tags");
    assert_eq!(by_tag.code(), "unsupported_by_crm");
    assert_eq!(by_tag.to_string(), "HubSpot cannot do search_contacts");
}

#[tokio::test]
async fn creates_with_text_properties_and_no_associations() {
    let (server, crm) = answering(
        HUBSPOT,
        ResponseTemplate::new(201).set_body_json(record("512", json!({ "firstname": "Jane" }))),
    )
    .await;
    let args =
        json!({ "name": "Jane Doe", "email": "jane.doe@example.com", "phone": "7275551234" });
    crm.perform("create_contact", &args)
        .await
        .expect("a contact");
    let properties = json!({ "firstname": "Jane", "lastname": "Doe", "email": "jane.doe@example.com", "phone": "+17275551234" });
    assert_eq!(
        body(&seen(&server).await[0]),
        json!({ "properties": properties, "associations": [] })
    );
}

/// A portal in which the list `vip` exists and others do not.
async fn lists() -> (MockServer, std::sync::Arc<dyn crate::crm::CrmProxy>) {
    let server = MockServer::start().await;
    let list = |id: &str| json!({ "list": { "listId": id, "name": "x", "objectTypeId": "0-1", "processingType": "MANUAL" } });
    let json = |answer: Value| ResponseTemplate::new(200).set_body_json(answer);
    Mock::given(path("/crm/lists/2026-09/object-type-id/0-1/name/vip"))
        .respond_with(json(list("21")))
        .mount(&server)
        .await;
    let none = ResponseTemplate::new(404)
        .set_body_json(json!({ "category": "OBJECT_NOT_FOUND", "message": "no" }));
    Mock::given(path_regex("^/crm/lists/2026-09/object-type-id/"))
        .respond_with(none)
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path("/crm/lists/2026-09"))
        .respond_with(json(list("22")))
        .mount(&server)
        .await;
    let changed =
        json!({ "recordsIdsAdded": ["512"], "recordIdsRemoved": [], "recordIdsMissing": [] });
    Mock::given(path_regex("memberships"))
        .respond_with(json(changed))
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path("/crm/objects/2026-09/contacts"))
        .respond_with(ResponseTemplate::new(201).set_body_json(record("512", json!({}))))
        .mount(&server)
        .await;
    let crm = connect(patient(), credentials(HUBSPOT, &server.uri()));
    (server, crm)
}

#[tokio::test]
async fn keeps_tags_as_lists_and_makes_those_that_are_missing() {
    let (server, crm) = lists().await;
    let answer = crm
        .perform(
            "add_tags",
            &json!({ "contact": "512", "tags": ["vip", "hot lead"] }),
        )
        .await
        .expect("tags");
    assert_eq!(answer, json!({ "contact": "512", "tags": null }));
    assert_eq!(
        lines(&server).await,
        [
            "GET /crm/lists/2026-09/object-type-id/0-1/name/vip",
            "PUT /crm/lists/2026-09/21/memberships/add",
            "GET /crm/lists/2026-09/object-type-id/0-1/name/hot%20lead",
            "POST /crm/lists/2026-09",
            "PUT /crm/lists/2026-09/22/memberships/add",
        ]
    );
    assert_eq!(body(&seen(&server).await[1]), json!(["512"]));
    let shown = crm
        .preview("add_tags", &json!({ "contact": "512", "tags": ["vip"] }))
        .expect("a preview");
    assert!(
        shown[2]
            .url
            .ends_with("/crm/lists/2026-09/{listId}/memberships/add"),
        "{}",
        shown[2].url
    );
}

#[tokio::test]
async fn a_tag_that_nobody_has_needs_no_removing() {
    let (server, crm) = lists().await;
    crm.perform(
        "remove_tags",
        &json!({ "contact": "512", "tags": ["cold"] }),
    )
    .await
    .expect("nothing to do");
    assert_eq!(
        lines(&server).await,
        ["GET /crm/lists/2026-09/object-type-id/0-1/name/cold"]
    );
}

#[tokio::test]
async fn says_what_was_done_when_a_later_step_fails() {
    let server = MockServer::start().await;
    Mock::given(path("/crm/objects/2026-09/contacts"))
        .respond_with(ResponseTemplate::new(201).set_body_json(record("512", json!({}))))
        .mount(&server)
        .await;
    Mock::given(path_regex("/crm/lists/"))
        .respond_with(ResponseTemplate::new(403))
        .mount(&server)
        .await;
    let crm = connect(patient(), credentials(HUBSPOT, &server.uri()));
    let error = crm
        .perform(
            "create_contact",
            &json!({ "name": "Jane", "tags": ["vip"] }),
        )
        .await
        .expect_err("half done");
    assert!(matches!(&error, Error::HalfDone { id: Some(id), .. } if id == "512"));
    assert_eq!(
        (error.code(), error.effect()),
        ("crm_forbidden", Effect::Unknown)
    );
}

#[tokio::test]
async fn finds_the_existing_contact_in_a_conflict() {
    let conflict = json!({ "status": "error", "category": "CONFLICT", "correlationId": "x", "message": "Contact already exists. Existing ID: 512" });
    let (_server, crm) =
        answering(HUBSPOT, ResponseTemplate::new(409).set_body_json(conflict)).await;
    let error = crm
        .perform("create_contact", &json!({ "email": "jane@example.com" }))
        .await
        .expect_err("a duplicate");
    assert!(
        matches!(&error, Error::Duplicate { existing: Some(id), .. } if id == "512"),
        "{error:?}"
    );
}

#[tokio::test]
async fn tells_causes_apart() {
    for (status, answer, code) in [
        (
            400,
            json!({ "category": "VALIDATION_ERROR", "message": "Property values were not valid" }),
            "crm_invalid",
        ),
        (
            401,
            json!({ "category": "INVALID_AUTHENTICATION", "message": "no" }),
            "crm_unauthorized",
        ),
        (
            401,
            json!({ "category": "MISSING_SCOPES", "message": "no" }),
            "crm_forbidden",
        ),
        (
            403,
            json!({ "category": "MISSING_SCOPES", "message": "no" }),
            "crm_forbidden",
        ),
        (
            404,
            json!({ "category": "OBJECT_NOT_FOUND", "message": "no" }),
            "crm_not_found",
        ),
        (
            429,
            json!({ "errorType": "RATE_LIMIT", "policyName": "DAILY", "message": "no" }),
            "crm_rate_limited",
        ),
        (500, json!({ "message": "oops" }), "crm_unavailable"),
    ] {
        let (_server, crm) =
            answering(HUBSPOT, ResponseTemplate::new(status).set_body_json(answer)).await;
        let error = crm
            .perform("delete_contact", &json!({ "contact": "512" }))
            .await
            .expect_err("a failure");
        assert_eq!(error.code(), code);
        assert!(
            matches!(
                &error,
                Error::RateLimited {
                    daily: true,
                    retry_after: None
                }
            ) || status != 429
        );
    }
}

#[tokio::test]
async fn derives_the_status_of_a_deal_and_finds_its_contact() {
    let server = MockServer::start().await;
    let deal = |id: &str, closed: &str, won: &str| {
        record(
            id,
            json!({ "dealname": id, "amount": "5000.00", "hs_is_closed": closed, "hs_is_closed_won": won }),
        )
    };
    let deals = json!({ "total": 3, "results": [deal("1", "false", "false"), deal("2", "true", "true"), deal("3", "true", "false")] });
    Mock::given(path("/crm/objects/2026-09/deals/search"))
        .respond_with(ResponseTemplate::new(200).set_body_json(deals))
        .mount(&server)
        .await;
    let links = json!({ "status": "COMPLETE", "results": [{ "from": { "id": "2" }, "to": [{ "toObjectId": 512 }] }] });
    Mock::given(path("/crm/associations/2026-09/deals/contacts/batch/read"))
        .respond_with(ResponseTemplate::new(200).set_body_json(links))
        .mount(&server)
        .await;
    let crm = connect(patient(), credentials(HUBSPOT, &server.uri()));
    let found = crm
        .perform("list_opportunities", &json!({ "status": "lost" }))
        .await
        .expect("deals");
    let column = |name: &str| {
        found["opportunities"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|deal| deal[name].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(column("status"), ["open", "won", "lost"]);
    assert_eq!(column("contact"), [Value::Null, json!("512"), Value::Null]);
    assert_eq!(column("amount")[0], "5000");
    let filters = body(&seen(&server).await[0])["filterGroups"][0]["filters"].clone();
    assert_eq!(
        filters[1],
        json!({ "propertyName": "hs_is_closed_won", "operator": "EQ", "value": "false" })
    );
}

#[tokio::test]
async fn stamps_a_note_with_the_clock() {
    let (server, crm) = answering(
        HUBSPOT,
        ResponseTemplate::new(201).set_body_json(record("9", json!({ "hs_note_body": "hi" }))),
    )
    .await;
    let note = crm
        .perform("create_note", &json!({ "contact": "512", "note": "hi" }))
        .await
        .expect("a note");
    assert_eq!(
        (&note["note"], &note["contact"]),
        (&json!("hi"), &json!("512"))
    );
    let types = json!([{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 202 }]);
    assert_eq!(
        body(&seen(&server).await[0]),
        json!({ "properties": { "hs_timestamp": "2026-11-21T12:00:00.000Z", "hs_note_body": "hi" },
            "associations": [{ "to": { "id": "512" }, "types": types }] })
    );
}

#[tokio::test]
async fn the_portal_proves_the_key() {
    let portal = json!({ "portalId": 4711, "timeZone": "US/Eastern", "accountType": "STANDARD", "companyCurrency": "USD" });
    let (server, crm) = answering(HUBSPOT, ResponseTemplate::new(200).set_body_json(portal)).await;
    let account = crm.verify().await.expect("an account");
    assert_eq!(
        (account.id.as_str(), account.timezone.as_deref()),
        ("4711", Some("US/Eastern"))
    );
    assert_eq!(account.home.currency.as_deref(), Some("USD"));
    assert_eq!(lines(&server).await, ["GET /account-info/2026-09/details"]);
}

#[tokio::test]
async fn says_what_it_cannot_do_and_what_to_do_instead() {
    let crm = connect(patient(), credentials(HUBSPOT, "https://crm.example"));
    for operation in [
        "send_sms",
        "send_email",
        "send_message",
        "cancel_message",
        "list_free_slots",
        "list_tags",
        "add_to_campaign",
        "remove_from_campaign",
        "list_social_accounts",
        "create_social_post",
        "get_social_post",
        "list_social_posts",
        "update_social_post",
        "delete_social_post",
    ] {
        assert!(!crm.supports(operation));
        let told = crm.instead(operation).unwrap_or_default();
        assert!(
            told.starts_with("HubSpot ") && told.ends_with('.'),
            "{told}"
        );
        let error = crm
            .perform(operation, &json!({}))
            .await
            .expect_err("unsupported");
        assert!(matches!(&error, Error::Unsupported { instead, .. } if *instead == told));
        assert_eq!(
            (error.code(), error.effect()),
            ("unsupported_by_crm", Effect::None)
        );
    }
    assert!(crm.supports("create_note") && crm.instead("create_note").is_none());
}
