//! Joins two ends: "3-4pm", "from the 13th to 15th july", "between 2014 and 2018", "aug 8 - aug 12".

use chrono::Datelike;

use super::super::Modifier;
use super::super::calendar::{around, days_from, ymd};
use super::super::forms::Context;
use super::super::moment::{Clock, Day, Is, Moment, Piece};
use super::super::words::Unit;
use super::over;
use super::time::hour;

/// Whether the words between two pieces make them the ends of a range.
fn spans(a: &Piece, b: &Piece) -> bool {
    if b.lead.reaches && reached(a, b) {
        return true;
    }
    let opened = a.lead.between || a.lead.from;
    let after = |p: &Piece| {
        matches!(
            p.lead.modifier,
            Some(Modifier::After | Modifier::Since | Modifier::From)
        )
    };
    let both = matches!(
        b.lead.modifier,
        Some(Modifier::Before | Modifier::Until | Modifier::By)
    );
    b.lead.to || (b.lead.and && opened) || ((b.lead.but || b.lead.and) && after(a) && both)
}

/// Whether a Spanish "a" leads from one time to another: "5 a 6 pm", "de las 3 a las 5", not "el 15 a las 5".
fn reached(a: &Piece, b: &Piece) -> bool {
    let parts = |p: &Piece| {
        p.as_moment()
            .is_some_and(|m| m.window.is_some() && m.clock.is_none())
    };
    match &a.is {
        Is::Moment(m) if m.clock.is_some() => !parts(b),
        Is::Moment(m) => m.window.is_some() && a.lead.from && parts(b),
        Is::Number(n) => {
            let a_day = a.lead.the && !a.lead.at;
            *n <= 24 && !a_day && (a.lead.from || a.lead.at || !b.lead.at)
        }
        Is::Length(_) => false,
    }
}

fn ranged(a: &Piece, b: &Piece, start: Moment, end: Moment) -> Piece {
    let moment = Moment {
        end: Some(Box::new(end)),
        modifier: None,
        ..start
    };
    // "de 3 a 5" is one expression, "la cita de mañana" is not
    let span_from = a.lead.opens.map_or(a.span_from, |de| de.min(a.span_from));
    Piece {
        span_from,
        ..over(a, b, Is::Moment(moment))
    }
}

/// Two times of day, the second perhaps with the day of both.
pub(super) fn clocks(cx: &Context, a: &Piece, b: &Piece) -> Option<Piece> {
    if !spans(a, b) {
        return None;
    }
    let time = |p: &Piece| match &p.is {
        Is::Moment(m) if m.end.is_none() && m.recurrence.is_none() => {
            m.clock.map(|c| (c, m.clone()))
        }
        Is::Number(n) => hour(*n).map(|c| (c, Moment::clock(c))),
        _ => None,
    };
    let bare = |p: &Piece| matches!(p.is, Is::Number(_));
    if bare(a) && bare(b) && is_ordinal_range(cx, a, b) {
        return None;
    }
    let ((from, first), (until, second)) = (time(a)?, time(b)?);
    if first.day.is_some() && second.day.is_some() {
        return None;
    }
    // Where neither half is said, a part of the day may still follow.
    let (from, until) = if from.open && until.open {
        (from, until)
    } else {
        settle(from, until)
    };
    let start = Moment {
        clock: Some(from),
        day: first.day.or(second.day),
        weekday: first.weekday.or(second.weekday),
        zone: first.zone.or(second.zone),
        ..Moment::default()
    };
    let piece = ranged(a, b, start, Moment::clock(until));
    // "from 2 to 4" may be prices; "2 to 4" needs a day beside it
    let opened = (a.lead.between || a.lead.from) && cx.t.ends(b.to);
    let sure = match bare(a) && bare(b) {
        true => opened && until.hour != from.hour,
        false => !(a.weak && b.weak),
    };
    Some(piece.weak_if(!sure))
}

fn is_ordinal_range(cx: &Context, a: &Piece, b: &Piece) -> bool {
    let ordinal =
        |p: &Piece| p.lead.the || cx.t.ordinal_end(p.to - 1) || cx.t.ordinal(p.to - 1).is_some();
    ordinal(a) || ordinal(b)
}

