//! Dates in digits: "2016-12-16T12:23:59", "5/25/2015", "25.05.2015", "2/15", "9/2012", "10 31 1974".
//!
//! In English the month comes first, in Spanish the day, unless it cannot be one. A date that no calendar has is not read at all.

use chrono::{DateTime, Datelike, NaiveDate};

use super::super::calendar::{around, ymd};
use super::super::moment::{Clock, Day, Moment, Piece};
use super::super::number::short_year;
use super::super::resolve;
use super::super::token::Tokens;
use super::super::words::{Key, Unit};
use super::super::{Grain, Lang};
use super::{Context, introduced, joined_after};

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    t.digits(i)?;
    stamp(cx, i)
        .or_else(|| three(cx, i))
        .or_else(|| spaced(t, i))
        .or_else(|| two(cx, i))
}

/// A date, a T and a time, with or without a zone of its own.
fn stamp(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let start = t.list[i].start;
    let rest = &t.text[start..];
    // No stamp is longer, and a text without blanks must not be searched to its end from every digit.
    let end = rest
        .char_indices()
        .take(41)
        .find(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at);
    let end = end.or((rest.len() <= 40).then_some(rest.len()))?;
    let chunk = rest[..end].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    if !chunk
        .as_bytes()
        .get(10)
        .is_some_and(|c| c.eq_ignore_ascii_case(&b't'))
    {
        return None;
    }
    let local = match DateTime::parse_from_rfc3339(chunk) {
        Ok(instant) => instant.with_timezone(&cx.now.zone).naive_local(),
        Err(_) => chunk
            .parse()
            .or_else(|_| chrono::NaiveDateTime::parse_from_str(chunk, "%Y-%m-%dT%H:%M"))
            .ok()?,
    };
    let day = ymd(local.year(), local.month(), local.day())?;
    let to = (i..t.len())
        .find(|&j| t.list[j].start >= start + chunk.len())
        .unwrap_or(t.len());
    let (hour, minute, second) = (
        chrono::Timelike::hour(&local),
        chrono::Timelike::minute(&local),
        chrono::Timelike::second(&local),
    );
    let grain = if chunk.matches(':').count() > 1 {
        Grain::Second
    } else {
        Grain::Minute
    };
    let clock = Clock {
        hour,
        minute,
        second,
        open: false,
        grain,
    };
    Some(Piece::moment(
        i,
        to,
        Moment {
            clock: Some(clock),
            ..Moment::day(Day::On(day))
        },
    ))
}

/// Three numbers joined by the same mark.
fn three(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let mark = t.mark(i + 1).filter(|m| "/-.".contains(*m))?;
    let joined = t.mark(i + 3) == Some(mark) && (i + 1..i + 5).all(|j| t.glued(j));
    let whole = t.text[t.list[i].start..].chars().next().is_some() && joined;
    if !whole || !opens(t, i, mark) || !closes(t, i + 5, mark) {
        return None;
    }
    let (a, b, c) = (t.digits(i)?, t.digits(i + 2)?, t.digits(i + 4)?);
    if b.1 > 2 {
        return None;
    }
    let day = match (a.1, c.1) {
        (4, 1..=2) => ymd(a.0 as i32, b.0, c.0)?,
        (1..=2, 4) => ordered(t.lang, c.0 as i32, a.0, b.0)?,
        (1..=2, 2) if mark != '.' => {
            ordered(t.lang, short_year(c.0, cx.now.local.year()), a.0, b.0)?
        }
        _ => return None,
    };
    Some(Piece::day(i, i + 5, Day::On(day)))
}

fn ordered(lang: Lang, year: i32, a: u32, b: u32) -> Option<NaiveDate> {
    let day_first = match lang {
        Lang::En => a > 12,
        Lang::Es => b <= 12,
    };
    if day_first {
        ymd(year, b, a)
    } else {
        ymd(year, a, b)
    }
}

