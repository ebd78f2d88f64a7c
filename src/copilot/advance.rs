//! Drafts to steps to deeds: resolve, gate, perform, one after the other, until something has to
//! be asked.

use std::collections::VecDeque;

use chrono::TimeDelta;
use secrecy::ExposeSecret;
use serde_json::json;

use super::draft::Draft;
use super::failure::{crm_failure, unsupported};
use super::memory::{More, Open, State, THINGS, Thing};
use super::outcome::{Done, Outcome, Preview, Refusal, Why};
use super::perform::Performer;
use super::plan::{Named, Plan, Step};
use super::resolve::{meant_another, resolve};
use super::turn::Turn;
use super::{Copilot, Error};
use crate::crm::Call;
use crate::intents::StandsFor;
use crate::operations::bulk::each_of;
use crate::operations::{Operation, find};
use crate::secrets::{Token, fingerprint};
use crate::store::actions::Action;
use crate::store::plans;
use crate::value::{Actor, Effect};

/// How long a plan waits for yes.
const PLAN_LIFE: TimeDelta = TimeDelta::minutes(15);

/// How a turn ended, and what was done on the way.
#[derive(Debug)]
pub(super) struct End {
    /// Steps that ran before the outcome; empty when the outcome is `Done`.
    pub before: Vec<Done>,
    /// The outcome.
    pub outcome: Outcome,
    /// A sentence before the reply, such as what was not done because of this.
    pub first: Option<String>,
    /// The question that is still open, said back after the reply.
    pub still: Option<Outcome>,
}

impl From<Outcome> for End {
    fn from(outcome: Outcome) -> End {
        End {
            before: Vec::new(),
            outcome,
            first: None,
            still: None,
        }
    }
}

/// Who is served, and which conversation it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Service<'a> {
    pub actor: &'a Actor,
    pub conversation: Option<&'a str>,
}

impl Copilot {
    /// Works off drafts in order. What has to be asked is kept in the state, with the drafts that
    /// come after it.
    pub(super) async fn advance(
        &self,
        service: Service<'_>,
        turn: &mut Turn,
        state: &mut State,
        drafts: Vec<Draft>,
    ) -> Result<End, Error> {
        let mut queue = VecDeque::from(drafts);
        let mut before: Vec<Done> = Vec::new();
        while let Some(mut draft) = queue.pop_front() {
            of_thing(turn, &mut draft);
            let Some(row) = draft.row() else { continue };
            let outcome = match self.one(service, turn, row, &mut draft).await? {
                Ok(done) => {
                    remember(turn, state, &done);
                    state.did(draft, &turn.connection, &done.step);
                    before.push(done);
                    continue;
                }
                Err(outcome) => *outcome,
            };
            self.note(service, turn, &outcome).await?;
            let outcome = naming_rest(outcome, &queue);
            // Who was asked about is who "her" is next.
            if let Some(found) = draft.found.get("contact") {
                let (id, name) = (found.id.clone(), found.name.clone());
                state.spoke_of(&turn.connection, Named { id, name });
            }
            state.open = open(&outcome, draft, &turn.connection);
            state.queue = if state.open.is_some() {
                queue.into()
            } else {
                Vec::new()
            };
            return Ok(End {
                before,
                ..End::from(outcome)
            });
        }
        Ok(End::from(Outcome::Done(before)))
    }

    /// One draft: performed, or the outcome that ends the turn.
    async fn one(
        &self,
        service: Service<'_>,
        turn: &Turn,
        row: &'static Operation,
        draft: &mut Draft,
    ) -> Result<Result<Done, Box<Outcome>>, Error> {
        if let Some(refusal) = refusal(service.actor, row) {
            return Ok(Err(Box::new(Outcome::Refused(refusal))));
        }
        let needed = row.made_of();
        if let Some(lacking) = needed.iter().find(|name| !turn.proxy.supports(name)) {
            return Ok(Err(Box::new(Outcome::Failed(unsupported(turn, lacking)))));
        }
        if let Err(halt) = self.find_job(service, turn, row, draft).await? {
            return Ok(Err(halt));
        }
        if let Err(halt) = self.word_review(service, turn, row, draft).await? {
            return Ok(Err(halt));
        }
        let step = match resolve(turn, row, draft).await {
            Ok(step) => step,
            Err(halt) => return Ok(Err(halt)),
        };
        let is_wanted = turn.confirms_writes && row.is_plain_write() && !draft.agreed;
        let is_asked = is_wanted || draft.corrects;
        if row.is_confirmed() || is_asked {
            let room = self.preview_room(service, turn, &step).await?;
            let shown = match each_of(row.name) {
                Some(each) => self.prepare_bulk(service, turn, each, step).await?,
                None => turn
                    .proxy
                    .preview(&step.operation, &step.args)
                    .map(|calls| (step, [room, calls].concat()))
                    .map_err(|error| {
                        Box::new(Outcome::Failed(crm_failure(turn, row.name, &error)))
                    }),
            };
            return Ok(Err(match shown {
                Ok((step, calls)) => Box::new(self.preview(service, turn, step, calls).await?),
                Err(halt) => halt,
            }));
        }
        let performed = self.performer(service, turn, None).perform(&step).await?;
        if let Ok(done) = &performed
            && service.conversation.is_some()
            && let Err(halt) = meant_another(turn, draft, &done.answer).await
        {
            return Ok(Err(halt));
        }
        Ok(performed.map_err(|failure| Box::new(Outcome::Failed(failure))))
    }

