//! What a message means after what was said before it.

use serde_json::{Value, json};

use super::advance::{End, Service, plan_key, remember};
use super::draft::{Draft, fill, missing};
use super::memory::{Open, State};
use super::outcome::{Ask, Certainty, Choice, Failure, Missed, Outcome, Refusal, Why};
use super::pick::pick;
use super::plan::Plan;
use super::turn::Turn;
use super::undo;
use super::{Copilot, Error};
use crate::accounts;
use crate::intents::{Clause, Context, Grammar, Reading, RefusalKind};
use crate::operations::{find, schema};
use crate::store::actions;
use crate::store::plans::{self, Taken};
use crate::value::{Actor, Effect, Kind};

/// A message with everything that is known of it.
pub(super) struct Heard<'a> {
    pub actor: &'a Actor,
    pub conversation: &'a str,
    /// The message's own key.
    pub key: &'a str,
    pub text: &'a str,
    /// The connection that the door named.
    pub connection: Option<&'a str>,
    pub timezone: Option<&'a str>,
    pub grammar: &'a Grammar,
    pub context: &'a Context,
    pub reading: &'a Reading,
}

/// A move of the dialogue, as opposed to an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Confirm,
    Deny,
    Cancel,
    Help,
    Undo,
}

impl Heard<'_> {
    fn dialogue(&self) -> Option<Move> {
        let [only] = self.reading.clauses.as_slice() else {
            return None;
        };
        match only.intent.as_str() {
            "confirm" => Some(Move::Confirm),
            "deny" => Some(Move::Deny),
            "cancel" => Some(Move::Cancel),
            "help" => Some(Move::Help),
            "undo" => Some(Move::Undo),
            _ => None,
        }
    }

    /// The clauses that name an operation.
    fn commands(&self) -> Vec<&Clause> {
        self.reading
            .clauses
            .iter()
            .filter(|clause| find(&clause.intent).is_some())
            .collect()
    }

    fn service(&self) -> Service<'_> {
        Service {
            actor: self.actor,
            conversation: Some(self.conversation),
        }
    }

    /// Whether the message is a command of its own rather than the text that was asked for.
    fn interrupts(&self, asked: Kind) -> bool {
        let commands = self.commands();
        match asked {
            // Any text may be a message; only a whole command, or a look, is taken for one.
            Kind::Text | Kind::Line => commands.iter().any(|clause| {
                find(&clause.intent).is_some_and(|row| {
                    row.effect == Effect::Read || missing(row, &fill(row, &clause.slots)).is_none()
                })
            }),
            _ => !commands.is_empty(),
        }
    }
}

impl Copilot {
    /// Takes a message, and gives the outcome with the microseconds spent in the CRM.
    pub(super) async fn hear(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
    ) -> Result<(End, u64), Error> {
        match state.open.take() {
            Some(open) => self.answer_to(heard, state, open).await,
            None => self.afresh(heard, state).await,
        }
    }

    /// A message when nothing is open.
    async fn afresh(&self, heard: &Heard<'_>, state: &mut State) -> Result<(End, u64), Error> {
        match heard.dialogue() {
            Some(Move::Confirm | Move::Deny) => {
                return quick(Outcome::NotUnderstood(Missed::NothingOpen));
            }
            Some(Move::Cancel) => return quick(Outcome::Cancelled(None)),
            Some(Move::Help) => return quick(Outcome::Help),
            Some(Move::Undo) => return self.undo(heard, state).await,
            None => {}
        }
        let commands = heard.commands();
        if commands.is_empty() {
            return quick(unread(heard.reading));
        }
        let drafts = commands.iter().enumerate().filter_map(|(index, clause)| {
            let row = find(&clause.intent)?;
            let mut draft = Draft::new(
                row,
                fill(row, &clause.slots),
                format!("msg:{}:{index}", heard.key),
            );
            draft.pronoun = clause.pronoun.clone();
            Some(draft)
        });
        let drafts = drafts.collect();
        let connection = heard.reading.connection.as_deref().or(heard.connection);
        self.go_on(heard, state, connection, drafts).await
    }

    /// Works off drafts on a connection.
    async fn go_on(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        connection: Option<&str>,
        drafts: Vec<Draft>,
    ) -> Result<(End, u64), Error> {
        let mut turn = match self.open_turn(heard, state, connection).await? {
            Ok(turn) => turn,
            Err(failure) => return quick(Outcome::Failed(failure)),
        };
        let end = self
            .advance(heard.service(), &mut turn, state, drafts)
            .await?;
        Ok((end, turn.crm_us()))
    }

