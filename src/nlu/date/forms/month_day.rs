//! Dates with the month in letters: "march 3rd 2015", "the 2nd of march", "05-Aug-2016", "2019-aug-1".

use chrono::Datelike;

use super::super::Lang;
use super::super::calendar::ymd;
use super::super::moment::{Day, Moment, Piece};
use super::super::number;
use super::super::token::Tokens;
use super::super::words::Key;
use super::{Context, introduced, joined_after, torn};

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    if torn(&cx.t, i) {
        return None;
    }
    year_first(cx, i)
        .or_else(|| month_first(cx, i))
        .or_else(|| day_first(cx, i))
}

/// "2019-aug-1", "2019 aug 1"
fn year_first(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let (year, _) = t.digits(i).and_then(|_| number::year(t, i))?;
    let j = t.skip_mark(i + 1, "-/,.");
    let month = t.month(j)?;
    let (day, _, next) = number::day(t, t.skip_mark(j + 1, "-/,."))?;
    piece(cx, i, next, month, day, Some(year))
}

/// "may 5", "may eighth, 2010", "Oct.23", "October2", "Jan/3"
fn month_first(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let month = t.month(i)?;
    let j = t.skip(t.skip_mark(i + 1, ".,/-"), &[Key::The]);
    let (day, ordinal, next) = number::day(t, j)?;
    // "mar 5 de mayo" is a tuesday
    if t.weekday(i).is_some() && t.month(t.skip(next, &[Key::Of])).is_some() {
        return None;
    }
    if joined_after(t, next) && !t.is_mark(next, "/") {
        return None;
    }
    // "may 5" but not "may 3 people", "march 2 steps"; nor the hour of "june 5pm"
    let hourly = t.any(next, &[Key::Am, Key::Pm, Key::Oclock])
        || (t.glued(next) && t.any(next, &[Key::Letter('a'), Key::Letter('p')]));
    if hourly || t.is_mark(next, ":") && t.glued(next) && t.digits(next + 1).is_some() {
        return None;
    }
    let doubtful = !t.sure_month(i) && !ordinal && t.digits(j).is_none() && t.unknown(next);
    if doubtful && !introduced(t, i) {
        return None;
    }
    let cut = || two_digit_year(cx, next).filter(|_| t.is_mark(next, "'") || t.is_mark(next, "-"));
    match year_after(cx, next).or_else(cut) {
        Some((year, to)) => piece(cx, i, to, month, day, Some(year)),
        None => piece(cx, i, next, month, day, None),
    }
}

/// "15 of february", "4th of july of 1995", "14april 2015", "16. Nov. 2016", "23/Sep/2020"
fn day_first(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let (day, ordinal, j) = number::day(t, i)?;
    // "un mar de dudas"
    if t.lang == Lang::Es && t.is(i, Key::A) {
        return None;
    }
    let of = t.skip(t.skip_mark(j, ".-/,"), &[Key::Of]);
    let of = t.skip(of, &[Key::The]);
    let month = t.month(of)?;
    let next = t.skip_mark(of + 1, ".");
    let said_of = t.is(of - 1, Key::Of);
    // "option 2 may work", "3 march on"
    let verb = !t.sure_month(of) && !ordinal && !said_of && t.unknown(next) && !t.is_mark(j, "-/.");
    if verb && !t.glued(of) && !introduced(t, i) && matches!(month, 3 | 5) {
        return None;
    }
    let short = year_after(cx, next).or_else(|| two_digit_year(cx, next));
    match short {
        Some((year, to)) => piece(cx, i, to, month, day, Some(year)),
        None => piece(cx, i, of + 1, month, day, None),
    }
}

/// ", 2016", "of 1995", "-2016", " two thousand and thirty two"
fn year_after(cx: &Context, i: usize) -> Option<(i32, usize)> {
    let t = &cx.t;
    let j = t.skip(t.skip_mark(t.skip_mark(i, ","), "-/."), &[Key::Of, Key::In]);
    let j = if t.lang == Lang::Es {
        t.skip(j, &[Key::The])
    } else {
        j
    };
    let (year, next) = number::year(t, j)?;
    let free = !joined_after(t, next) && !hour_like(t, next);
    // "march 3 1030 am" has no year 1030; in words only years of our time are said
    ((1500..=2499).contains(&year) && free).then_some((year, next))
}

/// The 96 of "03 Aug 96", which no hour and no count can be.
fn two_digit_year(cx: &Context, i: usize) -> Option<(i32, usize)> {
    let t = &cx.t;
    // "5-aug-16" has a year, "5 aug - 16 aug" has none
    let joined = t.is_mark(i, "'") || t.glued(i) && t.glued(i + 1) && t.is_mark(i, "-/");
    let j = if joined { i + 1 } else { i };
    let (two, 2) = t.digits(j)? else {
        return None;
    };
    let next = j + 1;
    let free =
        t.ends(next) && !hour_like(t, next) && !joined_after(t, next) && !t.ordinal_end(next);
    let ranged = t.is(next, Key::To) || t.is_mark(next, "-");
    (free && !ranged && t.month(next).is_none())
        .then(|| (number::short_year(two, cx.now.local.year()), next))
}

fn hour_like(t: &Tokens, i: usize) -> bool {
    // a Spanish "a" apart leads on: "del 3 de mayo de 2025 a hoy"
    if t.lang == Lang::Es && t.is(i, Key::To) && !t.glued(i) {
        return false;
    }
    let letters = [
        Key::Am,
        Key::Pm,
        Key::Oclock,
        Key::Letter('a'),
        Key::Letter('p'),
        Key::H,
    ];
    t.any(i, &letters) || t.unit(i).is_some() || (t.glued(i) && t.is_mark(i, ":"))
}

fn piece(
    cx: &Context,
    from: usize,
    to: usize,
    month: u32,
    day: u32,
    year: Option<i32>,
) -> Option<Piece> {
    if joined_after(&cx.t, to) {
        return None;
    }
    // A day that the month lacks stays a month and a day, so that the caller hears of it.
    let day = match year.and_then(|y| ymd(y, month, day)) {
        Some(date) => Day::On(date),
        None if year.is_none() => Day::Yearless(month, day),
        None => Day::Lacking {
            year: year?,
            month,
            day,
        },
    };
    Some(Piece::moment(from, to, Moment::day(day)))
}
