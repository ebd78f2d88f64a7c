//! From what was typed to a line that templates can be matched against.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::date;
use super::idiom::Idiom;
use super::line::{COMMON, Line, VALUE};
use super::token::{Plain, Sort, Token, tokens};
use super::values::{self, Seen, Value};

/// The words of a language that shape a line before it is matched.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Pronouns, titles, possessives.
    pub idiom: Idiom,
    /// Written out before reading: `appt` is `appointment`, `don't` is `do not`.
    pub shorthand: HashMap<String, Vec<String>>,
    /// Said without meaning: um, uh.
    pub fillers: HashSet<String>,
    /// Words that no name contains.
    pub common: HashSet<String>,
    /// Names that are words too: Rosa, Domingo, April.
    pub names: HashSet<String>,
    /// Small words inside names: de, van.
    pub particles: HashSet<String>,
    /// After "and", they make a company of it: sons, partners.
    pub firms: HashSet<String>,
    /// Trades: common words that stand in the names of businesses, beside a name: dental, realty.
    pub trades: HashSet<String>,
}

/// A sentence ready to be matched.
#[derive(Debug)]
pub struct Prepared {
    /// The words, values replaced.
    pub line: Line,
    /// The values, in the order of their placeholders.
    pub values: Vec<Value>,
    /// What the tenant's wall clock showed when it was said.
    pub now: chrono::NaiveDateTime,
    /// Whether it ends in a question mark.
    pub question: bool,
    /// Whether all of it stands in quotation marks.
    pub quoted: bool,
    /// The plain words that could be slips of the finger, by their place in the original.
    pub unknown: Vec<(Range<usize>, String)>,
}

/// Most values that get a placeholder; more stay words. A placeholder's number is one character.
const MOST_VALUES: usize = 60;

/// Most small words side by side in a name: "de la", "van der", "y de las".
const MOST_PARTICLES: usize = 3;

/// Reads words and values of a text. `corrections` replaces words by their place in the original.
pub fn prepare(
    original: &str,
    lexicon: &Lexicon,
    lang: date::Lang,
    now: &date::Now,
    corrections: &[(Range<usize>, String)],
) -> Prepared {
    let plain = tokens(original, lexicon, corrections);
    let found = placed(&plain, lexicon, lang, now);
    emit(original, &plain, found, lexicon, now.local, &HashSet::new())
}

/// Reads a text in which words are taken for names that names seldom have: between capitals
/// ("Bartholomew Quick"), trades beside a name ("copperfield insurance"), and numbers in front of
/// one ("24 Hour Fitness"). `None` when that changes nothing.
pub fn prepare_names(
    original: &str,
    lexicon: &Lexicon,
    lang: date::Lang,
    now: &date::Now,
) -> Option<Prepared> {
    let plain = tokens(original, lexicon, &[]);
    // Where every word has a capital, capitals say nothing.
    let mut words = plain.tokens.iter().filter(|t| t.sort == Sort::Word).skip(1);
    let tells = words.any(|token| !token.capital);
    let numbers = |at: &usize| tells && plain.is_number_of_name(*at, original, lexicon);
    let numbers: HashSet<usize> = (0..plain.tokens.len()).filter(numbers).collect();
    let begins = |range: &Range<usize>| {
        let mut numbers = numbers.iter();
        numbers.any(|at| plain.tokens[*at].plain.start == range.start)
    };
    let names: HashSet<usize> = (0..plain.tokens.len())
        .filter(|at| numbers.contains(at) || plain.is_among_names(*at, tells, lexicon))
        .collect();
    (!names.is_empty()).then(|| {
        let mut found = placed(&plain, lexicon, lang, now);
        found.retain(|(range, _)| !begins(range));
        emit(original, &plain, found, lexicon, now.local, &names)
    })
}

impl Plain {
    /// Whether a common word is part of a name all the same, by the words beside it. `tells`:
    /// whether a capital says something.
    fn is_among_names(&self, at: usize, tells: bool, lexicon: &Lexicon) -> bool {
        let said = |token: &Token| self.said(token);
        let is_common = |token: &Token| lexicon.common.contains(said(token));
        let word = |at: usize| self.tokens.get(at).filter(|t| t.sort == Sort::Word);
        let Some(token) = word(at).filter(|token| is_common(token)) else {
            return false;
        };
        let sign = |at: usize| word(at).is_some_and(|token| said(token) == "&");
        let before = at.checked_sub(1).and_then(|before| match sign(before) {
            true => before.checked_sub(1),
            false => Some(before),
        });
        let after = at + 1 + usize::from(sign(at + 1));
        let mut beside = [before, Some(after)].into_iter().flatten().filter_map(word);
        let is_trade = lexicon.trades.contains(said(token));
        // The first word has a capital anyway.
        let tells = tells && at > 0 && token.capital;
        beside.any(|beside| is_trade && !is_common(beside) || tells && beside.capital)
    }
}

