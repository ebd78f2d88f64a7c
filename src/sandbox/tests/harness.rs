//! A sandbox in a folder of its own, with a clock that the test sets.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::super::{Clock, Running, Settings, ids, start};

/// Saturday 21 November 2026, 10:00 in New York.
pub(super) const NOW: &str = "2026-11-21T15:00:00Z";

pub(super) struct Sandbox {
    pub running: Running,
    pub folder: Arc<Folder>,
    millis: Arc<AtomicI64>,
    http: reqwest::Client,
}

/// A folder that goes when the test is over.
pub(super) struct Folder(pub PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(
            std::env::temp_dir().join(format!("sandbox-{}", ids::uuid())),
        ))
    }
}

impl Sandbox {
    /// A fresh one at [`NOW`].
    pub(super) async fn new() -> Self {
        Self::at(Folder::new(), NOW.parse().expect("a time")).await
    }

    /// One over an existing folder.
    pub(super) async fn at(folder: Arc<Folder>, now: DateTime<Utc>) -> Self {
        let millis = Arc::new(AtomicI64::new(now.timestamp_millis()));
        let read = millis.clone();
        let clock: Clock = Arc::new(move || {
            DateTime::from_timestamp_millis(read.load(Ordering::Relaxed)).expect("a time")
        });
        let folder_path = folder.0.clone();
        let settings = Settings {
            folder: folder_path,
            now,
            clock,
            ghl_port: 0,
            hubspot_port: 0,
        };
        let running = start(settings).await.expect("the sandbox starts");
        Self {
            running,
            folder,
            millis,
            http: reqwest::Client::builder().build().expect("a client"),
        }
    }

    /// Stops it and starts it again some days later over the same folder.
    pub(super) async fn restarted_after(self, days: i64) -> Self {
        let Self {
            running,
            folder,
            millis,
            ..
        } = self;
        running.stop().await;
        let now = DateTime::from_timestamp_millis(millis.load(Ordering::Relaxed)).expect("a time");
        Self::at(folder, now + TimeDelta::days(days)).await
    }

    /// A correct GoHighLevel call: token, the path's `Version`, JSON unless the body is null.
    pub(super) async fn ghl(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let april = path.starts_with("/calendars") || path.starts_with("/conversations");
        let version = if april { "2021-04-15" } else { "2021-07-28" };
        let token = format!("Bearer {}", self.running.ghl.token);
        let headers = [("authorization", token.as_str()), ("version", version)];
        self.call(
            &format!("{}{path}", self.running.ghl.url),
            method,
            &headers,
            body,
        )
        .await
    }

    /// The same, with whatever comes of it.
    pub(super) async fn ghl_raw(
        &self,
        method: &str,
        path: &str,
        body: Value,
    ) -> reqwest::Result<reqwest::Response> {
        let request = self
            .http
            .request(
                method.parse().expect("a method"),
                format!("{}{path}", self.running.ghl.url),
            )
            .bearer_auth(&self.running.ghl.token)
            .header("version", "2021-07-28");
        match body {
            Value::Null => request.send().await,
            body => request.json(&body).send().await,
        }
    }

    /// A GoHighLevel call without token and version.
    pub(super) async fn ghl_bare(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}{path}", self.running.ghl.url);
        self.call(&url, method, &[], body).await
    }

    /// A call of the switches for faults.
    pub(super) async fn faults(&self, method: &str, body: Value) -> (u16, Value) {
        self.call(&self.running.faults_url, method, &[], body).await
    }

    /// Puts the clock forward.
    pub(super) fn pass(&self, seconds: i64) {
        self.millis.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    /// A GoHighLevel call with these headers only.
    pub(super) async fn ghl_with(&self, path: &str, headers: &[(&str, &str)]) -> (u16, Value) {
        self.call(
            &format!("{}{path}", self.running.ghl.url),
            "GET",
            headers,
            Value::Null,
        )
        .await
    }

    /// A correct HubSpot call.
    pub(super) async fn hubspot(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let token = format!("Bearer {}", self.running.hubspot.token);
        let headers = [("authorization", token.as_str())];
        self.call(
            &format!("{}{path}", self.running.hubspot.url),
            method,
            &headers,
            body,
        )
        .await
    }

    /// A HubSpot call with these headers only.
    pub(super) async fn hubspot_with(&self, path: &str, headers: &[(&str, &str)]) -> (u16, Value) {
        self.call(
            &format!("{}{path}", self.running.hubspot.url),
            "GET",
            headers,
            Value::Null,
        )
        .await
    }

    /// The request log.
    pub(super) async fn log(&self) -> Vec<Value> {
        let (_, log) = self
            .call(&self.running.log_url, "GET", &[], Value::Null)
            .await;
        log.as_array().expect("a list").clone()
    }

    /// The location of the sample data.
    pub(super) fn location(&self) -> &str {
        &self.running.ghl.location_id
    }

    /// The one GoHighLevel contact that the search finds for this text.
    pub(super) async fn find(&self, query: &str) -> Value {
        let body = json!({ "locationId": self.location(), "pageLimit": 20, "query": query });
        let (_, found) = self.ghl("POST", "/contacts/search", body).await;
        assert_eq!(found["total"], 1, "{query}: {found}");
        found["contacts"][0].clone()
    }

    async fn call(
        &self,
        url: &str,
        method: &str,
        headers: &[(&str, &str)],
        body: Value,
    ) -> (u16, Value) {
        let mut request = self.http.request(method.parse().expect("a method"), url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let text = response.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}

/// An id member as text.
pub(super) fn id(record: &Value) -> &str {
    record["id"]
        .as_str()
        .unwrap_or_else(|| panic!("no id in {record}"))
}
