//! Names that were seen in a CRM's answers: what completions are made of while somebody types.
//!
//! They belong to one connection of one tenant, like the short lists. They are learnt from every
//! answer that passes, so that a keystroke asks the CRM nothing; what is remembered may be out of
//! date, and nothing but a suggestion depends on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::plan::Named;
use super::shape;
use crate::value::{Kind, Resource};

/// Most names of one kind that are remembered of a connection.
const MOST: usize = 200;
/// More connections than this are not remembered; the one used longest ago goes.
const MOST_CONNECTIONS: usize = 1_000;
/// How long what was learnt is taken to be all there is to know.
const LIFE: TimeDelta = TimeDelta::minutes(5);

/// The names of all connections.
#[derive(Default)]
pub(super) struct Known(Mutex<HashMap<(String, String), Entry>>);

#[derive(Default)]
struct Entry {
    /// The latest first.
    named: HashMap<Resource, Vec<Named>>,
    tags: Vec<String>,
    /// Ids of what was deleted since all was asked for: an answer that was under way still names it.
    gone: Vec<String>,
    /// When all of it was asked for.
    asked_at: Option<DateTime<Utc>>,
    used_at: DateTime<Utc>,
}

/// The names of one connection.
#[derive(Clone)]
pub(super) struct KnownOf {
    known: Arc<Known>,
    place: (String, String),
}

/// What a list answers, where its records have names that people say.
fn resource_of(operation: &str) -> Option<Resource> {
    Some(match operation {
        "search_contacts" | "get_contact" | "create_contact" | "update_contact"
        | "upsert_contact" => Resource::Contact,
        "list_opportunities"
        | "get_opportunity"
        | "create_opportunity"
        | "update_opportunity"
        | "move_opportunity_stage" => Resource::Opportunity,
        "list_tasks" | "create_task" => Resource::Task,
        "list_pipelines" => Resource::Pipeline,
        "list_calendars" => Resource::Calendar,
        "list_workflows" => Resource::Workflow,
        "list_campaigns" => Resource::Campaign,
        "list_users" => Resource::User,
        "list_custom_fields" => Resource::Field,
        _ => return None,
    })
}

/// What is asked for when a connection's names are not known.
pub(super) const ASKED: [&str; 8] = [
    "search_contacts",
    "list_opportunities",
    "list_pipelines",
    "list_calendars",
    "list_workflows",
    "list_campaigns",
    "list_custom_fields",
    "list_tags",
];

impl Known {
    /// Those of a tenant's connection.
    pub fn of(self: &Arc<Self>, tenant: &str, connection: &str) -> KnownOf {
        KnownOf {
            known: Arc::clone(self),
            place: (tenant.to_owned(), connection.to_owned()),
        }
    }
}

impl KnownOf {
    /// Learns the names in what an operation answered.
    pub fn learn(&self, operation: &str, args: &Value, answer: &Value, now: DateTime<Utc>) {
        let list = shape::of(operation).list;
        let records = match list.map(|list| &answer[list]) {
            Some(Value::Array(records)) => records.as_slice(),
            Some(_) => return,
            None => std::slice::from_ref(answer),
        };
        self.with(now, |entry| {
            match operation {
                "delete_contact" => entry.lose(Resource::Contact, &args["contact"]),
                "delete_opportunity" => entry.lose(Resource::Opportunity, &args["opportunity"]),
                "delete_task" | "complete_task" => entry.forget(Resource::Task, &args["task"]),
                "list_tags" => {
                    let names = records.iter().filter_map(|record| record["name"].as_str());
                    entry.tags = names.take(MOST).map(str::to_owned).collect();
                }
                _ => {}
            }
            let Some(resource) = resource_of(operation) else {
                return;
            };
            for record in records.iter().rev() {
                entry.learn(resource, record);
                for stage in list_of(&record["stages"]) {
                    entry.learn(Resource::Stage, stage);
                }
                if resource == Resource::Contact {
                    entry.learn_tags(&record["tags"]);
                }
            }
        });
    }

    /// The names of a kind, the latest first.
    pub fn names(&self, now: DateTime<Utc>) -> Vec<(Kind, Vec<String>)> {
        self.with(now, |entry| {
            let named = entry.named.iter().map(|(resource, named)| {
                let names = named.iter().map(|one| one.name.clone());
                (Kind::Ref(*resource), names.collect())
            });
            let tags = (Kind::Tags, entry.tags.clone());
            named.chain([tags]).collect()
        })
    }

    /// Whether the names have to be asked for; who is told so has to ask.
    pub fn wants_asking(&self, now: DateTime<Utc>) -> bool {
        self.with(now, |entry| {
            let is_known = entry.asked_at.is_some_and(|asked| now - asked < LIFE);
            if !is_known {
                entry.asked_at = Some(now);
                entry.gone.clear();
            }
            !is_known
        })
    }

