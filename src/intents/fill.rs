//! From a match to a clause: what the groups and values mean as slots.

use std::ops::Range;

use serde_json::{Value, json};

use super::grammar::Grammar;
use super::guards::plain;
use super::lexicon::{kind_of, wild_of};
use super::load::LETTERS;
use super::patterns::Match;
use super::pieces::{
    content, from_day_to_day, from_time_to_time, hour_ahead, iso, number_json, period_ahead,
    period_back, period_end, tags, together, trim,
};
use super::reading::{Clause, DateSeen, RunnerUp, Span, StandsFor, Unusable};
use crate::nlu::{Prepared, Seen, SlotUse, Wild, clean_name, date};
use crate::operations::{Operation, Param};
use crate::value::{Effect, Kind, Resource};

/// What filling a clause needs to look at.
pub(super) struct Filling<'a> {
    pub grammar: &'a Grammar,
    pub original: &'a str,
    pub prepared: &'a Prepared,
}

impl Filling<'_> {
    /// The clause that a match says, and the dates in it.
    pub fn clause(&self, found: &Match<'_>, dates: &mut Vec<DateSeen>) -> Clause {
        let mut clause = Clause {
            intent: found.pattern.intent.clone(),
            slots: serde_json::Map::new(),
            spans: Vec::new(),
            template: found.pattern.template.source.clone(),
            pack: found.pattern.pack,
            runner_up: found.second.as_ref().map(|(pattern, tied)| RunnerUp {
                intent: pattern.intent.clone(),
                template: pattern.template.source.clone(),
                tied: *tied,
            }),
            tied: found
                .tied
                .iter()
                .map(|other| self.clause(other, &mut Vec::new()))
                .collect(),
            decided_by: decided_by(found),
            pronoun: None,
            stands_for: StandsFor::Person,
            part: None,
            dayless: Vec::new(),
            unusable: None,
        };
        for (slot, group) in found.pattern.template.slots.iter().zip(&found.groups) {
            let Some(group) = group.clone().filter(|_| slot.name != "_") else {
                continue;
            };
            if !clause.slots.contains_key(&slot.name) {
                self.slot(found, slot, group, &mut clause);
            } else if slot.wild == Wild::Listed {
                self.one_more(found, slot, group, &mut clause);
            }
        }
        self.lifted(found, &mut clause);
        // "Push it back 30 minutes" says how far and not how long.
        if moves(found.pattern.operation) && !clause.slots.contains_key("when") {
            clause.slots.remove("duration_minutes");
            clause.spans.retain(|span| span.slot != "duration_minutes");
        }
        self.within(found, &mut clause);
        self.object(found, &mut clause);
        identified_by_id(found, &mut clause);
        self.dates(&clause, dates);
        clause
    }

    fn slot(&self, found: &Match<'_>, slot: &SlotUse, group: Range<usize>, clause: &mut Clause) {
        let text = &found.line.text()[group.clone()];
        let span = found.line.original(group);
        match slot.wild {
            Wild::Person | Wild::Name(_) | Wild::Thing => {
                if let Some(number) = placeholder(text) {
                    let value = self.prepared.values.get(number);
                    match value.map(|value| &value.seen) {
                        Some(Seen::Email(address)) => {
                            self.identified(found, "email", address, span, clause)
                        }
                        Some(Seen::Phone(number)) => {
                            self.identified(found, "phone", number, span, clause)
                        }
                        _ => put(
                            clause,
                            &slot.name,
                            json!(self.typed(found, span.clone())),
                            span,
                        ),
                    }
                    return;
                }
                let word = plain(text);
                let idiom = &self.grammar.lexicon.idiom;
                if idiom.is_pronoun(&word) && slot.name != "company" {
                    self.stands_for(&word, clause);
                    return;
                }
                let span = clean_name(self.original, span, idiom);
                put(
                    clause,
                    &slot.name,
                    json!(self.typed(found, span.clone())),
                    span,
                );
            }
            // "cancela su cita": whose is said by a word of the template.
            Wild::Phrase if self.grammar.lexicon.idiom.is_pronoun(&plain(text)) => {
                self.stands_for(&plain(text), clause);
            }
            // "mark it done": no task is called "it".
            Wild::Words
                if self.grammar.lexicon.idiom.is_thing(&plain(text))
                    && found
                        .pattern
                        .operation
                        .is_some_and(|operation| operation.refers(&slot.name)) =>
            {
                self.stands_for(&plain(text), clause);
            }
            // "reopen" says a status without naming it.
            Wild::Phrase if let Some(value) = self.listed(&slot.name, text) => {
                put(clause, &slot.name, json!(value), span);
            }
            Wild::Words | Wild::Phrase => {
                let span = trim(self.original, span);
                put(
                    clause,
                    &slot.name,
                    json!(self.typed(found, span.clone())),
                    span,
                );
            }
            Wild::Content => {
                let span = content(self.original, span);
                put(
                    clause,
                    &slot.name,
                    json!(&self.original[span.clone()]),
                    span,
                );
            }
            Wild::Tags => {
                let tags = tags(
                    &self.original[span.clone()],
                    &self.grammar.lexicon.idiom.joints,
                );
                if !tags.is_empty() {
                    put(clause, &slot.name, json!(tags), span);
                }
            }
            Wild::Typed(_) => {
                if let Some(value) =
                    placeholder(text).and_then(|number| self.prepared.values.get(number))
                {
                    self.value(&slot.name, &value.seen, value.span.clone(), clause);
                }
            }
            Wild::Several => {
                let joints = &self.grammar.lexicon.idiom.joints;
                let list = self.grammar.lists.get(&slot.name);
                let pieces: Vec<String> = text.split(',').map(plain).collect();
                let words = pieces.iter().flat_map(|piece| {
                    let said: Vec<&str> = piece.split_whitespace().collect();
                    let parts = said.split(|word| joints.iter().any(|joint| joint == word));
                    parts.map(|part| part.join(" ")).collect::<Vec<_>>()
                });
                let known = words.filter_map(|word| list?.get(&word));
                let known: Vec<&String> = known.collect();
                match known.as_slice() {
                    [] => {}
                    [one] => put(clause, &slot.name, json!(one), span),
                    several => put(clause, &slot.name, json!(several), span),
                }
            }
            Wild::Listed => {
                if let Some(value) = self.listed(&slot.name, text) {
                    put(clause, &slot.name, json!(value), span);
                }
            }
        }
    }

    /// What a word of a list stands for.
    fn listed(&self, list: &str, said: &str) -> Option<&String> {
        self.grammar.lists.get(list)?.get(&plain(said))
    }

    /// Another word for a slot that holds several: "facebook and instagram".
    fn one_more(
        &self,
        found: &Match<'_>,
        slot: &SlotUse,
        group: Range<usize>,
        clause: &mut Clause,
    ) {
        let operation = found.pattern.operation;
        let kind = operation.and_then(|operation| kind_of(operation, &slot.name));
        let more = self.listed(&slot.name, &found.line.text()[group.clone()]);
        let (Some(Kind::SomeOf(_)), Some(more)) = (kind, more) else {
            return;
        };
        let mut all = match clause.slots.get(&slot.name) {
            Some(Value::Array(known)) => known.clone(),
            known => known.cloned().into_iter().collect(),
        };
        if !all.contains(&json!(more)) {
            all.push(json!(more));
        }
        let span = found.line.original(group);
        put(clause, &slot.name, Value::Array(all), span);
    }

    /// An address or number in the place of a name. Where the operation has such a value of its
    /// own (a new address), it can only be the contact that is meant.
    fn identified(
        &self,
        found: &Match<'_>,
        slot: &str,
        said: &str,
        span: Range<usize>,
        clause: &mut Clause,
    ) {
        let own = found
            .pattern
            .operation
            .is_some_and(|operation| operation.param(slot).is_some());
        put(
            clause,
            if own { "contact" } else { slot },
            json!(said),
            span,
        );
    }

    fn lifted(&self, found: &Match<'_>, clause: &mut Clause) {
        let has_slot = |slot: &str| {
            let operation = found.pattern.operation;
            operation.is_some_and(|operation| operation.has_slot(slot))
        };
        let mut when: Option<(date::When, Range<usize>)> = None;
        let mut two = None;
        for (letter, number) in &found.lifted {
            let Some(value) = self.prepared.values.get(*number) else {
                continue;
            };
            match (&value.seen, &mut when) {
                (Seen::When(more), Some((first, span))) => {
                    // "tomorrow call jane at 2": the day here, the time there.
                    let whole = span.start.min(value.span.start)..span.end.max(value.span.end);
                    if let Some(both) = together(first, more) {
                        (*first, *span) = (both, whole);
                    } else if has_slot("old_when") {
                        // "la cita del jueves pásala al viernes": where it is, where it goes.
                        self.when("old_when", first, span.clone(), clause);
                        (*first, *span) = ((**more).clone(), value.span.clone());
                    } else if found.pattern.acts {
                        // Two times, and one can be meant.
                        two = Some(whole);
                    }
                }
                (Seen::When(first), none) => *none = Some(((**first).clone(), value.span.clone())),
                (seen, _) => {
                    let slot = LETTERS
                        .iter()
                        .find(|(_, l)| l == letter)
                        .map_or("", |(slot, _)| *slot);
                    self.value(slot, seen, value.span.clone(), clause);
                }
            }
        }
        let Some((when, span)) = when.filter(|_| has_slot("when")) else {
            return;
        };
        match two {
            Some(span) => {
                clause.unusable = Some(Unusable {
                    text: self.original[span].to_owned(),
                    repeats: false,
                });
            }
            None if !clause.slots.contains_key("when") => self.when("when", &when, span, clause),
            None => {}
        }
    }

    fn value(&self, slot: &str, seen: &Seen, span: Range<usize>, clause: &mut Clause) {
        match seen {
            // What is no amount fits no parameter, so that it is asked for.
            Seen::Email(text) | Seen::Phone(text) | Seen::Vague(text) => {
                put(clause, slot, json!(text), span)
            }
            Seen::Number(hour) if slot == "when" => {
                if let Some(at) = hour_ahead(*hour, self.prepared.now) {
                    put(clause, slot, json!(iso(at, true)), span);
                    clause.dayless.push(slot.to_owned());
                }
            }
            Seen::Money(number) | Seen::Number(number) => {
                put(clause, slot, number_json(*number), span)
            }
            Seen::Length(seconds) => put(clause, slot, json!(seconds / 60), span),
            Seen::When(when) => self.when(slot, when, span, clause),
        }
    }

    fn when(&self, slot: &str, when: &date::When, span: Range<usize>, clause: &mut Clause) {
        let operation = crate::operations::find(&clause.intent);
        if when.conflict.is_some() || when.recurrence.is_some() {
            let text = self.original[span].to_owned();
            clause.unusable = Some(Unusable {
                text,
                repeats: when.conflict.is_none(),
            });
            return;
        }
        // Deals that are expected to close lie ahead, whatever else is listed of the past.
        let is_expected = clause.slots.get("period_of") == Some(&json!("expected"));
        if operation.is_some_and(Operation::looks_back) && !is_expected {
            let (first, last) = period_back(when, self.prepared.now);
            if let Some(first) = first {
                put(clause, slot, json!(iso(first, when.has_time)), span.clone());
            }
            if let Some(last) = last {
                put(clause, "when_end", json!(iso(last, when.has_time)), span);
            }
            return;
        }
        let lists = operation.is_some_and(|operation| {
            operation.effect == Effect::Read && operation.has_slot("when_end")
        });
        if lists && let Some((first, last)) = period_ahead(when, self.prepared.now) {
            if let Some(first) = first {
                put(clause, slot, json!(iso(first, when.has_time)), span.clone());
            }
            put(clause, "when_end", json!(iso(last, when.has_time)), span);
            return;
        }
        let moves = moves(operation);
        // "An hour later" than it is now, not than this moment: where to is asked.
        if moves && when.shifted {
            return;
        }
        if moves && when.has_time && !when.has_date && !when.is_daypart() {
            clause.dayless.push(slot.to_owned());
        }
        let leaves = || when.leaves || self.is_owned(&span);
        if moves
            && slot == "when"
            && !clause.slots.contains_key("old_when")
            && let Some((old, new)) =
                from_day_to_day(when).or_else(|| from_time_to_time(when).filter(|_| leaves()))
        {
            if !when.has_date {
                clause.dayless.push("old_when".to_owned());
            }
            put(clause, "old_when", json!(old), span.clone());
            put(clause, slot, json!(new), span);
            return;
        }
        // Looking at "friday afternoon" is a period; a booking "friday afternoon" lacks its time.
        let acts = operation.is_some_and(|operation| operation.effect != Effect::Read);
        let timed = when.has_time && !(acts && when.is_daypart());
        if when.has_time && !timed {
            clause.part = when.end.map(|end| (when.start, end));
        }
        put(clause, slot, json!(iso(when.start, timed)), span.clone());
        if let Some(end) = period_end(when) {
            if operation.is_some_and(|operation| operation.has_slot("when_end")) {
                put(clause, "when_end", json!(iso(end, when.has_time)), span);
            } else if when.has_time
                && operation.is_some_and(|operation| operation.has_slot("duration_minutes"))
                && !clause.slots.contains_key("duration_minutes")
            {
                let minutes = (end - when.start).num_minutes();
                if minutes > 0 && !when.is_daypart() {
                    put(clause, "duration_minutes", json!(minutes), span);
                }
            }
        }
    }

    /// Whether the word before a place says whose or which something is: in "ana's 2 to 4" and "my 2
    /// to 4" the first time is an appointment.
    fn is_owned(&self, place: &Range<usize>) -> bool {
        let before = self.original[..place.start].trim_end();
        let word = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let idiom = &self.grammar.lexicon.idiom;
        ["'s", "’s", "s'", "s’"]
            .iter()
            .any(|ending| word.ends_with(ending))
            || self.grammar.owner_words.contains_key(&word)
            || idiom.articles.contains(&word)
    }

    /// The slots of a period in a sentence of this operation.
    pub fn period(
        &self,
        operation: &Operation,
        when: &date::When,
        span: Range<usize>,
    ) -> serde_json::Map<String, Value> {
        let mut clause = Clause {
            intent: operation.name.to_owned(),
            ..Clause::default()
        };
        self.when("when", when, span, &mut clause);
        clause.slots
    }

    /// Slots inside a slot: "call jane back" as a title is also about jane.
    fn within(&self, found: &Match<'_>, clause: &mut Clause) {
        for (slot, group) in found.pattern.template.slots.iter().zip(&found.groups) {
            let key = (found.pattern.intent.clone(), slot.name.clone());
            let (Some(templates), Some(group)) = (self.grammar.within.get(&key), group) else {
                continue;
            };
            let inner = &found.line.text()[group.clone()];
            let best = templates
                .iter()
                .find_map(|template| Some((template, template.regex().captures(inner)?)));
            let Some((template, captures)) = best else {
                continue;
            };
            for (slot, hit) in template.slots.iter().zip(captures.iter().skip(1)) {
                if let Some(hit) = hit
                    && slot.name != "_"
                    && !clause.slots.contains_key(&slot.name)
                    && clause.pronoun.is_none()
                {
                    let range = group.start + hit.start()..group.start + hit.end();
                    self.slot(found, slot, range, clause);
                }
            }
        }
    }

    /// "mandale un mensaje": a pronoun beside the verb means the contact that is not named.
    fn object(&self, found: &Match<'_>, clause: &mut Clause) {
        let named = |slot: &str| clause.slots.contains_key(slot);
        let wants = found
            .pattern
            .operation
            .is_some_and(|operation| accepts(operation, "contact"));
        if !wants
            || clause.pronoun.is_some()
            || ["contact", "email", "phone"].into_iter().any(named)
        {
            return;
        }
        let idiom = &self.grammar.lexicon.idiom;
        let said = clause.decided_by.split(' ');
        let object = said
            .clone()
            .find(|word| idiom.objects.contains(*word))
            .map(str::to_owned);
        if let Some(object) = object {
            self.stands_for(&object, clause);
        }
    }

    /// Notes a pronoun.
    fn stands_for(&self, pronoun: &str, clause: &mut Clause) {
        let idiom = &self.grammar.lexicon.idiom;
        clause.pronoun = Some(spoken(pronoun));
        clause.stands_for = match (idiom.is_thing(pronoun), idiom.objects.contains(pronoun)) {
            (true, true) => StandsFor::Either,
            (true, false) => StandsFor::Thing,
            (false, _) => StandsFor::Person,
        };
    }

    fn typed(&self, found: &Match<'_>, span: Range<usize>) -> String {
        found.line.typed(self.original, span)
    }

    fn dates(&self, clause: &Clause, dates: &mut Vec<DateSeen>) {
        for span in clause.spans.iter().filter(|span| span.slot == "when") {
            dates.push(DateSeen {
                text: self.original[span.start..span.end].to_owned(),
                start: span.start,
                end: span.end,
                when: clause.slots["when"].as_str().unwrap_or_default().to_owned(),
                when_end: clause
                    .slots
                    .get("when_end")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            });
        }
    }

    /// A value of this kind for a bare answer.
    pub fn bare(&self, seen: &Seen) -> Option<Value> {
        match seen {
            Seen::Email(text) | Seen::Phone(text) => Some(json!(text)),
            Seen::Money(number) | Seen::Number(number) => Some(number_json(*number)),
            Seen::Length(seconds) => Some(json!(seconds / 60)),
            Seen::When(when) if when.conflict.is_some() => None,
            Seen::When(when) => Some(json!(iso(when.start, when.has_time))),
            Seen::Vague(_) => None,
        }
    }
}

