//! Location, notes, tasks, opportunities, conversations.

use serde_json::{Value, json};

use super::super::harness::{Sandbox, id};

#[tokio::test]
async fn tells_the_location() {
    let sandbox = Sandbox::new().await;
    let path = format!("/locations/{}", sandbox.location());
    let (status, answer) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(
        (status, &answer["location"]["id"]),
        (200, &json!(sandbox.location()))
    );
    assert_eq!(answer["location"]["timezone"], "America/New_York");
}

#[tokio::test]
async fn keeps_notes() {
    let sandbox = Sandbox::new().await;
    let path = format!("/contacts/{}/notes", id(&sandbox.find("Zoë").await));
    let (status, made) = sandbox
        .ghl("POST", &path, json!({ "body": "Asked for a quote" }))
        .await;
    assert_eq!(
        (status, &made["note"]["body"]),
        (201, &json!("Asked for a quote"))
    );
    let (_, list) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(list["notes"][0], made["note"], "newest first");
    let one = format!("{path}/{}", id(&made["note"]));
    let (status, changed) = sandbox
        .ghl("PUT", &one, json!({ "body": "Quote sent" }))
        .await;
    assert_eq!(
        (status, &changed["note"]["body"]),
        (200, &json!("Quote sent"))
    );
    let (status, gone) = sandbox.ghl("DELETE", &one, Value::Null).await;
    assert_eq!((status, &gone["succeded"]), (200, &json!(true)));
    assert_eq!(sandbox.ghl("GET", &one, Value::Null).await.0, 400);
}

#[tokio::test]
async fn keeps_tasks() {
    let sandbox = Sandbox::new().await;
    let path = format!("/contacts/{}/tasks", id(&sandbox.find("Zoë").await));
    let body =
        json!({ "title": "Follow up", "dueDate": "2026-12-04T10:00:00-05:00", "completed": false });
    let (status, made) = sandbox.ghl("POST", &path, body).await;
    assert_eq!(
        (status, &made["task"]["dueDate"]),
        (201, &json!("2026-12-04T15:00:00.000Z"))
    );
    let one = format!("{path}/{}", id(&made["task"]));
    let (_, done) = sandbox
        .ghl(
            "PUT",
            &format!("{one}/completed"),
            json!({ "completed": true }),
        )
        .await;
    assert_eq!(done["task"]["completed"], true);
    let (_, renamed) = sandbox.ghl("PUT", &one, json!({ "title": "Call" })).await;
    assert_eq!(
        (&renamed["task"]["title"], &renamed["task"]["completed"]),
        (&json!("Call"), &json!(true))
    );
    let (_, list) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(list["tasks"], json!([renamed["task"]]));
    let (status, gone) = sandbox.ghl("DELETE", &one, Value::Null).await;
    assert_eq!((status, &gone["succeded"]), (200, &json!(true)));
    let (status, answer) = sandbox.ghl("GET", &one, Value::Null).await;
    assert_eq!((status, &answer["statusCode"]), (400, &json!(400)));
}

#[tokio::test]
async fn searches_tasks_of_the_whole_location() {
    let sandbox = Sandbox::new().await;
    let path = format!("/locations/{}/tasks/search", sandbox.location());
    let (status, all) = sandbox.ghl("POST", &path, json!({ "limit": 100 })).await;
    let all = all["tasks"].as_array().expect("a list").clone();
    assert_eq!(status, 200);
    assert!(all.len() >= 20);
    let due = |task: &Value| task["dueDate"].as_str().expect("a time").to_owned();
    let open: Vec<&Value> = all
        .iter()
        .filter(|task| task["completed"] == false)
        .collect();
    assert!(
        open.iter().any(|task| *due(task) < *"2026-11-21"),
        "overdue"
    );
    assert!(
        open.iter().any(|task| due(task).starts_with("2026-11-21")),
        "due today"
    );
    assert!(open.iter().any(|task| *due(task) > *"2026-11-22"), "later");
    let (_, done) = sandbox
        .ghl("POST", &path, json!({ "completed": true }))
        .await;
    assert!(
        done["tasks"]
            .as_array()
            .is_some_and(|t| t.iter().all(|t| t["completed"] == true))
    );
    let okafor = sandbox.find("Okafor").await;
    let (_, of) = sandbox
        .ghl("POST", &path, json!({ "contactId": [id(&okafor)] }))
        .await;
    assert_eq!(of["tasks"].as_array().map(Vec::len), Some(2));
    assert_eq!(of["tasks"][0]["contactDetails"]["firstName"], "Okafor");
    let (_, page) = sandbox
        .ghl("POST", &path, json!({ "limit": 5, "skip": 5 }))
        .await;
    assert_eq!(page["tasks"][0]["id"], all[5]["id"]);
}

