//! What a sentence that is being typed could become.
//!
//! Completions are made of the examples and templates of the intents, with names that the caller
//! knows in their holes, and each is read before it is offered. What was typed is kept as typed.

mod names;
mod program;
mod sentence;
mod skeletons;

use std::ops::Range;

pub use names::Names;
use program::{Beginning, Hole};
use sentence::{Candidate, Sentence, remainder};
pub(super) use skeletons::Skeletons;
use skeletons::is_named;

use super::grammar::Grammar;
use super::reading::{Clause, Context};
use crate::nlu::{Piece, Seen, folded, prepare};
use crate::operations::{Operation, find};
use crate::value::{Kind, Resource};

/// Most completions of one beginning.
const MOST: usize = 8;
/// Longest beginning that is completed, in bytes: who has typed that much knows how it ends.
const LONGEST: usize = 300;
/// Most sentences read for one beginning; what comes later in the order is not looked at.
const MOST_READ: usize = 32;
/// Of one intent, this many ways to say it.
const WAYS: usize = 2;
/// Sentences from templates beside those from examples: they leave out every word that can be.
const FROM_TEMPLATES: usize = 4;
/// What was typed is odder than this only where it is no beginning of a command.
const MOST_ODD: usize = 2;
/// Letters typed before a sentence is taken to begin with a name.
const NAME_LETTERS: usize = 3;
/// Words at the end of what was typed that may be the beginning of a time.
const TIME_WORDS: usize = 4;
/// Moves of the dialogue that somebody may look for; the others answer a question.
const MOVES: [&str; 2] = ["help", "undo"];

/// A sentence that works.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Suggestion {
    /// What was typed, and its end.
    pub text: String,
    /// What it is read as.
    pub intent: String,
}

impl Grammar {
    /// Sentences that begin as typed and are read as an operation that is allowed, at most eight.
    /// Holes where the CRM's own names belong are filled from `names`; without any, such sentences
    /// are left out.
    pub fn complete(
        &self,
        typed: &str,
        context: &Context,
        allows: &dyn Fn(&Operation) -> bool,
        names: &Names,
    ) -> Vec<Suggestion> {
        if typed.trim().is_empty() || typed.len() > LONGEST {
            return Vec::new();
        }
        let times = self.times(typed, context, allows);
        if !times.is_empty() {
            return times;
        }
        let mut left = self.candidates(typed, context, allows, names);
        let least = left.iter().map(|one| one.oddity).min();
        left.retain(|one| Some(one.oddity) == least && one.oddity <= MOST_ODD);
        left.sort_by_key(|one| {
            let begins = (!one.ends_name, one.name, !one.is_example, !one.is_next);
            (begins, one.skeleton)
        });
        let mut intents: Vec<&str> = Vec::new();
        for one in &left {
            if !intents.contains(&one.intent) {
                intents.push(one.intent);
            }
        }
        let mut offer = Offer {
            grammar: self,
            typed,
            context,
            budget: MOST_READ,
            found: Vec::new(),
            ways: Vec::new(),
        };
        // Of each intent its best, then of each its second, so that none fills the list alone.
        while offer.wants_more() && !left.is_empty() {
            for intent in &intents {
                while offer.wants_more()
                    && let Some(place) = left.iter().position(|one| one.intent == *intent)
                {
                    if offer.take(&left.remove(place)) {
                        break;
                    }
                }
            }
        }
        offer.found
    }

    /// What completions are made of; the first call puts it together.
    pub(super) fn skeletons(&self) -> &Skeletons {
        self.skeletons.get_or_init(|| Skeletons::of(self))
    }

