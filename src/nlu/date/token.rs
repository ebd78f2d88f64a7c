//! Cuts a text into words, numbers and marks.
//!
//! Cuts fall between letters and digits too ("3pm", "October2"). Whatever a cut would tear out of a
//! phone number, an id, an e-mail address or an amount of money is kept whole and closed to all forms.

use chrono::Weekday;
use chrono_tz::Tz;

use super::Lang;
use super::words::{self, Joints, Key, Part, Sense, Unit};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Word,
    /// Up to nine digits.
    Number(u32),
    Mark(char),
    /// Part of something that is not about time.
    Closed,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Byte offsets into the text.
    pub start: usize,
    pub end: usize,
    /// Nothing stands between this token and the one before.
    pub glued: bool,
    pub kind: Kind,
    pub senses: &'static [Sense],
}

/// A text as the forms see it.
pub(super) struct Tokens<'t> {
    pub text: &'t str,
    pub lang: Lang,
    pub list: Vec<Token>,
    /// How often a token was looked at, for the test that reading takes linear time.
    #[cfg(test)]
    pub looked: std::cell::Cell<usize>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, lang: Lang) -> Self {
        let mut list = Vec::with_capacity(text.len() / 4);
        let mut chunk = 0;
        let mut money = false;
        let bytes = text.char_indices().chain([(text.len(), ' ')]);
        for (at, c) in bytes {
            if c.is_whitespace() {
                if chunk < at {
                    let first = list.len();
                    cut_chunk(text, chunk, at, lang, &mut list);
                    if money && matches!(list[first].kind, Kind::Number(_)) {
                        list[first..].iter_mut().for_each(close);
                    }
                    money = matches!(&text[chunk..at], "$" | "€" | "£");
                }
                chunk = at + c.len_utf8();
            }
        }
        if let Some(joints) = words::joints(lang) {
            list = join(text, lang, list, joints);
        }
        Tokens {
            text,
            lang,
            list,
            #[cfg(test)]
            looked: std::cell::Cell::new(0),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether no form can start at token `i`.
    pub(super) fn is_idle(&self, i: usize) -> bool {
        self.senses(i).is_empty() && self.digits(i).is_none() && !self.is_sign(i)
    }

    /// Whether token `i` makes the number behind it one below zero: "in -3 days", "for minus 30 minutes".
    pub(super) fn is_sign(&self, i: usize) -> bool {
        let hyphen = self.is_mark(i, "-")
            && !self.glued(i)
            && self.glued(i + 1)
            && (i == 0 || self.digits(i - 1).is_none());
        // "las tres menos diez" is about the clock
        let word = self.is(i, Key::Less)
            && (self.lang == Lang::En || self.any_before(i, &[Key::In, Key::For, Key::During]));
        hyphen && self.digits(i + 1).is_some()
            || word && (self.digits(i + 1).is_some() || self.number(i + 1).is_some())
    }

    fn get(&self, i: usize) -> Option<&Token> {
        #[cfg(test)]
        self.looked.set(self.looked.get() + 1);
        self.list.get(i)
    }

    fn senses(&self, i: usize) -> &'static [Sense] {
        self.get(i).map_or(&[], |t| t.senses)
    }

    fn find<T>(&self, i: usize, pick: impl Fn(&Sense) -> Option<T>) -> Option<T> {
        self.senses(i).iter().find_map(pick)
    }

    pub(super) fn is(&self, i: usize, key: Key) -> bool {
        self.senses(i).contains(&Sense::Key(key))
    }

    /// Whether token `i` has one of these keys. `i` may lie outside the text.
    pub(super) fn any(&self, i: usize, keys: &[Key]) -> bool {
        self.find(i, |s| match s {
            Sense::Key(k) if keys.contains(k) => Some(()),
            _ => None,
        })
        .is_some()
    }

    /// As [`Self::any`], for the token before `i`.
    pub(super) fn any_before(&self, i: usize, keys: &[Key]) -> bool {
        i > 0 && self.any(i - 1, keys)
    }

    /// Steps over token `i` if it has one of these keys.
    pub(super) fn skip(&self, i: usize, keys: &[Key]) -> usize {
        if self.any(i, keys) { i + 1 } else { i }
    }

    pub(super) fn mark(&self, i: usize) -> Option<char> {
        match self.get(i)?.kind {
            Kind::Mark(c) => Some(c),
            Kind::Word | Kind::Number(_) | Kind::Closed => None,
        }
    }

    pub(super) fn is_mark(&self, i: usize, marks: &str) -> bool {
        self.mark(i).is_some_and(|c| marks.contains(c))
    }

    pub(super) fn skip_mark(&self, i: usize, marks: &str) -> usize {
        if self.is_mark(i, marks) { i + 1 } else { i }
    }

    /// A number in digits, with the count of its digits.
    pub(super) fn digits(&self, i: usize) -> Option<(u32, usize)> {
        let t = self.get(i)?;
        match t.kind {
            Kind::Number(n) => Some((n, t.end - t.start)),
            Kind::Word | Kind::Mark(_) | Kind::Closed => None,
        }
    }

    pub(super) fn glued(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| t.glued)
    }

    pub(super) fn month(&self, i: usize) -> Option<u32> {
        self.find(i, |s| match s {
            Sense::Month(m) | Sense::MaybeMonth(m) => Some(*m),
            _ => None,
        })
    }

    /// A month that cannot be taken for a name or a verb.
    pub(super) fn sure_month(&self, i: usize) -> bool {
        self.find(i, |s| matches!(s, Sense::Month(_)).then_some(()))
            .is_some()
    }

    pub(super) fn weekday(&self, i: usize) -> Option<Weekday> {
        self.find(i, |s| match s {
            Sense::Weekday(d) | Sense::MaybeWeekday(d) => Some(*d),
            _ => None,
        })
    }

    pub(super) fn sure_weekday(&self, i: usize) -> bool {
        self.find(i, |s| matches!(s, Sense::Weekday(_)).then_some(()))
            .is_some()
    }

    pub(super) fn weekdays(&self, i: usize) -> Option<Weekday> {
        self.find(i, |s| match s {
            Sense::Weekdays(d) => Some(*d),
            _ => None,
        })
    }

    /// A unit written out.
    pub(super) fn unit(&self, i: usize) -> Option<Unit> {
        self.find(i, |s| match s {
            Sense::Unit(u) => Some(*u),
            _ => None,
        })
    }

    /// Whether the unit at token `i` is one that there are `n` of: the 500 of "500 last month" counts
    /// something else.
    pub(super) fn is_counted(&self, n: u32, i: usize) -> bool {
        let plural = |token: &Token| self.text[token.start..token.end].ends_with(['s', 'S']);
        n == 1 || self.get(i).is_some_and(plural)
    }

    /// Whether several Spanish days are meant: "los próximos días".
    pub(super) fn several_days(&self, i: usize) -> bool {
        let plural = |token: &Token| self.text[token.start..token.end].ends_with(['s', 'S']);
        self.lang == Lang::Es && self.unit(i) == Some(Unit::Day) && self.get(i).is_some_and(plural)
    }

    /// A unit of one or two letters.
    pub(super) fn short_unit(&self, i: usize) -> Option<Unit> {
        self.find(i, |s| match s {
            Sense::ShortUnit(u) => Some(*u),
            _ => None,
        })
    }

    pub(super) fn part(&self, i: usize) -> Option<Part> {
        self.find(i, |s| match s {
            Sense::Part(p) => Some(*p),
            _ => None,
        })
    }

    pub(super) fn number(&self, i: usize) -> Option<u32> {
        self.find(i, |s| match s {
            Sense::Number(n) => Some(*n),
            _ => None,
        })
    }

    pub(super) fn scale(&self, i: usize) -> Option<u32> {
        self.find(i, |s| match s {
            Sense::Scale(n) => Some(*n),
            _ => None,
        })
    }

    pub(super) fn ordinal(&self, i: usize) -> Option<u32> {
        self.find(i, |s| match s {
            Sense::Ordinal(n) => Some(*n),
            _ => None,
        })
    }

    /// The zone that token `i` says, and whether it is also a word for a part of a country.
    pub(super) fn zone(&self, i: usize) -> Option<(Tz, bool)> {
        self.find(i, |s| match s {
            Sense::Zone(zone) => Some((*zone, false)),
            Sense::ZoneArea(zone) => Some((*zone, true)),
            _ => None,
        })
    }

    /// The word at token `i` as the tables spell words.
    pub(super) fn word(&self, i: usize) -> Option<String> {
        let token = self.get(i).filter(|t| t.kind == Kind::Word)?;
        let word = &self.text[token.start..token.end];
        (word.len() <= 24).then(|| words::plain(self.lang, word))
    }

    /// Whether token `i` is this word.
    pub(super) fn is_text(&self, i: usize, word: &str) -> bool {
        self.word(i).is_some_and(|said| said == word)
    }

    /// Steps over token `i` if it is one of these words.
    pub(super) fn skip_text(&self, i: usize, words: &[&str]) -> usize {
        let is_one = words.iter().any(|word| self.is_text(i, word));
        if is_one { i + 1 } else { i }
    }

    pub(super) fn ordinal_end(&self, i: usize) -> bool {
        self.senses(i).contains(&Sense::OrdinalEnd)
    }

    pub(super) fn repeats(&self, i: usize) -> Option<(u32, Unit)> {
        self.find(i, |s| match s {
            Sense::Repeats(n, u) => Some((*n, *u)),
            _ => None,
        })
    }

    /// Whether token `i` is a word the language's table does not have, such as a name or a thing.
    pub(super) fn unknown(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| match t.kind {
            // "at 3 central park": alone, a part of a country is no more than a name
            Kind::Word => matches!(t.senses, [] | [Sense::ZoneArea(_)]),
            Kind::Closed => true,
            Kind::Number(_) | Kind::Mark(_) => false,
        })
    }

    pub(super) fn is_closed(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| t.kind == Kind::Closed)
    }

    /// Whether an expression may end before token `i`: the text ends, a mark or a word of grammar follows.
    pub(super) fn ends(&self, i: usize) -> bool {
        !self.unknown(i) && self.digits(i).is_none() && self.unit(i).is_none()
    }
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}

