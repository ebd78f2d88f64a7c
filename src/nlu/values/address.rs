//! E-mail addresses and phone numbers, typed or spoken.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::language::Language;
use super::{Placed, Seen};
use crate::value;

static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[a-z0-9][a-z0-9._%+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"));
static PHONE: LazyLock<Regex> = LazyLock::new(|| regex(r"\+?\(?[0-9][0-9 ().-]{5,20}[0-9]"));

#[expect(clippy::expect_used, reason = "a fixed pattern, compiled in a test")]
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("fixed pattern")
}

pub(super) fn emails(plain: &str, words: &[Range<usize>], language: &Language) -> Vec<Placed> {
    let mut found = Vec::new();
    if plain.contains('@') {
        for hit in EMAIL.find_iter(plain) {
            found.push((hit.range(), Seen::Email(hit.as_str().to_owned())));
        }
    }
    found.extend(spoken_emails(plain, words, language));
    found
}

/// Most parts of an address on either side of its "at".
const MOST_PARTS: usize = 8;

/// "john dot smith at gmail dot com": around an "at" with a "dot" after it.
fn spoken_emails(plain: &str, words: &[Range<usize>], language: &Language) -> Vec<Placed> {
    let word = |i: usize| words.get(i).map_or("", |range| &plain[range.clone()]);
    // the mark that is said from word `i` on, and how many words say it
    let joins = |i: usize| {
        let said = |words: &[&str]| (0..words.len()).all(|n| word(i + n) == words[n]);
        let hit = language.marks.iter().find(|(words, _)| said(words));
        hit.map(|(words, mark)| (*mark, words.len()))
    };
    // the same for the mark that ends before word `i`
    let joined = |i: usize| {
        let ends = |len: usize| {
            i.checked_sub(len)
                .and_then(joins)
                .filter(|(_, n)| *n == len)
        };
        ends(2).or_else(|| ends(1))
    };
    let mut found = Vec::new();
    for at in 1..words.len() {
        if word(at) != language.at {
            continue;
        }
        let mut domain = word(at + 1).to_owned();
        let mut end = at + 2;
        for _ in 1..MOST_PARTS {
            let Some((mark, len)) = joins(end).filter(|(_, len)| !word(end + len).is_empty())
            else {
                break;
            };
            domain.push_str(mark);
            domain.push_str(word(end + len));
            end += len + 1;
        }
        // "omar at 18.750" is no address: domains end in letters.
        let top = domain.rsplit_once('.').map_or("", |(_, top)| top);
        if top.is_empty() || !top.chars().all(char::is_alphabetic) {
            continue;
        }
        let mut first = at - 1;
        let mut local = word(first).to_owned();
        for _ in 1..MOST_PARTS {
            let Some((mark, len)) = joined(first).filter(|(_, len)| first > *len) else {
                break;
            };
            first -= len + 1;
            local = format!("{}{mark}{local}", word(first));
        }
        if let Some(address) = value::email(&format!("{local}@{domain}")) {
            found.push((words[first].start..words[end - 1].end, Seen::Email(address)));
        }
    }
    found
}

pub(super) fn phones(plain: &str, language: &Language) -> Vec<Placed> {
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
            let short = language.short_phone.is_some_and(|(length, first)| {
                digits == length && said.starts_with(|c| first.contains(c))
            });
            // "11 2345-6789" of Buenos Aires is no number of the United States.
            let groups = said.split([' ', '-']).map(str::len);
            let grouped = language.grouped_phone.iter().copied().eq(groups);
            // Within a country other than the tenant's perhaps: "0491 570 157".
            let national = said.starts_with('0') && digits >= 9 && !said.contains('.');
            let fits = !dated
                && (value::phone(said).is_some() && digits >= 10
                    || national
                    || local
                    || grouped && digits == 10
                    || short && !said.contains('.'));
            fits.then(|| (hit.range(), Seen::Phone(said.to_owned())))
        })
        .collect()
}

/// Seven or more digits said one by one: "seven two seven five five five oh one two three".
pub(super) fn spoken_phones(
    plain: &str,
    words: &[Range<usize>],
    language: &Language,
) -> Vec<Placed> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < words.len() {
        let mut digits = String::new();
        let mut end = first;
        let mut spoken = false;
        while let Some(range) = words.get(end) {
            let said = &plain[range.clone()];
            if let Some(d) = language.digit(said) {
                digits.push(d);
                spoken = true;
            } else if said == language.double
                && let Some(next) = words
                    .get(end + 1)
                    .and_then(|r| language.digit(&plain[r.clone()]))
            {
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
