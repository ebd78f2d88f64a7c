//! Faults of a request as problem details (RFC 9457): one enum, one match.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tower_sessions::session;

use crate::accounts;
use crate::copilot;
use crate::operations::schema::Fault;
use crate::store::Error as StoreError;

/// What a problem says to people, for the page that shows it in place of the JSON.
#[derive(Clone)]
pub(super) struct Shown {
    /// A few words.
    pub title: &'static str,
    /// A sentence.
    pub detail: String,
    /// The stable code, by which pages know it in their own words.
    pub code: String,
}

/// Why a request got no answer.
#[derive(Debug)]
pub enum Error {
    /// The body is not JSON, or not of the right type.
    Malformed(String),
    /// Nobody is signed in, or the token is not known.
    Unauthorized,
    /// A change that another site's page sent in the user's name.
    CrossSite,
    /// This person or token lacks the right.
    RightMissing(&'static str),
    /// It is not there, or not this user's.
    NotFound(&'static str),
    /// The method does not fit the address.
    Method,
    /// The plan cannot run any more; the code says why.
    Plan {
        /// `plan_used`, `plan_expired` or `conversation_changed`.
        code: &'static str,
        /// What to do.
        detail: &'static str,
    },
    /// The same request is being worked on.
    Busy,
    /// Arguments do not fit.
    Invalid(Vec<Fault>),
    /// The body is too long.
    TooLarge,
    /// Too many requests; the seconds to wait follow.
    TooMany(u64),
    /// The CRM failed, or refused.
    Failed {
        /// The stable code.
        code: String,
        /// The outcome, as a member of the problem.
        body: Box<Value>,
    },
    /// The database does not answer. The text is for the log.
    Unavailable(String),
    /// We failed. The text is for the log.
    Internal(String),
}

impl From<copilot::Error> for Error {
    fn from(error: copilot::Error) -> Error {
        match error {
            copilot::Error::Unknown(what) => Error::NotFound(what),
            copilot::Error::Invalid(faults) => Error::Invalid(faults),
            copilot::Error::PlanUsed => Error::Plan {
                code: "plan_used",
                detail: "This plan was used already; it does not run twice.",
            },
            copilot::Error::PlanExpired => Error::Plan {
                code: "plan_expired",
                detail: "This plan is older than 15 minutes. Ask for a new one.",
            },
            copilot::Error::ConversationChanged => Error::Plan {
                code: "conversation_changed",
                detail: "This plan was dropped: it was cancelled, or its conversation went on. Ask for a new one.",
            },
            copilot::Error::RightMissing(right) => Error::RightMissing(right),
            copilot::Error::Busy => Error::Busy,
            copilot::Error::Store(error) => Error::from(error),
            copilot::Error::Accounts(error) => Error::from(error),
            copilot::Error::Kept(_) => Error::Internal(chain(&error)),
        }
    }
}

impl From<accounts::Error> for Error {
    fn from(error: accounts::Error) -> Error {
        match error {
            accounts::Error::Missing(what) => Error::NotFound(what),
            accounts::Error::NotConnected => Error::NotFound("connection"),
            accounts::Error::Store(error) => Error::from(error),
            accounts::Error::Sealed { .. }
            | accounts::Error::Hash(_)
            | accounts::Error::File(..) => Error::Internal(chain(&error)),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Error {
        match error {
            StoreError::Unavailable(_) => Error::Unavailable(chain(&error)),
            StoreError::Address
            | StoreError::Open(..)
            | StoreError::Migrate(_)
            | StoreError::Conflict(_)
            | StoreError::Missing
            | StoreError::Corrupt { .. }
            | StoreError::Refused(_) => Error::Internal(chain(&error)),
        }
    }
}

impl From<session::Error> for Error {
    fn from(error: session::Error) -> Error {
        match error {
            session::Error::Store(_) => Error::Unavailable(chain(&error)),
            session::Error::SerdeJson(_) => Error::Internal(chain(&error)),
        }
    }
}

/// An error with its causes, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

/// What a problem says: status, title, code, detail.
type Said = (StatusCode, &'static str, String, String);

impl Error {
    fn said(&self) -> Said {
        let said = |status: StatusCode, title: &'static str, code: &str, detail: &str| {
            (status, title, code.to_owned(), detail.to_owned())
        };
        match self {
            Error::Malformed(detail) => said(
                StatusCode::BAD_REQUEST,
                "Malformed request",
                "malformed",
                detail,
            ),
            Error::Unauthorized => said(
                StatusCode::UNAUTHORIZED,
                "Not signed in",
                "unauthorized",
                "Sign in, or send a personal access token as `Authorization: Bearer …`.",
            ),
            Error::CrossSite => said(
                StatusCode::FORBIDDEN,
                "Refused",
                "cross_site",
                "This change came from another site's page. Use a personal access token from there.",
            ),
            Error::RightMissing(right) => said(
                StatusCode::FORBIDDEN,
                "Right missing",
                "right_missing",
                &format!("The right `{right}` is missing."),
            ),
            Error::NotFound(what) => said(
                StatusCode::NOT_FOUND,
                "Not found",
                "not_found",
                &format!("There is no such {what}, or it is not yours."),
            ),
            Error::Method => said(
                StatusCode::METHOD_NOT_ALLOWED,
                "Method not allowed",
                "method_not_allowed",
                "This address does not take that method.",
            ),
            Error::Plan { code, detail } => {
                said(StatusCode::NOT_FOUND, "The plan does not run", code, detail)
            }
            Error::Busy => said(
                StatusCode::CONFLICT,
                "Still at work",
                "busy",
                "The same request is being worked on. Repeat it in a moment to get its answer.",
            ),
            Error::Invalid(faults) => {
                let each: Vec<String> = faults
                    .iter()
                    .map(|f| format!("{}: {}", f.name, f.detail))
                    .collect();
                said(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "Arguments do not fit",
                    "invalid_argument",
                    &each.join("; "),
                )
            }
            Error::TooLarge => said(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Too long",
                "too_large",
                "The body is longer than 256 KiB.",
            ),
            Error::TooMany(seconds) => said(
                StatusCode::TOO_MANY_REQUESTS,
                "Too many requests",
                "too_many_requests",
                &format!("Try again in {seconds} seconds."),
            ),
            Error::Failed { code, body } => {
                let detail = body["reply"].as_str().unwrap_or_default();
                said(crm_status(code), "The CRM call failed", code, detail)
            }
            Error::Unavailable(_) => said(
                StatusCode::SERVICE_UNAVAILABLE,
                "Not available",
                "unavailable",
                "The database does not answer. Try again in a moment.",
            ),
            Error::Internal(_) => said(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong",
                "internal",
                "The fault is ours. Try again; the log says more under the id of this request.",
            ),
        }
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.said().0
    }
}

/// In how many seconds it is worth asking a CRM whose day is used up, and that does not say when the
/// next begins.
const AN_HOUR: u64 = 3_600;

/// The status for a failure's code.
fn crm_status(code: &str) -> StatusCode {
    match code {
        "not_connected" | "crm_conflict" => StatusCode::CONFLICT,
        "crm_not_found" => StatusCode::NOT_FOUND,
        "crm_invalid" | "unsupported_by_crm" | "invalid_argument" => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        "crm_rate_limited" => StatusCode::TOO_MANY_REQUESTS,
        "crm_timeout" => StatusCode::GATEWAY_TIMEOUT,
        "crm_unavailable" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_GATEWAY,
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, title, code, detail) = self.said();
        let shown = Shown {
            title,
            detail: detail.clone(),
            code: code.clone(),
        };
        let mut problem = json!({
            "type": "about:blank",
            "title": title,
            "status": status.as_u16(),
            "detail": detail,
            "code": code,
        });
        let mut retry_after = None;
        match &self {
            Error::Invalid(faults) => {
                let errors: Vec<Value> = faults
                    .iter()
                    .map(|f| json!({"pointer": format!("/{}", f.name), "detail": f.detail}))
                    .collect();
                problem["errors"] = json!(errors);
            }
            Error::Failed { body, .. } => {
                problem["outcome"] = body["outcome"].clone();
                problem["data"] = body["data"].clone();
                if let (Some(field), "invalid_argument") =
                    (body["data"]["field"].as_str(), code.as_str())
                {
                    let pointer = format!("/{field}");
                    problem["errors"] = json!([{"pointer": pointer, "detail": detail}]);
                }
                let seconds = body["data"]["retry_after_seconds"].as_u64();
                let usual = match body["data"]["daily"].as_bool() {
                    Some(true) => AN_HOUR,
                    _ => 10,
                };
                retry_after =
                    seconds.or((status == StatusCode::TOO_MANY_REQUESTS).then_some(usual));
            }
            Error::TooMany(seconds) => retry_after = Some(*seconds),
            Error::Busy => retry_after = Some(1),
            Error::Unavailable(cause) => {
                retry_after = Some(5);
                tracing::error!(%cause, "a request failed");
            }
            Error::Internal(cause) => tracing::error!(%cause, "a request failed"),
            Error::Malformed(_)
            | Error::Unauthorized
            | Error::CrossSite
            | Error::RightMissing(_)
            | Error::NotFound(_)
            | Error::Method
            | Error::Plan { .. }
            | Error::TooLarge => {}
        }
        let mut response = (status, Json(problem)).into_response();
        response.extensions_mut().insert(shown);
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static(r#"Bearer realm="crm-copilot""#);
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = retry_after {
            headers.insert(
                HeaderName::from_static("retry-after"),
                HeaderValue::from(seconds),
            );
        }
        response
    }
}
