//! What is repeated and what is not, with answers made up here: no network, no waiting.

use std::{collections::VecDeque, sync::Mutex, time::Duration};

use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::{LOCATION, answering, credentials, noon, patient, quick, seen};
use crate::crm::{
    Effect, Error, Limits, Provider, connect,
    http::Answer,
    limits::Gate,
    proxy::vendor,
    request::{Built, Setting, build},
    retry,
    rows::Does,
};

type Outcome = Result<Answer, Error>;

fn answer(status: u16, headers: &[(&'static str, &'static str)]) -> Outcome {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(*name, HeaderValue::from_static(value));
    }
    Ok(Answer {
        status,
        headers: map,
        body: Value::Null,
    })
}

fn broken(effect: Effect) -> Outcome {
    Err(Error::Unavailable {
        status: None,
        effect,
        source: None,
    })
}

fn late(effect: Effect) -> Outcome {
    Err(Error::Timeout {
        effect,
        source: None,
    })
}

const SEARCH: &str = "search_contacts";
const CREATE: &str = "create_contact";
const UPSERT: &str = "upsert_contact";

pub(super) fn built(operation: &str) -> Built {
    let endpoint = vendor(Provider::GoHighLevel)
        .endpoints()
        .find(|endpoint| endpoint.operation == operation);
    let Some(Does::Request(request)) = endpoint.map(|endpoint| &endpoint.does) else {
        panic!("{operation} is no single request")
    };
    let setting = Setting {
        provider: Provider::GoHighLevel,
        base_url: "https://crm.example",
        location_id: Some(LOCATION),
        now: noon(),
    };
    build(request, &json!({}), &setting).expect("a request")
}

/// The outcome, and how many attempts it took; the last outcome in the list is repeated for ever.
async fn sent(operation: &str, outcomes: Vec<Outcome>) -> (Result<u16, Error>, usize) {
    let gate = Gate::new(vendor(Provider::GoHighLevel).rules);
    sent_through(&gate, quick(), operation, outcomes).await
}

async fn sent_through(
    gate: &Gate,
    limits: Limits,
    operation: &str,
    outcomes: Vec<Outcome>,
) -> (Result<u16, Error>, usize) {
    let left = Mutex::new((VecDeque::from(outcomes), 0));
    let attempt = || {
        let mut left = left.lock().expect("the outcomes");
        left.1 += 1;
        let next = left.0.pop_front().expect("an outcome for this attempt");
        std::future::ready(next)
    };
    let fault = vendor(Provider::GoHighLevel).fault;
    let outcome = retry::send(gate, &limits, &built(operation), fault, attempt).await;
    let attempts = left.lock().expect("the outcomes").1;
    (outcome.map(|answer| answer.status), attempts)
}

fn code(outcome: &Result<u16, Error>) -> (&'static str, Effect) {
    match outcome {
        Ok(_) => ("", Effect::None),
        Err(error) => (error.code(), error.effect()),
    }
}

#[tokio::test]
async fn repeats_reads_that_broke_off() {
    for first in [answer(502, &[]), answer(504, &[]), broken(Effect::None)] {
        let (outcome, attempts) = sent(SEARCH, vec![first, answer(200, &[])]).await;
        assert_eq!((outcome.ok(), attempts), (Some(200), 2));
    }
    let down = (0..3).map(|_| answer(503, &[])).collect();
    let (outcome, attempts) = sent(SEARCH, down).await;
    assert_eq!((outcome.ok(), attempts), (Some(503), 3));
    for stands in [answer(500, &[]), answer(404, &[])] {
        assert_eq!(sent(SEARCH, vec![stands]).await.1, 1);
    }
    let (outcome, attempts) = sent(SEARCH, vec![late(Effect::None)]).await;
    assert_eq!(
        (code(&outcome), attempts),
        (("crm_timeout", Effect::None), 1)
    );
}

#[tokio::test]
async fn repeats_a_write_only_when_it_never_left() {
    let (outcome, attempts) = sent(CREATE, vec![broken(Effect::None), answer(201, &[])]).await;
    assert_eq!((outcome.ok(), attempts), (Some(201), 2));
    for (first, expected) in [
        (
            broken(Effect::Unknown),
            ("crm_unavailable", Effect::Unknown),
        ),
        (late(Effect::Unknown), ("crm_timeout", Effect::Unknown)),
    ] {
        let (outcome, attempts) = sent(CREATE, vec![first]).await;
        assert_eq!((code(&outcome), attempts), (expected, 1));
    }
    assert_eq!(sent(CREATE, vec![answer(503, &[])]).await.1, 1);
}

