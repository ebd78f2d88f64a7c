//! Memory that a list needs when it is read as a stream: the pages of 10,000 and of 100,000
//! contacts, one after the other, from a server on loopback that makes each page up when it is
//! asked for it. What is printed is the most memory that the whole process ever had, server
//! included (`VmHWM` in `/proc/self/status`, see proc(5)).

use std::pin::pin;
use std::time::Instant;

use axum::{Json, Router, routing::post};
use chrono::DateTime;
use crm_copilot::crm::{self, Credentials, Home, Http, Provider, pages};
use futures_util::TryStreamExt;
use secrecy::SecretString;
use serde_json::{Value, json};

const PAGE: u64 = 500;

/// A page of contacts after the one whose number is the `searchAfter` of the request. The location
/// is the number of contacts.
async fn search(Json(asked): Json<Value>) -> ([(&'static str, &'static str); 2], Json<Value>) {
    let total: u64 = asked["locationId"]
        .as_str()
        .and_then(|n| n.parse().ok())
        .expect("a number");
    let from = asked["searchAfter"][0].as_u64().unwrap_or_default();
    let contact = |number: u64| {
        json!({
            "id": format!("contact{number:013}"),
            "firstName": "Contact",
            "lastName": number.to_string(),
            "email": format!("contact{number}@example.com"),
            "phone": format!("+1813555{:04}", number % 10_000),
            "companyName": "Smith & Sons Roofing",
            "tags": ["customer", "roofing"],
            "customFields": [{"id": "MgobCB14YMVKuE4Ka8p1", "value": "Metal"}],
            "dateAdded": "2026-01-14T15:02:11.000Z",
            "searchAfter": [number + 1],
        })
    };
    let contacts: Vec<Value> = (from..total.min(from + PAGE)).map(contact).collect();
    let allowance = [
        ("x-ratelimit-max", "1000000"),
        ("x-ratelimit-interval-milliseconds", "1"),
    ];
    (
        allowance,
        Json(json!({ "contacts": contacts, "total": total })),
    )
}

/// The most memory that this process had, in MiB; `None` where the system does not tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}

#[tokio::main]
async fn main() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port on loopback");
    let base_url = format!("http://{}", listener.local_addr().expect("its address"));
    let router = Router::new().route("/contacts/search", post(search));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let http = Http::new(DateTime::default).expect("a client");
    for contacts in [PAGE, 10_000, 100_000] {
        let credentials = Credentials {
            provider: Provider::GoHighLevel,
            token: SecretString::from("pit-0000-key"),
            location_id: Some(contacts.to_string()),
            base_url: base_url.clone(),
            home: Home::default(),
        };
        let proxy = crm::connect(http.clone(), credentials);
        let begun = Instant::now();
        let args = json!({ "limit": PAGE });
        let mut found = pin!(pages(proxy.as_ref(), "search_contacts", args));
        let mut seen = 0;
        while let Some(page) = found.try_next().await.expect("a page") {
            seen += page["contacts"].as_array().map_or(0, Vec::len) as u64;
        }
        assert_eq!(seen, contacts);
        let peak = peak().map_or_else(|| "unknown".to_owned(), |mib| format!("{mib} MiB"));
        println!(
            "{contacts} contacts in {:.1} s; most memory so far: {peak}",
            begun.elapsed().as_secs_f64()
        );
    }
}
