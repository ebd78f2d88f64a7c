//! The table of what can be done: each operation once, independent of any CRM and of any door.
//!
//! Everything else derives from these rows: MCP tools and their schemas, the REST catalogue, the
//! slots that intents may have, what the chat asks for, what is confirmed, what the audit says.
//! Nothing here does I/O.

mod account;
mod appointments;
mod automation;
pub mod bulk;
mod contacts;
mod messages;
mod opportunities;
pub mod schema;
mod social;
mod tasks_and_notes;

use crate::value::{Effect, Kind};

/// One thing that can be done.
#[derive(Debug)]
pub struct Operation {
    /// `verb_noun`. The same word is the tool, the intent file, the audit entry and the metric.
    pub name: &'static str,
    /// One imperative sentence, shown to people and to models.
    pub summary: &'static str,
    /// What it does to the world.
    pub effect: Effect,
    /// Its parameters, in the order in which the chat asks for them.
    pub params: &'static [Param],
    /// How what it did is taken back.
    pub undo: Undo,
}

/// One parameter of an operation. Its name is the slot's name in every intent file.
#[derive(Debug)]
pub struct Param {
    /// The name in JSON bodies, tool arguments and intent files.
    pub name: &'static str,
    /// What kind of thing it is.
    pub kind: Kind,
    /// Whether the operation can run without it.
    pub need: Need,
    /// What it means, shown to people and to models.
    pub about: &'static str,
    /// Slots of a sentence that fill this parameter when it was not named itself:
    /// "who is jane@example.com" has an `email`, and searching takes a `query`.
    pub said_as: &'static [&'static str],
}

/// Whether an operation can run without a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It cannot; the chat asks.
    Required,
    /// It can.
    Optional,
    /// At least one of the parameters that carry this mark has to be given.
    OneOf,
    /// The CRM's own default serves when there is exactly one; otherwise the chat offers the list.
    Chosen,
}

/// How an operation is taken back.
#[derive(Debug, Clone, Copy)]
pub enum Undo {
    /// It changed nothing.
    Nothing,
    /// It cannot be taken back; the preview says so before it runs.
    Final,
    /// Another operation takes it back.
    By {
        /// The operation that takes it back.
        operation: &'static str,
        /// Its arguments, and where each comes from.
        args: &'static [(&'static str, From)],
    },
}

/// Where an argument of a compensation comes from.
#[derive(Debug, Clone, Copy)]
pub enum From {
    /// The same argument of what ran.
    Arg(&'static str),
    /// A JSON pointer into what the CRM answered.
    Answer(&'static str),
    /// A JSON pointer into the record as it was before. Only for arguments that were changed;
    /// what was absent becomes null, which clears it.
    Before(&'static str),
    /// The tags among the argument `tags` that the contact did not have before.
    TagsAdded,
    /// The tags among the argument `tags` that the contact did have before.
    TagsRemoved,
    /// The channel by which the contact was not to be disturbed before, or none for all of them.
    ChannelBefore,
}

/// Every operation, in the order in which people see them.
///
/// ```
/// let names: Vec<_> = crm_copilot::operations::all().map(|operation| operation.name).collect();
/// assert!(names.contains(&"search_contacts"));
/// ```
pub fn all() -> impl Iterator<Item = &'static Operation> {
    [
        contacts::OPERATIONS,
        opportunities::OPERATIONS,
        appointments::OPERATIONS,
        tasks_and_notes::OPERATIONS,
        messages::OPERATIONS,
        automation::OPERATIONS,
        social::OPERATIONS,
        account::OPERATIONS,
        bulk::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// The operation of that name.
pub fn find(name: &str) -> Option<&'static Operation> {
    all().find(|operation| operation.name == name)
}

impl Operation {
    /// Whether a period said with it lies in the past: "on friday" is the last friday then.
    pub fn looks_back(&self) -> bool {
        self.param("created_after").is_some()
            || ["list_opportunities", "list_transactions", "view_dashboard"].contains(&self.name)
    }

    /// The parameter of that name.
    pub fn param(&self, name: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.name == name)
    }

    /// Whether a slot of a sentence names a record that exists: one that it is about.
    pub fn refers(&self, slot: &str) -> bool {
        let of_slot = |param: &&Param| param.name == slot || param.said_as.contains(&slot);
        let mut params = self.params.iter().filter(of_slot);
        params.any(|param| matches!(param.kind, Kind::Ref(_)))
    }

    /// Whether the user sees a preview and says yes before it happens: whatever [`Effect`] asks for,
    /// and everything that is done to many contacts.
    pub fn is_confirmed(&self) -> bool {
        self.effect.is_confirmed() || bulk::each_of(self.name).is_some()
    }

    /// Whether it changes a record of the CRM without being confirmed by itself: what a tenant may
    /// have confirmed as well.
    pub fn is_plain_write(&self) -> bool {
        let writes = self.effect == Effect::Write;
        writes && !self.is_confirmed() && bulk::control_of(self.name).is_none()
    }

    /// The operations that a CRM has to know for this one: itself, those it is put together from,
    /// or none.
    pub fn made_of(&self) -> Vec<&'static str> {
        match bulk::each_of(self.name) {
            Some(each) => vec!["search_contacts", each.name],
            // A text message or an e-mail in the end.
            None if self.name == "send_review_request" => vec!["send_sms", "send_email"],
            None if self.name == "view_dashboard" || bulk::control_of(self.name).is_some() => {
                Vec::new()
            }
            None => vec![self.name],
        }
    }

    /// Whether a sentence may fill this slot: a parameter's own name or one it is also said as.
    pub fn has_slot(&self, slot: &str) -> bool {
        let fills = |param: &Param| param.name == slot || param.said_as.contains(&slot);
        self.params.iter().any(fills)
    }
}

const fn required(name: &'static str, kind: Kind, about: &'static str) -> Param {
    Param {
        name,
        kind,
        need: Need::Required,
        about,
        said_as: &[],
    }
}

const fn optional(name: &'static str, kind: Kind, about: &'static str) -> Param {
    Param {
        name,
        kind,
        need: Need::Optional,
        about,
        said_as: &[],
    }
}

/// The contact a call is about; an e-mail address or phone number in the sentence identifies it.
const fn whose(need: Need, about: &'static str) -> Param {
    Param {
        name: "contact",
        kind: Kind::Ref(crate::value::Resource::Contact),
        need,
        about,
        said_as: &["email", "phone"],
    }
}

/// How many records a list answers at most in one page.
const LIMIT: Param = optional(
    "limit",
    Kind::Count,
    "How many records to answer, at most 100.",
);
/// Where the next page starts.
const CURSOR: Param = optional(
    "cursor",
    Kind::Opaque,
    "Where the next page starts, from the last answer.",
);
