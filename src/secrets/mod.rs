//! What must not be read by others: sealing at rest, password hashes, tokens, random ids.
//!
//! Nothing here does I/O. Key material is wiped from memory when it is dropped, no `Debug` shows
//! it, and secrets are compared in constant time.

mod password;
mod sealing;
mod tokens;

pub use password::{PasswordHashError, hash_password, needs_rehash, verify_password};
pub use sealing::{KeyError, Keyring, OpenError, Place};
pub use tokens::{Token, fingerprint, masked, random_id, same, same_secret};
