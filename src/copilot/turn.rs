//! What one turn works with: the CRM it talks to, the moment, the language and zone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::fresh::Fresh;
use super::known::KnownOf;
use super::lists::ListsOf;
use super::memory::Thing;
use super::plan::Named;
use super::reply::Words;
use super::reply::show::Locale;
use crate::accounts::ConnectionInfo;
use crate::crm;
use crate::intents::Grammar;

/// One turn on one CRM connection.
pub(super) struct Turn {
    /// The CRM.
    pub proxy: Arc<dyn crm::CrmProxy>,
    /// The connection's id.
    pub connection: String,
    /// The calendar that this connection books when none was named: its name or id.
    pub calendar: Option<String>,
    /// How its values are written, and in which zone its times are meant.
    pub locale: Locale,
    /// The sentences of its language.
    pub grammar: Arc<Grammar>,
    /// Whether the tenant wants changes of records confirmed too.
    pub confirms_writes: bool,
    /// When the turn began.
    pub now: DateTime<Utc>,
    /// Contacts spoken of before on this connection, the latest first.
    pub recent: Vec<Named>,
    /// Deals, tasks and appointments spoken of before on this connection, the latest first.
    pub things: Vec<Thing>,
    /// What was made or changed on this connection a moment ago.
    pub fresh: Fresh,
    /// The short lists of this connection.
    pub lists: ListsOf,
    /// Names that were seen on this connection.
    pub known: KnownOf,
    crm_us: AtomicU64,
}

impl Turn {
    /// A turn that begins on a tenant's connection.
    pub fn new(
        proxy: Arc<dyn crm::CrmProxy>,
        connection: ConnectionInfo,
        lists: ListsOf,
        known: KnownOf,
        (locale, grammar): (Locale, Arc<Grammar>),
        confirms_writes: bool,
        now: DateTime<Utc>,
    ) -> Turn {
        Turn {
            proxy,
            connection: connection.id,
            calendar: connection.calendar,
            locale,
            grammar,
            confirms_writes,
            now,
            recent: Vec::new(),
            things: Vec::new(),
            fresh: Fresh::default(),
            lists,
            known,
            crm_us: AtomicU64::new(0),
        }
    }

    /// The sentences of this turn's language.
    pub fn words(&self) -> Words<'_> {
        Words::of(&self.grammar, self.locale)
    }

    /// Calls the CRM and counts the time it takes.
    pub async fn call(&self, operation: &str, args: &Value) -> Result<Value, crm::Error> {
        let begun = Instant::now();
        let answer = self.proxy.perform(operation, args).await;
        let took = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.crm_us.fetch_add(took, Ordering::Relaxed);
        if let Ok(answer) = &answer {
            self.known.learn(operation, args, answer, self.now);
        }
        answer
    }

    /// A short list: the kept one when it is fresh and `is_enough`, else read now.
    pub async fn list(
        &self,
        operation: &str,
        is_enough: impl Fn(&Value) -> bool,
    ) -> Result<Arc<Value>, crm::Error> {
        let kept = self.lists.get(operation, self.now);
        if let Some(kept) = kept.filter(|kept| is_enough(kept)) {
            return Ok(kept);
        }
        let answer = Arc::new(self.call(operation, &json!({})).await?);
        self.lists.keep(operation, &answer, self.now);
        Ok(answer)
    }

    /// Microseconds spent waiting for the CRM so far.
    pub fn crm_us(&self) -> u64 {
        self.crm_us.load(Ordering::Relaxed)
    }
}
