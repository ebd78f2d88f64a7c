//! How times and optional values stand in GoHighLevel's JSON.

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde_json::{Map, Value};

/// `2026-11-21T14:00:00.000Z`.
pub(super) fn stamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// `2026-11-21T09:00:00-05:00`, the form of calendar events and slots.
pub(super) fn local(time: DateTime<Utc>, zone: Tz) -> String {
    time.with_timezone(&zone)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// `2026-11-21 09:00:00`, the form of a contact's appointments: no offset, the location's zone.
pub(super) fn wall(time: DateTime<Utc>, zone: Tz) -> String {
    time.with_timezone(&zone)
        .format("%Y-%m-%d %H:%M:%S")
        .to_string()
}

/// Reads ISO 8601 with an offset.
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|time| time.to_utc())
}

/// Leaves out members that are null: the live API does not send what a record does not have.
pub(super) fn without_nulls(mut record: Value) -> Value {
    if let Some(members) = record.as_object_mut() {
        drop_nulls(members);
    }
    record
}

fn drop_nulls(members: &mut Map<String, Value>) {
    members.retain(|_, value| !value.is_null());
}
