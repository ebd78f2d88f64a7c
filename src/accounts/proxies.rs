//! CRM proxies in use, with the opened keys they hold: few, and not for long.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::crm::CrmProxy;

/// A proxy nobody used for so long is dropped.
const IDLE: TimeDelta = TimeDelta::minutes(30);
/// A proxy this old is dropped, used or not.
const OLDEST: TimeDelta = TimeDelta::hours(12);
/// More than this are not kept; the one unused for longest goes.
const MOST: usize = 1_000;

/// Proxies by connection id. Dropping one wipes its key from memory.
#[derive(Default)]
pub(super) struct Proxies(Mutex<HashMap<String, Entry>>);

struct Entry {
    proxy: Arc<dyn CrmProxy>,
    /// When the row last changed that the proxy was made from. Another instance may have changed
    /// it since, so the row is compared on each use.
    row: DateTime<Utc>,
    made_at: DateTime<Utc>,
    used_at: DateTime<Utc>,
}

impl Entry {
    fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now - self.used_at < IDLE && now - self.made_at < OLDEST
    }
}

impl Proxies {
    /// The proxy of a connection whose row last changed at `row`.
    pub(super) fn get(
        &self,
        connection: &str,
        row: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Option<Arc<dyn CrmProxy>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = kept.get_mut(connection)?;
        if entry.row != row || !entry.is_fresh(now) {
            kept.remove(connection);
            return None;
        }
        entry.used_at = now;
        Some(Arc::clone(&entry.proxy))
    }

    /// Keeps a proxy, and drops those whose time is over.
    pub(super) fn put(
        &self,
        connection: &str,
        row: DateTime<Utc>,
        proxy: &Arc<dyn CrmProxy>,
        now: DateTime<Utc>,
    ) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, entry| entry.is_fresh(now));
        if kept.len() >= MOST {
            let oldest = kept.iter().min_by_key(|(_, entry)| entry.used_at);
            if let Some(oldest) = oldest.map(|(id, _)| id.clone()) {
                kept.remove(&oldest);
            }
        }
        let entry = Entry {
            proxy: Arc::clone(proxy),
            row,
            made_at: now,
            used_at: now,
        };
        kept.insert(connection.to_owned(), entry);
    }

    /// Drops the proxy of a connection that was changed or removed.
    pub(super) fn drop(&self, connection: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(connection);
    }

    /// Drops those whose time is over, also when nobody makes new ones.
    pub(super) fn sweep(&self, now: DateTime<Utc>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, entry| entry.is_fresh(now));
    }
}
