//! What a sentence that is being typed could become.
//!
//! Completions are made of the examples and templates of the intents, with names that the caller
//! knows in their holes, and each is read before it is offered. What was typed is kept as typed.

mod program;
mod skeletons;

use program::{Item, Way};
pub(super) use skeletons::Skeletons;
use skeletons::{Skeleton, is_named, letter_of};

use super::grammar::Grammar;
use super::reading::{Clause, Context};
use crate::nlu::{Piece, folded, prepare};
use crate::operations::{Operation, find};
use crate::value::Kind;

/// Most completions of one beginning.
const MOST: usize = 8;
/// Longest beginning that is completed, in bytes: who has typed that much knows how it ends.
const LONGEST: usize = 300;
/// Most sentences read for one beginning; what comes later in the order is not looked at.
const MOST_READ: usize = 48;
/// Of one intent, this many ways to say it.
const WAYS: usize = 2;
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

/// Names that are known, by what they name, the likeliest first.
#[derive(Debug, Default)]
pub struct Names(Vec<(Kind, Vec<String>)>);

impl Names {
    /// Adds names of a kind after those that are there.
    pub fn add(&mut self, kind: Kind, names: impl IntoIterator<Item = String>) {
        let place = self.0.iter().position(|(known, _)| *known == kind);
        let place = place.unwrap_or_else(|| {
            self.0.push((kind, Vec::new()));
            self.0.len() - 1
        });
        let known = &mut self.0[place].1;
        for name in names {
            if !known.contains(&name) {
                known.push(name);
            }
        }
    }

    fn of(&self, kind: Option<Kind>) -> &[String] {
        let known = self.0.iter().find(|(known, _)| Some(*known) == kind);
        known.map_or(&[], |(_, names)| names)
    }
}

/// A sentence that may be offered.
struct Candidate<'a> {
    intent: &'a str,
    /// Tells ways to say it apart.
    skeleton: usize,
    is_example: bool,
    /// How far down the list of names the one in it stands.
    name: usize,
    /// Characters that were not typed.
    added: usize,
    /// The sentence, in the order of preference: the first that is read as the intent.
    texts: Vec<String>,
    /// What has to be read in its slots.
    named: Vec<(String, String)>,
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
        let mut budget = MOST_READ;
        let mut found = self.times(typed, context, allows);
        let mut candidates = self.candidates(typed, context, allows, names);
        candidates.sort_by_key(|one| (one.name, !one.is_example, one.added));
        let mut intents: Vec<&str> = Vec::new();
        for one in &candidates {
            if !intents.contains(&one.intent) {
                intents.push(one.intent);
            }
        }
        // Of each intent its best, then of each its second, so that none fills the list alone.
        let mut ways: Vec<(&str, usize)> = Vec::new();
        let mut left: Vec<Candidate<'_>> = candidates;
        while found.len() < MOST && budget > 0 && !left.is_empty() {
            for intent in &intents {
                while let Some(place) = left.iter().position(|one| one.intent == *intent) {
                    if found.len() >= MOST || budget == 0 {
                        break;
                    }
                    let one = left.remove(place);
                    let way = (one.intent, one.skeleton);
                    let count = ways.iter().filter(|(known, _)| *known == *intent).count();
                    if !ways.contains(&way) && count >= WAYS {
                        continue;
                    }
                    if let Some(text) = self.first_read(typed, &one, context, &mut budget) {
                        if !ways.contains(&way) {
                            ways.push(way);
                        }
                        let intent = one.intent.to_owned();
                        let suggestion = Suggestion { text, intent };
                        if found.iter().all(|known| !is_same(known, &suggestion)) {
                            found.push(suggestion);
                            break;
                        }
                    }
                }
            }
        }
        found
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
        let begins = match typed.len() == whole.len() {
            true => whole.rfind(char::is_whitespace).map_or(0, |at| at + 1),
            false => typed.len(),
        };
        let mut candidates = Vec::new();
        // The last word may go on, or be over.
        let cursors = [begins, typed.len()];
        let cursors = &cursors[usize::from(begins == typed.len())..];
        for cursor in cursors {
            // A blank of more than one byte: the word begins after it.
            let Some((said, begun)) = typed.split_at_checked(*cursor) else {
                continue;
            };
            let prepared = prepare(said, &self.lexicon, context.lang, &context.now, &[]);
            let line = self.core_of(said, &prepared);
            let (pieces, places): (Vec<Piece<'_>>, Vec<_>) = line.pieces().unzip();
            let folded = folded(begun);
            for (number, skeleton) in self.skeletons().starting(&pieces, &folded) {
                let allowed = match skeleton.operation {
                    Some(operation) => allows(operation),
                    None => MOVES.contains(&skeleton.intent.as_str()),
                };
                if !allowed {
                    continue;
                }
                let has_time = pieces.contains(&Piece::Value('W'));
                for way in skeleton.program.ways(&pieces, &folded, &skeleton.lifts) {
                    let since = |piece: usize| places.get(piece).map_or(*cursor, |at| at.start);
                    let sentence = Sentence {
                        typed,
                        skeleton,
                        number,
                        has_time,
                        names,
                        times: self.skeletons().times_of(&skeleton.intent),
                    };
                    sentence.ends(&way, &since, &mut candidates);
                }
            }
        }
        candidates
    }

    /// The first of a candidate's texts that is read as it should be.
    fn first_read(
        &self,
        typed: &str,
        one: &Candidate<'_>,
        context: &Context,
        budget: &mut usize,
    ) -> Option<String> {
        for text in &one.texts {
            if *budget == 0 {
                return None;
            }
            *budget -= 1;
            let reading = self.read(text, context);
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
                return (text.trim_end() != typed.trim_end()).then(|| text.clone());
            }
        }
        None
    }
}

