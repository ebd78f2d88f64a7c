//! The JSON doors: chat, operations, plans, bulk jobs, phrases, and what the chat page lists
//! and suggests.

pub mod bulk_jobs;
pub mod chat;
pub mod connections;
pub mod operations;
pub mod phrases;
pub mod plans;
pub mod suggestions;
