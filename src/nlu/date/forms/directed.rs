//! A month and day with a direction, "last april 1", which chrono-english reads.
//!
//! That reader answers with a date even where none was said, so it gets nothing but a direction, a day
//! and a month that were found here, and only its choice of the year is taken.

use chrono::{Datelike, TimeZone, Utc};
use chrono_english::{Dialect, parse_date_string};

use super::super::calendar::{days_from, ymd};
use super::super::moment::{Day, Piece};
use super::super::words::Key;
use super::{Context, month_day, numeric};

/// Month names as chrono-english knows them, whatever the language of the sentence.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let last = t.any(i, &[Key::Last, Key::Previous, Key::Past]);
    if !last && !t.any(i, &[Key::Next, Key::Upcoming]) {
        return None;
    }
    let piece = month_day::read(cx, i + 1).or_else(|| numeric::read(cx, i + 1))?;
    let Day::Yearless(month, day) = piece.as_moment()?.day? else {
        return None;
    };
    // The day of speaking is neither the last nor the next one.
    let today = days_from(cx.now.local.date(), if last { -1 } else { 1 })?;
    let noon = Utc.from_utc_datetime(&today.and_hms_opt(12, 0, 0)?);
    let direction = if last { "last" } else { "next" };
    let asked = format!("{direction} {day} {}", MONTHS.get(month as usize - 1)?);
    // It knows no leap day of another year; the coming one is found without it.
    let Ok(answer) = parse_date_string(&asked, noon, Dialect::Us) else {
        return (!last).then_some(Piece {
            from: i,
            span_from: i,
            lead_from: i,
            ..piece
        });
    };
    Some(Piece::day(
        i,
        piece.to,
        Day::On(ymd(answer.year(), month, day)?),
    ))
}
