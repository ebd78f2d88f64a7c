//! GoHighLevel's error answers: `{statusCode, message, error?, traceId}`.
//!
//! `message` is a list on 422 and a text everywhere else.

use http::StatusCode;
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::trace;

/// 400 with one sentence.
pub(super) fn bad(message: impl Into<String>) -> Reply {
    plain(StatusCode::BAD_REQUEST, &message.into(), "Bad Request")
}

/// 400 for an id that names nothing; the live API does not use 404 here.
pub(super) fn unknown(what: &str, id: &str) -> Reply {
    bad(format!("{what} with id {id} not found"))
}

/// 401: token or version.
pub(super) fn unauthorized(message: &str) -> Reply {
    plain(StatusCode::UNAUTHORIZED, message, "Unauthorized")
}

/// 403: another location's id.
pub(super) fn other_location() -> Reply {
    let message = "The token does not have access to this location.";
    plain(StatusCode::FORBIDDEN, message, "Forbidden")
}

/// 422 with one sentence per field.
pub(super) fn unprocessable(messages: Vec<String>) -> Reply {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    answer(
        status,
        json!(messages),
        "Unprocessable Entity",
        &Value::Null,
    )
}

/// 400 naming the contact that has the e-mail or phone already.
pub(super) fn duplicate(contact: &str, name: &str, field: &str) -> Reply {
    let meta = json!({ "contactId": contact, "matchingField": field, "contactName": name });
    let message = json!("This location does not allow duplicated contacts.");
    answer(StatusCode::BAD_REQUEST, message, "Bad Request", &meta)
}

/// 404 for a path or method that is not there.
pub(super) fn no_route(call: &Call) -> Reply {
    let message = format!("Cannot {} {}", call.method, call.path);
    plain(StatusCode::NOT_FOUND, &message, "Not Found")
}

/// 500: the state could not be written.
pub(super) fn internal(error: &std::io::Error) -> Reply {
    tracing::error!(%error, "the sandbox cannot write its state");
    plain(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Internal server error",
        "Internal Server Error",
    )
}

/// An error of any status, for faults that the request did not cause.
pub(in super::super) fn refusal(status: StatusCode, message: &str) -> Reply {
    plain(
        status,
        message,
        status.canonical_reason().unwrap_or("Error"),
    )
}

fn plain(status: StatusCode, message: &str, error: &str) -> Reply {
    answer(status, json!(message), error, &Value::Null)
}

fn answer(status: StatusCode, message: Value, error: &str, meta: &Value) -> Reply {
    let mut body = json!({
        "statusCode": status.as_u16(),
        "message": message,
        "error": error,
        "traceId": trace(),
    });
    if !meta.is_null() {
        body["meta"] = meta.clone();
    }
    Reply {
        status,
        body: Some(body),
    }
}
