//! One record of any kind: its values, and how it is shown.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::request::{Call, Reply};
use super::fault::Detail;
use super::properties::{accept, find, stamp};
use super::{State, fault};

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Kind {
    Contacts,
    Companies,
    Deals,
    Tasks,
    Notes,
    Meetings,
    Emails,
    Communications,
    Calls,
    Orders,
    CommercePayments,
}

impl Kind {
    const ALL: [(Self, &'static str, &'static str); 11] = [
        (Self::Contacts, "contacts", "contact"),
        (Self::Companies, "companies", "company"),
        (Self::Deals, "deals", "deal"),
        (Self::Tasks, "tasks", "task"),
        (Self::Notes, "notes", "note"),
        (Self::Meetings, "meetings", "meeting_event"),
        (Self::Emails, "emails", "email"),
        (Self::Communications, "communications", "communication"),
        (Self::Calls, "calls", "call"),
        (Self::Orders, "orders", "order"),
        (
            Self::CommercePayments,
            "commerce_payments",
            "commerce_payment",
        ),
    ];

    /// The kind that a path piece or a pseudo-property names, in the plural or the singular.
    pub(super) fn named(name: &str) -> Option<Self> {
        let found = Self::ALL
            .iter()
            .find(|(_, plural, one)| name == *plural || name == *one);
        found.map(|(kind, ..)| *kind)
    }

    /// The kind in a call's path, or the vendor's 400.
    pub(super) fn of(call: &Call, param: &str) -> Result<Self, Reply> {
        let name = call.param(param);
        let found = Self::ALL.iter().find(|(_, plural, _)| name == *plural);
        found
            .map(|(kind, ..)| *kind)
            .ok_or_else(|| fault::invalid(format!("Unable to infer object type from: {name}")))
    }

    /// The word in paths.
    pub(super) fn plural(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or("", |(_, plural, _)| plural)
    }

    /// The word in names of associations and groups.
    pub(super) fn singular(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or("", |(_, _, one)| one)
    }

    /// What comes back when no properties are named.
    fn defaults(self) -> &'static [&'static str] {
        match self {
            Self::Contacts => &["email", "firstname", "lastname"],
            Self::Companies => &["domain", "name"],
            Self::Deals => &["amount", "closedate", "dealname", "dealstage", "pipeline"],
            Self::Tasks
            | Self::Notes
            | Self::Meetings
            | Self::Emails
            | Self::Communications
            | Self::Calls
            | Self::Orders
            | Self::CommercePayments => &[],
        }
    }

    /// What comes back in any case: id, and the names of the two dates.
    fn always(self) -> [&'static str; 3] {
        match self {
            Self::Contacts => ["hs_object_id", "createdate", "lastmodifieddate"],
            Self::Companies | Self::Deals => ["hs_object_id", "createdate", "hs_lastmodifieddate"],
            Self::Tasks
            | Self::Notes
            | Self::Meetings
            | Self::Emails
            | Self::Communications
            | Self::Calls
            | Self::Orders
            | Self::CommercePayments => ["hs_object_id", "hs_createdate", "hs_lastmodifieddate"],
        }
    }

    /// Properties without which nothing is made.
    fn required(self) -> &'static [&'static str] {
        match self {
            Self::Contacts | Self::Companies | Self::Orders | Self::CommercePayments => &[],
            Self::Deals => &["dealname", "dealstage", "pipeline"],
            Self::Communications => &["hs_timestamp", "hs_communication_channel_type"],
            Self::Emails => &["hs_timestamp", "hs_email_direction"],
            Self::Tasks | Self::Notes | Self::Meetings | Self::Calls => &["hs_timestamp"],
        }
    }
}

/// One record.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Record {
    /// Decimal digits; no two records of any kind share one here.
    pub id: String,
    pub kind: Kind,
    /// Without empty values.
    pub values: BTreeMap<String, String>,
    pub created: DateTime<Utc>,
    pub updated: DateTime<Utc>,
    /// In the recycling bin since.
    pub archived: Option<DateTime<Utc>>,
}

impl Record {
    /// An empty record.
    pub(in super::super) fn new(kind: Kind, id: String, now: DateTime<Utc>) -> Self {
        Self {
            id,
            kind,
            values: BTreeMap::new(),
            created: now,
            updated: now,
            archived: None,
        }
    }

