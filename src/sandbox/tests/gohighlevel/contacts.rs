//! Contacts and their tags.

use serde_json::{Value, json};

use super::super::harness::{Sandbox, id};

#[tokio::test]
async fn creates_reads_changes_and_deletes_a_contact() {
    let sandbox = Sandbox::new().await;
    let body = json!({
        "locationId": sandbox.location(), "name": "Wilma Peña Ruiz", "email": "Wilma@Example.com",
        "phone": "(727) 555-0199", "companyName": "Ruiz", "tags": ["Hot-Lead", "hot-lead"],
    });
    let (status, made) = sandbox.ghl("POST", "/contacts/", body).await;
    assert_eq!(status, 201, "{made}");
    let contact = &made["contact"];
    assert_eq!(id(contact).len(), 20);
    assert_eq!(
        (&contact["firstName"], &contact["lastName"]),
        (&json!("Wilma"), &json!("Peña Ruiz"))
    );
    assert_eq!(
        (&contact["email"], &contact["phone"]),
        (&json!("wilma@example.com"), &json!("+17275550199"))
    );
    assert_eq!(
        (&contact["tags"], &contact["locationId"]),
        (&json!(["hot-lead"]), &json!(sandbox.location()))
    );

    let path = format!("/contacts/{}", id(contact));
    let (status, changed) = sandbox.ghl("PUT", &path, json!({ "firstName": "Vilma", "phone": null, "companyName": "Ruiz & Co", "tags": ["vip"] })).await;
    assert_eq!(
        (status, &changed["succeded"]),
        (200, &json!(true)),
        "{changed}"
    );
    let (_, read) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(read["contact"], changed["contact"]);
    assert_eq!(read["contact"]["name"], "Vilma Peña Ruiz");
    assert_eq!(
        (&read["contact"]["tags"], read["contact"].get("phone")),
        (&json!(["vip"]), None)
    );
    assert_eq!(read["contact"]["companyName"], "Ruiz & Co");

    let (status, gone) = sandbox.ghl("DELETE", &path, Value::Null).await;
    assert_eq!((status, &gone["succeded"]), (200, &json!(true)));
    let (status, answer) = sandbox.ghl("GET", &path, Value::Null).await;
    let message = format!("Contact with id {} not found", id(contact));
    assert_eq!((status, &answer["message"]), (400, &json!(message)));
}

#[tokio::test]
async fn answers_400_for_an_unknown_contact_everywhere() {
    let sandbox = Sandbox::new().await;
    let nobody = "/contacts/AAAAAAAAAAAAAAAAAAAA";
    let cases = [
        ("GET", "", Value::Null),
        ("PUT", "", json!({ "firstName": "x" })),
        ("DELETE", "", Value::Null),
        ("POST", "/tags", json!({ "tags": ["x"] })),
        ("DELETE", "/tags", json!({ "tags": ["x"] })),
        ("GET", "/notes", Value::Null),
        ("POST", "/notes", json!({ "body": "x" })),
        ("GET", "/tasks", Value::Null),
        (
            "POST",
            "/tasks",
            json!({ "title": "x", "dueDate": "2026-12-01T10:00:00Z", "completed": false }),
        ),
        ("GET", "/appointments", Value::Null),
    ];
    for (method, rest, body) in cases {
        let (status, answer) = sandbox.ghl(method, &format!("{nobody}{rest}"), body).await;
        let message = "Contact with id AAAAAAAAAAAAAAAAAAAA not found";
        assert_eq!(
            (status, &answer["message"]),
            (400, &json!(message)),
            "{method} {rest}"
        );
    }
}

#[tokio::test]
async fn refuses_a_second_contact_with_the_same_email_or_phone() {
    let sandbox = Sandbox::new().await;
    let zoe = sandbox.find("Zoë").await;
    let cases = [
        (json!({ "email": "ZOE.whitaker@example.org" }), "email"),
        (json!({ "phone": "206 555 0119" }), "phone"),
        (
            json!({ "email": "zoe.whitaker@example.org", "phone": "2065550119" }),
            "email",
        ),
    ];
    for (mut body, field) in cases {
        body["locationId"] = json!(sandbox.location());
        let (status, answer) = sandbox.ghl("POST", "/contacts/", body).await;
        assert_eq!(status, 400);
        assert_eq!(
            answer["message"],
            "This location does not allow duplicated contacts."
        );
        assert_eq!(
            (
                &answer["meta"]["contactId"],
                &answer["meta"]["matchingField"]
            ),
            (&zoe["id"], &json!(field))
        );
    }
    let path = format!("/contacts/{}", id(&sandbox.find("Pavel").await));
    let body = json!({ "email": "zoe.whitaker@example.org" });
    let (status, answer) = sandbox.ghl("PUT", &path, body).await;
    assert_eq!((status, &answer["meta"]["contactId"]), (400, &zoe["id"]));
}

