//! Small pieces of a clause's values: how times, numbers, tags and typed texts are written.

use std::ops::Range;

use chrono::{Datelike, NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

use crate::nlu::date;

pub(super) fn number_json(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        json!(number as i64)
    } else {
        json!(number)
    }
}

pub(super) fn iso(at: NaiveDateTime, has_time: bool) -> String {
    at.format(if has_time {
        "%Y-%m-%dT%H:%M"
    } else {
        "%Y-%m-%d"
    })
    .to_string()
}

/// The end of a period; a day or a moment has none.
pub(super) fn period_end(when: &date::When) -> Option<NaiveDateTime> {
    let end = when.end?;
    let whole_day = !when.has_time && end - when.start <= chrono::TimeDelta::days(1);
    (end > when.start && !whole_day).then_some(end)
}

/// The period that an expression means in a list of what has been: its start, and its exclusive end.
/// A day or a moment alone has no end; "since monday" ends with today, "before march" has no start.
pub(super) fn period_back(
    when: &date::When,
    now: NaiveDateTime,
) -> (Option<NaiveDateTime>, Option<NaiveDateTime>) {
    use date::Modifier as M;
    let (start, end) = match when.latest {
        Some(latest) => (latest.start, latest.end),
        None => (when.start, when.end),
    };
    let over = over(start, end, when.has_time);
    let until_today = |first| (Some(first), Some(midnight_after(now)));
    match when.modifier {
        Some(M::Since) => until_today(start),
        Some(M::After) => until_today(over),
        Some(M::Before) => (None, Some(start)),
        Some(M::Until | M::By | M::Through) => (None, Some(over)),
        Some(M::From) | None => {
            let whole_day = !when.has_time && end.is_none_or(|end| end <= midnight_after(start));
            let end = end.filter(|end| *end > start && !whole_day);
            (
                Some(start),
                end.map(|end| with_today(start, end, when.grain, now)),
            )
        }
    }
}

/// How long a period without an end goes on in a list of what is to come.
const OPEN_END: TimeDelta = TimeDelta::days(365);

/// The period that an expression with a direction means in a list of what is to come: its start, and its
/// exclusive end. "before friday" has no start; "after friday" goes on for a year, "after 3pm" until the
/// end of that day. `None` if it is no such expression.
pub(super) fn period_ahead(
    when: &date::When,
    now: NaiveDateTime,
) -> Option<(Option<NaiveDateTime>, NaiveDateTime)> {
    use date::Modifier as M;
    let over = over(when.start, when.end, when.has_time);
    let period = when.end.is_some() && !when.has_time;
    let (first, last) = match when.modifier? {
        M::Before => (None, Some(when.start)),
        M::Until | M::By | M::Through => (None, Some(over)),
        M::After => (Some(over), None),
        // "the appointments from next week" are those of that week, "the tasks from yesterday" of that day
        M::From if period || when.start.date() < now.date() => return None,
        M::Since | M::From => (Some(when.start), None),
    };
    let day = when.start.date().and_time(chrono::NaiveTime::MIN);
    let (first, last) = if when.has_time {
        (
            first.or(Some(day)),
            last.unwrap_or(midnight_after(when.start)),
        )
    } else {
        (first, last.unwrap_or(over + OPEN_END))
    };
    Some((first, last))
}

fn midnight_after(at: NaiveDateTime) -> NaiveDateTime {
    let next = at.date().succ_opt().unwrap_or(at.date());
    next.and_time(chrono::NaiveTime::MIN)
}

/// When a day, a moment or a period is over.
fn over(start: NaiveDateTime, end: Option<NaiveDateTime>, has_time: bool) -> NaiveDateTime {
    end.unwrap_or(if has_time {
        start
    } else {
        midnight_after(start)
    })
}

/// "The last 30 days" go on until now: such a period, which is no week, month or year of the calendar, takes today in.
fn with_today(
    start: NaiveDateTime,
    end: NaiveDateTime,
    grain: date::Grain,
    now: NaiveDateTime,
) -> NaiveDateTime {
    use date::Grain as G;
    let of_calendar = match grain {
        G::Day => false,
        G::Week => start.weekday() == chrono::Weekday::Mon,
        G::Month => start.day() == 1,
        G::Year => start.ordinal() == 1,
        G::Second | G::Minute | G::Hour | G::Daypart | G::Weekend | G::Quarter => true,
    };
    if of_calendar || end.date() != now.date() {
        return end;
    }
    let next = end.date().succ_opt().unwrap_or(end.date());
    next.and_time(chrono::NaiveTime::MIN)
}

/// "Move it from monday to wednesday at 10" reads like a range, but names two days: the one it
/// leaves and the one it goes to.
pub(super) fn from_day_to_day(when: &date::When) -> Option<(String, String)> {
    use date::Grain as G;
    if !matches!(when.grain, G::Day | G::Hour | G::Minute | G::Second) {
        return None;
    }
    let end = when.end?;
    let timed = end.time() != chrono::NaiveTime::MIN;
    let last = if timed {
        end
    } else {
        end.date().pred_opt()?.and_time(chrono::NaiveTime::MIN)
    };
    let apart = last.date() > when.start.date();
    apart.then(|| (iso(when.start, when.has_time), iso(last, timed)))
}

