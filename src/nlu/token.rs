//! Words and marks of a text, shorthand written out, possessives apart.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::fold::{Folded, fold};
use super::prepare::Lexicon;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Word,
    /// Comma, dash, bracket, quotation mark, end of a sentence.
    Soft,
    Colon,
}

pub(super) struct Token {
    pub sort: Sort,
    pub plain: Range<usize>,
    pub original: (u32, u32),
    pub capital: bool,
}

#[derive(Default)]
pub(super) struct Plain {
    pub text: String,
    pub tokens: Vec<Token>,
    pub question: bool,
    /// How often a word was looked at, for the test that reading takes linear time.
    #[cfg(test)]
    pub looked: std::cell::Cell<usize>,
}

impl Plain {
    /// The word or mark of a token.
    pub fn said(&self, token: &Token) -> &str {
        #[cfg(test)]
        self.looked.set(self.looked.get() + 1);
        &self.text[token.plain.clone()]
    }
}

/// Cuts a text into words and marks; takes time linear in its length.
pub(super) fn tokens(
    original: &str,
    lexicon: &Lexicon,
    corrections: &[(Range<usize>, String)],
) -> Plain {
    let folded = fold(original);
    let text = folded.text.as_str();
    let mut cutter = Cutter {
        plain: Plain {
            text: String::with_capacity(text.len() + 16),
            ..Plain::default()
        },
        original,
        folded: &folded,
        lexicon,
        corrections,
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b' ' {
            at += 1;
            continue;
        }
        let end = text[at..].find(' ').map_or(text.len(), |n| at + n);
        let mut from = at;
        at = end;
        let mut to = end;
        cutter.plain.text.push(' ');
        let mut open_quote = false;
        while from < to
            && b"\"'([{<*~.,;:!?-".contains(&bytes[from])
            && !(bytes[from] == b'\'' && lexicon.owns(&text[from..to]))
        {
            open_quote |= bytes[from] == b'\'';
            cutter.mark(from);
            from += 1;
        }
        while to > from && b"\"')]}>*~.,;:!?".contains(&bytes[to - 1]) {
            to -= 1;
        }
        if from < to {
            cutter.words(from, to);
            // "the smiths' deal"
            if let Some(possessive) = &lexicon.idiom.possessive
                && bytes.get(to) == Some(&b'\'')
                && bytes[to - 1] == b's'
                && !open_quote
            {
                push_word(
                    &mut cutter.plain,
                    possessive,
                    folded.original_of(to, to + 1),
                    false,
                );
                cutter.plain.text.push(' ');
            }
        }
        for i in to..end {
            if bytes[i] == b'.'
                && from < to
                && lexicon.is_short_form(&text[from..to])
                && at < bytes.len()
            {
                cutter.plain.text.push('.');
                continue;
            }
            cutter.mark(i);
        }
    }
    let trailing = text
        .trim_end()
        .trim_end_matches(['"', '\'', ')', '!', '.', ' ']);
    cutter.plain.question = trailing.ends_with('?');
    cutter.plain
}

impl Lexicon {
    /// Words that end in a dot without ending a sentence: "Mr.", "J."
    fn is_short_form(&self, word: &str) -> bool {
        word.len() == 1 || self.idiom.dotted.contains(word)
    }

    /// What a word is written out as: a form first ("cancelé"), then shorthand.
    fn written_out(&self, typed: &str, said: &str) -> Option<&[String]> {
        let told = if typed.is_ascii() {
            self.idiom.forms.get(said)
        } else {
            let typed: String = typed.nfc().flat_map(char::to_lowercase).collect();
            self.idiom.forms.get(&typed)
        };
        told.or_else(|| self.shorthand.get(said)).map(Vec::as_slice)
    }

    /// Whether a text begins with the ending of an owner.
    fn owns(&self, text: &str) -> bool {
        let possessive = self.idiom.possessive.as_deref();
        possessive.is_some_and(|possessive| text.starts_with(possessive))
    }
}

/// A text on its way to words and marks.
struct Cutter<'a> {
    plain: Plain,
    original: &'a str,
    folded: &'a Folded,
    lexicon: &'a Lexicon,
    corrections: &'a [(Range<usize>, String)],
}

