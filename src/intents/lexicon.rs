//! What the files of a language mean for reading: its words, and what each slot accepts.

use std::collections::HashSet;

use super::files::WordsFile;
use super::patterns::Pattern;
use crate::nlu::{Lexicon, Wild};
use crate::operations::Operation;
use crate::operations::bulk::each_of;
use crate::value::{Effect, Kind, Resource};

/// What a slot of an operation accepts; `None` when it is not one.
pub(super) fn wild_of(operation: &Operation, slot: &str) -> Option<Wild> {
    kind_of(operation, slot).map(Wild::of)
}

/// What kind of thing a slot of an operation holds; `None` when it is not one.
pub(super) fn kind_of(operation: &Operation, slot: &str) -> Option<Kind> {
    if let Some(param) = operation.param(slot) {
        return Some(param.kind);
    }
    operation.has_slot(slot).then_some(match slot {
        "contact" => Kind::Ref(Resource::Contact),
        "email" => Kind::Email,
        "phone" => Kind::Phone,
        "tags" => Kind::Tags,
        "when" | "when_end" => Kind::Moment,
        "opportunity" => Kind::Ref(Resource::Opportunity),
        "title" => Kind::Line,
        _ => Kind::Name,
    })
}

/// Whether a value of this letter may stand anywhere in a sentence for the operation. A period in
/// a sentence that only looks is heard even where the operation has no use for it.
pub(super) fn lifts(operation: &Operation, slot: &str, letter: char) -> bool {
    let own = operation.param(slot).is_some();
    let looks = operation.effect == Effect::Read && letter == 'W';
    // Who is meant by many is said in one place; a time anywhere else means something else.
    let in_place = each_of(operation.name).is_some();
    own || looks || (slot == "when" && operation.has_slot(slot) && !in_place)
}

/// Words of a list with blanks between.
pub(super) fn set<C: FromIterator<String>>(words: &str) -> C {
    words.split_whitespace().map(str::to_owned).collect()
}

/// The words that shape a line: those of the file and those of the templates.
pub(super) fn lexicon(words: &WordsFile, patterns: &[Pattern]) -> Lexicon {
    let names: HashSet<String> = set(&words.names);
    let mut common: HashSet<String> = set(&words.common);
    for pattern in patterns {
        common.extend(pattern.template.words.iter().cloned());
    }
    for list in words.lists.values() {
        common.extend(
            list.keys()
                .flat_map(|said| said.split_whitespace().map(str::to_owned)),
        );
    }
    common.retain(|word| !names.contains(word));
    Lexicon {
        shorthand: words
            .shorthand
            .iter()
            .map(|(said, meant)| (said.clone(), set(meant)))
            .collect(),
        fillers: set(&words.fillers),
        common,
        particles: set(&words.particles),
        firms: set(&words.firms),
    }
}

/// The words that a slip of the finger may have meant.
pub(super) fn vocabulary(words: &WordsFile, patterns: &[Pattern]) -> Vec<String> {
    let names: HashSet<String> = set(&words.names);
    let mut known: Vec<String> = patterns
        .iter()
        .flat_map(|p| p.template.words.iter().cloned())
        .filter(|w| w.len() > 3 && !names.contains(w))
        .collect();
    known.sort();
    known.dedup();
    known
}
