//! Days of the week: "friday", "next friday", "this coming monday", "the wednesday after next".

use chrono::{Datelike, Weekday};

use super::super::Lang;
use super::super::calendar::{days_from, monday, weekday_after};
use super::super::moment::{Day, Piece};
use super::super::number;
use super::super::token::{Token, Tokens};
use super::super::words::{Key, Unit};
use super::{Context, introduced, month_day, numeric, torn};

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    if torn(t, i) {
        return None;
    }
    directed(cx, i)
        .or_else(|| counted(cx, i))
        .or_else(|| bare(cx, i))
}

/// "three fridays from now", "2 mondays ago"
fn counted(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let (n @ 1..=520, j) = number::cardinal(t, i)? else {
        return None;
    };
    let weekday = t.weekdays(j).or_else(|| t.weekday(j))?;
    let today = cx.now.local.date();
    let weeks = 7 * (i64::from(n) - 1);
    let (day, to) = if t.is(j + 1, Key::Ago) {
        (days_from(before(today, weekday)?, -weeks)?, j + 2)
    } else {
        let now = t.is(j + 1, Key::From) && t.any(j + 2, &[Key::Now, Key::Today]);
        let next = weekday_after(today, weekday).filter(|_| now)?;
        (days_from(next, weeks)?, j + 3)
    };
    Some(Piece::day(i, to, Day::On(day)))
}

fn bare(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let weekday = t.weekday(i)?;
    let to = t.skip_mark(i + 1, ".").min(t.len());
    if t.is(i + 1, Key::After) && t.is(i + 2, Key::Next) {
        let next = weekday_after(cx.now.local.date(), weekday)?;
        return Some(Piece::day(i, i + 3, Day::On(days_from(next, 7)?)));
    }
    if let Some(to) = week_behind(t, i + 1).filter(|_| t.sure_weekday(i)) {
        let next = weekday_after(cx.now.local.date(), weekday)?;
        return Some(Piece::day(i, to, Day::On(days_from(next, 7)?)));
    }
    // "sun", "sat", "wed" and "mon" are words of their own
    let listed = |j: usize| {
        t.weekday(t.skip(t.skip_mark(j, ",&"), &[Key::And, Key::Or]))
            .is_some()
    };
    let after = i > 1
        && t.weekday(i - 2).is_some()
        && (t.any_before(i, &[Key::And, Key::Or]) || t.is_mark(i - 1, ",&"));
    // the Spanish short forms of two letters are names and other words
    let short = t.lang == Lang::Es && t.list[i].end - t.list[i].start < 3;
    let alone = t.skip_mark(i + 1, ".") >= t.len() && i == 0;
    if short && !alone {
        return None;
    }
    let sure =
        t.sure_weekday(i) || t.len() == 1 || short || introduced(t, i) || listed(i + 1) || after;
    let to = if sure && t.sure_weekday(i) && t.text[t.list[i].start..t.list[i].end].len() > 5 {
        i + 1
    } else {
        to
    };
    Some(Piece::day(i, to, Day::Weekday(weekday)).weak_if(!sure))
}

/// The "week" of "friday week", which is a week after friday, and the token after it.
pub(super) fn week_behind(t: &Tokens, i: usize) -> Option<usize> {
    let week = t.lang == Lang::En && t.unit(i) == Some(Unit::Week) && !t.glued(i);
    let plain = |token: &Token| t.text[token.start..token.end].eq_ignore_ascii_case("week");
    (week && t.list.get(i).is_some_and(plain) && t.ends(i + 1)).then_some(i + 1)
}

/// A weekday with a direction. "next friday" is the friday of the next week from monday to sunday.
fn directed(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let today = cx.now.local.date();
    let this = t.is(i, Key::This);
    let j = if this { i + 1 } else { i };
    let direction = [
        Key::Next,
        Key::Following,
        Key::Upcoming,
        Key::Last,
        Key::Past,
        Key::Previous,
    ]
    .into_iter()
    .find(|&k| t.is(j, k));
    let k = if direction.is_some() { j + 1 } else { j };
    // "next upcoming friday"
    let k = if direction.is_some() {
        t.skip(k, &[Key::Upcoming])
    } else {
        k
    };
    let weekday = t.weekday(k).filter(|_| k > i)?;
    let ahead = |from: u64| i64::from(weekday.num_days_from_monday()) + from as i64;
    let day = match direction {
        Some(Key::Next) if !this => days_from(monday(today), ahead(7))?,
        Some(Key::Following) if !this => days_from(monday(today), ahead(7))?,
        Some(Key::Last | Key::Past | Key::Previous) => before(today, weekday)?,
        Some(_) => weekday_after(today, weekday)?,
        None if today.weekday() == weekday => today,
        None => weekday_after(today, weekday)?,
    };
    // "el próximo martes 18 de marzo": the date says which
    let dated = |j: usize| {
        month_day::read(cx, j).is_some()
            || numeric::read(cx, j).is_some()
            || matches!(t.digits(j), Some((13..=31, 2))) && t.ends(j + 1)
    };
    if t.lang == Lang::Es && dated(t.skip_mark(k + 1, ",")) {
        return Some(Piece::day(i, k + 1, Day::Weekday(weekday)));
    }
    Some(Piece::day(i, k + 1, Day::On(day)))
}

/// The last `weekday` before `day`.
fn before(day: chrono::NaiveDate, weekday: Weekday) -> Option<chrono::NaiveDate> {
    days_from(
        weekday_after(day, weekday)?,
        if day.weekday() == weekday { -14 } else { -7 },
    )
}
