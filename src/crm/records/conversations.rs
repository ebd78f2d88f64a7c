//! Conversations and messages.

use serde::Serialize;

use super::{Instant, Record};

/// A conversation with a contact.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Conversation {
    pub id: String,
    pub contact: Option<String>,
    pub contact_name: Option<String>,
    pub last_message: Option<String>,
    pub last_at: Option<Instant>,
    pub unread: Option<u64>,
    /// Our word for how the last message came or went.
    pub channel: Option<String>,
}

/// A message of a conversation.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Message {
    pub id: String,
    pub at: Option<Instant>,
    pub direction: Option<Direction>,
    /// Our word for how it came or went.
    pub channel: Option<String>,
    pub message: Option<String>,
    pub subject: Option<String>,
    /// `scheduled` while it is planned and can be cancelled.
    pub status: Option<String>,
}

/// Which way a message went.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::crm) enum Direction {
    In,
    Out,
}

/// A message that was handed over for sending.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Sent {
    pub id: String,
    pub conversation: Option<String>,
    /// When it will be sent; `None` when that is now.
    pub scheduled: Option<Instant>,
}

impl Record for Conversation {}
impl Record for Message {}
impl Record for Sent {}
