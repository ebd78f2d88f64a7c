//! Numbers and amounts, in digits and in words.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Placed, Seen};

static MONEY: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a fixed pattern, compiled in a test")]
    Regex::new(
        r"(?x) (?P<sign>[$]\s?|usd\s)? (?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)
           (?:\s?(?P<factor>k|mil|million|thousand|grand|hundred|m)\b)? (?:\s?(?P<unit>dollars?|bucks|usd|euros?)\b)?",
    )
    .expect("fixed pattern")
});

/// Amounts that say they are amounts.
pub(super) fn money(plain: &str, words: &[Range<usize>], has_digit: bool) -> Vec<Placed> {
    let mut found = Vec::new();
    if has_digit {
        for hit in MONEY.captures_iter(plain) {
            let Some(all) = hit.get(0) else { continue };
            let factor = hit.name("factor").map(|f| f.as_str());
            let says_so = hit.name("sign").is_some()
                || hit.name("unit").is_some()
                || matches!(factor, Some("k" | "grand" | "million" | "mil" | "thousand"));
            let apart = !plain[all.end()..]
                .starts_with(|c: char| c.is_ascii_alphanumeric() || "-/:@_%".contains(c))
                && !plain[..all.start()]
                    .ends_with(|c: char| c.is_ascii_alphanumeric() || "-/:.@_#".contains(c));
            let number = hit["number"].replace(',', "").parse::<f64>().ok();
            if let (true, true, Some(number)) = (says_so, apart, number) {
                let amount = number * factor.map_or(1.0, times);
                found.push((all.range(), Seen::Money(amount)));
            }
        }
    }
    for (range, value, said) in in_words(plain, words) {
        if said == Said::Money {
            found.push((range, Seen::Money(value)));
        }
    }
    found
}

/// Numbers that say nothing more.
pub(super) fn bare(plain: &str, words: &[Range<usize>]) -> Vec<Placed> {
    let mut found = Vec::new();
    for range in words {
        let said = &plain[range.clone()];
        if said.starts_with(|c: char| c.is_ascii_digit())
            && said
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
            && let Ok(number) = said.replace(',', "").parse::<f64>()
        {
            found.push((range.clone(), Seen::Number(number)));
        }
    }
    for (range, value, said) in in_words(plain, words) {
        if said == Said::Number {
            found.push((range, Seen::Number(value)));
        }
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Money,
    Number,
}

/// "three thousand two hundred", "twenty five k", "eight hundred dollars".
fn in_words(plain: &str, words: &[Range<usize>]) -> Vec<(Range<usize>, f64, Said)> {
    let word = |i: usize| words.get(i).map_or("", |range| &plain[range.clone()]);
    let mut found = Vec::new();
    let mut first = 0;
    while first < words.len() {
        if units(word(first)).is_none() {
            first += 1;
            continue;
        }
        let (mut total, mut part) = (0.0, 0.0);
        let mut end = first;
        let mut large = false;
        loop {
            let said = word(end);
            if let Some(value) = units(said) {
                part += value;
            } else if said == "hundred" {
                part *= 100.0;
                large = true;
            } else if matches!(said, "thousand" | "grand" | "k" | "million" | "mil") {
                total += part * times(said);
                part = 0.0;
                large = true;
            } else if !(said == "and"
                && large
                && units(word(end + 1)).is_some_and(|v| v < 100.0)
                && part % 100.0 == 0.0)
            {
                break;
            }
            end += 1;
        }
        let value = total + part;
        let unit = matches!(word(end), "dollars" | "dollar" | "bucks" | "usd");
        let says_so = unit || (first..end).any(|i| matches!(word(i), "grand" | "k"));
        let last = if unit { end } else { end - 1 };
        let range = words[first].start..words[last].end;
        if says_so {
            found.push((range, value, Said::Money));
        } else if word(first) != "one" || end > first + 1 {
            found.push((range, value, Said::Number));
        }
        first = last + 1;
    }
    found
}

fn times(word: &str) -> f64 {
    match word {
        "hundred" => 100.0,
        "k" | "thousand" | "grand" => 1_000.0,
        "m" | "mil" | "million" => 1_000_000.0,
        _ => 1.0,
    }
}

fn units(word: &str) -> Option<f64> {
    let value = match word {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => {
            let (tens, one) = word.split_once('-')?;
            let (tens, one) = (units(tens)?, units(one)?);
            return (tens >= 20.0 && one < 10.0).then_some(tens + one);
        }
    };
    Some(f64::from(value))
}

/// The digit a word stands for in a phone number.
pub(super) fn digit(word: &str) -> Option<char> {
    Some(match word {
        "oh" | "zero" | "o" => '0',
        "one" => '1',
        "two" => '2',
        "three" => '3',
        "four" => '4',
        "five" => '5',
        "six" => '6',
        "seven" => '7',
        "eight" => '8',
        "nine" => '9',
        _ => return None,
    })
}
