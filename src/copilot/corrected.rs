//! A message that corrects what is open: another value, another person, another operation.

use super::advance::End;
use super::correct::{Placed, Reader, place, put_one, slots, swaps};
use super::draft::{Draft, fill};
use super::hear::{Heard, quick};
use super::memory::{Open, State};
use super::outcome::{Ask, Missed, Outcome, Why};
use super::pick::pick;
use super::reply::Words;
use super::{Copilot, Error};
use crate::intents::{Amendment, Reading, Sureness};
use crate::operations::{Operation, Param, find};
use crate::value::Kind;

/// What a correction comes to.
enum Corrected {
    /// Another value.
    Value(Amendment),
    /// The same operation with other values: "text jane instead".
    Same(Box<Draft>),
    /// A sentence of its own after a "no": "no, delete jane".
    Sentence(Reading, String),
}

impl Copilot {
    /// Takes a message as a correction of what is open. Gives `open` back when it is none.
    pub(super) async fn corrected(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<Result<(End, u64), Open>, Error> {
        let Some(corrected) = read(heard, &open) else {
            return Ok(Err(open));
        };
        let connection = open.connection().to_owned();
        match corrected {
            Corrected::Sentence(reading, text) => {
                self.forget(heard, &open).await?;
                state.close();
                let heard = Heard {
                    reading: &reading,
                    text: &text,
                    ..*heard
                };
                Ok(Ok(self.afresh(&heard, state).await?))
            }
            Corrected::Same(draft) => {
                self.forget(heard, &open).await?;
                Ok(Ok(self.resume(heard, state, &connection, *draft).await?))
            }
            Corrected::Value(amendment) => {
                let reader = reader(heard);
                let placed = place(&reader, open.draft(), open.asked(), &amendment);
                match placed {
                    // An address is no name yet, which was asked for.
                    Placed::In(draft) if lacks_name(&open, &draft) => {
                        let slot = open.asked().unwrap_or_default();
                        let why = Why::Missing;
                        Ok(Ok(ask(state, draft, slot, why, connection)))
                    }
                    Placed::In(draft) => {
                        self.forget(heard, &open).await?;
                        Ok(Ok(self.resume(heard, state, &connection, draft).await?))
                    }
                    Placed::Unfit(draft, param) if open.asked() != Some(param.name) => {
                        self.forget(heard, &open).await?;
                        let why = Why::Unfit(param.kind);
                        Ok(Ok(ask(state, draft, param.name, why, connection)))
                    }
                    // A question that was asked takes the answer in its own way.
                    Placed::Unfit(..) => Ok(Err(open)),
                    Placed::Nowhere if open.asked().is_some() => Ok(Err(open)),
                    // Worded as a correction, and a sentence of its own all the same.
                    Placed::Nowhere if !heard.commands().is_empty() => Ok(Err(open)),
                    Placed::Nowhere => {
                        self.forget(heard, &open).await?;
                        let draft = open.draft().clone();
                        Ok(Ok(unplaced(
                            heard,
                            state,
                            draft,
                            connection,
                            amendment.said,
                        )))
                    }
                }
            }
        }
    }

    /// The answer to "which of these should it replace?".
    pub(super) async fn slot_named(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<(End, u64), Error> {
        let Open::Unplaced {
            draft,
            said,
            choices,
            connection,
        } = open
        else {
            return quick(Outcome::NotUnderstood(Missed::NoSuchChoice));
        };
        let named = pick(heard.text, &choices, heard.grammar.choosing());
        let named = named.and_then(|choice| draft.row()?.param(&choice.id));
        let Some(param) = named else {
            state.open = Some(Open::Unplaced {
                draft,
                said,
                choices,
                connection,
            });
            return quick(Outcome::NotUnderstood(Missed::NoSuchChoice));
        };
        match put_one(&reader(heard), &draft, param, &said) {
            Placed::In(draft) => self.resume(heard, state, &connection, draft).await,
            Placed::Unfit(draft, _) => {
                let why = Why::Unfit(param.kind);
                Ok(ask(state, draft, param.name, why, connection))
            }
            Placed::Nowhere => quick(Outcome::NotUnderstood(Missed::NoSuchChoice)),
        }
    }

    /// Cancels the plan that waits for a yes, if one does: what was shown before a correction never
    /// runs.
    pub(super) async fn forget(&self, heard: &Heard<'_>, open: &Open) -> Result<(), Error> {
        if let Some((token_hash, ..)) = open.plan() {
            self.forget_plan(heard, token_hash).await?;
        }
        Ok(())
    }
}

pub(super) fn reader<'a>(heard: &Heard<'a>) -> Reader<'a> {
    Reader {
        grammar: heard.grammar,
        context: heard.context,
        words: Words::of(heard.grammar, heard.locale),
    }
}

