//! Faults of a request, by cause. What can happen to a well-formed request is an outcome instead.

use crate::accounts;
use crate::store;

/// Why a request could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The conversation, plan or operation is not there, or belongs to somebody else.
    #[error("no such {0}")]
    Unknown(&'static str),
    /// Arguments do not fit; each with its name and what would be right.
    #[error("{} argument(s) do not fit", .0.len())]
    Invalid(Vec<crate::operations::schema::Fault>),
    /// The plan was used already.
    #[error("the plan was used already")]
    PlanUsed,
    /// The plan is older than 15 minutes.
    #[error("the plan has expired")]
    PlanExpired,
    /// The conversation went on after the plan was shown, or the user cancelled it.
    #[error("the conversation went on after this plan was shown")]
    ConversationChanged,
    /// This person or token lacks the right.
    #[error("the right `{0}` is missing")]
    RightMissing(&'static str),
    /// The same message or key is being worked on right now.
    #[error("the same request is being worked on")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The tenant's settings or connections could not be read.
    #[error(transparent)]
    Accounts(#[from] accounts::Error),
    /// A kept plan or state could not be written or read.
    #[error("a kept plan could not be read")]
    Kept(#[from] serde_json::Error),
}
