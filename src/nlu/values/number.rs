//! Numbers and amounts, in digits and in words.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::date::Lang;
use super::language::Language;
use super::vague::is_negative;
use super::{Placed, Seen};

static ENGLISH_MONEY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x) (?P<sign>[$]\s?|usd\s)? (?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)
           (?:\s?(?P<factor>k|mil|million|thousand|grand|hundred|m)\b)? (?:\s?(?P<unit>dollars?|bucks|usd|euros?)\b)?",
    )
});
static SPANISH_MONEY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x) (?P<sign>[$]\s?|usd\s)? (?P<number>[0-9](?:[0-9.,]*[0-9])?)
           (?:\s?(?P<factor>k|mil|millon(?:es)?|m)\b)? (?:\s?(?:de\s)?(?P<unit>dolar(?:es)?|pesos?|soles|usd|mxn|eur|euros?|pavos)\b)?",
    )
});

#[expect(clippy::expect_used, reason = "a fixed pattern, compiled in a test")]
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("fixed pattern")
}

/// A number in digits with the marks of its language: 1,500.50 in English, where a lone comma is a decimal
/// mark if no group of three follows it (1,5). In Spanish some countries write 1.500,50 and others
/// 1,500.50: the last mark is the decimal one, unless just three digits follow it.
fn number(said: &str, lang: Lang) -> Option<f64> {
    let decimal = match lang {
        Lang::En => said.rfind('.').or_else(|| {
            let (whole, rest) = said.split_once(',')?;
            (rest.len() != 3 && !rest.contains(',') && !rest.is_empty()).then_some(whole.len())
        }),
        Lang::Es => said.rfind([',', '.']).filter(|at| {
            let mark = said.as_bytes()[*at];
            let repeated = said.bytes().filter(|b| *b == mark).count() > 1;
            said.len() - at - 1 != 3 && !repeated
        }),
    };
    let (whole, fraction) = decimal.map_or((said, ""), |at| (&said[..at], &said[at + 1..]));
    let whole = whole.replace([',', '.'], "");
    format!("{whole}.{fraction}0").parse().ok()
}

/// Amounts that say they are amounts.
pub(super) fn money(
    plain: &str,
    words: &[Range<usize>],
    lang: Lang,
    has_digit: bool,
) -> Vec<Placed> {
    let language = Language::of(lang);
    let mut found = Vec::new();
    if has_digit {
        let pattern = match lang {
            Lang::En => &ENGLISH_MONEY,
            Lang::Es => &SPANISH_MONEY,
        };
        for hit in pattern.captures_iter(plain) {
            let Some(all) = hit.get(0) else { continue };
            let factor = hit.name("factor").map(|f| f.as_str());
            let says_so = hit.name("sign").is_some()
                || hit.name("unit").is_some()
                || factor.is_some_and(|factor| language.scale(factor).is_some());
            let apart = !plain[all.end()..]
                .starts_with(|c: char| c.is_ascii_alphanumeric() || "-/:@_%".contains(c))
                && (is_negative(&plain[..all.start()])
                    || !plain[..all.start()]
                        .ends_with(|c: char| c.is_ascii_alphanumeric() || "-/:.@_#".contains(c)));
            let number = number(&hit["number"], lang);
            if let (true, true, Some(number)) = (says_so, apart, number) {
                let by = |factor| language.factors.iter().find(|(said, _)| *said == factor);
                let amount = number * factor.and_then(by).map_or(1.0, |(_, by)| *by);
                found.push((all.range(), Seen::Money(amount)));
            }
        }
    }
    for (range, value, said) in in_words(plain, words, language) {
        if said == Said::Money {
            found.push((range, Seen::Money(value)));
        }
    }
    found
}

/// Numbers that say nothing more.
pub(super) fn bare(plain: &str, words: &[Range<usize>], lang: Lang) -> Vec<Placed> {
    let language = Language::of(lang);
    let mut found = Vec::new();
    for range in words {
        let said = &plain[range.clone()];
        if said.starts_with(|c: char| c.is_ascii_digit())
            && said
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
            && let Some(number) = bare_number(said, lang)
        {
            found.push((range.clone(), Seen::Number(number)));
        }
    }
    for (range, value, said) in in_words(plain, words, language) {
        if said == Said::Number {
            found.push((range, Seen::Number(value)));
        }
    }
    found
}

/// A number alone; a version or an address with more than one decimal mark is none.
fn bare_number(said: &str, lang: Lang) -> Option<f64> {
    match lang {
        Lang::En if said.matches('.').count() > 1 => None,
        Lang::En => number(said, lang),
        Lang::Es => {
            let groups: Vec<&str> = said.split([',', '.']).skip(1).collect();
            let (last, inner) = groups.split_last().unwrap_or((&"", &[]));
            let repeated = said.matches('.').count() > 1 || said.matches(',').count() > 1;
            let grouped = inner.iter().all(|group| group.len() == 3);
            if grouped && (!repeated || last.len() == 3) {
                number(said, lang)
            } else {
                None
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Money,
    Number,
}

/// "three thousand two hundred", "twenty five k", "eight hundred dollars".
fn in_words(
    plain: &str,
    words: &[Range<usize>],
    language: &Language,
) -> Vec<(Range<usize>, f64, Said)> {
    let word = |i: usize| words.get(i).map_or("", |range| &plain[range.clone()]);
    let mut found = Vec::new();
    let mut first = 0;
    while first < words.len() {
        if language.unit(word(first)).is_none() && !language.leading.contains(&word(first)) {
            first += 1;
            continue;
        }
        let (mut total, mut part) = (0.0, 0.0);
        let mut end = first;
        let mut large = false;
        loop {
            let said = word(end);
            if let Some(value) = language.unit(said) {
                part += value;
            } else if language.hundred == Some(said) {
                part *= 100.0;
                large = true;
            } else if let Some(by) = language.scale(said) {
                // "mil quinientos" is one thousand
                let counted = if end == first { 1.0 } else { part };
                total += counted * by;
                part = 0.0;
                large = true;
            } else if !(said == language.and && joins(language, large, part, word(end + 1))) {
                break;
            }
            end += 1;
        }
        let value = total + part;
        let unit = language.currencies.contains(&word(end));
        let says_so = unit || (first..end).any(|i| language.amounts.contains(&word(i)));
        let last = if unit { end } else { end - 1 };
        let range = words[first].start..words[last].end;
        if says_so {
            found.push((range, value, Said::Money));
        } else if !language.alone.contains(&word(first)) || end > first + 1 {
            found.push((range, value, Said::Number));
        }
        first = last + 1;
    }
    found
}

/// Whether "and" joins what was said to the word behind it: "two hundred and five", "treinta y dos".
fn joins(language: &Language, large: bool, part: f64, next: &str) -> bool {
    let Some(value) = language.unit(next) else {
        return false;
    };
    if language.and_joins_tens {
        part % 100.0 >= 20.0 && part % 10.0 == 0.0 && value < 10.0
    } else {
        large && value < 100.0 && part % 100.0 == 0.0
    }
}

/// Whether a word is an hour of the English clock.
pub(super) fn is_hour(word: &str) -> bool {
    word == "noon"
        || Language::of(Lang::En)
            .unit(word)
            .is_some_and(|hour| hour <= 12.0)
}
