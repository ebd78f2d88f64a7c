//! Several commands in one message.

use super::patterns::Match;
use super::reader::{Direct, LONGEST_STORY, MOST_PLACES, Reader, first_word};
use super::reading::StandsFor;
use crate::nlu::{Line, SlotUse, Wild};
use crate::operations::Operation;
use crate::value::{Effect, Kind, Resource};

impl<'a> Reader<'a> {
    /// Two or more sentences in one message: each part has to be read, or none is.
    pub fn split(&self, line: &Line, most: usize, places: &mut usize) -> Option<Vec<Match<'a>>> {
        if most < 2 {
            return None;
        }
        for hit in self.grammar.joins.find_iter(line.text()) {
            if *places == 0 {
                return None;
            }
            *places -= 1;
            if hit.start() == 0 {
                continue;
            }
            let left = line.slice(0..hit.start());
            let right = line.slice(hit.end()..line.text().len());
            let (right, asked) = self.core(&right);
            if right.is_empty() {
                continue;
            }
            let Direct::Read(first) = self.direct(&left, true) else {
                continue;
            };
            if first.pattern.operation.is_none() || first.pattern.template.ends_in_content() {
                continue;
            }
            let rest = match self.direct(&right, asked) {
                Direct::Read(second) if second.pattern.operation.is_some() => Some(vec![*second]),
                Direct::Read(_) | Direct::Refused(_) => None,
                Direct::Nothing => self.split(&right, most - 1, places),
            };
            if let Some(rest) = rest {
                let mut all = vec![*first];
                all.extend(rest);
                return Some(all);
            }
        }
        None
    }

    /// A command and the one behind its last words: "email jane saying welcome and tag her as
    /// gold", "remind me to call jane and show my tasks". What may be part of those words stays so.
    pub fn behind_text(
        &self,
        line: &Line,
        asked: bool,
        found: &Match<'a>,
    ) -> Option<Vec<Match<'a>>> {
        let slots = found.pattern.template.slots.iter().zip(&found.groups);
        let is_text = |slot: &SlotUse| {
            slot.wild == Wild::Content || slot.wild == Wild::Words && slot.name == "title"
        };
        let (slot, text) = slots
            .filter(|(slot, _)| is_text(slot))
            .filter_map(|(slot, group)| Some((slot, group.clone()?)))
            .max_by_key(|(_, group)| group.start)?;
        // What is quoted, or stands behind a colon, is text to its end.
        let is_content = slot.wild == Wild::Content;
        let ends_marked = line.text()[..text.start].trim_end().ends_with(':');
        let quotes = ['"', '“', '”', '«', '»'];
        if line.text().len() > LONGEST_STORY
            || is_content && (ends_marked || self.filling.original.contains(quotes))
        {
            return None;
        }
        let joins = self.grammar.joins.find_iter(line.text());
        for hit in joins
            .filter(|hit| text.contains(&hit.start()))
            .take(MOST_PLACES)
        {
            let left = line.slice(0..hit.start());
            let (right, asks) = self.core(&line.slice(hit.end()..line.text().len()));
            let Direct::Read(second) = self.direct(&right, asks) else {
                continue;
            };
            let is_apart = match is_content {
                true => self.is_about_somebody(&second),
                false => is_about_lists(&second, found),
            };
            if is_apart
                && let Direct::Read(first) = self.direct(&left, asked)
                && first.pattern.intent == found.pattern.intent
            {
                return Some(vec![*first, *second]);
            }
        }
        None
    }

    /// Whether a command changes the records of a person who is not told about it: "tag her as gold".
    /// A text to that person speaks of no tags, stages and workflows, and calls nobody "her".
    fn is_about_somebody(&self, found: &Match<'_>) -> bool {
        let Some(operation) = found.pattern.operation.filter(|_| found.pattern.acts) else {
            return false;
        };
        let clause = self.filling.clause(found, &mut Vec::new());
        let is_person = clause.pronoun.is_some() && clause.stands_for != StandsFor::Thing;
        let mut params = operation.params.iter();
        let names_record = params.any(|param| {
            let is_record = match param.kind {
                Kind::Ref(resource) => resource != Resource::Contact,
                kind => matches!(kind, Kind::Tags | Kind::OneOf(_)),
            };
            is_record && clause.slots.contains_key(param.name)
        });
        is_person && names_record && !found.pattern.template.ends_in_content()
    }
}

/// Whether a command behind the title of a task is none that the task may be about: a look at a list,
/// or a further task.
fn is_about_lists(found: &Match<'_>, before: &Match<'_>) -> bool {
    let is_list = |operation: &Operation| {
        operation.effect == Effect::Read && operation.name.starts_with("list_")
    };
    // "remind me to call jane and follow up with john" is one task, "... and remind me to" another.
    let same_verb = first_word(found.line.text()) == first_word(before.line.text());
    let is_task = found.pattern.intent == "create_task";
    is_task && (before.pattern.intent != "create_task" || same_verb)
        || found.pattern.operation.is_some_and(is_list)
}
