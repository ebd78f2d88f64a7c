//! What has a time: calendars, appointments, tasks, notes.

use serde::Serialize;

use super::{Instant, Record};

/// A calendar that can be booked.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Calendar {
    pub id: String,
    pub name: Option<String>,
    /// Whether it is booked when none was named.
    pub is_default: bool,
    pub is_active: bool,
    /// How long its appointments last.
    pub duration_minutes: Option<u64>,
}

/// A booked time with a contact.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Appointment {
    pub id: String,
    pub title: Option<String>,
    pub contact: Option<String>,
    pub calendar: Option<String>,
    pub start: Option<Instant>,
    pub end: Option<Instant>,
    pub status: Option<String>,
}

/// Something to do, attached to a contact.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Task {
    pub id: String,
    pub title: Option<String>,
    pub contact: Option<String>,
    pub due: Option<Instant>,
    pub completed: bool,
}

/// A note, attached to a contact.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Note {
    pub id: String,
    pub note: Option<String>,
    pub contact: Option<String>,
    pub created: Option<Instant>,
}

impl Record for Calendar {}
impl Record for Appointment {}
impl Record for Task {}
impl Record for Note {}
