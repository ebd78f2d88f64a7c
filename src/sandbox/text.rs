//! Comparing text and numbers the way people type them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents: `Peña` and `pena` are the same word to both vendors' search here.
pub(super) fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .collect::<String>()
        .to_lowercase()
}

/// Only the digits.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether the text could be a telephone number as a person writes it.
pub(super) fn looks_like_phone(text: &str) -> bool {
    digits(text).len() >= 3
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " +-().".contains(c))
}

/// E.164 of a number; ten digits, or eleven from 1, are taken for North American ones.
pub(super) fn e164(text: &str) -> Option<String> {
    if !looks_like_phone(text) {
        return None;
    }
    let number = digits(text);
    match number.len() {
        8..=15 if text.trim_start().starts_with('+') => Some(format!("+{number}")),
        10 => Some(format!("+1{number}")),
        11 if number.starts_with('1') => Some(format!("+{number}")),
        _ => None,
    }
}

/// Whether the text has the outline of an e-mail address.
pub(super) fn is_email(text: &str) -> bool {
    let mut sides = text.split('@');
    let (Some(name), Some(host), None) = (sides.next(), sides.next(), sides.next()) else {
        return false;
    };
    let host_ok = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    !name.is_empty()
        && host_ok
        && !text
            .chars()
            .any(|c| c.is_whitespace() || ",;<>()".contains(c))
}
