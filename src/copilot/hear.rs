//! What a message means after what was said before it.

use serde_json::json;

use super::advance::{End, Service, refusal, remember};
use super::again::{as_before, take_over};
use super::draft::{Draft, fill, missing};
use super::failure::not_connected;
use super::memory::{Open, State};
use super::outcome::{Choice, Failure, Missed, Outcome, Refusal};
use super::reply::Words;
use super::reply::show::Locale;
use super::turn::Turn;
use super::{Copilot, Error};
use crate::accounts;
use crate::intents::{Clause, Context, Grammar, Reading, RefusalKind};
use crate::operations::{Operation, find};
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
    pub locale: Locale,
    pub grammar: &'a Grammar,
    pub context: &'a Context,
    pub reading: &'a Reading,
}

/// A move of the dialogue, as opposed to an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Confirm,
    Deny,
    Cancel,
    Help,
    Undo,
    /// "undo?"
    AskUndo,
    More,
}

impl Heard<'_> {
    pub(super) fn dialogue(&self) -> Option<Move> {
        let (agrees, denies) = self.grammar.signs(self.text);
        if !self.text.chars().any(char::is_alphanumeric) && agrees != denies {
            return Some(if agrees { Move::Confirm } else { Move::Deny });
        }
        let [only] = self.reading.clauses.as_slice() else {
            return None;
        };
        // "yes?" and "undo?" ask.
        let asks = self.grammar.asks(self.text, self.context);
        match only.intent.as_str() {
            "confirm" => (!asks && !denies).then_some(Move::Confirm),
            "deny" => Some(Move::Deny),
            "cancel" => Some(Move::Cancel),
            "help" => Some(Move::Help),
            "undo" if asks => Some(Move::AskUndo),
            "undo" => Some(Move::Undo),
            "more" => Some(Move::More),
            _ => None,
        }
    }

    /// The clauses that name an operation.
    pub(super) fn commands(&self) -> Vec<&Clause> {
        self.reading
            .clauses
            .iter()
            .filter(|clause| find(&clause.intent).is_some())
            .collect()
    }

    pub(super) fn service(&self) -> Service<'_> {
        Service {
            actor: self.actor,
            conversation: Some(self.conversation),
        }
    }

    /// Whether a yes can mean this operation.
    pub(super) fn means(&self, operation: &str) -> bool {
        let mut clauses = self.reading.clauses.iter();
        clauses.all(|clause| self.grammar.yes_means(&clause.decided_by, operation))
    }

    /// Whether the message says this operation again and nothing else: "delete her".
    pub(super) fn repeats(&self, operation: &str) -> bool {
        matches!(self.reading.clauses.as_slice(), [only] if only.intent == operation
            && only.pronoun.is_some()
            && only.slots.is_empty())
    }

    /// Whether the message is a command of its own rather than the text that was asked for.
    pub(super) fn interrupts(&self, asked: Kind) -> bool {
        let commands = self.commands();
        // "her" names a contact to a command; in the text of a message it names anybody.
        let is_whole = |clause: &Clause, row: &'static Operation| {
            let mut args = fill(row, &clause.slots);
            let pronoun = clause.pronoun.as_ref().filter(|_| asked == Kind::Line);
            let contact = row.param("contact").and(pronoun);
            args.extend(contact.map(|said| ("contact".to_owned(), json!(said))));
            missing(row, &args).is_none()
        };
        match asked {
            // Any text may be a message; only a whole command, or a look, is taken for one.
            Kind::Text | Kind::Line => commands.iter().any(|clause| {
                find(&clause.intent)
                    .is_some_and(|row| row.effect == Effect::Read || is_whole(clause, row))
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
            Some(open) => {
                let (before, depth) = (open.clone(), state.trail.len());
                let end = self.answer_to(heard, state, open).await?;
                // Whoever went back has taken from the trail.
                if state.trail.len() >= depth {
                    state.answered(before);
                }
                Ok(end)
            }
            None => self.afresh(heard, state).await,
        }
    }

    /// A message when nothing is open.
    pub(super) async fn afresh(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
    ) -> Result<(End, u64), Error> {
        match heard.dialogue() {
            Some(Move::Confirm) => {
                // "delete it" says yes where that is asked, and else what to do.
                let reading = heard.grammar.read_command(heard.text, heard.context);
                if !matches!(reading.clauses.as_slice(), [only] if only.pronoun.is_some()) {
                    return quick(Outcome::NotUnderstood(Missed::NothingOpen));
                }
                let told = Heard {
                    reading: &reading,
                    ..*heard
                };
                return Box::pin(self.afresh(&told, state)).await;
            }
            Some(Move::Deny) => {
                return quick(Outcome::NotUnderstood(Missed::NothingOpen));
            }
            Some(Move::Cancel) => return quick(Outcome::Cancelled(Vec::new())),
            Some(Move::Help) => return quick(Outcome::Help(heard.text.to_owned())),
            Some(Move::AskUndo) => return quick(Outcome::NotUnderstood(Missed::AskedUndo)),
            Some(Move::Undo) => return self.undo(heard, state).await,
            Some(Move::More) => return self.more(heard, state).await,
            None => {}
        }
        if let Some((connection, draft)) = as_before(heard, state) {
            return self
                .go_on(heard, state, Some(&connection), vec![draft])
                .await;
        }
        if let Some(end) = self.redone(heard, state).await? {
            return Ok(end);
        }
        let commands = heard.commands();
        if commands.is_empty() {
            return quick(unread(heard.reading));
        }
        let too = heard.grammar.says_too(heard.text, heard.context);
        let readings = commands.iter().enumerate().map(|(index, clause)| {
            let key = format!("msg:{}:{index}", heard.key);
            let readings = std::iter::once(*clause).chain(&clause.tied);
            let drafts = readings.filter_map(|clause| {
                let row = find(&clause.intent)?;
                let mut draft = Draft::of_clause(row, clause, key.clone());
                let named = heard.grammar.slots_named(&clause.decided_by);
                let named = named.into_iter().find(|name| row.param(name).is_some());
                draft.named = named.map(str::to_owned);
                if too {
                    take_over(&mut draft, state);
                }
                Some(draft)
            });
            drafts.collect()
        });
        let readings: Vec<Vec<Draft>> = readings.collect();
        let connection = heard.reading.connection.as_deref().or(heard.connection);
        self.go_on_with(heard, state, connection, Vec::new(), readings)
            .await
    }

    /// Works off clauses, once it is clear what each of them says: before that, nothing runs.
    pub(super) async fn go_on_with(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        connection: Option<&str>,
        mut clear: Vec<Draft>,
        readings: Vec<Vec<Draft>>,
    ) -> Result<(End, u64), Error> {
        let mut readings = readings.into_iter();
        while let Some(mut tied) = readings.next() {
            if tied.len() < 2 {
                clear.append(&mut tied);
                continue;
            }
            let turn = match self.open_turn(heard, state, connection).await? {
                Ok(turn) => turn,
                Err(failure) => return quick(Outcome::Failed(failure)),
            };
            let others = tied.split_off(1);
            let words = Words::of(heard.grammar, heard.locale);
            let names = tied.iter().chain(&others).enumerate();
            let choices: Vec<Choice> = names
                .map(|(index, draft)| Choice {
                    number: index + 1,
                    label: words.verb(&draft.operation),
                    detail: String::new(),
                    id: draft.operation.clone(),
                    record: serde_json::Value::Null,
                })
                .collect();
            let Some(draft) = tied.pop() else { continue };
            let outcome = Outcome::Choose {
                operation: draft.operation.clone(),
                slot: "intent".to_owned(),
                said: heard.text.to_owned(),
                choices: choices.clone(),
            };
            state.open = Some(Open::Reading {
                draft,
                others,
                before: clear,
                after: readings.collect(),
                choices,
                connection: turn.connection,
            });
            return quick(outcome);
        }
        self.go_on(heard, state, connection, clear).await
    }

    /// Works off drafts on a connection.
    pub(super) async fn go_on(
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

    pub(super) async fn open_turn(
        &self,
        heard: &Heard<'_>,
        state: &State,
        connection: Option<&str>,
    ) -> Result<Result<Turn, Failure>, Error> {
        match self.turn(heard.actor, connection, heard.locale).await {
            Ok(mut turn) => {
                turn.recent = state.recent_of(&turn.connection);
                turn.things = state.things_of(&turn.connection);
                Ok(Ok(turn))
            }
            Err(Error::Accounts(accounts::Error::NotConnected)) => {
                Ok(Err(not_connected(connection)))
            }
            Err(error) => Err(error),
        }
    }

    /// The next page of the list that was answered last.
    async fn more(&self, heard: &Heard<'_>, state: &mut State) -> Result<(End, u64), Error> {
        let Some(more) = state.more.take() else {
            return quick(Outcome::NotUnderstood(Missed::NothingMore));
        };
        let mut step = more.step;
        if let Some(refusal) = find(&step.operation).and_then(|row| refusal(heard.actor, row)) {
            return quick(Outcome::Refused(refusal));
        }
        let mut turn = match self.open_turn(heard, state, Some(&more.connection)).await? {
            Ok(turn) => turn,
            Err(failure) => return quick(Outcome::Failed(failure)),
        };
        step.key = format!("msg:{}:more", heard.key);
        let performer = self.performer(heard.service(), &turn, None);
        let outcome = match performer.perform(&step).await? {
            Ok(done) => {
                remember(&mut turn, state, &done);
                Outcome::Done(vec![done])
            }
            Err(failure) => Outcome::Failed(failure),
        };
        Ok((End::from(outcome), turn.crm_us()))
    }
}

pub(super) fn quick(outcome: Outcome) -> Result<(End, u64), Error> {
    Ok((End::from(outcome), 0))
}

/// Why a message without a clause did nothing.
fn unread(reading: &Reading) -> Outcome {
    match &reading.refusal {
        Some(refusal) => {
            let operation = refusal.intent.clone();
            let kind = match refusal.kind {
                RefusalKind::Negation => {
                    return Outcome::Refused(Refusal::Negation {
                        operation,
                        said: refusal.slots.clone(),
                    });
                }
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