/// Letters, and all of Unicode that is neither a digit nor a mark we know.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_apostrophe(c) || (!c.is_ascii() && !"–—−∙·•…“”«»¿¡".contains(c))
}

fn cut_chunk(text: &str, start: usize, end: usize, lang: Lang, list: &mut Vec<Token>) {
    let first = list.len();
    let chunk = &text[start..end];
    let mut at = start;
    let mut glued = false;
    while at < end {
        let rest = &text[at..end];
        let Some(c) = rest.chars().next() else { break };
        let (len, kind) = if c.is_ascii_digit() {
            let len = rest.bytes().take_while(u8::is_ascii_digit).count();
            match rest[..len].parse() {
                Ok(n) if len <= 9 => (len, Kind::Number(n)),
                _ => (len, Kind::Closed),
            }
        } else if is_letter(c)
            && !(is_apostrophe(c) && rest[c.len_utf8()..].starts_with(|d: char| d.is_ascii_digit()))
        {
            let len = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
            (len, Kind::Word)
        } else {
            let mark = match c {
                '–' | '—' | '−' => '-',
                '’' => '\'',
                other => other,
            };
            (c.len_utf8(), Kind::Mark(mark))
        };
        let senses = match kind {
            Kind::Word => look_up(&rest[..len], lang),
            Kind::Mark('@') => &[Sense::Key(Key::AtSign)],
            Kind::Number(_) | Kind::Mark(_) | Kind::Closed => &[],
        };
        list.push(Token {
            start: at,
            end: at + len,
            glued,
            kind,
            senses,
        });
        at += len;
        glued = true;
    }
    if is_closed(chunk, &list[first..]) {
        list[first..].iter_mut().for_each(close);
    }
}