#[tokio::test]
async fn keeps_opportunities() {
    let sandbox = Sandbox::new().await;
    let at = sandbox.location().to_owned();
    let path = format!("/opportunities/pipelines?locationId={at}");
    let (_, pipelines) = sandbox.ghl("GET", &path, Value::Null).await;
    let pipelines = pipelines["pipelines"].as_array().expect("a list");
    assert_eq!(pipelines.len(), 2);
    assert!(pipelines.iter().all(|p| {
        p["stages"]
            .as_array()
            .is_some_and(|s| (4..=6).contains(&s.len()))
    }));
    let (first, other) = (&pipelines[0], &pipelines[1]);
    let zoe = sandbox.find("Zoë").await;
    let mut body = json!({
        "locationId": at, "pipelineId": first["id"], "name": "Website redesign", "status": "open",
        "contactId": zoe["id"], "monetaryValue": 5000.5,
    });
    let (status, made) = sandbox.ghl("POST", "/opportunities/", body.clone()).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(
        made["opportunity"]["pipelineStageId"], first["stages"][0]["id"],
        "the first stage"
    );
    assert_eq!(made["opportunity"]["contact"]["name"], "Zoë Whitaker");
    body["pipelineStageId"] = other["stages"][0]["id"].clone();
    assert_eq!(
        sandbox.ghl("POST", "/opportunities/", body).await.0,
        400,
        "a stage of another pipeline"
    );

    let one = format!("/opportunities/{}", id(&made["opportunity"]));
    let change = json!({ "pipelineStageId": first["stages"][2]["id"], "status": "won" });
    let (status, changed) = sandbox.ghl("PUT", &one, change).await;
    assert_eq!(
        (status, &changed["opportunity"]["status"]),
        (200, &json!("won"))
    );
    assert_eq!(
        changed["opportunity"]["pipelineStageId"],
        first["stages"][2]["id"]
    );
    let (status, _) = sandbox
        .ghl("PUT", &one, json!({ "contactId": zoe["id"] }))
        .await;
    assert_eq!(status, 422, "the contact cannot be changed");
    let (status, done) = sandbox
        .ghl("PUT", &format!("{one}/status"), json!({ "status": "lost" }))
        .await;
    assert_eq!((status, &done["succeded"]), (200, &json!(true)));
    let (_, read) = sandbox.ghl("GET", &one, Value::Null).await;
    assert_eq!(
        (
            &read["opportunity"]["status"],
            &read["opportunity"]["monetaryValue"]
        ),
        (&json!("lost"), &json!(5000.5))
    );
    let (status, gone) = sandbox.ghl("DELETE", &one, Value::Null).await;
    assert_eq!((status, &gone["succeded"]), (200, &json!(true)));
    assert_eq!(sandbox.ghl("GET", &one, Value::Null).await.0, 400);
}

#[tokio::test]
async fn searches_opportunities() {
    let sandbox = Sandbox::new().await;
    let base = format!("/opportunities/search?location_id={}", sandbox.location());
    let count = async |rest: &str| {
        let (status, answer) = sandbox
            .ghl("GET", &format!("{base}{rest}"), Value::Null)
            .await;
        assert_eq!(status, 200, "{answer}");
        answer["meta"]["total"].as_u64().expect("a number")
    };
    let all = count("").await;
    assert!(all >= 25);
    assert_eq!(count("&status=all").await, all);
    assert_eq!(
        count("&status=open").await + count("&status=won").await + count("&status=lost").await,
        all
    );
    assert_eq!(count("&q=okafor").await, 2);
    assert!(count("&date=11-14-2026").await < count("&date=10-01-2026").await);
    assert_eq!(count("&endDate=01-01-2026").await, 0);
    let (_, page) = sandbox
        .ghl("GET", &format!("{base}&limit=10&page=2"), Value::Null)
        .await;
    assert_eq!(page["opportunities"].as_array().map(Vec::len), Some(10));
    assert_eq!(
        (&page["meta"]["currentPage"], &page["meta"]["nextPage"]),
        (&json!(2), &json!(3))
    );
    for wrong in [
        "&limit=101",
        "&status=new",
        "&locationId=x",
        "&date=2026-11-14",
    ] {
        let (status, _) = sandbox
            .ghl("GET", &format!("{base}{wrong}"), Value::Null)
            .await;
        assert!(status == 422 || status == 403, "{wrong}: {status}");
    }
}

