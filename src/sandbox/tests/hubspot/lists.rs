//! Lists, which stand for tags.

use serde_json::{Value, json};

use super::super::harness::Sandbox;

const LISTS: &str = "/crm/lists/2026-09";

async fn named(sandbox: &Sandbox, name: &str) -> (u16, Value) {
    sandbox
        .hubspot(
            "GET",
            &format!("{LISTS}/object-type-id/0-1/name/{name}"),
            Value::Null,
        )
        .await
}

#[tokio::test]
async fn finds_and_makes_lists_by_name() {
    let sandbox = Sandbox::new().await;
    let (status, vip) = named(&sandbox, "vip").await;
    assert_eq!(
        (status, &vip["list"]["processingType"]),
        (200, &json!("MANUAL")),
        "{vip}"
    );
    assert_eq!(named(&sandbox, "hot%20lead").await.0, 200);
    let (status, answer) = named(&sandbox, "nobody").await;
    assert_eq!(
        (status, &answer["category"]),
        (404, &json!("OBJECT_NOT_FOUND"))
    );
    let body = json!({ "name": "nobody", "objectTypeId": "0-1", "processingType": "MANUAL" });
    let (status, made) = sandbox.hubspot("POST", LISTS, body.clone()).await;
    assert_eq!((status, &made["list"]["name"]), (200, &json!("nobody")));
    assert_eq!(
        named(&sandbox, "nobody").await.1["list"]["listId"],
        made["list"]["listId"]
    );
    assert_eq!(
        sandbox.hubspot("POST", LISTS, body).await.0,
        400,
        "the name is taken"
    );
    assert_eq!(
        sandbox
            .hubspot("POST", LISTS, json!({ "name": "x" }))
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn adds_and_removes_members() {
    let sandbox = Sandbox::new().await;
    let path = "/crm/objects/2026-09/contacts/zoe.whitaker@example.org?idProperty=email";
    let (_, zoe) = sandbox.hubspot("GET", path, Value::Null).await;
    let zoe = zoe["id"].as_str().expect("an id");
    let (_, vip) = named(&sandbox, "vip").await;
    let list = vip["list"]["listId"].as_str().expect("an id").to_owned();
    let members = format!("{LISTS}/{list}/memberships");
    let (status, added) = sandbox
        .hubspot("PUT", &format!("{members}/add"), json!([zoe, "1"]))
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        added,
        json!({ "recordsIdsAdded": [zoe], "recordIdsRemoved": [], "recordIdsMissing": ["1"] })
    );

    let of_zoe = format!("{LISTS}/records/0-1/{zoe}/memberships");
    let (_, memberships) = sandbox.hubspot("GET", &of_zoe, Value::Null).await;
    let ids: Vec<&str> = memberships["results"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|m| m["listId"].as_str())
        .collect();
    assert!(ids.contains(&list.as_str()) && ids.len() == 2, "{ids:?}");
    let (_, lists) = sandbox
        .hubspot(
            "GET",
            &format!("{LISTS}?listIds={}&listIds={}", ids[0], ids[1]),
            Value::Null,
        )
        .await;
    let mut names: Vec<&str> = lists["lists"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|l| l["name"].as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["newsletter", "vip"]);
    assert_eq!(
        sandbox
            .hubspot("GET", &format!("{LISTS}/{list}"), Value::Null)
            .await
            .1["list"]["name"],
        "vip"
    );

    let (_, removed) = sandbox
        .hubspot("PUT", &format!("{members}/remove"), json!([zoe]))
        .await;
    assert_eq!(removed["recordIdsRemoved"], json!([zoe]));
    for wrong in [json!([]), json!([5]), json!({}), Value::Null] {
        assert_eq!(
            sandbox
                .hubspot("PUT", &format!("{members}/add"), wrong)
                .await
                .0,
            400
        );
    }
    assert_eq!(
        sandbox
            .hubspot("PUT", &format!("{LISTS}/1/memberships/add"), json!([zoe]))
            .await
            .0,
        404
    );
}
