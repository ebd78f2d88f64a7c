//! Operations called with arguments instead of a sentence: REST and MCP.

use std::pin::pin;
use std::time::Instant;

use chrono_tz::Tz;
use futures_util::{Stream, StreamExt, stream};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::advance::Service;
use super::answer::{Answer, Timing};
use super::draft::{Draft, fill};
use super::failure::{crm_failure, not_connected, unsupported};
use super::memory::State;
use super::outcome::{Failure, Outcome, records_of};
use super::plan::{Named, Step};
use super::reply::Words;
use super::resolve::resolve;
use super::shape;
use super::turn::Turn;
use super::{Copilot, Error};
use crate::accounts;
use crate::crm::pages;
use crate::nlu::date::Lang;
use crate::operations::{Operation, find, schema};
use crate::secrets::random_id;
use crate::value::Actor;

/// Records asked for in one page of a stream; a vendor that gives fewer gives fewer.
const PAGE: u64 = 500;

/// A call of one operation.
#[derive(Debug, Clone)]
pub struct Call {
    /// The operation's name.
    pub operation: String,
    /// Its arguments; names of records are resolved as in chat. `connection` may stand among them.
    pub args: schema::Args,
    /// What makes this call one of a kind, when the caller repeats it under the same key.
    pub key: Option<String>,
}

impl Copilot {
    /// Runs an operation: the same resolving, gate and audit as in chat.
    ///
    /// # Errors
    /// [`Error::Unknown`] for an operation that is not in the table, [`Error::Invalid`] for
    /// arguments that do not fit, [`Error::RightMissing`].
    pub async fn run(&self, actor: &Actor, call: Call) -> Result<Answer, Error> {
        let begun = Instant::now();
        let (_, draft, mut turn) = match self.begin(actor, call).await? {
            Ok(begun) => begun,
            Err(outcome) => return self.answer(actor, None, &outcome).await,
        };
        let service = Service {
            actor,
            conversation: None,
        };
        let end = self
            .advance(service, &mut turn, &mut State::default(), vec![draft])
            .await?;
        let grammar = self.grammars.current(self.lang(actor, None).await?);
        let words = Words::of(&grammar, turn.zone);
        let mut answer = Answer::of(&words, None, &end.before, &end.outcome, Value::Null);
        answer.timed(timing(begun, 0, &turn));
        Ok(answer)
    }

