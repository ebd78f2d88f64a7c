//! Tests of the whole room: every row against the vendors' contracts, and the proxies against a CRM played by wiremock.

mod calendars;
mod contract;
mod files;
mod free;
mod gohighlevel;
mod gohighlevel_resources;
mod hubspot;
mod hubspot_resources;
mod periods;
mod published;
mod retry;
mod samples;
mod schema;
mod transport;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use serde_json::Value;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

use super::{Credentials, CrmProxy, Home, Http, Limits, Provider, connect};

const KEY: &str = "pit-0000-secret-key";
const LOCATION: &str = "ve9EPM428h8vShlRW1KT";

/// Saturday, 21 November 2026, noon.
fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_262_400, 0).unwrap_or_default()
}

fn impatient() -> Http {
    let limits = Limits {
        connect: Duration::from_secs(2),
        total: Duration::from_millis(300),
        ..quick()
    };
    Http::with_limits(noon, limits).expect("a client")
}

fn patient() -> Http {
    Http::with_limits(noon, quick()).expect("a client")
}

/// Repeats at once, and waits for no turn.
fn quick() -> Limits {
    Limits {
        pause: Duration::ZERO,
        queue: Duration::ZERO,
        chance: || 1.0,
        ..Limits::default()
    }
}

fn credentials(provider: Provider, base_url: &str) -> Credentials {
    Credentials {
        provider,
        token: KEY.into(),
        location_id: (provider == Provider::GoHighLevel).then(|| LOCATION.to_owned()),
        base_url: base_url.to_owned(),
        home: Home::default(),
    }
}

/// A CRM that answers everything alike, and a proxy that talks to it.
async fn answering(
    provider: Provider,
    answer: ResponseTemplate,
) -> (MockServer, Arc<dyn CrmProxy>) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let proxy = connect(patient(), credentials(provider, &server.uri()));
    (server, proxy)
}

async fn seen(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap_or_default()
}

/// `METHOD path?query` of everything that was asked, in order.
async fn lines(server: &MockServer) -> Vec<String> {
    let line = |request: &Request| {
        let query = request
            .url
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        format!("{} {}{query}", request.method, request.url.path())
    };
    seen(server).await.iter().map(line).collect()
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap_or_default()
}
