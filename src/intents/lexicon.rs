//! What the files of a language mean for reading: its words, and what each slot accepts.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::files::WordsFile;
use super::patterns::Pattern;
use crate::nlu::{Idiom, Lexicon, Lists, Wild, folded};
use crate::operations::Operation;
use crate::operations::bulk::each_of;
use crate::value::{Effect, Kind, Resource};

/// What a slot of an operation accepts; `None` when it is not one.
pub(super) fn wild_of(operation: &Operation, slot: &str) -> Option<Wild> {
    // "Move ana to 4": a bare number is an hour there.
    if slot == "when" && operation.param("old_when").is_some() {
        return Some(Wild::Typed("WN"));
    }
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

/// Words of a list with blanks between, folded as lines are.
pub(super) fn set<C: FromIterator<String>>(words: &str) -> C {
    folded(words)
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// What the language does with words beside its sentences.
pub(super) fn idiom(words: &WordsFile) -> Idiom {
    let typed = words.shorthand.iter().filter(|(said, _)| !said.is_ascii());
    let mut forms: HashMap<String, Vec<String>> = typed
        .map(|(said, meant)| (said.clone(), set(meant)))
        .collect();
    for (meant, said) in &words.forms {
        for form in said.split_whitespace() {
            forms.insert(form.to_owned(), set(meant));
        }
    }
    Idiom {
        pronouns: set(&words.pronouns),
        objects: set(&words.objects),
        things: set(&words.things),
        articles: set(&words.articles),
        titles: set(&words.titles),
        joints: set(&words.joints),
        possessive: words.possessive.clone(),
        dotted: set(&words.dotted),
        verbs: set(&words.verbs),
        enclitics: set(&words.enclitics),
        forms,
    }
}

/// The word lists, their words folded as lines are.
pub(super) fn lists(words: &WordsFile) -> Lists {
    let fold = |list: &BTreeMap<String, String>| {
        list.iter()
            .map(|(said, value)| (folded(said), value.clone()))
            .collect()
    };
    words
        .lists
        .iter()
        .map(|(name, list)| (name.clone(), fold(list)))
        .collect()
}

/// The words that shape a line: those of the file and those of the templates.
pub(super) fn lexicon(words: &WordsFile, patterns: &[Pattern], idiom: Idiom) -> Lexicon {
    let names: HashSet<String> = set(&words.names);
    let mut common: HashSet<String> = set(&words.common);
    common.extend(idiom.verbs.iter().cloned());
    for word in patterns.iter().flat_map(|pattern| &pattern.template.words) {
        if !common.contains(word.as_ref()) {
            common.insert(word.to_string());
        }
    }
    for list in words.lists.values() {
        common.extend(list.keys().flat_map(|said| set::<Vec<String>>(said)));
    }
    common.retain(|word| !names.contains(word) && !idiom.titles.contains(word));
    Lexicon {
        idiom,
        shorthand: words
            .shorthand
            .iter()
            .filter(|(said, _)| said.is_ascii())
            .map(|(said, meant)| (said.clone(), set(meant)))
            .collect(),
        fillers: set(&words.fillers),
        common,
        names,
        particles: set(&words.particles),
        firms: set(&words.firms),
        trades: set(&words.trades),
    }
}

/// The words that a slip of the finger may have meant.
pub(super) fn vocabulary(words: &WordsFile, patterns: &[Pattern]) -> Vec<String> {
    let names: HashSet<String> = set(&words.names);
    let words = patterns.iter().flat_map(|pattern| &pattern.template.words);
    let said: HashSet<&str> = words.map(|word| word.as_ref()).collect();
    let mut known: Vec<String> = said
        .into_iter()
        .filter(|w| w.len() > 3 && !names.contains(*w))
        .map(str::to_owned)
        .collect();
    known.sort_unstable();
    known
}
