//! Joins what names one day in several ways: "saturday the 23rd", "friday next week", "oct 26 ... 2016".

use chrono::{Datelike, Weekday};

use super::super::Lang;
use super::super::calendar::{around, days_from, monday, ymd};
use super::super::forms::Context;
use super::super::moment::{Day, Is, Moment, Piece};
use super::super::words::{Key, Unit};
use super::over;

/// A weekday beside a date, a week, or a distance.
pub(super) fn weekday_and_date(cx: &Context, a: &Piece, b: &Piece) -> Option<Piece> {
    if b.lead.to || b.lead.and || b.lead.but {
        return None;
    }
    let (first, second) = (only_day(cx, a, b)?, only_day(cx, b, a)?);
    let (weekday, other, other_first) = match (first, second) {
        (Day::Weekday(w), other) => (w, other, false),
        (other, Day::Weekday(w)) => (w, other, true),
        _ => return None,
    };
    let moment = match other {
        Day::Span {
            start,
            unit: Unit::Week,
            ..
        } => Moment::day(Day::On(in_week(start, weekday)?)),
        Day::Away(day) => Moment::day(Day::On(in_week(monday(day), weekday)?)),
        Day::On(_) | Day::Yearless(..) | Day::Nth(_) | Day::Lacking { .. } => {
            // "may 5 friday" without a comma may be two things, "may 5, friday" is one
            let apart = other_first && a.to == b.from && b.lead.on;
            if apart || fixed_by_word(cx, a, b, other) {
                return None;
            }
            Moment {
                weekday: Some(weekday),
                ..Moment::day(other)
            }
        }
        Day::Weekday(_) | Day::Month(_) | Day::Span { .. } | Day::Instant(..) => return None,
    };
    let modifier = a.lead.modifier.or(b.lead.modifier);
    Some(over(a, b, Is::Moment(Moment { modifier, ..moment })))
}

/// "tomorrow friday" is one day; "today, friday" too; but "friday, today we" is not worth a question.
fn fixed_by_word(cx: &Context, a: &Piece, b: &Piece, other: Day) -> bool {
    let today = cx.now.local.date();
    let Day::On(day) = other else { return false };
    let named = [a, b].iter().any(|p| {
        cx.t.any(p.from, &[Key::Today, Key::Tomorrow, Key::Yesterday])
    });
    named
        && (day - today).num_days().abs() <= 1
        && !matches!((only_day(cx, a, b), only_day(cx, b, a)), (Some(x), Some(y)) if agree(x, y))
}

fn agree(a: Day, b: Day) -> bool {
    matches!((a, b), (Day::On(d), Day::Weekday(w)) | (Day::Weekday(w), Day::On(d)) if d.weekday() == w)
}

fn in_week(monday: chrono::NaiveDate, weekday: Weekday) -> Option<chrono::NaiveDate> {
    days_from(monday, i64::from(weekday.num_days_from_monday()))
}

/// The day of a piece that says nothing else, or the day of the month a number is beside a weekday.
fn only_day(cx: &Context, piece: &Piece, other: &Piece) -> Option<Day> {
    match &piece.is {
        Is::Moment(m)
            if !m.has_time()
                && m.end.is_none()
                && m.weekday.is_none()
                && m.recurrence.is_none() =>
        {
            m.day
        }
        Is::Moment(_) | Is::Length(_) => None,
        Is::Number(n) => {
            let beside =
                matches!(other.as_moment()?.day, Some(Day::Weekday(_))) && other.to <= piece.from;
            let said =
                piece.lead.the || is_ordinal(cx, piece) || *n > 12 || next_to(cx, other, piece);
            (beside && said && (1..=31).contains(n) && cx.t.number(piece.to).is_none())
                .then_some(Day::Nth(*n))
        }
    }
}

/// "lunes 5" is one in Spanish, as the day comes before the month.
fn next_to(cx: &Context, weekday: &Piece, number: &Piece) -> bool {
    cx.t.lang == Lang::Es && weekday.to == number.from && cx.t.ends(number.to)
}

fn is_ordinal(cx: &Context, piece: &Piece) -> bool {
    cx.t.ordinal_end(piece.to - 1) || cx.t.ordinal(piece.to - 1).is_some()
}

