//! HubSpot, rule by rule.

mod activities;
mod contacts;
mod deals;
mod inbox;
mod lists;
mod marketing;
mod search;

use serde_json::{Value, json};

/// An error of this status and category in HubSpot's form.
#[track_caller]
fn refused((got, body): &(u16, Value), status: u16, category: &str) {
    assert_eq!(
        (*got, &body["category"]),
        (status, &json!(category)),
        "{body}"
    );
    assert_eq!(body["status"], "error");
    assert!(
        body["message"].is_string() && body["correlationId"].is_string(),
        "{body}"
    );
}

/// The body that makes a record with these properties, tied to nothing.
fn contact(properties: Value) -> Value {
    json!({ "properties": properties, "associations": [] })
}
