//! Pieces from which both vendors' answers become our records.

use serde_json::Value;

use super::{
    Home, convert,
    records::{Amount, Deleted, Instant, Record},
};

/// The text at a JSON pointer; a number is written out. Empty counts as absent.
pub(super) fn text(value: &Value, pointer: &str) -> Option<String> {
    match value.pointer(pointer)? {
        Value::String(text) => Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(str::to_owned),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The first text found at one of several pointers.
pub(super) fn first_text(value: &Value, pointers: &[&str]) -> Option<String> {
    pointers.iter().find_map(|pointer| text(value, pointer))
}

/// The texts of a list; `None` when there is none.
pub(super) fn texts(value: &Value, pointer: &str) -> Option<Vec<String>> {
    let items = value.pointer(pointer)?.as_array()?;
    Some(items.iter().filter_map(|item| text(item, "")).collect())
}

/// An instant with its offset, from RFC 3339 or from milliseconds since 1970.
pub(super) fn time(value: &Value, pointer: &str) -> Option<Instant> {
    Instant::read(&text(value, pointer)?)
}

/// An amount of money.
pub(super) fn amount(value: &Value, pointer: &str) -> Option<Amount> {
    convert::decimal(value.pointer(pointer)?).map(Amount)
}

/// An ISO 4217 code; where the vendor tells none, that of the account.
pub(super) fn currency(told: Option<String>, home: &Home) -> Option<String> {
    told.or_else(|| home.currency.clone())
        .map(|code| code.to_uppercase())
}

/// A full name from its parts.
pub(super) fn full_name(first: Option<String>, last: Option<String>) -> Option<String> {
    let parts: Vec<String> = first.into_iter().chain(last).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Every item of a list as a record; `None` when it is no list or an item is not understood.
pub(super) fn list(
    value: &Value,
    pointer: &str,
    record: impl Fn(&Value) -> Option<Value>,
) -> Option<Vec<Value>> {
    value
        .pointer(pointer)?
        .as_array()?
        .iter()
        .map(record)
        .collect()
}

/// The record of something that was deleted: the argument `name` holds its id.
pub(super) fn deleted(args: &Value, name: &str) -> Option<Value> {
    Deleted {
        id: text(args, &format!("/{name}"))?,
        deleted: true,
    }
    .json()
}

/// The whole number of an argument, kept between 1 and `most`.
pub(super) fn limit(args: &Value, usual: u64, most: u64) -> u64 {
    let given = args.get("limit").and_then(|limit| {
        limit
            .as_u64()
            .or_else(|| limit.as_str()?.trim().parse().ok())
    });
    given.unwrap_or(usual).clamp(1, most)
}

/// The records of an answer that is a list of them; nothing when it is something else.
pub(super) fn items(record: Value) -> Vec<Value> {
    if let Value::Array(items) = record {
        items
    } else {
        Vec::new()
    }
}

/// Keeps the record whose id the argument `name` holds; all when it is missing.
pub(super) fn only(records: &mut Vec<Value>, args: &Value, name: &str) {
    if let Some(id) = text(args, &format!("/{name}")) {
        records.retain(|record| record["id"] == *id);
    }
}

/// The text of an address: its parts without the empty ones, one after the other.
pub(super) fn joined(value: &Value, pointers: &[&str]) -> Option<String> {
    let parts: Vec<String> = pointers
        .iter()
        .filter_map(|pointer| text(value, pointer))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Puts records in order, the latest first; those without a time come last.
pub(super) fn newest_first(records: &mut [Value], name: &str) {
    records.sort_by_cached_key(|record| {
        let at = convert::moment(record, name).ok().flatten();
        std::cmp::Reverse(at.map_or(i64::MIN, |at| at.timestamp_millis()))
    });
}
