//! What is true of every operation, in the order in which the live API looks: token, `Version`,
//! location, then the fields of query and body.

use http::HeaderName;
use serde_json::Value;

use super::super::request::{Call, Reply, Sent};
use super::super::text::is_email;
use super::Row;
use super::fault;
use super::record::instant;

const VERSION: HeaderName = HeaderName::from_static("version");

/// One field of a query or a body.
#[derive(Clone, Copy)]
pub(super) struct Field {
    name: &'static str,
    kind: Kind,
    required: bool,
}

/// What a field may hold. In a query everything is text, and numbers are read from it.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    /// At most this many characters.
    Short(usize),
    Email,
    Number,
    /// A whole number in this range.
    Whole(i64, i64),
    Flag,
    Texts,
    List,
    Object,
    OneOf(&'static [&'static str]),
    /// ISO 8601 with an offset.
    Time,
}

/// A field that may be left out. Null counts as left out, or clears a value on update.
pub(super) const fn may(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: false,
    }
}

/// A field that must be there.
pub(super) const fn must(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: true,
    }
}

/// Refuses what the live API refuses before it looks at any record.
pub(super) fn all(row: &Row, call: &Call, token: &str, location: &str) -> Result<(), Reply> {
    if row.open {
        return Ok(());
    }
    match call.bearer() {
        Some(sent) if sent == token => {}
        Some(_) => {
            return Err(fault::unauthorized(
                "Invalid token: access token is invalid",
            ));
        }
        None => return Err(fault::unauthorized("Invalid JWT")),
    }
    match call.headers.get(VERSION).map(http::HeaderValue::as_bytes) {
        Some(sent) if sent == row.version.as_bytes() => {}
        Some(_) => return Err(fault::unauthorized("version header is invalid")),
        None if row.unversioned => {}
        None => return Err(fault::unauthorized("version header was not found.")),
    }
    if let Sent::Broken(what) = &call.body {
        return Err(fault::bad(what));
    }
    if named_locations(call).any(|named| named != location) {
        return Err(fault::other_location());
    }
    let mut faults = Vec::new();
    query(row.query, call, &mut faults);
    if let Some(fields) = row.body {
        body(fields, call, &mut faults);
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(fault::unprocessable(faults))
    }
}

fn named_locations(call: &Call) -> impl Iterator<Item = &str> {
    let path = call.params.iter().filter(|(name, _)| name == "locationId");
    let query = call
        .query
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "locationId" | "location_id" | "altId"));
    let body = call.text("locationId");
    path.chain(query)
        .map(|(_, value)| value.as_str())
        .chain(body)
}

fn query(fields: &[Field], call: &Call, faults: &mut Vec<String>) {
    for field in fields {
        match call.query(field.name) {
            Some(text) if !text.is_empty() => {
                let value = match field.kind {
                    Kind::Number | Kind::Whole(..) | Kind::Flag => {
                        serde_json::from_str(text).unwrap_or(Value::from(text))
                    }
                    _ => Value::from(text),
                };
                faults.extend(misfit(field, &value));
            }
            _ if field.required => faults.push(format!("{} should not be empty", field.name)),
            _ => {}
        }
    }
    let known = |name: &str| fields.iter().any(|field| field.name == name);
    let unknown = call.query.iter().filter(|(name, _)| !known(name));
    faults.extend(unknown.map(|(name, _)| format!("property {name} should not exist")));
}

fn body(fields: &[Field], call: &Call, faults: &mut Vec<String>) {
    let Sent::Json(Value::Object(members)) = &call.body else {
        faults.push("body must be an object".to_owned());
        return;
    };
    for field in fields {
        match members.get(field.name) {
            None | Some(Value::Null) if field.required => {
                faults.push(format!("{} should not be empty", field.name));
            }
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if field.required && text.is_empty() => {
                faults.push(format!("{} should not be empty", field.name));
            }
            Some(value) => faults.extend(misfit(field, value)),
        }
    }
    let unknown = members
        .keys()
        .filter(|name| !fields.iter().any(|field| field.name == *name));
    faults.extend(unknown.map(|name| format!("property {name} should not exist")));
}

/// What the live API says about a value that does not fit its field.
fn misfit(field: &Field, value: &Value) -> Option<String> {
    let name = field.name;
    let (fits, otherwise) = match field.kind {
        Kind::Text => (value.is_string(), format!("{name} must be a string")),
        Kind::Short(limit) => (
            value
                .as_str()
                .is_some_and(|text| text.chars().count() <= limit),
            format!("{name} must be shorter than or equal to {limit} characters"),
        ),
        Kind::Email => (
            value.as_str().is_some_and(is_email),
            format!("{name} must be an email"),
        ),
        Kind::Number => (
            value.is_number(),
            format!("{name} must be a number conforming to the specified constraints"),
        ),
        Kind::Whole(least, most) => match value.as_i64() {
            Some(number) if number > most => {
                (false, format!("{name} must not be greater than {most}"))
            }
            Some(number) => (
                number >= least,
                format!("{name} must not be less than {least}"),
            ),
            None => (false, format!("{name} must be an integer number")),
        },
        Kind::Flag => (
            value.is_boolean(),
            format!("{name} must be a boolean value"),
        ),
        Kind::Texts => (
            value
                .as_array()
                .is_some_and(|list| list.iter().all(Value::is_string)),
            match value {
                Value::Array(_) => format!("each value in {name} must be a string"),
                _ => format!("{name} must be an array"),
            },
        ),
        Kind::List => (value.is_array(), format!("{name} must be an array")),
        Kind::Object => (value.is_object(), format!("{name} must be an object")),
        Kind::OneOf(words) => (
            value.as_str().is_some_and(|text| words.contains(&text)),
            format!(
                "{name} must be one of the following values: {}",
                words.join(", ")
            ),
        ),
        Kind::Time => (
            value.as_str().and_then(instant).is_some(),
            format!("{name} must be a valid ISO 8601 date string"),
        ),
    };
    (!fits).then_some(otherwise)
}
