//! Answers that are none: a question back, hesitation, a "not that", several at once.
//!
//! They look like values to whoever only looks for one: "not friday" holds a Friday.

use serde_json::Value;

use super::files::SignsFile;
use super::grammar::Grammar;
use super::guards::{Guard, plain};
use super::pieces::tags;
use super::reading::{Context, RefusalKind};
use crate::nlu::{Piece, Prepared, Seen, clean_name, folded, prepare, prepare_names};
use crate::value::{Kind, Resource};

/// Why something that was said answers nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// "wait", "i don't know", "maybe"
    Hesitates,
    /// "marcus?", "what tags are there"
    Asks,
    /// "not friday"
    Denies,
    /// "tomorrow or friday"
    Either,
    /// "vip if she pays"
    Depends,
}

/// Signs that answer by themselves, by their first characters: a thumb may have a colour.
#[derive(Debug, Default)]
pub(super) struct Signs {
    agree: Vec<String>,
    deny: Vec<String>,
}

impl Signs {
    pub(super) fn new(file: &SignsFile) -> Signs {
        let all = |signs: &str| signs.split_whitespace().map(str::to_owned).collect();
        Signs {
            agree: all(&file.agree),
            deny: all(&file.deny),
        }
    }
}

/// Most words of a name.
const LONGEST_NAME: usize = 5;

impl Grammar {
    /// Why a message is no answer to a question for this kind of thing; `None` when it may be one.
    /// What stands in quotation marks is meant as it is.
    pub fn doubt(&self, text: &str, kind: Kind, context: &Context) -> Option<Doubt> {
        // "no, friday": what follows the comma is the answer.
        let apart = self.after_lead(text, context).filter(|(_, apart)| *apart);
        let said = apart.map_or_else(|| text.to_owned(), |(rest, _)| rest);
        let prepared = prepare(&said, &self.lexicon, context.lang, &context.now, &[]);
        if prepared.quoted {
            return None;
        }
        let line = prepared.line.text();
        if self.hesitates(&said, context) {
            return Some(Doubt::Hesitates);
        }
        if matches!(kind, Kind::Text) {
            return self.takes_back(&said, context).then_some(Doubt::Denies);
        }
        if !said.chars().any(char::is_alphanumeric) {
            return Some(Doubt::Hesitates);
        }
        if asks(&said, &prepared) {
            return Some(Doubt::Asks);
        }
        // A title may speak of anything, and what is looked up by its name has to have every word
        // that was said.
        let is_listed = matches!(kind, Kind::Ref(what) if what != Resource::Contact);
        if matches!(kind, Kind::Line | Kind::Opaque | Kind::Json) || is_listed {
            return None;
        }
        if self.guard(RefusalKind::Question, |guard| guard.first.is_match(line)) {
            return Some(Doubt::Asks);
        }
        if self.guard(RefusalKind::Condition, |guard| guard.inside.is_match(line)) {
            return Some(Doubt::Depends);
        }
        if self.turns.denies.is_match(line)
            || self.guard(RefusalKind::Negation, |guard| guard.anywhere.is_match(line))
        {
            return Some(Doubt::Denies);
        }
        let either = self.turns.either.find(line);
        if either.is_some_and(|hit| hit.start() > 0) || several(&prepared) {
            return Some(Doubt::Either);
        }
        self.turns.hedges.is_match(line).then_some(Doubt::Hesitates)
    }

    /// Whether a message is no text but a "no": "wrong person", "mejor no".
    fn takes_back(&self, text: &str, context: &Context) -> bool {
        let reading = self.read(text, context);
        matches!(reading.clauses.as_slice(), [only] if only.intent == "deny")
    }

    /// Whether a message only puts off its answer: "hold on", "i don't know yet", "hmm".
    pub fn hesitates(&self, text: &str, context: &Context) -> bool {
        let prepared = prepare(text, &self.lexicon, context.lang, &context.now, &[]);
        let says_nothing =
            plain(prepared.line.text()).is_empty() && text.chars().any(char::is_alphanumeric);
        says_nothing || self.fits_one(&self.turns.hesitate, text, context)
    }

