//! Several commands in one message.

use std::ops::Range;

use super::guards::ends_in_time;
use super::patterns::Match;
use super::reader::{Direct, LONGEST_STORY, MOST_CLAUSES, MOST_PLACES, Reader, first_word};
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
        for hit in self.grammar.parts.find_iter(line.text()) {
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
            if right.is_empty() || self.is_quoted_from(&right) {
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
            // "Doña Meche ya pagó, sácale la etiqueta" tells something before what it asks for.
            let looks = |found: &Match<'_>| {
                let operation = found.pattern.operation;
                operation.is_some_and(|operation| operation.effect == Effect::Read)
            };
            let is_comma = hit.as_str().trim_matches([' ', ',']).is_empty();
            let rest = rest.filter(|rest| !is_comma || !looks(&first) || rest.iter().all(looks));
            if let Some(rest) = rest {
                let mut all = vec![*first];
                all.extend(rest);
                return Some(all);
            }
        }
        None
    }

    /// A command and the one behind its last words: "email jane saying welcome and move her deal to
    /// won", "complete the task call jane and show my tasks". What may be part of those words stays so.
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
        // What stands behind a colon is text to its end, and so is a quotation to its own.
        let is_content = slot.wild == Wild::Content;
        let is_marked = line.text()[..text.start].trim_end().ends_with(':');
        if line.text().len() > LONGEST_STORY {
            return None;
        }
        let original = self.filling.original;
        let begins = line.original(text.clone()).start;
        // Behind a quotation a comma is enough.
        let is_quotation = original[..begins].trim_end().ends_with(MARKS)
            || original[begins..].trim_start().starts_with(MARKS);
        let joins = match is_quotation {
            true => &self.grammar.parts,
            false => &self.grammar.joins,
        };
        for hit in joins
            .find_iter(line.text())
            .filter(|hit| text.contains(&hit.start()))
            .take(MOST_PLACES)
        {
            let joint = line.original(hit.range());
            // A closing mark may stand for the comma behind it, or belong to no word at all.
            let said = &original[joint.clone()];
            let is_sign = |c: char| c.is_alphanumeric() || ",;.".contains(c);
            let ends = match said.strip_prefix(MARKS) {
                Some(rest) => joint.end - rest.len(),
                None => joint.start + said.find(is_sign).unwrap_or(0),
            };
            // What stands in quotation marks of its own ends with them.
            let is_closed = is_one_quotation(original, begins..ends);
            if is_quoted(original, ends) || is_marked && !is_closed {
                continue;
            }
            let left = line.slice(0..hit.start());
            let (right, asks) = self.core(&line.slice(hit.end()..line.text().len()));
            if self.is_quoted_from(&right) {
                continue;
            }
            let seconds = match self.direct(&right, asks) {
                Direct::Read(second) => vec![*second],
                // Behind a quotation may come several.
                Direct::Nothing if is_closed && is_content => {
                    let rest = self.split(&right, MOST_CLAUSES - 1, &mut MOST_PLACES.clone());
                    rest.unwrap_or_default()
                }
                Direct::Nothing | Direct::Refused(_) => continue,
            };
            let Some(second) = seconds.first() else {
                continue;
            };
            let is_apart = match is_content {
                true if is_closed => second.pattern.operation.is_some(),
                true => self.is_about_somebody(second),
                false => is_apart_from_task(second, found, &left),
            };
            if is_apart
                && let Direct::Read(first) = self.direct(&left, asked)
                && first.pattern.intent == found.pattern.intent
            {
                // "... welcome and move her deal to won and add her to the vip workflow"
                let mut all = match self.behind_text(&left, asked, &first) {
                    Some(before) => before,
                    None => vec![*first],
                };
                all.extend(seconds);
                return Some(all);
            }
        }
        None
    }

    /// Whether the first word of a line opens a quotation: a quoted command is none.
    fn is_quoted_from(&self, line: &Line) -> bool {
        let start = line.original(0..line.text().len()).start;
        let original = self.filling.original;
        let opens = |c: char| MARKS.contains(&c) || c == '\'';
        original[start..].starts_with(opens) || original[..start].ends_with(opens)
    }

    /// The quotation with which the content of a match begins and does not end, and what comes
    /// behind it, unless it only goes on with the same sentence: "hi" if she pays.
    /// The flag is true when a sign parts the two.
    pub fn behind_quotation(&self, found: &Match<'_>) -> Option<(Line, bool)> {
        let slots = found.pattern.template.slots.iter().zip(&found.groups);
        let mut contents = slots.filter(|(slot, _)| slot.wild == Wild::Content);
        let group = contents.find_map(|(_, group)| group.clone())?;
        let original = self.filling.original;
        let span = found.line.original(group.clone());
        let said = &original[span.clone()];
        let inner = said.strip_prefix(MARKS);
        if inner.is_none() && !original[..span.start].trim_end().ends_with(MARKS) {
            return None;
        }
        let from = span.end - inner.unwrap_or(said).len();
        let closing = from + original[from..span.end].find(MARKS)?;
        let rest = found.line.slice(group);
        let behind = rest.text().match_indices(' ').map(|(at, _)| at);
        let behind = behind
            .filter(|at| !rest.text()[*at..].trim().is_empty())
            .find(|at| rest.original(*at..rest.text().len()).start > closing)?;
        let after = original[closing..].trim_start_matches(MARKS);
        let is_parted = after.trim_start().starts_with([',', ';', '.']);
        Some((rest.slice(behind..rest.text().len()), is_parted))
    }

    /// Whether a command changes the records of a person who is not told about it: "move her deal to
    /// won". A text to that person speaks of no stages and workflows, and calls nobody "her". A tag may
    /// be of a picture: "... we post it and tag her".
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
                kind => matches!(kind, Kind::OneOf(_)),
            };
            is_record && clause.slots.contains_key(param.name)
        });
        is_person && names_record && !found.pattern.template.ends_in_content()
    }
}