    /// Notes on the connection that the CRM does not accept its key any more.
    async fn note(
        &self,
        service: Service<'_>,
        turn: &Turn,
        outcome: &Outcome,
    ) -> Result<(), Error> {
        if let Outcome::Failed(failure) = outcome
            && failure.code == "crm_unauthorized"
        {
            let tenant = &service.actor.tenant;
            self.accounts
                .note_refusal(tenant, &turn.connection, failure.code)
                .await?;
        }
        Ok(())
    }

    /// Performs steps on this turn's connection.
    pub(super) fn performer<'a>(
        &'a self,
        service: Service<'a>,
        turn: &'a Turn,
        undoes: Option<&'a Action>,
    ) -> Performer<'a> {
        Performer {
            store: &self.store,
            clock: &self.clock,
            bell: &self.bell,
            actor: service.actor,
            turn,
            conversation: service.conversation,
            undoes,
        }
    }

    /// Keeps the plan under a single-use token, and shows what it will do.
    async fn preview(
        &self,
        service: Service<'_>,
        turn: &Turn,
        mut step: Step,
        calls: Vec<Call>,
    ) -> Result<Outcome, Error> {
        let token = Token::plan();
        let token_hash = token.fingerprint.clone();
        // The plan runs at most once, whoever says yes, however often.
        step.key = plan_key(&token_hash);
        let actor = service.actor;
        let plan = Plan {
            tenant: actor.tenant.clone(),
            connection: turn.connection.clone(),
            steps: vec![step.clone()],
        };
        let now = self.clock.now();
        let new = plans::NewPlan {
            token_fingerprint: &token_hash,
            hash: &plan.hash(),
            plan: &serde_json::to_value(&plan)?,
            door: actor.channel.as_str(),
            conversation: service.conversation,
            expires_at: now + PLAN_LIFE,
        };
        plans::insert(&self.store, &actor.tenant, &actor.user, new, now).await?;
        let token = token.secret.expose_secret().to_owned();
        Ok(Outcome::Confirm(Preview {
            steps: vec![step],
            calls: vec![calls],
            token,
            then: Vec::new(),
        }))
    }
}

/// The key of the step of a plan.
pub(super) fn plan_key(token_fingerprint: &str) -> String {
    format!("plan:{token_fingerprint}:0")
}

/// Whether the actor lacks the right that an operation needs.
pub(super) fn refusal(actor: &Actor, row: &Operation) -> Option<Refusal> {
    let right = row.effect;
    (!actor.allowed.contains(right)).then(|| Refusal::RightMissing {
        operation: row.name.to_owned(),
        right: right.as_str(),
    })
}

/// What "her", "it" and "more" mean after a step.
pub(super) fn remember(turn: &mut Turn, state: &mut State, done: &Done) {
    state.more = None;
    if done.has_more {
        let mut step = done.step.clone();
        step.args["cursor"] = done.answer["cursor"].clone();
        state.more = Some(More {
            step,
            connection: turn.connection.clone(),
        });
    }
    let thing = thing_of(done);
    let answer = &done.answer;
    let deleted = find(&done.step.operation).is_some_and(|row| row.effect == Effect::Delete);
    let contact = if matches!(
        done.step.operation.as_str(),
        "create_contact" | "update_contact" | "get_contact"
    ) {
        Named::of(answer)
    } else {
        match answer["contacts"].as_array().map(Vec::as_slice) {
            Some([only]) => Named::of(only),
            _ => done.step.contact.clone(),
        }
    };
    match thing {
        Some((slot, id)) if deleted => state.forget_thing(slot, &id),
        Some(_) => state.touched(&turn.connection, thing),
        None if contact.is_some() => state.touched(&turn.connection, None),
        None => {}
    }
    // After a list of several, "it" is none of those before.
    let listed = THINGS.into_iter().find(|(_, list)| {
        let several = answer[*list].as_array().is_some_and(|all| all.len() != 1);
        several && done.step.operation == format!("list_{list}")
    });
    if let Some((slot, _)) = listed {
        state.things.retain(|thing| thing.slot != slot);
    }
    turn.things = state.things_of(&turn.connection);
    let Some(contact) = contact else { return };
    if deleted && done.step.operation == "delete_contact" {
        state.forget(&contact.id);
        turn.recent.retain(|known| known.id != contact.id);
    } else {
        turn.recent.retain(|known| known.id != contact.id);
        turn.recent.insert(0, contact.clone());
        state.spoke_of(&turn.connection, contact);
    }
}