/// A pronoun as it is said, without the mark of one that is glued to a verb.
fn spoken(pronoun: &str) -> String {
    pronoun.trim_start_matches('\'').to_owned()
}

fn put(clause: &mut Clause, slot: &str, value: Value, span: Range<usize>) {
    if value.as_str().is_some_and(str::is_empty) {
        return;
    }
    clause.slots.insert(slot.to_owned(), value);
    clause.spans.push(Span {
        slot: slot.to_owned(),
        start: span.start,
        end: span.end,
    });
}

/// Whether an operation moves something that has a time already.
fn moves(operation: Option<&Operation>) -> bool {
    operation.is_some_and(|operation| operation.param("old_when").is_some())
}

fn placeholder(text: &str) -> Option<usize> {
    let bytes = text.trim_start().as_bytes();
    (bytes.len() == 3 && bytes[0] == 2).then(|| usize::from(bytes[2].saturating_sub(b'0')))
}

/// The fixed words of a match.
fn decided_by(found: &Match<'_>) -> String {
    let text = found.line.text();
    let mut words = String::new();
    let mut from = 0;
    let mut groups: Vec<_> = found.groups.iter().flatten().collect();
    groups.sort_by_key(|group| group.start);
    for group in groups {
        if group.start >= from {
            words.push_str(&text[from..group.start]);
            from = group.end;
        }
    }
    words.push_str(&text[from..]);
    plain(&words)
}

