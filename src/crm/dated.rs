//! What the period of a list of deals is about.

use serde_json::Value;

use super::{record::text, rows::Refusal};

/// The day of a deal that has to lie in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    /// When it was created.
    Created,
    /// When it was won, lost or abandoned.
    Closed,
    /// When it is expected to close.
    Expected,
}

impl Dated {
    /// What the argument `period_of` says; the creation when it is missing.
    pub fn of(args: &Value) -> Result<Self, Refusal> {
        match text(args, "/period_of").as_deref() {
            None | Some("created") => Ok(Self::Created),
            Some("closed") => Ok(Self::Closed),
            Some("expected") => Ok(Self::Expected),
            Some(_) => Err("a period is of created, closed or expected deals".into()),
        }
    }
}