fn close(t: &mut Token) {
    t.kind = Kind::Closed;
    t.senses = &[];
}

/// Looks a word up without case, and again without a possessive ending ("friday's").
fn look_up(word: &str, lang: Lang) -> &'static [Sense] {
    if word.len() > 24 {
        return &[];
    }
    let lower = words::plain(lang, word);
    let found = words::senses(lang, &lower);
    if !found.is_empty() {
        return found;
    }
    // the plural or possessive of a number
    if lower == "'s" {
        return &[];
    }
    let bare = lower.trim_matches('\'');
    words::senses(lang, bare.strip_suffix("'s").unwrap_or(bare))
}

/// Cuts contractions into their two words, which both stand where the whole does, gives words the sense they
/// have behind the word before, and makes one token of each phrase.
fn join(text: &str, lang: Lang, list: Vec<Token>, joints: &Joints) -> Vec<Token> {
    let mut words: Vec<Option<String>> = Vec::with_capacity(list.len());
    let mut cut: Vec<Token> = Vec::with_capacity(list.len());
    for mut token in list {
        if token.kind != Kind::Word || token.end - token.start > 24 {
            cut.push(token);
            words.push(None);
            continue;
        }
        let word = words::plain(lang, &text[token.start..token.end]);
        let contracted = match word.as_str() {
            "del" => Some("de"),
            "al" => Some("a"),
            _ => None,
        };
        if let Some(first) = contracted {
            for part in [first, "el"] {
                let senses = words::senses(lang, part);
                cut.push(Token {
                    senses,
                    ..token.clone()
                });
                words.push(Some(part.to_owned()));
            }
            continue;
        }
        let before = words.last().and_then(Option::as_deref);
        if let Some(senses) = before.and_then(|before| joints.behind(before, &word)) {
            token.senses = senses;
        }
        cut.push(token);
        words.push(Some(word));
    }
    let mut joined = Vec::with_capacity(cut.len());
    let mut i = 0;
    while i < cut.len() {
        match joints.phrase(&words[i..]) {
            Some((len, senses)) => {
                let end = cut[i + len - 1].end;
                joined.push(Token {
                    end,
                    senses,
                    ..cut[i].clone()
                });
                i += len;
            }
            None => {
                joined.push(cut[i].clone());
                i += 1;
            }
        }
    }
    joined
}

