//! Periods of the calendar: "next week", "this weekend", "last 3 months", "june 2016", "in 2015", "q3".

use chrono::{Datelike, Duration, NaiveDate};

use super::super::Grain;
use super::super::Lang;
use super::super::calendar::{Amount, around, months_from, seconds_from, shift, ymd};
use super::super::moment::{Day, Moment, Piece};
use super::super::number;
use super::super::token::Tokens;
use super::super::words::{Key, Unit};
use super::{Context, es, introduced, joined_after, length, torn};

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    if torn(&cx.t, i) {
        return None;
    }
    rolling(cx, i)
        .or_else(|| hours(cx, i))
        .or_else(|| rest(cx, i))
        .or_else(|| calendar(cx, i))
        .or_else(|| named_month(cx, i))
        .or_else(|| year(cx, i))
}

/// First day, first day after, and unit.
pub(super) type Bounds = (NaiveDate, NaiveDate, Unit);

/// -1, 0 or 1 from "last", "this", "next", and the token after it.
fn direction(t: &Tokens, i: usize) -> Option<(i64, usize)> {
    let j = t.skip(i, &[Key::The]);
    let this = t.any(j, &[Key::This, Key::Current]);
    let k = if this { j + 1 } else { j };
    if t.any(k, &[Key::Next, Key::Following, Key::Upcoming]) {
        return Some((1, k + 1));
    }
    if t.any(k, &[Key::Last, Key::Past, Key::Previous]) {
        return Some((-1, k + 1));
    }
    this.then_some((0, k))
}

/// A period of the calendar, also as the whole of which others are parts ("the month", "march").
pub(super) fn bounds_at(cx: &Context, i: usize) -> Option<(Bounds, usize)> {
    let t = &cx.t;
    let today = cx.now.local.date();
    if t.lang == Lang::Es
        && let Some(directed) = es::period::directed_behind(cx, i)
    {
        return Some(directed);
    }
    if let Some((way, j)) = direction(t, i) {
        let j = t.skip(j, &[Key::Whole, Key::Upcoming]);
        if let Some((unit, next)) = unit_at(t, j) {
            // "the coming weekend" is the one that is not here yet, "next weekend" that of next week
            let coming = t.any_before(j, &[Key::Upcoming]) && unit == Unit::Weekend;
            let way = if coming && around(today, unit)?.0 > today {
                0
            } else {
                way
            };
            return Some((unit_bounds(today, unit, way)?, next));
        }
        let month = t.month(j)?;
        let first = ymd(today.year(), month, 1)?;
        let first = match way {
            1 if month <= today.month() => months_from(first, 12)?,
            -1 if month >= today.month() => months_from(first, -12)?,
            _ => first,
        };
        let (start, end) = around(first, Unit::Month)?;
        return Some(((start, end, Unit::Month), j + 1));
    }
    let the = t.skip(i, &[Key::The]);
    if the > i
        && let Some((unit, next)) = unit_at(t, the)
    {
        return Some((unit_bounds(today, unit, 0)?, next));
    }
    let worded = t.skip(the, &[Key::Time]);
    let worded = if t.lang == Lang::Es && t.unit(worded) == Some(Unit::Year) {
        worded + 1
    } else {
        worded
    };
    if let Some((year, next)) = number::year(t, worded)
        && (1900..=2199).contains(&year)
        && t.month(next).is_none()
    {
        return Some((unit_bounds(ymd(year, 1, 1)?, Unit::Year, 0)?, next));
    }
    let (month, year, next) = month_at(t, the)?;
    let first = match year {
        Some(year) => ymd(year, month, 1)?,
        None => coming_month(today, month)?,
    };
    let (start, end) = around(first, Unit::Month)?;
    Some(((start, end, Unit::Month), next))
}

/// First day of the coming `month`, or of this one.
pub(super) fn coming_month(today: NaiveDate, month: u32) -> Option<NaiveDate> {
    ymd(today.year() + i32::from(month < today.month()), month, 1)
}

fn unit_at(t: &Tokens, i: usize) -> Option<(Unit, usize)> {
    let unit = t.unit(i).filter(|u| *u >= Unit::Weekend)?;
    // "week-end", "week end"
    let end = t.skip_mark(i + 1, "-");
    if unit == Unit::Week && t.is(end, Key::EndOf) {
        return Some((Unit::Weekend, end + 1));
    }
    Some((unit, i + 1))
}

fn unit_bounds(today: NaiveDate, unit: Unit, way: i64) -> Option<Bounds> {
    let (start, end) = around(shift(today, unit, way)?, unit)?;
    Some((start, end, unit))
}

fn piece(from: usize, to: usize, (start, end, unit): Bounds) -> Piece {
    Piece::moment(from, to, Moment::span((start, end), unit))
}

