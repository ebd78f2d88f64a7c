//! Lengths: "30 minutes", "an hour and a half", "2 years 3 months", "half a day", "2W".

use super::super::Lang;
use super::super::calendar::Amount;
use super::super::moment::{Is, Piece};
use super::super::number;
use super::super::token::Tokens;
use super::super::words::{Key, Unit};
use super::{Context, torn};

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    if t.is_sign(i) {
        let (amount, to) = amount(t, i + 1)?;
        return Some(Piece::new(i, to, Is::Length(amount.negated())));
    }
    let bound = at_most(t, i);
    let (amount, to) = amount(t, bound.unwrap_or(i))?;
    let to = at_most(t, to).filter(|_| bound.is_none()).unwrap_or(to);
    Some(Piece::new(i, to, Is::Length(amount)))
}

/// "max", "no more than", "at most", "up to": the token after it. It goes with its length, which is the
/// longest that is meant.
fn at_most(t: &Tokens, i: usize) -> Option<usize> {
    if t.is(i, Key::AtMost) {
        // Max and Máximo are people too: "book max 20 minutes", "con máximo 20 minutos".
        let named = i > 0
            && ["with", "con", "a"]
                .iter()
                .any(|word| t.is_text(i - 1, word))
            || t.lang == Lang::En && i == 1 && t.unknown(0);
        return (!named).then(|| t.skip(i + 1, &[Key::Of]));
    }
    let never = t.is(i, Key::No) || t.is_text(i, "not");
    let than = never && t.is(i + 1, Key::More) && t.is(i + 2, Key::Than);
    let pair =
        t.is(i, Key::At) && t.is(i + 1, Key::Most) || t.is(i, Key::Up) && t.is(i + 1, Key::To);
    match (than, pair) {
        (true, _) => Some(i + 3),
        (_, true) => Some(i + 2),
        _ => None,
    }
}

/// An amount of time from token `i` on.
pub(super) fn amount(t: &Tokens, i: usize) -> Option<(Amount, usize)> {
    if torn(t, i) {
        return None;
    }
    if t.is(i, Key::HalfDay) {
        return Some((Amount::of(500, Unit::Day)?, i + 1));
    }
    // "I'll be offline for the hour"
    if t.any_before(i, &[Key::For]) && t.is(i, Key::The) && t.unit(i + 1) == Some(Unit::Hour) {
        return Some((Amount::of(1000, Unit::Hour)?, i + 2));
    }
    // "500 a month", "8 hours a day"
    let rate =
        i > 0 && (t.digits(i - 1).is_some() || t.is_closed(i - 1) || t.unit(i - 1).is_some());
    if rate && t.is(i, Key::A) {
        return None;
    }
    let (mut sum, mut unit, mut next) = one(t, i)?;
    // A unit follows a longer one, so there are no more than there are units.
    for _ in 0..7 {
        // "1h30"
        if unit == Unit::Hour
            && t.glued(next - 1)
            && let Some((n @ 0..=59, 2)) = t.digits(next)
            && t.unit(next + 1).is_none()
            && t.short_unit(next + 1).is_none()
        {
            let minutes = Amount::of(i64::from(n) * 1000, Unit::Minute)?;
            return Some((sum.plus(minutes)?, next + 1));
        }
        let joint = t.skip(t.skip_mark(next, ","), &[Key::And]);
        if let Some((more, shorter, to)) = one(t, joint)
            && shorter < unit
            && !t.is(joint, Key::A)
        {
            (sum, unit, next) = (sum.plus(more)?, shorter, to);
        } else if t.is(next, Key::And)
            && let Some((part, to)) = number::fraction(t, next + 1)
        {
            return Some((sum.plus(Amount::of(part, unit)?)?, to));
        } else if t.lang == Lang::Es
            && unit == Unit::Hour
            && let Some((n @ 1..=59, 2)) = t.digits(next)
            && t.ends(next + 1)
        {
            // "1 hora 30"
            let minutes = Amount::of(i64::from(n) * 1000, Unit::Minute)?;
            return Some((sum.plus(minutes)?, next + 1));
        } else if t.lang == Lang::Es
            && t.is(next, Key::And)
            && unit == Unit::Hour
            && t.is(next + 1, Key::Quarter)
        {
            // "una hora y cuarto"
            return Some((sum.plus(Amount::of(250, unit)?)?, next + 2));
        } else if t.is(next, Key::And)
            && unit == Unit::Hour
            && let Some((n @ 1..=59, to)) = number::cardinal(t, next + 1)
            && t.ends(to)
        {
            // "1 hour and fifteen"
            return Some((
                sum.plus(Amount::of(i64::from(n) * 1000, Unit::Minute)?)?,
                to,
            ));
        } else {
            break;
        }
    }
    Some((sum, next))
}

/// "hora y media", "semana y media": one is not said, if a fraction follows.
fn unsaid_one(t: &Tokens, i: usize) -> Option<(number::Milli, usize)> {
    t.unit(i)
        .filter(|_| t.lang == Lang::Es && t.is(i + 1, Key::And))?;
    let part = t.any(i + 2, &[Key::Half, Key::Quarter]) && t.ends(i + 3);
    let minutes = number::cardinal(t, i + 2).is_some_and(|(_, next)| {
        t.unit(i) == Some(Unit::Hour) && t.unit(next) == Some(Unit::Minute)
    });
    (part || minutes).then_some((1000, i))
}

/// One number and its unit.
fn one(t: &Tokens, i: usize) -> Option<(Amount, Unit, usize)> {
    let (count, j) = number::quantity(t, i).or_else(|| unsaid_one(t, i))?;
    let j = t.skip(j, &[Key::Of]);
    let (unit, next) = match t.unit(j) {
        Some(unit) => (unit, j + 1),
        None => {
            let unit = t.short_unit(j).filter(|_| t.digits(j - 1).is_some())?;
            // "the 90s", "the '90s"
            if unit == Unit::Second
                && (t.any_before(i, &[Key::The])
                    || t.digits(j - 1).is_some_and(|(_, digits)| digits > 3)
                    || i > 0 && t.is_mark(i - 1, "'"))
            {
                return None;
            }
            let alone = t.glued(j) || !(t.unknown(j + 1) || t.is_mark(j + 1, "."));
            (unit, if alone { j + 1 } else { return None })
        }
    };
    // "all the way", "all weeks": only "all day" is a length; "a second round" is none.
    if t.is(i, Key::All) && unit != Unit::Day {
        return None;
    }
    let ordinal = unit == Unit::Second && t.ordinal(j).is_some() && t.any(i, &[Key::A]);
    if ordinal && !t.ends(next) {
        return None;
    }
    Some((Amount::of(count, unit)?, unit, next))
}
