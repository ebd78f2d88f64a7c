//! What a row says: how a vendor does one operation.
//!
//! ```text
//! Endpoint { operation: "add_tags", scopes: &["contacts.write"], does: Does::Request(&Request { .. }) }
//! ```

use std::ops::Deref;

use futures_util::future::BoxFuture;
use serde_json::Value;

use super::{
    Error, Home, convert,
    line::Line,
    request::{Built, Setting},
};

/// How a vendor does one operation.
pub(super) struct Endpoint {
    /// The operation's name, `verb_noun`.
    pub operation: &'static str,
    /// The scopes that a key must hold for it.
    pub scopes: &'static [&'static str],
    /// The request, or the steps.
    pub does: Does,
}

/// One request, or the few cases that need logic between several.
pub(super) enum Does {
    /// One row is all there is to it.
    Request(&'static Request),
    /// Several calls, or a choice between them.
    Steps {
        /// Every request that `run` may send.
        calls: &'static [&'static Request],
        /// The requests that `run` will send for these arguments, as far as they are known beforehand.
        preview: fn(&Value) -> Vec<(&'static Request, Value)>,
        /// Does it.
        run: Run,
    },
    /// One request that no row describes: where it goes comes from the arguments.
    Free(fn(&Value, &Setting<'_>) -> Result<Built, Error>),
}

/// A function that makes several calls on one account.
pub(super) type Run = for<'a> fn(&'a Line, &'a Value) -> BoxFuture<'a, Result<Value, Error>>;

impl Endpoint {
    /// Every request that this endpoint may send, as far as rows describe it.
    pub fn requests(&self) -> Vec<&'static Request> {
        match &self.does {
            Does::Request(request) => vec![request],
            Does::Steps { calls, .. } => calls.to_vec(),
            Does::Free(_) => Vec::new(),
        }
    }
}

/// One HTTP request as data.
pub(super) struct Request {
    pub method: Method,
    /// With `{name}` where a [`Place::Path`] goes; exactly the vendor's form, trailing slash included.
    pub path: &'static str,
    /// The value of the `Version` header, where the vendor wants one.
    pub version: Option<&'static str>,
    /// True when it changes nothing, so that it may be repeated.
    pub reads: bool,
    pub fields: &'static [Field],
    /// JSON pointer to the part of the answer that `record` gets; empty for all of it.
    pub answer: &'static str,
    /// Turns that part, and the arguments, into our record. `None`: the answer is not what the contract says.
    pub record: fn(&Value, &Asked<'_>) -> Option<Value>,
}

/// What an answer is read with: the arguments, and where the account is at home.
pub(super) struct Asked<'a> {
    pub args: &'a Value,
    pub home: &'a Home,
}

impl Deref for Asked<'_> {
    type Target = Value;

    fn deref(&self) -> &Value {
        self.args
    }
}

impl Request {
    /// Whether it may be sent again when its outcome is unknown: it changes nothing, or it makes a record be as it says,
    /// whatever was there.
    pub fn is_repeatable(&self) -> bool {
        self.reads || self.path.ends_with("/upsert")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Where one value comes from, how it is changed on the way, and where it goes.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub from: Source,
    pub to: Place,
    /// Refuse the arguments when this one is missing.
    pub required: bool,
    /// Sent when the argument is missing.
    pub otherwise: Option<Fixed>,
    /// Sent when the argument is JSON `null`; without it, `null` counts as missing.
    pub cleared: Option<Fixed>,
    /// The change on the way.
    pub via: Via,
}

/// A conversion. `Ok(None)` leaves the field out.
pub(super) type Via = fn(&Value) -> Converted;

pub(super) type Converted = Result<Option<Value>, Refusal>;

/// Why an argument is not sent; the sentence is for the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The value is wrong.
    Invalid(&'static str),
    /// The value is good, but this vendor has no counterpart for it; the sentence says what to do instead.
    Unsupported(&'static str),
}

impl From<&'static str> for Refusal {
    fn from(why: &'static str) -> Self {
        Self::Invalid(why)
    }
}

#[derive(Clone, Copy)]
pub(super) enum Source {
    /// The argument of this name.
    Arg(&'static str),
    /// All arguments, for what is composed of several.
    Args,
    /// The account's location id.
    Location,
    /// Always the same.
    Fixed(Fixed),
}

#[derive(Clone, Copy)]
pub(super) enum Fixed {
    Null,
    Text(&'static str),
    Number(u32),
    Flag(bool),
    List(&'static [&'static str]),
    Object,
    /// The present time as RFC 3339 in UTC, from the clock.
    Now,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The `{name}` in the path.
    Path(&'static str),
    /// A query parameter; a list becomes the parameter repeated.
    Query(&'static str),
    /// JSON pointer into the body; empty for the body itself.
    Body(&'static str),
}

impl Field {
    const fn new(from: Source, to: Place) -> Self {
        Self {
            from,
            to,
            required: false,
            otherwise: None,
            cleared: None,
            via: convert::as_is,
        }
    }

    /// The argument `name` in the path; always required.
    pub const fn path(name: &'static str, to: &'static str) -> Self {
        Self {
            via: convert::text,
            ..Self::new(Source::Arg(name), Place::Path(to)).required()
        }
    }

    /// The argument `name` as a query parameter.
    pub const fn query(name: &'static str, to: &'static str) -> Self {
        Self::new(Source::Arg(name), Place::Query(to))
    }

    /// The argument `name` in the body.
    pub const fn body(name: &'static str, to: &'static str) -> Self {
        Self::new(Source::Arg(name), Place::Body(to))
    }

    /// Something made of several arguments.
    pub const fn composed(to: Place, via: Via) -> Self {
        Self {
            via,
            ..Self::new(Source::Args, to)
        }
    }

    /// The account's location id.
    pub const fn location(to: Place) -> Self {
        Self::new(Source::Location, to).required()
    }

    /// A constant.
    pub const fn fixed(to: Place, value: Fixed) -> Self {
        Self::new(Source::Fixed(value), to)
    }

    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    pub const fn or(self, value: Fixed) -> Self {
        Self {
            otherwise: Some(value),
            ..self
        }
    }

    pub const fn cleared_by(self, value: Fixed) -> Self {
        Self {
            cleared: Some(value),
            ..self
        }
    }

    pub const fn via(self, via: Via) -> Self {
        Self { via, ..self }
    }
}
