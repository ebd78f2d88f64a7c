//! What a conversation remembers between turns, kept as versioned JSON in the database.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::advance::start_of;
use super::draft::Draft;
use super::outcome::Choice;
use super::plan::Named;
use super::plan::Step;

/// The form of [`State`] that this version writes. A state of another version is not read: the
/// open question is dropped, and the user is told.
const VERSION: u32 = 2;
/// How many contacts, and how many things, a conversation remembers.
const RECENT: usize = 10;
/// How many answered questions "back" can reach.
const TRAIL: usize = 5;
/// How many steps "same for ana" can mean.
const DID: usize = 5;

/// What is open, and what words like "her" mean now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    version: u32,
    /// The question that waits for an answer.
    pub open: Option<Open>,
    /// Clauses of the same message that come after the open one.
    pub queue: Vec<Draft>,
    /// Contacts of the last turns, the latest first, with the connection they belong to.
    pub recent: Vec<Recent>,
    /// Deals, tasks and appointments of the last turns, the latest first.
    #[serde(default)]
    pub things: Vec<Thing>,
    /// The questions of the open draft that were answered, the latest last.
    pub trail: Vec<Open>,
    /// What was done in the last turns, the latest first.
    pub did: Vec<Did>,
    /// The list that "more" goes on with.
    #[serde(default)]
    pub more: Option<More>,
}

/// A list that was answered in part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct More {
    /// The step that lists the next page.
    pub step: Step,
    /// The connection it runs on.
    pub connection: String,
}

/// Something that was done, for "same for ana".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Did {
    /// What it was made of.
    pub draft: Draft,
    /// The connection it ran on.
    pub connection: String,
    /// When the appointment that it made or moved begins, in RFC 3339.
    pub start: Option<String>,
    /// The key of the step that it was.
    #[serde(default)]
    pub key: String,
}

/// A contact that was spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// The connection whose id it is.
    pub connection: String,
    /// The contact.
    pub contact: Named,
}

/// Things that "it" may mean: the parameter that takes one, and the list that holds several.
pub(super) const THINGS: [(&str, &str); 3] = [
    ("opportunity", "opportunities"),
    ("task", "tasks"),
    ("appointment", "appointments"),
];

/// A deal, task or appointment that was spoken of: what "it" means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// The connection whose id it is.
    pub connection: String,
    /// The parameter that takes it: `opportunity`, `task`, `appointment`.
    pub slot: String,
    /// The CRM's id.
    pub id: String,
    /// Whether a contact was spoken of since.
    pub is_aged: bool,
}

/// A question that waits for an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Open {
    /// A slot is missing.
    Slot {
        /// What is being put together.
        draft: Draft,
        /// The parameter asked for.
        slot: String,
        /// The connection it runs on.
        connection: String,
    },
    /// Several records fit.
    Choose {
        /// What is being put together.
        draft: Draft,
        /// The parameter asked for.
        slot: String,
        /// What was offered.
        choices: Vec<Choice>,
        /// The connection it runs on.
        connection: String,
    },
    /// No contact of that name exists; it could be created.
    Create {
        /// What is being put together.
        draft: Draft,
        /// The parameter asked for.
        slot: String,
        /// The name to create.
        name: String,
        /// The connection it runs on.
        connection: String,
    },
    /// A plan waits for yes.
    Confirm {
        /// SHA-256 of the plan's token: the database keeps no more of it either.
        token_hash: String,
        /// What it will do.
        step: Step,
        /// What the step was made of, for a correction.
        draft: Draft,
        /// The connection it runs on.
        connection: String,
    },
    /// Several operations explain what was said equally well.
    Reading {
        /// What it says as the first of them.
        draft: Draft,
        /// What it says as the others.
        others: Vec<Draft>,
        /// Clauses of the same message before this one.
        before: Vec<Draft>,
        /// Clauses of the same message after it, each with all that it can mean.
        after: Vec<Vec<Draft>>,
        /// What was offered.
        choices: Vec<Choice>,
        /// The connection it runs on.
        connection: String,
    },
    /// Something was corrected, and it is not known what.
    Unplaced {
        /// What is being put together.
        draft: Draft,
        /// The new value, as typed.
        said: String,
        /// The parameters it could be.
        choices: Vec<Choice>,
        /// The connection it runs on.
        connection: String,
    },
}

impl Open {
    /// What is being put together.
    pub fn draft(&self) -> &Draft {
        match self {
            Open::Slot { draft, .. }
            | Open::Choose { draft, .. }
            | Open::Create { draft, .. }
            | Open::Confirm { draft, .. }
            | Open::Reading { draft, .. }
            | Open::Unplaced { draft, .. } => draft,
        }
    }

    /// The connection it runs on.
    pub fn connection(&self) -> &str {
        match self {
            Open::Slot { connection, .. }
            | Open::Choose { connection, .. }
            | Open::Create { connection, .. }
            | Open::Confirm { connection, .. }
            | Open::Reading { connection, .. }
            | Open::Unplaced { connection, .. } => connection,
        }
    }

    /// The plan that waits for yes: its token's hash, what it will do, and what that was made of.
    pub fn plan(&self) -> Option<(&str, &Step, &Draft)> {
        match self {
            Open::Confirm {
                token_hash,
                step,
                draft,
                ..
            } => Some((token_hash, step, draft)),
            _ => None,
        }
    }