/// Most digits of a number that a name begins with.
const MOST_DIGITS: usize = 3;

impl Plain {
    /// Whether a word is the number that a name begins with: "24 Hour Fitness", "5 Star Plumbing",
    /// "3M". Asked only where capitals say something.
    fn is_number_of_name(&self, at: usize, original: &str, lexicon: &Lexicon) -> bool {
        let number = self.tokens[at].original;
        let typed = &original[number.0 as usize..number.1 as usize];
        let letters = typed.trim_start_matches(|c: char| c.is_ascii_digit());
        if !(1..=MOST_DIGITS).contains(&(typed.len() - letters.len())) {
            return false;
        }
        // "3M", "10X": money has no such capital where others are small.
        let glued = letters.len() == 1 && letters.starts_with(|c: char| c.is_ascii_uppercase());
        let capital = |at: usize| {
            let token = self.tokens.get(at)?;
            (token.sort == Sort::Word && token.capital).then_some(token)
        };
        let named = capital(at + 1).is_some_and(|token| {
            !lexicon.common.contains(self.said(token)) || capital(at + 2).is_some()
        });
        glued || letters.is_empty() && named
    }
}

/// The values of a text.
fn placed(
    plain: &Plain,
    lexicon: &Lexicon,
    lang: date::Lang,
    now: &date::Now,
) -> Vec<values::Placed> {
    let words: Vec<Range<usize>> = plain
        .tokens
        .iter()
        .filter(|t| t.sort == Sort::Word)
        .map(|t| t.plain.clone())
        .collect();
    let mut found = values::find(&plain.text, &words, lang, now);
    let ends = plain.text.trim_end_matches([' ', '.', '!', ',']).len();
    // "... right away", "... cuanto antes" at the end ask to be quick and name no time; a "now" may
    // be all that is said ("venga ya").
    let is_haste = |range: &Range<usize>, seen: &Seen| {
        let is_now = matches!(seen, Seen::When(when) if when.start == now.local && when.end.is_none() && when.modifier.is_none());
        let is_phrase = plain.text[range.clone()].contains(' ');
        is_now && is_phrase && range.start > 0 && range.end == ends
    };
    found.retain(|(range, seen)| !is_first_name(range, plain, lexicon) && !is_haste(range, seen));
    found.truncate(MOST_VALUES);
    found
}

/// "Domingo Arrieta" is no Sunday: one word that is also a name, and a capital behind it.
fn is_first_name(range: &Range<usize>, plain: &Plain, lexicon: &Lexicon) -> bool {
    let at = plain
        .tokens
        .partition_point(|t| t.plain.start < range.start);
    let pair = plain.tokens.get(at..at + 2);
    let Some(pair) = pair.filter(|pair| pair[0].plain == *range) else {
        return false;
    };
    let is_name = lexicon.names.contains(plain.said(&pair[0]));
    is_name
        && pair.iter().all(|t| {
            let is_known = lexicon.common.contains(plain.said(t));
            t.sort == Sort::Word && t.capital && !is_known
        })
}

fn emit(
    original: &str,
    plain: &Plain,
    found: Vec<values::Placed>,
    lexicon: &Lexicon,
    now: chrono::NaiveDateTime,
    names: &HashSet<usize>,
) -> Prepared {
    let mut line = Line::default();
    let mut values: Vec<Value> = Vec::new();
    let mut unknown = Vec::new();
    let mut found = found.into_iter().peekable();
    let mut soft: Option<(Sort, (u32, u32))> = None;
    let mut after_name = false;
    // Whether the word before could be part of a name.
    let mut named = false;
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
                named = false;
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
                named = false;
            }
            Sort::Word => {
                let text = plain.said(token);
                if lexicon.fillers.contains(text) {
                    continue;
                }
                flush(&mut line, &mut soft);
                // "Ernst & Young": what stands around it decides.
                if text == "&" {
                    line.push(" &", token.original.0, token.original.1);
                    continue;
                }
                let next = tokens
                    .get(i)
                    .filter(|t| t.sort == Sort::Word)
                    .map_or("", |t| plain.said(t));
                let joint = lexicon.idiom.joints.iter().any(|joint| joint == text);
                let firm = joint && lexicon.firms.contains(next);
                let value = found.peek().map(|(range, _)| range.start);
                let particle = lexicon.is_particle(text, named, &tokens[i..], plain, value);
                let common = !firm
                    && !particle
                    && !names.contains(&(i - 1))
                    && !text.starts_with('\'')
                    && (lexicon.common.contains(text) || (after_name && !token.capital));
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
                named = !common;
                after_name = (token.capital && !common && i > 1) || (after_name && particle);
            }
        }
    }
    flush(&mut line, &mut soft);
    Prepared {
        now,
        line,
        values,
        question: plain.question,
        quoted: is_quoted(original.trim()),
        unknown,
    }
}

