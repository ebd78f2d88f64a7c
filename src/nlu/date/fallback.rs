//! What no form reads, handed to chrono-english as a last resort.
//!
//! It knows month days with a direction ("last april 1"), which the forms leave to it. It also answers
//! with a date where none was said, so only a whole short text is handed over, made of nothing but words
//! and numbers of dates, and only an answer that does not move with the moment of asking counts.

use chrono::{Datelike, Days, TimeZone, Timelike};
use chrono_english::{Dialect, parse_date_string};

use super::forms::Context;
use super::words::Key;
use super::{Found, Grain, When};

pub(super) fn read(cx: &Context) -> Option<Found> {
    let t = &cx.t;
    let directed = t.any(0, &[Key::Last, Key::Next]) && t.len() == 3;
    let month_day =
        |a: usize, b: usize| t.month(a).is_some() && matches!(t.digits(b), Some((1..=31, 1..=2)));
    if !directed || !(month_day(1, 2) || month_day(2, 1)) {
        return None;
    }
    let ask = |days: u64| {
        let noon = cx
            .now
            .local
            .date()
            .checked_sub_days(Days::new(days))?
            .and_hms_opt(12, 0, 0)?;
        let now = chrono::Utc.from_utc_datetime(&noon);
        Some(
            parse_date_string(t.text.trim(), now, Dialect::Us)
                .ok()?
                .naive_utc(),
        )
    };
    let start = ask(0).filter(|s| (1000..=2999).contains(&s.year()))?;
    Some(Found::When(When {
        span: t.list.first()?.start..t.list.last()?.end,
        lead: t.list.first()?.start,
        start: start.with_hour(0)?.with_minute(0)?,
        end: None,
        grain: Grain::Day,
        has_time: false,
        has_date: true,
        modifier: None,
        recurrence: None,
        conflict: None,
    }))
}