/// Three numbers with blanks between: only with all digits written.
fn spaced(t: &Tokens, i: usize) -> Option<Piece> {
    let (a, b, c) = (t.digits(i)?, t.digits(i + 1)?, t.digits(i + 2)?);
    let alone = (i == 0 || t.digits(i - 1).is_none()) && t.digits(i + 3).is_none();
    if !alone || (i + 1..i + 3).any(|j| t.glued(j)) || joined_after(t, i + 3) || b.1 != 2 {
        return None;
    }
    let day = match (a.1, c.1) {
        (4, 2) => ymd(a.0 as i32, b.0, c.0)?,
        (2, 4) => ordered(t.lang, c.0 as i32, a.0, b.0)?,
        _ => return None,
    };
    (1900..=2199)
        .contains(&day.year())
        .then(|| Piece::day(i, i + 3, Day::On(day)))
}

/// Month and day, or month and year.
fn two(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let mark = t.mark(i + 1).filter(|m| "/-".contains(*m))?;
    if !t.glued(i + 1) || !t.glued(i + 2) || !opens(t, i, mark) || !closes(t, i + 3, mark) {
        return None;
    }
    let (a, b) = (t.digits(i)?, t.digits(i + 2)?);
    let month = |year: u32, month: u32| {
        let first = (1900..=2199)
            .contains(&year)
            .then(|| ymd(year as i32, month, 1))??;
        Some(Piece::moment(
            i,
            i + 3,
            Moment::span(around(first, Unit::Month)?, Unit::Month),
        ))
    };
    match (a.1, b.1) {
        (1..=2, 4) => month(b.0, a.0),
        (4, 1..=2) => month(a.0, b.0),
        (1..=2, 1..=2) => {
            let (month, day) = match t.lang {
                Lang::Es if b.0 <= 12 => (b.0, a.0),
                Lang::En if a.0 > 12 => (b.0, a.0),
                Lang::En | Lang::Es => (a.0, b.0),
            };
            // "3-4" is a range more often; "1/2 cup" is an amount
            let dated = if mark == '-' {
                let before = |back: usize| i.checked_sub(back).and_then(|j| t.weekday(j));
                let weekday = before(1).or_else(|| before(2).filter(|_| t.is_mark(i - 1, ",")));
                let date = resolve::one_day(Day::Yearless(month, day), cx.now);
                let article = t.lang == Lang::Es && t.any_before(i, &[Key::On]) && t.ends(i + 3);
                article || weekday.is_some_and(|w| date.is_some_and(|d| d.weekday() == w))
            } else {
                !(t.unknown(i + 3) && a.0 < b.0 && b.0 <= 4 && !introduced(t, i))
            };
            // open at all hours, unless an article makes it a day
            let always =
                t.lang == Lang::Es && (a.0, b.0) == (24, 7) && !t.any_before(i, &[Key::On]);
            if always {
                return None;
            }
            let real = NaiveDate::from_ymd_opt(2000, month, day).is_some();
            (dated && real).then(|| Piece::day(i, i + 3, Day::Yearless(month, day)))
        }
        _ => None,
    }
}

/// Whether no longer number in digits starts before token `i`.
fn opens(t: &Tokens, i: usize, mark: char) -> bool {
    if i == 0 || !t.glued(i) {
        return true;
    }
    match t.mark(i - 1) {
        // "10/1-11/7"
        Some('-') => mark == '/' && i > 1 && t.glued(i - 1) && t.digits(i - 2).is_some(),
        Some(c) => "([\"',;:@~&¿¡".contains(c),
        None => t.any(i - 1, &[Key::On, Key::By]),
    }
}

/// Whether the number in digits ends before token `i`.
fn closes(t: &Tokens, i: usize, mark: char) -> bool {
    if !t.glued(i) {
        return true;
    }
    match t.mark(i) {
        Some('-') => !(t.glued(i + 1) && t.digits(i + 1).is_some()) || mark == '/',
        Some('/' | '.') => !(t.glued(i + 1) && t.digits(i + 1).is_some()),
        Some(_) => true,
        None => false,
    }
}
