//! Steps between the questions of a conversation: leaving one out, going back to the one before,
//! saying which of two readings was meant.

use super::advance::End;
use super::answered::picked;
use super::draft::missing;
use super::hear::{Heard, Move, quick};
use super::memory::{Open, State};
use super::outcome::{Ask, Missed, Outcome, Why};
use super::{Copilot, Error};
use crate::operations::Need;
use crate::value::Kind;

impl Copilot {
    /// "skip" and "back" to a question; `open` comes back when the message is neither.
    pub(super) async fn stepped(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<Result<(End, u64), Open>, Error> {
        let (grammar, text, context) = (heard.grammar, heard.text, heard.context);
        if grammar.goes_back(text, context) {
            if let Some(before) = state.trail.pop() {
                self.forget(heard, &open).await?;
                let outcome = asked_again(&before);
                state.open = Some(before);
                return Ok(Ok((End::from(outcome), 0)));
            }
            // "go back" where nothing was before drops what is open.
            if heard.dialogue() != Some(Move::Cancel) {
                state.open = Some(open);
                let missed = Outcome::NotUnderstood(Missed::NothingBefore);
                return Ok(Ok((End::from(missed), 0)));
            }
        }
        let (skips, leaves) = (grammar.skips(text, context), grammar.leaves(text, context));
        let asked = open.draft().row().zip(open.asked());
        let asked = asked.and_then(|(row, slot)| Some((row, row.param(slot)?)));
        let Some((row, param)) = asked.filter(|_| skips || leaves) else {
            return Ok(Err(open));
        };
        let mut draft = open.draft().clone();
        draft.args.remove(param.name);
        draft.found.remove(param.name);
        draft.unfit.retain(|name| name != param.name);
        if param.kind == Kind::Moment {
            draft.unusable = None;
        }
        let is_needed = match param.need {
            Need::Optional => false,
            Need::Required | Need::Chosen => true,
            Need::OneOf => missing(row, &draft.args).is_some(),
        };
        if !is_needed {
            let connection = open.connection().to_owned();
            return Ok(Ok(self.resume(heard, state, &connection, draft).await?));
        }
        if leaves {
            return Ok(Ok(self.drop_open(heard, state, open).await?));
        }
        let ask = Ask {
            operation: row.name.to_owned(),
            slot: param.name.to_owned(),
            why: Why::Needed,
        };
        state.open = Some(open);
        Ok(Ok((End::from(Outcome::Ask(ask)), 0)))
    }

    /// The answer to "do you mean this or that?".
    pub(super) async fn meant(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<(End, u64), Error> {
        let Open::Reading {
            draft,
            others,
            before,
            after,
            choices,
            connection,
        } = open
        else {
            return quick(Outcome::NotUnderstood(Missed::NoSuchChoice));
        };
        let Some(choice) = picked(heard, &choices) else {
            let open = Open::Reading {
                draft,
                others,
                before,
                after,
                choices,
                connection,
            };
            if self.is_new_command(heard) {
                return self.interrupted(heard, state, open).await;
            }
            state.open = Some(open);
            return quick(Outcome::NotUnderstood(Missed::NoSuchChoice));
        };
        let all = std::iter::once(draft).chain(others);
        let mut clear = before;
        clear.extend(all.filter(|draft| draft.operation == choice.id));
        self.go_on_with(heard, state, Some(&connection), clear, after)
            .await
    }
}

/// A question as it was asked.
pub(super) fn asked_again(open: &Open) -> Outcome {
    let operation = open.draft().operation.clone();
    let slot = match open {
        Open::Unplaced { .. } => "slot",
        Open::Reading { .. } => "intent",
        _ => open.asked().unwrap_or_default(),
    };
    let slot = slot.to_owned();
    let ask = |why| {
        Outcome::Ask(Ask {
            operation: operation.clone(),
            slot: slot.clone(),
            why,
        })
    };
    match open {
        Open::Choose { draft, choices, .. } => Outcome::Choose {
            said: draft.text(&slot).unwrap_or_default().to_owned(),
            operation,
            slot,
            choices: choices.clone(),
        },
        Open::Create { name, .. } => ask(Why::NotFound {
            said: name.clone(),
            creatable: true,
        }),
        Open::Unplaced { said, choices, .. } => Outcome::Choose {
            operation,
            slot,
            said: said.clone(),
            choices: choices.clone(),
        },
        Open::Reading { choices, .. } => Outcome::Choose {
            operation,
            slot,
            said: String::new(),
            choices: choices.clone(),
        },
        Open::Confirm { step, .. } => Outcome::NotUnderstood(Missed::YesOrNo(step.clone())),
        Open::Slot { .. } => ask(Why::Missing),
    }
}
