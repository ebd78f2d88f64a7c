//! Hours and minutes as a clock shows them: "3pm", "15:30", "8.10 pm", "eight forty am", "at 5".

use super::super::moment::Clock;
use super::super::number;
use super::super::token::Tokens;
use super::super::words::{Key, Unit};
use super::super::{Grain, Lang};
use super::{joined_after, zone};

/// Words before a bare "5" that make it an hour.
const BEFORE_HOUR: &[Key] = &[
    Key::At,
    Key::AtSign,
    Key::By,
    Key::Before,
    Key::After,
    Key::Until,
    Key::Since,
];
/// Words before "five thirty" that make it a time.
pub(super) const BEFORE_TIME: &[Key] = &[
    Key::At,
    Key::AtSign,
    Key::By,
    Key::Before,
    Key::After,
    Key::Until,
    Key::Since,
    Key::For,
    Key::From,
    Key::To,
    Key::About,
];

/// A clock, the token after it, and whether it can be nothing else.
pub(super) struct Said {
    pub clock: Clock,
    pub next: usize,
    pub sure: bool,
}

/// Hours and minutes in digits or words, with or without am and pm.
pub(super) fn dial(t: &Tokens, i: usize) -> Option<Said> {
    match t.digits(i) {
        Some((n, 1..=2)) => digital(t, i, n),
        Some((n, digits @ 3..=4)) => compact(t, i, n, digits),
        Some(_) => None,
        None => worded(t, i),
    }
}

/// "3pm", "15:30", "8.10 pm", "7:56:30 am", "10 H 10", "7 o'clock", "at 5"
fn digital(t: &Tokens, i: usize, hour: u32) -> Option<Said> {
    let two = |j: usize| match t.digits(j) {
        Some((n @ 0..=59, 2)) => Some(n),
        _ => None,
    };
    let padded = t.digits(i).is_some_and(|(_, digits)| digits == 2) && hour < 10;
    let joined = |j: usize, mark: &str| t.glued(j) && t.is_mark(j, mark) && t.glued(j + 1);
    let (mut minute, mut second, mut next) = (0, 0, i + 1);
    let mut grain = Grain::Hour;
    let mut dotted = false;
    if joined(i + 1, ":.")
        && let Some(m) = two(i + 2)
    {
        (minute, next, grain) = (m, i + 3, Grain::Minute);
        dotted = t.is_mark(i + 1, ".");
        if !dotted
            && joined(next, ":")
            && let Some(s) = two(next + 1)
        {
            (second, next, grain) = (s, next + 2, Grain::Second);
            // fractions of a second
            if joined(next, ".") && t.digits(next + 1).is_some() {
                next += 2;
            }
        }
    } else if t.is(i + 1, Key::H)
        && let Some(m) = two(i + 2)
    {
        (minute, next, grain) = (m, i + 3, Grain::Minute);
    } else if t.is(i + 1, Key::H) {
        return None;
    }
    // "1h 30" is a length, "10 H 10 pm" a time
    let spelled = t.is(i + 1, Key::H);
    let timed = next > i + 1;
    let clock = Clock {
        hour,
        minute,
        second,
        open: true,
        grain,
    };
    if let Some((clock, next)) = with_meridian(t, clock, next) {
        return Some(Said {
            clock,
            next,
            sure: true,
        });
    }
    if spelled {
        return None;
    }
    if joined_after(t, next) && !t.is_mark(next, "-") {
        return ish(t, clock, next).filter(|s| s.next > next);
    }
    if hour > 24 || hour == 24 && (minute > 0 || !timed) {
        return None;
    }
    let clock = Clock {
        hour: hour % 24,
        open: (1..=12).contains(&hour) && !padded,
        ..clock
    };
    if timed {
        let sure = !dotted || t.any_before(i, BEFORE_HOUR) && t.ends(next);
        return Some(Said { clock, next, sure });
    }
    if let Some(said) = oclock(t, clock, next) {
        return Some(said);
    }
    // "jueves 17hs": behind a day, nothing lasts that many hours.
    let behind_day = i > 0 && t.weekday(i - 1).is_some();
    if t.lang == Lang::Es && hour > 12 && behind_day && t.unit(next) == Some(Unit::Hour) {
        let next = next + 1;
        return Some(Said {
            clock,
            next,
            sure: true,
        });
    }
    ish(t, clock, next).or_else(|| hour_alone(t, i, clock, next))
}

/// "330 p.m.", "at 1030". Round hundreds are amounts more often than hours.
fn compact(t: &Tokens, i: usize, n: u32, digits: usize) -> Option<Said> {
    let (hour, minute) = (n / 100, n % 100);
    if hour > 23 || minute > 59 || joined_after(t, i + 1) {
        return None;
    }
    let padded = digits == 4 && hour < 10;
    let clock = Clock {
        open: true,
        grain: Grain::Minute,
        ..Clock::at(hour, minute)
    };
    if let Some((clock, next)) = with_meridian(t, clock, i + 1) {
        return Some(Said {
            clock,
            next,
            sure: true,
        });
    }
    let clock = Clock {
        open: (1..=12).contains(&hour) && !padded,
        ..clock
    };
    // "1430 hours"
    if digits == 4 && t.unit(i + 1) == Some(Unit::Hour) {
        let clock = Clock {
            open: false,
            ..clock
        };
        return Some(Said {
            clock,
            next: i + 2,
            sure: true,
        });
    }
    let timely =
        t.any_before(i, &[Key::At, Key::AtSign]) && minute % 5 == 0 && (minute > 0 || padded);
    (timely && t.ends(i + 1)).then_some(Said {
        clock,
        next: i + 1,
        sure: true,
    })
}