    /// The sentence with the time at its end written out, as the examples say times.
    fn times(
        &self,
        typed: &str,
        context: &Context,
        allows: &dyn Fn(&Operation) -> bool,
    ) -> Vec<Suggestion> {
        let mut found: Vec<Suggestion> = Vec::new();
        let starts = typed.char_indices().rev().filter(|(at, c)| {
            !c.is_whitespace()
                && typed[..*at]
                    .chars()
                    .next_back()
                    .is_some_and(char::is_whitespace)
        });
        let tails: Vec<&str> = starts
            .take(TIME_WORDS)
            .map(|(at, _)| &typed[at..])
            .collect();
        for (intent, times) in &self.skeletons().times {
            for rest in times
                .iter()
                .filter_map(|time| tails.iter().find_map(|tail| remainder(time, tail)))
            {
                let text = format!("{typed}{rest}");
                let reading = self.read(&text, context);
                let [clause] = reading.clauses.as_slice() else {
                    continue;
                };
                let is_it = clause.intent == *intent
                    && clause.slots.contains_key("when")
                    && find(intent).is_some_and(allows);
                if is_it && is_clear(clause) && found.iter().all(|known| known.text != text) {
                    let intent = intent.clone();
                    found.push(Suggestion { text, intent });
                }
            }
        }
        found.truncate(MOST);
        found
    }

    fn candidates<'a>(
        &'a self,
        typed: &str,
        context: &Context,
        allows: &dyn Fn(&Operation) -> bool,
        names: &Names,
    ) -> Vec<Candidate<'a>> {
        let whole = typed.trim_end();
        let blank = whole.char_indices().rfind(|(_, c)| c.is_whitespace());
        let begins = match typed.len() == whole.len() {
            true => blank.map_or(0, |(at, c)| at + c.len_utf8()),
            false => typed.len(),
        };
        let all = prepare(typed, &self.lexicon, context.lang, &context.now, &[]);
        let has_time = all
            .values
            .iter()
            .any(|value| matches!(value.seen, Seen::When(_)));
        let mut candidates: Vec<Candidate<'a>> = Vec::new();
        // The last word may go on, or be over.
        let cursors = [begins, typed.len()];
        let cursors = &cursors[usize::from(begins == typed.len())..];
        for cursor in cursors {
            let (said, begun) = typed.split_at(*cursor);
            let prepared = prepare(said, &self.lexicon, context.lang, &context.now, &[]);
            let line = self.core_of(said, &prepared);
            let (mut pieces, places): (Vec<Piece<'_>>, Vec<_>) = line.pieces().unzip();
            for piece in &mut pieces {
                // A pronoun stands where a name would.
                if let Piece::Word { common, text } = piece
                    && self.lexicon.idiom.is_pronoun(text)
                {
                    *common = false;
                }
            }
            let since = |piece: usize| places.get(piece).map_or(*cursor, |at| at.start);
            let is_over = begun.is_empty() && typed.len() == whole.len();
            let last = folded(&whole[begins.min(whole.len())..]);
            // "ro" is the beginning of a name, and hardly one.
            let known = Kind::Ref(Resource::Contact);
            if is_over
                && candidates.iter().any(|one| one.ends_name)
                && !names.has(Some(known), &last)
            {
                continue;
            }
            let begun = folded(begun);
            let core = folded(&typed[since(0)..]);
            let is_name =
                core.trim_end().len() >= NAME_LETTERS && names.begin(known, core.trim_end());
            let oddity = |hole: &Hole, range: Range<usize>| {
                let end = places.get(range.end - 1).map_or(*cursor, |at| at.end);
                let text = folded(&typed[since(range.start)..end]);
                odd(hole, &pieces[range], &text, names)
            };
            for (number, skeleton) in self.skeletons().starting(&pieces, &begun, is_name) {
                let allowed = match skeleton.operation {
                    Some(operation) => allows(operation),
                    None => MOVES.contains(&skeleton.intent.as_str()),
                };
                if !allowed {
                    continue;
                }
                let fits = skeleton.program.ways(&Beginning {
                    said: &pieces,
                    begun: &begun,
                    lifts: &skeleton.lifts,
                    oddity: &oddity,
                });
                for fit in fits {
                    let sentence = Sentence {
                        typed,
                        skeleton,
                        number,
                        has_time,
                        oddity: fit.oddity,
                        names,
                        times: self.skeletons().times_of(&skeleton.intent),
                    };
                    sentence.ends(&fit.way, &since, &mut candidates);
                }
            }
        }
        candidates
    }
}

