//! Days: "pasado mañana", "el día 21", "al día siguiente", "9 de 8 de 1971", "viernes que viene", "11 - 2016".

use chrono::Datelike;

use super::super::super::calendar::{around, days_from, monday, weekday_after, ymd};
use super::super::super::moment::{Day, Moment, Piece};
use super::super::super::number;
use super::super::super::words::{Key, Unit};
use super::super::super::{Grain, Recurrence};
use super::super::{Context, joined_after, month_day, torn};
use super::way_behind;

pub(in super::super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    if torn(&cx.t, i) {
        return None;
    }
    week_later(cx, i)
        .or_else(|| around_today(cx, i))
        .or_else(|| monthly(cx, i))
        .or_else(|| named_day(cx, i))
        .or_else(|| weekday(cx, i))
        .or_else(|| month_day_directed(cx, i))
        .or_else(|| day_and_month_in_digits(cx, i))
        .or_else(|| month_and_year_apart(cx, i))
}

/// "de hoy en ocho", "el viernes en quince días": a week later, or two; both ends are counted.
fn week_later(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let today = cx.now.local.date();
    let of = t.skip(i, &[Key::Of]);
    let j = t.skip(t.skip(of, &[Key::The]), &[Key::This]);
    let from = match t.weekday(j).filter(|_| t.sure_weekday(j)) {
        Some(weekday) => weekday_after(today, weekday)?,
        None if t.is(j, Key::Today) => today,
        None if t.is(j, Key::Tomorrow) => days_from(today, 1)?,
        None => return None,
    };
    let counted = number::cardinal(t, j + 2).filter(|_| t.is(j + 1, Key::In))?;
    let weeks = match counted.0 {
        8 => 1,
        15 => 2,
        _ => return None,
    };
    let named = t.several_days(counted.1);
    let to = counted.1 + usize::from(named);
    if joined_after(t, counted.1) || !t.ends(to) {
        return None;
    }
    Some(Piece::day(i, to, Day::On(days_from(from, 7 * weeks)?)))
}

/// "pasado mañana", "anteayer", "el día siguiente", "día anterior"
fn around_today(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let today = cx.now.local.date();
    let on = |days: i64, to: usize| Some(Piece::day(i, to, Day::On(days_from(today, days)?)));
    if t.is(i, Key::InTwoDays) {
        return on(2, i + 1);
    }
    if t.is(i, Key::TwoDaysAgo) {
        return on(-2, i + 1);
    }
    let j = t.skip(i, &[Key::The]);
    if t.unit(j) != Some(Unit::Day) {
        return None;
    }
    let (way, to) = way_behind(t, j + 1)?;
    on(way, to)
}

/// "el 10 de cada mes", "el primer día de cada mes", "cada día 15", "todos los 15"
fn monthly(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let every = t.is(i, Key::Every);
    let j = t.skip(if every { i + 1 } else { i }, &[Key::The]);
    let day = |j: usize| t.unit(j) == Some(Unit::Day);
    let (n, _, next) = number::day(t, if day(j) { j + 1 } else { j })?;
    let next = if t.ordinal(j).is_some() && day(next) {
        next + 1
    } else {
        next
    };
    let of = t.skip(next, &[Key::Of]);
    let each = of > next && t.unit(t.skip(of, &[Key::Every])) == Some(Unit::Month);
    let to = match () {
        () if each && (every || t.is(of, Key::Every)) => t.skip(of, &[Key::Every]) + 1,
        // "cada 15 días" and "cada 3 lunes" are counted
        () if every && t.ends(next) && t.weekday(next).is_none() && t.part(next).is_none() => next,
        () => return None,
    };
    let recurrence = Some(Recurrence {
        every: 1,
        unit: Grain::Month,
        weekdays: Vec::new(),
    });
    Some(Piece::moment(
        i,
        to,
        Moment {
            recurrence,
            ..Moment::day(Day::Nth(n))
        },
    ))
}

