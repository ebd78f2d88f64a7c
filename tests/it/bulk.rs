//! Bulk jobs, as their user and the CRM see them: nobody twice, nobody lost, whatever happens in
//! between.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;

use axum::http::StatusCode;
use chrono::TimeDelta;
use crm_copilot::crm::{Limits, Provider, pages};
use futures_util::TryStreamExt;
use serde_json::{Value, json};

use crate::account::Account;
use crate::app::TestApp;

impl TestApp {
    /// Confirms what an answer showed.
    async fn confirm(&self, shown: &Value) -> Value {
        assert_eq!(shown["outcome"], "confirm", "{shown}");
        let path = format!(
            "/api/plans/{}/confirm",
            shown["planToken"].as_str().unwrap()
        );
        let answer = self.call("POST", &path, Some(&self.token), None).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()["data"]["records"][0].clone()
    }

    async fn job(&self, id: &Value) -> Value {
        let path = format!("/api/bulk-jobs/{}", id.as_str().unwrap());
        self.call("GET", &path, Some(&self.token), None)
            .await
            .json()
    }

    /// The result file as position and state.
    async fn result(&self, job: &Value) -> Vec<String> {
        let path = job["result"].as_str().unwrap();
        let file = self.call("GET", path, Some(&self.token), None).await;
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        file.text.lines().skip(1).map(str::to_owned).collect()
    }

    /// How often each contact was written to, by the path of the request.
    async fn writes_to(&self, ending: &str) -> BTreeMap<String, usize> {
        let mut count = BTreeMap::new();
        for entry in self.writes().await {
            let path = entry["path"].as_str().unwrap();
            if path.ends_with(ending) {
                let whom = match entry["body"]["contactId"].as_str() {
                    Some(contact) => contact.to_owned(),
                    None => path.to_owned(),
                };
                *count.entry(whom).or_default() += 1;
            }
        }
        count
    }

    /// Works until the CRM has seen `calls` writes of that ending, and dies in the middle.
    async fn die_after(&self, calls: usize, ending: &str) {
        let copilot = self.app.copilot.clone();
        let worker = tokio::spawn(async move { copilot.work_off().await });
        while self.writes_to(ending).await.values().sum::<usize>() < calls {
            assert!(!worker.is_finished(), "it was faster than the test");
            tokio::task::yield_now().await;
        }
        worker.abort();
        assert!(worker.await.unwrap_err().is_cancelled());
    }

    async fn everyone(&self) -> usize {
        let found = self.operate("search_contacts", json!({"limit": 1})).await;
        usize::try_from(found.json()["data"]["total"].as_u64().unwrap()).unwrap()
    }
}

const TAG: fn() -> Value = || json!({"everyone": "yes", "tags": ["bulk-2026"]});

#[tokio::test]
async fn tags_everybody_once_and_says_so() {
    let app = TestApp::start().await;
    let everyone = app.everyone().await;
    let shown = app.operate("bulk_add_tags", TAG()).await.json();
    let step = &shown["data"]["plan"]["steps"][0];
    assert_eq!(step["arguments"]["contacts"], json!(everyone));
    assert_eq!(step["shown"]["requests"], json!(everyone.to_string()));
    assert!(step["shown"]["sample"].as_str().unwrap().contains(", "));
    assert!(step["call"]["url"].as_str().unwrap().ends_with("/tags"));
    assert!(app.writes().await.is_empty(), "nothing before yes");

    let job = app.confirm(&shown).await;
    assert_eq!(job["state"], "running");
    app.app.copilot.work_off().await;
    let job = app.job(&job["id"]).await;
    assert_eq!(
        (&job["state"], &job["done"]),
        (&json!("done"), &json!(everyone))
    );
    let calls = app.writes_to("/tags").await;
    assert_eq!(calls.len(), everyone);
    assert!(calls.values().all(|calls| *calls == 1));
    let result = app.result(&job).await;
    assert_eq!(result.len(), everyone);
    assert!(result.iter().all(|line| line.ends_with(",done,")));

    // Once more: all are so already.
    let again = app.operate("bulk_add_tags", TAG()).await.json();
    assert_eq!(again["data"]["reason"], "nobody_left");
}

