//! Why a call to a CRM failed, by cause.

use std::{error::Error as StdError, time::Duration};

use super::Provider;

/// The error that lies below ours, kept for the log.
pub(super) type Cause = Box<dyn StdError + Send + Sync>;

/// Whether a failed request may have changed something at the CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing was changed: the request never arrived, or was refused.
    None,
    /// It may have been carried out, wholly or in part.
    Unknown,
}

impl Effect {
    /// `none` or `unknown`, as answers to callers spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }
}

/// What a valid key may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forbidden {
    /// The key was made without the scope that the operation needs.
    Scope,
    /// An agency's key was used where the CRM wants a location's.
    UserType,
    /// The key belongs to another location.
    Location,
}

impl Forbidden {
    /// `scope`, `user_type` or `location`, as answers to callers spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scope => "scope",
            Self::UserType => "user_type",
            Self::Location => "location",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Scope => "the key lacks the permission for this",
            Self::UserType => "the key is an agency's, and this needs a location's",
            Self::Location => "the key belongs to another location",
        }
    }
}

/// A failed call. The text of an error holds no key, phone number, e-mail address or body, so it may be logged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The key is wrong, expired or revoked.
    #[error("the CRM does not accept the key")]
    Unauthorized,
    /// The key is good, but not for this.
    #[error("{}", .0.text())]
    WrongScope(Forbidden),
    /// The record, or the location, is not there.
    #[error("the CRM has no such record")]
    NotFound,
    /// An argument that we refuse ourselves; nothing was sent.
    #[error("the argument {field} does not fit")]
    Argument {
        /// What is wrong, in words for the user.
        message: String,
        /// The argument's name.
        field: String,
    },
    /// The CRM misses a value or refuses one.
    #[error("the CRM refuses these values, fields [{}]", .fields.join(", "))]
    Invalid {
        /// What is wrong, in words for the user; numbers and addresses are blotted out.
        message: String,
        /// The vendor's names of the fields, as far as known.
        fields: Vec<String>,
    },
    /// The CRM has this record already.
    #[error("the record exists already (same {})", .field.as_deref().unwrap_or("value"))]
    Duplicate {
        /// The vendor's id of the record that is there.
        existing: Option<String>,
        /// The field in which both agree, such as `email`.
        field: Option<String>,
    },
    /// The change does not fit the present state, such as a slot that was taken meanwhile.
    #[error("the change does not fit the state of the record")]
    Conflict {
        /// What stands in the way, in words for the user; numbers and addresses are blotted out.
        message: String,
    },
    /// Too many requests.
    #[error("too many requests{}", if *.daily { ", the day's allowance is used up" } else { "" })]
    RateLimited {
        /// How long to wait, as far as the vendor says.
        retry_after: Option<Duration>,
        /// True when the day's allowance is used up, so that waiting seconds does not help.
        daily: bool,
    },
    /// The CRM cannot be reached, broke off, or failed by itself (5xx).
    #[error("the CRM is not available{}", .status.map(|s| format!(" ({s})")).unwrap_or_default())]
    Unavailable {
        /// The HTTP status, when there was an answer.
        status: Option<u16>,
        /// `Unknown` when a write had been sent.
        effect: Effect,
        /// What broke.
        #[source]
        source: Option<Cause>,
    },
    /// No answer in time.
    #[error("the CRM did not answer in time")]
    Timeout {
        /// `Unknown` when a write had been sent.
        effect: Effect,
        /// What timed out.
        #[source]
        source: Option<Cause>,
    },
    /// The vendor has no counterpart for the operation, or for one of its arguments.
    #[error("{} cannot do {operation}", .provider.label())]
    Unsupported {
        /// Which vendor.
        provider: Provider,
        /// The operation's name.
        operation: String,
        /// A sentence for the user: what cannot be done, and what to do instead.
        instead: &'static str,
    },
    /// There was an answer, but it is not what the vendor's contract says.
    #[error("the CRM's answer was not understood: {what}")]
    Protocol {
        /// What was wrong with it.
        what: &'static str,
        /// `Unknown` when a write had been sent.
        effect: Effect,
        /// What broke.
        #[source]
        source: Option<Cause>,
    },
    /// A first step was carried out, a later one failed.
    #[error("done only in part: {done}, then: {then}")]
    HalfDone {
        /// What was carried out, without names or values.
        done: &'static str,
        /// The vendor's id of the record that the first step made or changed.
        id: Option<String>,
        /// Why it stopped.
        #[source]
        then: Box<Error>,
    },
}

impl Error {
    /// The stable code that callers see.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized => "crm_unauthorized",
            Self::WrongScope(_) => "crm_forbidden",
            Self::NotFound => "crm_not_found",
            Self::Argument { .. } => "invalid_argument",
            Self::Invalid { .. } => "crm_invalid",
            Self::Duplicate { .. } | Self::Conflict { .. } => "crm_conflict",
            Self::RateLimited { .. } => "crm_rate_limited",
            Self::Unavailable { .. } | Self::Protocol { .. } => "crm_unavailable",
            Self::Timeout { .. } => "crm_timeout",
            Self::Unsupported { .. } => "unsupported_by_crm",
            Self::HalfDone { then, .. } => then.code(),
        }
    }

    /// Whether something may have changed at the CRM.
    pub fn effect(&self) -> Effect {
        match self {
            Self::Unauthorized
            | Self::WrongScope(_)
            | Self::NotFound
            | Self::Argument { .. }
            | Self::Invalid { .. }
            | Self::Duplicate { .. }
            | Self::Conflict { .. }
            | Self::RateLimited { .. }
            | Self::Unsupported { .. } => Effect::None,
            Self::Unavailable { effect, .. }
            | Self::Timeout { effect, .. }
            | Self::Protocol { effect, .. } => *effect,
            Self::HalfDone { .. } => Effect::Unknown,
        }
    }

    /// An argument that we refuse ourselves, before anything is sent.
    pub(super) fn invalid(message: impl Into<String>, field: &str) -> Self {
        Self::Argument {
            message: message.into(),
            field: field.to_owned(),
        }
    }

    /// The same error, with the operation's name where a row could not know it.
    pub(super) fn of(mut self, name: &str) -> Self {
        if let Self::Unsupported { operation, .. } = &mut self
            && operation.is_empty()
        {
            name.clone_into(operation);
        }
        self
    }

    /// The same error, told as the failure of a later step.
    pub(super) fn after(self, done: &'static str, id: Option<String>) -> Self {
        Self::HalfDone {
            done,
            id,
            then: Box::new(self),
        }
    }
}

/// A vendor's message without what could identify a person: words with an `@`, and words with five or more digits.
///
/// Vendors repeat the refused value in their messages; a user has just typed it, but a log must not hold it.
pub(super) fn blot(message: &str) -> String {
    const LONGEST: usize = 200;
    let mut out = String::new();
    for word in message.split_whitespace() {
        let identifies =
            word.contains('@') || word.chars().filter(char::is_ascii_digit).count() >= 5;
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(if identifies { "…" } else { word });
        if out.chars().count() > LONGEST {
            return out.chars().take(LONGEST).chain(['…']).collect();
        }
    }
    out
}
