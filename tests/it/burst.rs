//! Five hundred calls at once, from several proxies of one connection, against the vendors' own
//! limits: each succeeds, each is done once, and the vendor never has to refuse one.
//!
//! Time stands still until everything that the limit allows has been answered; then the test moves
//! it on by the vendor's interval, for both sides alike.

use std::collections::BTreeSet;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use chrono::TimeDelta;
use crm_copilot::crm::{Limits, Provider};
use serde_json::{Value, json};

use crate::account::Account;

const CALLS: usize = 500;
const PROXIES: usize = 5;

/// Keeps tokio from moving the paused clock by itself as long as this lives: it would do so
/// whenever all tasks wait for a socket. After a minute it gives up, so that calls that are never
/// let through fail instead of hanging.
struct StandStill {
    _end: mpsc::Sender<()>,
}

impl StandStill {
    fn new() -> StandStill {
        let (_end, ended) = mpsc::channel();
        // tokio counts on the clock to stand still while a blocking task runs.
        tokio::task::spawn_blocking(move || ended.recv_timeout(Duration::from_secs(60)));
        StandStill { _end }
    }
}

/// A vendor's limit.
#[derive(Clone, Copy)]
struct Most {
    at_once: usize,
    seconds: u32,
}

impl Most {
    /// Lets one interval pass.
    async fn pass(self, account: &Account) {
        account
            .clock
            .advance(TimeDelta::seconds(i64::from(self.seconds)));
        tokio::time::advance(Duration::from_secs(u64::from(self.seconds))).await;
    }
}

/// Makes all calls at once, and gives back their answers and the requests the vendor saw.
async fn burst(
    account: &Account,
    most: Most,
    call: impl Fn(usize) -> (&'static str, Value),
) -> (Vec<Value>, Vec<Value>) {
    let before = account.log().await.len();
    account.fault(json!({"kind": "limits"})).await;
    let proxies: Vec<_> = (0..PROXIES).map(|_| account.another_proxy()).collect();
    let (told, mut answers) = tokio::sync::mpsc::unbounded_channel();
    for index in 0..CALLS {
        let proxy = Arc::clone(&proxies[index % PROXIES]);
        let (operation, args) = call(index);
        let told = told.clone();
        tokio::spawn(async move {
            let answer = proxy.perform(operation, &args).await;
            told.send(answer).unwrap();
        });
    }
    let mut all = Vec::new();
    while all.len() < CALLS {
        let round = most.at_once.min(CALLS - all.len());
        for _ in 0..round {
            let answer = answers.recv().await.expect("each call ends");
            all.push(answer.expect("each call succeeds"));
        }
        most.pass(account).await;
    }
    let log = account.log().await;
    (all, log[before..].to_vec())
}

fn refused(log: &[Value]) -> usize {
    log.iter().filter(|entry| entry["status"] == 429).count()
}

#[tokio::test(start_paused = true)]
async fn five_hundred_reads_and_writes_at_once_are_all_done_once_and_none_is_refused() {
    let _still = StandStill::new();
    let vendors = [
        (Provider::GoHighLevel, 100, "POST", "/notes"),
        // The first answer says that this account may do more than the smallest.
        (Provider::HubSpot, 190, "POST", "/notes"),
    ];
    for (provider, at_once, method, path) in vendors {
        let account = Account::new(provider, Limits::default()).await;
        let most = Most {
            at_once,
            seconds: 10,
        };
        let who = json!({"name": "Ida Burst", "email": "ida.burst@example.com"});
        let made = account.proxy.perform("create_contact", &who).await.unwrap();
        most.pass(&account).await;
        let contact = &made["id"];
        let (answers, log) = burst(&account, most, |index| match index % 2 {
            0 => ("get_contact", json!({"contact": contact})),
            _ => (
                "create_note",
                json!({"contact": contact, "note": format!("note {index}")}),
            ),
        })
        .await;
        assert_eq!((log.len(), refused(&log)), (CALLS, 0), "{provider}");
        let read = answers.iter().filter(|answer| answer["id"] == *contact);
        assert_eq!(read.count(), CALLS / 2, "{provider}");
        let is_write = |entry: &&Value| {
            entry["method"] == method && entry["path"].as_str().unwrap().ends_with(path)
        };
        let written: Vec<String> = log
            .iter()
            .filter(is_write)
            .map(|entry| entry["body"].to_string())
            .collect();
        let distinct: BTreeSet<&String> = written.iter().collect();
        assert_eq!(
            (written.len(), distinct.len()),
            (CALLS / 2, CALLS / 2),
            "{provider}: each note is written once"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn five_hundred_searches_at_once_keep_to_hubspots_five_a_second() {
    let _still = StandStill::new();
    let account = Account::new(Provider::HubSpot, Limits::default()).await;
    let most = Most {
        at_once: 5,
        seconds: 1,
    };
    let (answers, log) = burst(&account, most, |_| {
        ("search_contacts", json!({"query": "john"}))
    })
    .await;
    assert_eq!((log.len(), refused(&log)), (CALLS, 0));
    assert!(answers.iter().all(|answer| answer["total"] == 3));
}
