//! Workflows, campaigns, scheduling pages, orders and payments.

use serde_json::{Value, json};

use super::super::harness::{Folder, NOW, Sandbox, id};
use super::refused;

#[tokio::test]
async fn takes_contacts_into_workflows_by_email() {
    let sandbox = Sandbox::new().await;
    let (status, list) = sandbox
        .hubspot("GET", "/automation/v4/flows?limit=100", Value::Null)
        .await;
    assert_eq!(status, 200, "{list}");
    let flows = list["results"].as_array().expect("a list");
    let flow = |about: &str, enabled: bool| {
        let found = flows
            .iter()
            .find(|f| f["objectTypeId"] == about && f["isEnabled"] == enabled);
        id(found.expect("a workflow")).to_owned()
    };
    let place = |flow: &str, email: &str| {
        format!("/automation/v2/workflows/{flow}/enrollments/contacts/{email}")
    };
    let path = place(&flow("0-1", true), "Zoe.Whitaker%40example.org");
    for method in ["POST", "POST", "DELETE", "DELETE"] {
        assert_eq!(sandbox.hubspot(method, &path, Value::Null).await.0, 204);
    }
    let email = "zoe.whitaker@example.org";
    for (path, status, category) in [
        (place(&flow("0-3", true), email), 400, "VALIDATION_ERROR"),
        (place(&flow("0-1", false), email), 400, "VALIDATION_ERROR"),
        (place("1", email), 404, "OBJECT_NOT_FOUND"),
        (
            place(&flow("0-1", true), "nobody@example.org"),
            404,
            "OBJECT_NOT_FOUND",
        ),
    ] {
        let answer = sandbox.hubspot("POST", &path, Value::Null).await;
        refused(&answer, status, category);
    }
}

#[tokio::test]
async fn shows_a_campaigns_name_only_when_asked() {
    let sandbox = Sandbox::new().await;
    let base = "/marketing/campaigns/2026-09";
    let (status, bare) = sandbox.hubspot("GET", base, Value::Null).await;
    assert_eq!(
        (status, &bare["total"], &bare["results"][0]["properties"]),
        (200, &json!(3), &json!({}))
    );
    let path = format!("{base}?properties=hs_name&name=newsletter");
    let (_, named) = sandbox.hubspot("GET", &path, Value::Null).await;
    assert_eq!(
        (
            &named["total"],
            &named["results"][0]["properties"]["hs_name"]
        ),
        (&json!(1), &json!("Newsletter welcome"))
    );
    let (_, page) = sandbox
        .hubspot("GET", &format!("{base}?limit=2"), Value::Null)
        .await;
    assert_eq!(page["paging"]["next"]["after"], "2");
    let answer = sandbox
        .hubspot("GET", &format!("{base}?limit=0"), Value::Null)
        .await;
    refused(&answer, 400, "VALIDATION_ERROR");
}

#[tokio::test]
async fn filters_scheduling_pages() {
    let sandbox = Sandbox::new().await;
    let base = "/scheduler/2026-09/meetings/meeting-links";
    let count = async |rest: &str| {
        let path = format!("{base}{rest}");
        let (_, list) = sandbox.hubspot("GET", &path, Value::Null).await;
        list["total"].as_u64().expect("a number")
    };
    assert_eq!(count("").await, 3);
    assert_eq!(count("?name=consultations").await, 1);
    assert_eq!(count("?type=ROUND_ROBIN_CALENDAR").await, 0);
    assert_eq!(count("?organizerUserId=9586504").await, 3);
    assert_eq!(count("?organizerUserId=1").await, 0);
}

#[tokio::test]
async fn keeps_orders_and_payments() {
    let sandbox = Sandbox::new().await;
    let search = |sort: &str, filters: Value| {
        json!({
            "filterGroups": filters, "sorts": [sort], "limit": 20, "after": "0",
            "properties": ["hs_initial_amount", "hs_latest_status", "hs_currency_code"],
        })
    };
    let path = "/crm/objects/2026-09/commerce_payments/search";
    let (status, paid) = sandbox
        .hubspot("POST", path, search("-hs_createdate", json!([])))
        .await;
    assert_eq!((status, &paid["total"]), (200, &json!(8)), "{paid}");
    assert_eq!(
        paid["results"][0]["properties"]["hs_latest_status"],
        "succeeded"
    );
    let okafor = "/crm/objects/2026-09/contacts/frontdesk@okafordental.example?idProperty=email";
    let (_, okafor) = sandbox.hubspot("GET", okafor, Value::Null).await;
    let of = json!([{ "filters": [
        { "propertyName": "associations.contact", "operator": "EQ", "value": okafor["id"] },
    ] }]);
    let path = "/crm/objects/2026-09/orders/search";
    let (_, orders) = sandbox
        .hubspot("POST", path, search("-hs_createdate", of))
        .await;
    assert_eq!(orders["total"], 2);
    let one = format!(
        "/crm/objects/2026-09/orders/{}?properties=hs_order_name",
        id(&orders["results"][0])
    );
    let (_, order) = sandbox.hubspot("GET", &one, Value::Null).await;
    assert_eq!(order["properties"]["hs_order_name"], "Waiting room chair");
    let answer = sandbox
        .hubspot("GET", "/crm/objects/2026-09/orders/1200", Value::Null)
        .await;
    refused(&answer, 404, "OBJECT_NOT_FOUND");
}

#[tokio::test]
async fn marks_properties_of_the_accounts_own() {
    let sandbox = Sandbox::new().await;
    let path = "/crm/properties/2026-09/contacts";
    let (_, list) = sandbox.hubspot("GET", path, Value::Null).await;
    let own: Vec<&Value> = list["results"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|property| property["hubspotDefined"] == false)
        .map(|property| &property["name"])
        .collect();
    assert_eq!(own, ["gate_code", "square_feet", "property_type"]);
}

#[tokio::test]
async fn adds_them_to_a_folder_of_an_earlier_release() {
    let now = NOW.parse().expect("a time");
    let folder = Folder::new();
    let file = folder.0.join("hubspot.json");
    Sandbox::at(folder.clone(), now).await.running.stop().await;
    let mut state: Value =
        serde_json::from_slice(&std::fs::read(&file).expect("state")).expect("JSON");
    let members = state.as_object_mut().expect("an object");
    members
        .retain(|name, _| !["edition", "flows", "campaigns", "threads"].contains(&name.as_str()));
    let new = ["orders", "commerce_payments", "communications"];
    for name in ["records", "links"] {
        let kind = |item: &Value| match name {
            "records" => item["kind"].clone(),
            _ => item["from"][0].clone(),
        };
        let list = state[name].as_array_mut().expect("a list");
        list.retain(|item| !new.iter().any(|new| kind(item) == *new));
    }
    std::fs::write(&file, state.to_string()).expect("written");
    let sandbox = Sandbox::at(folder, now).await;
    for (path, count) in [
        ("/automation/v4/flows", 5),
        ("/crm/objects/2026-09/orders?limit=100", 10),
        ("/crm/objects/2026-09/contacts?limit=100", 66),
    ] {
        let (_, list) = sandbox.hubspot("GET", path, Value::Null).await;
        assert_eq!(list["results"].as_array().map(Vec::len), Some(count));
    }
}
