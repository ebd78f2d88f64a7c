//! What keeps an action from being taken: a negation, a question about it, a condition, the past.
//!
//! A sentence is matched from end to end, so a "don't" that no template has cannot be overlooked.
//! The guards say why such a sentence is not done, and look into wildcards for words that no
//! name, stage or tag has.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use regex::Regex;

use super::patterns::Match;
use super::reading::RefusalKind;
use crate::nlu::{Line, VALUE, Wild};

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
    /// Takes back, at its end, what a sentence said.
    pub last: Regex,
    /// Verbs of the past and the verb that they report.
    pub verbs: BTreeMap<String, String>,
}

/// All guards of a language.
#[derive(Debug)]
pub(super) struct Guards {
    pub kinds: Vec<Guard>,
    /// Words that say that another kind of thing is meant: "move X to the vip campaign".
    pub foreign: Regex,
    /// The same for stages, which have "appointment set" and "email sent" as names.
    pub foreign_stage: Regex,
    /// Sentences about things that are not offered.
    pub whole: Regex,
    /// Sentences that send a thing that is not offered, where content may follow.
    pub sends: Regex,
    /// Intents that sentences of `whole` may mean.
    pub own: HashSet<String>,
    /// Sentences that look like those of `whole`, but name a stage: "move the deal to won".
    pub stages: Regex,
    /// Words that open no task: "remind me why" asks.
    pub titles: Regex,
    /// Words that stand in no tag.
    pub in_tags: Regex,
    /// Words that no title of an appointment begins with.
    pub leads: Regex,
    /// A second command: "and" and a verb.
    pub second: Regex,
    /// Words with which no name of a record begins or ends: "by", "than".
    pub edges: Regex,
    /// A value that is said not to be meant, beside the one that is: "5500 not 5000".
    pub besides: Regex,
    /// Words between a name and content that do not lead to it: "by text".
    pub between: Regex,
    /// Sentences that ask somebody whether something is so: "ask bob if he comes".
    pub asks: Regex,
    /// What says how to send, and is nothing to send: "post more on facebook".
    pub contents: Regex,
}

impl Guards {
    /// The guards that stand in this line, the leftmost first, with the place they end at.
    pub fn hits(&self, line: &Line) -> Vec<(&Guard, Range<usize>)> {
        let text = line.text();
        let mut hits = Vec::new();
        for guard in &self.kinds {
            let first = guard.first.find(text);
            let hit = first.or_else(|| guard.anywhere.find(text));
            hits.extend(hit.map(|hit| (guard, hit.range())));
        }
        hits.sort_by_key(|(_, range)| range.start);
        hits
    }

    /// The guard that takes back at the end of a sentence what it said: "never mind".
    pub fn retracts(&self, line: &Line) -> Option<(RefusalKind, String)> {
        self.kinds.iter().find_map(|guard| {
            let hit = guard.last.find(line.text())?;
            Some((guard.kind, plain(hit.as_str())))
        })
    }

    /// The verb that a word of a report or question is a form of.
    pub fn verb(&self, word: &str) -> Option<&String> {
        self.kinds.iter().find_map(|guard| guard.verbs.get(word))
    }

    /// Whether a line opens with a remark that makes what follows none: "yeah right, delete bob".
    pub fn mocks(&self, line: &Line) -> bool {
        let mut remarks = self.kinds.iter();
        remarks.any(|guard| guard.kind == RefusalKind::Remark && guard.first.is_match(line.text()))
    }

    /// Where a line says of a value that it is not meant, right behind one of the same kind that is:
    /// "not 5000" in "5500 not 5000".
    pub fn besides(&self, line: &Line) -> Option<Range<usize>> {
        let text = line.text();
        let hit = self.besides.captures(text)?;
        let (whole, kind) = (hit.get(0)?, hit.get(1)?);
        let before = text[..whole.start()].rsplit(' ').next()?;
        // A bare number may be an hour.
        let is_same = before
            .strip_prefix(VALUE)
            .is_some_and(|value| value.starts_with(kind.as_str()) || kind.as_str() == "N");
        is_same.then(|| line.original(whole.range()))
    }

    /// Whether nothing between the slot before and this one leads to content.
    fn is_bare(&self, text: &str, before: usize, group: &Range<usize>) -> bool {
        let between = text.get(before..group.start).filter(|_| before > 0);
        between.is_some_and(|between| {
            between.trim_matches([' ', ',']).is_empty() || self.between.is_match(between)
        })
    }

