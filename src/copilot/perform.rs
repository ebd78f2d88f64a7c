//! Performing a step, at most once.
//!
//! The row in `actions` is written before the call, under a key that one message and one step
//! have for ever. Whoever comes second finds the row, and never calls the CRM again.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::Error;
use super::bulk::{self, Bell};
use super::dashboard;
use super::failure::{crm_failure, known_code};
use super::lists::spares_lists;
use super::outcome::{Certainty, Done, Failure};
use super::plan::Step;
use super::turn::Turn;
use super::undo;
use crate::clock::Clock;
use crate::crm;
use crate::operations::{From, Operation, Undo, find};
use crate::store::Store;
use crate::store::actions::{self, Action, End, NewAction, Planned, State};
use crate::value::{Actor, Effect};

/// Who performs, and where the audit rows belong.
pub(super) struct Performer<'a> {
    pub store: &'a Store,
    pub clock: &'a Clock,
    /// Rung when a bulk job may go on.
    pub bell: &'a Bell,
    pub actor: &'a Actor,
    pub turn: &'a Turn,
    /// The conversation, when there is one.
    pub conversation: Option<&'a str>,
    /// The action that this takes back, when it does.
    pub undoes: Option<&'a Action>,
}

/// What the audit keeps of an answer. What was only looked at is the customer's, and not kept; and
/// nobody knows what an administrator's own call looked at.
fn kept<'a>(row: &Operation, answer: &'a Value) -> Cow<'a, Value> {
    match row.effect {
        Effect::Read => Cow::Owned(Value::Null),
        Effect::Admin => Cow::Owned(json!({"status": answer["status"]})),
        Effect::Write | Effect::Send | Effect::Delete | Effect::Money => Cow::Borrowed(answer),
    }
}