    /// Whether a message ends, or begins, as a question that is no polite request.
    pub fn asks(&self, text: &str, context: &Context) -> bool {
        let prepared = prepare(text, &self.lexicon, context.lang, &context.now, &[]);
        asks(text, &prepared) && !self.asking.is_match(prepared.line.text())
    }

    /// Whether a word stands for somebody named before: "her".
    pub fn is_pronoun(&self, said: &str) -> bool {
        self.lexicon.idiom.is_pronoun(&folded(said.trim()))
    }

    /// Whether signs in a message agree, and whether any deny: 👍, 🚫.
    pub fn signs(&self, text: &str) -> (bool, bool) {
        let has = |signs: &[String]| signs.iter().any(|sign| text.contains(sign.as_str()));
        (has(&self.signs.agree), has(&self.signs.deny))
    }

    /// Whether a text can be the name of somebody new: words that no other word of the language
    /// is, or several with a capital each.
    pub fn is_name(&self, text: &str, context: &Context) -> bool {
        let text = text.trim();
        let span = clean_name(text, 0..text.len(), &self.lexicon.idiom);
        let name = &text[span];
        if self.doubt(name, Kind::Name, context).is_some() {
            return false;
        }
        let plain = prepare(name, &self.lexicon, context.lang, &context.now, &[]);
        let capitals = prepare_names(name, &self.lexicon, context.lang, &context.now);
        self.names(&plain, name)
            || capitals.is_some_and(|capitals| self.names(&capitals, name))
            || is_capitalized(name)
    }

    /// Whether a line is nothing but words of names.
    fn names(&self, prepared: &Prepared, typed: &str) -> bool {
        let mut words = 0;
        let mut unknown = 0;
        for (piece, range) in prepared.line.pieces() {
            match piece {
                Piece::Word { common: true, .. } | Piece::Colon => return false,
                Piece::Word { .. } => unknown += 1,
                Piece::Comma => continue,
                // "june carter": a month that is also a name.
                Piece::Value('W') if !self.lexicon.common.contains(&folded(&typed[range])) => {}
                Piece::Value(_) => return false,
            }
            words += 1;
        }
        unknown > 0 && words <= LONGEST_NAME && typed.chars().any(char::is_alphabetic)
    }

    /// The tags in an answer; `None` where a sentence would not take them either.
    pub(super) fn tags_of(&self, text: &str, prepared: &Prepared) -> Option<Value> {
        let tags = tags(text, &self.lexicon.idiom.joints);
        let is_sentence = !prepared.quoted && self.guards.in_tags.is_match(prepared.line.text());
        (!tags.is_empty() && !is_sentence).then(|| Value::from(tags))
    }

    fn guard(&self, kind: RefusalKind, hits: impl Fn(&Guard) -> bool) -> bool {
        let mut guards = self.guards.kinds.iter();
        guards.any(|guard| guard.kind == kind && hits(guard))
    }
}

fn asks(text: &str, prepared: &Prepared) -> bool {
    prepared.question || text.trim_start().starts_with('¿')
}

/// Whether two days, or two times of day, were said.
fn several(prepared: &Prepared) -> bool {
    let whens = prepared
        .values
        .iter()
        .filter_map(|value| match &value.seen {
            Seen::When(when) => Some(when),
            _ => None,
        });
    let days = whens.clone().filter(|when| when.has_date).count();
    let times = whens.filter(|when| when.has_time).count();
    days > 1 || times > 1
}

/// Several words, each with a capital: "Sunny Day Care".
fn is_capitalized(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let has_capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let is_word = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphabetic() || "&.'’-".contains(c))
    };
    (2..=LONGEST_NAME).contains(&words.len())
        && words.iter().all(|word| has_capital(word) && is_word(word))
}