/// "next week", "this month", "last weekend", "weekend"
fn calendar(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    if let Some((_, j)) = direction(t, i) {
        let unit = t.unit(t.skip(j, &[Key::Whole]));
        if unit == Some(Unit::Day) && t.any(i, &[Key::Next, Key::Last, Key::Previous, Key::This]) {
            // "en los próximos días" are more than one
            if t.several_days(j) {
                return None;
            }
            let (way, _) = direction(t, i)?;
            let day = shift(cx.now.local.date(), Unit::Day, way)?;
            return Some(Piece::day(i, j + 1, Day::On(day)));
        }
        let (bounds, next) = bounds_at(cx, i)?;
        // "this may be wrong" is no month
        let verb = t.is(i, Key::This)
            && t.month(j).is_some()
            && !t.sure_month(j)
            && matches!(t.month(j), Some(3 | 5));
        return (!verb || t.ends(next) && !t.any(next, &[Key::Or, Key::Filler]))
            .then(|| piece(i, next, bounds));
    }
    if let Some((unit, next)) = unit_at(t, t.skip(i, &[Key::The]))
        && t.is(next, Key::After)
        && t.is(next + 1, Key::Next)
    {
        return Some(piece(
            i,
            next + 2,
            unit_bounds(cx.now.local.date(), unit, 2)?,
        ));
    }
    if let Some((Unit::Weekend, next)) = unit_at(t, t.skip(i, &[Key::The])) {
        return Some(piece(
            i,
            next,
            unit_bounds(cx.now.local.date(), Unit::Weekend, 0)?,
        ));
    }
    if t.is(i, Key::Q)
        && t.glued(i + 1)
        && let Some((n @ 1..=4, 1)) = t.digits(i + 1)
    {
        let said = number::year(t, t.skip_mark(i + 2, ","));
        let (year, next) = said.unwrap_or((cx.now.local.year(), i + 2));
        let first = ymd(year, n * 3 - 2, 1)?;
        return Some(piece(i, next, unit_bounds(first, Unit::Quarter, 0)?));
    }
    None
}

/// "next 3 days", "last two weeks", "2 upcoming days": counted from now on; quarters are whole ones.
fn rolling(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    // "it should last two hours"
    if t.any_before(i, &[Key::Modal, Key::To]) {
        return None;
    }
    let (way, amount, next, count) = match direction(t, i) {
        Some((way, j)) => {
            let counted =
                number::cardinal(t, j).is_some() || t.any(j, &[Key::Few, Key::Couple, Key::A]);
            let (amount, next) = length::amount(t, j).filter(|_| counted && way != 0)?;
            (way, amount, next, number::cardinal(t, j))
        }
        None => {
            let (n, j) = number::cardinal(t, i)?;
            let (way, k) = direction(t, j)?;
            let unit = t.unit(k).filter(|_| t.is_counted(n, k))?;
            let amount = Amount::of(i64::from(n) * 1000, unit)?;
            (way, amount, k + 1, Some((n, k)))
        }
    };
    let now = cx.now.local.date();
    if let Some((n, j)) = count
        && t.unit(j) == Some(Unit::Quarter)
    {
        let (start, end) = around(now, Unit::Quarter)?;
        let moved = shift(
            if way > 0 { end } else { start },
            Unit::Quarter,
            way * i64::from(n),
        )?;
        let bounds = if way > 0 {
            (end, moved)
        } else {
            (moved, start)
        };
        return Some(Piece::moment(i, next, Moment::span(bounds, Unit::Quarter)));
    }
    Some(Piece::moment(i, next, rolled(cx, way, amount)?))
}

/// The time from now that far ahead or back.
pub(super) fn rolled(cx: &Context, way: i64, amount: Amount) -> Option<Moment> {
    let now = cx.now.local;
    if amount.is_days() {
        let far = amount.day_from(now.date(), way)?;
        let bounds = if way > 0 {
            (now.date(), far)
        } else {
            (far, now.date())
        };
        return Some(Moment::span(bounds, Unit::Day));
    }
    let far = amount.moment_from(now, cx.now.zone, way)?;
    let (start, end) = if way > 0 { (now, far) } else { (far, now) };
    Some(between(start, end))
}

fn between(start: chrono::NaiveDateTime, end: chrono::NaiveDateTime) -> Moment {
    let end = Moment::day(Day::Instant(end, Grain::Minute));
    Moment {
        end: Some(Box::new(end)),
        ..Moment::day(Day::Instant(start, Grain::Minute))
    }
}