#[tokio::test]
async fn a_death_in_the_middle_loses_nobody_and_tags_stay_right() {
    let app = TestApp::start().await;
    let everyone = app.everyone().await;
    let shown = app.operate("bulk_add_tags", TAG()).await.json();
    let job = app.confirm(&shown).await;
    app.die_after(5, "/tags").await;
    // Nobody else may work on it before the dead worker's time is over.
    app.app.copilot.work_off().await;
    assert_eq!(app.job(&job["id"]).await["state"], "running");
    app.clock.advance(TimeDelta::minutes(2));
    app.app.copilot.work_off().await;
    let job = app.job(&job["id"]).await;
    assert_eq!(
        (&job["state"], &job["done"]),
        (&json!("done"), &json!(everyone))
    );
    let tagged = json!({"tag": "bulk-2026", "limit": 1});
    let tagged = app.operate("search_contacts", tagged).await.json();
    assert_eq!(tagged["data"]["total"], json!(everyone));
}

#[tokio::test]
async fn a_death_in_the_middle_texts_nobody_twice_and_tells_who_may_have_been() {
    let app = TestApp::start().await;
    let text = json!({"everyone": "yes", "message": "We moved."});
    let shown = app.operate("bulk_send_sms", text).await.json();
    let meant = shown["data"]["plan"]["steps"][0]["arguments"]["contacts"].clone();
    let job = app.confirm(&shown).await;
    app.die_after(5, "/conversations/messages").await;
    app.clock.advance(TimeDelta::minutes(2));
    app.app.copilot.work_off().await;
    let job = app.job(&job["id"]).await;
    assert_eq!(job["state"], "done");
    let sure = job["done"].as_u64().unwrap() + job["unknown"].as_u64().unwrap();
    assert_eq!(json!(sure), meant, "{job}");
    let sent = app.writes_to("/conversations/messages").await;
    assert!(sent.values().all(|texts| *texts == 1), "{sent:?}");
    let reached = sent.len() as u64;
    assert!(reached >= job["done"].as_u64().unwrap() && reached <= sure);
    let left_out = job["skipped"].as_u64().unwrap();
    let lines = app.result(&job).await;
    let skipped = lines
        .iter()
        .filter(|line| line.contains(",skipped,no_phone"));
    assert!(left_out > 0 && skipped.count() as u64 <= left_out);
}

#[tokio::test]
async fn a_job_is_paused_resumed_and_stopped_for_good() {
    let app = TestApp::start().await;
    let everyone = app.everyone().await;
    let shown = app.operate("bulk_add_tags", TAG()).await.json();
    let job = app.confirm(&shown).await;
    let mut chat = app.chat();
    let paused = chat.say("pause the job").await;
    assert_eq!(
        paused["reply"],
        format!(
            "Paused after 0 of {everyone}. “resume the job” goes on. Say “undo” to take it back."
        )
    );
    app.app.copilot.work_off().await;
    assert!(app.writes().await.is_empty(), "nobody works on it");
    let resumed = chat.say("resume the job").await;
    assert_eq!(resumed["outcome"], "done", "{resumed}");
    app.die_after(5, "/tags").await;
    let stopped = chat.say("stop the job").await;
    assert_eq!(stopped["outcome"], "done", "{stopped}");
    app.clock.advance(TimeDelta::minutes(2));
    app.app.copilot.work_off().await;
    let end = app.job(&job["id"]).await;
    assert_eq!(end["state"], "cancelled");
    assert!(end["planned"].as_u64().unwrap() > 0);
    let nothing = chat.say("resume the job").await;
    assert_eq!(nothing["reply"], "No bulk job is paused.");
}

#[tokio::test]
async fn the_end_of_the_days_allowance_pauses_the_job_and_the_rest_is_done_later() {
    let app = TestApp::start().await;
    let everyone = app.everyone().await;
    let shown = app.operate("bulk_add_tags", TAG()).await.json();
    let job = app.confirm(&shown).await;
    app.fault(json!({"vendor": "gohighlevel", "kind": "rate_limited", "daily": true, "method": "POST", "path_prefix": "/contacts", "times": 1}))
        .await;
    app.app.copilot.work_off().await;
    let stopped = app.job(&job["id"]).await;
    assert_eq!(
        (&stopped["state"], &stopped["reason"]),
        (&json!("paused"), &json!("crm_rate_limited"))
    );
    assert_eq!(
        (&stopped["failed"], &stopped["sent"]),
        (&json!(0), &json!(0)),
        "{stopped}"
    );
    let left = stopped["done"].as_u64().unwrap() + stopped["planned"].as_u64().unwrap();
    assert_eq!(left, everyone as u64, "{stopped}");
}

