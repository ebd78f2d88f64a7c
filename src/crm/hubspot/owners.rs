//! The people who work in the portal, which are owners here.

use serde_json::{Value, json};

use crate::crm::{
    record::{full_name, text},
    records::{Record, User},
    rows::{Does, Endpoint, Field, Fixed, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[Endpoint {
    operation: "list_users",
    scopes: &["crm.objects.owners.read"],
    does: Does::Request(&LIST),
}];

static LIST: Request = Request {
    method: Method::Get,
    path: "/crm/owners/2026-09",
    version: None,
    reads: true,
    fields: &[Field::fixed(Place::Query("limit"), Fixed::Number(500))],
    answer: "/results",
    record: |results, _| {
        // A queue of the help desk is an owner as well, but nobody.
        let people = results
            .as_array()?
            .iter()
            .filter(|owner| owner.get("type").is_none_or(|kind| kind == "PERSON"));
        let users: Option<Vec<Value>> = people.map(person).collect();
        Some(json!({ "users": users? }))
    },
};

fn person(owner: &Value) -> Option<Value> {
    User {
        id: text(owner, "/id")?,
        name: full_name(text(owner, "/firstName"), text(owner, "/lastName")),
        email: text(owner, "/email"),
        phone: None,
        roles: Vec::new(),
    }
    .of(owner)
}