    /// A value, also of the properties that HubSpot keeps itself.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        match name {
            "hs_object_id" => Some(self.id.clone()),
            "createdate" | "hs_createdate" => Some(stamp(self.created)),
            "lastmodifieddate" | "hs_lastmodifieddate" => Some(stamp(self.updated)),
            _ => self.values.get(name).cloned(),
        }
    }

    /// Checks and takes over values; an empty one clears its property.
    pub(super) fn take(
        &mut self,
        values: &BTreeMap<String, String>,
        now: DateTime<Utc>,
    ) -> Result<(), Reply> {
        let mut faults: Vec<Detail> = Vec::new();
        for (name, value) in values {
            match accept(self.kind, name, value) {
                Ok(value) if value.is_empty() => drop(self.values.remove(name)),
                Ok(value) => drop(self.values.insert(name.clone(), value)),
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(fault::invalid_values(&faults));
        }
        self.updated = now;
        if self.kind == Kind::Tasks {
            let done = self
                .values
                .get("hs_task_status")
                .is_some_and(|s| s == "COMPLETED");
            if !done {
                self.values.remove("hs_task_completion_date");
            } else if !self.values.contains_key("hs_task_completion_date") {
                self.values
                    .insert("hs_task_completion_date".to_owned(), stamp(now));
            }
        }
        Ok(())
    }

    /// Refuses a new record that lacks what its kind cannot be without.
    pub(super) fn refuse_incomplete(&self) -> Result<(), Reply> {
        let lacks = |name: &&&str| !self.values.contains_key(**name);
        let missing: Vec<&str> = self.kind.required().iter().filter(lacks).copied().collect();
        let kind = self.kind.singular().to_uppercase();
        if !missing.is_empty() {
            let detail = |name: &&str| Detail {
                message: format!("Error creating {kind}. Some required properties were not set."),
                code: "REQUIRED_FIELD",
                property: (*name).to_owned(),
            };
            return Err(fault::invalid_values(
                &missing.iter().map(detail).collect::<Vec<_>>(),
            ));
        }
        let nameless = self.kind == Kind::Contacts
            && !["email", "firstname", "lastname"]
                .iter()
                .any(|n| self.values.contains_key(*n));
        if nameless {
            let message = "At least one of email, firstname or lastname is required";
            return Err(fault::invalid(message));
        }
        Ok(())
    }

    /// Default properties, or the named ones; a named property without a value is null, and a
    /// name that does not exist is left out.
    pub(super) fn view(&self, named: &[&str]) -> Value {
        let names = if named.is_empty() {
            self.kind.defaults()
        } else {
            named
        };
        let always = self.kind.always();
        let shown = names
            .iter()
            .chain(&always)
            .filter(|name| find(self.kind, name).is_some());
        let values = shown.map(|name| ((*name).to_owned(), json!(self.value(name))));
        self.shown(values.collect())
    }

    /// Everything: what creating and changing answer.
    pub(super) fn view_all(&self) -> Value {
        let kept = self
            .values
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)));
        let own = self
            .kind
            .always()
            .map(|name| (name.to_owned(), json!(self.value(name))));
        self.shown(kept.chain(own).collect())
    }

    fn shown(&self, properties: Map<String, Value>) -> Value {
        let mut record = json!({
            "id": self.id,
            "properties": properties,
            "createdAt": stamp(self.created),
            "updatedAt": stamp(self.updated),
            "archived": self.archived.is_some(),
        });
        if let Some(archived) = self.archived {
            record["archivedAt"] = json!(stamp(archived));
        }
        record
    }
}

impl State {
    /// Where a record stands; `archived` says in which half to look.
    pub(super) fn position(&self, kind: Kind, id: &str, archived: bool) -> Option<usize> {
        self.records.iter().position(|record| {
            record.kind == kind && record.id == id && record.archived.is_some() == archived
        })
    }

    /// All records of a kind that are not archived.
    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.records
            .iter()
            .filter(move |r| r.kind == kind && r.archived.is_none())
    }

    /// Refuses an e-mail that another contact has.
    pub(super) fn refuse_twin(&self, of: &Record) -> Result<(), Reply> {
        let Some(email) = of.values.get("email").filter(|_| of.kind == Kind::Contacts) else {
            return Ok(());
        };
        let twin = self
            .of_kind(Kind::Contacts)
            .find(|other| other.id != of.id && other.values.get("email") == Some(email));
        twin.map_or(Ok(()), |twin| Err(fault::conflict(&twin.id)))
    }
}
