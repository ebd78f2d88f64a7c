//! Values with a form of their own: addresses, phone numbers, money, numbers, times.

mod address;
mod language;
mod number;
mod vague;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::date;
use language::Language;

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
    /// An amount that is a range, a bound or a choice ("7 to 8k", "less than 7k"), as typed: none that
    /// can be acted on.
    Vague(String),
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
            Seen::Money(_) | Seen::Vague(_) => 'M',
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
    let mut found: BTreeMap<usize, (usize, Seen)> = BTreeMap::new();
    let mut take = |more: Vec<Placed>| {
        for (range, seen) in more {
            // None of those found overlaps another, so only the last that starts before the end can
            // overlap this one.
            let before = found.range(..range.end).next_back();
            if before.is_none_or(|(_, (end, _))| *end <= range.start) {
                found.insert(range.start, (range.end, seen));
            }
        }
    };
    let language = Language::of(lang);
    take(address::emails(plain, words, language));
    let has_digit = plain.bytes().any(|b| b.is_ascii_digit());
    if has_digit {
        take(address::phones(plain, language));
    }
    take(address::spoken_phones(plain, words, language));
    if has_digit {
        take(vague::hyphened(plain, words));
    }
    take(number::money(plain, words, lang, has_digit));
    take(times(plain, lang, now));
    take(number::bare(plain, words, lang));
    let found = found
        .into_iter()
        .map(|(start, (end, seen))| (start..end, seen))
        .collect();
    vague::amounts(plain, found, language)
}

fn times(plain: &str, lang: date::Lang, now: &date::Now) -> Vec<Placed> {
    let text = match lang {
        date::Lang::En => exact(plain),
        date::Lang::Es => Cow::Borrowed(plain),
    };
    date::read(&text, lang, now)
        .into_iter()
        .filter_map(|found| match found {
            date::Found::When(when) => {
                let range = without_particle(plain, when.span.clone());
                let lone = lone_month(plain, &range, Language::of(lang));
                (!lone).then(|| (range, Seen::When(Box::new(when))))
            }
            date::Found::Length(length) => {
                Some((length.span.clone(), Seen::Length(length.seconds)))
            }
        })
        .collect()
}

/// "friday around eleven" names a time as "friday at eleven" does; every byte keeps its place.
fn exact(plain: &str) -> Cow<'_, str> {
    let mut exact = Cow::Borrowed(plain);
    for word in [" around ", " about ", " roughly "] {
        let mut from = 0;
        while let Some(at) = plain[from..].find(word).map(|at| from + at) {
            from = at + word.len() - 1;
            let next = plain[from + 1..].split(' ').next().unwrap_or_default();
            let timed = next.starts_with(|c: char| c.is_ascii_digit()) || number::is_hour(next);
            if timed {
                let padded = format!(" at{}", " ".repeat(word.len() - 3));
                exact.to_mut().replace_range(at..at + word.len(), &padded);
            }
        }
    }
    exact
}

/// "squeeze denise in today": this "in" belongs to the verb.
fn without_particle(plain: &str, range: Range<usize>) -> Range<usize> {
    let Some(rest) = plain[range.clone()].strip_prefix("in ") else {
        return range;
    };
    let next = rest.split(' ').next().unwrap_or_default();
    let day = matches!(
        next,
        "today" | "tomorrow" | "tonight" | "this" | "next" | "last"
    ) || next.ends_with("day") && next != "day";
    if day {
        range.start + 3..range.end
    } else {
        range
    }
}

/// "april" and "may" are people and verbs too, unless a word before them says that they are dates.
fn lone_month(plain: &str, range: &Range<usize>, language: &Language) -> bool {
    let said = &plain[range.clone()];
    let doubtful = language.doubtful.contains(&said);
    if !doubtful {
        return false;
    }
    let before = plain[..range.start]
        .split_whitespace()
        .next_back()
        .unwrap_or_default();
    !language.dating.contains(&before)
}
