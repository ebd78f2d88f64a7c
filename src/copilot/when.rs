//! The answer to "when?", put together with what was said of it before.

use chrono::{NaiveDate, Timelike};
use serde_json::{Value, json};

use crate::intents::Context;
use crate::nlu::date::{Found, read};

/// Reads a day, a time, or both. A time alone goes on the day that was said before, a day alone
/// keeps the time that was said before.
pub(super) fn answer(text: &str, before: Option<&str>, context: &Context) -> Option<Value> {
    let found = read(text, context.lang, &context.now);
    let when = found.into_iter().find_map(|found| match found {
        Found::When(when) if when.conflict.is_none() && when.recurrence.is_none() => Some(when),
        Found::When(_) | Found::Length(_) => None,
    })?;
    let day_before =
        before.and_then(|form| NaiveDate::parse_from_str(form.get(..10)?, "%Y-%m-%d").ok());
    let time_before = before
        .and_then(|form| form.split_once('T'))
        .map(|(_, time)| time.to_owned());
    let start = when.start;
    let form = match (when.has_date, when.has_time, day_before, time_before) {
        (false, true, Some(day), _) => format!("{day}T{:02}:{:02}", start.hour(), start.minute()),
        (true, false, _, Some(time)) => format!("{}T{time}", start.date()),
        (_, true, ..) => start.format("%Y-%m-%dT%H:%M").to_string(),
        (_, false, ..) => start.date().to_string(),
    };
    Some(json!(form))
}