#[tokio::test]
async fn repeats_an_upsert_and_remembers_that_it_may_be_done() {
    let (outcome, attempts) = sent(UPSERT, vec![answer(502, &[]), answer(200, &[])]).await;
    assert_eq!((outcome.ok(), attempts), (Some(200), 2));
    let outcomes = vec![
        broken(Effect::Unknown),
        broken(Effect::None),
        broken(Effect::None),
    ];
    let (outcome, attempts) = sent(UPSERT, outcomes).await;
    assert_eq!(
        (code(&outcome), attempts),
        (("crm_unavailable", Effect::Unknown), 3)
    );
    let outcomes = vec![
        answer(503, &[]),
        answer(429, &[("x-ratelimit-daily-remaining", "0")]),
    ];
    let (outcome, _) = sent(UPSERT, outcomes).await;
    assert_eq!(code(&outcome), ("crm_unavailable", Effect::Unknown));
}

#[tokio::test]
async fn repeats_what_was_refused_for_haste_three_times_writes_too() {
    let haste = || answer(429, &[("retry-after", "0")]);
    for operation in [SEARCH, CREATE] {
        let outcomes = vec![haste(), haste(), haste(), answer(200, &[])];
        let (outcome, attempts) = sent(operation, outcomes).await;
        assert_eq!((outcome.ok(), attempts), (Some(200), 4));
        let outcomes = (0..4).map(|_| haste()).collect();
        let (outcome, attempts) = sent(operation, outcomes).await;
        assert_eq!((outcome.ok(), attempts), (Some(429), 4));
    }
}

#[tokio::test]
async fn does_not_repeat_when_the_day_is_used_up() {
    let gate = Gate::new(vendor(Provider::GoHighLevel).rules);
    let over = answer(429, &[("x-ratelimit-daily-remaining", "0")]);
    let (outcome, attempts) = sent_through(&gate, quick(), CREATE, vec![over]).await;
    assert_eq!((outcome.ok(), attempts), (Some(429), 1));
    let (outcome, attempts) = sent_through(&gate, quick(), SEARCH, vec![]).await;
    assert!(
        matches!(outcome, Err(Error::RateLimited { daily: true, .. })),
        "{outcome:?}"
    );
    assert_eq!(attempts, 0, "the next one is not even sent");
}

#[tokio::test]
async fn one_refusal_holds_everybody_back_for_the_vendors_interval() {
    let gate = Gate::new(vendor(Provider::GoHighLevel).rules);
    let haste = answer(429, &[("x-ratelimit-interval-milliseconds", "7000")]);
    let (outcome, attempts) = sent_through(&gate, quick(), SEARCH, vec![haste]).await;
    assert_eq!(
        (outcome.ok(), attempts),
        (Some(429), 1),
        "no patience to wait, so the vendor's answer stands"
    );
    let (outcome, attempts) = sent_through(&gate, quick(), SEARCH, vec![]).await;
    let Err(Error::RateLimited {
        retry_after: Some(wait),
        daily: false,
    }) = outcome
    else {
        panic!("{outcome:?}")
    };
    assert!(wait > Duration::from_secs(6) && wait <= Duration::from_secs(7));
    assert_eq!(attempts, 0);
}

#[tokio::test]
async fn spares_a_vendor_that_is_down() {
    let gate = Gate::new(vendor(Provider::GoHighLevel).rules);
    let failures = vec![answer(503, &[]), late(Effect::None)];
    let (_, attempts) = sent_through(&gate, quick(), SEARCH, failures).await;
    assert_eq!(attempts, 2);
    let failures = (0..3).map(|_| broken(Effect::None)).collect();
    let (_, attempts) = sent_through(&gate, quick(), SEARCH, failures).await;
    assert_eq!(attempts, 3);
    let (outcome, attempts) = sent_through(&gate, quick(), CREATE, vec![]).await;
    assert_eq!(
        (code(&outcome), attempts),
        (("crm_unavailable", Effect::None), 0)
    );
}

#[tokio::test]
async fn what_one_proxy_learns_the_next_one_knows() {
    let over =
        wiremock::ResponseTemplate::new(429).insert_header("x-ratelimit-daily-remaining", "0");
    let (server, _) = answering(Provider::GoHighLevel, over).await;
    let http = patient();
    let mut same = credentials(Provider::GoHighLevel, &server.uri());
    for _ in 0..3 {
        let crm = connect(http.clone(), same.clone());
        let error = crm.perform("list_pipelines", &json!({})).await;
        assert!(matches!(error, Err(Error::RateLimited { daily: true, .. })));
    }
    assert_eq!(seen(&server).await.len(), 1);
    same.location_id = Some("another".to_owned());
    let crm = connect(http, same);
    drop(crm.perform("list_pipelines", &json!({})).await);
    assert_eq!(
        seen(&server).await.len(),
        2,
        "another location has its own allowance"
    );
}
