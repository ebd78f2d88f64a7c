//! GoHighLevel, rule by rule.

mod calendars;
mod contacts;
mod records;
mod requests;
mod search;
