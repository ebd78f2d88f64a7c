//! GoHighLevel, rule by rule.

mod calendars;
mod contacts;
mod messages;
mod payments;
mod programs;
mod records;
mod requests;
mod search;
mod settings;
mod social;
