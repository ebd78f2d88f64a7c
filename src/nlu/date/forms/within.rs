//! Places within a period: "the first monday of next month", "the third week of 2027", "end of the month",
//! "the 20th of next month", "the week of the 18th".

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::calendar::{around, days_from, monday, shift, weekday_after};
use super::super::moment::{Day, Is, Moment, Piece};
use super::super::number;
use super::super::resolve;
use super::super::token::Tokens;
use super::super::words::{Key, Unit};
use super::super::{Grain, Lang, Recurrence};
use super::period::bounds_at;
use super::{Context, month_day, numeric, torn};

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    if torn(&cx.t, i) {
        return None;
    }
    week_of(cx, i)
        .or_else(|| edge(cx, i))
        .or_else(|| nth(cx, i))
        .or_else(|| day_of_month(cx, i))
}

/// Counted from the front, or from the back.
#[derive(Clone, Copy)]
enum Rank {
    First(u32),
    Last(u32),
}

/// "first", "the 3rd", "last", "second to last", "3rd last"
fn rank(t: &Tokens, i: usize) -> Option<(Rank, usize)> {
    let j = t.skip(i, &[Key::The]);
    if t.is(j, Key::Last) {
        return Some((Rank::Last(1), j + 1));
    }
    let (n, next) = number::ordinal(t, j)?;
    let to = t.skip(next, &[Key::To]);
    if t.is(to, Key::Last) {
        return Some((Rank::Last(n), to + 1));
    }
    Some((Rank::First(n), next))
}

/// The nth day, week, weekend, month or weekday of a period.
fn nth(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let (rank, j) = rank(t, i)?;
    let (count, j) = match number::cardinal(t, j) {
        Some((n @ 2..=31, next)) => (i64::from(n), next),
        _ => (1, j),
    };
    let weekday = t.weekday(j);
    // "primer cuarto de 2016"
    let quarter = (t.lang == Lang::Es && t.is(j, Key::Quarter)).then_some(Unit::Quarter);
    let unit = t.unit(j).or(quarter).filter(|u| *u >= Unit::Day);
    if weekday.is_none() && unit.is_none() {
        return None;
    }
    // "la primera quincena de mayo" is the first half of the month
    if t.lang == Lang::Es && unit == Some(Unit::Fortnight) {
        return None;
    }
    let split = unit == Some(Unit::Week) && t.is(t.skip_mark(j + 1, "-"), Key::EndOf);
    let unit = if split { Some(Unit::Weekend) } else { unit };
    let j = if split { t.skip_mark(j + 1, "-") } else { j };
    let of = t.skip(j + 1, &[Key::Of, Key::In, Key::From]);
    if t.lang == Lang::Es && t.is(of, Key::Every) {
        return monthly(cx, i, rank, weekday?, of + 1);
    }
    // "third tuesday september" needs no "of", "last week" alone is another form
    let joined = of > j + 1 || t.month(of).is_some() && weekday.is_some();
    let ((start, end, whole), next) = bounds_at(cx, of).filter(|_| joined)?;
    if let Some(weekday) = weekday {
        let day = match weekday_within(rank, weekday, start, end) {
            Some(day) => Day::On(day),
            None => beyond(rank, weekday, start, end)?,
        };
        return Some(Piece::day(i, next, day));
    }
    let unit = unit.filter(|u| *u < whole)?;
    let (from, until) = match rank {
        Rank::First(n) => {
            let from = shift(first_unit(start, unit)?, unit, i64::from(n.min(400)) - 1)?;
            (from, shift(from, unit, count)?)
        }
        Rank::Last(n) => {
            let after = first_unit(end, unit)?;
            let from = shift(after, unit, -i64::from(n.min(400)) - count + 1)?;
            (from, shift(from, unit, count)?)
        }
    };
    if from > end || until < start {
        return None;
    }
    let day = unit <= Unit::Workday && count == 1;
    let until = if unit == Unit::Weekend {
        days_from(from, 2)?
    } else {
        until
    };
    Some(match day {
        true => Piece::day(i, next, Day::On(from)),
        false => Piece::moment(i, next, Moment::span((from, until), unit)),
    })
}

/// "el primer lunes de cada mes": comes again each month, the next time on the day of this month or the next.
fn monthly(cx: &Context, i: usize, rank: Rank, weekday: Weekday, at: usize) -> Option<Piece> {
    let today = cx.now.local.date();
    if cx.t.unit(at) != Some(Unit::Month) {
        return None;
    }
    let day = (0..=12).find_map(|ahead| {
        let (start, end) = around(shift(today, Unit::Month, ahead)?, Unit::Month)?;
        weekday_within(rank, weekday, start, end).filter(|day| *day >= today)
    })?;
    let recurrence = Some(Recurrence {
        every: 1,
        unit: Grain::Month,
        weekdays: vec![weekday],
    });
    Some(Piece::moment(
        i,
        at + 1,
        Moment {
            recurrence,
            ..Moment::day(Day::On(day))
        },
    ))
}

/// The nth `weekday` of a period that has one.
fn weekday_within(
    rank: Rank,
    weekday: Weekday,
    start: NaiveDate,
    end: NaiveDate,
) -> Option<NaiveDate> {
    let day = ranked(rank, weekday, start, end)?;
    (start..end).contains(&day).then_some(day)
}

