//! What is checked before a phrase of a tenant is taken up: that it is heard as what it means, and
//! that it takes no sentence away from anything else.

use std::sync::Arc;

use serde_json::{Value, json};

use super::grammar::Grammar;
use super::lexicon::wild_of;
use super::pack::{Pack, Phrase};
use super::reading::{Clause, Context, Reading, RefusalKind};
use crate::nlu::date::{Lang, Now};
use crate::nlu::{Node, Wild, parse, prepare};
use crate::value::Effect;

/// Longest template or example of a phrase, in characters.
pub const LONGEST: usize = 300;
/// Most sentences of a template that are tried. Where it says more, each of its words is in one.
const MOST: usize = 48;

/// Why a phrase is not taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhraseFault {
    /// It is no template: what is wrong with it.
    Template(String),
    /// It is empty, or longer than [`LONGEST`].
    Length,
    /// There is no such operation that can be said.
    NoOperation(String),
    /// The operation has no such slot.
    NoSlot {
        /// As written.
        slot: String,
        /// The operation.
        operation: String,
        /// Those it has, as a template names them.
        known: Vec<String>,
    },
    /// Nothing but slots and small words has to be said.
    NoWord,
    /// One of its sentences means something else already: an operation or a move of the dialogue;
    /// `None` for what is said in answer to a question.
    Says {
        /// The sentence.
        sentence: String,
        /// What it means.
        intent: Option<String>,
    },
    /// It would change how a sentence of the folder is read.
    Takes {
        /// The sentence.
        sentence: String,
        /// The intent whose file it stands in.
        intent: String,
        /// Whether the file says that the sentence does nothing.
        never: bool,
    },
    /// It would change how a sentence of another phrase is read.
    TakesPhrase {
        /// The sentence.
        sentence: String,
        /// The operation of that phrase.
        operation: String,
    },
    /// A guard stands before one of its sentences: a question, a negation.
    Guarded {
        /// The sentence.
        sentence: String,
        /// Which guard.
        kind: RefusalKind,
    },
    /// One of its sentences is not heard as the operation.
    Unheard {
        /// The sentence.
        sentence: String,
        /// The operation.
        operation: String,
    },
}

/// A phrase that may be taken up.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The sentence that was tried: the example, or one made of the template.
    pub sentence: String,
    /// The slots it fills.
    pub slots: serde_json::Map<String, Value>,
    /// Whether it was understood in this way before.
    pub is_known: bool,
}

impl Grammar {
    /// Tries a phrase beside the others of its tenant in this language.
    ///
    /// # Errors
    /// The first reason why it cannot be taken up.
    pub fn try_phrase(&self, phrase: &Phrase, others: &[Phrase]) -> Result<Heard, PhraseFault> {
        let length = phrase.say.chars().count();
        if phrase.say.trim().is_empty()
            || length > LONGEST
            || phrase.example.chars().count() > LONGEST
        {
            return Err(PhraseFault::Length);
        }
        self.pattern(phrase)?;
        let mut all = others.to_vec();
        all.push(phrase.clone());
        let without = self.beside(others);
        let with = self.beside(&all);
        let sentences = self.sentences(phrase);
        let mut heard = None;
        for sentence in &sentences {
            let before = self.read(sentence, &without);
            let reading = self.read(sentence, &with);
            self.own(phrase, sentence, &before, &reading)?;
            if heard.is_none()
                && let Some(clause) = reading.clauses.into_iter().next()
            {
                heard = Some(Heard {
                    sentence: sentence.clone(),
                    slots: clause.slots,
                    is_known: !before.clauses.is_empty(),
                });
            }
        }
        self.leaves_the_folder(&without, &with)?;
        for other in others {
            for sentence in self.sentences(other) {
                let (before, after) = (self.read(&sentence, &without), self.read(&sentence, &with));
                if meaning(&before) != meaning(&after) {
                    return Err(PhraseFault::TakesPhrase {
                        sentence,
                        operation: other.operation.clone(),
                    });
                }
            }
        }
        heard.ok_or_else(|| PhraseFault::Unheard {
            sentence: phrase.say.clone(),
            operation: phrase.operation.clone(),
        })
    }

    /// Whether a kept phrase is still heard: what is built in may have changed since it was taught.
    pub fn hears(&self, phrase: &Phrase, pack: &Arc<Pack>) -> bool {
        let context = self.any_day(Some(Arc::clone(pack)));
        let sentence = self.sentences(phrase).into_iter().next();
        sentence.is_some_and(|sentence| {
            let reading = self.read(&sentence, &context);
            is_only(&reading, &phrase.operation)
        })
    }

