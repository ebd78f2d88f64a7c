//! Slips of the finger: a message that is not understood is read again with words put right.

use std::ops::Range;

use super::grammar::Grammar;
use super::reader::MOST_PLACES;
use super::reading::{Context, Correction, Reading};
use crate::nlu::{Prepared, nearest, prepare};

/// Most slips of the finger in one message.
const MOST_SLIPS: usize = 3;

/// What follows an infinitive in Spanish verbs that tell what will or would be, without accents:
/// "borrare", "borraran", "borraria" are no slips of "borrar".
const TENSES: [&str; 10] = [
    "e", "a", "as", "an", "emos", "eis", "ia", "ias", "ian", "iamos",
];

/// Whether a word is a verb of the vocabulary and an ending that tells another time.
fn is_conjugated(typed: &str, knows: impl Fn(&str) -> bool) -> bool {
    TENSES.iter().any(|ending| {
        let stem = typed.strip_suffix(ending);
        stem.is_some_and(|stem| stem.ends_with('r') && stem.len() > 3 && knows(stem))
    })
}

/// Whether a word ends in a vowel with its accent, as Spanish verbs do that tell what will be or was:
/// "borraré" and "borró" are no slips of "borrar" and "borro".
fn tells_tense(typed: &str) -> bool {
    typed.ends_with(['á', 'é', 'í', 'ó', 'ú', 'Á', 'É', 'Í', 'Ó', 'Ú'])
}

impl Grammar {
    /// Reads again with slips of the finger in command words put right, one by one, then all.
    pub(super) fn read_corrected(
        &self,
        text: &str,
        prepared: &Prepared,
        context: &Context,
    ) -> Option<Reading> {
        let mut slips: Vec<(Range<usize>, String)> = Vec::new();
        for (range, word) in prepared.unknown.iter().take(MOST_PLACES) {
            if let Some(owner) = self.owner(text, range, word) {
                slips.push((range.clone(), owner));
            } else if !tells_tense(&text[range.clone()])
                && !self.knows(word)
                && !is_conjugated(word, |stem| self.knows(stem))
                // "marco a ana" tells, it does not ask.
                && self.guards.verb(word).is_none()
                && let Some(known) = nearest(word, self.vocabulary_like(word))
            {
                slips.push((range.clone(), known.to_owned()));
            }
        }
        slips.truncate(MOST_SLIPS);
        let single = slips.iter().map(std::slice::from_ref);
        let all = (slips.len() > 1).then_some(slips.as_slice());
        for attempt in single.chain(all) {
            let prepared = prepare(text, &self.lexicon, context.lang, &context.now, attempt);
            let mut reading = self.read_prepared(text, &prepared, context);
            if !reading.clauses.is_empty() || reading.refusal.is_some() {
                let corrected = attempt.iter().map(|(range, read)| Correction {
                    typed: text[range.clone()].to_owned(),
                    read: read.clone(),
                });
                reading.corrected = corrected.collect();
                return Some(reading);
            }
        }
        None
    }

    /// "delete contcat jane doe" reads, with a strange name. When the first of several words of a
    /// name is one edit from a long command word, and put right gives the same intent, it was one.
    pub(super) fn read_slip_in_name(
        &self,
        text: &str,
        prepared: &Prepared,
        reading: &Reading,
        context: &Context,
    ) -> Option<Reading> {
        let clause = reading.clauses.first()?;
        let name = clause.slots.get("contact")?.as_str()?;
        let (first, _) = name.split_once(' ')?;
        let span = clause.spans.iter().find(|span| span.slot == "contact")?;
        let (range, word) = prepared
            .unknown
            .iter()
            .find(|(range, _)| range.start == span.start && first.len() > 5)?;
        let long = self.vocabulary_like(word).filter(|known| known.len() > 5);
        let known = nearest(word, long)?;
        let slip = [(range.clone(), known.to_owned())];
        let again = prepare(text, &self.lexicon, context.lang, &context.now, &slip);
        let mut better = self.read_prepared(text, &again, context);
        let shorter = better
            .clauses
            .first()?
            .slots
            .get("contact")?
            .as_str()?
            .len()
            < name.len();
        if better.clauses[0].intent != clause.intent || !shorter {
            return None;
        }
        better.corrected.push(Correction {
            typed: text[range.clone()].to_owned(),
            read: known.to_owned(),
        });
        Some(better)
    }

    /// The words, in order, that begin with one of the first two letters of a word: others are no
    /// slip of it.
    fn vocabulary_like<'a>(&'a self, word: &str) -> impl Iterator<Item = &'a str> {
        let mut letters: Vec<char> = word.chars().take(2).collect();
        letters.dedup();
        letters.into_iter().flat_map(|letter| {
            let from = self
                .vocabulary
                .partition_point(|known| known.as_str() < letter.to_string().as_str());
            let those = self.vocabulary[from..].iter().map(String::as_str);
            those.take_while(move |known| known.starts_with(letter))
        })
    }

    fn knows(&self, word: &str) -> bool {
        let known = self
            .vocabulary
            .binary_search_by(|known| known.as_str().cmp(word));
        known.is_ok()
    }

    /// "hectors number" as "hector's number": a possessive without its apostrophe.
    fn owner(&self, text: &str, range: &Range<usize>, word: &str) -> Option<String> {
        let next = text
            .get(range.end..)?
            .split_whitespace()
            .next()?
            .to_lowercase();
        let owned = self
            .possessed
            .contains(next.trim_matches(|c: char| !c.is_alphanumeric()));
        let owner = word.strip_suffix('s').filter(|owner| owner.len() > 2)?;
        let possessive = self.lexicon.idiom.possessive.as_deref()?;
        owned.then(|| format!("{owner}{possessive}"))
    }
}
