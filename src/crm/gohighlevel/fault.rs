//! Reads GoHighLevel's failures.
//!
//! `message` is a text, or a list of texts with 422. An unknown id is a 400, and so is a duplicate.

use std::time::Duration;

use serde_json::Value;

use crate::crm::{
    Effect, Error, Forbidden, error::blot, http::Answer, line::effect_of, record::text,
};

/// The cause behind an answer that is not a success.
pub(super) fn read(answer: &Answer, reads: bool) -> Error {
    let messages = messages(&answer.body);
    let all = messages.join(" ").to_lowercase();
    match answer.status {
        400 | 404 | 409 | 422 if is_duplicate(answer, &all) => Error::Duplicate {
            existing: text(&answer.body, "/meta/contactId"),
            field: text(&answer.body, "/meta/matchingField"),
        },
        400 if all.contains("not found") || all.contains("no longer exist") => Error::NotFound,
        400 | 409 | 422 if all.contains("slot") && all.contains("available") => Error::Conflict {
            message: said(&messages),
        },
        401 if all.contains("scope") => Error::WrongScope(Forbidden::Scope),
        401 if all.contains("user type") => Error::WrongScope(Forbidden::UserType),
        401 => Error::Unauthorized,
        403 if all.contains("user type") => Error::WrongScope(Forbidden::UserType),
        403 if all.contains("location") => Error::WrongScope(Forbidden::Location),
        403 => Error::WrongScope(Forbidden::Scope),
        404 => Error::NotFound,
        409 | 423 => Error::Conflict {
            message: said(&messages),
        },
        429 => {
            let daily = answer.number("x-ratelimit-daily-remaining") == Some(0);
            let interval = answer
                .number("x-ratelimit-interval-milliseconds")
                .map(Duration::from_millis);
            let reset = answer
                .number("x-ratelimit-daily-reset")
                .map(Duration::from_millis);
            Error::RateLimited {
                retry_after: answer
                    .retry_after()
                    .or(if daily { reset } else { interval }),
                daily,
            }
        }
        408 => Error::Timeout {
            effect: effect_of(reads),
            source: None,
        },
        400..=499 => Error::Invalid {
            message: said(&messages),
            fields: fields(&messages),
        },
        status => Error::Unavailable {
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

fn is_duplicate(answer: &Answer, message: &str) -> bool {
    answer.body.pointer("/meta/contactId").is_some() || message.contains("duplicate")
}

fn messages(body: &Value) -> Vec<String> {
    match body.get("message") {
        Some(Value::String(message)) => vec![message.clone()],
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}

fn said(messages: &[String]) -> String {
    if messages.is_empty() {
        "GoHighLevel gave no reason".to_owned()
    } else {
        blot(&messages.join("; "))
    }
}

/// A 422 begins each sentence with the field's name, or with "property" and the field's name.
fn fields(messages: &[String]) -> Vec<String> {
    let field = |message: &String| {
        let mut words = message
            .split_whitespace()
            .filter(|word| *word != "property");
        let first = words.next()?.trim_end_matches([':', ',']);
        let is_name = first
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._".contains(c));
        let follows = words.next()?;
        (is_name && matches!(follows, "must" | "should" | "is" | "has" | "can't"))
            .then(|| first.to_owned())
    };
    messages.iter().filter_map(field).collect()
}