/// Whether nothing about a clause would have to be asked again.
fn is_clear(clause: &Clause) -> bool {
    clause.unusable.is_none() && !clause.runner_up.as_ref().is_some_and(|other| other.tied)
}

fn is_same(one: &Suggestion, other: &Suggestion) -> bool {
    one.text
        .trim_end()
        .eq_ignore_ascii_case(other.text.trim_end())
}

/// A skeleton that what was typed fits.
struct Sentence<'t, 'a> {
    typed: &'t str,
    skeleton: &'a Skeleton,
    number: usize,
    has_time: bool,
    names: &'t Names,
    times: &'a [String],
}

impl<'a> Sentence<'_, 'a> {
    /// The sentences of a way on. `since` tells where in the text a piece begins.
    fn ends(
        &self,
        way: &Way<'_>,
        since: &dyn Fn(usize) -> usize,
        candidates: &mut Vec<Candidate<'a>>,
    ) {
        match way {
            Way::Ends(ending, items) => self.filled(ending, None, items, 0, candidates),
            Way::Next(items) => self.filled("", None, items, 0, candidates),
            Way::Inside(hole, piece, items) => {
                let hole = &self.skeleton.program.holes[*hole];
                let begun = &self.typed[since(*piece)..];
                let known = match is_named(hole.kind) {
                    true => self.names.of(hole.kind),
                    // A time or a length can be anybody's; other samples are somebody's.
                    false if matches!(letter_of(&hole.slot), Some('W' | 'L')) => &hole.samples,
                    false => return,
                };
                let fitting = known.iter().enumerate().filter_map(|(rank, name)| {
                    remainder(name, begun).map(|rest| (rank, name, rest))
                });
                for (rank, name, rest) in fitting.take(MOST) {
                    let named = is_named(hole.kind).then(|| (hole.slot.clone(), name.clone()));
                    self.filled(rest, named, items, rank, candidates);
                }
            }
        }
    }

    /// The sentence with the rest of the word at the cursor and these items, once for each name
    /// that its first open hole can take.
    fn filled(
        &self,
        ending: &str,
        named: Option<(String, String)>,
        items: &[Item<'_>],
        rank: usize,
        candidates: &mut Vec<Candidate<'a>>,
    ) {
        for nth in 0..MOST {
            let mut text = format!("{}{ending}", self.typed);
            let mut said: Vec<(String, String)> = named.iter().cloned().collect();
            let mut texts = Vec::new();
            let mut has_time = self.has_time;
            let mut varies = false;
            for item in items {
                let item = match item {
                    Item::Word(word) => *word,
                    Item::Colon => ":",
                    Item::Hole(hole) => {
                        let hole = &self.skeleton.program.holes[*hole];
                        let letter = letter_of(&hole.slot);
                        has_time |= letter == Some('W');
                        if is_named(hole.kind) {
                            let known = self.names.of(hole.kind);
                            let unsaid = |name: &&String| said.iter().all(|(_, n)| n != *name);
                            let skip = if varies || named.is_some() { 0 } else { nth };
                            varies |= named.is_none();
                            let Some(name) = known.iter().filter(unsaid).nth(skip) else {
                                return;
                            };
                            said.push((hole.slot.clone(), name.clone()));
                            name
                        } else {
                            // Where the user has something to say, the sentence may stop.
                            if !matches!(letter, Some('W' | 'L')) && texts.is_empty() {
                                texts.push(spaced(&text));
                            }
                            match hole.samples.first() {
                                Some(sample) => sample,
                                None => {
                                    text.clear();
                                    break;
                                }
                            }
                        }
                    }
                };
                push(&mut text, item);
            }
            if !text.is_empty() {
                if self.skeleton.needs_time && !has_time {
                    match self.times.first() {
                        Some(time) => push(&mut text, time),
                        None => text.clear(),
                    }
                }
                texts.push(text);
            }
            texts.retain(|text| !text.is_empty());
            let added = texts
                .first()
                .map_or(0, |text| text.len() - self.typed.len());
            candidates.push(Candidate {
                intent: &self.skeleton.intent,
                skeleton: self.number,
                is_example: self.skeleton.is_example,
                name: rank + nth,
                added,
                texts,
                named: said,
            });
            if !varies {
                return;
            }
        }
    }
}