/// Whether a run without blanks is an address, an id or an amount, with no time in it.
fn is_closed(chunk: &str, tokens: &[Token]) -> bool {
    if chunk.contains("://") || chunk.starts_with("www.") || chunk.contains('_') {
        return true;
    }
    if let Some((user, host)) = chunk.split_once('@')
        && !user.is_empty()
        && host.contains('.')
        && host.bytes().any(|b| b.is_ascii_alphabetic())
        && !host.starts_with(|c: char| c.is_ascii_digit())
    {
        return true;
    }
    if chunk.contains(['$', '€', '£', '#', '%', '\\', '=']) {
        return true;
    }
    let has_digits = tokens.iter().any(|t| matches!(t.kind, Kind::Number(_)));
    if !has_digits {
        // A host name such as "sun.example.com"; a sentence that starts without a blank has a capital.
        return tokens.windows(3).any(|w| {
            let next = chunk[w[2].start - tokens[0].start..].chars().next();
            w[1].kind == Kind::Mark('.')
                && w[0].kind == Kind::Word
                && w[2].senses.is_empty()
                && next.is_some_and(char::is_lowercase)
        });
    }
    tokens.iter().enumerate().any(|(i, t)| {
        // A word unknown to us next to digits, by itself or over a mark: "A1", "ABC-12345".
        let word =
            matches!(t.kind, Kind::Word) && t.senses.is_empty() && !is_iso_letter(chunk, t, tokens);
        word && touches_digits(tokens, i)
    })
}

/// The T and Z of "2016-12-16T12:23:59Z".
fn is_iso_letter(chunk: &str, t: &Token, tokens: &[Token]) -> bool {
    let offset = t.start - tokens[0].start;
    matches!(
        chunk.as_bytes().get(offset),
        Some(b'T' | b't' | b'Z' | b'z')
    ) && t.end - t.start == 1
}

fn touches_digits(tokens: &[Token], i: usize) -> bool {
    let is_number = |t: Option<&Token>| matches!(t.map(|t| t.kind), Some(Kind::Number(_)));
    let is_joint = |t: Option<&Token>| {
        matches!(
            t.map(|t| t.kind),
            Some(Kind::Mark('-' | '/' | '.' | '_' | '+'))
        )
    };
    let before = i.checked_sub(1).and_then(|j| tokens.get(j));
    let before2 = i.checked_sub(2).and_then(|j| tokens.get(j));
    is_number(before)
        || is_number(tokens.get(i + 1))
        || (is_joint(before) && is_number(before2))
        || (is_joint(tokens.get(i + 1)) && is_number(tokens.get(i + 2)))
}
