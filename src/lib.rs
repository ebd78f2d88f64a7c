//! Run a CRM in plain words.

pub mod nlu;