/// The nth `weekday`, counted on beyond the period if need be.
fn ranked(rank: Rank, weekday: Weekday, start: NaiveDate, end: NaiveDate) -> Option<NaiveDate> {
    match rank {
        Rank::First(n) => days_from(
            weekday_after(days_from(start, -1)?, weekday)?,
            7 * i64::from(n) - 7,
        ),
        Rank::Last(n) => days_from(
            weekday_after(days_from(end, -8)?, weekday)?,
            7 - 7 * i64::from(n),
        ),
    }
}

/// The nth `weekday` of a period that has fewer: the day its last month would have to have.
fn beyond(rank: Rank, weekday: Weekday, start: NaiveDate, end: NaiveDate) -> Option<Day> {
    let last = days_from(end, -1)?;
    let over = (ranked(rank, weekday, start, end)? - last).num_days();
    Some(Day::Lacking {
        year: last.year(),
        month: last.month(),
        day: u32::try_from(i64::from(last.day()) + over).unwrap_or(0),
    })
}

/// The first unit of a period. A week belongs to the period that has its thursday.
fn first_unit(start: NaiveDate, unit: Unit) -> Option<NaiveDate> {
    let thursday = days_from(start, 3)?;
    match unit {
        Unit::Week | Unit::Fortnight => {
            let week = monday(start);
            if days_from(week, 3)? < start {
                days_from(week, 7)
            } else {
                Some(week)
            }
        }
        Unit::Weekend => weekday_after(days_from(start, -1)?, chrono::Weekday::Sat),
        Unit::Month | Unit::Quarter | Unit::Year => Some(around(thursday, unit)?.0),
        _ => Some(start),
    }
}

/// "end of next week", "beginning of may", "the middle of the month", "eod"
fn edge(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let today = cx.now.local.date();
    for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Year] {
        if t.is(i, Key::EndOfThis(unit)) {
            let (start, end) = around(today, unit)?;
            return Some(Piece::day(i, i + 1, Day::On(last_day(start, end, unit)?)));
        }
    }
    let j = t.skip(i, &[Key::The]);
    let edge = [Key::EndOf, Key::Begin, Key::Middle]
        .into_iter()
        .find(|k| t.is(j, *k))?;
    let of = t.skip(j + 1, &[Key::Of]);
    if t.is(of, Key::Today)
        || t.unit(t.skip(of, &[Key::The, Key::This])) == Some(Unit::Day) && edge == Key::EndOf
    {
        let next = t.skip(of, &[Key::The, Key::This]) + 1;
        let of_day = t.skip(next, &[Key::On, Key::Of]);
        // "end of day friday"
        let named = super::relative::read(cx, of_day)
            .or_else(|| super::weekday::read(cx, of_day))
            .or_else(|| month_day::read(cx, of_day))
            .or_else(|| numeric::read(cx, of_day))
            .and_then(|p| Some((p.as_moment()?.day.filter(|d| d.is_one())?, p.to)));
        let (day, next) = named.unwrap_or((Day::On(today), next));
        return (of > j + 1).then(|| Piece::day(i, next, day));
    }
    let bare = t.unit(of).filter(|u| of > j + 1 && *u >= Unit::Week);
    let ((start, end, unit), next) = match bare {
        Some(unit) => {
            let (start, end) = around(today, unit)?;
            ((start, end, unit), of + 1)
        }
        None => bounds_at(cx, of).filter(|_| of > j + 1)?,
    };
    let day = match edge {
        Key::EndOf => last_day(start, end, unit)?,
        Key::Begin => start,
        _ => days_from(start, (end - start).num_days() / 2)?,
    };
    Some(Piece::day(i, next, Day::On(day)))
}

/// The last day of a period; of a week, its friday, as weeks end at work.
fn last_day(start: NaiveDate, end: NaiveDate, unit: Unit) -> Option<NaiveDate> {
    if unit == Unit::Week {
        days_from(start, 4)
    } else {
        days_from(end, -1)
    }
}

/// "the 20th of next month", "20th of the current month", "the 5th of this month"
fn day_of_month(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let j = t.skip(i, &[Key::The]);
    let (n, _, next) = number::day(t, j)?;
    let of = t.skip(next, &[Key::Of, Key::In]);
    let ((start, _, unit), to) =
        bounds_at(cx, of).filter(|_| of > next && t.month(of).is_none())?;
    if unit != Unit::Month {
        return None;
    }
    let lacking = Day::Lacking {
        year: start.year(),
        month: start.month(),
        day: n,
    };
    Some(Piece::day(
        i,
        to,
        start.with_day(n).map_or(lacking, Day::On),
    ))
}

/// "the week of the 18th", "week of may 5", "the week of tomorrow"
fn week_of(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let j = t.skip(i, &[Key::The]);
    let of = t.skip(j + 1, &[Key::Of]);
    let unit = t
        .unit(j)
        .filter(|u| matches!(u, Unit::Week | Unit::Weekend) && of > j + 1)?;
    let the = t.skip(of, &[Key::The]);
    let named = month_day::read(cx, the)
        .or_else(|| numeric::read(cx, the))
        .or_else(|| super::relative::read(cx, of));
    let (day, to) = match named {
        Some(Piece {
            is: Is::Moment(Moment { day: Some(day), .. }),
            to,
            ..
        }) => (day, to),
        _ => {
            let said = match t.lang {
                Lang::En => number::ordinal(t, the),
                Lang::Es => number::day(t, the).map(|(n, _, next)| (n, next)),
            };
            let (n, next) = said.filter(|(n, _)| (1..=31).contains(n))?;
            (Day::Nth(n), next)
        }
    };
    let day = resolve::one_day(day, cx.now)?;
    let (start, end) = around(day, unit)?;
    Some(Piece::moment(i, to, Moment::span((start, end), unit)))
}