/// "delete it" means the deal or task spoken of last rather than its contact.
fn of_thing(turn: &Turn, draft: &mut Draft) {
    let may_be_thing = draft.pronoun.is_some() && draft.stands_for != StandsFor::Person;
    if draft.operation != "delete_contact" || !may_be_thing || draft.args.contains_key("contact") {
        return;
    }
    let is_meant = |thing: &&Thing| draft.stands_for == StandsFor::Thing || !thing.is_aged;
    let last = turn.things.first().filter(is_meant);
    draft.operation = match last.map(|thing| thing.slot.as_str()) {
        Some("opportunity") => "delete_opportunity",
        Some("task") => "delete_task",
        Some("appointment") => "cancel_appointment",
        _ => return,
    }
    .to_owned();
}

/// The deal, task or appointment that a step was about, with the parameter that takes it.
fn thing_of(done: &Done) -> Option<(&'static str, String)> {
    let named = THINGS.into_iter().find_map(|(slot, _)| {
        let id = done.step.args[slot].as_str()?;
        Some((slot, id.to_owned()))
    });
    let made_or_listed = || {
        let (slot, list) = THINGS.into_iter().find(|(slot, list)| {
            let operation = done.step.operation.as_str();
            operation == format!("create_{slot}")
                || operation == format!("book_{slot}")
                || operation == format!("list_{list}")
        })?;
        let record = match done.answer[list].as_array().map(Vec::as_slice) {
            Some([only]) => only,
            Some(_) => return None,
            None => &done.answer,
        };
        Some((slot, record["id"].as_str()?.to_owned()))
    };
    named.or_else(made_or_listed)
}

/// When the appointment that a step made or moved begins.
pub(super) fn start_of(step: &Step) -> Option<String> {
    let makes = ["book_appointment", "reschedule_appointment"].contains(&step.operation.as_str());
    let start = step.args["start"].as_str().filter(|_| makes)?;
    Some(start.to_owned())
}

/// The question that an outcome leaves open.
fn open(outcome: &Outcome, draft: Draft, connection: &str) -> Option<Open> {
    let connection = connection.to_owned();
    match outcome {
        Outcome::Ask(ask) => match &ask.why {
            Why::NotFound {
                said,
                creatable: true,
                ..
            } => Some(Open::Create {
                draft,
                slot: ask.slot.clone(),
                name: said.clone(),
                connection,
            }),
            _ => Some(Open::Slot {
                draft,
                slot: ask.slot.clone(),
                connection,
            }),
        },
        Outcome::Choose { slot, choices, .. } => Some(Open::Choose {
            draft,
            slot: slot.clone(),
            choices: choices.clone(),
            connection,
        }),
        Outcome::Confirm(preview) => preview.steps.first().map(|step| Open::Confirm {
            token_hash: fingerprint(&preview.token),
            step: step.clone(),
            draft,
            connection,
        }),
        Outcome::Done(_)
        | Outcome::Cancelled(_)
        | Outcome::Kept
        | Outcome::Refused(_)
        | Outcome::NotUnderstood(_)
        | Outcome::Failed(_)
        | Outcome::Help(_) => None,
    }
}

/// A failure that names what was to come after it, or a preview that names what comes after it.
fn naming_rest(outcome: Outcome, queue: &VecDeque<Draft>) -> Outcome {
    match outcome {
        Outcome::Failed(mut failure) if !queue.is_empty() => {
            let left: Vec<&str> = queue.iter().map(|draft| draft.operation.as_str()).collect();
            failure.detail.insert("left_out".to_owned(), json!(left));
            Outcome::Failed(failure)
        }
        Outcome::Confirm(mut preview) => {
            preview.then = queue.iter().map(|draft| draft.operation.clone()).collect();
            Outcome::Confirm(preview)
        }
        other => other,
    }
}