#[tokio::test]
async fn refuses_a_location_in_an_update() {
    let sandbox = Sandbox::new().await;
    let path = format!("/contacts/{}", id(&sandbox.find("Zoë").await));
    let body = json!({ "locationId": sandbox.location(), "firstName": "Zoe" });
    let (status, answer) = sandbox.ghl("PUT", &path, body).await;
    assert_eq!(
        (status, &answer["message"]),
        (422, &json!(["property locationId should not exist"]))
    );
}

#[tokio::test]
async fn refuses_values_that_are_no_email_or_phone() {
    let sandbox = Sandbox::new().await;
    let at = json!(sandbox.location());
    let (status, answer) = sandbox
        .ghl(
            "POST",
            "/contacts/",
            json!({ "locationId": at, "email": "nobody" }),
        )
        .await;
    assert_eq!(
        (status, &answer["message"]),
        (422, &json!(["email must be an email"]))
    );
    let (status, _) = sandbox
        .ghl(
            "POST",
            "/contacts/",
            json!({ "locationId": at, "phone": "call me" }),
        )
        .await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn upserts_by_email_then_phone() {
    let sandbox = Sandbox::new().await;
    let zoe = sandbox.find("Zoë").await;
    let body = json!({ "locationId": sandbox.location(), "email": "zoe.whitaker@example.org", "city": "Tacoma" });
    let (status, answer) = sandbox.ghl("POST", "/contacts/upsert", body).await;
    assert_eq!(
        (status, &answer["new"], &answer["contact"]["id"]),
        (200, &json!(false), &zoe["id"])
    );
    assert_eq!(answer["contact"]["city"], "Tacoma");
    let body = json!({ "locationId": sandbox.location(), "email": "new@example.org" });
    let (status, answer) = sandbox.ghl("POST", "/contacts/upsert", body).await;
    assert_eq!((status, &answer["new"]), (200, &json!(true)));
}

#[tokio::test]
async fn adds_and_removes_tags() {
    let sandbox = Sandbox::new().await;
    let path = format!("/contacts/{}/tags", id(&sandbox.find("Zoë").await));
    let (status, answer) = sandbox
        .ghl("POST", &path, json!({ "tags": ["VIP", "newsletter"] }))
        .await;
    assert_eq!(
        (status, &answer["tags"]),
        (201, &json!(["newsletter", "vip"]))
    );
    let (status, answer) = sandbox
        .ghl("DELETE", &path, json!({ "tags": ["newsletter", "none"] }))
        .await;
    assert_eq!((status, &answer["tags"]), (200, &json!(["vip"])));
    let (status, answer) = sandbox.ghl("POST", &path, json!({ "tags": "vip" })).await;
    assert_eq!(
        (status, &answer["message"]),
        (422, &json!(["tags must be an array"]))
    );
}

#[tokio::test]
async fn forgets_everything_about_a_deleted_contact() {
    let sandbox = Sandbox::new().await;
    let contact = sandbox.find("Okafor Dental").await;
    let contact = id(&contact);
    assert_eq!(
        sandbox
            .ghl("DELETE", &format!("/contacts/{contact}"), Value::Null)
            .await
            .0,
        200
    );
    let at = sandbox.location();
    for (path, list) in [
        (
            format!("/opportunities/search?location_id={at}&contact_id={contact}"),
            "opportunities",
        ),
        (
            format!("/conversations/search?locationId={at}&contactId={contact}"),
            "conversations",
        ),
    ] {
        let (_, answer) = sandbox.ghl("GET", &path, Value::Null).await;
        assert_eq!(answer[list], json!([]), "{path}");
    }
}