/// Whether "el" makes a Spanish number a day: "el 15", "para el veinte", not "el cuarto", "el dos", "el 3 de 5".
fn is_day(cx: &Context, piece: &Piece, n: u32) -> bool {
    let t = &cx.t;
    let digits = t.digits(piece.from).is_some();
    let led = n >= 10 || piece.lead.modifier.is_some() || piece.lead.to;
    let share = t.is(piece.to, Key::Of)
        && (t.is(piece.to + 1, Key::The) || t.digits(piece.to + 1).is_some());
    (digits || led && t.ordinal(piece.from).is_none()) && !share
}

/// "weekly on monday", "every month on the 1st", "every year on may 5th"
pub(super) fn repeated(cx: &Context, a: &Piece, b: &Piece) -> Option<Piece> {
    let mut moment = a.as_moment()?.clone();
    let repeats = moment
        .recurrence
        .as_mut()
        .filter(|_| (b.lead.on || cx.t.lang == Lang::Es && !b.lead.and) && moment.day.is_none())?;
    let mut b = b.clone();
    promote(cx, &mut b);
    let other = b
        .as_moment()
        .filter(|m| m.recurrence.is_none() && m.end.is_none())?;
    let day = other.day.filter(|d| d.is_one())?;
    if let Day::Weekday(weekday) = day {
        repeats.weekdays.push(weekday);
    }
    moment.day = Some(day);
    moment.clock = moment.clock.or(other.clock);
    Some(over(a, &b, Is::Moment(moment)))
}

/// A year said after the time or the range: "wed oct 26 15:50:06 2016", "from april to june in 2017".
pub(super) fn year_behind(_: &Context, a: &Piece, b: &Piece) -> Option<Piece> {
    if b.lead.to || b.lead.and || b.lead.but || b.lead.modifier.is_some() {
        return None;
    }
    let Is::Moment(moment) = &a.is else {
        return None;
    };
    let year = match &b.is {
        Is::Number(n @ 1900..=2199) => *n as i32,
        Is::Moment(Moment {
            day:
                Some(Day::Span {
                    start,
                    unit: Unit::Year,
                    ..
                }),
            end: None,
            ..
        }) => start.year(),
        _ => return None,
    };
    let set = |day: Option<Day>, year: i32| match day? {
        Day::Yearless(month, day) => {
            Some(ymd(year, month, day).map_or(Day::Lacking { year, month, day }, Day::On))
        }
        Day::Month(month) => {
            let (start, end) = around(ymd(year, month, 1)?, Unit::Month)?;
            Some(Day::Span {
                start,
                end,
                unit: Unit::Month,
            })
        }
        _ => None,
    };
    let mut moment = moment.clone();
    moment.day = Some(set(moment.day, year)?);
    if let Some(end) = &mut moment.end {
        if let Some(day) = set(end.day, year) {
            end.day = Some(day);
        }
        // "november to february 2017" starts the year before
        if let (Some(Day::Span { start, .. }), Some(Day::Span { start: last, .. })) =
            (moment.day, end.day)
            && start > last
        {
            let (start, until) = around(ymd(year - 1, start.month(), 1)?, Unit::Month)?;
            moment.day = Some(Day::Span {
                start,
                end: until,
                unit: Unit::Month,
            });
        }
    }
    Some(over(a, b, Is::Moment(moment)))
}

/// Up to here, "the 2nd" in a sentence may be one of several things.
const CHOICES: u32 = 10;

/// "on the 15th", "for the 27", "by the 3rd": a number that its words in front make a day of the month.
pub(super) fn promote(cx: &Context, piece: &mut Piece) {
    let t = &cx.t;
    let Is::Number(n @ 1..=31) = piece.is else {
        return;
    };
    let lead = piece.lead;
    let named = lead.the
        && (lead.on
            || lead.modifier.is_some()
            || lead.to
            || is_ordinal(cx, piece) && (piece.lead_from == 0 || n > CHOICES));
    let counted = t.is(piece.to, Key::Time) || t.number(piece.to).is_some() || !t.ends(piece.to);
    if named && !counted && !lead.inside && (t.lang != Lang::Es || is_day(cx, piece, n)) {
        piece.is = Is::Moment(Moment::day(Day::Nth(n)));
        piece.weak = false;
        // "the 15th" with nothing else in front is called so by its article
        if piece.span_from == piece.from && t.any_before(piece.from, &[Key::The]) && !lead.on {
            piece.span_from = piece.from - 1;
        }
    }
}
