//! What was done before, meant again: "same for ana", "tag him too", "same time next week".
//!
//! What is taken over stands in the reply or the preview like anything that was said.

use std::ops::Range;

use chrono::DateTime;
use serde_json::json;

use super::correct::with;
use super::draft::Draft;
use super::hear::Heard;
use super::memory::{Did, State};
use super::when;
use crate::operations::{Need, find};
use crate::value::{Kind, Resource};

/// The draft of a message that means an earlier step, with the step's connection.
pub(super) fn as_before(heard: &Heard<'_>, state: &State) -> Option<(String, Draft)> {
    if heard.reading.refusal.is_some() {
        return None;
    }
    let key = format!("msg:{}:0", heard.key);
    same_time(heard, state, &key).or_else(|| same_for(heard, state, &key))
}

/// "same for ana": the last step with another contact.
fn same_for(heard: &Heard<'_>, state: &State, key: &str) -> Option<(String, Draft)> {
    if !heard.reading.clauses.is_empty() {
        return None;
    }
    let again = heard.grammar.again(heard.text, heard.context)?;
    let last = state.did.first()?;
    let row = last.draft.row()?;
    let contact = row.param("contact")?;
    // A new contact, or another address of one, is not the same for two people.
    let is_own = |kind| matches!(kind, Kind::Name | Kind::Email | Kind::Phone);
    let has_own = row
        .params
        .iter()
        .any(|param| is_own(param.kind) && last.draft.args.contains_key(param.name));
    if contact.kind != Kind::Ref(Resource::Contact) || has_own {
        return None;
    }
    let mut draft = fresh(&last.draft, key);
    rename(&mut draft, again.contact.as_deref());
    match again.contact {
        Some(name) => draft = with(draft, "contact", json!(name)),
        None => {
            draft.args.remove("contact");
            draft.found.remove("contact");
            draft.pronoun = again.is_pronoun.then(|| heard.text.to_owned());
        }
    }
    Some((last.connection.clone(), draft))
}

/// Puts another name where the words of a draft name its contact: the task "call rosa" is "call john"
/// for john. Where the other is not named, those words are left out, and asked for.
pub(super) fn rename(draft: &mut Draft, other: Option<&str>) {
    let Some(row) = draft.row() else { return };
    let found = draft.found.get("contact").map(|found| found.name.clone());
    let Some(name) = found.or_else(|| Some(draft.text("contact")?.to_owned())) else {
        return;
    };
    let is_words = |kind| matches!(kind, Kind::Line | Kind::Text);
    for param in row.params.iter().filter(|param| is_words(param.kind)) {
        let Some(said) = draft.text(param.name).map(str::to_owned) else {
            continue;
        };
        // The whole name, else the first of its words.
        let parts = [Some(name.as_str()), name.split_whitespace().next()];
        let Some((range, part)) = parts
            .into_iter()
            .flatten()
            .find_map(|part| Some((word_at(&said, part)?, part)))
        else {
            continue;
        };
        let whole = part.len() == name.len();
        let other = other.and_then(|other| match whole {
            true => Some(other),
            false => other.split_whitespace().next(),
        });
        match other {
            Some(other) => {
                let renamed = format!("{}{other}{}", &said[..range.start], &said[range.end..]);
                draft.args.insert(param.name.to_owned(), json!(renamed));
            }
            None => {
                draft.args.remove(param.name);
            }
        }
    }
}

/// Where a text holds a name, whatever its capitals, as words of their own.
pub(super) fn word_at(text: &str, name: &str) -> Option<Range<usize>> {
    if name.is_empty() {
        return None;
    }
    let is_part = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.char_indices().map(|(at, _)| at).find_map(|at| {
        let end = at + name.len();
        let same = text.get(at..end)?.to_lowercase() == name.to_lowercase();
        let alone =
            !is_part(text[..at].chars().next_back()) && !is_part(text[end..].chars().next());
        (same && alone).then_some(at..end)
    })
}

/// "same time next week": the last appointment at another day, or another one at its time of day.
fn same_time(heard: &Heard<'_>, state: &State, key: &str) -> Option<(String, Draft)> {
    let (last, at) = state.did.iter().find_map(|did| {
        let start = DateTime::parse_from_rfc3339(did.start.as_deref()?).ok()?;
        Some((
            did,
            start.with_timezone(&heard.context.now.zone).naive_local(),
        ))
    })?;
    let rest = heard.grammar.without_same_time(heard.text, heard.context)?;
    let reading = heard.grammar.read(&rest, heard.context);
    match reading.clauses.as_slice() {
        [] if reading.refusal.is_none() => {
            let pieces = heard.grammar.pieces(&rest, heard.context);
            if !pieces.has_moment || pieces.words.is_some() {
                return None;
            }
            let row = find("book_appointment")?;
            let mut draft = Draft::new(row, last.draft.args.clone(), key.to_owned());
            draft.args.retain(|name, _| row.param(name).is_some());
            let found = last.draft.found.iter();
            let known = found.filter(|(name, _)| row.param(name).is_some());
            draft.found = known.map(|(k, v)| (k.clone(), v.clone())).collect();
            let when = when::at_time_of(&rest, at, heard.context)?;
            Some((last.connection.clone(), with(draft, "when", when)))
        }
        // A moved appointment keeps its own time of day.
        [only] if only.intent == "book_appointment" => {
            let mut draft = Draft::of_clause(find(&only.intent)?, only, key.to_owned());
            let day = only.slots.contains_key("when");
            let when = match day {
                true => when::at_time_of(&rest, at, heard.context)?,
                false => json!(at.format("%Y-%m-%dT%H:%M").to_string()),
            };
            draft = with(draft, "when", when);
            draft.pronoun = only.pronoun.clone();
            Some((connection(heard, last), draft))
        }
        _ => None,
    }
}

fn connection(heard: &Heard<'_>, last: &Did) -> String {
    let named = heard.reading.connection.as_deref().or(heard.connection);
    named.unwrap_or(&last.connection).to_owned()
}

/// "tag him too": what the operation needs and was not said is as it was the last time.
pub(super) fn take_over(draft: &mut Draft, state: &State) {
    let same = |did: &&Did| did.draft.operation == draft.operation;
    let Some(last) = state.did.iter().find(same) else {
        return;
    };
    let Some(row) = draft.row() else { return };
    let names_someone = |kind| {
        matches!(
            kind,
            Kind::Ref(Resource::Contact) | Kind::Name | Kind::Email | Kind::Phone
        )
    };
    let needed = row.params.iter().filter(|param| {
        param.need == Need::Required
            && !names_someone(param.kind)
            && !draft.unfit.iter().any(|name| name == param.name)
    });
    for param in needed {
        if !draft.args.contains_key(param.name)
            && let Some(value) = last.draft.args.get(param.name)
        {
            draft.args.insert(param.name.to_owned(), value.clone());
            let found = last.draft.found.get(param.name).cloned();
            draft
                .found
                .extend(found.map(|found| (param.name.to_owned(), found)));
        }
    }
}

/// A draft that was done, as a new one.
pub(super) fn fresh(done: &Draft, key: &str) -> Draft {
    let mut draft = done.clone();
    draft.key = key.to_owned();
    draft.agreed = false;
    draft.replaces = None;
    draft.corrects = false;
    draft.ruled_out.clear();
    draft
}
