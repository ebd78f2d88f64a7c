//! A correction of what was done already: "no, friday" after a task was saved.
//!
//! What was only looked at is looked at again. What was changed is taken back and done anew; a new
//! contact or deal is changed in place, a booking is moved. Each is shown first, so that a word that
//! was no correction changes nothing.

use serde_json::json;

use super::advance::End;
use super::again::{fresh, rename};
use super::correct::{Placed, place, swaps};
use super::corrected::{reader, unplaced};
use super::draft::{Draft, Found};
use super::hear::{Heard, quick};
use super::memory::{Did, State};
use super::outcome::{Outcome, Refusal};
use super::undone::way_back;
use super::{Copilot, Error};
use crate::intents::{Amendment, StandsFor, Sureness};
use crate::operations::bulk::each_of;
use crate::operations::{Operation, find};
use crate::store::actions::Action;
use crate::value::Effect;

impl Copilot {
    /// Takes a message as a correction of the last step that was done; `None` when it is none.
    pub(super) async fn redone(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
    ) -> Result<Option<(End, u64)>, Error> {
        let Some(did) = state.did.first().cloned() else {
            return Ok(None);
        };
        let (Some(row), Some(amendment)) = (did.draft.row(), amendment(heard, &did)) else {
            return Ok(None);
        };
        // A job over many contacts is started anew by its sentence.
        if each_of(row.name).is_some() {
            return Ok(None);
        }
        let key = format!("msg:{}:0", heard.key);
        let done = fresh(&did.draft, &key);
        let placed = place(&reader(heard), &done, None, &amendment);
        let mut draft = match &placed {
            Placed::In(draft) => for_another(&done, draft),
            // It is a correction, and has to be asked of what.
            Placed::Nowhere if amendment.sureness == Sureness::Worded => done.clone(),
            Placed::Unfit(..) | Placed::Nowhere => return Ok(None),
        };
        let is_nowhere = matches!(placed, Placed::Nowhere);
        // "I would like a coffee" after a list is nothing that the list could have been of.
        if is_nowhere && row.effect == Effect::Read {
            return Ok(None);
        }
        if row.effect == Effect::Read {
            shown_anew(heard, row, &amendment, &mut draft);
        } else {
            // What was taken back, or done since, is not what is corrected.
            let last = self.last_done(heard).await?;
            let Some(last) = last.filter(|last| last.key == did.key) else {
                return Ok(None);
            };
            draft.corrects = true;
            match way_back(heard, &last) {
                // Other things may hang on a record by now, which would go with it.
                Ok(_) if let Some(update) = update_of(row.name) => {
                    let Some(update) = find(update).filter(|_| !is_nowhere) else {
                        return Ok(None);
                    };
                    let Some(draft) = updated(update, &did.draft, &draft, &last) else {
                        return Ok(None);
                    };
                    let end = self.resume(heard, state, &did.connection, draft);
                    return end.await.map(Some);
                }
                Ok(_) => draft.replaces = Some(last.id),
                // It changed nothing, so that nothing has to be taken back.
                Err(Refusal::Unchanged(_)) => {}
                Err(_) if is_nowhere => return Ok(None),
                Err(Refusal::Final(_)) if moves(&done, &draft) => {
                    let moved = moved(heard, &draft, &key);
                    let end = self.resume(heard, state, &did.connection, moved);
                    return end.await.map(Some);
                }
                Err(refusal) => return quick(Outcome::Refused(refusal)).map(Some),
            }
        }
        if is_nowhere {
            let end = unplaced(heard, state, draft, did.connection, amendment.said);
            return Ok(Some(end));
        }
        let end = self.resume(heard, state, &did.connection, draft);
        end.await.map(Some)
    }
}

/// A list that is shown anew for another period: all of the period said takes the place of the one
/// before.
fn shown_anew(heard: &Heard<'_>, row: &Operation, amendment: &Amendment, draft: &mut Draft) {
    if !row.has_slot("when_end") {
        return;
    }
    let period = heard.grammar.period(row, &amendment.said, heard.context);
    if !period.is_empty() {
        draft.args.remove("when");
        draft.args.remove("when_end");
        draft.args.extend(period);
    }
}

/// The operation that changes the record which another one made, where more may hang on it than what
/// it was made of.
fn update_of(operation: &str) -> Option<&'static str> {
    match operation {
        "create_contact" | "upsert_contact" => Some("update_contact"),
        "create_opportunity" => Some("update_opportunity"),
        _ => None,
    }
}

