//! Values with a form of their own: addresses, phone numbers, money, numbers, times.

mod address;
mod number;

use std::ops::Range;

use super::date;

/// A value found in a sentence.
#[derive(Debug, Clone)]
pub struct Value {
    /// Where it stands in the original, in bytes.
    pub span: Range<usize>,
    /// What it is.
    pub seen: Seen,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Seen {
    /// An e-mail address, spoken forms put right.
    Email(String),
    /// A phone number as typed, number words as digits.
    Phone(String),
    /// An amount that says it is one: `$25k`, "eight hundred dollars".
    Money(f64),
    /// A number that may be an amount or a count.
    Number(f64),
    /// A moment, day or period.
    When(Box<date::When>),
    /// A length of time, in seconds.
    Length(i64),
}

impl Seen {
    /// The letter of its placeholder.
    pub(super) fn letter(&self) -> char {
        match self {
            Seen::Email(_) => 'E',
            Seen::Phone(_) => 'P',
            Seen::Money(_) => 'M',
            Seen::Number(_) => 'N',
            Seen::When(_) => 'W',
            Seen::Length(_) => 'L',
        }
    }
}

/// A value and its range in the plain text it was found in.
pub(super) type Placed = (Range<usize>, Seen);

/// Finds all values in a plain text (folded, shorthand written out); in order, none overlapping.
pub(super) fn find(
    plain: &str,
    words: &[Range<usize>],
    lang: date::Lang,
    now: &date::Now,
) -> Vec<Placed> {
    let mut found: Vec<Placed> = Vec::new();
    let mut take = |more: Vec<Placed>| {
        for (range, seen) in more {
            let free = found
                .iter()
                .all(|(taken, _)| range.end <= taken.start || taken.end <= range.start);
            if free {
                found.push((range, seen));
            }
        }
    };
    take(address::emails(plain, words));
    let has_digit = plain.bytes().any(|b| b.is_ascii_digit());
    if has_digit {
        take(address::phones(plain));
    }
    take(address::spoken_phones(plain, words));
    take(number::money(plain, words, has_digit));
    take(times(plain, lang, now));
    take(number::bare(plain, words));
    found.sort_by_key(|(range, _)| range.start);
    found
}

fn times(plain: &str, lang: date::Lang, now: &date::Now) -> Vec<Placed> {
    date::read(plain, lang, now)
        .into_iter()
        .filter_map(|found| match found {
            date::Found::When(when) => {
                let range = when.span.clone();
                let lone = lone_month(plain, &range);
                (!lone).then(|| (range, Seen::When(Box::new(when))))
            }
            date::Found::Length(length) => {
                Some((length.span.clone(), Seen::Length(length.seconds)))
            }
        })
        .collect()
}

/// "april" and "may" are people and verbs too, unless a word before them says that they are dates.
fn lone_month(plain: &str, range: &Range<usize>) -> bool {
    let said = &plain[range.clone()];
    let doubtful = matches!(
        said,
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "jan"
            | "feb"
            | "mar"
            | "apr"
            | "jun"
            | "jul"
            | "aug"
            | "sep"
            | "sept"
            | "oct"
            | "nov"
            | "dec"
            | "sat"
            | "sun"
            | "second"
            | "now"
    );
    if !doubtful {
        return false;
    }
    let before = plain[..range.start]
        .split_whitespace()
        .next_back()
        .unwrap_or_default();
    !matches!(
        before,
        "in" | "for"
            | "by"
            | "this"
            | "next"
            | "last"
            | "on"
            | "until"
            | "since"
            | "of"
            | "during"
            | "due"
            | "from"
            | "all"
    )
}
