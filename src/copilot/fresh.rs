//! Records that the tenant made or changed through us a moment ago: the vendors' searches may not
//! know them yet, and we do, in every conversation and on every instance.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::{Copilot, Error};
use crate::store::actions;

/// How long a search may not know a record, generously: the vendors speak of seconds.
const SEARCH_LAG: TimeDelta = TimeDelta::minutes(5);
/// What makes a contact, or gives it another name, address or number; the answer is the contact.
const CONTACT: [&str; 3] = ["create_contact", "upsert_contact", "update_contact"];
/// The same for a deal and its title.
const DEAL: [&str; 2] = ["create_opportunity", "update_opportunity"];

/// The records as the CRM answered them, the latest first, each once.
#[derive(Debug, Default)]
pub(super) struct Fresh {
    pub contacts: Vec<Value>,
    pub deals: Vec<Value>,
}

impl Copilot {
    /// What was made or changed on a connection of a tenant a moment ago, and not taken back.
    pub(super) async fn fresh(
        &self,
        tenant: &str,
        connection: &str,
        now: DateTime<Utc>,
    ) -> Result<Fresh, Error> {
        let operations = [CONTACT.as_slice(), DEAL.as_slice()].concat();
        let since = now - SEARCH_LAG;
        let done = actions::done_since(&self.store, tenant, connection, &operations, since).await?;
        let mut fresh = Fresh::default();
        for action in done {
            let records = match CONTACT.contains(&action.operation.as_str()) {
                true => &mut fresh.contacts,
                false => &mut fresh.deals,
            };
            let is_new = |record: &Value| records.iter().all(|known| known["id"] != record["id"]);
            let record = action.answer.filter(|record| is_new(record));
            records.extend(record);
        }
        Ok(fresh)
    }
}