#[tokio::test]
async fn puts_sent_messages_into_the_conversation() {
    let sandbox = Sandbox::new().await;
    let zoe = sandbox.find("Zoë").await;
    let body = json!({ "type": "SMS", "contactId": zoe["id"], "message": "Running late" });
    let (status, sent) = sandbox.ghl("POST", "/conversations/messages", body).await;
    assert_eq!(
        (status, &sent["msg"]),
        (200, &json!("Message queued successfully.")),
        "{sent}"
    );
    let body = json!({ "type": "Email", "contactId": zoe["id"], "subject": "Your quote", "html": "<p>Hi</p>" });
    let (_, mailed) = sandbox.ghl("POST", "/conversations/messages", body).await;
    assert_eq!(mailed["conversationId"], sent["conversationId"]);
    assert!(mailed["emailMessageId"].is_string());

    let conversation = sent["conversationId"].as_str().expect("an id");
    let (_, read) = sandbox
        .ghl(
            "GET",
            &format!("/conversations/{conversation}"),
            Value::Null,
        )
        .await;
    assert_eq!(read["contactId"], zoe["id"]);
    let (_, list) = sandbox
        .ghl(
            "GET",
            &format!("/conversations/{conversation}/messages?limit=1"),
            Value::Null,
        )
        .await;
    assert_eq!(list["messages"]["nextPage"], true);
    let last = list["messages"]["lastMessageId"].as_str().expect("an id");
    let next = format!("/conversations/{conversation}/messages?lastMessageId={last}");
    let (_, list) = sandbox.ghl("GET", &next, Value::Null).await;
    assert_eq!(
        list["messages"]["messages"].as_array().map(Vec::len),
        Some(1)
    );
    let path = format!(
        "/conversations/search?locationId={}&contactId={}",
        sandbox.location(),
        id(&zoe)
    );
    let (_, found) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(
        (&found["total"], &found["conversations"][0]["id"]),
        (&json!(1), &sent["conversationId"])
    );
}

#[tokio::test]
async fn refuses_messages_that_cannot_be_sent() {
    let sandbox = Sandbox::new().await;
    let (zoe, harold) = (sandbox.find("Zoë").await, sandbox.find("Harold").await);
    let francis = sandbox.find("Francis").await;
    let path = format!("/contacts/{}", id(&sandbox.find("Pavel").await));
    let (_, silent) = sandbox.ghl("PUT", &path, json!({ "dnd": true })).await;
    for (body, status) in [
        (
            json!({ "type": "SMS", "contactId": zoe["id"], "message": " " }),
            400,
        ),
        (
            json!({ "type": "sms", "contactId": zoe["id"], "message": "Hi" }),
            422,
        ),
        (
            json!({ "type": "SMS", "contactId": zoe["id"], "conversationId": "x", "message": "Hi" }),
            422,
        ),
        (
            json!({ "type": "SMS", "contactId": francis["id"], "message": "Hi" }),
            400,
        ),
        (
            json!({ "type": "Email", "contactId": harold["id"], "message": "Hi" }),
            400,
        ),
        (
            json!({ "type": "SMS", "contactId": silent["contact"]["id"], "message": "Hi" }),
            400,
        ),
        (
            json!({ "type": "SMS", "contactId": "nobody", "message": "Hi" }),
            400,
        ),
    ] {
        let (got, answer) = sandbox
            .ghl("POST", "/conversations/messages", body.clone())
            .await;
        assert_eq!(got, status, "{body}: {answer}");
    }
}

#[tokio::test]
async fn searches_conversations() {
    let sandbox = Sandbox::new().await;
    let base = format!("/conversations/search?locationId={}", sandbox.location());
    let (_, all) = sandbox
        .ghl("GET", &format!("{base}&limit=100"), Value::Null)
        .await;
    let total = all["total"].as_u64().expect("a number");
    assert!(total >= 10);
    let dates: Vec<i64> = all["conversations"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|c| c["lastMessageDate"].as_i64())
        .collect();
    assert!(dates.is_sorted_by(|a, b| a >= b), "newest first");
    let (_, unread) = sandbox
        .ghl("GET", &format!("{base}&status=unread"), Value::Null)
        .await;
    assert!(unread["total"].as_u64() < Some(total) && unread["total"].as_u64() > Some(0));
    let (_, rest) = sandbox
        .ghl(
            "GET",
            &format!("{base}&limit=100&startAfterDate={}", dates[4]),
            Value::Null,
        )
        .await;
    assert_eq!(
        rest["conversations"].as_array().map(Vec::len),
        Some(dates.len() - 5)
    );
    let (_, found) = sandbox
        .ghl("GET", &format!("{base}&query=permit"), Value::Null)
        .await;
    assert_eq!(found["total"], 0, "only the last message is looked at");
    let (_, found) = sandbox
        .ghl("GET", &format!("{base}&query=peña"), Value::Null)
        .await;
    assert_eq!(found["total"], 1);
}
