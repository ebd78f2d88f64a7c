//! Contacts and what hangs on them by name: tags, own fields, workflows, campaigns.

use serde::Serialize;
use serde_json::Value;

use super::{Instant, Phone, Record};

/// A person or a company.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Contact {
    pub id: String,
    /// The full name; a company's where there is no person.
    pub name: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<Phone>,
    /// `None` where the vendor does not tell which it has.
    pub tags: Option<Vec<String>>,
    pub company: Option<String>,
    pub created: Option<Instant>,
    /// Whether nothing may be sent at all; `None` where the vendor does not tell.
    pub do_not_disturb: Option<bool>,
    /// The channels by which nothing may be sent, in our words; `None` where the vendor does not tell.
    pub do_not_disturb_channels: Option<Vec<&'static str>>,
    /// The account's own fields that have a value.
    pub fields: Vec<FieldValue>,
    /// Whether an upsert made it; absent everywhere else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<bool>,
}

/// The value of one of the account's own fields.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct FieldValue {
    pub id: String,
    pub value: Value,
}

/// A tag that contacts can carry.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Tag {
    pub id: String,
    pub name: Option<String>,
}

/// What tagging came to.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Tagged {
    pub contact: Option<String>,
    /// All that the contact has now; `None` where the vendor does not tell.
    pub tags: Option<Vec<String>>,
}

/// A field of contacts that the account added itself.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct OwnField {
    pub id: String,
    pub name: Option<String>,
    pub key: Option<String>,
    /// The vendor's word for its kind.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// What can be chosen, when it is a choice.
    pub options: Vec<String>,
}

/// A workflow or a campaign.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Program {
    pub id: String,
    pub name: Option<String>,
    pub status: Option<String>,
}

/// A contact that was put into a workflow or campaign, or taken out.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Enrolment {
    pub contact: String,
    #[serde(flatten)]
    pub program: Enrolled,
    /// Whether it is in there now.
    pub enrolled: bool,
}

/// Where a contact was put in or taken out, by id.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::crm) enum Enrolled {
    Workflow(String),
    Campaign(String),
}

/// What is left of a record that was deleted.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Deleted {
    pub id: String,
    pub deleted: bool,
}

impl Record for Contact {}
impl Record for Tag {}
impl Record for Tagged {}
impl Record for OwnField {}
impl Record for Program {}
impl Record for Enrolment {}
impl Record for Deleted {}
