//! The answer to "when?", put together with what was said of it before.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use crate::intents::Context;
use crate::nlu::date::{Found, Grain, When, read};

/// Reads a day, or a week, and puts the time of day of `at` on it; of a week, the same weekday.
pub(super) fn at_time_of(text: &str, at: NaiveDateTime, context: &Context) -> Option<Value> {
    let when = usable(text, context)?;
    if when.has_time {
        return answer(text, None, context);
    }
    let first = when.start.date();
    let day = match when.grain {
        Grain::Day => first,
        Grain::Week => first
            .iter_days()
            .take(7)
            .find(|day| day.weekday() == at.weekday())?,
        _ => return None,
    };
    Some(json!(format!("{day}T{}", at.format("%H:%M"))))
}

fn usable(text: &str, context: &Context) -> Option<When> {
    let found = read(text, context.lang, &context.now);
    found.into_iter().find_map(|found| match found {
        // "An hour later" than what is told by nobody.
        Found::When(when) if when.shifted => None,
        Found::When(when) if when.conflict.is_none() && when.recurrence.is_none() => Some(when),
        Found::When(_) | Found::Length(_) => None,
    })
}

/// Reads a day, a time, or both. A time alone goes on the day that was said before, a day alone
/// keeps the time that was said before.
pub(super) fn answer(text: &str, before: Option<&str>, context: &Context) -> Option<Value> {
    let when = usable(text, context)?;
    let day_before =
        before.and_then(|form| NaiveDate::parse_from_str(form.get(..10)?, "%Y-%m-%d").ok());
    let time_before = before
        .and_then(|form| form.split_once('T'))
        .map(|(_, time)| time.to_owned());
    let start = when.start;
    // "tomorrow morning" says the day and leaves the time open.
    let has_time = when.has_time && !when.is_daypart();
    let form = match (when.has_date, has_time, day_before, time_before) {
        (false, true, Some(day), _) => when.on(day)?.format("%Y-%m-%dT%H:%M").to_string(),
        (true, false, _, Some(time)) => format!("{}T{time}", start.date()),
        (_, true, ..) => start.format("%Y-%m-%dT%H:%M").to_string(),
        (_, false, ..) => start.date().to_string(),
    };
    Some(json!(form))
}
