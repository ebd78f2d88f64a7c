//! Values as people read them.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use serde_json::Value;

use crate::operations::schema::local_time;
use crate::value::{Kind, phone};

/// A value of a kind, for people.
pub(crate) fn value(kind: Kind, value: &Value) -> String {
    match kind {
        Kind::Tags | Kind::SomeOf(_) => {
            let tags = value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            tags.collect::<Vec<_>>().join(", ")
        }
        Kind::Money => money(&plain(value), None),
        Kind::Minutes => value.as_i64().map(minutes).unwrap_or_default(),
        Kind::Phone => number(&plain(value)),
        Kind::Moment => form(&plain(value)),
        Kind::Json => shortened(&plain(value)),
        Kind::Ref(_)
        | Kind::Name
        | Kind::Line
        | Kind::Text
        | Kind::Email
        | Kind::Count
        | Kind::OneOf(_)
        | Kind::Opaque => plain(value),
    }
}

/// The longest JSON that is shown, in characters. Whoever wants all of it reads the data.
const JSON: usize = 1_000;

/// The beginning of a long text.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(JSON) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A JSON value as bare text.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// `Friday, March 14, 2026, 2:00 PM EDT`: weekday, date, time and zone.
pub(crate) fn moment(instant: DateTime<Tz>) -> String {
    instant.format("%A, %B %-d, %Y, %-I:%M %p %Z").to_string()
}

/// `Friday, March 14, 2026`.
pub(crate) fn day(day: NaiveDate) -> String {
    day.format("%A, %B %-d, %Y").to_string()
}

/// A period of whole days as its first and last day; any other as its two moments.
pub(crate) fn period(from: DateTime<Tz>, to: DateTime<Tz>) -> String {
    let last = (to - chrono::TimeDelta::seconds(1)).date_naive();
    if last == from.date_naive() {
        day(last)
    } else {
        format!("{} to {}", day(from.date_naive()), day(last))
    }
}

/// The canonical form of a day or wall-clock time, for people.
pub(crate) fn form(said: &str) -> String {
    if let Ok(date) = NaiveDate::parse_from_str(said, "%Y-%m-%d") {
        return day(date);
    }
    match local_time(said) {
        Some(local) => local.format("%A, %B %-d, %Y, %-I:%M %p").to_string(),
        None => said.to_owned(),
    }
}

/// `45 minutes`, `1 hour`, `1 hour 30 minutes`.
pub(crate) fn minutes(count: i64) -> String {
    let part = |n: i64, unit: &str| match n {
        0 => String::new(),
        1 => format!("1 {unit}"),
        _ => format!("{n} {unit}s"),
    };
    format!(
        "{} {}",
        part(count / 60, "hour"),
        part(count % 60, "minute")
    )
    .trim()
    .to_owned()
}

/// `$7,000`, `$99.50`; with another currency's code: `7,000 EUR`.
pub(crate) fn money(amount: &str, currency: Option<&str>) -> String {
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !cents.trim_end_matches('0').is_empty() {
        grouped.push_str(&format!(".{cents:0<2}"));
    }
    match currency {
        None | Some("USD") => format!("${grouped}"),
        Some(code) => format!("{grouped} {code}"),
    }
}

/// `(727) 555-1234` for a number of North America, E.164 with blanks elsewhere.
pub(crate) fn number(said: &str) -> String {
    let Some(e164) = phone(said) else {
        return said.to_owned();
    };
    match e164.strip_prefix("+1").filter(|rest| rest.len() == 10) {
        Some(rest) => format!("({}) {}-{}", &rest[..3], &rest[3..6], &rest[6..]),
        None => e164,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn amounts_are_grouped() {
        assert_eq!(money("7000", None), "$7,000");
        assert_eq!(money("1234567.5", None), "$1,234,567.50");
        assert_eq!(money("120.00", Some("EUR")), "120 EUR");
    }

    #[test]
    fn a_moment_carries_weekday_date_and_zone() {
        let zone = chrono_tz::America::New_York;
        let instant = zone.with_ymd_and_hms(2026, 3, 13, 14, 0, 0).unwrap();
        assert_eq!(moment(instant), "Friday, March 13, 2026, 2:00 PM EDT");
    }

    #[test]
    fn long_json_is_cut_between_two_characters() {
        let long = serde_json::json!({"name": "é".repeat(2_000)});
        let shown = value(Kind::Json, &long);
        assert_eq!(shown.chars().count(), JSON + 1);
        assert!(shown.starts_with(r#"{"name":"éé"#) && shown.ends_with("é…"));
        assert_eq!(value(Kind::Json, &serde_json::json!([1])), "[1]");
    }

    #[test]
    fn lengths_and_numbers_read_as_people_say_them() {
        assert_eq!(minutes(90), "1 hour 30 minutes");
        assert_eq!(minutes(60), "1 hour");
        assert_eq!(number("+17275551234"), "(727) 555-1234");
        assert_eq!(number("+442079460958"), "+442079460958");
    }
}
