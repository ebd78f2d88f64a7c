//! What a user said before, and what this package can do with which CRM.

use serde_json::Value;

use super::{Copilot, Error};
use crate::crm::{Provider, operations};
use crate::operations::{Operation, find};
use crate::store::conversations::{self, Conversation};
use crate::store::messages::{self, Message};
use crate::value::Actor;

/// Most conversations listed.
const LISTED: u64 = 50;

impl Copilot {
    /// The user's conversations, the latest first.
    pub async fn conversations(&self, actor: &Actor) -> Result<Vec<Conversation>, Error> {
        Ok(conversations::of(&self.store, &actor.tenant, &actor.user, LISTED).await?)
    }

    /// What was said in one conversation, in order.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it is not this user's.
    pub async fn history(&self, actor: &Actor, conversation: &str) -> Result<Vec<Message>, Error> {
        let found =
            conversations::get(&self.store, &actor.tenant, &actor.user, conversation).await?;
        found.ok_or(Error::Unknown("conversation"))?;
        Ok(messages::history(&self.store, &actor.tenant, &actor.user, conversation).await?)
    }
}

/// Which CRMs can do an operation, by the names of the API.
pub fn providers_of(operation: &str) -> Value {
    let can = |provider: &Provider| {
        let needed = find(operation).map(Operation::made_of).unwrap_or_default();
        let has = |wanted: &&str| operations(*provider).any(|(name, _)| name == *wanted);
        needed.iter().all(has)
    };
    Provider::ALL
        .iter()
        .filter(|provider| can(provider))
        .map(|provider| provider.as_str())
        .collect()
}
