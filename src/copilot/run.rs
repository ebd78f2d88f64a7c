//! Operations called with arguments instead of a sentence: REST and MCP.

use std::pin::pin;
use std::time::Instant;

use futures_util::{Stream, StreamExt, stream};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::advance::Service;
use super::answer::{Answer, Timing};
use super::draft::{Draft, fill};
use super::failure::{crm_failure, not_connected, unsupported};
use super::memory::State;
use super::outcome::{Failure, Outcome, records_of};
use super::plan::Step;
use super::reply::Words;
use super::reply::show::Locale;
use super::resolve::resolve;
use super::shape;
use super::turn::Turn;
use super::{Copilot, Error};
use crate::accounts;
use crate::crm::pages;
use crate::intents::lang_of;
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
        let locale = self.locale(actor, None, None).await?;
        let (_, draft, mut turn) = match self.begin(actor, locale, call).await? {
            Ok(begun) => begun,
            Err(outcome) => return Ok(self.answer(locale, &outcome)),
        };
        let service = Service {
            actor,
            conversation: None,
        };
        let end = self
            .advance(service, &mut turn, &mut State::default(), vec![draft])
            .await?;
        let words = turn.words();
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
        let locale = self.locale(actor, None, None).await?;
        let (row, mut draft, turn) = match self.begin(actor, locale, call).await? {
            Ok(begun) => begun,
            Err(outcome) => return Ok(Err(self.answer(locale, &outcome))),
        };
        if shape::of(row.name).list.is_none() || row.made_of() != [row.name] {
            let fault = schema::Fault::of("Accept", "only lists that a CRM keeps are streamed");
            return Err(Error::Invalid(vec![fault]));
        }
        if !turn.proxy.supports(row.name) {
            let outcome = Outcome::Failed(unsupported(&turn, row.name));
            return Ok(Err(self.answer(locale, &outcome)));
        }
        let step = match resolve(&turn, row, &mut draft).await {
            Ok(step) => step,
            Err(halt) => return Ok(Err(self.answer(locale, &halt))),
        };
        match records(turn, step).await {
            Ok(records) => Ok(Ok(records)),
            Err(failed) => Ok(Err(self.answer(locale, &failed))),
        }
    }

    /// Checks a call and opens its connection; the inner error is the outcome when there is none.
    async fn begin(
        &self,
        actor: &Actor,
        locale: Locale,
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
        let turn = self.turn(actor, connection.as_deref(), locale);
        match turn.await {
            Ok(turn) => Ok(Ok((row, draft, turn))),
            Err(Error::Accounts(accounts::Error::NotConnected)) => {
                Ok(Err(Outcome::Failed(not_connected(connection.as_deref()))))
            }
            Err(error) => Err(error),
        }
    }

    fn answer(&self, locale: Locale, outcome: &Outcome) -> Answer {
        let grammar = self.grammars.current(locale.lang);
        let words = Words::of(&grammar, locale);
        Answer::of(&words, None, &[], outcome, Value::Null)
    }

    /// What a turn works with: the connection named, or the tenant's default one.
    pub(super) async fn turn(
        &self,
        actor: &Actor,
        connection: Option<&str>,
        locale: Locale,
    ) -> Result<Turn, Error> {
        let tenant = &actor.tenant;
        let settings = self.accounts.tenant(tenant).await?;
        let (connection, proxy) = self.accounts.proxy(tenant, connection).await?;
        let lists = self.lists.of(tenant, &connection.id);
        let now = self.clock.now();
        let known = self.known.of(tenant, &connection.id);
        let grammar = self.grammars.current(locale.lang);
        let spoken = (locale, grammar);
        let confirms = settings.confirm_writes;
        let mut turn = Turn::new(proxy, connection, lists, known, spoken, confirms, now);
        turn.fresh = self.fresh(tenant, &turn.connection, now).await?;
        Ok(turn)
    }

    /// The language and zone of a message: its own, or the tenant's.
    pub(super) async fn locale(
        &self,
        actor: &Actor,
        lang: Option<&str>,
        timezone: Option<&str>,
    ) -> Result<Locale, Error> {
        let tenant = self.accounts.tenant(&actor.tenant).await?;
        let name = timezone.unwrap_or(&tenant.timezone);
        let zone = name.parse().map_err(|_| {
            let detail = format!("`{name}` is not an IANA zone, such as America/New_York");
            schema::Fault::of("timezone", &detail)
        });
        let lang = lang_of(lang.unwrap_or(&tenant.lang))
            .ok_or_else(|| schema::Fault::of("lang", "not one of: en, es"));
        match (zone, lang) {
            (Ok(zone), Ok(lang)) => Ok(Locale {
                lang,
                zone,
                is_away: name != tenant.timezone,
            }),
            (zone, lang) => Err(Error::Invalid(
                zone.err().into_iter().chain(lang.err()).collect(),
            )),
        }
    }
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
