//! A CRM's error as an outcome: the stable code, whether anything happened, and the facts that the
//! sentence for the user needs.

use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Map, Value, json};

use super::outcome::{Certainty, Failure};
use super::turn::Turn;
use crate::crm;

/// The outcome of a failed call.
pub(super) fn crm_failure(turn: &Turn, operation: &str, error: &crm::Error) -> Failure {
    let mut detail = Map::new();
    detail.insert("crm".to_owned(), json!(asked(turn, operation).label()));
    match error {
        crm::Error::Invalid { message, .. } => {
            detail.insert("message".to_owned(), json!(message));
        }
        crm::Error::Argument { message, field } => {
            detail.insert("message".to_owned(), json!(message));
            detail.insert("field".to_owned(), json!(field));
        }
        crm::Error::Duplicate {
            existing, field, ..
        } => {
            detail.insert("existing".to_owned(), json!(existing));
            detail.insert("field".to_owned(), json!(field));
        }
        crm::Error::RateLimited { retry_after, daily } => {
            let seconds = retry_after.map(|wait| wait.as_millis().div_ceil(1000).max(1));
            let seconds = seconds.and_then(|seconds| i64::try_from(seconds).ok());
            detail.insert("retry_after_seconds".to_owned(), json!(seconds));
            detail.insert("daily".to_owned(), Value::Bool(*daily));
            let at = seconds
                .and_then(TimeDelta::try_seconds)
                .and_then(|wait| turn.now.checked_add_signed(wait))
                .map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
            detail.insert("retry_at".to_owned(), json!(at));
        }
        crm::Error::Unsupported { instead, .. } => {
            let instead = turn
                .words()
                .instead(turn.proxy.provider(), operation, Some(*instead));
            detail.insert("instead".to_owned(), json!(instead));
        }
        crm::Error::Conflict { message } => {
            detail.insert("message".to_owned(), json!(message));
        }
        crm::Error::HalfDone { done, .. } => {
            detail.insert("half_done".to_owned(), json!(done));
        }
        crm::Error::WrongScope(forbidden) => {
            detail.insert("forbidden".to_owned(), json!(forbidden.as_str()));
        }
        crm::Error::Unauthorized
        | crm::Error::NotFound
        | crm::Error::Unavailable { .. }
        | crm::Error::Timeout { .. }
        | crm::Error::Protocol { .. } => {}
    }
    let effect = match error.effect() {
        crm::Effect::None => Certainty::None,
        crm::Effect::Unknown => Certainty::Unknown,
    };
    Failure {
        code: error.code(),
        effect,
        detail,
        operation: Some(operation.to_owned()),
    }
}

/// Who was asked: inbound webhooks are GoHighLevel's, whatever the connection.
fn asked(turn: &Turn, operation: &str) -> crm::Provider {
    match operation {
        "trigger_inbound_webhook" => crm::Provider::GoHighLevel,
        _ => turn.proxy.provider(),
    }
}

/// The outcome of asking a CRM for what it cannot do.
pub(super) fn unsupported(turn: &Turn, operation: &str) -> Failure {
    let mut failure = Failure::of("unsupported_by_crm");
    let provider = turn.proxy.provider();
    let instead = turn.proxy.instead(operation);
    let instead = turn.words().instead(provider, operation, instead);
    let facts = [
        ("crm", json!(provider.label())),
        ("instead", json!(instead)),
    ];
    let facts = facts.map(|(name, value)| (name.to_owned(), value));
    failure.detail.extend(facts);
    failure.operation = Some(operation.to_owned());
    failure
}

/// The stable code of a kept failure.
pub(super) fn known_code(kept: &str) -> Option<&'static str> {
    const CODES: [&str; 10] = [
        "crm_unauthorized",
        "crm_forbidden",
        "crm_not_found",
        "crm_invalid",
        "invalid_argument",
        "crm_conflict",
        "crm_rate_limited",
        "crm_unavailable",
        "crm_timeout",
        "unsupported_by_crm",
    ];
    CODES.into_iter().find(|code| *code == kept)
}

/// There is no CRM to talk to, or not the one that was named.
pub(super) fn not_connected(named: Option<&str>) -> Failure {
    let mut failure = Failure::of("not_connected");
    // What was named is not repeated: it may be another tenant's.
    let field = named.map(|_| ("field".to_owned(), json!("connection")));
    failure.detail.extend(field);
    failure
}
