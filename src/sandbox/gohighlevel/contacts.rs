//! Contacts: create, read, update, upsert, delete, and their tags.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::ids;
use super::super::request::{Call, Reply, Sent};
use super::super::text::e164;
use super::check::{Field, Kind, may, must};
use super::custom_fields::{held, shown};
use super::record::{stamp, without_nulls};
use super::{Answer, JULY, Method, Row, State, fault, trace};

pub(super) const ROWS: &[Row] = &[
    Row::changes(Method::Post, "/contacts/", JULY, create).body(CREATE),
    Row::changes(Method::Post, "/contacts/upsert", JULY, upsert).body(UPSERT),
    Row::reads(Method::Get, "/contacts/{contactId}", JULY, read),
    Row::changes(Method::Put, "/contacts/{contactId}", JULY, update).body(UPDATE),
    Row::changes(Method::Delete, "/contacts/{contactId}", JULY, delete),
    Row::changes(Method::Post, "/contacts/{contactId}/tags", JULY, add_tags).body(TAGS),
    Row::changes(
        Method::Delete,
        "/contacts/{contactId}/tags",
        JULY,
        remove_tags,
    )
    .body(TAGS),
];

/// A person or a company.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Contact {
    pub id: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// Lower case, as the live API keeps it.
    pub email: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    pub company: Option<String>,
    /// Lower case, as the live API keeps them.
    pub tags: Vec<String>,
    pub added: DateTime<Utc>,
    pub updated: DateTime<Utc>,
    /// Address, source, website and whatever else was sent, under the vendor's names.
    pub more: Map<String, Value>,
}

impl Contact {
    /// A contact with nothing known about it.
    pub(in super::super) fn new(id: String, now: DateTime<Utc>) -> Self {
        Self {
            id,
            first_name: None,
            last_name: None,
            email: None,
            phone: None,
            company: None,
            tags: Vec::new(),
            added: now,
            updated: now,
            more: Map::new(),
        }
    }