/// "three", "eight forty am", "five thirty", "seven o'clock"
fn worded(t: &Tokens, i: usize) -> Option<Said> {
    let (hour @ 1..=23, j) = number::in_words(t, i)? else {
        return None;
    };
    let minutes = number::in_words(t, j).filter(|(m, _)| (10..=59).contains(m));
    // "four oh five"
    let minutes = minutes.or_else(|| {
        let few = t
            .is(j, Key::Letter('o'))
            .then(|| number::in_words(t, j + 1));
        few?.filter(|(m, _)| (1..=9).contains(m))
    });
    let (minute, next) = minutes.unwrap_or((0, j));
    let grain = if minutes.is_some() {
        Grain::Minute
    } else {
        Grain::Hour
    };
    let clock = Clock {
        hour,
        minute,
        second: 0,
        open: hour <= 12,
        grain,
    };
    if let Some((clock, next)) = with_meridian(t, clock, next) {
        return Some(Said {
            clock,
            next,
            sure: true,
        });
    }
    if let Some(said) = oclock(t, clock, next) {
        return Some(said);
    }
    if minutes.is_some() {
        let whole = i == 0 && next == t.len();
        let sure = (whole || t.any_before(i, BEFORE_TIME) && t.ends(next)) && hour <= 12;
        return Some(Said { clock, next, sure });
    }
    ish(t, clock, next).or_else(|| hour_alone(t, i, clock, next))
}

/// An hour with nothing but the word in front of it to prove it.
pub(super) fn hour_alone(t: &Tokens, i: usize, clock: Clock, next: usize) -> Option<Said> {
    let around = t.is(i.wrapping_sub(1), Key::About) && i > 0;
    let hourly = t.any_before(i, BEFORE_HOUR) || around && t.any_before(i - 1, &[Key::At, Key::By]);
    let ends = t.ends(next) || hourly && zone::behind(t, next).is_some();
    (hourly && ends && t.month(next).is_none() && !t.is(next, Key::Per)).then_some(Said {
        clock,
        next,
        sure: true,
    })
}

/// "o'clock", "o clock pm"
fn oclock(t: &Tokens, clock: Clock, i: usize) -> Option<Said> {
    let apart = t.is(i, Key::Letter('o')) && t.is(i + 1, Key::Letter('c'));
    let next = match () {
        () if t.is(i, Key::Oclock) => i + 1,
        () if apart => i + 2,
        () => return None,
    };
    let (clock, next) = with_meridian(t, clock, next).unwrap_or((clock, next));
    Some(Said {
        clock,
        next,
        sure: true,
    })
}

/// "11-ish"
fn ish(t: &Tokens, clock: Clock, next: usize) -> Option<Said> {
    let end = t.skip_mark(next, "-");
    let short = clock.hour <= 12 && t.glued(end) && t.is(end, Key::Ish);
    short.then_some(Said {
        clock,
        next: end + 1,
        sure: true,
    })
}

/// Settles the half of the day by an am or pm that follows, if the hour can have one.
pub(super) fn with_meridian(t: &Tokens, clock: Clock, i: usize) -> Option<(Clock, usize)> {
    let (pm, next) = meridian(t, i)?;
    let settled = match clock.hour {
        0 if pm => return None,
        0..=12 if pm => clock.pm(),
        0..=12 => clock.am(),
        // "15:30 pm" says it twice
        13..=23 if pm => Clock {
            open: false,
            ..clock
        },
        _ => return None,
    };
    Some((settled, next))
}

/// "am", "p.m.", "p . m .", "a m", and the "p" of "3p".
fn meridian(t: &Tokens, i: usize) -> Option<(bool, usize)> {
    // "9 in the am"
    let spoken = t.is(i, Key::In) && t.is(i + 1, Key::The) && t.any(i + 2, &[Key::Am, Key::Pm]);
    let i = if spoken { i + 2 } else { i };
    if t.is(i, Key::Am) || t.is(i, Key::Pm) {
        return Some((t.is(i, Key::Pm), i + 1));
    }
    let pm = t.is(i, Key::Letter('p'));
    if !pm && !t.is(i, Key::Letter('a')) {
        return None;
    }
    let j = t.skip_mark(i + 1, ".");
    if t.is(j, Key::Letter('m')) {
        return Some((pm, t.skip_mark(j + 1, ".")));
    }
    (t.glued(i) && !t.glued(i + 1)).then_some((pm, i + 1))
}
