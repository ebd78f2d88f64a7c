//! From what was typed to a line that templates can be matched against.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::date;
use super::fold::fold;
use super::line::{COMMON, Line, VALUE};
use super::values::{self, Seen, Value};

/// The words of a language that shape a line before it is matched.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Written out before reading: `appt` is `appointment`, `don't` is `do not`.
    pub shorthand: HashMap<String, Vec<String>>,
    /// Said without meaning: um, uh.
    pub fillers: HashSet<String>,
    /// Words that no name contains.
    pub common: HashSet<String>,
    /// Small words inside names: de, van.
    pub particles: HashSet<String>,
    /// After "and", they make a company of it: sons, partners.
    pub firms: HashSet<String>,
}

/// A sentence ready to be matched.
#[derive(Debug)]
pub struct Prepared {
    /// The words, values replaced.
    pub line: Line,
    /// The values, in the order of their placeholders.
    pub values: Vec<Value>,
    /// Whether it ends in a question mark.
    pub question: bool,
    /// The plain words that could be slips of the finger, by their place in the original.
    pub unknown: Vec<(Range<usize>, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Word,
    /// Comma, dash, bracket, quotation mark, end of a sentence.
    Soft,
    Colon,
}

struct Token {
    sort: Sort,
    plain: Range<usize>,
    original: (u32, u32),
    capital: bool,
}

#[derive(Default)]
struct Plain {
    text: String,
    tokens: Vec<Token>,
    question: bool,
}

/// Longest text that is looked at for values and words, in bytes; the rest is content as typed.
const MOST_VALUES: usize = 60;

/// Reads words and values of a text. `corrections` replaces words by their place in the original.
pub fn prepare(
    original: &str,
    lexicon: &Lexicon,
    lang: date::Lang,
    now: &date::Now,
    corrections: &[(Range<usize>, String)],
) -> Prepared {
    let plain = tokens(original, lexicon, corrections);
    let words: Vec<Range<usize>> = plain
        .tokens
        .iter()
        .filter(|t| t.sort == Sort::Word)
        .map(|t| t.plain.clone())
        .collect();
    let mut found = values::find(&plain.text, &words, lang, now);
    found.truncate(MOST_VALUES);
    emit(original, &plain, found, lexicon)
}

fn emit(original: &str, plain: &Plain, found: Vec<values::Placed>, lexicon: &Lexicon) -> Prepared {
    let mut line = Line::default();
    let mut values: Vec<Value> = Vec::new();
    let mut unknown = Vec::new();
    let mut found = found.into_iter().peekable();
    let mut soft: Option<(Sort, (u32, u32))> = None;
    let mut after_name = false;
    let mut i = 0;
    let tokens = &plain.tokens;
    while i < tokens.len() {
        let token = &tokens[i];
        while found
            .next_if(|(range, _)| range.start < token.plain.start && range.end <= token.plain.start)
            .is_some()
        {}
        let starts = found
            .peek()
            .is_some_and(|(range, _)| range.start < token.plain.end);
        if starts && let Some((range, seen)) = found.next() {
            let last = tokens[i..]
                .iter()
                .take_while(|t| t.plain.start < range.end)
                .count()
                + i
                - 1;
            let whole = range.start <= token.plain.start
                && range.end
                    >= tokens[last].plain.end - usize::from(tokens[last].sort != Sort::Word);
            if whole && last >= i {
                flush(&mut line, &mut soft);
                let span = (token.original.0, tokens[last].original.1);
                let placeholder = format!(
                    " {VALUE}{}{}",
                    seen.letter(),
                    char::from(b'0' + values.len() as u8)
                );
                line.push(&placeholder, span.0, span.1);
                let typed = &original[span.0 as usize..span.1 as usize];
                values.push(Value {
                    span: span.0 as usize..span.1 as usize,
                    seen: as_typed(seen, typed),
                });
                after_name = false;
                i = last + 1;
                continue;
            }
        }
        i += 1;
        match token.sort {
            Sort::Soft | Sort::Colon => {
                let colon = token.sort == Sort::Colon;
                if soft.is_none() || colon {
                    soft = Some((token.sort, token.original));
                }
                after_name = false;
            }
            Sort::Word => {
                let text = &plain.text[token.plain.clone()];
                if lexicon.fillers.contains(text) {
                    continue;
                }
                flush(&mut line, &mut soft);
                let next = tokens
                    .get(i)
                    .filter(|t| t.sort == Sort::Word)
                    .map_or("", |t| &plain.text[t.plain.clone()]);
                let firm = text == "and" && lexicon.firms.contains(next);
                let particle = lexicon.particles.contains(text);
                let common = !firm
                    && !particle
                    && (lexicon.common.contains(text)
                        || (after_name && !token.capital && !text.starts_with('\'')));
                line.push(" ", token.original.0, token.original.0);
                if common {
                    line.push(
                        COMMON.encode_utf8(&mut [0; 4]),
                        token.original.0,
                        token.original.0,
                    );
                } else if !text.starts_with('\'') {
                    unknown.push((
                        token.original.0 as usize..token.original.1 as usize,
                        text.to_owned(),
                    ));
                }
                line.push(text, token.original.0, token.original.1);
                after_name = (token.capital && !common && i > 1) || (after_name && particle);
            }
        }
    }
    flush(&mut line, &mut soft);
    Prepared {
        line,
        values,
        question: plain.question,
        unknown,
    }
}

fn flush(line: &mut Line, soft: &mut Option<(Sort, (u32, u32))>) {
    if let Some((sort, (start, end))) = soft.take() {
        line.push(if sort == Sort::Colon { " :" } else { " ," }, start, end);
    }
}

/// Digits are kept as they were typed; words became digits.
fn as_typed(seen: Seen, typed: &str) -> Seen {
    match seen {
        Seen::Phone(said) if !typed.chars().any(char::is_alphabetic) => {
            let _ = said;
            Seen::Phone(typed.trim().to_owned())
        }
        Seen::Email(_) if typed.contains('@') => {
            Seen::Email(typed.trim_end_matches(['.', ',']).to_owned())
        }
        other => other,
    }
}

fn tokens(original: &str, lexicon: &Lexicon, corrections: &[(Range<usize>, String)]) -> Plain {
    let folded = fold(original);
    let text = folded.text.as_str();
    let mut plain = Plain {
        text: String::with_capacity(text.len() + 16),
        ..Plain::default()
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    let original_of = |from: usize, to: usize| (folded.at[from].0, folded.at[to - 1].1);
    while at < bytes.len() {
        if bytes[at] == b' ' {
            at += 1;
            continue;
        }
        let end = text[at..].find(' ').map_or(text.len(), |n| at + n);
        let mut from = at;
        at = end;
        let mut to = end;
        plain.text.push(' ');
        let mut open_quote = false;
        while from < to
            && b"\"'([{<*~.,;:!?-".contains(&bytes[from])
            && !(bytes[from] == b'\'' && text[from..to].starts_with("'s"))
        {
            open_quote |= bytes[from] == b'\'';
            push_mark(&mut plain, bytes[from], original_of(from, from + 1));
            from += 1;
        }
        while to > from && b"\"')]}>*~.,;:!?".contains(&bytes[to - 1]) {
            to -= 1;
        }
        if from < to {
            word(
                &mut plain,
                original,
                text,
                from,
                to,
                &original_of,
                lexicon,
                corrections,
            );
            // "the smiths' deal"
            if bytes.get(to) == Some(&b'\'') && bytes[to - 1] == b's' && !open_quote {
                push_word(&mut plain, "'s", original_of(to, to + 1), false);
                plain.text.push(' ');
            }
        }
        for i in to..end {
            push_mark(&mut plain, bytes[i], original_of(i, i + 1));
        }
    }
    let trailing = text
        .trim_end()
        .trim_end_matches(['"', '\'', ')', '!', '.', ' ']);
    plain.question = trailing.ends_with('?');
    plain
}

/// One chunk between blanks without the marks at its ends; it may hold more words than one.
#[expect(
    clippy::too_many_arguments,
    reason = "one step of `tokens`, cut out for length"
)]
fn word(
    plain: &mut Plain,
    original: &str,
    text: &str,
    from: usize,
    to: usize,
    original_of: &dyn Fn(usize, usize) -> (u32, u32),
    lexicon: &Lexicon,
    corrections: &[(Range<usize>, String)],
) {
    let bytes = text.as_bytes();
    // "w/jane", "deal:kitchen", "vip,hot"
    let inner = (from + 1..to.saturating_sub(1)).find(|&i| match bytes[i] {
        b':' => {
            !(bytes[i - 1].is_ascii_digit() && bytes[i + 1].is_ascii_digit())
                && bytes[i + 1] != b'/'
        }
        b',' | b';' => !(bytes[i - 1].is_ascii_digit() && bytes[i + 1].is_ascii_digit()),
        _ => false,
    });
    if let Some(i) = inner {
        word(
            plain,
            original,
            text,
            from,
            i,
            original_of,
            lexicon,
            corrections,
        );
        push_mark(plain, bytes[i], original_of(i, i + 1));
        plain.text.push(' ');
        word(
            plain,
            original,
            text,
            i + 1,
            to,
            original_of,
            lexicon,
            corrections,
        );
        return;
    }
    if to - from > 2 && &text[from..from + 2] == "w/" {
        push_word(plain, "with", original_of(from, from + 2), false);
        plain.text.push(' ');
        word(
            plain,
            original,
            text,
            from + 2,
            to,
            original_of,
            lexicon,
            corrections,
        );
        return;
    }
    let span = original_of(from, to);
    let typed = &original[span.0 as usize..span.1 as usize];
    if !typed.chars().any(char::is_alphanumeric) && typed != "&" && typed != "+" {
        plain.text.push_str(&text[from..to]);
        let range = plain.text.len() - (to - from)..plain.text.len();
        plain.tokens.push(Token {
            sort: Sort::Soft,
            plain: range,
            original: span,
            capital: false,
        });
        return;
    }
    let capital = typed.starts_with(char::is_uppercase);
    let said = &text[from..to];
    if let Some((_, right)) = corrections
        .iter()
        .find(|(range, _)| range.start == span.0 as usize)
    {
        push_word(plain, right, span, capital);
    } else if let Some(words) = lexicon.shorthand.get(said) {
        for (n, part) in words.iter().enumerate() {
            if n > 0 {
                plain.text.push(' ');
            }
            push_word(plain, part, span, capital);
        }
    } else if let Some(owner) = said.strip_suffix("'s").filter(|owner| !owner.is_empty()) {
        push_word(plain, owner, original_of(from, to - 2), capital);
        push_word(plain, "'s", original_of(to - 2, to), false);
    } else {
        push_word(plain, said, span, capital);
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