    /// Whether a sentence of the phrase means its operation, and meant nothing else before.
    fn own(
        &self,
        phrase: &Phrase,
        sentence: &str,
        before: &Reading,
        reading: &Reading,
    ) -> Result<(), PhraseFault> {
        let sentence = sentence.to_owned();
        let says = |intent| PhraseFault::Says {
            sentence: sentence.clone(),
            intent,
        };
        // What is read only when a word is put right is a guess, and gives way to what was taught.
        let other = before.clauses.iter().find(|clause| {
            let is_other = clause.intent != phrase.operation || before.clauses.len() > 1;
            is_other && before.corrected.is_empty()
        });
        if let Some(clause) = other {
            return Err(says(Some(clause.intent.clone())));
        }
        if self.is_talk(&sentence) {
            return Err(says(None));
        }
        let refusal = reading.refusal.as_ref().map(|refusal| refusal.kind);
        if let Some(kind) = refusal.or_else(|| self.guard_in(phrase, &sentence)) {
            return Err(PhraseFault::Guarded { sentence, kind });
        }
        if is_only(reading, &phrase.operation) {
            return Ok(());
        }
        let tied = reading.clauses.iter().flat_map(|clause| &clause.tied);
        let mut all = reading.clauses.iter().chain(tied);
        match all.find(|clause| clause.intent != phrase.operation) {
            Some(clause) => Err(says(Some(clause.intent.clone()))),
            None => Err(PhraseFault::Unheard {
                sentence,
                operation: phrase.operation.clone(),
            }),
        }
    }

    /// The guard whose words a sentence of a phrase that acts has. In a sentence of the folder they
    /// are known to mean nothing else ("do not disturb"); in one that was taught they always count.
    fn guard_in(&self, phrase: &Phrase, sentence: &str) -> Option<RefusalKind> {
        let operation = crate::operations::find(&phrase.operation)?;
        if operation.effect == Effect::Read || operation.name.ends_with("do_not_disturb") {
            return None;
        }
        let context = self.any_day(None);
        let prepared = prepare(sentence, &self.lexicon, context.lang, &context.now, &[]);
        let core = self.core_of(sentence, &prepared);
        let hits = self.guards.hits(&core);
        let guard = hits.first().map(|(guard, _)| guard.kind);
        let is_told = || self.stories.is_told(&prepared.line, &self.guards);
        guard.or_else(|| is_told().then_some(RefusalKind::Past))
    }