/// Writes a word or name behind a text.
fn push(text: &mut String, item: &str) {
    let is_glued = item == ":" || item == "'s";
    if !is_glued && !text.ends_with(char::is_whitespace) {
        text.push(' ');
    }
    text.push_str(item);
}

/// A text that goes on with the next word that is typed.
fn spaced(text: &str) -> String {
    match text.ends_with(char::is_whitespace) {
        true => text.to_owned(),
        false => format!("{text} "),
    }
}

/// The end of a name of which the beginning was typed; none when it is another name, or all of it.
fn remainder<'a>(name: &'a str, begun: &str) -> Option<&'a str> {
    let typed = folded(begun);
    let wanted = typed.trim_end();
    let mut seen = String::new();
    for (at, c) in name.char_indices() {
        if seen == wanted {
            let rest = &name[at..];
            // "rosa " goes on with the second word, not with the end of "rosalind".
            return match typed.len() == wanted.len() {
                true => Some(rest),
                false => rest.strip_prefix(' '),
            };
        }
        seen.push_str(&folded(c.encode_utf8(&mut [0; 4])));
        if !wanted.starts_with(&seen) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::remainder;

    #[test]
    fn a_name_goes_on_where_it_was_left() {
        let check = |name, begun, rest: Option<&str>| {
            assert_eq!(remainder(name, begun), rest, "{name}: {begun}");
        };
        check("Rosa Delgado", "ros", Some("a Delgado"));
        check("Rosa Delgado", "rosa", Some(" Delgado"));
        check("Rosa Delgado", "Rosa ", Some("Delgado"));
        check("Rosalind", "rosa ", None);
        check("Rosa Delgado", "rosa delgado", None);
        check("José Peña", "jose pe", Some("ña"));
        check("Otto", "rosa", None);
    }
}
