//! HubSpot's error answers: `{status: "error", message, correlationId, category, errors?}`.

use http::StatusCode;
use serde_json::{Value, json};

use super::super::ids;
use super::super::request::Reply;

/// One entry of `errors`.
pub(super) struct Detail {
    pub message: String,
    pub code: &'static str,
    /// The property it is about.
    pub property: String,
}

/// 400: the request does not have the right form.
pub(super) fn invalid(message: impl Into<String>) -> Reply {
    answer(
        StatusCode::BAD_REQUEST,
        &message.into(),
        "VALIDATION_ERROR",
        &[],
    )
}

/// 400: the form is right and the values are not.
pub(super) fn invalid_values(details: &[Detail]) -> Reply {
    let message = "Property values were not valid";
    answer(
        StatusCode::BAD_REQUEST,
        message,
        "VALIDATION_ERROR",
        details,
    )
}

/// 401.
pub(super) fn unauthorized() -> Reply {
    let message = "The access token is expired or invalid";
    answer(
        StatusCode::UNAUTHORIZED,
        message,
        "INVALID_AUTHENTICATION",
        &[],
    )
}

/// 404: no such record, list or path.
pub(super) fn not_found(message: &str) -> Reply {
    answer(StatusCode::NOT_FOUND, message, "OBJECT_NOT_FOUND", &[])
}

/// 409: the unique value is somebody else's.
pub(super) fn conflict(existing: &str) -> Reply {
    let message = format!("Contact already exists. Existing ID: {existing}");
    answer(StatusCode::CONFLICT, &message, "CONFLICT", &[])
}

/// 500: the state could not be written.
pub(super) fn internal(error: &std::io::Error) -> Reply {
    tracing::error!(%error, "the sandbox cannot write its state");
    answer(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal error",
        "INTERNAL_ERROR",
        &[],
    )
}

/// An error of any status, for faults that the request did not cause.
pub(in super::super) fn refusal(status: StatusCode, message: &str, category: &str) -> Reply {
    answer(status, message, category, &[])
}

fn answer(status: StatusCode, message: &str, category: &str, details: &[Detail]) -> Reply {
    let mut body = json!({
        "status": "error",
        "message": message,
        "correlationId": ids::uuid(),
        "category": category,
    });
    if !details.is_empty() {
        body["errors"] = details
            .iter()
            .map(|detail| {
                json!({
                    "message": detail.message,
                    "code": detail.code,
                    "context": { "propertyName": [detail.property] },
                })
            })
            .collect::<Value>();
    }
    Reply {
        status,
        body: Some(body),
    }
}