/// "From 2 to 4" without a day as two times; whether the first is one that is left, the caller
/// knows by the words before it.
pub(super) fn from_time_to_time(when: &date::When) -> Option<(String, String)> {
    let is_time = when.has_time && !when.has_date;
    let end = when.end.filter(|_| is_time)?;
    (!when.is_daypart()).then(|| (iso(when.start, true), iso(end, true)))
}

/// The next time at which it is this hour, said without am or pm: 1 to 6 are hours of the afternoon,
/// 7 to 11 of the morning.
pub(super) fn hour_ahead(said: f64, now: NaiveDateTime) -> Option<NaiveDateTime> {
    let hour = (said.fract() == 0.0 && (1.0..24.0).contains(&said)).then_some(said as u32)?;
    let hour = if hour < 7 { hour + 12 } else { hour };
    let today = now.date().and_hms_opt(hour, 0, 0)?;
    match today > now {
        true => Some(today),
        false => now.date().succ_opt()?.and_hms_opt(hour, 0, 0),
    }
}

pub(super) fn together(first: &date::When, more: &date::When) -> Option<date::When> {
    let (day, time) = match (first.has_time, more.has_time, first.has_date, more.has_date) {
        (false, true, true, false) => (first, more),
        (true, false, false, true) => (more, first),
        _ => return None,
    };
    let mut both = time.clone();
    both.start = time.on(day.start.date())?;
    both.end = None;
    both.latest = day.latest.and_then(|latest| {
        let start = time.on(latest.start.date())?;
        Some(date::Latest { start, end: None })
    });
    both.has_date = true;
    Some(both)
}

/// Quotation marks and the end of a sentence are no part of a title.
pub(super) fn trim(original: &str, span: Range<usize>) -> Range<usize> {
    let text = &original[span.clone()];
    let start = span.start
        + (text.len()
            - text
                .trim_start_matches(|c: char| c.is_whitespace() || "\"'“‘,;:".contains(c))
                .len());
    let text = &original[start..span.end];
    let end = start
        + text
            .trim_end_matches(|c: char| c.is_whitespace() || "\"”’',;:.!?".contains(c))
            .len();
    start..end.max(start)
}

/// Content without the quotation marks around it.
pub(super) fn content(original: &str, span: Range<usize>) -> Range<usize> {
    // What goes on behind a comma belongs to no message or note.
    let open = |c: char| c.is_whitespace() || c == ',' || c == ';';
    let text = original[span.clone()].trim_end_matches(open);
    let (mut start, mut end) = (span.start, span.start + text.len());
    // "¿sigues ahí?" keeps the mark that opens it.
    if let Some(opening) = original[..start]
        .chars()
        .next_back()
        .filter(|mark| "¿¡".contains(*mark))
    {
        start -= opening.len_utf8();
    }
    let text = &original[start..end];
    // "Ghost" is a good movie: a quotation inside keeps both its marks.
    for (open, close) in [('"', '"'), ('“', '”'), ('«', '»')] {
        let before = original[..start].ends_with(open);
        let closes = text
            .find(close)
            .is_some_and(|at| at + close.len_utf8() < text.len());
        if before && closes {
            return start - open.len_utf8()..end;
        }
    }
    for (open, close) in [('"', '"'), ('“', '”'), ('\'', '\''), ('‘', '’'), ('«', '»')] {
        // The opening mark stands before the words; a lone closing one belongs to it.
        let before = original[..start].trim_end().ends_with(open);
        if before && text.ends_with(close) {
            end -= close.len_utf8();
            break;
        }
    }
    start..end.max(start)
}

/// "vip, hot lead and #new" as tags; `joints` are the words for "and". A sign joins two only where
/// it stands by itself: "r&d" and "a+" are tags.
pub(super) fn tags(said: &str, joints: &[String]) -> Vec<String> {
    let lower = said.to_lowercase();
    let mut parts: Vec<&str> = lower.split([',', ';']).collect();
    for joint in ["&", "+"]
        .into_iter()
        .chain(joints.iter().map(String::as_str))
    {
        let between = format!(" {joint} ");
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(between.as_str()))
            .map(|part| without_joint(part.trim(), joint))
            .collect();
    }
    let mut tags = Vec::new();
    for part in parts.into_iter().flat_map(|part| part.split(" #")) {
        let tag = part.trim_matches(|c: char| c.is_whitespace() || "\"'“”‘’.#!?".contains(c));
        if !tag.is_empty() && !tags.contains(&tag.to_owned()) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// "vip, and hot": after the comma, the joint is no part of the tag.
fn without_joint<'a>(part: &'a str, joint: &str) -> &'a str {
    let rest = part
        .strip_prefix(joint)
        .filter(|rest| rest.starts_with(' '));
    rest.map_or(part, str::trim_start)
}