impl Lexicon {
    /// Whether a word is a small word inside a name. One that also has a use of its own, as "de",
    /// is so only between two words that could be of a name: "maria de la cruz", "cita de maria".
    fn is_particle(
        &self,
        text: &str,
        named: bool,
        rest: &[Token],
        plain: &Plain,
        value: Option<usize>,
    ) -> bool {
        if !self.particles.contains(text) {
            return false;
        }
        let next = rest
            .iter()
            .take(MOST_PARTICLES)
            .find(|token| token.sort != Sort::Word || !self.particles.contains(plain.said(token)));
        !self.common.contains(text)
            || (named
                && next.is_some_and(|token| {
                    token.sort == Sort::Word
                        && !self.common.contains(plain.said(token))
                        && value.is_none_or(|start| start > token.plain.start)
                }))
    }
}

fn is_quoted(text: &str) -> bool {
    let quote = |c: char| "\"“”'‘’".contains(c);
    text.chars().count() > 2
        && text.starts_with(quote)
        && text.ends_with(quote)
        && text.chars().filter(|c| "\"“”".contains(*c)).count() <= 2
}

fn flush(line: &mut Line, soft: &mut Option<(Sort, (u32, u32))>) {
    if let Some((sort, (start, end))) = soft.take() {
        line.push(if sort == Sort::Colon { " :" } else { " ," }, start, end);
    }
}

/// Digits are kept as they were typed; words became digits.
fn as_typed(seen: Seen, typed: &str) -> Seen {
    match seen {
        Seen::Phone(_) if !typed.chars().any(char::is_alphabetic) => {
            Seen::Phone(typed.trim().to_owned())
        }
        Seen::Email(_) if typed.contains('@') => {
            Seen::Email(typed.trim_end_matches(['.', ',']).to_owned())
        }
        Seen::Vague(_) => Seen::Vague(typed.trim().to_owned()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &str) -> HashSet<String> {
        words.split(' ').map(str::to_owned).collect()
    }

    fn lexicon() -> Lexicon {
        Lexicon {
            particles: set("de la e y le"),
            common: set("de y call"),
            ..Lexicon::default()
        }
    }

    fn now() -> date::Now {
        date::Now {
            local: "2025-03-12T09:00:00".parse().expect("a local time"),
            zone: chrono_tz::America::New_York,
        }
    }

    /// How often a word is looked at to make a line of a text.
    fn work(text: &str, lang: date::Lang) -> usize {
        let (lexicon, now) = (lexicon(), now());
        let plain = tokens(text, &lexicon, &[]);
        let found = placed(&plain, &lexicon, lang, &now);
        emit(text, &plain, found, &lexicon, now.local, &HashSet::new());
        plain.looked.get()
    }

    #[test]
    fn long_texts_take_linear_work() {
        let pieces = [
            "e ",
            "y ",
            "de ",
            "le ",
            "+1",
            "maria de ",
            "Ana De ",
            "a,",
            "monday, ",
            "lunes, ",
            "5k ",
        ];
        for (piece, lang) in pieces
            .iter()
            .flat_map(|p| date::Lang::ALL.map(|lang| (p, lang)))
        {
            let of = |bytes: usize| work(&piece.repeat(bytes / piece.len()), lang);
            let (short, long) = (of(10_000), of(100_000));
            assert!(
                short > 0 && long <= 11 * short,
                "{piece:?}: {short} looks for 10,000 bytes, {long} for 100,000"
            );
        }
    }

    #[test]
    fn small_words_join_a_name_and_no_chain_of_them_does() {
        let line = |text: &str| {
            let prepared = prepare(text, &lexicon(), date::Lang::Es, &now(), &[]);
            prepared.line.text().to_owned()
        };
        assert_eq!(line("call maria de la cruz"), " \u{1}call maria de la cruz");
        assert_eq!(line("maria de call"), " maria \u{1}de \u{1}call");
        let chain = line("maria de de de de cruz");
        assert_eq!(chain.matches("\u{1}de").count(), 4, "{chain:?}");
    }
}
