//! crm-copilot: a CRM run in plain words, by chat, REST and MCP.
//!
//! The rooms, in reading order; a room uses rooms above it only as `tests/it/tidy.rs` allows.

pub mod value;

pub mod operations;

pub mod nlu;

pub mod intents;