    fn with<T>(&self, now: DateTime<Utc>, act: impl FnOnce(&mut Entry) -> T) -> T {
        let known = &self.known.0;
        let mut all = known.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.contains_key(&self.place) && all.len() >= MOST_CONNECTIONS {
            let oldest = all.iter().min_by_key(|(_, entry)| entry.used_at);
            if let Some(oldest) = oldest.map(|(place, _)| place.clone()) {
                all.remove(&oldest);
            }
        }
        let entry = all.entry(self.place.clone()).or_default();
        entry.used_at = now;
        act(entry)
    }
}

impl Entry {
    fn learn(&mut self, resource: Resource, record: &Value) {
        let name = record["name"].as_str().or(record["title"].as_str());
        let (Some(id), Some(name)) = (record["id"].as_str(), name.map(str::trim)) else {
            return;
        };
        if name.is_empty() || self.gone.iter().any(|gone| gone == id) {
            return;
        }
        let known = self.named.entry(resource).or_default();
        known.retain(|one| one.id != id);
        let (id, name) = (id.to_owned(), name.to_owned());
        known.insert(0, Named { id, name });
        known.truncate(MOST);
    }

    fn learn_tags(&mut self, tags: &Value) {
        for tag in list_of(tags).iter().filter_map(Value::as_str) {
            if !self.tags.iter().any(|known| known == tag) && self.tags.len() < MOST {
                self.tags.push(tag.to_owned());
            }
        }
    }

    /// Forgets what no longer exists.
    fn lose(&mut self, resource: Resource, id: &Value) {
        self.forget(resource, id);
        self.gone.extend(id.as_str().map(str::to_owned));
        let surplus = self.gone.len().saturating_sub(MOST);
        self.gone.drain(..surplus);
    }

    fn forget(&mut self, resource: Resource, id: &Value) {
        if let Some(known) = self.named.get_mut(&resource) {
            known.retain(|one| *id != *one.id);
        }
    }
}

fn list_of(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_632_800 + seconds, 0).unwrap_or_default()
    }

    fn names(of: &KnownOf, kind: Kind) -> Vec<String> {
        let all = of.names(at(0));
        let found = all.into_iter().find(|(known, _)| *known == kind);
        found.map(|(_, names)| names).unwrap_or_default()
    }

    fn learn(of: &KnownOf, operation: &str, answer: Value) {
        of.learn(operation, &json!({"contact": "1"}), &answer, at(0));
    }

    const CONTACT: Kind = Kind::Ref(Resource::Contact);

    #[test]
    fn names_are_learnt_from_answers_the_latest_first() {
        let of = Arc::<Known>::default().of("t", "c");
        let page = json!({"contacts": [{"id": "1", "name": "Rosa", "tags": ["vip"]},
            {"id": "2", "name": "Otto", "tags": []}]});
        learn(&of, "search_contacts", page);
        assert_eq!(names(&of, CONTACT), ["Rosa", "Otto"]);
        assert_eq!(names(&of, Kind::Tags), ["vip"]);
        learn(
            &of,
            "update_contact",
            json!({"id": "2", "name": "Otto Brandt"}),
        );
        assert_eq!(names(&of, CONTACT), ["Otto Brandt", "Rosa"]);
        learn(&of, "delete_contact", json!({}));
        assert_eq!(names(&of, CONTACT), ["Otto Brandt"]);
        // An answer from before the deletion comes in late.
        learn(
            &of,
            "search_contacts",
            json!({"contacts": [{"id": "1", "name": "Rosa"}]}),
        );
        assert_eq!(names(&of, CONTACT), ["Otto Brandt"]);
        let stages = json!({"pipelines": [{"id": "p", "name": "Sales",
            "stages": [{"id": "s", "name": "Won"}]}]});
        learn(&of, "list_pipelines", stages);
        assert_eq!(names(&of, Kind::Ref(Resource::Stage)), ["Won"]);
    }

    #[test]
    fn no_other_tenant_or_connection_sees_them() {
        let known = Arc::<Known>::default();
        learn(
            &known.of("t", "c"),
            "get_contact",
            json!({"id": "1", "name": "Rosa"}),
        );
        for (tenant, connection) in [("t", "d"), ("u", "c")] {
            assert!(names(&known.of(tenant, connection), CONTACT).is_empty());
        }
    }

    #[test]
    fn one_asks_for_all_of_them_every_five_minutes() {
        let of = Arc::<Known>::default().of("t", "c");
        assert!(of.wants_asking(at(0)));
        assert!(!of.wants_asking(at(299)));
        assert!(of.wants_asking(at(300)));
    }

    #[test]
    fn few_are_kept() {
        let known = Arc::<Known>::default();
        for number in 0..=MOST_CONNECTIONS {
            let of = known.of("t", &number.to_string());
            of.wants_asking(at(i64::try_from(number).unwrap_or_default()));
        }
        let all = known.0.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(all.len(), MOST_CONNECTIONS);
        assert!(!all.contains_key(&("t".to_owned(), "0".to_owned())));
        drop(all);
        let of = known.of("u", "c");
        for number in 0..=MOST {
            learn(
                &of,
                "get_contact",
                json!({"id": number.to_string(), "name": "x"}),
            );
        }
        assert_eq!(names(&of, CONTACT).len(), MOST);
    }
}
