//! What the sandbox saw: the last requests of both vendors, for people and for tests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, SecondsFormat, Utc};
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use super::Clock;
use super::faults::Injected;
use super::request::BODY_LIMIT;

/// Where the log is read, on the GoHighLevel listener. Reading it is not logged.
pub(super) const PATH: &str = "/_sandbox/log";
const KEPT: usize = 1_000;

/// One request. Headers are not kept, so the bearer token is not.
#[derive(Clone, Serialize)]
struct Entry {
    /// When it came, UTC.
    time: String,
    vendor: &'static str,
    method: String,
    /// With the query.
    path: String,
    /// 0 when a fault kept it from being carried out and closed the connection.
    status: u16,
    /// The kind of the fault that decided about the answer, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'static str>,
    /// The parsed JSON body, or null.
    body: Value,
}

/// The last requests, newest last.
pub(super) struct Log {
    entries: Mutex<VecDeque<Entry>>,
    secrets: [String; 2],
}

impl Log {
    /// An empty log that hides these tokens wherever they should turn up.
    pub(super) fn new(secrets: [String; 2]) -> Arc<Self> {
        Arc::new(Self {
            entries: Mutex::new(VecDeque::with_capacity(KEPT)),
            secrets,
        })
    }

    fn add(&self, entry: Entry) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() == KEPT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    fn all(&self) -> Vec<Entry> {
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    fn hide(&self, text: String) -> String {
        self.secrets
            .iter()
            .fold(text, |text, secret| text.replace(secret, "••••"))
    }
}

/// Writes every request to the router into the log.
pub(super) fn recorded(
    router: Router,
    vendor: &'static str,
    log: &Arc<Log>,
    clock: &Clock,
) -> Router {
    let (log, clock) = (log.clone(), clock.clone());
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        record(request, next, vendor, log.clone(), clock())
    }))
}

/// The route that answers the log.
pub(super) fn reader(log: &Arc<Log>) -> Router {
    let log = log.clone();
    Router::new().route(PATH, get(move || async move { Json(log.all()) }))
}

async fn record(
    request: Request,
    next: Next,
    vendor: &'static str,
    log: Arc<Log>,
    now: DateTime<Utc>,
) -> Response {
    let method = request.method().to_string();
    let path = log.hide(request.uri().to_string());
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let body = String::from_utf8(bytes.to_vec())
        .ok()
        .and_then(|text| serde_json::from_str(&log.hide(text)).ok())
        .unwrap_or(Value::Null);
    let response = next
        .run(Request::from_parts(parts, Body::from(bytes)))
        .await;
    let time = now.to_rfc3339_opts(SecondsFormat::Millis, true);
    let injected = response.extensions().get::<Injected>().copied();
    let fault = injected.map(|Injected(name)| name);
    let status = match fault {
        Some("drop_before") => 0,
        _ => response.status().as_u16(),
    };
    log.add(Entry {
        time,
        vendor,
        method,
        path,
        status,
        fault,
        body,
    });
    response
}
