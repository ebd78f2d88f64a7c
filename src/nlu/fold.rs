//! Folding: case, accents, quotes, dashes and white space made alike, once, with a map back.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Stands for a character that has no ASCII form, so that one byte is one place in the text.
pub(super) const OTHER: u8 = 0x1a;

/// A text in lower-case ASCII without control characters; byte `i` came from `at[i]` of the
/// original (start and end, in bytes).
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub text: String,
    pub at: Vec<(u32, u32)>,
}

impl Folded {
    /// The place in the original of a range that is not empty.
    pub fn original_of(&self, from: usize, to: usize) -> (u32, u32) {
        (self.at[from].0, self.at[to - 1].1)
    }
}

/// Folds a text; takes time linear in its length.
pub(super) fn fold(original: &str) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(original.len()),
        at: Vec::with_capacity(original.len()),
    };
    for (start, c) in original.char_indices() {
        let span = (start as u32, (start + c.len_utf8()) as u32);
        let mut put = |byte: u8| {
            folded.text.push(byte as char);
            folded.at.push(span);
        };
        match c {
            'a'..='z' | '0'..='9' | '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' => put(c as u8),
            'A'..='Z' => put(c.to_ascii_lowercase() as u8),
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{b4}' => put(b'\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => put(b'"'),
            '\u{2013}' | '\u{2014}' | '\u{2212}' | '\u{2010}' | '\u{2011}' => put(b'-'),
            '¿' => put(b'?'),
            '¡' => put(b'!'),
            'ß' => {
                put(b's');
                put(b's');
            }
            'ø' | 'Ø' => put(b'o'),
            'ł' | 'Ł' => put(b'l'),
            'đ' | 'Đ' => put(b'd'),
            'æ' | 'Æ' => {
                put(b'a');
                put(b'e');
            }
            _ if c.is_whitespace() || c.is_control() => put(b' '),
            _ => {
                let mut any = false;
                for part in std::iter::once(c).nfkd().filter(|p| !is_combining_mark(*p)) {
                    any = true;
                    match part {
                        ' ' => put(b' '),
                        '!'..='~' => put(part.to_ascii_lowercase() as u8),
                        _ => put(OTHER),
                    }
                }
                // A lone combining mark belongs to the character before it.
                if !any && let Some(last) = folded.at.last_mut() {
                    last.1 = span.1;
                }
            }
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_case_and_quotes_are_alike_and_lead_back() {
        let folded = fold("Señora O\u{2019}Brien — Łódź");
        assert_eq!(folded.text, "senora o'brien - lodz");
        assert_eq!(folded.at.len(), folded.text.len());
        let n = folded.text.find('n').unwrap();
        assert_eq!(folded.at[n], (2, 4));
    }

    #[test]
    fn a_combining_mark_belongs_to_its_letter() {
        let folded = fold("Jose\u{301} x");
        assert_eq!(folded.text, "jose x");
        assert_eq!(folded.at[3], (3, 6));
    }
}