impl Performer<'_> {
    /// Performs a step, or gives back what it did when it was performed before.
    ///
    /// # Errors
    /// The inner error is the CRM's or ours, for the user; the outer one is the database's.
    pub async fn perform(&self, step: &Step) -> Result<Result<Done, Failure>, Error> {
        let Some(row) = find(&step.operation) else {
            return Ok(Err(Failure::of("invalid_argument")));
        };
        if let Some(right) = bulk::lacking(self.store, self.actor, step).await? {
            let mut failure = Failure::of("right_missing");
            failure.operation = Some(row.name.to_owned());
            failure.detail.insert("right".to_owned(), json!(right));
            return Ok(Err(failure));
        }
        let before = match self.before(row, step).await {
            Ok(before) => before,
            Err(error) => {
                let mut failure = crm_failure(self.turn, row.name, &error);
                failure.effect = Certainty::None;
                return Ok(Err(failure));
            }
        };
        let tenant = &self.actor.tenant;
        let action = match self.plan(step, before.as_ref()).await? {
            Planned::New(action) => action,
            // What was not taken back may be tried again; nothing else is.
            Planned::Existing(action)
                if self.undoes.is_some()
                    && actions::try_again(self.store, tenant, &action.id, self.clock.now())
                        .await? =>
            {
                action
            }
            Planned::Existing(action) => match self.again(row, step, &action) {
                Some(earlier) => return Ok(earlier),
                None => action,
            },
        };
        if row.effect != Effect::Read
            && !actions::set_sent(self.store, tenant, &action.id, self.clock.now()).await?
        {
            // Another delivery of the same step is calling the CRM right now.
            return Ok(Err(self.unsure(row)));
        }
        let (store, now) = (self.store, self.clock.now());
        let job = bulk::perform(store, self.bell, now, self.actor, row.name, &step.args).await?;
        let answer = match job {
            Some(answer) => answer,
            None if row.name == "view_dashboard" => dashboard::figures(self.turn, &step.args).await,
            None => self.turn.call(row.name, &step.args).await,
        };
        let kept = answer.as_ref().map(|answer| kept(row, answer));
        let end = match &kept {
            Ok(kept) => End::Done(kept),
            Err(error) => match (error.effect(), row.effect) {
                (crm::Effect::None, _) | (_, Effect::Read) => End::Failed(error.code()),
                (crm::Effect::Unknown, _) => End::Unknown(error.code()),
            },
        };
        actions::finish(self.store, tenant, &action.id, end, self.clock.now()).await?;
        self.mind_lists(row, &answer);
        Ok(match answer {
            Ok(answer) => Ok(self.done(row, step, answer, before.as_ref())),
            Err(error) => {
                let mut failure = crm_failure(self.turn, row.name, &error);
                if row.effect == Effect::Read {
                    failure.effect = Certainty::None;
                }
                Err(failure)
            }
        })
    }

    /// Forgets the short lists that a step may have changed, or that it may have failed over: an id
    /// in them may be gone.
    fn mind_lists(&self, row: &Operation, answer: &Result<Value, crm::Error>) {
        if answer.is_err() || !spares_lists(row) {
            self.turn.lists.forget();
        }
    }

    fn done(&self, row: &Operation, step: &Step, answer: Value, before: Option<&Value>) -> Done {
        let unchanged = undo::is_unchanged(row, &step.args, before);
        let undoable = self.undoes.is_none()
            && self.conversation.is_some()
            && matches!(row.undo, Undo::By { .. })
            && !undo::is_blind(row, &step.args, before)
            && !unchanged;
        Done {
            step: step.clone(),
            has_more: self.conversation.is_some() && answer["cursor"].is_string(),
            answer,
            undoable,
            unchanged,
            undid: self.undoes.map(|action| action.operation.clone()),
        }
    }

    /// What an earlier delivery of the same step came to; `None` when it may simply run: it only
    /// looks, or it was written down and never sent.
    pub(super) fn again(
        &self,
        row: &Operation,
        step: &Step,
        action: &Action,
    ) -> Option<Result<Done, Failure>> {
        match action.state {
            State::Planned => None,
            _ if row.effect == Effect::Read => None,
            State::Done => Some(Ok(self.done(
                row,
                step,
                action.answer.clone().unwrap_or_default(),
                action.before.as_ref(),
            ))),
            State::Failed => {
                let code = action.error_code.as_deref().and_then(known_code);
                let mut failure = Failure::of(code.unwrap_or("crm_unavailable"));
                failure.operation = Some(row.name.to_owned());
                Some(Err(self.named(failure)))
            }
            State::Sent | State::Unknown => Some(Err(self.unsure(row))),
        }
    }

    /// A call that went out, and whose end nobody knows.
    fn unsure(&self, row: &Operation) -> Failure {
        let mut failure = Failure::of("crm_timeout");
        failure.effect = Certainty::Unknown;
        failure.operation = Some(row.name.to_owned());
        failure.detail.insert("interrupted".to_owned(), json!(true));
        self.named(failure)
    }

    fn named(&self, mut failure: Failure) -> Failure {
        failure
            .detail
            .insert("crm".to_owned(), json!(self.turn.proxy.provider().label()));
        failure
    }

    async fn plan(&self, step: &Step, before: Option<&Value>) -> Result<Planned, Error> {
        let new = NewAction {
            key: &step.key,
            operation: &step.operation,
            connection: Some(&self.turn.connection),
            args: &step.args,
            before,
            undoes: self.undoes.map(|action| action.id.as_str()),
            conversation: self.conversation,
            channel: self.actor.channel.as_str(),
        };
        let actor = self.actor;
        Ok(actions::plan(
            self.store,
            &actor.tenant,
            &actor.user,
            new,
            self.clock.now(),
        )
        .await?)
    }

    /// The record as it is now, when taking the step back will need it.
    async fn before(&self, row: &Operation, step: &Step) -> Result<Option<Value>, crm::Error> {
        let Undo::By { args, .. } = row.undo else {
            return Ok(None);
        };
        let needed = |from: &From| match from {
            From::Before(_) | From::TagsAdded | From::TagsRemoved | From::ChannelBefore => true,
            From::Arg(_) | From::Answer(_) => false,
        };
        if !args.iter().any(|(_, from)| needed(from)) {
            return Ok(None);
        }
        self.record(&step.args).await.map(Some)
    }

    /// The record that these arguments are about, as it is now.
    async fn record(&self, args: &Value) -> Result<Value, crm::Error> {
        let (operation, id) = match args.get("opportunity") {
            Some(id) => ("get_opportunity", json!({"opportunity": id})),
            None => ("get_contact", json!({"contact": args["contact"]})),
        };
        self.turn.call(operation, &id).await
    }

    /// Whether somebody changed since then what an action changed. A record that cannot be read
    /// counts as unchanged: taking it back will tell why.
    pub async fn changed_since(&self, action: &Action) -> bool {
        let fields = undo::restored(action);
        let Some(answer) = action.answer.as_ref().filter(|_| !fields.is_empty()) else {
            return false;
        };
        let Ok(now) = self.record(&action.args).await else {
            return false;
        };
        let differs = |pointer: &&str| now.pointer(pointer) != answer.pointer(pointer);
        fields.iter().any(differs)
    }
}
