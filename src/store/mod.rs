//! What is kept: one file per table, each with its entity and its queries.
//!
//! The only room that knows sea-orm; others get plain structs. Every query on a tenant's data
//! takes the tenant first, so that none can forget it. Instants are arguments: nothing here reads
//! the clock, and no SQL says `CURRENT_TIMESTAMP`. SQLite and Postgres serve alike.

pub mod access_tokens;
pub mod actions;
pub mod bulk_jobs;
pub mod bulk_rows;
pub mod connections;
pub mod conversations;
mod database;
mod error;
pub mod messages;
pub mod packs;
pub mod plans;
pub mod replays;
pub mod sign_in_attempts;
pub mod tenants;
#[cfg(test)]
mod tests;
pub mod users;
mod web_sessions;

pub use database::Store;
use database::whole;
pub use error::Error;
pub use web_sessions::WebSessions;
