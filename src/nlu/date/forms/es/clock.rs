//! "las cuatro menos cuarto", "las 3 y media", "cuarto para las ocho", "15h30", "mediodía".

use super::super::super::Grain;
use super::super::super::moment::{Clock, Moment, Piece, Window};
use super::super::super::number;
use super::super::super::token::Tokens;
use super::super::super::words::{Key, Part, Unit};
use super::super::clock::named;
use super::super::dial::{Said, dial, hour_alone, with_meridian};
use super::super::{Context, torn, zone};

/// Words before an hour that make it one.
const BEFORE_HOUR: &[Key] = &[
    Key::At,
    Key::AtSign,
    Key::About,
    Key::Until,
    Key::Before,
    Key::After,
];

pub(in super::super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    if torn(t, i) {
        return None;
    }
    let said = [minutes_first(t, i), hour_first(t, i), noon(t, i)]
        .into_iter()
        .flatten()
        .max_by_key(|said| said.next)?;
    let mut moment = Moment::clock(said.clock);
    if t.is(i, Key::Midnight) {
        moment.window = Some(Window {
            from: 0,
            until: 0,
            ..Window::of(Part::Night)
        });
    }
    Some(Piece::moment(i, said.next, moment).weak_if(!said.sure))
}

/// "mediodía", "las 12 de la noche" is left to the parts of the day; "al medio día" is noon, "medio día" a length.
fn noon(t: &Tokens, i: usize) -> Option<Said> {
    if t.is(i, Key::HalfDay) && t.any_before(i, &[Key::The, Key::To]) {
        let clock = Clock::at(12, 0);
        return Some(Said {
            clock,
            next: i + 1,
            sure: true,
        });
    }
    named(t, i)
}

/// Whether an hour said at token `i` has words in front that make it an hour: "las", "la" before one o'clock.
fn led(t: &Tokens, i: usize, hour: u32) -> bool {
    let is_la = || {
        let before = i.checked_sub(1).and_then(|before| t.list.get(before));
        before.is_some_and(|word| t.text[word.start..word.end].eq_ignore_ascii_case("la"))
    };
    // "del 1 al 15" has an article too, of a day.
    t.any_before(i, BEFORE_HOUR) || hour == 1 && is_la()
}

/// "las tres y media", "8 pm menos cuarto", "siete treinta y cinco pm", "las 9 en punto", "las 24"
fn hour_first(t: &Tokens, i: usize) -> Option<Said> {
    let base = with_h(t, i).or_else(|| {
        let said = match t.digits(i) {
            Some(_) => dial(t, i),
            None => None,
        };
        said.or_else(|| bare_hour(t, i))
    })?;
    let timed = base.clock.grain != Grain::Hour;
    let led = led(t, i, base.clock.hour);
    if timed {
        // "a las 15:00 h"
        let spelled = t.any(base.next, &[Key::H]) || t.unit(base.next) == Some(Unit::Hour);
        let next = if spelled { base.next + 1 } else { base.next };
        let (clock, next) = settled(t, base.clock, next);
        let sure = base.sure || led && stops(t, next);
        return Some(Said { clock, next, sure });
    }
    let with_minutes = minutes_behind(t, i, base.next, base.clock, led);
    let (clock, next, exact) = with_minutes.unwrap_or((base.clock, base.next, false));
    let timed = next > base.next;
    let next = if timed {
        t.skip(next, &[Key::Oclock])
    } else {
        next
    };
    if let Some((clock, next)) = meridian(t, clock, next) {
        let clock = if timed {
            Clock {
                grain: Grain::Minute,
                ..clock
            }
        } else {
            clock
        };
        return Some(Said {
            clock,
            next,
            sure: true,
        });
    }
    if timed {
        let sure = led || exact && t.ends(next) || base.sure;
        return Some(Said { clock, next, sure });
    }
    if t.is(next, Key::Oclock) {
        return Some(Said {
            clock,
            next: next + 1,
            sure: true,
        });
    }
    // "a las 17 horas", "a las 3 hora de madrid"
    let counted = t.any(next + 1, &[Key::Of, Key::And, Key::Previous]);
    if led && t.unit(next) == Some(Unit::Hour) && (!counted || zone::behind(t, next).is_some()) {
        return Some(Said {
            clock,
            next: next + 1,
            sure: true,
        });
    }
    let stops = led && stops(t, next) && t.month(t.skip(next, &[Key::Of])).is_none();
    let sure = base.sure || stops || hour_alone(t, i, clock, next).is_some();
    sure.then_some(Said {
        clock,
        next,
        sure: true,
    })
}

