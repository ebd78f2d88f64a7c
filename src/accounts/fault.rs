//! What can go wrong with accounts.

use std::io;

use crate::secrets::{OpenError, PasswordHashError};
use crate::store;

/// Why accounts did not answer. What people can put right themselves has errors of its own.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The tenant has no connection, or not the one that was named.
    #[error("the tenant has no such CRM connection")]
    NotConnected,
    /// There is nothing of that id, or it belongs to somebody else.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// A CRM key cannot be opened with the encryption keys of this process.
    #[error(
        "the key of connection {connection} cannot be opened; add it again, or set APP_ENCRYPTION_KEYS_OLD"
    )]
    Sealed {
        /// The connection's id.
        connection: String,
        /// Why.
        #[source]
        source: OpenError,
    },
    /// A password could not be hashed.
    #[error(transparent)]
    Hash(#[from] PasswordHashError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A file of the data folder cannot be read or written.
    #[error("{0} cannot be read or written")]
    File(String, #[source] io::Error),
}

/// What is wrong with one field of a form, in words for the person who filled it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The field: `email`, `password`, `name`, …
    pub field: &'static str,
    /// What kind of fault it is, for doors that say it in another language.
    pub code: &'static str,
    /// One sentence that says what would be right.
    pub detail: &'static str,
}

impl Fault {
    pub(super) fn of(field: &'static str, code: &'static str, detail: &'static str) -> Fault {
        Fault {
            field,
            code,
            detail,
        }
    }
}
