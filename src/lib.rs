//! crm-copilot: a CRM run in plain words, by chat, REST and MCP.
//!
//! The rooms, in reading order; a room uses rooms above it only as `tests/it/tidy.rs` allows.

pub mod value;

pub mod nlu;
pub mod operations;

pub mod intents;

pub mod clock;
pub mod config;
pub mod crm;
pub mod sandbox;
pub mod secrets;
pub mod store;

pub mod accounts;
pub mod copilot;

pub mod mcp;
pub mod web;

pub mod app;
pub mod command;
