//! E-mail addresses and phone numbers, typed or spoken.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::number::digit;
use super::{Placed, Seen};
use crate::value;

static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[a-z0-9][a-z0-9._%+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"));
static PHONE: LazyLock<Regex> = LazyLock::new(|| regex(r"\+?\(?[0-9][0-9 ().-]{5,20}[0-9]"));

#[expect(clippy::expect_used, reason = "a fixed pattern, compiled in a test")]
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("fixed pattern")
}

pub(super) fn emails(plain: &str, words: &[Range<usize>]) -> Vec<Placed> {
    let mut found = Vec::new();
    if plain.contains('@') {
        for hit in EMAIL.find_iter(plain) {
            found.push((hit.range(), Seen::Email(hit.as_str().to_owned())));
        }
    }
    if plain.contains(" dot ") || plain.contains(" at ") {
        found.extend(spoken_emails(plain, words));
    }
    found
}

/// "john dot smith at gmail dot com": around an "at" with a "dot" after it.
fn spoken_emails(plain: &str, words: &[Range<usize>]) -> Vec<Placed> {
    let word = |i: usize| words.get(i).map_or("", |range| &plain[range.clone()]);
    let joins = |i: usize| match word(i) {
        "dot" | "point" => Some("."),
        "underscore" => Some("_"),
        "dash" | "hyphen" => Some("-"),
        _ => None,
    };
    let mut found = Vec::new();
    for at in 1..words.len() {
        if word(at) != "at" {
            continue;
        }
        let mut domain = word(at + 1).to_owned();
        let mut end = at + 2;
        while joins(end).is_some() && !word(end + 1).is_empty() {
            domain.push_str(joins(end).unwrap_or_default());
            domain.push_str(word(end + 1));
            end += 2;
        }
        if !domain.contains('.') {
            continue;
        }
        let mut first = at - 1;
        let mut local = word(first).to_owned();
        while first >= 2
            && let Some(join) = joins(first - 1)
        {
            local = format!("{}{join}{local}", word(first - 2));
            first -= 2;
        }
        if let Some(address) = value::email(&format!("{local}@{domain}")) {
            found.push((words[first].start..words[end - 1].end, Seen::Email(address)));
        }
    }
    found
}

pub(super) fn phones(plain: &str) -> Vec<Placed> {
    PHONE
        .find_iter(plain)
        .filter_map(|hit| {
            let inside_word = plain[hit.end()..].starts_with(|c: char| c.is_ascii_alphanumeric())
                || plain[..hit.start()]
                    .ends_with(|c: char| c.is_ascii_alphanumeric() || "$_/.-".contains(c));
            if inside_word {
                return None;
            }
            // Two numbers side by side are not one: only as many groups as make a phone number.
            let said = hit.as_str();
            let digits = said.bytes().filter(u8::is_ascii_digit).count();
            let dated =
                said.len() == 10 && said.as_bytes()[4] == b'-' && said.as_bytes()[7] == b'-';
            let local = digits == 7
                && said.contains(['-', '.', ' '])
                && said.as_bytes().get(3).is_some_and(|b| !b.is_ascii_digit());
            let fits = !dated && (value::phone(said).is_some() && digits >= 10 || local);
            fits.then(|| (hit.range(), Seen::Phone(said.to_owned())))
        })
        .collect()
}

/// Seven or more digits said one by one: "seven two seven five five five oh one two three".
pub(super) fn spoken_phones(plain: &str, words: &[Range<usize>]) -> Vec<Placed> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < words.len() {
        let mut digits = String::new();
        let mut end = first;
        let mut spoken = false;
        while let Some(range) = words.get(end) {
            let said = &plain[range.clone()];
            if let Some(d) = digit(said) {
                digits.push(d);
                spoken = true;
            } else if said == "double"
                && words
                    .get(end + 1)
                    .and_then(|r| digit(&plain[r.clone()]))
                    .is_some()
            {
                let next = words
                    .get(end + 1)
                    .and_then(|r| digit(&plain[r.clone()]))
                    .unwrap_or('0');
                digits.push(next);
            } else if spoken
                && !said.is_empty()
                && said.len() <= 4
                && said.bytes().all(|b| b.is_ascii_digit())
            {
                digits.push_str(said);
            } else {
                break;
            }
            end += 1;
        }
        if spoken && (7..=15).contains(&digits.len()) {
            found.push((words[first].start..words[end - 1].end, Seen::Phone(digits)));
        }
        first = end.max(first + 1);
    }
    found
}
