//! Joins times of day with parts of the day, and both with their day.

use super::super::Lang;
use super::super::forms::Context;
use super::super::moment::{Clock, Day, Is, Moment, Piece, Window};
use super::super::words::Part;
use super::over;

/// "8 in the evening", "in the afternoon at 7", "tonight around 3", "12 lunchtime".
pub(super) fn part_of_day(cx: &Context, a: &Piece, b: &Piece) -> Option<Piece> {
    if b.lead.to || b.lead.and || b.lead.but {
        return None;
    }
    let (first, second) = (as_time(cx, a, b)?, as_time(cx, b, a)?);
    let (timed, parted) = if first.clock.is_some() {
        (&first, &second)
    } else {
        (&second, &first)
    };
    let (clock, window) = (timed.clock?, parted.window?);
    let open_end = timed.window.is_none_or(|w| w.until == 0);
    if parted.clock.is_some()
        || !open_end
        || timed.end.is_some()
        || (timed.day.is_some() && parted.day.is_some())
    {
        return None;
    }
    let moment = Moment {
        clock: Some(window.settle(clock)),
        window: Some(window),
        day: parted.day.or(timed.day),
        weekday: parted.weekday,
        modifier: parted
            .modifier
            .or(timed.modifier)
            .or(a.lead.modifier)
            .or(b.lead.modifier),
        recurrence: parted
            .recurrence
            .clone()
            .or_else(|| timed.recurrence.clone()),
        end: None,
        zone: timed.zone.or(parted.zone),
        backwards: timed.backwards || parted.backwards,
        shifted: timed.shifted || parted.shifted,
    };
    Some(over(a, b, Is::Moment(moment)))
}

/// A moment, or the hour that a number is beside a part of the day.
fn as_time(cx: &Context, piece: &Piece, other: &Piece) -> Option<Moment> {
    match &piece.is {
        Is::Moment(m) => Some(m.clone()),
        Is::Length(_) => None,
        Is::Number(n) => {
            let part = other.as_moment()?.window?.part;
            let tied = piece.lead.and || piece.lead.to || (5..=12).contains(n);
            let said = piece.lead.at
                || tied && other.as_moment()?.day.is_some()
                || part == Part::Lunch
                || other.lead.inside
                || other.lead.at;
            // "8 de la tarde", but "el sábado 15 por la tarde" and "el 8 en la mañana" are days
            let spanish = cx.t.lang == Lang::Es;
            let day = piece.lead.the && !piece.lead.at
                || piece.from > 0 && cx.t.weekday(piece.from - 1).is_some() && !other.lead.of;
            let said = if spanish {
                (said || other.lead.of) && !day
            } else {
                said
            };
            let clock = hour(*n)?;
            (said && *n > 0).then(|| Moment::clock(clock))
        }
    }
}

/// The hour a bare number names.
pub(super) fn hour(n: u32) -> Option<Clock> {
    (n <= 24).then(|| Clock {
        open: (1..=12).contains(&n),
        ..Clock::at(n % 24, 0)
    })
}

/// A day and a time of day, in either order: "tomorrow at 5", "9am on sundays", "3pm, may 5".
pub(super) fn on_day(cx: &Context, a: &Piece, b: &Piece) -> Option<Piece> {
    let dash = b.lead.to && b.lead.modifier.is_none() && cx.t.is_mark(b.lead_from, "-");
    if (b.lead.to && !dash) || b.lead.and || b.lead.but {
        return None;
    }
    let joined = today_and_instant(cx, a, b)
        .or_else(|| numbers(cx, a, b))
        .or_else(|| moments(a.as_moment()?, b.as_moment()?))?;
    let modifier = joined.modifier.or(a.lead.modifier).or(b.lead.modifier);
    let modifier = if joined.end.is_some() { None } else { modifier };
    if a.weak && b.weak && joined.end.is_none() {
        return None;
    }
    Some(over(a, b, Is::Moment(Moment { modifier, ..joined })))
}

fn moments(a: &Moment, b: &Moment) -> Option<Moment> {
    let dated = |m: &Moment| m.day.is_some_and(Day::is_one) || m.recurrence.is_some();
    let undated = |m: &Moment| m.day.is_none() && m.recurrence.is_none();
    let (day, time) = match () {
        () if dated(a) && undated(b) => (a, b),
        () if dated(b) && undated(a) => (b, a),
        () => return None,
    };
    let parted = time.clock.is_none() && time.end.is_none();
    if day.end.is_some() && !(parted && day.clock.is_some_and(|c| c.open))
        || day.clock.is_some() && time.clock.is_some()
        || !time.has_time()
    {
        return None;
    }
    let settle = |clock: Option<Clock>, window: Option<Window>| match (clock, window) {
        (Some(clock), Some(window)) => Some(window.settle(clock)),
        (clock, _) => clock,
    };
    let window = day.window.or(time.window);
    if day.window.is_some() && time.window.is_some() && time.window.is_some_and(|w| w.until > 0) {
        return None;
    }
    let mut end = day.end.clone().or(time.end.clone());
    if let (Some(last), Some(window)) = (&mut end, window) {
        last.clock = last.clock.map(|clock| window.settle(clock));
    }
    Some(Moment {
        day: day.day,
        weekday: day.weekday,
        clock: settle(day.clock.or(time.clock), window),
        window,
        end,
        modifier: day.modifier.or(time.modifier),
        recurrence: day.recurrence.clone(),
        zone: day.zone.or(time.zone),
        backwards: day.backwards,
        shifted: day.shifted,
    })
}

/// "15 at 8:00", "5th at 4 a.m.", "seven on 15", "tomorrow at 5"
fn numbers(cx: &Context, a: &Piece, b: &Piece) -> Option<Moment> {
    let nth = |p: &Piece, n: u32| {
        let said = p.lead.on
            || p.lead.the
            || cx.t.ordinal_end(p.to - 1)
            || cx.t.ordinal(p.to - 1).is_some();
        ((1..=31).contains(&n) && said).then(|| Moment::day(Day::Nth(n)))
    };
    match (&a.is, &b.is) {
        (Is::Number(n), Is::Moment(time)) => {
            if time.day.is_some_and(Day::is_one)
                && (a.lead.at || b.lead.on && *n <= 12)
                && !time.has_time()
            {
                return moments(&Moment::clock(hour(*n)?), time);
            }
            moments(&nth(a, *n)?, time).filter(|_| time.clock.is_some() || a.lead.on && a.lead.the)
        }
        (Is::Moment(time), Is::Number(n)) => {
            if b.lead.at && time.day.is_some_and(Day::is_one) {
                return moments(time, &Moment::clock(hour(*n)?));
            }
            let dated = (b.lead.on || b.lead.of) && b.lead.the;
            moments(time, &nth(b, *n)?).filter(|_| time.clock.is_some() || dated)
        }
        _ => None,
    }
}

/// "today in one hour"
fn today_and_instant(cx: &Context, a: &Piece, b: &Piece) -> Option<Moment> {
    let (a, b) = (a.as_moment()?, b.as_moment()?);
    let today = Some(Day::On(cx.now.local.date()));
    match (a.day, b.day) {
        (day, Some(Day::Instant(..))) if day == today && !a.has_time() => Some(b.clone()),
        (Some(Day::Instant(..)), day) if day == today && !b.has_time() => Some(a.clone()),
        _ => None,
    }
}
