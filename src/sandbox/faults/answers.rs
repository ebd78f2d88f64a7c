//! How the vendors say that something is wrong which is no fault of the request.

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Days, NaiveTime, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::json;

use super::super::request::Reply;
use super::super::{gohighlevel, hubspot, ids};
use super::Vendor;
use super::limits::{Left, Limit, most};

/// The headers of a rule, if all of them can be sent.
pub(super) fn headers(named: &BTreeMap<String, String>) -> Option<HeaderMap> {
    named
        .iter()
        .map(|(name, value)| {
            let name = HeaderName::try_from(name.as_str()).ok()?;
            Some((name, HeaderValue::try_from(value.as_str()).ok()?))
        })
        .collect()
}

/// An error of this status in the vendor's form.
pub(super) fn status(vendor: Vendor, code: u16, named: &BTreeMap<String, String>) -> Response {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let message = status.canonical_reason().unwrap_or("Error");
    let reply = match vendor {
        Vendor::GoHighLevel => gohighlevel::refusal(status, message),
        Vendor::HubSpot => {
            let category = match code {
                400 | 422 => "VALIDATION_ERROR",
                401 => "INVALID_AUTHENTICATION",
                403 => "MISSING_SCOPES",
                404 => "OBJECT_NOT_FOUND",
                409 => "CONFLICT",
                429 => "RATE_LIMITS",
                _ => "INTERNAL_ERROR",
            };
            hubspot::refusal(status, message, category)
        }
    };
    let mut response = reply.into_response();
    response
        .headers_mut()
        .extend(headers(named).unwrap_or_default());
    response
}

/// 401 for a token that was good until a moment ago.
pub(super) fn expired(vendor: Vendor) -> Response {
    let status = StatusCode::UNAUTHORIZED;
    match vendor {
        Vendor::GoHighLevel => gohighlevel::refusal(status, "Invalid JWT"),
        Vendor::HubSpot => hubspot::refusal(
            status,
            "The OAuth token used to make this call expired 1 second(s) ago",
            "EXPIRED_AUTHENTICATION",
        ),
    }
    .into_response()
}

/// The answer to a good token that was made without the scope that is needed: GoHighLevel says 401
/// for it as well, HubSpot 403.
pub(super) fn wrong_scope(vendor: Vendor) -> Response {
    match vendor {
        Vendor::GoHighLevel => gohighlevel::refusal(
            StatusCode::UNAUTHORIZED,
            "The token is not authorized for this scope.",
        ),
        Vendor::HubSpot => hubspot::refusal(
            StatusCode::FORBIDDEN,
            "This app hasn't been granted all required scopes to make this call.",
            "MISSING_SCOPES",
        ),
    }
    .into_response()
}

/// The answer to too many requests. HubSpot documents a body of its own for it; GoHighLevel
/// documents headers only, and neither documents `Retry-After`.
pub(super) fn limited(vendor: Vendor, limit: Limit, now: DateTime<Utc>) -> Response {
    let status = StatusCode::TOO_MANY_REQUESTS;
    let reply = match vendor {
        Vendor::GoHighLevel => gohighlevel::refusal(status, "Too Many Requests"),
        Vendor::HubSpot => {
            let (policy, word) = match limit {
                Limit::TenSeconds => ("TEN_SECONDLY_ROLLING", "ten_secondly_rolling"),
                Limit::Second => ("SECONDLY", "secondly"),
                Limit::Day => ("DAILY", "daily"),
            };
            Reply {
                status,
                body: Some(json!({
                    "status": "error",
                    "message": format!("You have reached your {word} limit."),
                    "errorType": "RATE_LIMIT",
                    "correlationId": ids::uuid(),
                    "policyName": policy,
                    "requestId": ids::uuid(),
                })),
            }
        }
    };
    let mut response = reply.into_response();
    let (most_now, most_today) = most(vendor);
    let left = match limit {
        Limit::Second => return response,
        Limit::TenSeconds => Left {
            now: 0,
            today: most_today / 2,
        },
        Limit::Day => Left {
            now: most_now,
            today: 0,
        },
    };
    say_left(vendor, left, &mut response);
    if vendor == Vendor::GoHighLevel && limit == Limit::Day {
        let midnight = now
            .date_naive()
            .checked_add_days(Days::new(1))
            .map_or(now, |day| day.and_time(NaiveTime::MIN).and_utc());
        let millis = (midnight - now).num_milliseconds();
        put(&mut response, "x-ratelimit-daily-reset", millis);
    }
    response
}

/// The headers that say what is left.
pub(super) fn say_left(vendor: Vendor, left: Left, response: &mut Response) {
    let (most_now, most_today) = most(vendor);
    let names = match vendor {
        Vendor::GoHighLevel => [
            "x-ratelimit-limit-daily",
            "x-ratelimit-daily-remaining",
            "x-ratelimit-interval-milliseconds",
            "x-ratelimit-max",
            "x-ratelimit-remaining",
        ],
        Vendor::HubSpot => [
            "x-hubspot-ratelimit-daily",
            "x-hubspot-ratelimit-daily-remaining",
            "x-hubspot-ratelimit-interval-milliseconds",
            "x-hubspot-ratelimit-max",
            "x-hubspot-ratelimit-remaining",
        ],
    };
    let [daily, daily_left, interval, max, now_left] = names;
    put(response, daily, most_today);
    put(response, daily_left, left.today);
    put(response, interval, 10_000);
    put(response, max, most_now);
    put(response, now_left, left.now);
}

fn put(response: &mut Response, name: &'static str, value: impl ToString) {
    if let Ok(value) = HeaderValue::try_from(value.to_string()) {
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), value);
    }
}