/// The change of a record that was just made, by what a correction says otherwise; `None` when the
/// record has no such field to be changed.
fn updated(
    update: &'static Operation,
    before: &Draft,
    corrected: &Draft,
    made: &Action,
) -> Option<Draft> {
    let answer = made.answer.as_ref()?;
    let id = answer["id"].as_str()?.to_owned();
    let record = if update.name == "update_contact" {
        "contact"
    } else {
        "opportunity"
    };
    let changed = corrected.args.iter();
    let changed: Vec<_> = changed
        .filter(|(name, value)| before.args.get(*name) != Some(*value))
        .collect();
    if changed.is_empty()
        || changed
            .iter()
            .any(|(name, _)| *name == record || update.param(name).is_none())
    {
        return None;
    }
    let mut draft = Draft::new(update, corrected.args.clone(), corrected.key.clone());
    draft
        .args
        .retain(|name, _| changed.iter().any(|(changed, _)| *changed == name));
    let name = ["name", "title"]
        .iter()
        .find_map(|name| answer[*name].as_str());
    let found = Found {
        name: name.unwrap_or(&id).to_owned(),
        id,
        record: answer.clone(),
    };
    draft.args.insert(record.to_owned(), json!(found.name));
    draft.found.insert(record.to_owned(), found);
    draft.corrects = true;
    Some(draft)
}

/// A corrected draft; for another contact its words name that one: the task "call rosa" is "call
/// john" for john.
fn for_another(done: &Draft, corrected: &Draft) -> Draft {
    let mut draft = corrected.clone();
    let other = draft.text("contact").map(str::to_owned);
    if draft.args.get("contact") != done.args.get("contact") {
        let mut renamed = done.clone();
        rename(&mut renamed, other.as_deref());
        let new = renamed.args.into_iter();
        let kept = |name: &str| draft.args.get(name) == done.args.get(name);
        let new: Vec<_> = new.filter(|(name, _)| kept(name)).collect();
        draft.args.extend(new);
    }
    draft
}

/// What a message corrects of a step that was done. Nothing is open that it could answer, so that
/// it has to be worded as a correction, or begin as one and be nothing but values.
fn amendment(heard: &Heard<'_>, did: &Did) -> Option<Amendment> {
    if let Some(said) = moved_task(heard, did) {
        return Some(Amendment::worded(said));
    }
    if heard.reading.refusal.is_some() || !heard.reading.clauses.is_empty() {
        return None;
    }
    let amendment = heard.grammar.amendment(heard.text, heard.context)?;
    if amendment.instead_of.is_some() {
        return swaps(&reader(heard), &did.draft, None, &amendment).then_some(amendment);
    }
    let is_sure = match amendment.sureness {
        Sureness::Worded => true,
        Sureness::Begun => reader(heard).is_only_values(&amendment.said),
        Sureness::Bare => false,
    };
    (is_sure || amendment.is_other || !amendment.slots.is_empty()).then_some(amendment)
}

/// When "move it to friday" comes after a task was saved, its words for the day: only appointments
/// are moved otherwise.
fn moved_task<'a>(heard: &Heard<'a>, did: &Did) -> Option<&'a str> {
    let [only] = heard.reading.clauses.as_slice() else {
        return None;
    };
    let is_it = only.pronoun.is_none() || only.stands_for != StandsFor::Person;
    let mut named = only.slots.keys();
    let moves =
        only.intent == "reschedule_appointment" && is_it && named.all(|slot| slot == "when");
    let span = only.spans.iter().find(|span| span.slot == "when")?;
    let is_task = did.draft.operation == "create_task";
    heard
        .text
        .get(span.start..span.end)
        .filter(|_| moves && is_task)
}

/// Whether a correction gives an appointment that was booked another time, and nothing else.
fn moves(done: &Draft, draft: &Draft) -> bool {
    let mut same = draft.args.clone();
    let before = done.args.get("when").cloned();
    same.extend(before.map(|when| ("when".to_owned(), when)));
    done.operation == "book_appointment" && draft.args != done.args && same == done.args
}

/// The appointment just booked, moved to the time of a corrected booking.
fn moved(heard: &Heard<'_>, booking: &Draft, key: &str) -> Draft {
    let mut draft = booking.clone();
    draft.operation = "reschedule_appointment".to_owned();
    draft.key = key.to_owned();
    draft.args.retain(|name, _| name == "when");
    draft.found.clear();
    draft.pronoun = Some(heard.text.to_owned());
    draft.stands_for = StandsFor::Thing;
    draft
}