/// Whether an hour may end before token `i`. What follows may be a word we do not know, such as a name or
/// a verb, but not several of something: "a las 5 personas".
fn stops(t: &Tokens, i: usize) -> bool {
    if t.ends(i) || zone::behind(t, i).is_some() {
        return true;
    }
    t.unknown(i)
        && !t.is_closed(i)
        && !t.glued(i)
        && !t.text[t.list[i].start..t.list[i].end].ends_with(['s', 'S'])
}

/// An hour that says nothing more, in digits or words.
fn bare_hour(t: &Tokens, i: usize) -> Option<Said> {
    let hour = match t.digits(i) {
        Some((n, 1..=2)) => n,
        Some(_) => return None,
        None => t.number(i)?,
    };
    let joined = t.glued(i + 1)
        && (t.is_mark(i + 1, ".,/:") && t.glued(i + 2) && t.digits(i + 2).is_some()
            || t.unknown(i + 1));
    if joined || !(1..=24).contains(&hour) {
        return None;
    }
    let padded = t.digits(i).is_some_and(|(_, digits)| digits == 2) && hour < 10;
    let clock = Clock {
        open: hour <= 12 && !padded,
        ..Clock::at(hour % 24, 0)
    };
    Some(Said {
        clock,
        next: i + 1,
        sure: false,
    })
}

/// "15h30", "a las 9h", "a las 9 h". A small number of hours without an article is a length.
fn with_h(t: &Tokens, i: usize) -> Option<Said> {
    let (hour @ 0..=24, 1..=2) = t.digits(i)? else {
        return None;
    };
    if !t.is(i + 1, Key::H) {
        return None;
    }
    let led = led(t, i, hour);
    let minute = match t.digits(i + 2) {
        Some((n @ 0..=59, 2)) if t.glued(i + 1) && t.glued(i + 2) => Some(n),
        _ => None,
    };
    if !led && (hour < 8 || minute.is_none()) {
        return None;
    }
    let clock = Clock {
        open: (1..=12).contains(&hour),
        grain: if minute.is_some() {
            Grain::Minute
        } else {
            Grain::Hour
        },
        ..Clock::at(hour % 24, minute.unwrap_or(0))
    };
    let next = if minute.is_some() { i + 3 } else { i + 2 };
    Some(Said {
        clock,
        next,
        sure: true,
    })
}