impl Cutter<'_> {
    fn mark(&mut self, at: usize) {
        let span = self.folded.original_of(at, at + 1);
        push_mark(&mut self.plain, self.folded.text.as_bytes()[at], span);
    }

    /// Whether the next word stands amid a sentence, where a capital makes a name of it: "Tomás
    /// Vela" holds no verb. Behind the first word, as in "Hola Mándale", it makes none.
    fn is_amid(&self) -> bool {
        let [_, .., last] = self.plain.tokens.as_slice() else {
            return false;
        };
        last.sort == Sort::Word
    }

    /// One chunk between blanks without the marks at its ends; it may hold more words than one.
    fn words(&mut self, from: usize, to: usize) {
        let bytes = self.folded.text.as_bytes();
        let mut from = from;
        // "deal:kitchen", "vip,hot"
        let cut = |from: usize| {
            (from + 1..to.saturating_sub(1)).find(|&i| match bytes[i] {
                b':' => {
                    !(bytes[i - 1].is_ascii_digit() && bytes[i + 1].is_ascii_digit())
                        && bytes[i + 1] != b'/'
                }
                b',' | b';' => !(bytes[i - 1].is_ascii_digit() && bytes[i + 1].is_ascii_digit()),
                _ => false,
            })
        };
        while let Some(i) = cut(from) {
            self.word(from, i);
            self.mark(i);
            self.plain.text.push(' ');
            from = i + 1;
        }
        self.word(from, to);
    }

    /// A chunk with no mark inside that ends a word.
    fn word(&mut self, from: usize, to: usize) {
        let (folded, lexicon) = (self.folded, self.lexicon);
        let text = folded.text.as_str();
        let mut from = from;
        // "w/jane"
        while to - from > 2
            && text.as_bytes()[from + 1] == b'/'
            && let Some(words) = lexicon.shorthand.get(&text[from..from + 2])
        {
            push_all(
                &mut self.plain,
                words,
                folded.original_of(from, from + 2),
                false,
            );
            self.plain.text.push(' ');
            from += 2;
        }
        let span = folded.original_of(from, to);
        let typed = &self.original[span.0 as usize..span.1 as usize];
        if !typed.chars().any(char::is_alphanumeric) && typed != "&" && typed != "+" {
            self.plain.text.push_str(&text[from..to]);
            let range = self.plain.text.len() - (to - from)..self.plain.text.len();
            self.plain.tokens.push(Token {
                sort: Sort::Soft,
                plain: range,
                original: span,
                capital: false,
            });
            return;
        }
        let capital = typed.starts_with(char::is_uppercase);
        let said = &text[from..to];
        let right = self
            .corrections
            .iter()
            .find(|(range, _)| range.start == span.0 as usize)
            .map(|(_, right)| right.as_str());
        if let Some(possessive) = &lexicon.idiom.possessive
            && let Some(owner) = right.and_then(|right| right.strip_suffix(possessive.as_str()))
        {
            push_word(
                &mut self.plain,
                owner,
                folded.original_of(from, to - 1),
                capital,
            );
            self.plain.text.push(' ');
            push_word(
                &mut self.plain,
                possessive,
                folded.original_of(to - 1, to),
                false,
            );
        } else if let Some(right) = right {
            push_word(&mut self.plain, right, span, capital);
        } else if let Some(words) = lexicon.written_out(typed, said) {
            push_all(&mut self.plain, words, span, capital);
        } else if let Some(possessive) = &lexicon.idiom.possessive
            && let Some(owner) = said.strip_suffix(possessive.as_str())
            && !owner.is_empty()
        {
            let cut = to - possessive.len();
            push_word(
                &mut self.plain,
                owner,
                folded.original_of(from, cut),
                capital,
            );
            self.plain.text.push(' ');
            push_word(
                &mut self.plain,
                possessive,
                folded.original_of(cut, to),
                false,
            );
        } else if let Some(cuts) = lexicon
            .idiom
            .split(said)
            .filter(|_| !(capital && self.is_amid()))
        {
            // "mandale": the verb and its pronoun are two words.
            let mut start = from + cuts[0];
            push_word(
                &mut self.plain,
                &text[from..start],
                folded.original_of(from, start),
                capital,
            );
            for end in cuts[1..].iter().map(|cut| from + cut).chain([to]) {
                self.plain.text.push(' ');
                let glued = format!("'{}", &text[start..end]);
                push_word(
                    &mut self.plain,
                    &glued,
                    folded.original_of(start, end),
                    false,
                );
                start = end;
            }
        } else {
            push_word(&mut self.plain, said, span, capital);
        }
    }
}

fn push_all(plain: &mut Plain, words: &[String], original: (u32, u32), capital: bool) {
    for (n, part) in words.iter().enumerate() {
        if n > 0 {
            plain.text.push(' ');
        }
        push_word(plain, part, original, capital);
    }
}

fn push_word(plain: &mut Plain, text: &str, original: (u32, u32), capital: bool) {
    let start = plain.text.len();
    plain.text.push_str(text);
    let range = start..plain.text.len();
    plain.tokens.push(Token {
        sort: Sort::Word,
        plain: range,
        original,
        capital,
    });
}

fn push_mark(plain: &mut Plain, byte: u8, original: (u32, u32)) {
    let start = plain.text.len();
    plain.text.push(byte as char);
    let sort = if byte == b':' {
        Sort::Colon
    } else {
        Sort::Soft
    };
    plain.tokens.push(Token {
        sort,
        plain: start..start + 1,
        original,
        capital: false,
    });
}