    /// A whole list, however long: its records one after the other, each page fetched when the one
    /// before was taken. What fails on the way is the last value: `{"error": {...}}` with the code.
    /// The inner error is an answer instead of a list, such as the question which contact is meant.
    ///
    /// # Errors
    /// As [`Copilot::run`]; [`Error::Invalid`] also for an operation that answers no list.
    pub async fn list_all(
        &self,
        actor: &Actor,
        call: Call,
    ) -> Result<Result<impl Stream<Item = Value> + Send + 'static, Answer>, Error> {
        let (row, mut draft, turn) = match self.begin(actor, call).await? {
            Ok(begun) => begun,
            Err(outcome) => return Ok(Err(self.answer(actor, None, &outcome).await?)),
        };
        if shape::of(row.name).list.is_none() || row.made_of() != [row.name] {
            let fault = schema::Fault::of("Accept", "only lists that a CRM keeps are streamed");
            return Err(Error::Invalid(vec![fault]));
        }
        if !turn.proxy.supports(row.name) {
            let outcome = Outcome::Failed(unsupported(&turn, row.name));
            return Ok(Err(self.answer(actor, Some(turn.zone), &outcome).await?));
        }
        let step = match resolve(&turn, row, &mut draft).await {
            Ok(step) => step,
            Err(halt) => return Ok(Err(self.answer(actor, Some(turn.zone), &halt).await?)),
        };
        let zone = turn.zone;
        match records(turn, step).await {
            Ok(records) => Ok(Ok(records)),
            Err(failed) => Ok(Err(self.answer(actor, Some(zone), &failed).await?)),
        }
    }

    /// Checks a call and opens its connection; the inner error is the outcome when there is none.
    async fn begin(
        &self,
        actor: &Actor,
        call: Call,
    ) -> Result<Result<(&'static Operation, Draft, Turn), Outcome>, Error> {
        let row = find(&call.operation).ok_or(Error::Unknown("operation"))?;
        if !actor.allowed.contains(row.effect) {
            return Err(Error::RightMissing(row.effect.as_str()));
        }
        let mut given = call.args;
        let connection = match given.remove("connection") {
            None | Some(Value::Null) => None,
            Some(Value::String(name)) => Some(name),
            Some(_) => {
                return Err(Error::Invalid(vec![schema::Fault::of(
                    "connection",
                    "not a text",
                )]));
            }
        };
        let checked = schema::check(row, &given).map_err(Error::Invalid)?;
        // An address that only identifies is the reference here too.
        let args = fill(row, &checked);
        let key = call.key.unwrap_or_else(random_id);
        let draft = Draft::new(row, args, format!("call:{key}:0"));
        let turn = self.turn(actor, connection.as_deref(), None, Vec::new());
        match turn.await {
            Ok(turn) => Ok(Ok((row, draft, turn))),
            Err(Error::Accounts(accounts::Error::NotConnected)) => {
                Ok(Err(Outcome::Failed(not_connected(connection.as_deref()))))
            }
            Err(error) => Err(error),
        }
    }

    async fn answer(
        &self,
        actor: &Actor,
        zone: Option<Tz>,
        outcome: &Outcome,
    ) -> Result<Answer, Error> {
        let grammar = self.grammars.current(self.lang(actor, None).await?);
        let zone = match zone {
            Some(zone) => zone,
            None => self.zone(actor, None).await?,
        };
        let words = Words::of(&grammar, zone);
        Ok(Answer::of(&words, None, &[], outcome, Value::Null))
    }

    /// What a turn works with: the connection named, or the tenant's default one.
    pub(super) async fn turn(
        &self,
        actor: &Actor,
        connection: Option<&str>,
        timezone: Option<&str>,
        recent: Vec<Named>,
    ) -> Result<Turn, Error> {
        let tenant = &actor.tenant;
        let settings = self.accounts.tenant(tenant).await?;
        let zone = zone_of(timezone.unwrap_or(&settings.timezone))?;
        let (connection, proxy) = self.accounts.proxy(tenant, connection).await?;
        let lists = self.lists.of(tenant, &connection.id);
        let now = self.clock.now();
        let mut turn = Turn::new(proxy, connection, lists, zone, settings.confirm_writes, now);
        turn.recent = recent;
        turn.fresh = self.fresh(tenant, &turn.connection, now).await?;
        Ok(turn)
    }

    /// The zone of a message: its own, or the tenant's.
    pub(super) async fn zone(&self, actor: &Actor, own: Option<&str>) -> Result<Tz, Error> {
        match own {
            Some(name) => zone_of(name),
            None => zone_of(&self.accounts.tenant(&actor.tenant).await?.timezone),
        }
    }

    /// The language of a message: its own, or the tenant's.
    pub(super) async fn lang(&self, actor: &Actor, own: Option<&str>) -> Result<Lang, Error> {
        let name = match own {
            Some(name) => name.to_owned(),
            None => self.accounts.tenant(&actor.tenant).await?.lang,
        };
        let wrong = || Error::Invalid(vec![schema::Fault::of("lang", "not one of: en, es")]);
        match name.as_str() {
            "en" => Ok(Lang::En),
            "es" => Ok(Lang::Es),
            _ => Err(wrong()),
        }
    }
}

fn zone_of(name: &str) -> Result<Tz, Error> {
    let wrong = || {
        let detail = format!("`{name}` is not an IANA zone, such as America/New_York");
        Error::Invalid(vec![schema::Fault::of("timezone", &detail)])
    };
    name.parse().map_err(|_| wrong())
}

/// The records of every page of a list, at most `limit` when there is one. What fails before the
/// first of them is an outcome.
async fn records(
    turn: Turn,
    mut step: Step,
) -> Result<impl Stream<Item = Value> + Send + 'static, Outcome> {
    let most = step.args["limit"].as_u64().map(usize::try_from);
    let most = most.and_then(Result::ok).unwrap_or(usize::MAX);
    step.args["limit"] = json!(PAGE);
    let (sender, mut receiver) = mpsc::channel(1);
    // The proxy lives as long as somebody reads.
    tokio::spawn(async move {
        let operation = step.operation.as_str();
        let mut found = pin!(pages(turn.proxy.as_ref(), operation, step.args));
        while let Some(page) = found.next().await {
            let page = match page {
                Ok(page) => Ok(records_of(operation, &page).0),
                Err(error) => Err(crm_failure(&turn, operation, &error)),
            };
            if sender.send(page).await.is_err() {
                return;
            }
        }
    });
    let first = match receiver.recv().await {
        Some(Err(failure)) => return Err(Outcome::Failed(failure)),
        first => first,
    };
    let later = stream::unfold(receiver, async |mut receiver| {
        Some((receiver.recv().await?, receiver))
    });
    let lines = |page: Result<Vec<Value>, Failure>| match page {
        Ok(records) => records,
        Err(failure) => vec![json!({"error": Outcome::Failed(failure).data()})],
    };
    let pages = stream::iter(first).chain(later);
    Ok(pages
        .flat_map(move |page| stream::iter(lines(page)))
        .take(most))
}

/// What a turn took.
pub(super) fn timing(begun: Instant, read_us: u64, turn: &Turn) -> Timing {
    let total_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    Timing {
        read_us,
        total_us,
        crm_us: turn.crm_us(),
    }
}