/// How odd it is that a hole should hold this: a name that nobody knows, or words that usually
/// belong to the sentence around it.
fn odd(hole: &Hole, pieces: &[Piece<'_>], text: &str, names: &Names) -> usize {
    let is_common = |piece: &&Piece<'_>| matches!(piece, Piece::Word { common: true, .. });
    match hole.kind {
        _ if is_named(hole.kind) && names.has(hole.kind, text) => 0,
        Some(Kind::Text) => 0,
        // Words that fill nothing are the sentence's own more often than not.
        None => pieces.iter().filter(is_common).count() * 2,
        Some(_) => usize::from(is_named(hole.kind)) + pieces.iter().filter(is_common).count(),
    }
}

/// The sentences that are offered, as they are found.
struct Offer<'a> {
    grammar: &'a Grammar,
    typed: &'a str,
    context: &'a Context,
    /// How many sentences may still be read.
    budget: usize,
    found: Vec<Suggestion>,
    /// The ways to say it that were taken.
    ways: Vec<Taken<'a>>,
}

/// A way to say something of which a sentence was offered.
struct Taken<'a> {
    intent: &'a str,
    skeleton: usize,
    is_example: bool,
    /// Whether it goes on with a name: then it is the names that vary.
    is_next: bool,
}

impl<'a> Offer<'a> {
    fn wants_more(&self) -> bool {
        self.found.len() < MOST && self.budget > 0
    }

    /// Offers a candidate, if it is one more and is read as it should be.
    fn take(&mut self, one: &Candidate<'a>) -> bool {
        let mut of_intent = self.ways.iter().filter(|way| way.intent == one.intent);
        let is_new = of_intent.clone().all(|way| way.skeleton != one.skeleton);
        let is_enough = of_intent.clone().count() >= WAYS
            || of_intent.any(|way| way.is_next || way.is_example && !one.is_example)
            || !one.is_example
                && self.ways.iter().filter(|way| !way.is_example).count() >= FROM_TEMPLATES;
        if is_new && is_enough {
            return false;
        }
        let Some(text) = self.first_read(one) else {
            return false;
        };
        let is_known =
            |known: &Suggestion| known.text.trim_end().eq_ignore_ascii_case(text.trim_end());
        if self.found.iter().any(is_known) {
            return false;
        }
        if is_new {
            self.ways.push(Taken {
                intent: one.intent,
                skeleton: one.skeleton,
                is_example: one.is_example,
                is_next: one.is_next,
            });
        }
        let intent = one.intent.to_owned();
        self.found.push(Suggestion { text, intent });
        true
    }

    /// The first of a candidate's texts that is read as it should be.
    fn first_read(&mut self, one: &Candidate<'_>) -> Option<String> {
        for text in &one.texts {
            self.budget = self.budget.checked_sub(1)?;
            let reading = self.grammar.read(text, self.context);
            let [clause] = reading.clauses.as_slice() else {
                continue;
            };
            let has = |(slot, name): &(String, String)| {
                let name = folded(name);
                match clause.slots.get(slot) {
                    Some(serde_json::Value::Array(all)) => {
                        let mut all = all.iter().filter_map(serde_json::Value::as_str);
                        all.any(|said| folded(said) == name)
                    }
                    Some(said) => said.as_str().is_some_and(|said| folded(said) == name),
                    None => false,
                }
            };
            if clause.intent == one.intent
                && is_clear(clause)
                && one
                    .named
                    .iter()
                    .filter(|(_, name)| text.contains(name))
                    .all(has)
            {
                // What it says was typed already, and the rest is for the user to say.
                return (text.trim_end() != self.typed.trim_end()).then(|| text.clone());
            }
        }
        None
    }
}

/// Whether nothing about a clause would have to be asked again.
fn is_clear(clause: &Clause) -> bool {
    clause.unusable.is_none() && !clause.runner_up.as_ref().is_some_and(|other| other.tied)
}
