//! HubSpot, rule by rule.

mod deals;
mod lists;
mod records;
mod search;