    /// Whether the wildcards of a match can hold what they hold: a stage is no time or amount, and
    /// nothing that acts takes a campaign for a deal.
    pub fn fits(&self, found: &Match<'_>) -> bool {
        if !found.pattern.acts {
            return true;
        }
        let text = found.line.text();
        if self.is_elsewhere(found) {
            return false;
        }
        let refers = |slot: &str| {
            let operation = found.pattern.operation;
            operation.is_some_and(|operation| operation.refers(slot))
        };
        let groups = found.pattern.template.slots.iter().zip(&found.groups);
        let mut before = 0;
        groups
            .filter_map(|(slot, group)| Some((slot, group.clone()?)))
            .all(|(slot, group)| {
                let is_bare = self.is_bare(text, before, &group);
                before = group.end;
                let before_content = group.start;
                let inner = &text[group];
                // "bathroom tile, 4800": a number behind a comma is no part of a name.
                let last = inner.rsplit(' ').next().unwrap_or_default();
                let number = last.starts_with(VALUE) && last[VALUE.len_utf8()..].starts_with('N');
                let is_behind = || inner[..inner.len() - last.len()].trim_end().ends_with(',');
                if slot.name == "opportunity" && number && is_behind() {
                    return false;
                }
                // What is said and not used would be lost without a word.
                if slot.name == "_" && inner.contains(VALUE) {
                    return false;
                }
                let is_free = matches!(slot.wild, Wild::Words | Wild::Thing);
                // "email Ernst & Young": a name goes on behind its sign.
                if inner
                    .trim_start_matches([' ', ',', '\u{1}'])
                    .starts_with('&')
                {
                    return false;
                }
                if is_free
                    && (refers(&slot.name) || slot.name == "opportunity")
                    && self.edges.is_match(inner)
                {
                    return false;
                }
                // "tag jane as gold tomorrow", "tag jane as gold, not ana"
                if slot.wild == Wild::Tags && (ends_in_time(inner) || self.takes_back(inner)) {
                    return false;
                }
                // "tag ana vip, don't text her": what follows a comma is no tag then.
                let is_apart = is_bare && text[..before_content].trim_end().ends_with(',');
                if slot.wild == Wild::Tags && is_apart && self.is_negated(inner) {
                    return false;
                }
                let is_words = matches!(slot.wild, Wild::Words | Wild::Thing | Wild::Tags);
                if is_words && slot.name != "title" && self.second.is_match(inner) {
                    return false;
                }
                match (slot.wild, slot.name.as_str()) {
                    (Wild::Words, "stage" | "pipeline" | "calendar") | (Wild::Thing, _) => {
                        let value = ["\u{2}W", "\u{2}M", "\u{2}L", "\u{2}E", "\u{2}P"]
                            .iter()
                            .any(|mark| inner.contains(mark));
                        let number = inner.len() == 4 && inner.contains("\u{2}N");
                        let foreign = if slot.wild == Wild::Thing {
                            &self.foreign
                        } else {
                            &self.foreign_stage
                        };
                        !value && !number && !foreign.is_match(inner)
                    }
                    (Wild::Words, "title") if found.pattern.intent == "book_appointment" => {
                        !self.leads.is_match(inner)
                    }
                    (Wild::Words | Wild::Phrase, "title") => !self.titles.is_match(inner),
                    // "text par two: hey": what stands before the colon is no content.
                    (Wild::Content, _) if self.contents.is_match(inner) => {
                        text[..before_content].trim_end().ends_with(':')
                    }
                    (Wild::Content, _) if is_bare => !names_first(inner),
                    (Wild::Tags, _) => !self.in_tags.is_match(inner),
                    _ => true,
                }
            })
    }

    /// Whether words begin with a negation.
    fn is_negated(&self, words: &str) -> bool {
        let mut negations = self
            .kinds
            .iter()
            .filter(|guard| guard.kind == RefusalKind::Negation);
        negations.any(|guard| {
            let hit = guard.inside.find(words);
            hit.is_some_and(|hit| plain(&words[..hit.start()]).is_empty())
        })
    }

    /// Whether one of several values after the first is negated: "vip, not hot".
    fn takes_back(&self, inner: &str) -> bool {
        inner
            .split(" ,")
            .skip(1)
            .any(|other| self.is_negated(other))
    }

