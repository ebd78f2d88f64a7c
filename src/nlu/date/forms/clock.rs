//! Times of day: those of a clock face, "half past two", "ten to six", "noon".

use super::super::moment::{Clock, Moment, Piece, Window};
use super::super::number;
use super::super::token::Tokens;
use super::super::words::{Key, Part, Unit};
use super::dial::{BEFORE_TIME, Said, dial};
use super::{Context, joined_after, torn};

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    if torn(t, i) {
        return None;
    }
    let said = [spoken_minutes(t, i), dial(t, i), named(t, i)]
        .into_iter()
        .flatten()
        .max_by_key(|s| s.next)?;
    let mut moment = Moment::clock(said.clock);
    if t.is(i, Key::Midnight) || t.is(i, Key::Mid) && said.clock.hour == 0 {
        moment.window = Some(Window {
            from: 0,
            until: 0,
            ..Window::of(Part::Night)
        });
    }
    Some(Piece::moment(i, said.next, moment).weak_if(!said.sure))
}

/// "noon", "mid-day", "12 noon", "midnight", "mid-morning"
pub(super) fn named(t: &Tokens, i: usize) -> Option<Said> {
    let sure = |hour, next| {
        Some(Said {
            clock: Clock::at(hour, 0),
            next,
            sure: true,
        })
    };
    if t.is(i, Key::Noon) {
        return sure(12, i + 1);
    }
    if t.is(i, Key::Midnight) {
        return sure(0, i + 1);
    }
    if t.digits(i).is_some_and(|(n, _)| n == 12) || t.number(i) == Some(12) {
        let next = i + 1;
        return match (t.is(next, Key::Noon), t.is(next, Key::Midnight)) {
            (true, _) => sure(12, next + 1),
            (_, true) => sure(0, next + 1),
            _ => None,
        };
    }
    if t.is(i, Key::Mid) {
        let next = t.skip_mark(i + 1, "-");
        if t.unit(next) == Some(Unit::Day) {
            return sure(12, next + 1);
        }
        return match t.part(next)? {
            Part::Night => sure(0, next + 1),
            Part::Morning => sure(10, next + 1),
            Part::Afternoon => sure(15, next + 1),
            Part::SmallHours | Part::Lunch | Part::Evening => None,
        };
    }
    None
}

/// "half past seven", "a quarter to five", "20 minutes past 3pm", "ten to six"
fn spoken_minutes(t: &Tokens, i: usize) -> Option<Said> {
    let j = t.skip(i, &[Key::A]);
    let (minutes, j, exact) = if t.is(j, Key::Half) {
        (30, j + 1, true)
    } else if t.is(j, Key::Quarter) {
        (15, j + 1, true)
    } else {
        let (n @ 1..=59, next) = number::cardinal(t, j)? else {
            return None;
        };
        let worded = t.unit(next) == Some(Unit::Minute);
        (i64::from(n), if worded { next + 1 } else { next }, worded)
    };
    let back = if t.is(j, Key::Past) || (t.is(j, Key::After) && exact) {
        false
    } else if t.any(j, &[Key::To, Key::Until, Key::Before]) || (t.is(j, Key::Of) && minutes == 15) {
        let counted_down =
            t.any_before(i, &[Key::At, Key::About]) && t.digits(i).is_none() && t.is(j, Key::To);
        if !(exact || counted_down && minutes % 5 == 0)
            || t.any_before(i, &[Key::From, Key::Between])
        {
            return None;
        }
        true
    } else {
        // "half three" is half past three
        let half = minutes == 30 && exact && t.any_before(i, BEFORE_TIME);
        let (hour @ 1..=12, next) = number::cardinal(t, j).filter(|_| half)? else {
            return None;
        };
        let clock = Clock {
            open: true,
            ..Clock::at(hour, 30)
        };
        return Some(Said {
            clock,
            next,
            sure: t.ends(next),
        });
    };
    let plain = || {
        let (hour @ 1..=23, next) = number::cardinal(t, j + 1)? else {
            return None;
        };
        let clock = Clock {
            open: hour <= 12,
            ..Clock::at(hour, 0)
        };
        let sure = t.ends(next) && !joined_after(t, next);
        Some(Said { clock, next, sure })
    };
    let base = dial(t, j + 1).or_else(|| named(t, j + 1)).or_else(plain)?;
    let clock = base.clock.moved(if back { -minutes } else { minutes });
    Some(Said {
        clock,
        next: base.next,
        sure: exact || base.sure || t.ends(base.next),
    })
}
