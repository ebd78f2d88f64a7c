//! Numbers as people say them: "25", "twenty five", "23rd", "nineteen ninety three", "two and a half".
//!
//! Every reader takes the token to start at and answers with the value and the token after it.

use super::Lang;
use super::token::Tokens;
use super::words::Key;

/// Thousandths, so that "one and a half" stays exact.
pub(super) type Milli = i64;

const MOST: u32 = 9_999_999;

/// A number below one hundred in words.
fn small(t: &Tokens, i: usize) -> Option<(u32, usize)> {
    let n = t.number(i)?;
    if t.lang == Lang::Es {
        // "treinta y uno"; from sixteen to twenty-nine they are one word
        let ones = t.number(i + 2).filter(|ones| (1..=9).contains(ones));
        return Some(match ones {
            Some(ones) if n % 10 == 0 && (20..=90).contains(&n) && t.is(i + 1, Key::And) => {
                (n + ones, i + 3)
            }
            _ => (n, i + 1),
        });
    }
    if n >= 20 {
        let j = if t.glued(i + 1) {
            t.skip_mark(i + 1, "-")
        } else {
            i + 1
        };
        if let Some(ones @ 1..=9) = t.number(j) {
            return Some((n + ones, j + 1));
        }
    }
    Some((n, i + 1))
}

/// A number in words.
pub(super) fn in_words(t: &Tokens, i: usize) -> Option<(u32, usize)> {
    if t.lang == Lang::Es {
        return in_spanish(t, i);
    }
    let (mut sum, mut j) = small(t, i)?;
    // Four rounds reach "two thousand three hundred and twenty five"; nobody says longer dates.
    for _ in 0..4 {
        if let Some(scale) = t.scale(j) {
            sum = sum.checked_mul(scale)?;
            j += 1;
        } else if j > i + 1 && t.scale(j - 1).is_some() {
            let Some((rest, next)) = small(t, t.skip(j, &[Key::And])) else {
                break;
            };
            if t.scale(next) == Some(100) {
                sum = sum.checked_add(rest.checked_mul(100)?)?;
                j = next + 1;
            } else {
                sum = sum.checked_add(rest)?;
                j = next;
                break;
            }
        } else {
            break;
        }
    }
    (sum <= MOST).then_some((sum, j))
}

/// "dos mil dieciocho", "mil novecientos noventa y dos", "ciento veinte"
fn in_spanish(t: &Tokens, i: usize) -> Option<(u32, usize)> {
    let below_thousand = |i: usize| {
        let (n, next) = small(t, i)?;
        let rest = small(t, next).filter(|(rest, _)| n >= 100 && (1..=99).contains(rest));
        Some(rest.map_or((n, next), |(rest, next)| (n + rest, next)))
    };
    let (n, next) = match t.scale(i) {
        Some(_) => (1, i),
        None => below_thousand(i)?,
    };
    let Some(scale) = t.scale(next) else {
        return Some((n, next));
    };
    let whole = n.checked_mul(scale)?;
    let (sum, next) = match below_thousand(next + 1) {
        Some((rest, next)) => (whole.checked_add(rest)?, next),
        None => (whole, next + 1),
    };
    (sum <= MOST).then_some((sum, next))
}

/// A whole number, in digits or words.
pub(super) fn cardinal(t: &Tokens, i: usize) -> Option<(u32, usize)> {
    match t.digits(i) {
        Some((n, _)) => (n <= MOST).then_some((n, i + 1)),
        None => in_words(t, i),
    }
}

/// "23rd", "third", "twenty-first".
pub(super) fn ordinal(t: &Tokens, i: usize) -> Option<(u32, usize)> {
    if let Some((n, _)) = t.digits(i) {
        // "4.º"
        let end = if t.lang == Lang::Es {
            t.skip_mark(i + 1, ".")
        } else {
            i + 1
        };
        return (t.glued(i + 1) && t.glued(end) && t.ordinal_end(end)).then_some((n, end + 1));
    }
    if let Some(n) = t.ordinal(i) {
        return Some((n, i + 1));
    }
    if t.lang == Lang::Es {
        return None;
    }
    let tens @ 20..=90 = t.number(i)? else {
        return None;
    };
    match t.ordinal(t.skip_mark(i + 1, "-"))? {
        ones @ 1..=9 => Some((tens + ones, t.skip_mark(i + 1, "-") + 1)),
        _ => None,
    }
}

/// The number of a day within a month, and whether it was said as an ordinal.
pub(super) fn day(t: &Tokens, i: usize) -> Option<(u32, bool, usize)> {
    if let Some((n, next)) = ordinal(t, i) {
        return (1..=31).contains(&n).then_some((n, true, next));
    }
    match t.digits(i) {
        Some((n @ 1..=31, 1..=2)) => Some((n, false, i + 1)),
        Some(_) => None,
        None => {
            let (n, next) = small(t, i)?;
            (1..=31).contains(&n).then_some((n, false, next))
        }
    }
}

