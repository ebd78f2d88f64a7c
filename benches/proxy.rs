//! What the proxy adds to one call to a CRM: building the request from its row, the queue before
//! the connection, the breaker, and reading the answer into our record. The same request is made by
//! a bare client and by the proxy, in turns, to a server on loopback that answers at once.

use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::{Json, Router, routing::get};
use chrono::DateTime;
use criterion::{Criterion, criterion_group, criterion_main};
use crm_copilot::crm::{self, Credentials, CrmProxy, Home, Http, Provider};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

const KEY: &str = "pit-0000-key";
const CONTACT: &str = "ocQHyuzHvysMo5N5VsXc";
/// How many pairs the summary is made of.
const PAIRS: usize = 5_000;

/// Answers a contact, and allows so many calls that none has to wait.
async fn contact() -> ([(&'static str, &'static str); 2], Json<Value>) {
    let contact = json!({
        "id": CONTACT,
        "locationId": "ve9EPM428h8vShlRW1KT",
        "firstName": "John",
        "lastName": "Smith",
        "contactName": "john smith",
        "email": "john.smith@example.com",
        "phone": "+18135550101",
        "companyName": "Smith & Sons Roofing",
        "tags": ["customer", "roofing"],
        "customFields": [{"id": "MgobCB14YMVKuE4Ka8p1", "value": "Metal"}],
        "dateAdded": "2026-01-14T15:02:11.000Z",
        "dateUpdated": "2026-02-20T09:30:00.000Z",
    });
    let allowance = [
        ("x-ratelimit-max", "1000000"),
        ("x-ratelimit-interval-milliseconds", "1"),
    ];
    (allowance, Json(json!({ "contact": contact })))
}

async fn serve() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a port on loopback");
    let address = listener.local_addr().expect("its address");
    let router = Router::new().route("/contacts/{id}", get(contact));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// The two ways to make the same call.
struct Ways {
    client: reqwest::Client,
    url: String,
    proxy: Arc<dyn CrmProxy>,
    args: Value,
}

impl Ways {
    async fn new() -> Ways {
        let base_url = format!("http://{}", serve().await);
        let http = Http::new(DateTime::default).expect("a client");
        let credentials = Credentials {
            provider: Provider::GoHighLevel,
            token: SecretString::from(KEY),
            location_id: Some("ve9EPM428h8vShlRW1KT".to_owned()),
            base_url: base_url.clone(),
            home: Home::default(),
        };
        let client = reqwest::Client::builder().no_proxy().build();
        Ways {
            client: client.expect("a client"),
            url: format!("{base_url}/contacts/{CONTACT}"),
            proxy: crm::connect(http, credentials),
            args: json!({ "contact": CONTACT }),
        }
    }

    async fn bare(&self) -> Duration {
        let begun = Instant::now();
        let request = self
            .client
            .get(&self.url)
            .bearer_auth(KEY)
            .header("Accept", "application/json")
            .header("Version", "2021-07-28");
        let answer = request.send().await.expect("an answer");
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(black_box(answer)["contact"]["id"], CONTACT);
        begun.elapsed()
    }

    async fn proxied(&self) -> Duration {
        let begun = Instant::now();
        let answer = self.proxy.perform("get_contact", &self.args).await;
        assert_eq!(black_box(answer.expect("a contact"))["id"], CONTACT);
        begun.elapsed()
    }
}

/// The time that half, and that 99 of 100, do not exceed, in microseconds.
fn quantiles(mut times: Vec<Duration>) -> [f64; 2] {
    times.sort_unstable();
    [times.len() / 2, times.len() * 99 / 100].map(|at| times[at].as_secs_f64() * 1e6)
}

async fn summary(ways: &Ways) -> String {
    let (mut bare, mut proxied) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        // Who is second finds warmer caches, so they take turns.
        if pair % 2 == 0 {
            bare.push(ways.bare().await);
            proxied.push(ways.proxied().await);
        } else {
            proxied.push(ways.proxied().await);
            bare.push(ways.bare().await);
        }
    }
    let ([bare, bare_p99], [proxied, proxied_p99]) = (quantiles(bare), quantiles(proxied));
    format!(
        "one call, median and p99 in µs: bare {bare:.0} and {bare_p99:.0}, \
         through the proxy {proxied:.0} and {proxied_p99:.0}, \
         added {:.0} and {:.0}",
        proxied - bare,
        proxied_p99 - bare_p99
    )
}

fn proxy(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let ways = runtime.block_on(Ways::new());
    criterion.bench_function("call_bare", |bencher| {
        bencher.iter(|| runtime.block_on(ways.bare()))
    });
    criterion.bench_function("call_through_proxy", |bencher| {
        bencher.iter(|| runtime.block_on(ways.proxied()))
    });
    println!("{}", runtime.block_on(summary(&ways)));
}

criterion_group!(benches, proxy);
criterion_main!(benches);
