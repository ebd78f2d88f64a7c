//! The answer to "when?", put together with what was said of it before.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde_json::{Value, json};

use super::draft::Draft;
use crate::intents::Context;
use crate::nlu::date::{Found, Grain, When, read};
use crate::value::Kind;

/// Reads a day, or a week, and puts the time of day of `at` on it; of a week, the same weekday.
pub(super) fn at_time_of(text: &str, at: NaiveDateTime, context: &Context) -> Option<Value> {
    let when = usable(text, context)?;
    if when.has_time {
        return answer(text, None, false, context);
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

/// When a task is due on a day said without a time of day.
pub(super) const END_OF_WORK: NaiveTime = NaiveTime::from_hms_opt(17, 0, 0).unwrap();

/// By when something is due that was said for a part of a day: the end of the working day where
/// that lies in it, else the end of the part, on the same day.
pub(super) fn due(from: NaiveDateTime, until: NaiveDateTime) -> NaiveDateTime {
    let work = from.date().and_time(END_OF_WORK);
    let last = until.min(from.date().and_hms_opt(23, 59, 0).unwrap_or(until));
    if (from..=until).contains(&work) {
        work
    } else {
        last
    }
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

/// Whether words say a time without a day for a slot of something that is moved, for which no day
/// was said before.
pub(super) fn is_dayless(draft: &Draft, slot: &str, said: &str, context: &Context) -> bool {
    let row = draft.row().filter(|row| row.param("old_when").is_some());
    let param = row.and_then(|row| row.param(slot));
    let is_open = !draft.args.contains_key(slot) || draft.is_dayless(slot);
    let is_time = |when: When| when.has_time && !when.has_date && !when.is_daypart();
    param.is_some_and(|param| param.kind == Kind::Moment)
        && is_open
        && usable(said, context).is_some_and(is_time)
}

/// Reads a day, a time, or both. A time alone goes on the day that was said before, a day alone
/// keeps the time that was said before. `is_due`: it is a task's, so that a part of a day has an end.
pub(super) fn answer(
    text: &str,
    before: Option<&str>,
    is_due: bool,
    context: &Context,
) -> Option<Value> {
    let when = usable(text, context)?;
    let day_before =
        before.and_then(|form| NaiveDate::parse_from_str(form.get(..10)?, "%Y-%m-%d").ok());
    let time_before = before
        .and_then(|form| form.split_once('T'))
        .map(|(_, time)| time.to_owned());
    let start = when.start;
    // "tomorrow morning" says the day and leaves the time open.
    let part = when.end.filter(|_| when.is_daypart() && is_due);
    if let Some(until) = part {
        let day = day_before.filter(|_| !when.has_date);
        let moved = day.map_or(TimeDelta::zero(), |day| day - start.date());
        let form = due(start + moved, until + moved).format("%Y-%m-%dT%H:%M");
        return Some(json!(form.to_string()));
    }
    let has_time = when.has_time && !when.is_daypart();
    let form = match (when.has_date, has_time, day_before, time_before) {
        (false, true, Some(day), _) => when.on(day)?.format("%Y-%m-%dT%H:%M").to_string(),
        (true, false, _, Some(time)) => format!("{}T{time}", start.date()),
        (_, true, ..) => start.format("%Y-%m-%dT%H:%M").to_string(),
        (_, false, ..) => start.date().to_string(),
    };
    Some(json!(form))
}
