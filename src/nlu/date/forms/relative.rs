//! Days counted from today: "today", "the day after tomorrow", "the next day", "now".

use super::super::Grain;
use super::super::calendar::days_from;
use super::super::moment::{Day, Piece};
use super::super::words::{Key, Unit};
use super::Context;

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let today = cx.now.local.date();
    let on = |days: i64, to: usize| Some(Piece::day(i, to, Day::On(days_from(today, days)?)));
    let week = super::weekday::week_behind(t, i + 1);
    for (day, ahead) in [(Key::Today, 0), (Key::Tomorrow, 1)] {
        if t.is(i, day) {
            return week.map_or_else(|| on(ahead, i + 1), |to| on(ahead + 7, to));
        }
    }
    if t.is(i, Key::Yesterday) {
        return on(-1, i + 1);
    }
    if let Some(to) = now(cx, i) {
        return Some(Piece::day(i, to, Day::Instant(cx.now.local, Grain::Second)));
    }
    let j = t.skip(i, &[Key::The]);
    let day = |at: usize| t.unit(at) == Some(Unit::Day);
    if day(j) && (t.is(j + 1, Key::After) || t.is(j + 1, Key::Before)) {
        let sign = if t.is(j + 1, Key::After) { 1 } else { -1 };
        return match () {
            () if t.is(j + 2, Key::Tomorrow) => on(1 + sign, j + 3),
            () if t.is(j + 2, Key::Yesterday) => on(sign - 1, j + 3),
            () if t.is(j + 2, Key::Today) => on(sign, j + 3),
            // "the day before" with nothing behind it
            () if j > i && (j + 2 >= t.len() || t.mark(j + 2).is_some()) => on(sign, j + 2),
            () => None,
        };
    }
    // "en los próximos días" are no day
    let singular = j > i && day(j + 1) && !t.several_days(j + 1);
    if singular && t.any(j, &[Key::Next, Key::Following]) {
        return on(1, j + 2);
    }
    if singular && t.any(j, &[Key::Last, Key::Previous]) && !t.is(j + 2, Key::Of) {
        return on(-1, j + 2);
    }
    None
}

/// "now", "right now", "at the moment", "at the present time"
fn now(cx: &Context, i: usize) -> Option<usize> {
    let t = &cx.t;
    let j = t.skip(i, &[Key::Just]);
    // "For now" says how long, and when it ends nobody knows: "leave it for now".
    if t.is(j, Key::Now) && i > 0 && t.is(i - 1, Key::For) {
        return None;
    }
    if t.is(j, Key::Now) {
        // "Now, show me the deals" says nothing about time, nor does "now show me"
        let filler = i == 0 && t.len() > 2 && (t.unknown(1) || t.is_mark(1, ","));
        return (!filler).then_some(j + 1);
    }
    let present = t.is(i, Key::At) && t.is(i + 1, Key::The) && t.is(i + 2, Key::Present);
    present.then(|| t.skip(i + 3, &[Key::Time]))
}
