//! The operations, plan and chat APIs as a script uses them.

use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_answers_records() {
    let app = TestApp::start().await;
    let answer = app
        .operate("search_contacts", json!({"query": "john"}))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.headers.contains_key("server-timing"));
    let body = answer.json();
    assert_eq!(body["outcome"], "done");
    let records = body["data"]["records"].as_array().unwrap();
    assert_eq!(records.len(), 3);
    for record in records {
        for member in ["id", "name", "email", "phone", "tags", "company", "created"] {
            assert!(
                record.get(member).is_some(),
                "{member} is missing in {record}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_arguments_are_all_named_at_once() {
    let app = TestApp::start().await;
    let answer = app
        .operate(
            "search_contacts",
            json!({"limit": 900, "colour": "red", "query": 7}),
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        answer.headers[header::CONTENT_TYPE],
        "application/problem+json"
    );
    let body = answer.json();
    assert_eq!(body["code"], "invalid_argument");
    let mut pointers: Vec<_> = body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["pointer"].as_str().unwrap())
        .collect();
    pointers.sort_unstable();
    assert_eq!(pointers, ["/colour", "/limit", "/query"]);
    let answer = app.operate("fly_to_the_moon", json!({})).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let broken = Request::post("/api/operations/search_contacts")
        .header(header::AUTHORIZATION, format!("Bearer {}", app.token))
        .body("{not json".into());
    assert_eq!(
        app.send(broken.unwrap()).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn several_contacts_are_a_choice_and_a_missing_one_is_asked_for() {
    let app = TestApp::start().await;
    let body = app
        .operate(
            "add_tags",
            json!({"contact": "john smith", "tags": ["vip"]}),
        )
        .await
        .json();
    assert_eq!(body["outcome"], "choose");
    assert_eq!(body["data"]["choices"].as_array().unwrap().len(), 2);
    assert_eq!(body["data"]["choices"][0]["number"], 1);
    let body = app
        .operate("send_sms", json!({"message": "hello"}))
        .await
        .json();
    assert_eq!(
        (&body["outcome"], &body["data"]["slot"]),
        (&json!("ask"), &json!("contact"))
    );
    assert!(app.writes().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_runs_once_and_exactly_as_shown() {
    let app = TestApp::start().await;
    let johns = app
        .operate("search_contacts", json!({"query": "john carter"}))
        .await
        .json();
    let id = johns["data"]["records"][0]["id"].clone();
    let shown = app
        .operate(
            "send_sms",
            json!({"contact": id, "message": "see you at 4"}),
        )
        .await
        .json();
    assert_eq!(shown["outcome"], "confirm");
    let call = &shown["data"]["plan"]["steps"][0]["call"];
    assert_eq!(call["method"], "POST");
    assert!(
        !shown.to_string().contains(&app.sandboxes.ghl.token),
        "the key stays inside"
    );
    assert!(app.writes().await.is_empty(), "nothing is sent before yes");
    let confirm = format!(
        "/api/plans/{}/confirm",
        shown["planToken"].as_str().unwrap()
    );
    let done = app
        .call("POST", &confirm, Some(&app.token), None)
        .await
        .json();
    assert_eq!(done["outcome"], "done", "{done}");
    let again = app.call("POST", &confirm, Some(&app.token), None).await;
    assert_eq!(
        (again.status, again.json()["code"].clone()),
        (StatusCode::NOT_FOUND, json!("plan_used"))
    );
    let writes = app.writes().await;
    assert_eq!(writes.len(), 1);
    assert_eq!(
        writes[0]["body"], call["body"],
        "what was shown is what was sent"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_can_be_cancelled_and_grows_old() {
    let app = TestApp::start().await;
    let plan = async |app: &TestApp| {
        let shown = app
            .operate("delete_contact", json!({"contact": "john carter"}))
            .await
            .json();
        format!("/api/plans/{}", shown["planToken"].as_str().unwrap())
    };
    let first = plan(&app).await;
    let cancelled = app
        .call("POST", &format!("{first}/cancel"), Some(&app.token), None)
        .await
        .json();
    assert_eq!(cancelled["outcome"], "cancelled");
    let confirmed = app
        .call("POST", &format!("{first}/confirm"), Some(&app.token), None)
        .await;
    assert_eq!(confirmed.status, StatusCode::NOT_FOUND);
    let second = plan(&app).await;
    app.clock.advance(chrono::TimeDelta::minutes(16));
    let late = app
        .call("POST", &format!("{second}/confirm"), Some(&app.token), None)
        .await;
    assert_eq!(
        (late.status, late.json()["code"].clone()),
        (StatusCode::NOT_FOUND, json!("plan_expired"))
    );
    assert!(app.writes().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_message_ten_times_at_once_acts_once() {
    let app = TestApp::start().await;
    let body = json!({"message": "create contact Iris Falk iris@falk.example", "messageId": "m-1"});
    let deliveries = (0..10).map(|_| {
        app.call(
            "POST",
            "/api/mcp/chat",
            Some(&app.token),
            Some(body.clone()),
        )
    });
    let answers = futures_util::future::join_all(deliveries).await;
    let first = answers[0].json();
    assert_eq!(first["outcome"], "done", "{first}");
    for answer in &answers {
        assert_eq!(answer.json(), first, "every delivery gets the first answer");
    }
    assert_eq!(app.writes().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_idempotency_key_gets_the_first_answer() {
    let app = TestApp::start().await;
    let call = |body: Value| {
        let request = Request::post("/api/operations/create_contact")
            .header(header::AUTHORIZATION, format!("Bearer {}", app.token))
            .header("idempotency-key", "k-1")
            .body(body.to_string().into());
        app.send(request.unwrap())
    };
    let body = json!({"contact": "Iris Falk", "email": "iris@falk.example"});
    let answers = futures_util::future::join_all((0..10).map(|_| call(body.clone()))).await;
    let first = answers[0].json();
    assert_eq!(first["outcome"], "done", "{first}");
    assert!(answers.iter().all(|answer| answer.json() == first));
    assert_eq!(app.writes().await.len(), 1);
    let other = call(json!({"contact": "Somebody Else"})).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crm_failure_is_a_problem_with_its_code() {
    let app = TestApp::start().await;
    let first = app
        .operate(
            "create_contact",
            json!({"contact": "Iris Falk", "email": "iris@falk.example"}),
        )
        .await;
    assert_eq!(first.status, StatusCode::OK);
    let twice = app
        .operate(
            "create_contact",
            json!({"contact": "Iris F", "email": "iris@falk.example"}),
        )
        .await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.text);
    let body = twice.json();
    assert_eq!(body["code"], "crm_conflict");
    assert_eq!(body["data"]["effect"], "none");
    let unsupported = app
        .operate(
            "send_sms",
            json!({"contact": "john carter", "message": "hi", "connection": "hubspot"}),
        )
        .await;
    assert_eq!(
        unsupported.json()["code"],
        "unsupported_by_crm",
        "{}",
        unsupported.text
    );
    assert!(
        unsupported.json()["detail"]
            .as_str()
            .unwrap()
            .contains("HubSpot")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_lists_every_operation() {
    let app = TestApp::start().await;
    let body = app
        .call("GET", "/api/operations", Some(&app.token), None)
        .await
        .json();
    let listed = body["operations"].as_array().unwrap();
    assert_eq!(listed.len(), crm_copilot::operations::all().count());
    let sms = listed.iter().find(|row| row["name"] == "send_sms").unwrap();
    assert_eq!(sms["confirmed"], true);
    assert_eq!(sms["crms"], json!(["gohighlevel"]));
    assert_eq!(sms["arguments"]["additionalProperties"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_a_plan_where_the_workspace_wants_that() {
    let app = TestApp::start().await;
    app.confirm_writes(true).await;
    let catalogue = app
        .call("GET", "/api/operations", Some(&app.token), None)
        .await
        .json();
    let listed = catalogue["operations"].as_array().unwrap();
    let confirmed = |name: &str| {
        let row = listed.iter().find(|row| row["name"] == name).unwrap();
        row["confirmed"].as_bool().unwrap()
    };
    assert!(confirmed("add_tags") && !confirmed("search_contacts"));
    let before = app.writes().await.len();
    let tags = json!({"contact": "john carter", "tags": ["garden"]});
    let shown = app.operate("add_tags", tags.clone()).await.json();
    assert_eq!(shown["outcome"], "confirm", "{shown}");
    assert_eq!(app.writes().await.len(), before);
    let path = format!(
        "/api/plans/{}/confirm",
        shown["planToken"].as_str().unwrap()
    );
    let done = app.call("POST", &path, Some(&app.token), None).await.json();
    assert_eq!(done["outcome"], "done", "{done}");
    assert_eq!(app.writes().await.len(), before + 1);
    app.confirm_writes(false).await;
    let done = app.operate("add_tags", tags).await.json();
    assert_eq!(done["outcome"], "done", "{done}");
}
