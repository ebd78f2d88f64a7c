//! Taking back what a conversation did: its last step, or one that another takes the place of.

use super::advance::{End, Service, refusal, remember};
use super::hear::{Heard, quick};
use super::memory::State;
use super::outcome::{Done, Failure, Outcome, Refusal};
use super::plan::Step;
use super::turn::Turn;
use super::undo::{WINDOW, compensation, is_final, is_unchanged, operations};
use super::{Copilot, Error};
use crate::crm::Call;
use crate::operations::find;
use crate::store::actions::{self, Action};

impl Copilot {
    /// Takes back the last thing that this conversation did.
    pub(super) async fn undo(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
    ) -> Result<(End, u64), Error> {
        let Some(last) = self.last_done(heard).await? else {
            return quick(Outcome::Refused(Refusal::NothingToUndo));
        };
        let step = match way_back(heard, &last) {
            Ok(step) => step,
            Err(refusal) => return quick(Outcome::Refused(refusal)),
        };
        let connection = last.connection.as_deref();
        let mut turn = match self.open_turn(heard, state, connection).await? {
            Ok(turn) => turn,
            Err(failure) => return quick(Outcome::Failed(failure)),
        };
        let back = self
            .take_back(heard.service(), &mut turn, state, &last, &step)
            .await?;
        let outcome = back.map_or_else(|halt| *halt, |done| Outcome::Done(vec![done]));
        Ok((End::from(outcome), turn.crm_us()))
    }

    /// The last step of this conversation that changed something, within the time in which it can
    /// be taken back.
    pub(super) async fn last_done(&self, heard: &Heard<'_>) -> Result<Option<Action>, Error> {
        let (tenant, user) = (&heard.actor.tenant, &heard.actor.user);
        let changing = operations();
        let last =
            actions::last_of(&self.store, tenant, user, heard.conversation, &changing).await?;
        let since = self.clock.now() - WINDOW;
        Ok(last.filter(|last| last.updated_at > since))
    }

    /// Performs the step that takes an action back, unless what it changed was changed since.
    async fn take_back(
        &self,
        service: Service<'_>,
        turn: &mut Turn,
        state: &mut State,
        last: &Action,
        step: &Step,
    ) -> Result<Result<Done, Box<Outcome>>, Error> {
        let performer = self.performer(service, turn, Some(last));
        if performer.changed_since(last).await {
            let refusal = Refusal::ChangedSince(last.operation.clone());
            return Ok(Err(Box::new(Outcome::Refused(refusal))));
        }
        let performed = performer.perform(step).await?;
        // What is gone needs no taking back; earlier steps can be reached.
        let performed = performed.map_err(|failure| Box::new(Outcome::Failed(failure)));
        if performed.as_ref().err().is_none_or(|halt| is_gone(halt)) {
            let (tenant, now) = (&service.actor.tenant, self.clock.now());
            actions::mark_undone(&self.store, tenant, &last.id, &step.key, now).await?;
        }
        Ok(match performed {
            Ok(done) => {
                remember(turn, state, &done);
                Ok(done)
            }
            Err(halt) => Err(halt),
        })
    }

    /// The calls that make room for a step, as they will be made; none where it replaces nothing.
    pub(super) async fn preview_room(
        &self,
        service: Service<'_>,
        turn: &Turn,
        step: &Step,
    ) -> Result<Vec<Call>, Error> {
        let Some(replaced) = &step.replaces else {
            return Ok(Vec::new());
        };
        let action = actions::get(&self.store, &service.actor.tenant, replaced).await?;
        let back = action.and_then(|action| compensation(&action));
        // What cannot be previewed is refused when it runs, with the reason.
        let calls = back.and_then(|back| turn.proxy.preview(&back.operation, &back.args).ok());
        Ok(calls.unwrap_or_default())
    }

    /// Takes back the action that a confirmed step takes the place of; `None` when what it made is
    /// gone already.
    pub(super) async fn make_room(
        &self,
        service: Service<'_>,
        turn: &mut Turn,
        state: &mut State,
        replaced: &str,
    ) -> Result<Result<Option<Done>, Box<Outcome>>, Error> {
        let actor = service.actor;
        let action = actions::get(&self.store, &actor.tenant, replaced).await?;
        // It may have been taken back between the preview and the yes.
        let is_open = |action: &Action| action.user == actor.user && action.undone_by.is_none();
        let open = action.filter(is_open);
        let way = open.and_then(|action| Some((compensation(&action)?, action)));
        match way {
            Some((step, action)) => {
                let back = self.take_back(service, turn, state, &action, &step);
                Ok(match back.await? {
                    Ok(done) => Ok(Some(done)),
                    Err(halt) if is_gone(&halt) => Ok(None),
                    Err(halt) => Err(halt),
                })
            }
            None => {
                let failure = Failure::of("conversation_changed");
                Ok(Err(Box::new(Outcome::Failed(failure))))
            }
        }
    }
}

/// Whether a step failed because the record that it is about does not exist any more.
fn is_gone(halt: &Outcome) -> bool {
    matches!(halt, Outcome::Failed(failure) if failure.code == "crm_not_found")
}

/// The step that takes an action back, or why there is none.
pub(super) fn way_back(heard: &Heard<'_>, last: &Action) -> Result<Step, Refusal> {
    let operation = || last.operation.clone();
    let row = find(&last.operation);
    if let Some(refusal) = row.and_then(|row| refusal(heard.actor, row)) {
        return Err(refusal);
    }
    match last.state {
        actions::State::Done => {}
        actions::State::Failed => return Err(Refusal::NotDone(operation())),
        actions::State::Planned | actions::State::Sent | actions::State::Unknown => {
            return Err(Refusal::NotKnown(operation()));
        }
    }
    if is_final(&last.operation) {
        return Err(Refusal::Final(operation()));
    }
    if row.is_some_and(|row| is_unchanged(row, &last.args, last.before.as_ref())) {
        return Err(Refusal::Unchanged(operation()));
    }
    compensation(last).ok_or_else(|| Refusal::Final(operation()))
}
