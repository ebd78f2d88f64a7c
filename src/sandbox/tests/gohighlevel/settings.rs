//! Users and custom fields.

use serde_json::{Value, json};

use super::super::harness::{Sandbox, id};

#[tokio::test]
async fn lists_the_users_of_the_location() {
    let sandbox = Sandbox::new().await;
    let path = format!("/users/?locationId={}", sandbox.location());
    let (status, list) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(
        (status, list["users"].as_array().map(Vec::len)),
        (200, Some(2))
    );
    let dana = &list["users"][0];
    assert_eq!(dana["name"], "Dana Bayshore");
    assert_eq!(dana["roles"]["locationIds"], json!([sandbox.location()]));
    let one = format!("/users/{}", id(dana));
    let (status, read) = sandbox.ghl("GET", &one, Value::Null).await;
    assert_eq!(
        (status, &read["email"]),
        (200, &dana["email"]),
        "no envelope"
    );

    let path = format!("/locations/{}", sandbox.location());
    let (_, location) = sandbox.ghl("GET", &path, Value::Null).await;
    let company = location["location"]["companyId"].as_str().expect("an id");
    let search = format!("/users/search?companyId={company}&query=marta");
    let (status, found) = sandbox.ghl("GET", &search, Value::Null).await;
    assert_eq!((status, &found["count"]), (200, &json!(1)), "{found}");
    for (path, status) in [
        ("/users/", 422),
        ("/users/?locationId=elsewhere", 403),
        ("/users/search?limit=1", 422),
        ("/users/search?companyId=elsewhere", 403),
        ("/users/me", 400),
    ] {
        let (got, answer) = sandbox.ghl("GET", path, Value::Null).await;
        assert_eq!(got, status, "{path}: {answer}");
    }
}

async fn field(sandbox: &Sandbox, model: &str, key: &str) -> String {
    let at = sandbox.location();
    let path = format!("/locations/{at}/customFields?model={model}");
    let (_, list) = sandbox.ghl("GET", &path, Value::Null).await;
    let fields = list["customFields"].as_array().expect("a list");
    let found = fields.iter().find(|field| field["fieldKey"] == key);
    id(found.unwrap_or_else(|| panic!("no {key} in {list}"))).to_owned()
}

#[tokio::test]
async fn describes_custom_fields() {
    let sandbox = Sandbox::new().await;
    let base = format!("/locations/{}/customFields", sandbox.location());
    let mut counts = Vec::new();
    for model in ["contact", "opportunity", "all"] {
        let (status, list) = sandbox
            .ghl("GET", &format!("{base}?model={model}"), Value::Null)
            .await;
        assert_eq!(status, 200, "{list}");
        counts.push(list["customFields"].as_array().map_or(0, Vec::len));
    }
    assert_eq!(counts, [5, 2, 7]);
    let one = field(&sandbox, "contact", "contact.property_type").await;
    let (status, read) = sandbox
        .ghl("GET", &format!("{base}/{one}"), Value::Null)
        .await;
    assert_eq!(
        (status, &read["customField"]["dataType"]),
        (200, &json!("SINGLE_OPTIONS"))
    );
    let wrong = format!("{base}?model=calendar");
    assert_eq!(sandbox.ghl("GET", &wrong, Value::Null).await.0, 422);
    let wrong = format!("{base}/nothing");
    assert_eq!(sandbox.ghl("GET", &wrong, Value::Null).await.0, 400);
}

#[tokio::test]
async fn keeps_custom_values_of_contacts() {
    let sandbox = Sandbox::new().await;
    let kind = field(&sandbox, "contact", "contact.property_type").await;
    let feet = field(&sandbox, "contact", "contact.square_feet").await;
    let path = format!("/contacts/{}", id(&sandbox.find("Zoë").await));
    let change = async |fields: Value| {
        sandbox
            .ghl("PUT", &path, json!({ "customFields": fields }))
            .await
    };
    let (status, changed) = change(json!([
        { "id": kind, "field_value": "Condo" },
        { "key": "contact.interests", "field_value": ["Roof", "Solar"] },
    ]))
    .await;
    assert_eq!(status, 200, "{changed}");
    assert_eq!(
        changed["contact"]["customFields"][0],
        json!({ "id": kind, "value": "Condo" })
    );
    let (_, changed) = change(json!([{ "id": feet, "field_value": 900 }])).await;
    let held = changed["contact"]["customFields"].as_array().map(Vec::len);
    assert_eq!(held, Some(3), "the others stay");
    let (_, changed) = change(json!([{ "id": kind, "field_value": "" }])).await;
    let held = changed["contact"]["customFields"].as_array().map(Vec::len);
    assert_eq!(held, Some(2), "an empty value clears");
    let (_, read) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(
        read["contact"]["customFields"],
        changed["contact"]["customFields"]
    );

    for (fields, status) in [
        (json!([{ "id": "nothing", "field_value": "x" }]), 400),
        (
            json!([{ "key": "opportunity.lost_to", "field_value": "x" }]),
            400,
        ),
        (json!([{ "id": kind, "field_value": "Castle" }]), 422),
        (json!([{ "id": feet, "field_value": "many" }]), 422),
        (json!([{ "id": feet, "value": 900 }]), 422),
        (json!(["x"]), 422),
    ] {
        let (got, answer) = change(fields.clone()).await;
        assert_eq!(got, status, "{fields}: {answer}");
    }
    let upsert = json!({
        "locationId": sandbox.location(), "email": "zoe.whitaker@example.org", "dnd": true,
        "customFields": [{ "key": "gate_code", "field_value": "12" }],
    });
    let (status, merged) = sandbox.ghl("POST", "/contacts/upsert", upsert).await;
    assert_eq!((status, &merged["new"]), (200, &json!(false)));
    let held = merged["contact"]["customFields"].as_array().map(Vec::len);
    assert_eq!((held, &merged["contact"]["dnd"]), (Some(3), &json!(true)));
}

#[tokio::test]
async fn keeps_custom_values_of_opportunities() {
    let sandbox = Sandbox::new().await;
    let paid = field(&sandbox, "opportunity", "opportunity.financing").await;
    let path = format!("/opportunities/search?location_id={}", sandbox.location());
    let (_, list) = sandbox.ghl("GET", &path, Value::Null).await;
    let one = format!("/opportunities/{}", id(&list["opportunities"][0]));
    let body = json!({ "customFields": [{ "id": paid, "field_value": "Loan" }] });
    let (status, changed) = sandbox.ghl("PUT", &one, body).await;
    assert_eq!(status, 200, "{changed}");
    assert_eq!(
        changed["opportunity"]["customFields"],
        json!([{ "id": paid, "fieldValue": "Loan" }])
    );
    let body = json!({ "customFields": [{ "key": "contact.gate_code", "field_value": "1" }] });
    assert_eq!(sandbox.ghl("PUT", &one, body).await.0, 400);
}
