//! The layer between the log and a vendor's router that applies what is due.

use std::sync::{Arc, PoisonError};

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;

use super::super::Clock;
use super::limits::Limit;
use super::{Due, Faults, Kind, Line, Vendor, answers, is_search};

/// How far behind the records a search is; travels with the request.
#[derive(Clone, Copy, Default)]
pub(in super::super) struct Lag(pub TimeDelta);

/// The kind of the rule that decided about an answer; travels with the answer, for the log.
#[derive(Clone, Copy)]
pub(in super::super) struct Injected(pub &'static str);

/// Puts the faults around a vendor's router.
pub(in super::super) fn around(
    router: Router,
    vendor: Vendor,
    faults: &Arc<Faults>,
    clock: &Clock,
) -> Router {
    let (faults, clock) = (faults.clone(), clock.clone());
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        pass(request, next, vendor, faults.clone(), clock())
    }))
}

async fn pass(
    mut request: Request,
    next: Next,
    vendor: Vendor,
    faults: Arc<Faults>,
    now: DateTime<Utc>,
) -> Response {
    let path = request.uri().path().to_owned();
    let Due {
        wait,
        lag,
        limits,
        end,
    } = faults.due(vendor, request.method().as_str(), &path);
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    let search = is_search(&path);
    let mut left = None;
    if limits {
        let mut counts = faults.counts.lock().unwrap_or_else(PoisonError::into_inner);
        match counts.take(vendor, search, now) {
            Ok(rest) => left = rest,
            Err(limit) => return marked(answers::limited(vendor, limit, now), "limits"),
        }
    }
    request.extensions_mut().insert(Lag(lag));
    let line = request.extensions().get::<ConnectInfo<Line>>().cloned();
    let cut = || {
        if let Some(ConnectInfo(line)) = &line {
            line.cut();
        }
    };
    let mut response = match end {
        None => next.run(request).await,
        Some(Kind::DropBefore {}) => {
            cut();
            marked(StatusCode::BAD_GATEWAY.into_response(), "drop_before")
        }
        Some(Kind::DropAfter {}) => {
            let response = next.run(request).await;
            cut();
            marked(response, "drop_after")
        }
        Some(Kind::Status { code, headers }) => {
            marked(answers::status(vendor, code, &headers), "status")
        }
        Some(Kind::RateLimited { daily }) => {
            let limit = match vendor {
                _ if daily => Limit::Day,
                Vendor::HubSpot if search => Limit::Second,
                _ => Limit::TenSeconds,
            };
            marked(answers::limited(vendor, limit, now), "rate_limited")
        }
        Some(Kind::WrongScope {}) => marked(answers::wrong_scope(vendor), "wrong_scope"),
        Some(Kind::ExpiredToken {}) => marked(answers::expired(vendor), "expired_token"),
        // These three never decide about an answer.
        Some(Kind::Latency { .. } | Kind::SearchLag { .. } | Kind::Limits {}) => {
            next.run(request).await
        }
    };
    if let Some(left) = left {
        answers::say_left(vendor, left, &mut response);
    }
    response
}

fn marked(mut response: Response, name: &'static str) -> Response {
    response.extensions_mut().insert(Injected(name));
    response
}