/// Whether a slot of the operation can be filled by a placeholder.
pub(super) fn accepts(operation: &crate::operations::Operation, slot: &str) -> bool {
    wild_of(operation, slot).is_some()
}

/// Puts an id that stands where a title or name is said ("complete task tsk_12") into the slot of
/// the task or appointment that it is of.
fn identified_by_id(found: &Match<'_>, clause: &mut Clause) {
    let Some(operation) = found.pattern.operation else {
        return;
    };
    let has_id = |param: &&Param| {
        matches!(
            param.kind,
            Kind::Ref(Resource::Task | Resource::Appointment)
        ) && !clause.slots.contains_key(param.name)
    };
    let Some(param) = operation.params.iter().find(has_id) else {
        return;
    };
    let said_as = ["title", "contact"].into_iter().find(|slot| {
        let said = clause.slots.get(*slot).and_then(Value::as_str);
        said.is_some_and(is_id)
    });
    let Some((said_as, id)) = said_as.and_then(|slot| Some((slot, clause.slots.remove(slot)?)))
    else {
        return;
    };
    clause.slots.insert(param.name.to_owned(), id);
    for span in clause.spans.iter_mut().filter(|span| span.slot == said_as) {
        span.slot = param.name.to_owned();
    }
}

/// Whether a word looks like the id of a record: letters, an underscore, and letters with digits.
fn is_id(said: &str) -> bool {
    said.split_once('_').is_some_and(|(kind, rest)| {
        let is_word = |part: &str| !part.is_empty() && part.chars().all(char::is_alphanumeric);
        is_word(kind) && is_word(rest) && rest.contains(|letter: char| letter.is_ascii_digit())
    })
}
