//! The JSON doors: chat, operations, plans, and what the chat page lists.

pub mod chat;
pub mod connections;
pub mod operations;
pub mod plans;