    /// First and last name, as far as they are known.
    pub(in super::super) fn name(&self) -> String {
        let parts = [self.first_name.as_deref(), self.last_name.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Whether messages on this channel (`SMS`, `Email`, …) are switched off.
    pub(super) fn is_silent(&self, channel: &str) -> bool {
        self.more.get("dnd").is_some_and(|dnd| dnd == true)
            || self.more.get("dndSettings").is_some_and(|settings| {
                matches!(
                    settings[channel]["status"].as_str(),
                    Some("active" | "permanent")
                )
            })
    }

    /// The record of a single read.
    fn view(&self, location: &str) -> Value {
        let lower = |text: &Option<String>| text.as_deref().map(str::to_lowercase);
        let mut record = self.more.clone();
        let known = json!({
            "id": self.id,
            "locationId": location,
            "name": self.name(),
            "firstName": self.first_name,
            "lastName": self.last_name,
            "firstNameLowerCase": lower(&self.first_name),
            "lastNameLowerCase": lower(&self.last_name),
            "fullNameLowerCase": self.name().to_lowercase(),
            "email": self.email,
            "emailLowerCase": self.email,
            "phone": self.phone,
            "companyName": self.company,
            "tags": self.tags,
            "dateAdded": stamp(self.added),
            "dateUpdated": stamp(self.updated),
        });
        for (name, default) in [
            ("type", json!("lead")),
            ("dnd", json!(false)),
            ("customFields", json!([])),
        ] {
            record.entry(name).or_insert(default);
        }
        if let Value::Object(known) = known {
            record.extend(known);
        }
        without_nulls(Value::Object(record))
    }

    /// Takes over the members of a checked body.
    fn take(&mut self, call: &Call, state: &State) -> Result<(), Reply> {
        let Sent::Json(Value::Object(body)) = &call.body else {
            return Ok(());
        };
        refuse_strange_dnd(call.field("dndSettings"))?;
        if body.get("customFields").is_some_and(Value::is_array) {
            let before = held(self.more.get("customFields"));
            let values = state.custom_values(call, "contact", before)?;
            let values = shown(&values, "value");
            self.more.insert("customFields".to_owned(), values);
        }
        let text = |value: &Value| {
            value
                .as_str()
                .map(str::trim)
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
        };
        for (name, value) in body {
            match name.as_str() {
                "firstName" => self.first_name = text(value),
                "lastName" => self.last_name = text(value),
                "name" if body.contains_key("firstName") || body.contains_key("lastName") => {}
                "name" => (self.first_name, self.last_name) = split(text(value)),
                "email" => self.email = text(value).map(|email| email.to_lowercase()),
                "phone" => {
                    self.phone = match text(value) {
                        Some(phone) => {
                            Some(e164(&phone).ok_or_else(|| fault::bad("Invalid phone number"))?)
                        }
                        None => None,
                    }
                }
                "companyName" => self.company = text(value),
                "tags" => self.tags = tags(value),
                "locationId" | "createNewIfDuplicateAllowed" | "customFields" => {}
                _ if value.is_null() => drop(self.more.remove(name)),
                _ => drop(self.more.insert(name.clone(), value.clone())),
            }
        }
        Ok(())
    }
}

/// Refuses settings for channels or with words that are not in the published description.
fn refuse_strange_dnd(settings: &Value) -> Result<(), Reply> {
    const CHANNELS: [&str; 6] = ["Call", "Email", "SMS", "WhatsApp", "GMB", "FB"];
    for (channel, setting) in settings.as_object().into_iter().flatten() {
        if !CHANNELS.contains(&channel.as_str()) {
            let message = format!("dndSettings.property {channel} should not exist");
            return Err(fault::unprocessable(vec![message]));
        }
        if !matches!(
            setting["status"].as_str(),
            Some("active" | "inactive" | "permanent")
        ) {
            let message = format!(
                "dndSettings.{channel}.status must be one of the following values: active, inactive, permanent"
            );
            return Err(fault::unprocessable(vec![message]));
        }
    }
    Ok(())
}

/// `Rosan Deo` is a first and a last name; one word is a first name.
fn split(name: Option<String>) -> (Option<String>, Option<String>) {
    let Some(name) = name else {
        return (None, None);
    };
    match name.split_once(' ') {
        Some((first, last)) => (Some(first.to_owned()), Some(last.trim().to_owned())),
        None => (Some(name), None),
    }
}

fn tags(value: &Value) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        let tag = tag.trim().to_lowercase();
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

impl State {
    /// The contact of an id, or the vendor's 400.
    pub(super) fn contact(&self, id: &str) -> Result<&Contact, Reply> {
        let found = self.contacts.iter().find(|contact| contact.id == id);
        found.ok_or_else(|| fault::unknown("Contact", id))
    }

    fn contact_mut(&mut self, id: &str) -> Result<&mut Contact, Reply> {
        let found = self.contacts.iter_mut().find(|contact| contact.id == id);
        found.ok_or_else(|| fault::unknown("Contact", id))
    }

    /// Another contact with the same e-mail or phone, and which of the two it is.
    fn twin(&self, of: &Contact) -> Option<(&Contact, &'static str)> {
        let others = || self.contacts.iter().filter(|contact| contact.id != of.id);
        let email = others().find(|c| c.email.is_some() && c.email == of.email);
        let phone = || others().find(|c| c.phone.is_some() && c.phone == of.phone);
        email
            .map(|c| (c, "email"))
            .or_else(|| phone().map(|c| (c, "phone")))
    }

    fn refuse_twin(&self, of: &Contact) -> Result<(), Reply> {
        match self.twin(of) {
            Some((twin, field)) => Err(fault::duplicate(&twin.id, &twin.name(), field)),
            None => Ok(()),
        }
    }
}

fn create(call: &Call, state: &mut State) -> Answer {
    let mut contact = Contact::new(ids::ghl(), call.now);
    contact.take(call, state)?;
    state.refuse_twin(&contact)?;
    let record = contact.view(&state.location.id);
    state.contacts.push(contact);
    Ok(Reply::created(
        json!({ "contact": record, "traceId": trace() }),
    ))
}

fn read(call: &Call, state: &State) -> Answer {
    let contact = state.contact(call.param("contactId"))?;
    Ok(Reply::ok(
        json!({ "contact": contact.view(&state.location.id), "traceId": trace() }),
    ))
}

fn update(call: &Call, state: &mut State) -> Answer {
    let mut changed = state.contact(call.param("contactId"))?.clone();
    changed.take(call, state)?;
    changed.updated = call.now;
    state.refuse_twin(&changed)?;
    let record = changed.view(&state.location.id);
    *state.contact_mut(call.param("contactId"))? = changed;
    Ok(Reply::ok(
        json!({ "succeded": true, "contact": record, "traceId": trace() }),
    ))
}

fn upsert(call: &Call, state: &mut State) -> Answer {
    let mut wanted = Contact::new(ids::ghl(), call.now);
    wanted.take(call, state)?;
    let twin = state.twin(&wanted).map(|(twin, _)| twin.id.clone());
    let Some(id) = twin else {
        let record = wanted.view(&state.location.id);
        state.contacts.push(wanted);
        return Ok(Reply::ok(
            json!({ "new": true, "contact": record, "traceId": trace() }),
        ));
    };
    let mut changed = state.contact(&id)?.clone();
    changed.take(call, state)?;
    changed.updated = call.now;
    // The second matching field belongs to somebody else: the live API leaves it out silently.
    if let Some((_, field)) = state.twin(&changed) {
        let kept = state.contact(&id)?;
        match field {
            "email" => changed.email.clone_from(&kept.email),
            _ => changed.phone.clone_from(&kept.phone),
        }
    }
    let record = changed.view(&state.location.id);
    *state.contact_mut(&id)? = changed;
    Ok(Reply::ok(
        json!({ "new": false, "contact": record, "traceId": trace() }),
    ))
}

fn delete(call: &Call, state: &mut State) -> Answer {
    let id = call.param("contactId");
    state.contact(id)?;
    state.contacts.retain(|contact| contact.id != id);
    state.notes.retain(|note| note.contact != id);
    state.tasks.retain(|task| task.contact != id);
    state
        .opportunities
        .retain(|opportunity| opportunity.contact != id);
    state.events.retain(|event| event.contact != id);
    state.messages.retain(|message| message.contact != id);
    state.enrolments.retain(|enrolment| enrolment.contact != id);
    // Orders stay: what was sold was sold.
    state
        .conversations
        .retain(|conversation| conversation.contact != id);
    Ok(Reply::ok(json!({ "succeded": true, "traceId": trace() })))
}

fn add_tags(call: &Call, state: &mut State) -> Answer {
    let contact = state.contact_mut(call.param("contactId"))?;
    let mut added = tags(call.field("tags"));
    added.retain(|tag| !contact.tags.contains(tag));
    contact.tags.extend(added.iter().cloned());
    contact.updated = call.now;
    Ok(Reply::created(
        json!({ "tags": contact.tags, "tagsAdded": added, "traceId": trace() }),
    ))
}

fn remove_tags(call: &Call, state: &mut State) -> Answer {
    let contact = state.contact_mut(call.param("contactId"))?;
    let mut removed = tags(call.field("tags"));
    removed.retain(|tag| contact.tags.contains(tag));
    contact.tags.retain(|tag| !removed.contains(tag));
    contact.updated = call.now;
    Ok(Reply::ok(
        json!({ "tags": contact.tags, "tagsRemoved": removed, "traceId": trace() }),
    ))
}

const TAGS: &[Field] = &[must("tags", Kind::Texts)];

const CREATE: &[Field] = &[
    must("locationId", Kind::Text),
    may("firstName", Kind::Text),
    may("lastName", Kind::Text),
    may("name", Kind::Text),
    may("email", Kind::Email),
    may("gender", Kind::Text),
    may("phone", Kind::Text),
    may("address1", Kind::Text),
    may("city", Kind::Text),
    may("state", Kind::Text),
    may("postalCode", Kind::Text),
    may("website", Kind::Text),
    may("timezone", Kind::Text),
    may("dnd", Kind::Flag),
    may("dndSettings", Kind::Object),
    may("inboundDndSettings", Kind::Object),
    may("tags", Kind::Texts),
    may("customFields", Kind::List),
    may("source", Kind::Text),
    may("dateOfBirth", Kind::Text),
    may("country", Kind::Text),
    may("companyName", Kind::Text),
    may("assignedTo", Kind::Text),
];

const UPSERT: &[Field] = &[
    must("locationId", Kind::Text),
    may("firstName", Kind::Text),
    may("lastName", Kind::Text),
    may("name", Kind::Text),
    may("email", Kind::Email),
    may("gender", Kind::Text),
    may("phone", Kind::Text),
    may("address1", Kind::Text),
    may("city", Kind::Text),
    may("state", Kind::Text),
    may("postalCode", Kind::Text),
    may("website", Kind::Text),
    may("timezone", Kind::Text),
    may("dnd", Kind::Flag),
    may("dndSettings", Kind::Object),
    may("inboundDndSettings", Kind::Object),
    may("tags", Kind::Texts),
    may("customFields", Kind::List),
    may("source", Kind::Text),
    may("dateOfBirth", Kind::Text),
    may("country", Kind::Text),
    may("companyName", Kind::Text),
    may("assignedTo", Kind::Text),
    may("createNewIfDuplicateAllowed", Kind::Flag),
];

/// The published list lacks `companyName`, which the live API takes, and has no `locationId`,
/// which it refuses.
const UPDATE: &[Field] = &[
    may("firstName", Kind::Text),
    may("lastName", Kind::Text),
    may("name", Kind::Text),
    may("email", Kind::Email),
    may("phone", Kind::Text),
    may("address1", Kind::Text),
    may("city", Kind::Text),
    may("state", Kind::Text),
    may("postalCode", Kind::Text),
    may("website", Kind::Text),
    may("timezone", Kind::Text),
    may("dnd", Kind::Flag),
    may("dndSettings", Kind::Object),
    may("inboundDndSettings", Kind::Object),
    may("tags", Kind::Texts),
    may("customFields", Kind::List),
    may("source", Kind::Text),
    may("dateOfBirth", Kind::Text),
    may("country", Kind::Text),
    may("assignedTo", Kind::Text),
    may("companyName", Kind::Text),
];
