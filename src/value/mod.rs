//! The few words that every room shares: what an operation does to the world, who asks for it,
//! and what kind of thing an argument is.
//!
//! Nothing here does I/O, reads the clock or knows a CRM.

mod contact_data;
mod fold;

pub use contact_data::{amount, email, is_web_address, phone, phone_in};
pub use fold::words;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What an operation does to the world. It decides the right that is needed, whether the user is
/// asked first, and whether a failed call may be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Looks, changes nothing. Runs at once.
    Read,
    /// Changes a record. Runs when everything was said, and can be undone.
    Write,
    /// Reaches a customer: a message, a booking. Asked first.
    Send,
    /// Removes a record. Asked first.
    Delete,
    /// Moves money. Asked first.
    Money,
    /// Anything at all, in the CRM's own words. Asked first, and only administrators may.
    Admin,
}

impl Effect {
    /// Every effect, least harmful first.
    pub const ALL: [Effect; 6] = [
        Effect::Read,
        Effect::Write,
        Effect::Send,
        Effect::Delete,
        Effect::Money,
        Effect::Admin,
    ];

    /// The word used in tokens, the API and the audit: `read`, `write`, `send`, `delete`, `money`,
    /// `admin`.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Read => "read",
            Effect::Write => "write",
            Effect::Send => "send",
            Effect::Delete => "delete",
            Effect::Money => "money",
            Effect::Admin => "admin",
        }
    }

    /// Whether the user sees a preview and says yes before anything happens.
    pub fn is_confirmed(self) -> bool {
        match self {
            Effect::Read | Effect::Write => false,
            Effect::Send | Effect::Delete | Effect::Money | Effect::Admin => true,
        }
    }
}

/// A set of [`Effect`]s: what a person or a token may do.
///
/// ```
/// use crm_copilot::value::{Effect, Effects};
/// let rights = Effects::from_words("read,write").unwrap();
/// assert!(rights.contains(Effect::Write));
/// assert!(!rights.contains(Effect::Delete));
/// assert_eq!(rights.to_words(), "read,write");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effects(u8);

impl Effects {
    /// Every right.
    pub fn all() -> Effects {
        Effects::of(&Effect::ALL)
    }

    /// The set of the effects named.
    pub fn of(effects: &[Effect]) -> Effects {
        Effects(effects.iter().fold(0, |set, effect| set | bit(*effect)))
    }

    /// Reads `read,write`; an unknown word is given back as the error.
    pub fn from_words(words: &str) -> Result<Effects, String> {
        let mut set = 0;
        for word in words.split(',').map(str::trim).filter(|w| !w.is_empty()) {
            let effect = Effect::ALL.into_iter().find(|e| e.as_str() == word);
            set |= bit(effect.ok_or_else(|| word.to_owned())?);
        }
        Ok(Effects(set))
    }

    /// The words of the set, comma-separated, least harmful first.
    pub fn to_words(self) -> String {
        let words: Vec<_> = Effect::ALL
            .into_iter()
            .filter(|effect| self.contains(*effect))
            .map(Effect::as_str)
            .collect();
        words.join(",")
    }

    /// What both sets hold.
    pub fn and(self, other: Effects) -> Effects {
        Effects(self.0 & other.0)
    }

    /// Whether the set holds the effect.
    pub fn contains(self, effect: Effect) -> bool {
        self.0 & bit(effect) != 0
    }
}

fn bit(effect: Effect) -> u8 {
    1 << effect as u8
}

/// What a person is in a tenant. A token of a person never allows more than the person may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Everything, the CRM's raw interface included.
    Admin,
    /// Works with the CRM.
    Member,
}

/// A word that names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a role: admin or member")]
pub struct UnknownRole;

impl Role {
    /// Both, the mightier first.
    pub const ALL: [Role; 2] = [Role::Admin, Role::Member];

    /// The word in the database and on the command line: `admin`, `member`.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Admin => "admin",
            Role::Member => "member",
        }
    }

    /// What a person of this role may do.
    pub fn rights(self) -> Effects {
        match self {
            Role::Admin => Effects::all(),
            Role::Member => Effects::of(&[
                Effect::Read,
                Effect::Write,
                Effect::Send,
                Effect::Delete,
                Effect::Money,
            ]),
        }
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Role, UnknownRole> {
        Role::ALL
            .into_iter()
            .find(|role| role.as_str() == word)
            .ok_or(UnknownRole)
    }
}

/// The door through which a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The chat page or the chat API.
    Chat,
    /// The operations API.
    Api,
    /// An MCP client.
    Mcp,
}

impl Channel {
    /// The word used in the audit: `chat`, `api`, `mcp`.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Chat => "chat",
            Channel::Api => "api",
            Channel::Mcp => "mcp",
        }
    }
}

/// Who asks: made by a door from the cookie, token or signature, never from an argument, and
/// passed to everything below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The tenant whose data may be touched.
    pub tenant: String,
    /// The user of that tenant.
    pub user: String,
    /// The door.
    pub channel: Channel,
    /// What this person may do by [`Role::rights`], and what the token allows of it.
    pub allowed: Effects,
}

/// A thing that a CRM keeps, and that people call by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// A person or a company.
    Contact,
    /// A deal.
    Opportunity,
    /// A row of stages.
    Pipeline,
    /// A step of a pipeline.
    Stage,
    /// A calendar that can be booked.
    Calendar,
    /// Something to do, attached to a contact.
    Task,
    /// A note, attached to a contact.
    Note,
    /// A booked time with a contact.
    Appointment,
    /// An automation that contacts are put into.
    Workflow,
    /// A series of messages that contacts are put into.
    Campaign,
    /// Somebody who works in the CRM.
    User,
    /// A field of contacts that the account added itself.
    Field,
    /// One change for many contacts, under way here rather than in the CRM.
    Job,
}

impl Resource {
    /// The word for people and parameters.
    pub fn as_str(self) -> &'static str {
        match self {
            Resource::Contact => "contact",
            Resource::Opportunity => "opportunity",
            Resource::Pipeline => "pipeline",
            Resource::Stage => "stage",
            Resource::Calendar => "calendar",
            Resource::Task => "task",
            Resource::Note => "note",
            Resource::Appointment => "appointment",
            Resource::Workflow => "workflow",
            Resource::Campaign => "campaign",
            Resource::User => "user",
            Resource::Field => "field",
            Resource::Job => "job",
        }
    }
}

/// What kind of thing an argument is. Its reader in a sentence, its JSON Schema, its resolver and
/// its formatter each match on this without a wildcard, so a new kind does not compile until all
/// four know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A record that people call by name, e-mail address, phone number or id.
    Ref(Resource),
    /// A person's or company's name, as a value.
    Name,
    /// One line: a title, a subject, search words.
    Line,
    /// Free text that a person will read: a message, a note.
    Text,
    /// An e-mail address (RFC 5321 form).
    Email,
    /// A phone number; E.164 once read.
    Phone,
    /// A list of tags, lower case, without `#`.
    Tags,
    /// An amount in the CRM's currency.
    Money,
    /// A length of time in whole minutes.
    Minutes,
    /// A whole number from 1 on.
    Count,
    /// A moment or a day: `2026-03-14`, `2026-03-14T15:30` in the tenant's zone, or RFC 3339 with
    /// an offset.
    Moment,
    /// One of a few words.
    OneOf(&'static [&'static str]),
    /// One or more of a few words.
    SomeOf(&'static [&'static str]),
    /// A JSON object or list, as another program wants it.
    Json,
    /// An opaque mark handed out by an earlier answer, such as where the next page starts.
    Opaque,
}