/// "next hour" is an hour from now, "last hour" the sixty minutes up to now.
fn hours(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let (way, j) = direction(t, i)?;
    let seconds = match t.unit(j)? {
        // "a última hora" is late, at no certain time
        Unit::Hour if t.lang == Lang::Es && way < 0 && !t.is(i, Key::The) => return None,
        Unit::Hour => 3600,
        // "the second one" and "last minute changes" are not about time
        Unit::Minute if t.ends(j + 1) && way > 0 => 60,
        _ => return None,
    };
    let now = cx.now.local;
    let moment = match way {
        1 => Moment::day(Day::Instant(
            seconds_from(now, cx.now.zone, seconds)?,
            Grain::Minute,
        )),
        0 => between(
            now - Duration::seconds(i64::from(chrono::Timelike::minute(&now)) * 60),
            seconds_from(now, cx.now.zone, 3600)?,
        ),
        _ => between(seconds_from(now, cx.now.zone, -seconds)?, now),
    };
    Some(Piece::moment(i, j + 1, moment))
}

/// "rest of the week", "later this month": from today to the end of it.
fn rest(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let today = cx.now.local.date();
    let j = t.skip(i, &[Key::The]);
    if t.is(j, Key::Rest) {
        let j = t.skip(j + 1, &[Key::Of]);
        let plain = t.skip(j, &[Key::The, Key::This, Key::Current]);
        if t.unit(plain) == Some(Unit::Day) || t.is(plain, Key::Today) {
            return Some(Piece::day(i, plain + 1, Day::On(today)));
        }
        let ((start, end, unit), next) = bounds_at(cx, j)?;
        return Some(piece(i, next, (start.max(today), end, unit)));
    }
    if t.is(i, Key::Later) {
        if t.is(i + 1, Key::Today) {
            return Some(Piece::day(i, i + 2, Day::On(today)));
        }
        let ((start, end, unit), next) =
            bounds_at(cx, i + 1).filter(|_| t.any(i + 1, &[Key::This, Key::The]))?;
        return Some(piece(i, next, (start.max(today), end, unit)));
    }
    None
}

/// "june 2016", "2016, nov", "in May"; a bare name only if it is no other word.
fn named_month(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    if let Some((year, j)) = t.digits(i).and_then(|_| number::year(t, i)) {
        let j = t.skip_mark(t.skip_mark(j, ","), "-/");
        let month = t.month(j)?;
        let bounds = unit_bounds(ymd(year, month, 1)?, Unit::Month, 0)?;
        return (!joined_after(t, j + 1)).then(|| piece(i, j + 1, bounds));
    }
    let (month, year, next) = month_at(t, i)?;
    if let Some(year) = year {
        return Some(piece(
            i,
            next,
            unit_bounds(ymd(year, month, 1)?, Unit::Month, 0)?,
        ));
    }
    let sure = t.sure_month(i)
        || t.len() <= 2 && t.is(i.wrapping_sub(1), Key::In)
        || t.len() == 1
        || introduced(t, i);
    // "for may", "next to march": a verb follows a subject, so only clear words count
    // "this may or may not": the form with a direction has had its say
    let sure = sure && !(matches!(month, 3 | 5) && t.any_before(i, &[Key::This]));
    let sure = sure && (t.sure_month(i) || t.ends(next) || !matches!(month, 3 | 5));
    Some(Piece::day(i, next, Day::Month(month)).weak_if(!sure))
}

/// A month, its year if one follows, and the token after.
fn month_at(t: &Tokens, i: usize) -> Option<(u32, Option<i32>, usize)> {
    let month = t.month(i)?;
    let next = if t.is_mark(i + 1, ".") && t.text[t.list[i].start..t.list[i].end].len() <= 4 {
        i + 2
    } else {
        i + 1
    };
    let j = t.skip(
        t.skip_mark(t.skip_mark(next, ","), "-/'"),
        &[Key::Of, Key::In],
    );
    let j = if t.lang == Lang::Es {
        t.skip(j, &[Key::The])
    } else {
        j
    };
    match number::year(t, j) {
        Some((year, to)) if (1500..=2499).contains(&year) && !joined_after(t, to) => {
            Some((month, Some(year), to))
        }
        _ => Some((month, None, i + 1)),
    }
}

/// "in 2015", "since 2010", "the year 2020"
fn year(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let worded = t.unit(t.skip(i, &[Key::The])) == Some(Unit::Year);
    let j = if worded {
        t.skip(i, &[Key::The]) + 1
    } else {
        i
    };
    let said = [
        Key::In,
        Key::Since,
        Key::Until,
        Key::During,
        Key::Before,
        Key::After,
        Key::By,
        Key::From,
        Key::Of,
    ];
    let (year, next) = number::year(t, j)?;
    if !(1900..=2199).contains(&year) || joined_after(t, next) || t.unit(next).is_some() {
        return None;
    }
    let worded = worded || t.any_before(i, &[Key::Early, Key::Late, Key::Mid]);
    let counted = t.unknown(next) && !t.any_before(j, &[Key::In, Key::Since, Key::During]);
    let sure = worded || t.any_before(j, &said) && !counted && !t.any_before(j, &[Key::Of]);
    let bounds = unit_bounds(ymd(year, 1, 1)?, Unit::Year, 0)?;
    sure.then(|| piece(i, next, bounds))
}
