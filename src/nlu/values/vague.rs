//! Amounts that nobody could act on: a range ("7 to 8k"), a bound ("less than 7k"), a choice ("7k or
//! 8k"), less than nothing ("-500").
//!
//! Taking one of the numbers would be a guess, and leaving it would make words of the rest, so all of it
//! is one value that fits no amount: whoever asked for one hears of it.

use std::ops::Range;

use super::language::Language;
use super::{Placed, Seen};

/// From this number on, one that says nothing more is an amount rather than a count or an hour.
const LARGE: f64 = 100.0;

/// Makes one vague value of each amount and the words or further amounts that make it one. The values are
/// in order and none overlaps another, before and after.
pub(super) fn amounts(plain: &str, found: Vec<Placed>, language: &Language) -> Vec<Placed> {
    let mut out: Vec<Placed> = Vec::with_capacity(found.len());
    let mut values = found.into_iter().peekable();
    while let Some((range, seen)) = values.next() {
        let Some(first) = Amount::of(&seen) else {
            out.push((range, seen));
            continue;
        };
        let free_from = out.last().map_or(0, |(range, _)| range.end);
        let lead = Lead::of(&plain[free_from..range.start], language);
        let mut amount = first;
        let mut end = range.end;
        while let Some((next, more)) = values.next_if(|(next, more)| {
            Amount::of(more).is_some_and(|more| {
                let both = amount.or(more).is_large();
                both && lead.joins(&plain[end..next.start], language)
            })
        }) {
            amount = amount.or(Amount::of(&more).unwrap_or(amount));
            end = next.end;
        }
        let joined = end > range.end;
        let bounded = lead.bound > 0 && (amount.is_large() || lead.is_price);
        if joined || bounded {
            let start = range.start - lead.bound;
            out.push((start..end, Seen::Vague(plain[start..end].to_owned())));
        } else {
            out.push((range, seen));
        }
    }
    out
}

/// What of a number counts here.
#[derive(Clone, Copy)]
struct Amount {
    value: f64,
    /// It says that it is money.
    sure: bool,
}

impl Amount {
    fn of(seen: &Seen) -> Option<Amount> {
        let (value, sure) = match seen {
            Seen::Money(value) => (*value, true),
            Seen::Number(value) => (*value, false),
            Seen::Email(_) | Seen::Phone(_) | Seen::Vague(_) | Seen::When(_) | Seen::Length(_) => {
                return None;
            }
        };
        Some(Amount { value, sure })
    }

    fn or(self, other: Amount) -> Amount {
        Amount {
            value: self.value.max(other.value),
            sure: self.sure || other.sure,
        }
    }

    fn is_large(self) -> bool {
        self.sure || self.value >= LARGE
    }
}

/// The words in front of an amount.
struct Lead {
    /// How many bytes in front belong to the amount as its bound or its sign.
    bound: usize,
    /// Words of a price stand there: "for", "worth".
    is_price: bool,
    /// A range may end with "and" behind them: "between".
    between: bool,
    /// Two amounts behind them are the old and the new one: "from 5k to 7k".
    from: bool,
}

impl Lead {
    fn of(before: &str, language: &Language) -> Lead {
        let bound = signed(before)
            .or_else(|| bounded(before, language))
            .unwrap_or(0);
        let rest = before[..before.len() - bound].trim_end();
        let said = &before[before.len() - bound..];
        let last = rest.rsplit(' ').next().unwrap_or_default();
        Lead {
            bound,
            is_price: language.prices.contains(&last),
            between: said.trim_end() == language.between,
            from: last == language.from,
        }
    }

    /// Whether the words between two amounts make one vague amount of them.
    fn joins(&self, between: &str, language: &Language) -> bool {
        let said: Vec<&str> = between
            .split([' ', ','])
            .filter(|w| !w.is_empty())
            .collect();
        match said.as_slice() {
            // "7k, no, 8k"
            ["no"] | ["-"] => true,
            [word] if *word == language.to => !self.from,
            [word] if *word == language.and => self.between,
            [word] => language.or.contains(word),
            _ => false,
        }
    }
}

/// The sign of a number below nothing, right in front of it: how long it is.
fn signed(before: &str) -> Option<usize> {
    is_negative(before).then_some(1)
}

/// Whether a number behind this text has a sign that makes it less than nothing.
pub(super) fn is_negative(before: &str) -> bool {
    before
        .strip_suffix('-')
        .is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}

/// A bound at the end of the text: how long it is, with the blank behind it.
fn bounded(before: &str, language: &Language) -> Option<usize> {
    let words = before.trim_end_matches(' ');
    let bound = language.bounds.iter().find(|bound| {
        words
            .strip_suffix(**bound)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
    })?;
    Some(before.len() - words.len() + bound.len())
}

/// Amounts joined by a hyphen: "7-8k", "$500-$600".
pub(super) fn hyphened(plain: &str, words: &[Range<usize>]) -> Vec<Placed> {
    let amount = |said: &str| {
        let digits = said.trim_start_matches('$');
        let number = digits.trim_end_matches(['k', 'm']);
        let is_number = number.starts_with(|c: char| c.is_ascii_digit())
            && number
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
        is_number.then_some(number.len() < said.len())
    };
    let is_range = |said: &str| {
        let (low, high) = said.split_once('-')?;
        Some(amount(low)? || amount(high)?)
    };
    words
        .iter()
        .filter(|range| is_range(&plain[(*range).clone()]).unwrap_or(false))
        .map(|range| {
            let said = plain[range.clone()].to_owned();
            (range.clone(), Seen::Vague(said))
        })
        .collect()
}
