//! Calendars and appointments.
