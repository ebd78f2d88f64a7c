//! The text that templates are matched against, and the way back to what was typed.

use std::ops::Range;

/// Marks a common word, which no name contains.
pub(super) const COMMON: char = '\u{1}';
/// Opens a typed value: this byte, the letter of its kind, its number.
pub(crate) const VALUE: char = '\u{2}';

/// A sentence as words, each with one blank before it, values replaced by placeholders; every
/// byte knows where it came from.
///
/// Words that no name contains carry a mark, so that "text gloria see you at 4" has only one
/// place where the name can end.
#[derive(Debug, Clone, Default)]
pub struct Line {
    text: String,
    at: Vec<(u32, u32)>,
    /// Parts of the original that were lifted out of this line (they stand in no title).
    holes: Vec<Range<usize>>,
}

/// One word or mark of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A word; `common` when no name contains it.
    Word { text: &'a str, common: bool },
    /// A comma, a dash, the end of a sentence.
    Comma,
    /// A colon.
    Colon,
    /// A value found before matching, by the letter of its kind.
    Value(char),
}

impl Line {
    /// The words and marks in order, each with its range in the original.
    pub fn pieces(&self) -> impl Iterator<Item = (Piece<'_>, Range<usize>)> {
        let words = self.text.split(' ').scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((word, start))
        });
        let filled = words.filter(|(word, _)| !word.is_empty());
        filled.map(|(word, start)| {
            let piece = match word {
                "," => Piece::Comma,
                ":" => Piece::Colon,
                _ => match (word.strip_prefix(VALUE), word.strip_prefix(COMMON)) {
                    (Some(value), _) => Piece::Value(value.chars().next().unwrap_or_default()),
                    (None, Some(text)) => Piece::Word { text, common: true },
                    (None, None) => Piece::Word {
                        text: word,
                        common: false,
                    },
                },
            };
            (piece, self.original(start..start + word.len()))
        })
    }

    pub(super) fn push(&mut self, text: &str, start: u32, end: u32) {
        for c in text.chars() {
            self.text.push(c);
            self.at.push((start, end));
        }
    }

    pub(super) fn push_exact(&mut self, text: &str, at: &[(u32, u32)]) {
        self.text.push_str(text);
        self.at.extend_from_slice(at);
    }

    /// The text to match.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether no word is left.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The part of the line in this range.
    pub fn slice(&self, range: Range<usize>) -> Line {
        Line {
            text: self.text[range.clone()].to_owned(),
            at: self.at[range].to_vec(),
            holes: self.holes.clone(),
        }
    }

    /// The line without these parts, which become holes. The ranges are in order, apart.
    pub fn without(&self, parts: &[Range<usize>]) -> Line {
        let mut line = Line {
            text: String::with_capacity(self.text.len()),
            at: Vec::with_capacity(self.at.len()),
            holes: self.holes.clone(),
        };
        let mut from = 0;
        for part in parts {
            line.push_exact(&self.text[from..part.start], &self.at[from..part.start]);
            line.holes.push(self.original(part.clone()));
            from = part.end;
        }
        line.push_exact(&self.text[from..], &self.at[from..]);
        line
    }

    /// The line with one more word before it, which stands nowhere in the original.
    pub fn after(&self, word: &str) -> Line {
        let start = self.at.first().map_or(0, |at| at.0);
        let mut line = Line {
            holes: self.holes.clone(),
            ..Line::default()
        };
        for part in word.split_whitespace() {
            line.push(" ", start, start);
            line.push(part, start, start);
        }
        line.push_exact(&self.text, &self.at);
        line
    }

    /// The line with another word in the place of its first.
    pub fn with_first(&self, word: &str) -> Line {
        let rest = self
            .text
            .get(1..)
            .and_then(|text| text.find(' '))
            .map_or(self.text.len(), |at| at + 1);
        self.slice(rest..self.text.len()).after(word)
    }

    /// Where a range of the line stands in the original, blanks at its ends left out.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.text[range.clone()];
        let lead = text.len() - text.trim_start().len();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return 0..0;
        }
        let first = range.start + lead;
        let last = first + trimmed.len() - 1;
        let start = self.at[first].0 as usize;
        let end = self.at[first..=last]
            .iter()
            .map(|at| at.1)
            .max()
            .unwrap_or(0) as usize;
        start..end.max(start)
    }

    /// What was typed in an original range, without what was lifted out of it.
    pub fn typed(&self, original: &str, range: Range<usize>) -> String {
        let mut holes: Vec<_> = self
            .holes
            .iter()
            .filter(|hole| range.start < hole.end && hole.start < range.end)
            .collect();
        holes.sort_by_key(|hole| hole.start);
        let mut typed = String::new();
        let mut from = range.start;
        for hole in holes {
            if hole.start > from {
                typed.push_str(original[from..hole.start].trim_end());
            }
            from = from.max(hole.end);
        }
        if from < range.end {
            let rest = &original[from..range.end];
            if !typed.is_empty()
                && !rest.starts_with(char::is_whitespace)
                && !rest.starts_with([',', '.', ';'])
            {
                typed.push(' ');
            }
            typed.push_str(rest);
        }
        typed.trim().to_owned()
    }
}