    /// Whether the sentence means a thing that is not offered. Content, tasks and tags may speak
    /// of anything.
    fn is_elsewhere(&self, found: &Match<'_>) -> bool {
        let text = found.line.text();
        let own = self.own.contains(&found.pattern.intent);
        if !own && self.sends.is_match(text) {
            return true;
        }
        let free = found.pattern.template.ends_in_content();
        let about = found.pattern.template.has_slot("stage") && self.stages.is_match(text);
        !free && !own && !about && self.whole.is_match(text)
    }

    /// Where a match has nothing but a day or time for its content: "text ana tomorrow" says when to
    /// send, not what.
    pub fn only_when(&self, found: &Match<'_>) -> Option<Range<usize>> {
        let text = found.line.text();
        let mut before = 0;
        let groups = found.pattern.template.slots.iter().zip(&found.groups);
        for (slot, group) in groups {
            let Some(group) = group else { continue };
            let is_bare = slot.wild == Wild::Content && self.is_bare(text, before, group);
            before = group.end;
            if is_bare && is_time(&text[group.clone()]) {
                return Some(group.clone());
            }
        }
        None
    }

    /// The guard that objects to what the wildcards of a match hold.
    pub fn objects(&self, found: &Match<'_>) -> Option<(RefusalKind, String)> {
        let text = found.line.text();
        let mut before = 0;
        for (slot, group) in found.pattern.template.slots.iter().zip(&found.groups) {
            let Some(group) = group else { continue };
            let inner = &text[group.clone()];
            let refers = found
                .pattern
                .operation
                .is_some_and(|operation| operation.refers(&slot.name));
            let is_bare = slot.wild == Wild::Content && self.is_bare(text, before, group);
            let start = match slot.wild {
                // "mark the report as not done": no task is called so.
                Wild::Words if slot.name == "title" && refers => Some(false),
                // After "text jane" without a colon or "saying", an "if" speaks to us, not to her.
                Wild::Content if is_bare && !self.asks.is_match(text) => Some(true),
                Wild::Words if slot.name == "title" || slot.name == "subject" => Some(true),
                Wild::Words | Wild::Thing => Some(false),
                Wild::Content
                | Wild::Tags
                | Wild::Person
                | Wild::Name(_)
                | Wild::Typed(_)
                | Wild::Listed
                | Wild::Several
                | Wild::Phrase => None,
            };
            before = group.end;
            let Some(only_first) = start else { continue };
            for guard in &self.kinds {
                if slot.wild == Wild::Content && guard.kind == RefusalKind::Negation {
                    continue;
                }
                // "la tarea de comprar tóner" is no remark.
                let is_task = slot.name == "title" && refers;
                if slot.name == "title" && !refers && guard.kind != RefusalKind::Condition
                    || is_task && guard.kind == RefusalKind::Remark
                {
                    continue;
                }
                // "text ana after lunch" does not say what.
                let early = is_bare && guard.kind == RefusalKind::Condition;
                let hits = [
                    guard.inside.find(inner),
                    guard.anywhere.find(inner).filter(|_| early),
                ];
                let fits = |hit: &regex::Match<'_>| !only_first || hit.start() == 0;
                if let Some(hit) = hits.into_iter().flatten().find(fits) {
                    return Some((guard.kind, plain(hit.as_str())));
                }
            }
        }
        None
    }
}

/// Whether a piece of a line ends in a day or time.
pub(super) fn ends_in_time(inner: &str) -> bool {
    let last = inner.trim_end_matches([' ', ',']).rsplit(' ').next();
    last.is_some_and(|word| word.starts_with(VALUE) && word[VALUE.len_utf8()..].starts_with('W'))
}

/// Whether a piece of a line is a day or time and nothing else.
pub(super) fn is_time(inner: &str) -> bool {
    inner.trim_matches([' ', ',']).split(' ').count() == 1 && ends_in_time(inner)
}

/// Whether content begins with one to three words and a colon. They may belong to the name before.
fn names_first(content: &str) -> bool {
    let first: Vec<&str> = content
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(4)
        .collect();
    first.iter().skip(1).any(|word| *word == ":")
}

/// Words of a line without their marks.
pub(super) fn plain(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control()).collect();
    kept.split(' ')
        .filter(|word| !word.is_empty() && *word != ",")
        .collect::<Vec<_>>()
        .join(" ")
}
