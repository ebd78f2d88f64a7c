//! Bad days of the CRMs: what each fault does to a read and to a write, over HTTP, with both
//! vendors. Nothing is done twice, nothing is lost, and nobody is told that it is known how a call
//! ended when it is not.

use std::time::Duration;

use crm_copilot::crm::{Effect, Error, Limits, Provider};
use serde_json::{Value, json};

use crate::account::Account;

struct Day {
    account: Account,
    contact: Value,
}

impl Day {
    /// A proxy that does not wait long, and a contact to work with.
    async fn new(provider: Provider) -> Day {
        let limits = Limits {
            total: Duration::from_secs(2),
            pause: Duration::from_millis(1),
            ..Limits::default()
        };
        let account = Account::new(provider, limits).await;
        let who = json!({"name": "Ida Faults", "email": "ida.faults@example.com"});
        let made = account.proxy.perform("create_contact", &who).await.unwrap();
        Day {
            account,
            contact: made["id"].clone(),
        }
    }

    /// Switches a fault on for this many requests of a method.
    async fn fault(&self, mut rule: Value, method: &str, times: u32) {
        rule["method"] = json!(method);
        rule["times"] = json!(times);
        self.account.fault(rule).await;
    }

    async fn read(&self) -> Result<Value, Error> {
        let who = json!({"contact": self.contact});
        self.account.proxy.perform("get_contact", &who).await
    }

    async fn write(&self, note: &str) -> Result<Value, Error> {
        let what = json!({"contact": self.contact, "note": note});
        self.account.proxy.perform("create_note", &what).await
    }

    /// How often a note is there.
    async fn notes(&self, note: &str) -> usize {
        let of = json!({"contact": self.contact});
        let listed = self.account.proxy.perform("list_notes", &of).await.unwrap();
        let notes = listed["notes"].as_array().unwrap().iter();
        notes.filter(|found| found["note"] == note).count()
    }
}

async fn on_both(test: impl AsyncFn(&Day)) {
    for provider in Provider::ALL {
        let day = Day::new(provider).await;
        test(&day).await;
        day.account.running.stop().await;
    }
}

#[tokio::test]
async fn a_read_is_repeated_until_the_crm_is_back() {
    on_both(async |day| {
        day.fault(json!({"kind": "status", "code": 503}), "GET", 2)
            .await;
        assert_eq!(day.read().await.unwrap()["id"], day.contact);
        day.fault(json!({"kind": "drop_before"}), "GET", 1).await;
        assert_eq!(day.read().await.unwrap()["id"], day.contact);
    })
    .await;
}

#[tokio::test]
async fn a_write_that_broke_off_is_not_repeated_and_not_said_to_have_failed() {
    on_both(async |day| {
        day.fault(json!({"kind": "drop_after"}), "POST", 1).await;
        let error = day.write("after").await.unwrap_err();
        assert_eq!(error.effect(), Effect::Unknown, "{error:?}");
        assert_eq!(day.notes("after").await, 1, "it had happened");
        day.fault(json!({"kind": "drop_before"}), "POST", 1).await;
        let error = day.write("before").await.unwrap_err();
        assert_eq!(error.effect(), Effect::Unknown, "{error:?}");
        assert_eq!(day.notes("before").await, 0, "and here it had not");
        day.fault(json!({"kind": "status", "code": 500}), "POST", 1)
            .await;
        let error = day.write("failed").await.unwrap_err();
        assert_eq!(error.effect(), Effect::Unknown, "{error:?}");
        assert_eq!(day.notes("failed").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_key_that_has_run_out_is_told_from_a_crm_that_is_down() {
    on_both(async |day| {
        day.fault(json!({"kind": "expired_token"}), "POST", 1).await;
        let error = day.write("late").await.unwrap_err();
        assert_eq!(error.code(), "crm_unauthorized");
        assert_eq!(error.effect(), Effect::None);
        assert_eq!(day.notes("late").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_used_up_day_is_said_at_once() {
    on_both(async |day| {
        day.fault(json!({"kind": "rate_limited", "daily": true}), "POST", 1)
            .await;
        let error = day.write("tomorrow").await.unwrap_err();
        assert!(
            matches!(error, Error::RateLimited { daily: true, .. }),
            "{error:?}"
        );
    })
    .await;
}
