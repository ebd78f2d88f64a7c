//! Operations called with arguments instead of a sentence: REST and MCP.

use std::time::Instant;

use chrono_tz::Tz;
use serde_json::Value;

use super::advance::Service;
use super::answer::{Answer, Timing};
use super::draft::{Draft, fill};
use super::failure::not_connected;
use super::memory::State;
use super::outcome::Outcome;
use super::plan::Named;
use super::reply::Words;
use super::turn::Turn;
use super::{Copilot, Error};
use crate::accounts;
use crate::nlu::date::Lang;
use crate::operations::{find, schema};
use crate::secrets::random_id;
use crate::value::Actor;

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

        let lang = self.lang(actor, None).await?;
        let grammar = self.grammars.current(lang);
        let mut turn = match self
            .turn(actor, connection.as_deref(), None, Vec::new())
            .await
        {
            Ok(turn) => turn,
            Err(Error::Accounts(accounts::Error::NotConnected)) => {
                let words = Words::of(&grammar, self.zone(actor, None).await?);
                let outcome = Outcome::Failed(not_connected(connection.as_deref()));
                return Ok(Answer::of(&words, None, &[], &outcome, Value::Null));
            }
            Err(error) => return Err(error),
        };
        let service = Service {
            actor,
            conversation: None,
        };
        let end = self
            .advance(service, &mut turn, &mut State::default(), vec![draft])
            .await?;
        let words = Words::of(&grammar, turn.zone);
        let mut answer = Answer::of(&words, None, &end.before, &end.outcome, Value::Null);
        answer.timed(timing(begun, 0, &turn));
        Ok(answer)
    }

    /// What a turn works with: the connection named, or the tenant's default one.
    pub(super) async fn turn(
        &self,
        actor: &Actor,
        connection: Option<&str>,
        timezone: Option<&str>,
        recent: Vec<Named>,
    ) -> Result<Turn, Error> {
        let zone = self.zone(actor, timezone).await?;
        let tenant = &actor.tenant;
        let (connection, proxy) = self.accounts.proxy(tenant, connection).await?;
        let lists = self.lists.of(tenant, &connection.id);
        let now = self.clock.now();
        let mut turn = Turn::new(proxy, connection, lists, zone, now);
        turn.recent = recent;
        turn.fresh = self.fresh(tenant, &turn.connection, now).await?;
        Ok(turn)
    }

    /// The zone of a message: its own, or the tenant's.
    pub(super) async fn zone(&self, actor: &Actor, own: Option<&str>) -> Result<Tz, Error> {
        let name = match own {
            Some(name) => name.to_owned(),
            None => self.accounts.tenant(&actor.tenant).await?.timezone,
        };
        let wrong = || {
            let detail = format!("`{name}` is not an IANA zone, such as America/New_York");
            Error::Invalid(vec![schema::Fault::of("timezone", &detail)])
        };
        name.parse().map_err(|_| wrong())
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

/// What a turn took.
pub(super) fn timing(begun: Instant, read_us: u64, turn: &Turn) -> Timing {
    let total_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    Timing {
        read_us,
        total_us,
        crm_us: turn.crm_us(),
    }
}
