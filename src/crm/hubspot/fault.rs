//! Reads HubSpot's failures: a `category`, and a message whose details may repeat the refused values.

use std::time::Duration;

use serde_json::Value;

use crate::crm::{
    Effect, Error, Forbidden, error::blot, http::Answer, line::effect_of, record::text,
};

/// The cause behind an answer that is not a success.
pub(super) fn read(answer: &Answer, reads: bool) -> Error {
    let message = text(&answer.body, "/message").unwrap_or_default();
    let category = text(&answer.body, "/category").unwrap_or_default();
    let said = || {
        if message.is_empty() {
            "HubSpot gave no reason".to_owned()
        } else {
            blot(&message)
        }
    };
    match (answer.status, category.as_str()) {
        // A new key does not help against these.
        (401, "MISSING_SCOPES") => Error::WrongScope(Forbidden::Scope),
        (401, _) if message.to_lowercase().contains("scope") => Error::WrongScope(Forbidden::Scope),
        (401, _) => Error::Unauthorized,
        (403, _) => Error::WrongScope(Forbidden::Scope),
        (404, _) => Error::NotFound,
        (409, _) => match existing_id(&message) {
            Some(existing) => Error::Duplicate {
                existing: Some(existing),
                field: Some("email".to_owned()),
            },
            None if message.to_lowercase().contains("already exists") => Error::Duplicate {
                existing: None,
                field: None,
            },
            None => Error::Conflict { message: said() },
        },
        (423, _) => Error::Conflict {
            message: "the record is locked for a moment".to_owned(),
        },
        (429, _) => rate_limited(answer),
        (408, _) => Error::Timeout {
            effect: effect_of(reads),
            source: None,
        },
        // A migration of the account to another data centre; it takes a day at most.
        (477, _) => Error::Unavailable {
            status: Some(477),
            effect: Effect::None,
            source: None,
        },
        (400, "OBJECT_NOT_FOUND") => Error::NotFound,
        (400..=499, _) => Error::Invalid {
            message: said(),
            fields: fields(&answer.body),
        },
        (status, _) => Error::Unavailable {
            status: Some(status),
            effect: if status < 500 {
                Effect::None
            } else {
                effect_of(reads)
            },
            source: None,
        },
    }
}

/// `Retry-After` is not documented, so the policy's own length counts without it.
fn rate_limited(answer: &Answer) -> Error {
    let policy = text(&answer.body, "/policyName").unwrap_or_default();
    let daily =
        policy == "DAILY" || answer.number("x-hubspot-ratelimit-daily-remaining") == Some(0);
    let usual = match policy.as_str() {
        _ if daily => None,
        "SECONDLY" => Some(Duration::from_secs(1)),
        _ => Some(Duration::from_secs(10)),
    };
    Error::RateLimited {
        retry_after: answer.retry_after().or(usual),
        daily,
    }
}

/// The number in `Contact already exists. Existing ID: 512`.
fn existing_id(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("Existing ID:")?;
    let id: String = rest
        .trim_start()
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    (!id.is_empty()).then_some(id)
}

/// The properties that the details name.
fn fields(body: &Value) -> Vec<String> {
    let details = body
        .get("errors")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let name = |detail: &Value| {
        text(detail, "/context/propertyName/0")
            .or_else(|| text(detail, "/context/propertyName"))
            .or_else(|| text(detail, "/in"))
    };
    details.iter().filter_map(name).collect()
}