/// Whether a command behind the title of a task is none that the task may be about: a further task,
/// or a look at a list. "Remind me to log in and check my appointments" is one task, unless a time
/// ends it before: "... tomorrow and show my tasks".
fn is_apart_from_task(found: &Match<'_>, before: &Match<'_>, left: &Line) -> bool {
    let is_list = |operation: &Operation| {
        operation.effect == Effect::Read && operation.name.starts_with("list_")
    };
    let makes_task = |found: &Match<'_>| found.pattern.intent == "create_task";
    // "remind me to call jane and follow up with john" is one task, "... and remind me to" another.
    let same_verb = first_word(found.line.text()) == first_word(before.line.text());
    let is_over = !makes_task(before) || ends_in_time(left.text());
    makes_task(found) && (!makes_task(before) || same_verb)
        || is_over && found.pattern.operation.is_some_and(is_list)
}

const MARKS: [char; 8] = ['"', '“', '”', '«', '»', '`', '‘', '’'];

/// Whether words are one quotation from its first mark, which may stand before them, to its last.
fn is_one_quotation(text: &str, words: Range<usize>) -> bool {
    let said = text[words.clone()].trim();
    let inner = said.strip_prefix(MARKS);
    let opens = inner.is_some() || text[..words.start].trim_end().ends_with(MARKS);
    let inner = inner.unwrap_or(said).strip_suffix(MARKS);
    opens && inner.is_some_and(|inner| !inner.contains(MARKS))
}

/// Whether a place in a text lies between quotation marks; an apostrophe inside a word is none.
fn is_quoted(text: &str, place: usize) -> bool {
    let mut closing = None;
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((_, letter)) = letters.next().filter(|(at, _)| *at < place) {
        let after = letters.peek().map_or(' ', |(_, letter)| *letter);
        match closing {
            Some(mark) if letter == mark && !(mark == '\'' && after.is_alphanumeric()) => {
                closing = None;
            }
            Some(_) => {}
            None => {
                closing = match letter {
                    '"' | '`' => Some(letter),
                    '\'' if !before.is_alphanumeric() => Some(letter),
                    '“' => Some('”'),
                    '«' => Some('»'),
                    '‘' => Some('’'),
                    _ => None,
                };
            }
        }
        before = letter;
    }
    closing.is_some()
}

#[cfg(test)]
mod tests {
    use super::is_quoted;

    #[test]
    fn a_place_lies_between_quotation_marks_or_not() {
        let is_inside = |text: &str| is_quoted(text, text.find(" and ").unwrap());
        assert!(is_inside("email jane saying \"welcome and tag her\""));
        assert!(is_inside("email jane saying 'welcome and tag her'"));
        assert!(is_inside("email jane saying “welcome and tag her”"));
        assert!(!is_inside("email jane saying \"don't forget\" and tag her"));
        assert!(!is_inside("email jane saying we don't and won't"));
    }
}
