//! Short lists of a CRM that names are looked up in, kept for a moment: pipelines with their
//! stages, calendars, workflows, campaigns, users, custom fields.
//!
//! A list belongs to one connection of one tenant and is never shared, not even by two connections
//! to the same account: their keys may see different things.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::operations::{Operation, Param};
use crate::value::{Effect, Kind, Resource};

/// How long a list counts as fresh. A name that is not in it is looked up again before that; what
/// was renamed or removed in the CRM itself is noticed this much later at most.
const LIFE: TimeDelta = TimeDelta::seconds(60);
/// More lists than this are not kept; the oldest goes.
const MOST: usize = 1_000;
/// A list with more records than this is not short, and not kept.
const LONGEST: usize = 1_000;

/// What is kept: the operation that reads it, and the member of its answer with the records.
const KEPT: [(&str, &str); 6] = [
    ("list_pipelines", "pipelines"),
    ("list_calendars", "calendars"),
    ("list_workflows", "workflows"),
    ("list_campaigns", "campaigns"),
    ("list_users", "users"),
    ("list_custom_fields", "fields"),
];

/// The lists of all connections.
#[derive(Default)]
pub(super) struct Lists(Mutex<HashMap<Key, Entry>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    tenant: String,
    connection: String,
    operation: &'static str,
}

struct Entry {
    answer: Arc<Value>,
    read_at: DateTime<Utc>,
}

/// The lists of one connection, as one turn sees them.
#[derive(Clone)]
pub(super) struct ListsOf {
    lists: Arc<Lists>,
    tenant: String,
    connection: String,
}

impl Lists {
    /// Those of a tenant's connection.
    pub fn of(self: &Arc<Self>, tenant: &str, connection: &str) -> ListsOf {
        ListsOf {
            lists: Arc::clone(self),
            tenant: tenant.to_owned(),
            connection: connection.to_owned(),
        }
    }
}

impl ListsOf {
    /// What the operation answered, if that is fresh.
    pub fn get(&self, operation: &str, now: DateTime<Utc>) -> Option<Arc<Value>> {
        let key = self.key(known(operation)?.0);
        let kept = self.lists.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = kept.get(&key)?;
        (now - entry.read_at < LIFE).then(|| Arc::clone(&entry.answer))
    }

    /// Keeps what the operation has answered just now, when it is one of the short lists.
    pub fn keep(&self, operation: &str, answer: &Arc<Value>, now: DateTime<Utc>) {
        let Some((operation, records)) = known(operation) else {
            return;
        };
        let mut kept = self.lists.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, entry| now - entry.read_at < LIFE);
        if answer[records].as_array().map_or(0, Vec::len) > LONGEST {
            kept.remove(&self.key(operation));
            return;
        }
        if kept.len() >= MOST {
            let oldest = kept.iter().min_by_key(|(_, entry)| entry.read_at);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                kept.remove(&oldest);
            }
        }
        let entry = Entry {
            answer: Arc::clone(answer),
            read_at: now,
        };
        kept.insert(self.key(operation), entry);
    }

    /// Forgets all of this connection.
    pub fn forget(&self) {
        let mut kept = self.lists.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|key, _| !self.owns(key));
    }

    fn owns(&self, key: &Key) -> bool {
        key.tenant == self.tenant && key.connection == self.connection
    }

    fn key(&self, operation: &'static str) -> Key {
        Key {
            tenant: self.tenant.clone(),
            connection: self.connection.clone(),
            operation,
        }
    }
}

/// Whether an operation leaves every short list as it is: it looks, or it is about one contact, deal,
/// task, note or appointment. Any other write may have added to a list, or changed one.
pub(super) fn spares_lists(row: &Operation) -> bool {
    let is_about_a_record = |param: &Param| match param.kind {
        Kind::Ref(of) => matches!(
            of,
            Resource::Contact
                | Resource::Opportunity
                | Resource::Task
                | Resource::Note
                | Resource::Appointment
        ),
        _ => false,
    };
    row.effect == Effect::Read || row.params.iter().any(is_about_a_record)
}

fn known(operation: &str) -> Option<(&'static str, &'static str)> {
    KEPT.into_iter().find(|(known, _)| *known == operation)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::operations::find;

    const PIPELINES: &str = "list_pipelines";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_632_800 + seconds, 0).unwrap_or_default()
    }

    fn kept(of: &ListsOf, operation: &str) -> ListsOf {
        of.keep(operation, &Arc::new(json!({"pipelines": []})), at(0));
        of.clone()
    }

    #[test]
    fn a_list_lives_a_minute() {
        let lists = Arc::<Lists>::default();
        let of = kept(&lists.of("t", "c"), PIPELINES);
        assert!(of.get(PIPELINES, at(59)).is_some());
        assert!(of.get(PIPELINES, at(60)).is_none());
        kept(&of, "list_contacts");
        assert!(of.get("list_contacts", at(0)).is_none(), "not a short list");
    }

    #[test]
    fn no_other_tenant_or_connection_sees_it() {
        let lists = Arc::<Lists>::default();
        kept(&lists.of("t", "c"), PIPELINES);
        for (tenant, connection) in [("t", "d"), ("u", "c")] {
            assert!(lists.of(tenant, connection).get(PIPELINES, at(0)).is_none());
        }
    }

    #[test]
    fn only_a_connections_own_lists_are_forgotten() {
        let lists = Arc::<Lists>::default();
        let of = kept(&lists.of("t", "c"), PIPELINES);
        let other = kept(&lists.of("t", "d"), PIPELINES);
        of.forget();
        assert!(of.get(PIPELINES, at(0)).is_none());
        assert!(other.get(PIPELINES, at(0)).is_some());
    }

    #[test]
    fn a_write_about_one_record_spares_the_lists() {
        let spares = |name| spares_lists(find(name).expect("an operation"));
        for name in [
            "list_users",
            "add_tags",
            "set_custom_field",
            "create_opportunity",
        ] {
            assert!(spares(name), "{name}");
        }
        assert!(!spares("create_contact"), "it may bring a new field along");
        assert!(!spares("create_social_post"));
    }

    #[test]
    fn few_are_kept_and_long_ones_are_not() {
        let lists = Arc::<Lists>::default();
        for connection in 0..=MOST {
            kept(&lists.of("t", &connection.to_string()), PIPELINES);
        }
        let count = lists.0.lock().unwrap_or_else(PoisonError::into_inner).len();
        assert_eq!(count, MOST);
        let of = lists.of("t", "long");
        let long = vec![Value::Null; LONGEST + 1];
        of.keep(PIPELINES, &Arc::new(json!({ "pipelines": long })), at(0));
        assert!(of.get(PIPELINES, at(0)).is_none());
    }
}