    /// The parameter that was asked for.
    pub fn asked(&self) -> Option<&str> {
        match self {
            Open::Slot { slot, .. } | Open::Choose { slot, .. } | Open::Create { slot, .. } => {
                Some(slot)
            }
            Open::Confirm { .. } | Open::Reading { .. } | Open::Unplaced { .. } => None,
        }
    }
}

impl Default for State {
    fn default() -> State {
        State {
            version: VERSION,
            open: None,
            queue: Vec::new(),
            recent: Vec::new(),
            things: Vec::new(),
            trail: Vec::new(),
            did: Vec::new(),
            more: None,
        }
    }
}

impl State {
    /// Reads a kept state. The flag is true when something open was lost because an other version
    /// wrote it.
    pub fn read(kept: &Value) -> (State, bool) {
        match serde_json::from_value::<State>(kept.clone()) {
            Ok(state) if state.version == VERSION => (state, false),
            Ok(_) | Err(_) => (State::default(), !kept["open"].is_null()),
        }
    }

    /// The JSON to keep.
    pub fn write(&self) -> Result<Value, serde_json::Error> {
        serde_json::to_value(self)
    }

    /// Remembers that a contact was spoken of.
    pub fn spoke_of(&mut self, connection: &str, contact: Named) {
        self.forget(&contact.id);
        self.recent.insert(
            0,
            Recent {
                connection: connection.to_owned(),
                contact,
            },
        );
        self.recent.truncate(RECENT);
    }

    /// Remembers what a step was about: a thing, or none, which ages those before.
    pub fn touched(&mut self, connection: &str, thing: Option<(&str, String)>) {
        let Some((slot, id)) = thing else {
            for known in &mut self.things {
                known.is_aged = true;
            }
            return;
        };
        self.things
            .retain(|known| (known.slot.as_str(), &known.id) != (slot, &id));
        let thing = Thing {
            connection: connection.to_owned(),
            slot: slot.to_owned(),
            id,
            is_aged: false,
        };
        self.things.insert(0, thing);
        self.things.truncate(RECENT);
    }

    /// The things spoken of on a connection, the latest first.
    pub fn things_of(&self, connection: &str) -> Vec<Thing> {
        let here = self.things.iter();
        here.filter(|thing| thing.connection == connection)
            .cloned()
            .collect()
    }

    /// Forgets a contact that no longer exists.
    pub fn forget(&mut self, id: &str) {
        self.recent.retain(|recent| recent.contact.id != id);
    }

    /// Forgets a deal, task or appointment that no longer exists.
    pub fn forget_thing(&mut self, slot: &str, id: &str) {
        self.things
            .retain(|thing| (thing.slot.as_str(), thing.id.as_str()) != (slot, id));
    }

    /// The contacts spoken of on a connection, the latest first: the first is whom a pronoun means.
    pub fn recent_of(&self, connection: &str) -> Vec<Named> {
        let here = self
            .recent
            .iter()
            .filter(|recent| recent.connection == connection);
        here.map(|recent| recent.contact.clone()).collect()
    }

    /// Remembers a step that was done.
    pub fn did(&mut self, draft: Draft, connection: &str, step: &Step) {
        let connection = connection.to_owned();
        self.did.insert(
            0,
            Did {
                draft,
                connection,
                start: start_of(step),
                key: step.key.clone(),
            },
        );
        self.did.truncate(DID);
    }

    /// Keeps a question that was answered, while the same thing is put together.
    pub fn answered(&mut self, before: Open) {
        match &self.open {
            Some(open) if open.draft().key == before.draft().key => {
                let is_same = std::mem::discriminant(open) == std::mem::discriminant(&before)
                    && open.asked() == before.asked();
                if before.asked().is_some() && !is_same {
                    self.trail.push(before);
                }
                let surplus = self.trail.len().saturating_sub(TRAIL);
                self.trail.drain(..surplus);
            }
            _ => self.trail.clear(),
        }
    }

    /// Drops what is open and what waits behind it.
    pub fn close(&mut self) {
        self.open = None;
        self.queue.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(id: &str) -> Named {
        Named {
            id: id.to_owned(),
            name: id.to_uppercase(),
        }
    }

    #[test]
    fn a_state_survives_writing_and_reading() {
        let mut state = State::default();
        state.spoke_of("c", named("a"));
        let (read, lost) = State::read(&state.write().unwrap());
        assert_eq!((read, lost), (state, false));
    }

    #[test]
    fn a_state_of_another_version_drops_the_open_question_and_says_so() {
        let (state, lost) = State::read(&serde_json::json!({"version": 99, "open": {"x": 1}}));
        assert_eq!((state, lost), (State::default(), true));
    }

    #[test]
    fn a_pronoun_means_the_contact_spoken_of_last_on_the_same_connection() {
        let mut state = State::default();
        state.spoke_of("c", named("a"));
        state.spoke_of("d", named("b"));
        assert_eq!(state.recent_of("c"), [named("a")]);
        state.forget("a");
        assert_eq!(state.recent_of("c"), []);
    }
}