#[tokio::test]
async fn rights_count_for_many_as_for_one() {
    let app = TestApp::start().await;
    let token = app.token_with("read,send").await;
    let tag = app
        .call(
            "POST",
            "/api/operations/bulk_add_tags",
            Some(&token),
            Some(TAG()),
        )
        .await;
    assert_eq!(tag.status, StatusCode::FORBIDDEN);
    let token = app.token_with("read,write").await;
    let text = json!({"everyone": "yes", "message": "Hello"});
    let text = app
        .call(
            "POST",
            "/api/operations/bulk_send_sms",
            Some(&token),
            Some(text),
        )
        .await;
    assert_eq!(text.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_list_of_any_length_comes_line_by_line() {
    let app = TestApp::start().await;
    let everyone = app.everyone().await;
    let lines = app.lines("search_contacts", json!({})).await;
    let mut ids: Vec<String> = lines
        .text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].to_string())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), everyone);
    let none = app.lines("create_contact", json!({"contact": "Ann"})).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let some = app.lines("search_contacts", json!({"limit": 7})).await;
    assert_eq!(some.text.lines().count(), 7);
    let refused = json!({"vendor": "gohighlevel", "kind": "status", "code": 403, "path_prefix": "/contacts/search", "times": 1});
    app.fault(refused).await;
    let broken = app.lines("search_contacts", json!({})).await;
    assert_eq!(broken.json()["code"], "crm_forbidden", "{}", broken.text);
}

#[tokio::test]
async fn every_page_of_a_list_follows_the_one_before() {
    for provider in Provider::ALL {
        let account = Account::new(provider, Limits::default()).await;
        let mut found = pin!(pages(
            account.proxy.as_ref(),
            "search_contacts",
            json!({"limit": 7})
        ));
        let (mut ids, mut total) = (BTreeSet::new(), 0);
        while let Some(page) = found.try_next().await.unwrap() {
            total = page["total"].as_u64().unwrap();
            let contacts = page["contacts"].as_array().unwrap();
            assert!(contacts.len() <= 7);
            ids.extend(contacts.iter().map(|contact| contact["id"].to_string()));
        }
        assert_eq!(ids.len() as u64, total, "{provider}");
        assert!(total > 14);
    }
}

#[tokio::test]
async fn nobody_lets_a_job_send_who_may_not() {
    let app = TestApp::start().await;
    let text = json!({"everyone": "yes", "message": "Hello"});
    let shown = app.operate("bulk_send_sms", text).await.json();
    let job = app.confirm(&shown).await;
    let mut chat = app.chat();
    chat.token = app.token_with("read,write").await;
    assert_eq!(chat.say("pause the job").await["outcome"], "done");
    for said in ["undo", "resume the job"] {
        let refused = chat.say(said).await;
        assert_eq!(refused["data"]["code"], "right_missing", "{refused}");
    }
    assert_eq!(app.job(&job["id"]).await["state"], "paused");
}

#[tokio::test]
async fn a_connection_that_is_removed_takes_its_jobs_with_it() {
    let app = TestApp::start().await;
    let shown = app.operate("bulk_add_tags", TAG()).await.json();
    let job = app.confirm(&shown).await;
    let accounts = &app.app.accounts;
    let owner = accounts.user_by_email(&app.email).await.unwrap().unwrap();
    for connection in accounts.connections(&owner.tenant).await.unwrap() {
        let gone = accounts.remove_connection(&owner.tenant, &connection.id);
        gone.await.unwrap();
    }
    app.app.copilot.work_off().await;
    let job = app.job(&job["id"]).await;
    assert_eq!(
        (&job["state"], &job["reason"]),
        (&json!("paused"), &json!("not_connected"))
    );
    assert!(app.writes().await.is_empty());
}

#[tokio::test]
async fn a_tag_that_is_new_to_hubspot_is_made_once_for_all() {
    let app = TestApp::start().await;
    let mut tag = TAG();
    tag["connection"] = json!("hubspot");
    let shown = app.operate("bulk_add_tags", tag).await.json();
    let job = app.confirm(&shown).await;
    app.app.copilot.work_off().await;
    let job = app.job(&job["id"]).await;
    assert_eq!(job["done"], job["total"], "{job}");
}

#[tokio::test]
async fn an_unclear_answer_is_asked_again_where_that_does_no_harm() {
    let app = TestApp::start().await;
    let everyone = app.everyone().await;
    let shown = app.operate("bulk_add_tags", TAG()).await.json();
    let job = app.confirm(&shown).await;
    app.fault(json!({"vendor": "gohighlevel", "kind": "status", "code": 500, "method": "POST", "path_prefix": "/contacts", "times": 3}))
        .await;
    app.app.copilot.work_off().await;
    let job = app.job(&job["id"]).await;
    assert_eq!(
        (&job["state"], &job["done"]),
        (&json!("done"), &json!(everyone)),
        "{job}"
    );
}
