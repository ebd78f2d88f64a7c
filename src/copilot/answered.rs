//! The answer to what was asked: a yes, a number, a name, a time, or something else altogether.

use serde_json::{Value, json};

use super::advance::{End, plan_key};
use super::doubted::doubted;
use super::draft::{Draft, Found};
use super::hear::{Heard, Move, quick};
use super::memory::{Open, State};
use super::outcome::{Ask, Certainty, Choice, Failure, Missed, Outcome, Why};
use super::pick::pick;
use super::plan::Plan;
use super::stepped::asked_again;
use super::when;
use super::{Copilot, Error};
use crate::intents::StandsFor;
use crate::operations::{find, schema};
use crate::store::actions;
use crate::store::plans::{self, Taken};
use crate::value::{Kind, Resource};

impl Copilot {
    /// A message when something was asked.
    pub(super) async fn answer_to(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<(End, u64), Error> {
        let dialogue = heard.dialogue();
        let open = match self.stepped(heard, state, open).await? {
            Ok(end) => return Ok(end),
            Err(open) => open,
        };
        // A correction of what was done is open: "undo" means what was done.
        if dialogue == Some(Move::Undo) && open.draft().corrects {
            self.forget(heard, &open).await?;
            state.close();
            return self.undo(heard, state).await;
        }
        // "undo" while something is asked takes back the asking, not what was done before it.
        if matches!(dialogue, Some(Move::Cancel | Move::Undo)) {
            return self.drop_open(heard, state, open).await;
        }
        if let Some(end) = doubted(heard, &open) {
            state.open = Some(open);
            return Ok((end, 0));
        }
        if let Open::Choose {
            draft,
            slot,
            choices,
            connection,
        } = &open
            && let Some(choice) = picked(heard, choices)
        {
            let draft = chosen(draft.clone(), slot, choice);
            return self.resume(heard, state, connection, draft).await;
        }
        let open = match self.agreed_and_more(heard, state, open).await? {
            Ok(end) => return Ok(end),
            Err(open) => open,
        };
        let open = match self.confirmed_or(heard, state, open).await? {
            Ok(end) => return Ok(end),
            Err(open) => open,
        };
        let open = match self.corrected(heard, state, open).await? {
            Ok(end) => return Ok(end),
            Err(open) => open,
        };
        let open = match self.in_other_words(heard, state, open).await? {
            Ok(end) => return Ok(end),
            Err(open) => open,
        };
        match open {
            Open::Confirm { ref step, .. } => {
                if self.is_new_command(heard) {
                    return self.interrupted(heard, state, open).await;
                }
                let missed = Missed::YesOrNo(step.clone());
                state.open = Some(open);
                quick(Outcome::NotUnderstood(missed))
            }
            Open::Reading { .. } => match dialogue {
                Some(Move::Deny) => self.drop_open(heard, state, open).await,
                _ => self.meant(heard, state, open).await,
            },
            Open::Unplaced { .. } => match dialogue {
                Some(Move::Deny) => self.drop_open(heard, state, open).await,
                _ if self.is_new_command(heard) => self.interrupted(heard, state, open).await,
                _ => self.slot_named(heard, state, open).await,
            },
            Open::Choose { .. } if dialogue == Some(Move::Deny) => {
                self.drop_open(heard, state, open).await
            }
            Open::Choose { .. } if self.is_new_command(heard) => {
                self.interrupted(heard, state, open).await
            }
            Open::Choose {
                draft,
                slot,
                choices,
                connection,
            } => {
                self.renamed(heard, state, draft, slot, choices, connection)
                    .await
            }
            Open::Create { .. } if dialogue == Some(Move::Deny) => {
                self.drop_open(heard, state, open).await
            }
            Open::Create { .. } if self.is_new_command(heard) => {
                self.interrupted(heard, state, open).await
            }
            Open::Create {
                draft,
                slot,
                name,
                connection,
            } => match dialogue {
                Some(Move::Confirm) if heard.means("create_contact") => {
                    self.create_first(heard, state, draft, &name, &connection)
                        .await
                }
                // "move it" is a yes to something else.
                Some(Move::Confirm) => {
                    let open = Open::Create {
                        draft,
                        slot,
                        name,
                        connection,
                    };
                    let outcome = asked_again(&open);
                    state.open = Some(open);
                    quick(outcome)
                }
                _ => self.slot_said(heard, state, draft, slot, connection).await,
            },
            Open::Slot {
                ref draft,
                ref slot,
                ref connection,
            } => {
                let asked = draft.row().and_then(|row| row.param(slot));
                let kind = asked.map_or(Kind::Line, |param| param.kind);
                if dialogue == Some(Move::Deny) && kind != Kind::Text {
                    return self.drop_open(heard, state, open).await;
                }
                let asks = matches!(dialogue, Some(Move::Help | Move::AskUndo));
                if heard.interrupts(kind) || asks {
                    return self.interrupted(heard, state, open).await;
                }
                let (draft, slot) = (draft.clone(), slot.clone());
                self.slot_said(heard, state, draft, slot, connection.clone())
                    .await
            }
        }
    }

    /// A yes or no to a plan; `open` comes back when the message is neither.
    async fn confirmed_or(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<Result<(End, u64), Open>, Error> {
        let Some((token_hash, step, draft)) = open.plan() else {
            return Ok(Err(open));
        };
        match heard.dialogue() {
            Some(Move::Confirm) if heard.means(&step.operation) => {
                Ok(Ok(self.confirmed(heard, state, token_hash, draft).await?))
            }
            // "delete her" where deleting her is what waits for a yes.
            None if heard.repeats(&step.operation) => {
                Ok(Ok(self.confirmed(heard, state, token_hash, draft).await?))
            }
            Some(Move::Deny) => Ok(Ok(self.drop_open(heard, state, open).await?)),
            _ => Ok(Err(open)),
        }
    }

    pub(super) fn is_new_command(&self, heard: &Heard<'_>) -> bool {
        let asks_for_help = matches!(heard.dialogue(), Some(Move::Help | Move::AskUndo));
        let negated = heard.reading.refusal.is_some();
        asks_for_help || negated || !heard.commands().is_empty()
    }

    /// A slot was asked for, and this is the answer, if it is one.
    async fn slot_said(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        mut draft: Draft,
        slot: String,
        connection: String,
    ) -> Result<(End, u64), Error> {
        let kind = draft
            .row()
            .and_then(|row| row.param(&slot))
            .map_or(Kind::Line, |param| param.kind);
        let is_name = matches!(kind, Kind::Ref(_) | Kind::Name);
        let said = match kind {
            // Neither a yes nor the number of a choice is anybody's name.
            _ if heard.dialogue() == Some(Move::Confirm) && !matches!(kind, Kind::Text) => None,
            _ if is_name && is_number(heard.text) => None,
            Kind::Moment => {
                let before = draft.text(&slot);
                when::answer(heard.text, before, draft.is_due(), heard.context)
            }
            _ => heard.grammar.read_answer(heard.text, kind, heard.context),
        };
        // Somebody new is called by a name; what exists is looked up by whatever was said.
        let is_new = kind == Kind::Name && slot == "contact";
        let said = said.filter(|said| {
            let name = said.as_str().unwrap_or_default();
            !is_new || heard.grammar.is_name(name, heard.context)
        });
        let value = said.and_then(|said| schema::canonical(kind, &said).ok());
        let Some(value) = value else {
            let why = Why::Unfit(kind);
            let ask = Ask {
                operation: draft.operation.clone(),
                slot: slot.clone(),
                why,
            };
            state.open = Some(Open::Slot {
                draft,
                slot,
                connection,
            });
            return quick(Outcome::Ask(ask));
        };
        draft.found.remove(&slot);
        draft.pronoun = None;
        let pronoun = value
            .as_str()
            .filter(|said| kind == Kind::Ref(Resource::Contact) && heard.grammar.is_pronoun(said));
        match pronoun {
            Some(said) => {
                draft.pronoun = Some(said.to_owned());
                draft.stands_for = StandsFor::Person;
            }
            None => {
                if when::is_dayless(&draft, &slot, heard.text, heard.context) {
                    draft.dayless.push(slot.clone());
                }
                draft.args.insert(slot, value);
            }
        }
        self.resume(heard, state, &connection, draft).await
    }

    /// The answer to a choice named none of them: it may be another name for the same slot.
    async fn renamed(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        draft: Draft,
        slot: String,
        choices: Vec<Choice>,
        connection: String,
    ) -> Result<(End, u64), Error> {
        let kind = draft
            .row()
            .and_then(|row| row.param(&slot))
            .map(|param| param.kind);
        let narrows = |choice: &Choice| {
            let known = crate::value::words(&format!("{} {}", choice.label, choice.detail));
            crate::value::words(heard.text)
                .iter()
                .all(|word| known.contains(word))
        };
        // A yes names the only one, and none of several.
        let says_yes = heard.dialogue() == Some(Move::Confirm);
        let is_meant = says_yes && heard.means(&draft.operation);
        if let ([only], true) = (choices.as_slice(), is_meant) {
            let draft = chosen(draft, &slot, only);
            return self.resume(heard, state, &connection, draft).await;
        }
        match kind {
            Some(Kind::Moment) if !says_yes => {
                self.slot_said(heard, state, draft, slot, connection).await
            }
            Some(Kind::Ref(_))
                if !says_yes && !is_number(heard.text) && !choices.iter().any(narrows) =>
            {
                self.slot_said(heard, state, draft, slot, connection).await
            }
            _ => {
                state.open = Some(Open::Choose {
                    draft,
                    slot,
                    choices,
                    connection,
                });
                quick(Outcome::NotUnderstood(Missed::NoSuchChoice))
            }
        }
    }

    /// Creates the contact that was missing, then goes on with what needed it.
    pub(super) async fn create_first(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        mut draft: Draft,
        name: &str,
        connection: &str,
    ) -> Result<(End, u64), Error> {
        let Some(row) = find("create_contact") else {
            return quick(Outcome::NotUnderstood(Missed::Unknown));
        };
        let mut args = schema::Args::new();
        args.insert("contact".to_owned(), json!(name));
        let mut create = Draft::new(row, args, format!("msg:{}:create", heard.key));
        create.agreed = true;
        draft.pronoun = Some(name.to_owned());
        draft.args.remove("contact");
        let mut drafts = vec![create, draft];
        drafts.append(&mut state.queue);
        self.go_on(heard, state, Some(connection), drafts).await
    }

    /// Goes on with a draft, and with what waits behind it.
    pub(super) async fn resume(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        connection: &str,
        draft: Draft,
    ) -> Result<(End, u64), Error> {
        let mut drafts = vec![draft];
        drafts.append(&mut state.queue);
        self.go_on(heard, state, Some(connection), drafts).await
    }

    /// Yes: what was shown runs.
    pub(super) async fn confirmed(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        token_hash: &str,
        draft: &Draft,
    ) -> Result<(End, u64), Error> {
        let actor = heard.actor;
        let now = self.clock.now();
        let kept =
            match plans::take(&self.store, &actor.tenant, &actor.user, token_hash, now).await? {
                Taken::Taken(kept) => kept,
                Taken::Used => {
                    state.close();
                    return self.confirmed_before(heard, token_hash).await;
                }
                Taken::Expired => {
                    state.close();
                    return quick(Outcome::Failed(Failure::of("plan_expired")));
                }
                Taken::Cancelled | Taken::Unknown => {
                    state.close();
                    return quick(Outcome::Failed(Failure::of("conversation_changed")));
                }
            };
        let plan: Plan = serde_json::from_value(kept.plan.clone())?;
        let mut turn = match self.open_turn(heard, state, Some(&plan.connection)).await? {
            Ok(turn) => turn,
            Err(failure) => return quick(Outcome::Failed(failure)),
        };
        let mut end = self
            .run_plan(heard.service(), &mut turn, state, &plan, &kept.hash)
            .await?;
        if let (Outcome::Done(_), Some(step)) = (&end.outcome, plan.steps.first()) {
            state.did(draft.clone(), &plan.connection, step);
        }
        let queue = std::mem::take(&mut state.queue);
        if let Outcome::Done(done) = &end.outcome
            && !queue.is_empty()
        {
            let done = done.clone();
            end = self
                .advance(heard.service(), &mut turn, state, queue)
                .await?;
            match &mut end.outcome {
                Outcome::Done(more) => more.splice(0..0, done).for_each(drop),
                _ => end.before.splice(0..0, done).for_each(drop),
            }
        }
        Ok((end, turn.crm_us()))
    }

    /// A yes to what somebody confirmed already: what became of it.
    async fn confirmed_before(
        &self,
        heard: &Heard<'_>,
        token_hash: &str,
    ) -> Result<(End, u64), Error> {
        let key = plan_key(token_hash);
        let action = actions::by_key(&self.store, &heard.actor.tenant, &key).await?;
        let mut failure = Failure::of("plan_used");
        if action.is_some_and(|action| {
            matches!(action.state, actions::State::Sent | actions::State::Unknown)
        }) {
            failure.effect = Certainty::Unknown;
        }
        quick(Outcome::Failed(failure))
    }

    /// Cancels a plan, unless somebody took it already.
    pub(super) async fn forget_plan(
        &self,
        heard: &Heard<'_>,
        token_hash: &str,
    ) -> Result<(), Error> {
        let (actor, now) = (heard.actor, self.clock.now());
        plans::cancel(&self.store, &actor.tenant, &actor.user, token_hash, now).await?;
        Ok(())
    }

    /// The user drops what is open.
    pub(super) async fn drop_open(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<(End, u64), Error> {
        self.forget(heard, &open).await?;
        if open.draft().corrects && state.queue.is_empty() {
            state.close();
            return quick(Outcome::Kept);
        }
        let operation = open.draft().operation.clone();
        let later = state.queue.iter().map(|draft| draft.operation.clone());
        let dropped = std::iter::once(operation).chain(later).collect();
        state.close();
        quick(Outcome::Cancelled(dropped))
    }
}

/// The choice that a message names, also after a "no": "no, the second".
pub(super) fn picked<'a>(heard: &Heard<'_>, choices: &'a [Choice]) -> Option<&'a Choice> {
    pick(heard.text, choices, heard.grammar.choosing()).or_else(|| {
        let amendment = heard.grammar.amendment(heard.text, heard.context)?;
        let names_nothing = amendment.slots.is_empty() && amendment.instead_of.is_none();
        pick(&amendment.said, choices, heard.grammar.choosing())
            .filter(|_| names_nothing && !amendment.is_other)
    })
}

/// Whether an answer is the number of a choice rather than a phone number or an id.
fn is_number(answer: &str) -> bool {
    let digits = answer.trim().trim_start_matches('#');
    digits.parse::<u64>().is_ok_and(|number| number < 1000)
}

/// The draft with the choice that was taken.
fn chosen(mut draft: Draft, slot: &str, choice: &Choice) -> Draft {
    let param = draft.row().and_then(|row| row.param(slot));
    let value = match param.map(|param| param.kind) {
        Some(Kind::Moment) => Some(&choice.id),
        // Words to search for.
        Some(Kind::Line) => Some(&choice.label),
        _ => None,
    };
    if let Some(value) = value {
        draft.args.insert(slot.to_owned(), json!(value));
        return draft;
    }
    draft
        .args
        .entry(slot.to_owned())
        .or_insert_with(|| Value::String(choice.label.clone()));
    let found = Found {
        id: choice.id.clone(),
        name: choice.label.clone(),
        record: choice.record.clone(),
    };
    draft.found.insert(slot.to_owned(), found);
    draft
}
