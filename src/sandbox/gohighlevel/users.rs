//! The people who work in the location.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::super::text::fold;
use super::check::{Field, Kind, may, must};
use super::{Answer, JULY, Method, Row, State, fault, trace};

pub(super) const ROWS: &[Row] = &[
    Row::reads(Method::Get, "/users/", JULY, list).query(LIST),
    Row::reads(Method::Get, "/users/search", JULY, search).query(SEARCH),
    Row::reads(Method::Get, "/users/{userId}", JULY, read),
];

const LIST: &[Field] = &[must("locationId", Kind::Text)];

const SEARCH: &[Field] = &[
    must("companyId", Kind::Text),
    may("query", Kind::Text),
    may("skip", Kind::Number),
    may("limit", Kind::Number),
    may("locationId", Kind::Text),
    may("type", Kind::Text),
    may("role", Kind::Text),
    may("ids", Kind::Text),
    may("sort", Kind::Text),
    may("sortDirection", Kind::Text),
    may("enabled2waySync", Kind::Flag),
];

/// Somebody who can be assigned to records.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct User {
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    /// `admin` or `user`.
    pub role: String,
}

impl User {
    fn view(&self, location: &str) -> Value {
        json!({
            "id": self.id,
            "name": format!("{} {}", self.first_name, self.last_name),
            "firstName": self.first_name,
            "lastName": self.last_name,
            "email": self.email,
            "phone": self.phone,
            "extension": "",
            "roles": {
                "type": "account",
                "role": self.role,
                "locationIds": [location],
                "restrictSubAccount": false,
            },
            "deleted": false,
        })
    }
}

fn list(_: &Call, state: &State) -> Answer {
    let location = &state.location.id;
    let users: Vec<Value> = state.users.iter().map(|user| user.view(location)).collect();
    Ok(Reply::ok(json!({ "users": users, "traceId": trace() })))
}

/// `companyId` is mandatory and has to be the location's own.
fn search(call: &Call, state: &State) -> Answer {
    if call.query("companyId") != Some(state.location.company_id.as_str()) {
        return Err(fault::other_location());
    }
    let query = fold(call.query("query").unwrap_or_default());
    let ids = call.query_list("ids");
    let role = call.query("role");
    let number = |name: &str| call.query(name).and_then(|text| text.parse().ok());
    let found: Vec<&User> = state
        .users
        .iter()
        .filter(|user| ids.is_empty() || ids.contains(&user.id.as_str()))
        .filter(|user| role.is_none_or(|role| role == user.role))
        .filter(|user| {
            fold(&format!(
                "{} {} {}",
                user.first_name, user.last_name, user.email
            ))
            .contains(&query)
        })
        .collect();
    let users: Vec<Value> = found
        .iter()
        .skip(number("skip").unwrap_or(0))
        .take(number("limit").unwrap_or(25))
        .map(|user| user.view(&state.location.id))
        .collect();
    Ok(Reply::ok(
        json!({ "users": users, "count": found.len(), "traceId": trace() }),
    ))
}

fn read(call: &Call, state: &State) -> Answer {
    let id = call.param("userId");
    let user = state.users.iter().find(|user| user.id == id);
    let user = user.ok_or_else(|| fault::unknown("User", id))?;
    let mut record = user.view(&state.location.id);
    record["traceId"] = json!(trace());
    Ok(Reply::ok(record))
}
