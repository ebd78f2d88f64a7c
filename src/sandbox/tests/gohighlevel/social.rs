//! Social accounts and posts.

use serde_json::{Value, json};

use super::super::harness::{Sandbox, id};

struct Planner {
    sandbox: Sandbox,
    base: String,
    account: String,
    expired: String,
    user: String,
}

async fn planner() -> Planner {
    let sandbox = Sandbox::new().await;
    let at = sandbox.location().to_owned();
    let base = format!("/social-media-posting/{at}");
    let (status, list) = sandbox
        .ghl("GET", &format!("{base}/accounts"), Value::Null)
        .await;
    assert_eq!((status, &list["success"]), (200, &json!(true)), "{list}");
    let accounts = list["results"]["accounts"].as_array().expect("a list");
    let first = |expired: bool| {
        let found = accounts.iter().find(|a| a["isExpired"] == expired);
        id(found.expect("an account")).to_owned()
    };
    let (account, expired) = (first(false), first(true));
    let (_, users) = sandbox
        .ghl("GET", &format!("/users/?locationId={at}"), Value::Null)
        .await;
    Planner {
        base,
        account,
        expired,
        user: id(&users["users"][0]).to_owned(),
        sandbox,
    }
}

impl Planner {
    async fn call(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let path = format!("{}{path}", self.base);
        self.sandbox.ghl(method, &path, body).await
    }

    /// What can be posted, with these members over it.
    fn post(&self, over: Value) -> Value {
        let mut body = json!({
            "accountIds": [self.account], "type": "post", "userId": self.user,
            "summary": "We are open late tomorrow", "status": "scheduled",
            "scheduleDate": "2026-12-01T09:00:00Z",
        });
        if let (Some(body), Value::Object(over)) = (body.as_object_mut(), over) {
            body.extend(over);
        }
        body
    }

    async fn list(&self, over: Value) -> Value {
        let mut body = json!({
            "skip": "0", "limit": "50", "includeUsers": "true",
            "fromDate": "2026-10-01T00:00:00Z", "toDate": "2026-12-31T00:00:00Z",
        });
        if let (Some(body), Value::Object(over)) = (body.as_object_mut(), over) {
            body.extend(over);
        }
        let (status, list) = self.call("POST", "/posts/list", body).await;
        assert_eq!((status, &list["statusCode"]), (201, &json!(201)), "{list}");
        list["results"].clone()
    }
}

#[tokio::test]
async fn makes_changes_and_deletes_posts() {
    let planner = planner().await;
    let (status, made) = planner
        .call("POST", "/posts", planner.post(json!({})))
        .await;
    assert_eq!((status, &made["message"]), (201, &json!("Created Post")));
    let post = &made["results"]["post"];
    assert_eq!(post["status"], "scheduled");
    let one = format!("/posts/{}", post["_id"].as_str().expect("an id"));
    let (_, read) = planner.call("GET", &one, Value::Null).await;
    assert_eq!(read["results"]["post"]["_id"], post["_id"]);

    let change = json!({ "type": "post", "summary": "We are open late today" });
    let (status, changed) = planner.call("PUT", &one, change).await;
    assert_eq!((status, &changed["results"]), (200, &Value::Null));
    let (_, read) = planner.call("GET", &one, Value::Null).await;
    assert_eq!(read["results"]["post"]["summary"], "We are open late today");
    let (status, _) = planner.call("PUT", &one, json!({ "summary": "x" })).await;
    assert_eq!(status, 422, "type is mandatory again");

    let (status, gone) = planner.call("DELETE", &one, Value::Null).await;
    assert_eq!((status, &gone["results"]["postId"]), (200, &post["_id"]));
    for method in ["GET", "DELETE"] {
        assert_eq!(planner.call(method, &one, Value::Null).await.0, 400);
    }
}

#[tokio::test]
async fn refuses_posts_that_cannot_go_out() {
    let planner = planner().await;
    for (over, status) in [
        (json!({ "userId": null }), 422),
        (json!({ "accountIds": [] }), 422),
        (json!({ "type": "tweet" }), 422),
        (json!({ "scheduleDate": "tomorrow" }), 422),
        (json!({ "platform": "facebook" }), 422),
        (json!({ "accountIds": ["nothing"] }), 400),
        (json!({ "accountIds": [planner.expired] }), 400),
        (json!({ "userId": "nobody" }), 400),
        (json!({ "summary": "" }), 400),
        (json!({ "scheduleDate": null }), 400),
        (json!({ "scheduleDate": "2026-11-20T09:00:00Z" }), 400),
    ] {
        let body = planner.post(over.clone());
        let (got, answer) = planner.call("POST", "/posts", body).await;
        assert_eq!(got, status, "{over}: {answer}");
    }
    let elsewhere = "/social-media-posting/elsewhere/accounts";
    assert_eq!(
        planner.sandbox.ghl("GET", elsewhere, Value::Null).await.0,
        403
    );
}

#[tokio::test]
async fn lists_posts_by_page_status_and_time() {
    let planner = planner().await;
    let all = planner.list(json!({})).await;
    assert_eq!(all["count"], 6);
    assert_eq!(all["posts"][0]["user"]["firstName"], "Dana");
    let scheduled = planner.list(json!({ "type": "scheduled" })).await;
    assert_eq!(scheduled["count"], 2);
    let page = planner.list(json!({ "skip": "2", "limit": "1" })).await;
    assert_eq!(
        (&page["posts"], &page["count"]),
        (&json!([all["posts"][2]]), &json!(6))
    );
    let of = planner.list(json!({ "accounts": planner.account })).await;
    assert_eq!(of["count"], 3);
    let bare = planner.list(json!({ "includeUsers": "false" })).await;
    assert!(bare["posts"][0].get("user").is_none());
    let wrong = json!({
        "skip": 0, "limit": "1", "includeUsers": "true",
        "fromDate": "2026-10-01T00:00:00Z", "toDate": "2026-12-31T00:00:00Z",
    });
    let (status, _) = planner.call("POST", "/posts/list", wrong).await;
    assert_eq!(status, 422, "numbers are texts here");
}

#[tokio::test]
async fn publishes_what_was_scheduled_when_its_time_has_come() {
    let Planner { sandbox, base, .. } = planner().await;
    let planner = Planner {
        sandbox: sandbox.restarted_after(5).await,
        base,
        account: String::new(),
        expired: String::new(),
        user: String::new(),
    };
    let published = planner.list(json!({ "type": "published" })).await;
    assert_eq!(published["count"], 4);
    let one = published["posts"][0]["_id"].as_str().expect("an id");
    let body = json!({ "type": "post", "summary": "Too late" });
    let (status, _) = planner.call("PUT", &format!("/posts/{one}"), body).await;
    assert_eq!(status, 400);
}
