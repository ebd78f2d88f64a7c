//! What keeps an action from being taken: a negation, a question about it, a condition, the past.
//!
//! A sentence is matched from end to end, so a "don't" that no template has cannot be overlooked.
//! The guards say why such a sentence is not done, and look into wildcards for words that no
//! name, stage or tag has.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;

use super::patterns::Match;
use super::reading::RefusalKind;
use crate::nlu::{Line, Wild};

/// One kind of guard.
#[derive(Debug)]
pub(super) struct Guard {
    pub kind: RefusalKind,
    /// Stands somewhere before what is not done.
    pub anywhere: Regex,
    /// Opens the sentence.
    pub first: Regex,
    /// May not stand inside a wildcard of a sentence that acts.
    pub inside: Regex,
    /// Verbs of the past and the verb that they report.
    pub verbs: BTreeMap<String, String>,
}

/// All guards of a language.
#[derive(Debug)]
pub(super) struct Guards(pub Vec<Guard>);

impl Guards {
    /// The guards that stand in this line, the leftmost first, with the place they end at.
    pub fn hits(&self, line: &Line) -> Vec<(&Guard, Range<usize>)> {
        let text = line.text();
        let mut hits = Vec::new();
        for guard in &self.0 {
            let first = guard.first.find(text);
            let hit = first.or_else(|| guard.anywhere.find(text));
            hits.extend(hit.map(|hit| (guard, hit.range())));
        }
        hits.sort_by_key(|(_, range)| range.start);
        hits
    }

    /// The guard that objects to what the wildcards of a match hold.
    pub fn objects(&self, found: &Match<'_>) -> Option<(RefusalKind, String)> {
        let text = found.line.text();
        let mut before = 0;
        for (slot, group) in found.pattern.template.slots.iter().zip(&found.groups) {
            let Some(group) = group else { continue };
            let inner = &text[group.clone()];
            let start = match slot.wild {
                // After "text jane" without a colon or "saying", an "if" speaks to us, not to her.
                Wild::Content if bare(text, before, group) => Some(true),
                Wild::Words if slot.name == "title" || slot.name == "subject" => Some(true),
                Wild::Words | Wild::Thing => Some(false),
                Wild::Content
                | Wild::Tags
                | Wild::Person
                | Wild::Name(_)
                | Wild::Typed(_)
                | Wild::Listed => None,
            };
            before = group.end;
            let Some(only_first) = start else { continue };
            for guard in &self.0 {
                if slot.wild == Wild::Content && guard.kind == RefusalKind::Negation {
                    continue;
                }
                if slot.name == "title" && guard.kind != RefusalKind::Condition {
                    continue;
                }
                if let Some(hit) = guard.inside.find(inner)
                    && (!only_first || hit.start() == 0)
                {
                    return Some((guard.kind, plain(hit.as_str())));
                }
            }
        }
        None
    }
}

/// Whether nothing but commas stands between the slot before and this one.
fn bare(text: &str, before: usize, group: &Range<usize>) -> bool {
    before > 0
        && text
            .get(before..group.start)
            .is_some_and(|between| between.trim_matches([' ', ',']).is_empty())
}

/// Words of a line without their marks.
pub(super) fn plain(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control()).collect();
    kept.split(' ')
        .filter(|word| !word.is_empty() && *word != ",")
        .collect::<Vec<_>>()
        .join(" ")
}
