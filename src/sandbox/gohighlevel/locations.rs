//! The one location: its settings, and the tags in use.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::{Answer, JULY, Method, Row, State, trace};

pub(super) const ROWS: &[Row] = &[
    Row::reads(Method::Get, "/locations/{locationId}", JULY, read),
    Row::reads(Method::Get, "/locations/{locationId}/tags", JULY, tags),
];

/// A sub-account: one business, one time zone.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Location {
    pub id: String,
    pub company_id: String,
    pub name: String,
    /// IANA name; opening hours and times without an offset are in this zone.
    pub timezone: Tz,
    pub email: String,
    pub phone: String,
    pub address: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub website: String,
    /// The user that records are assigned to.
    pub user_id: String,
}

fn read(_: &Call, state: &State) -> Answer {
    let location = &state.location;
    let timezone = location.timezone.name();
    Ok(Reply::ok(json!({ "location": {
        "id": location.id,
        "companyId": location.company_id,
        "name": location.name,
        "address": location.address,
        "city": location.city,
        "state": location.state,
        "country": "US",
        "postalCode": location.postal_code,
        "website": location.website,
        "timezone": timezone,
        "email": location.email,
        "phone": location.phone,
        "business": {
            "name": location.name,
            "address": location.address,
            "city": location.city,
            "state": location.state,
            "country": "US",
            "postalCode": location.postal_code,
            "website": location.website,
            "timezone": timezone,
        },
        "settings": {
            "allowDuplicateContact": false,
            "allowDuplicateOpportunity": true,
            "allowFacebookNameMerge": false,
            "disableContactTimezone": false,
        },
    }, "traceId": trace() })))
}

fn tags(_: &Call, state: &State) -> Answer {
    let mut names: Vec<&str> = state
        .contacts
        .iter()
        .flat_map(|contact| &contact.tags)
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names.dedup();
    let tags: Vec<Value> = names
        .into_iter()
        .map(|name| json!({ "id": super::ids::seeded(name, 0), "name": name, "locationId": state.location.id }))
        .collect();
    Ok(Reply::ok(json!({ "tags": tags, "traceId": trace() })))
}