/// What a message corrects, if it does.
fn read(heard: &Heard<'_>, open: &Open) -> Option<Corrected> {
    // "yes?" is an answer too, though it confirms nothing.
    let is_answer = heard
        .reading
        .clauses
        .iter()
        .any(|clause| find(&clause.intent).is_none());
    if is_answer {
        return None;
    }
    // Which operation is meant has to be known first.
    if matches!(open, Open::Reading { .. }) {
        return None;
    }
    let row = open.draft().row()?;
    // "move it to qualified" where moving it there is what is open.
    if let [only] = heard.reading.clauses.as_slice()
        && only.intent == row.name
        && only.pronoun.is_some()
        && !only.slots.is_empty()
    {
        return Some(Corrected::Same(Box::new(again(open.draft(), row, only))));
    }
    let amendment = heard.grammar.amendment(heard.text, heard.context)?;
    let after_lead = heard.grammar.after_lead(heard.text, heard.context);
    // "no, borra a jane": a "no" before a comma denies what was shown, not what follows.
    if let (Some(_), Some((rest, true))) = (&heard.reading.refusal, &after_lead) {
        let reading = heard.grammar.read(rest, heard.context);
        if reading.refusal.is_none() && !reading.clauses.is_empty() {
            return Some(Corrected::Sentence(reading, rest.clone()));
        }
    }
    let is_command = !heard.commands().is_empty() || heard.reading.refusal.is_some();
    if is_command && amendment.sureness != Sureness::Worded {
        return None;
    }
    // "don't delete jane" and "no, don't" take nothing's place by something else.
    if amendment.instead_of.is_some() {
        let is_swap = swaps(&reader(heard), open.draft(), open.asked(), &amendment);
        if heard.reading.refusal.is_some() || !is_swap {
            return None;
        }
        let rest = after_lead.map(|(rest, _)| (heard.grammar.read(&rest, heard.context), rest));
        if let Some((reading, rest)) = rest
            && (reading.refusal.is_some() || !reading.clauses.is_empty())
        {
            return Some(Corrected::Sentence(reading, rest));
        }
    }
    // Where a text or a title was asked for, whatever is said is one; only a named slot is not.
    let asked = open.asked().and_then(|slot| row.param(slot));
    if let Some(asked) = asked.filter(|param| matches!(param.kind, Kind::Text | Kind::Line)) {
        let named = amendment.slots.iter().find_map(|name| row.param(name))?;
        return (named.name != asked.name).then_some(Corrected::Value(amendment));
    }
    if !amendment.slots.is_empty() {
        let is_here = amendment.slots.iter().any(|name| row.param(name).is_some());
        return (is_here || !is_command).then_some(Corrected::Value(amendment));
    }
    let is_text =
        |param: &Param| param.kind == Kind::Text && open.draft().args.contains_key(param.name);
    // "make it stop by at 5" is a text where one is open.
    let is_reworded = amendment.is_anew && row.params.iter().any(is_text);
    if amendment.sureness != Sureness::Bare && amendment.instead_of.is_none() && !is_reworded {
        let rest = heard.grammar.read(&amendment.said, heard.context);
        match rest.clauses.as_slice() {
            [only] if only.intent == row.name => {
                return Some(Corrected::Same(Box::new(again(open.draft(), row, only))));
            }
            [only] if find(&only.intent).is_none() => return None,
            [] if rest.refusal.is_none() => {}
            _ => return Some(Corrected::Sentence(rest, amendment.said)),
        }
    }
    Some(Corrected::Value(amendment))
}

/// The open draft with what a sentence for the same operation says; what it does not say stays.
fn again(open: &Draft, row: &'static Operation, clause: &crate::intents::Clause) -> Draft {
    let mut draft = open.clone();
    for (slot, value) in fill(row, &clause.slots) {
        draft = super::correct::with(draft, &slot, value);
    }
    draft
}

/// Whether a name was asked for, and a draft has none yet.
fn lacks_name(open: &Open, draft: &Draft) -> bool {
    let asked = draft.row().zip(open.asked());
    let asked = asked.and_then(|(row, slot)| row.param(slot));
    asked.is_some_and(|param| param.kind == Kind::Name && !draft.args.contains_key(param.name))
}

/// Asks which slot a correction is for.
pub(super) fn unplaced(
    heard: &Heard<'_>,
    state: &mut State,
    draft: Draft,
    connection: String,
    said: String,
) -> (End, u64) {
    let words = Words::of(heard.grammar, heard.locale);
    let choices = slots(&words, &draft);
    let outcome = Outcome::Choose {
        operation: draft.operation.clone(),
        slot: "slot".to_owned(),
        said: said.clone(),
        choices: choices.clone(),
    };
    state.open = Some(Open::Unplaced {
        connection,
        draft,
        said,
        choices,
    });
    (End::from(outcome), 0)
}

/// Asks for one slot.
pub(super) fn ask(
    state: &mut State,
    draft: Draft,
    slot: &str,
    why: Why,
    connection: String,
) -> (End, u64) {
    let outcome = Outcome::Ask(Ask {
        operation: draft.operation.clone(),
        slot: slot.to_owned(),
        why,
    });
    state.open = Some(Open::Slot {
        draft,
        slot: slot.to_owned(),
        connection,
    });
    (End::from(outcome), 0)
}