    async fn open_turn(
        &self,
        heard: &Heard<'_>,
        state: &State,
        connection: Option<&str>,
    ) -> Result<Result<Turn, Failure>, Error> {
        match self
            .turn(heard.actor, connection, heard.timezone, Vec::new())
            .await
        {
            Ok(mut turn) => {
                turn.recent = state.recent_of(&turn.connection);
                Ok(Ok(turn))
            }
            Err(Error::Accounts(accounts::Error::NotConnected)) => {
                Ok(Err(Failure::of("not_connected")))
            }
            Err(error) => Err(error),
        }
    }

    /// A message when something was asked.
    async fn answer_to(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<(End, u64), Error> {
        let dialogue = heard.dialogue();
        if dialogue == Some(Move::Cancel) {
            return self.drop_open(heard, state, open).await;
        }
        match open {
            Open::Confirm { token_hash } => match dialogue {
                Some(Move::Confirm) => self.confirmed(heard, state, &token_hash).await,
                Some(Move::Deny) => {
                    self.drop_open(heard, state, Open::Confirm { token_hash })
                        .await
                }
                _ if self.is_new_command(heard) => {
                    self.forget_plan(heard, &token_hash).await?;
                    state.close();
                    self.afresh(heard, state).await
                }
                _ => {
                    state.open = Some(Open::Confirm { token_hash });
                    quick(Outcome::NotUnderstood(Missed::YesOrNo))
                }
            },
            Open::Choose {
                draft,
                slot,
                choices,
                connection,
            } => {
                if let Some(choice) = pick(heard.text, &choices) {
                    let draft = chosen(draft, &slot, choice);
                    return self.resume(heard, state, &connection, draft).await;
                }
                if dialogue == Some(Move::Deny) {
                    return self
                        .drop_open(
                            heard,
                            state,
                            Open::Choose {
                                draft,
                                slot,
                                choices,
                                connection,
                            },
                        )
                        .await;
                }
                if self.is_new_command(heard) {
                    state.close();
                    return self.afresh(heard, state).await;
                }
                self.renamed(heard, state, draft, slot, choices, connection)
                    .await
            }
            Open::Create {
                draft,
                slot,
                name,
                connection,
            } => match dialogue {
                Some(Move::Confirm) => {
                    self.create_first(heard, state, draft, &name, &connection)
                        .await
                }
                Some(Move::Deny) => {
                    self.drop_open(
                        heard,
                        state,
                        Open::Create {
                            draft,
                            slot,
                            name,
                            connection,
                        },
                    )
                    .await
                }
                _ if self.is_new_command(heard) => {
                    state.close();
                    self.afresh(heard, state).await
                }
                _ => self.slot_said(heard, state, draft, slot, connection).await,
            },
            Open::Slot {
                draft,
                slot,
                connection,
            } => {
                let kind = draft
                    .row()
                    .and_then(|row| row.param(&slot))
                    .map_or(Kind::Line, |param| param.kind);
                if dialogue == Some(Move::Deny) && kind != Kind::Text {
                    return self
                        .drop_open(
                            heard,
                            state,
                            Open::Slot {
                                draft,
                                slot,
                                connection,
                            },
                        )
                        .await;
                }
                if heard.interrupts(kind) || matches!(dialogue, Some(Move::Help | Move::Undo)) {
                    state.close();
                    return self.afresh(heard, state).await;
                }
                self.slot_said(heard, state, draft, slot, connection).await
            }
        }
    }

    fn is_new_command(&self, heard: &Heard<'_>) -> bool {
        let says_no_more = matches!(heard.dialogue(), Some(Move::Help | Move::Undo));
        let negated = heard.reading.refusal.is_some();
        says_no_more || negated || !heard.commands().is_empty()
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
        let said = match kind {
            Kind::Moment => super::when::answer(heard.text, draft.text(&slot), heard.context),
            _ => heard.grammar.read_answer(heard.text, kind, heard.context),
        };
        let value = said.and_then(|said| schema::canonical(kind, &said).ok());
        let Some(value) = value else {
            let why = Why::Unfit(hint(kind));
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
        draft.args.insert(slot, value);
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
        let is_number = heard
            .text
            .trim()
            .trim_start_matches('#')
            .parse::<u64>()
            .is_ok_and(|n| n < 1000);
        match kind {
            Some(Kind::Moment) => self.slot_said(heard, state, draft, slot, connection).await,
            Some(Kind::Ref(_)) if !is_number && !choices.iter().any(narrows) => {
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
    async fn create_first(
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
        let create = Draft::new(row, args, format!("msg:{}:create", heard.key));
        draft.pronoun = Some(name.to_owned());
        draft.args.remove("contact");
        let mut drafts = vec![create, draft];
        drafts.append(&mut state.queue);
        self.go_on(heard, state, Some(connection), drafts).await
    }

    async fn resume(
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
    async fn confirmed(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        token_hash: &str,
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

    async fn forget_plan(
        &self,
        heard: &Heard<'_>,
        token_hash: &str,
    ) -> Result<Option<Plan>, Error> {
        let (actor, now) = (heard.actor, self.clock.now());
        match plans::cancel(&self.store, &actor.tenant, &actor.user, token_hash, now).await? {
            Taken::Taken(kept) => Ok(Some(serde_json::from_value(kept.plan)?)),
            Taken::Used | Taken::Cancelled | Taken::Expired | Taken::Unknown => Ok(None),
        }
    }

    /// The user drops what is open.
    async fn drop_open(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<(End, u64), Error> {
        let operation = match &open {
            Open::Slot { draft, .. } | Open::Choose { draft, .. } | Open::Create { draft, .. } => {
                Some(draft.operation.clone())
            }
            Open::Confirm { token_hash } => {
                let plan = self.forget_plan(heard, token_hash).await?;
                plan.and_then(|plan| plan.steps.into_iter().next())
                    .map(|step| step.operation)
            }
        };
        state.close();
        quick(Outcome::Cancelled(operation))
    }

    /// Takes back the last thing that this conversation did.
    async fn undo(&self, heard: &Heard<'_>, state: &mut State) -> Result<(End, u64), Error> {
        let actor = heard.actor;
        let known = undo::operations();
        let (tenant, user) = (&actor.tenant, &actor.user);
        let last =
            actions::last_undoable(&self.store, tenant, user, heard.conversation, &known).await?;
        let since = self.clock.now() - undo::WINDOW;
        let Some(last) = last.filter(|last| last.updated_at > since) else {
            return quick(Outcome::Refused(Refusal::NothingToUndo));
        };
        let step = match undo::compensation(&last) {
            Some(step) => step,
            None => return quick(Outcome::Refused(Refusal::NothingToUndo)),
        };
        let mut turn = match self
            .open_turn(heard, state, last.connection.as_deref())
            .await?
        {
            Ok(turn) => turn,
            Err(failure) => return quick(Outcome::Failed(failure)),
        };
        let performed = self
            .performer(heard.service(), &turn, Some(&last.id))
            .perform(&step)
            .await?;
        let outcome = match performed {
            Ok(done) => {
                actions::mark_undone(
                    &self.store,
                    &actor.tenant,
                    &last.id,
                    &step.key,
                    self.clock.now(),
                )
                .await?;
                remember(&mut turn, state, &done);
                Outcome::Done(vec![done])
            }
            Err(failure) => Outcome::Failed(failure),
        };
        Ok((End::from(outcome), turn.crm_us()))
    }
}

fn quick(outcome: Outcome) -> Result<(End, u64), Error> {
    Ok((End::from(outcome), 0))
}

/// Why a message without a clause did nothing.
fn unread(reading: &Reading) -> Outcome {
    match &reading.refusal {
        Some(refusal) => {
            let operation = refusal.intent.clone();
            let kind = match refusal.kind {
                RefusalKind::Negation => return Outcome::Refused(Refusal::Negation(operation)),
                RefusalKind::Question => "question",
                RefusalKind::Condition => "condition",
                RefusalKind::Past => "past",
                RefusalKind::Remark => "remark",
            };
            Outcome::NotUnderstood(Missed::Talk { kind, operation })
        }
        None => Outcome::NotUnderstood(Missed::Unknown),
    }
}

/// The draft with the choice that was taken.
fn chosen(mut draft: Draft, slot: &str, choice: &Choice) -> Draft {
    let is_moment = draft
        .row()
        .and_then(|row| row.param(slot))
        .is_some_and(|param| param.kind == Kind::Moment);
    if is_moment {
        draft.args.insert(slot.to_owned(), json!(choice.id));
        return draft;
    }
    draft
        .args
        .entry(slot.to_owned())
        .or_insert_with(|| Value::String(choice.label.clone()));
    let found = super::draft::Found {
        id: choice.id.clone(),
        name: choice.label.clone(),
        record: choice.record.clone(),
    };
    draft.found.insert(slot.to_owned(), found);
    draft
}

/// What would be a fitting answer.
fn hint(kind: Kind) -> String {
    match kind {
        Kind::Moment => "tomorrow at 2pm",
        Kind::Email => "jane@example.com",
        Kind::Phone => "727 555 1234",
        Kind::Money => "7000",
        Kind::Minutes => "30 minutes",
        Kind::Count => "10",
        Kind::Tags => "vip, hot-lead",
        Kind::Ref(_) | Kind::Name | Kind::Line | Kind::Text | Kind::OneOf(_) | Kind::Opaque => "",
    }
    .to_owned()
}
