//! What a message that is being typed could become.

use serde_json::json;

use super::advance::refusal;
use super::known::ASKED;
use super::memory::State;
use super::turn::Turn;
use super::{Copilot, Error};
use crate::accounts;
use crate::intents::{Context, Names, Suggestion};
use crate::nlu::date::Now;
use crate::operations::{Operation, find};
use crate::store::conversations;
use crate::value::{Actor, Effect, Kind, Resource};

/// Records asked for at once to know some names.
const PAGE: u64 = 100;

/// A message as far as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// What stands before the cursor.
    pub text: String,
    /// The conversation it is typed in.
    pub session: Option<String>,
    /// The CRM connection to use.
    pub connection: Option<String>,
    /// `en` or `es`; the tenant's when absent.
    pub lang: Option<String>,
}

impl Copilot {
    /// Sentences that begin as typed, that this person may say, and that the CRM can do; none
    /// without a connection. The CRM is not waited for: names come from memory.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a conversation that is not this user's, [`Error::Invalid`] for a
    /// language that does not exist.
    pub async fn suggest(&self, actor: &Actor, typed: Typed) -> Result<Vec<Suggestion>, Error> {
        let locale = self.locale(actor, typed.lang.as_deref(), None).await?;
        let state = match &typed.session {
            Some(id) => {
                let found = conversations::get(&self.store, &actor.tenant, &actor.user, id).await?;
                State::read(&found.ok_or(Error::Unknown("conversation"))?.state).0
            }
            None => State::default(),
        };
        let connection = typed.connection.as_deref();
        let turn = match self.turn(actor, connection, locale).await {
            Ok(turn) => turn,
            Err(Error::Accounts(accounts::Error::NotConnected)) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut names = Names::default();
        // Names are read in the CRM: who may not read is shown none.
        if actor.allowed.contains(Effect::Read) {
            let recent = state.recent_of(&turn.connection).into_iter();
            let contact = Kind::Ref(Resource::Contact);
            names.add(contact, recent.map(|named| named.name));
            for (kind, known) in turn.known.names(turn.now) {
                names.add(kind, known);
            }
        }
        let grammar = self.grammars.current(locale.lang);
        let context = Context {
            lang: locale.lang,
            now: Now {
                local: turn.now.with_timezone(&locale.zone).naive_local(),
                zone: locale.zone,
            },
            pack: None,
        };
        let may = |row: &Operation| refusal(actor, row).is_none();
        let can = |row: &Operation| {
            let each = |name: &&str| turn.proxy.supports(name) && find(name).is_some_and(may);
            may(row) && row.made_of().iter().all(each)
        };
        let found = grammar.complete(&typed.text, &context, &can, &names);
        if actor.allowed.contains(Effect::Read) && turn.known.wants_asking(turn.now) {
            tokio::spawn(ask(turn));
        }
        Ok(found)
    }
}

/// Asks a CRM for its names; what it answers is learnt on the way. Without them there are fewer
/// suggestions, so that a failure needs no more than a line in the log.
async fn ask(turn: Turn) {
    for operation in ASKED.iter().filter(|name| turn.proxy.supports(name)) {
        let pages = find(operation).is_some_and(|row| row.param("limit").is_some());
        let args = if pages {
            json!({"limit": PAGE})
        } else {
            json!({})
        };
        if let Err(error) = turn.call(operation, &args).await {
            tracing::warn!(operation, code = error.code(), "no names to suggest");
            return;
        }
    }
}
