//! Token, form of requests, contacts.

use serde_json::{Value, json};

use super::super::harness::{Sandbox, id};
use super::{contact, refused};

const CONTACTS: &str = "/crm/objects/2026-09/contacts";

#[tokio::test]
async fn wants_its_token() {
    let sandbox = Sandbox::new().await;
    for headers in [&[][..], &[("authorization", "Bearer pat-na1-wrong")]] {
        let answer = sandbox
            .hubspot_with("/account-info/2026-09/details", headers)
            .await;
        refused(&answer, 401, "INVALID_AUTHENTICATION");
    }
    let (status, account) = sandbox
        .hubspot("GET", "/account-info/2026-09/details", Value::Null)
        .await;
    assert_eq!(
        (status, &account["timeZone"]),
        (200, &json!("America/New_York"))
    );
    assert_eq!(
        (&account["companyCurrency"], &account["utcOffset"]),
        (&json!("USD"), &json!("-05:00"))
    );
}

#[tokio::test]
async fn knows_the_dated_and_the_numbered_version_of_its_paths_and_no_other() {
    let sandbox = Sandbox::new().await;
    let numbered = sandbox.hubspot("GET", "/crm/v3/objects/contacts", Value::Null);
    assert_eq!(numbered.await.0, 200);
    for path in [
        "/crm/v4/objects/contacts",
        "/crm/objects/2026-03/contacts",
        "/crm/objects/2026-09/contacts/",
    ] {
        refused(
            &sandbox.hubspot("GET", path, Value::Null).await,
            404,
            "OBJECT_NOT_FOUND",
        );
    }
    let put = sandbox.hubspot("PUT", CONTACTS, json!({})).await;
    refused(&put, 404, "OBJECT_NOT_FOUND");
    let llamas = sandbox
        .hubspot("GET", "/crm/objects/2026-09/llamas", Value::Null)
        .await;
    refused(&llamas, 400, "VALIDATION_ERROR");
}

#[tokio::test]
async fn creates_reads_changes_and_archives_a_contact() {
    let sandbox = Sandbox::new().await;
    let body = contact(
        json!({ "email": "Wilma@Example.com", "firstname": "Wilma", "phone": "+17275550199" }),
    );
    let (status, made) = sandbox.hubspot("POST", CONTACTS, body).await;
    assert_eq!(
        (status, &made["properties"]["email"]),
        (201, &json!("wilma@example.com")),
        "{made}"
    );
    assert!(id(&made).chars().all(|c| c.is_ascii_digit()));
    assert_eq!(made["properties"]["hs_object_id"], made["id"]);

    let path = format!("{CONTACTS}/{}", id(&made));
    let (_, plain) = sandbox.hubspot("GET", &path, Value::Null).await;
    assert_eq!(
        plain["properties"].get("phone"),
        None,
        "only default properties"
    );
    assert_eq!(plain["properties"]["lastname"], Value::Null);
    let (_, named) = sandbox
        .hubspot(
            "GET",
            &format!("{path}?properties=phone,company&properties=nope"),
            Value::Null,
        )
        .await;
    assert_eq!(named["properties"]["phone"], "+17275550199");
    assert_eq!(
        (
            named["properties"].get("company"),
            named["properties"].get("nope")
        ),
        (Some(&Value::Null), None)
    );
    assert_eq!(named["properties"].get("email"), None);

    let change = json!({ "properties": { "firstname": "Vilma", "phone": "" } });
    let (status, changed) = sandbox.hubspot("PATCH", &path, change).await;
    assert_eq!(
        (status, &changed["properties"]["firstname"]),
        (200, &json!("Vilma"))
    );
    assert_eq!(
        changed["properties"].get("phone"),
        None,
        "an empty text clears"
    );
    let by_email = format!("{CONTACTS}/wilma@example.com?idProperty=email");
    assert_eq!(
        sandbox.hubspot("GET", &by_email, Value::Null).await.1["id"],
        made["id"]
    );

    assert_eq!(
        sandbox.hubspot("DELETE", &path, Value::Null).await,
        (204, Value::Null)
    );
    assert_eq!(sandbox.hubspot("DELETE", &path, Value::Null).await.0, 204);
    refused(
        &sandbox.hubspot("GET", &path, Value::Null).await,
        404,
        "OBJECT_NOT_FOUND",
    );
    let (_, archived) = sandbox
        .hubspot("GET", &format!("{path}?archived=true"), Value::Null)
        .await;
    assert_eq!(archived["archived"], true);
    let change = json!({ "properties": { "firstname": "x" } });
    refused(
        &sandbox.hubspot("PATCH", &path, change).await,
        404,
        "OBJECT_NOT_FOUND",
    );
    refused(
        &sandbox
            .hubspot("DELETE", &format!("{CONTACTS}/1"), Value::Null)
            .await,
        404,
        "OBJECT_NOT_FOUND",
    );
}

