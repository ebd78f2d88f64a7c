//! One request read completely, and one answer before it is HTTP.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, Method, StatusCode, header};
use serde_json::Value;

use super::faults::Lag;

/// Larger bodies than any vendor's JSON call needs.
pub(super) const BODY_LIMIT: usize = 1024 * 1024;

/// What stood in the body.
pub(super) enum Sent {
    /// No body, or one that does not say it is JSON: the vendors do not read those.
    Nothing,
    /// It says JSON and is not; what the parser said.
    Broken(String),
    /// JSON.
    Json(Value),
}

/// One request.
pub(super) struct Call {
    pub method: Method,
    pub path: String,
    pub params: Vec<(String, String)>,
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Sent,
    /// When it came.
    pub now: DateTime<Utc>,
    /// How far behind a search is to be.
    pub lag: TimeDelta,
}

impl Call {
    /// Reads a request to its end.
    pub(super) async fn read(request: Request, now: DateTime<Utc>) -> Self {
        let (mut parts, body) = request.into_parts();
        let Lag(lag) = parts.extensions.get().copied().unwrap_or_default();
        let params = RawPathParams::from_request_parts(&mut parts, &())
            .await
            .map(|params| {
                params
                    .iter()
                    .map(|(k, v)| (k.to_owned(), v.to_owned()))
                    .collect()
            })
            .unwrap_or_default();
        let query = parts.uri.query().unwrap_or_default();
        let query = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let body = match to_bytes(body, BODY_LIMIT).await {
            Ok(bytes) if bytes.is_empty() || !says_json(&parts.headers) => Sent::Nothing,
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(value) => Sent::Json(value),
                Err(error) => Sent::Broken(error.to_string()),
            },
            Err(error) => Sent::Broken(error.to_string()),
        };
        Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            params,
            query,
            headers: parts.headers,
            body,
            now,
            lag,
        }
    }

    /// The named piece of the path, decoded.
    pub(super) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The first value of a query parameter.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a query parameter, repeated or separated by commas.
    pub(super) fn query_list(&self, name: &str) -> Vec<&str> {
        self.query
            .iter()
            .filter(|(key, _)| key == name)
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// A member of the JSON body; null when it or the body is missing.
    pub(super) fn field(&self, name: &str) -> &Value {
        match &self.body {
            Sent::Json(body) => &body[name],
            Sent::Nothing | Sent::Broken(_) => &Value::Null,
        }
    }

    /// A text member of the JSON body.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.field(name).as_str()
    }

    /// The token of an `Authorization: Bearer` header.
    pub(super) fn bearer(&self) -> Option<&str> {
        self.headers
            .get(header::AUTHORIZATION)?
            .to_str()
            .ok()?
            .strip_prefix("Bearer ")
    }
}

fn says_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/json"))
}

/// One answer: a status and, except for 204, JSON.
#[derive(Debug)]
pub(super) struct Reply {
    pub status: StatusCode,
    pub body: Option<Value>,
}

impl Reply {
    /// 200 with a body.
    pub(super) fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body: Some(body),
        }
    }

    /// 201 with a body.
    pub(super) fn created(body: Value) -> Self {
        Self {
            status: StatusCode::CREATED,
            body: Some(body),
        }
    }

    /// 204.
    pub(super) fn nothing() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: None,
        }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self.body {
            Some(body) => (self.status, axum::Json(body)).into_response(),
            None => (self.status, Body::empty()).into_response(),
        }
    }
}