/// The halves of the day that make the shorter range.
pub(in super::super) fn settle(from: Clock, until: Clock) -> (Clock, Clock) {
    let from = match (from.open, until.open) {
        (true, false) => {
            let before = |c: &Clock| c.seconds() < until.seconds();
            [from.pm(), from.am()]
                .into_iter()
                .find(before)
                .unwrap_or(from.pm())
        }
        (true, true) => from.settled(),
        (false, _) => from,
    };
    let until = if until.open {
        let after = |c: &Clock| c.seconds() > from.seconds();
        [until.am(), until.pm()]
            .into_iter()
            .find(after)
            .unwrap_or(until.am())
    } else {
        until
    };
    (from, until)
}

/// "july 13 to 15", "from the 13th to 15th july", "the 13th to the 15th"
pub(super) fn days_of_month(cx: &Context, a: &Piece, b: &Piece) -> Option<Piece> {
    if !spans(a, b) {
        return None;
    }
    let plain = |p: &Piece| match &p.is {
        Is::Moment(m) if !m.has_time() && m.end.is_none() => m.day,
        _ => None,
    };
    let with_day = |day: Day, n: u32| match day {
        Day::On(date) => date.with_day(n).map(Day::On),
        Day::Yearless(month, _) => Some(Day::Yearless(month, n)),
        _ => None,
    };
    let (start, end) = match (&a.is, &b.is) {
        (Is::Moment(_), Is::Number(n @ 1..=31)) => (plain(a)?, with_day(plain(a)?, *n)?),
        (Is::Number(n @ 1..=31), Is::Moment(_)) => (with_day(plain(b)?, *n)?, plain(b)?),
        (Is::Number(n @ 1..=31), Is::Number(m @ 1..=31))
            if is_ordinal_range(cx, a, b) && b.lead.the | a.lead.the =>
        {
            (Day::Nth(*n), Day::Nth(*m))
        }
        _ => return None,
    };
    let sure = a.lead.from || a.lead.between || a.lead.on || !(a.weak && b.weak);
    Some(ranged(a, b, Moment::day(start), Moment::day(end)).weak_if(!sure))
}

/// Any two days, periods or days with times.
pub(super) fn moments(_: &Context, a: &Piece, b: &Piece) -> Option<Piece> {
    if !spans(a, b) {
        return None;
    }
    let years = matches!(
        (&a.is, &b.is),
        (Is::Number(1900..=2199), Is::Number(1900..=2199))
    );
    let one = |p: &Piece| match &p.is {
        Is::Moment(m) if m.end.is_none() && m.recurrence.is_none() => Some(m.clone()),
        Is::Number(n @ 1900..=2199) if years || a.lead.from || a.lead.between => {
            let bounds = around(ymd(*n as i32, 1, 1)?, Unit::Year)?;
            Some(Moment::span(bounds, Unit::Year))
        }
        _ => None,
    };
    let (mut start, end) = (one(a)?, one(b)?);
    if start.day.is_none() && end.day.is_some() && start.has_time() != end.has_time() {
        return None;
    }
    if !start.has_time() && end.day.is_none() {
        return None;
    }
    start.day = start.day.map(|day| with_year_of(day, end.day));
    let weak = a.weak
        && b.weak
        && !(matches!(start.day, Some(Day::Month(_)))
            || years
            || matches!(end.day, Some(Day::Span { .. })));
    Some(ranged(a, b, start, end).weak_if(weak))
}

/// The year said at the end counts for the start too: "aug 10 - nov 12, 2011", "nov-feb 2017".
fn with_year_of(day: Day, end: Option<Day>) -> Day {
    let last = match end {
        Some(Day::On(date)) => date,
        Some(Day::Span {
            end,
            unit: Unit::Month,
            ..
        }) => days_from(end, -1).unwrap_or(end),
        _ => return day,
    };
    let before = |month: u32, n: u32| {
        let year = last.year();
        ymd(year, month, n)
            .filter(|d| *d <= last)
            .or_else(|| ymd(year - 1, month, n))
    };
    match day {
        Day::Yearless(month, n) => before(month, n).map_or(day, Day::On),
        Day::Month(month) => before(month, 1)
            .and_then(|first| around(first, Unit::Month))
            .map_or(day, |(start, end)| Day::Span {
                start,
                end,
                unit: Unit::Month,
            }),
        _ => day,
    }
}