#[tokio::test]
async fn answers_409_for_an_email_that_is_taken() {
    let sandbox = Sandbox::new().await;
    let zoe = format!("{CONTACTS}/zoe.whitaker@example.org?idProperty=email");
    let (_, zoe) = sandbox.hubspot("GET", &zoe, Value::Null).await;
    let body = contact(json!({ "email": "Zoe.Whitaker@example.org" }));
    let answer = sandbox.hubspot("POST", CONTACTS, body).await;
    refused(&answer, 409, "CONFLICT");
    assert_eq!(
        answer.1["message"],
        format!("Contact already exists. Existing ID: {}", id(&zoe))
    );
    let other = format!("{CONTACTS}/pavel.horak@example.org?idProperty=email");
    let body = json!({ "properties": { "email": "zoe.whitaker@example.org" } });
    refused(
        &sandbox.hubspot("PATCH", &other, body).await,
        409,
        "CONFLICT",
    );
}

#[tokio::test]
async fn refuses_bodies_of_another_form() {
    let sandbox = Sandbox::new().await;
    for body in [
        Value::Null,
        json!([]),
        json!({ "properties": { "email": "a@example.com" } }),
        json!({ "associations": [] }),
        json!({ "properties": { "email": "a@example.com" }, "associations": [], "extra": 1 }),
        contact(json!({ "email": 5 })),
        contact(json!({ "email": null })),
        contact(json!({})),
        contact(json!({ "phone": "+17275550199" })),
    ] {
        refused(
            &sandbox.hubspot("POST", CONTACTS, body).await,
            400,
            "VALIDATION_ERROR",
        );
    }
    let path = format!("{CONTACTS}/zoe.whitaker@example.org?idProperty=email");
    for body in [
        json!({}),
        json!({ "properties": { "phone": 5 } }),
        json!({ "properties": {}, "associations": [] }),
    ] {
        refused(
            &sandbox.hubspot("PATCH", &path, body).await,
            400,
            "VALIDATION_ERROR",
        );
    }
}

#[tokio::test]
async fn names_the_property_that_is_wrong() {
    let sandbox = Sandbox::new().await;
    for (name, value, code) in [
        ("nope", "x", "PROPERTY_DOESNT_EXIST"),
        ("email", "nobody", "INVALID_EMAIL"),
        ("lifecyclestage", "alien", "INVALID_OPTION"),
        ("createdate", "2026-01-01", "READ_ONLY_VALUE"),
    ] {
        let answer = sandbox
            .hubspot(
                "POST",
                CONTACTS,
                contact(json!({ "firstname": "x", name: value })),
            )
            .await;
        refused(&answer, 400, "VALIDATION_ERROR");
        assert_eq!(
            (
                &answer.1["errors"][0]["code"],
                &answer.1["errors"][0]["context"]
            ),
            (&json!(code), &json!({ "propertyName": [name] }))
        );
    }
}

#[tokio::test]
async fn upserts_contacts_by_email() {
    let sandbox = Sandbox::new().await;
    let path = format!("{CONTACTS}/batch/upsert");
    let body = json!({ "inputs": [
        { "idProperty": "email", "id": "zoe.whitaker@example.org", "properties": { "city": "Tacoma" } },
        { "idProperty": "email", "id": "new@example.org", "properties": { "firstname": "New" } },
    ] });
    let (status, answer) = sandbox.hubspot("POST", &path, body).await;
    assert_eq!(
        (status, &answer["status"]),
        (200, &json!("COMPLETE")),
        "{answer}"
    );
    assert_eq!(
        (&answer["results"][0]["new"], &answer["results"][1]["new"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(
        answer["results"][1]["properties"]["email"],
        "new@example.org"
    );
}

#[tokio::test]
async fn pages_through_all_records() {
    let sandbox = Sandbox::new().await;
    let (mut after, mut seen) = (String::new(), 0);
    loop {
        let (status, page) = sandbox
            .hubspot("GET", &format!("{CONTACTS}?limit=25{after}"), Value::Null)
            .await;
        assert_eq!(status, 200, "{page}");
        seen += page["results"].as_array().map_or(0, Vec::len);
        let Some(next) = page["paging"]["next"]["after"].as_str() else {
            break;
        };
        after = format!("&after={next}");
    }
    assert!(seen >= 60, "{seen}");
    refused(
        &sandbox
            .hubspot("GET", &format!("{CONTACTS}?limit=101"), Value::Null)
            .await,
        400,
        "VALIDATION_ERROR",
    );
}

#[tokio::test]
async fn describes_properties_and_owners() {
    let sandbox = Sandbox::new().await;
    let (_, answer) = sandbox
        .hubspot("GET", "/crm/properties/2026-09/deals", Value::Null)
        .await;
    let names: Vec<&str> = answer["results"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|p| p["name"].as_str())
        .collect();
    assert!(names.contains(&"dealstage") && names.contains(&"hubspot_owner_id"));
    let (_, owners) = sandbox
        .hubspot("GET", "/crm/owners/2026-09", Value::Null)
        .await;
    assert_eq!(owners["results"][0]["type"], "PERSON");
    let (_, links) = sandbox
        .hubspot(
            "GET",
            "/scheduler/2026-09/meetings/meeting-links",
            Value::Null,
        )
        .await;
    assert_eq!(
        links["results"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|l| l["defaultLink"] == true)
            .count(),
        1
    );
}
