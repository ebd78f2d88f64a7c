//! Days of the week: "friday", "next friday", "this coming monday", "the wednesday after next".

use chrono::{Datelike, Weekday};

use super::super::calendar::{days_from, monday, weekday_after};
use super::super::moment::{Day, Piece};
use super::super::words::Key;
use super::{Context, introduced, torn};

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    if torn(t, i) {
        return None;
    }
    directed(cx, i).or_else(|| bare(cx, i))
}

fn bare(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let weekday = t.weekday(i)?;
    let to = t.skip_mark(i + 1, ".").min(t.len());
    if t.is(i + 1, Key::After) && t.is(i + 2, Key::Next) {
        let next = weekday_after(cx.now.local.date(), weekday)?;
        return Some(Piece::day(i, i + 3, Day::On(days_from(next, 7)?)));
    }
    // "sun", "sat", "wed" and "mon" are words of their own
    let sure = t.sure_weekday(i) || t.len() == 1 || introduced(t, i);
    let to = if sure && t.sure_weekday(i) && t.text[t.list[i].start..t.list[i].end].len() > 5 {
        i + 1
    } else {
        to
    };
    Some(Piece::day(i, to, Day::Weekday(weekday)).weak_if(!sure))
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
    Some(Piece::day(i, k + 1, Day::On(day)))
}

/// The last `weekday` before `day`.
fn before(day: chrono::NaiveDate, weekday: Weekday) -> Option<chrono::NaiveDate> {
    days_from(
        weekday_after(day, weekday)?,
        if day.weekday() == weekday { -14 } else { -7 },
    )
}