/// "el día 21", "día once", and "el día 5 de mayo"
fn named_day(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let j = t.skip(i, &[Key::The]);
    let singular = t.unit(j) == Some(Unit::Day) && !t.several_days(j);
    if !singular || i > 0 && (t.digits(i - 1).is_some() || t.number(i - 1).is_some()) {
        return None;
    }
    if let Some(date) = month_day::read(cx, j + 1) {
        return Some(Piece {
            from: i,
            span_from: i,
            lead_from: i,
            ..date
        });
    }
    let (n, _, to) = number::day(t, j + 1)?;
    (t.ends(to) && !joined_after(t, to)).then(|| Piece::day(i, to, Day::Nth(n)))
}

/// "viernes que viene", "martes próximo", "el domingo pasado"
fn weekday(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let weekday = t.weekday(i)?;
    let (way, to) = way_behind(t, i + 1)?;
    // "el lunes próximo mes"
    if t.unit(to).is_some() || t.month(to).is_some() {
        return None;
    }
    let today = cx.now.local.date();
    let day = match way {
        1 => days_from(monday(today), 7 + i64::from(weekday.num_days_from_monday()))?,
        _ if today.weekday() == weekday => days_from(today, -7)?,
        _ => days_from(weekday_after(today, weekday)?, -7)?,
    };
    Some(Piece::day(i, to, Day::On(day)))
}

/// "el 5 de mayo pasado", "este 12/05"
fn month_day_directed(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let today = cx.now.local.date();
    if t.is(i, Key::This) {
        let piece =
            month_day::read(cx, i + 1).or_else(|| super::super::numeric::read(cx, i + 1))?;
        let Day::Yearless(month, day) = piece.as_moment()?.day? else {
            return None;
        };
        return Some(Piece::day(
            i,
            piece.to,
            Day::On(ymd(today.year(), month, day)?),
        ));
    }
    let piece = month_day::read(cx, i)?;
    let Day::Yearless(month, day) = piece.as_moment()?.day? else {
        return None;
    };
    let (way, to) = way_behind(t, piece.to)?;
    let this = ymd(today.year(), month, day)?;
    let shift = match way {
        1 if this <= today => 1,
        -1 if this >= today => -1,
        _ => 0,
    };
    Some(Piece::day(
        i,
        to,
        Day::On(ymd(today.year() + shift, month, day)?),
    ))
}

/// "9 de 8 de 1971", "el 9 del 8"
fn day_and_month_in_digits(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let ((day @ 1..=31, 1..=2), true) = (t.digits(i)?, t.is(i + 1, Key::Of)) else {
        return None;
    };
    let j = t.skip(i + 2, &[Key::The]);
    let (month @ 1..=12, 1..=2) = t.digits(j)? else {
        return None;
    };
    let of = t.skip(t.skip(j + 1, &[Key::Of]), &[Key::The]);
    let year = number::year(t, of).filter(|_| of > j + 1);
    match year {
        Some((year, to)) if !joined_after(t, to) => {
            Some(Piece::day(i, to, Day::On(ymd(year, month, day)?)))
        }
        // without a year "3 de 5" is a share
        _ if j > i + 2
            && t.any_before(i, &[Key::On])
            && t.ends(j + 1)
            && !joined_after(t, j + 1) =>
        {
            Some(Piece::day(i, j + 1, Day::Yearless(month, day)))
        }
        _ => None,
    }
}

/// "11 - 2016", "11 .2016": a month and its year with blanks around the mark.
fn month_and_year_apart(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let (month @ 1..=12, 1..=2) = t.digits(i)? else {
        return None;
    };
    let apart = t.is_mark(i + 1, "-/.") && !(t.glued(i + 1) && t.glued(i + 2)) && !t.glued(i);
    let (year @ 1900..=2199, 4) = t.digits(i + 2).filter(|_| apart)? else {
        return None;
    };
    if joined_after(t, i + 3)
        || !t.ends(i + 3)
        || t.is_mark(i + 1, ".") && t.glued(i + 1) && !t.glued(i + 2)
    {
        return None;
    }
    let bounds = around(ymd(year as i32, month, 1)?, Unit::Month)?;
    Some(Piece::moment(i, i + 3, Moment::span(bounds, Unit::Month)))
}
