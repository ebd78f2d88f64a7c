//! The people who work in the location.

use serde_json::json;

use super::JULY_2021;
use crate::crm::{
    record::{full_name, list, text},
    records::{Phone, Record, User},
    rows::{Does, Endpoint, Field, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[Endpoint {
    operation: "list_users",
    scopes: &["users.readonly"],
    does: Does::Request(&LIST),
}];

static LIST: Request = Request {
    method: Method::Get,
    path: "/users/",
    version: JULY_2021,
    reads: true,
    fields: &[Field::location(Place::Query("locationId"))],
    answer: "",
    record: |answer, args| {
        let users = list(answer, "/users", |user| {
            let name = text(user, "/name")
                .or_else(|| full_name(text(user, "/firstName"), text(user, "/lastName")));
            let roles: Vec<String> = text(user, "/roles/role").into_iter().collect();
            User {
                id: text(user, "/id")?,
                name,
                email: text(user, "/email"),
                phone: text(user, "/phone")
                    .map(|number| Phone::read(&number, args.home.country.as_deref())),
                roles,
            }
            .of(user)
        })?;
        Some(json!({ "users": users }))
    },
};