/// The minutes behind an hour; whether they can be nothing else.
fn minutes_behind(
    t: &Tokens,
    i: usize,
    next: usize,
    clock: Clock,
    led: bool,
) -> Option<(Clock, usize, bool)> {
    let plus = t.is(next, Key::And);
    let at = if plus || t.is(next, Key::Less) {
        next + 1
    } else {
        next
    };
    let settled = clock.hour != 0 || clock.open;
    if at > next {
        let half = t.is(at, Key::HalfPast) && plus;
        let quarter = t.is(at, Key::Quarter) && t.ordinal(at).is_some();
        if half || quarter {
            let minutes = if half { 30 } else { 15 };
            // "cinco y media horas" is a length
            let counted =
                t.unit(at + 1).is_some() || t.is(at + 1, Key::Of) && t.unit(at + 2).is_some();
            return (!counted).then(|| {
                (
                    clock.moved(if plus { minutes } else { -minutes }),
                    at + 1,
                    settled,
                )
            });
        }
    }
    let (n @ 1..=59, to) = minutes(t, at)? else {
        return None;
    };
    if at == next {
        // "siete treinta y cinco", "las 6 0 2" are times; "7 30" may be anything
        let worded = t.digits(i).is_none() && t.digits(at).is_none() && n >= 10;
        let proved = led || meridian(t, clock, to).is_some();
        return (worded && proved && free(t, to)).then(|| (clock.moved(i64::from(n)), to, false));
    }
    // "entre las 5 y 6", "el 5 y 6 de mayo"
    let between = (1..=2).any(|back| i >= back && t.is(i - back, Key::Between));
    let worded = !plus && t.digits(i).is_none() && t.ends(to) && n % 5 == 0;
    let parted = t.is(to, Key::Of) && t.part(t.skip(to + 1, &[Key::The])).is_some();
    let whole = i == 0 && to >= t.len();
    let proved = led
        || worded
        || parted
        || whole
        || t.is(to, Key::Oclock)
        || meridian(t, clock, to).is_some();
    if between || !proved || !free(t, to) {
        return None;
    }
    let n = i64::from(n);
    Some((clock.moved(if plus { n } else { -n }), to, true))
}

/// Minutes of an hour, with or without the word: "10", "veinticinco", "treinta y cinco minutos".
fn minutes(t: &Tokens, i: usize) -> Option<(u32, usize)> {
    let (n, next) = match t.digits(i) {
        Some((n, 1..=2)) => (n, i + 1),
        Some(_) => return None,
        None => number::in_words(t, i)?,
    };
    let worded = t.unit(next) == Some(Unit::Minute);
    Some((n, if worded { next + 1 } else { next }))
}

/// Whether the minutes that end before token `i` are not the start of something else.
fn free(t: &Tokens, i: usize) -> bool {
    let dated = t.month(t.skip(i, &[Key::Of])).is_some();
    let joined =
        t.glued(i) && (t.is_mark(i, ":/.,") && t.glued(i + 1) && t.digits(i + 1).is_some());
    !dated && !joined && t.unit(i).is_none() && t.digits(i).is_none()
}

/// "cuarto para las ocho", "diez para las 3", "20 min pasadas las ocho"
fn minutes_first(t: &Tokens, i: usize) -> Option<Said> {
    let j = t.skip(i, &[Key::A]);
    let (n, j) = match t.is(j, Key::Quarter) && t.ordinal(j).is_some() {
        true => (15, j + 1),
        false => minutes(t, i).filter(|(n, _)| (1..=59).contains(n))?,
    };
    let past = t.is(j, Key::Past);
    let before = t.is(j, Key::For);
    let article = t.is(j + 1, Key::At) || t.is(j + 1, Key::The);
    if !(past || before) || !article {
        return None;
    }
    // "5 para las 3" may be five people: only minutes a clock is read in
    if before && !(n % 5 == 0 && n <= 30) {
        return None;
    }
    let base = dial(t, j + 2).or_else(|| bare_hour(t, j + 2))?;
    let n = i64::from(n);
    let clock = base.clock.moved(if past { n } else { -n });
    let (clock, next) = settled(t, clock, base.next);
    let sure = stops(t, next);
    Some(Said { clock, next, sure })
}

fn settled(t: &Tokens, clock: Clock, next: usize) -> (Clock, usize) {
    meridian(t, clock, next).unwrap_or((clock, next))
}

/// "am", "p. m.", "del mediodía"; the parts of the day are joined later.
fn meridian(t: &Tokens, clock: Clock, i: usize) -> Option<(Clock, usize)> {
    let noon = t.skip(t.skip(i, &[Key::Of]), &[Key::The]);
    if noon > i && t.any(noon, &[Key::Noon, Key::HalfDay]) {
        let settled = if clock.open {
            Window::of(Part::Lunch).settle(clock)
        } else {
            clock
        };
        return Some((settled, noon + 1));
    }
    with_meridian(t, clock, i)
}