/// A year of four digits, or in words: "two thousand and five", "nineteen hundred ninety three".
pub(super) fn year(t: &Tokens, i: usize) -> Option<(i32, usize)> {
    if let Some((n, digits)) = t.digits(i) {
        return (digits == 4 && (1000..=2999).contains(&n)).then_some((n as i32, i + 1));
    }
    let (whole, next) = in_words(t, i)?;
    if (1000..=2999).contains(&whole) {
        return Some((whole as i32, next));
    }
    if t.lang == Lang::Es {
        return None;
    }
    let (century @ 15..=22, j) = small(t, i)? else {
        return None;
    };
    let (rest @ 10..=99, next) = small(t, j)? else {
        return None;
    };
    Some(((century * 100 + rest) as i32, next))
}

/// A year that may be cut to two digits: "96" is 1996, "15" is 2015; up to twenty years ahead of `now`.
pub(super) fn short_year(two: u32, now: i32) -> i32 {
    let this = now - now % 100 + two as i32;
    if this > now + 20 {
        this - 100
    } else if this < now - 79 {
        this + 100
    } else {
        this
    }
}

/// How many of a unit: "3", "1.5", "3/4", "half an", "a couple of", "two and a quarter of".
pub(super) fn quantity(t: &Tokens, i: usize) -> Option<(Milli, usize)> {
    let (n, j) = plain_quantity(t, i)?;
    let (n, j) = fraction_after(t, j).map_or((n, j), |(part, next)| (n + part, next));
    let j = t.skip(j, &[Key::More]);
    Some((
        n,
        if t.glued(j) && t.glued(j + 1) {
            t.skip_mark(j, "-")
        } else {
            j
        },
    ))
}

fn plain_quantity(t: &Tokens, i: usize) -> Option<(Milli, usize)> {
    if let Some((n, _)) = t.digits(i) {
        let n = i64::from((n <= MOST).then_some(n)?) * 1000;
        if t.glued(i + 1)
            && t.glued(i + 2)
            && let Some(mark) = t.mark(i + 1)
            && let Some((below, digits)) = t.digits(i + 2)
        {
            return match mark {
                '/' if (2..=12).contains(&below) => Some((n / i64::from(below), i + 3)),
                ',' if t.lang == Lang::Es && digits <= 3 => {
                    Some((n + i64::from(below) * 10_i64.pow(3 - digits as u32), i + 3))
                }
                '.' if digits <= 3 => {
                    Some((n + i64::from(below) * 10_i64.pow(3 - digits as u32), i + 3))
                }
                _ => None,
            };
        }
        return Some((n, i + 1));
    }
    if let Some((part, next)) = fraction(t, i) {
        let j = t.skip(next, &[Key::Of]);
        return Some((part, t.skip(j, &[Key::A, Key::The])));
    }
    if t.any(i, &[Key::Whole, Key::All]) {
        return Some((
            1000,
            if t.glued(i + 1) {
                t.skip_mark(i + 1, "-")
            } else {
                i + 1
            },
        ));
    }
    let bare = t.skip(t.skip(i, &[Key::The]), &[Key::A]);
    if t.is(bare, Key::Couple) {
        return Some((2000, t.skip(bare + 1, &[Key::Of])));
    }
    if bare == i + 1 && t.is(bare, Key::Few) {
        return Some((3000, t.skip(bare + 1, &[Key::Of])));
    }
    if t.is(i, Key::Few) {
        // "unas 3 horas"
        let counted = cardinal(t, i + 1).filter(|_| t.lang == Lang::Es);
        return Some(counted.map_or((3000, i + 1), |(n, next)| (i64::from(n) * 1000, next)));
    }
    if t.is(i, Key::Another) {
        // "el otro día" is in the past, at no certain time
        if t.any_before(i, &[Key::The]) && t.lang == Lang::Es {
            return None;
        }
        let counted =
            in_words(t, i + 1).or_else(|| t.digits(i + 1).map(|(n, _)| (n.min(MOST), i + 2)));
        return Some(counted.map_or((1000, i + 1), |(n, next)| (i64::from(n) * 1000, next)));
    }
    if t.is(i, Key::A) {
        return Some((1000, t.skip(i + 1, &[Key::Whole])));
    }
    let (n, j) = in_words(t, i)?;
    // "twenty and four"
    if n >= 20
        && n % 10 == 0
        && t.is(j, Key::And)
        && let Some(ones @ 1..=9) = t.number(j + 1)
    {
        return Some((i64::from(n + ones) * 1000, j + 2));
    }
    Some((i64::from(n) * 1000, j))
}

/// "half", "a quarter", "three quarters".
pub(super) fn fraction(t: &Tokens, i: usize) -> Option<(Milli, usize)> {
    let j = t.skip(i, &[Key::A, Key::One]);
    if t.is(j, Key::Half) {
        return Some((500, j + 1));
    }
    // A bare "quarter" is three months.
    if t.is(j, Key::Quarter)
        && (t.is(j + 1, Key::Of) || t.is(j + 1, Key::A) || t.unit(j + 1).is_some())
    {
        return Some((250, j + 1));
    }
    let three = t.number(i) == Some(3) && t.is(i + 1, Key::Quarter);
    (three && t.is(i + 2, Key::Of)).then_some((750, i + 2))
}

/// The rest of "two and a half hours", if a unit follows it.
fn fraction_after(t: &Tokens, i: usize) -> Option<(Milli, usize)> {
    if !t.is(i, Key::And) {
        return None;
    }
    let (part, next) = fraction(t, i + 1)?;
    let next = t.skip(t.skip(next, &[Key::Of]), &[Key::A]);
    t.unit(next).map(|_| (part, next))
}