    /// Whether every sentence of the folder is read as before.
    fn leaves_the_folder(&self, without: &Context, with: &Context) -> Result<(), PhraseFault> {
        for intent in self.intents() {
            let examples = self.examples(intent).iter();
            let examples = examples.map(|example| (&example.text, false));
            let never = self.never(intent).iter().map(|line| (line, true));
            for (sentence, never) in examples.chain(never) {
                let (before, after) = (self.read(sentence, without), self.read(sentence, with));
                if meaning(&before) != meaning(&after) {
                    return Err(PhraseFault::Takes {
                        sentence: sentence.clone(),
                        intent: intent.to_owned(),
                        never,
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether a sentence is an answer rather than a wish: "skip that", "the second one".
    fn is_talk(&self, sentence: &str) -> bool {
        let context = self.any_day(None);
        let said: Vec<String> = sentence.split(' ').map(str::to_lowercase).collect();
        let prepared = prepare(sentence, &self.lexicon, context.lang, &context.now, &[]);
        let core = self.core_of(sentence, &prepared);
        let polite = self.after.find(core.text());
        polite.is_some_and(|hit| hit.start() == 0)
            || self.skips(sentence, &context)
            || self.leaves(sentence, &context)
            || self.goes_back(sentence, &context)
            || self.again(sentence, &context).is_some()
            || self.choosing().place(&said, 9).is_some()
            || self.pieces(sentence, &context).is_nothing_but_values()
    }

    /// How sentences are read beside these phrases.
    fn beside(&self, phrases: &[Phrase]) -> Context {
        self.any_day(Some(Arc::new(self.pack(0, phrases).0)))
    }

    /// What a sentence means does not hang on the day it is said on.
    fn any_day(&self, pack: Option<Arc<Pack>>) -> Context {
        Context {
            lang: self.lang(),
            now: Now {
                local: chrono::DateTime::UNIX_EPOCH.naive_utc(),
                zone: chrono_tz::UTC,
            },
            pack,
        }
    }

    /// Sentences that the phrase says: its example first, then those of its template.
    fn sentences(&self, phrase: &Phrase) -> Vec<String> {
        let mut sentences = Vec::new();
        if !phrase.example.trim().is_empty() {
            sentences.push(phrase.example.trim().to_owned());
        }
        let spoken = self.as_spoken(&phrase.say);
        if let Ok(node) = parse(&self.lexicon.idiom.written_out(&spoken), &self.rules) {
            let said = self.said(&node, &phrase.operation);
            sentences.extend(said.into_iter().map(|said| joined(&said)));
        }
        sentences.dedup();
        sentences
    }

    /// What a part of a template can be said as; of many ways, so many that each word is in one.
    fn said(&self, node: &Node, operation: &str) -> Vec<String> {
        match node {
            Node::Word { text, glued: false } => vec![text.to_string()],
            Node::Word { text, glued: true } => vec![format!("{GLUE}{text}")],
            Node::Colon => vec![format!("{GLUE}:")],
            Node::Alt(nodes) => nodes
                .iter()
                .flat_map(|node| self.said(node, operation))
                .take(MOST)
                .collect(),
            Node::Opt(inner) => {
                let mut said = self.said(inner, operation);
                said.insert(0, String::new());
                said
            }
            Node::Slot { name, least } => vec![self.sample(name, *least, operation)],
            Node::Phrase { inner, .. } => self.said(inner, operation),
            Node::Seq(nodes) => {
                let parts: Vec<Vec<String>> = nodes
                    .iter()
                    .map(|node| self.said(node, operation))
                    .collect();
                let ways = parts.iter().map(Vec::len).fold(1, usize::saturating_mul);
                let most = parts.iter().map(Vec::len).max().unwrap_or(1);
                let rows = if ways > MOST { most } else { ways };
                (0..rows).map(|row| one_way(&parts, row, ways)).collect()
            }
        }
    }

    /// Something that fits a slot.
    fn sample(&self, slot: &str, least: u8, operation: &str) -> String {
        if let Some(said) = self.lists.get(slot).and_then(|list| list.keys().next()) {
            return said.clone();
        }
        let operation = crate::operations::find(operation);
        let wild = operation.and_then(|operation| wild_of(operation, slot));
        let sample = match (wild, self.lang()) {
            (Some(Wild::Person), _) => "Rosa Delgado",
            (Some(Wild::Name(_)), _) if least > 2 => "Rosa Maria Delgado Ruiz",
            (Some(Wild::Name(_)), _) => "Rosa Delgado",
            (Some(Wild::Typed(letters)), lang) => match (letters.chars().next(), lang) {
                (Some('E'), _) => "rosa@delgado.example",
                (Some('P'), _) => "813-555-0177",
                (Some('M'), _) => "$500",
                (Some('L'), Lang::En) => "45 minutes",
                (Some('L'), Lang::Es) => "45 minutos",
                (Some('W'), Lang::En) => "tomorrow at 3pm",
                (Some('W'), Lang::Es) => "mañana a las 15:00",
                _ => "5",
            },
            (Some(Wild::Tags), _) => "vip",
            (Some(Wild::Content), Lang::En) => "see you soon",
            (Some(Wild::Content), Lang::Es) => "nos vemos pronto",
            (_, Lang::En) => "roof repair",
            (_, Lang::Es) => "arreglo del tejado",
        };
        sample.to_owned()
    }
}

/// Says that a piece continues the word before it.
const GLUE: char = '\u{8}';

fn joined(said: &str) -> String {
    let words: Vec<&str> = said.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").replace(&format!(" {GLUE}"), "")
}

/// One way to say parts: the `row`th of all, or, where there are too many, one with its own word of
/// each part.
fn one_way(parts: &[Vec<String>], row: usize, ways: usize) -> String {
    let mut rest = row;
    let each = parts.iter().map(|part| {
        let at = if ways > MOST { row } else { rest };
        rest /= part.len().max(1);
        part.get(at % part.len().max(1)).map_or("", String::as_str)
    });
    each.collect::<Vec<_>>().join(" ")
}

/// Whether a reading is this operation and nothing else, without a doubt.
fn is_only(reading: &Reading, operation: &str) -> bool {
    matches!(reading.clauses.as_slice(), [only] if only.intent == operation && only.tied.is_empty())
}

/// What of a reading decides what is done.
fn meaning(reading: &Reading) -> Value {
    let clause = |clause: &Clause| {
        let tied: Vec<&String> = clause.tied.iter().map(|other| &other.intent).collect();
        json!([clause.intent, clause.slots, clause.pronoun, tied])
    };
    let clauses: Vec<Value> = reading.clauses.iter().map(clause).collect();
    let refusal = reading.refusal.as_ref();
    json!([
        clauses,
        refusal.map(|refusal| (refusal.kind, &refusal.intent))
    ])
}
