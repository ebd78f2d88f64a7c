//! Tags: those of the location, and those of a contact.

use serde_json::{Value, json};

use super::JULY_2021;
use crate::crm::{
    convert,
    record::{list, text, texts},
    records::{Record, Tag, Tagged},
    rows::{Asked, Does, Endpoint, Field, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_tags",
        scopes: &["locations/tags.readonly"],
        does: Does::Request(&LIST),
    },
    Endpoint {
        operation: "add_tags",
        scopes: &["contacts.write"],
        does: Does::Request(&ADD_TAGS),
    },
    Endpoint {
        operation: "remove_tags",
        scopes: &["contacts.write"],
        does: Does::Request(&REMOVE_TAGS),
    },
];

static LIST: Request = Request {
    method: Method::Get,
    path: "/locations/{locationId}/tags",
    version: JULY_2021,
    reads: true,
    fields: &[Field::location(Place::Path("locationId"))],
    answer: "",
    record: |answer, _| {
        let tags = list(answer, "/tags", |tag| {
            Tag {
                id: text(tag, "/id")?,
                name: text(tag, "/name"),
            }
            .of(tag)
        })?;
        Some(json!({ "tags": tags }))
    },
};

static ADD_TAGS: Request = Request {
    method: Method::Post,
    path: "/contacts/{contactId}/tags",
    version: JULY_2021,
    reads: false,
    fields: TAG_FIELDS,
    answer: "/tags",
    record: tagged,
};

static REMOVE_TAGS: Request = Request {
    method: Method::Delete,
    path: "/contacts/{contactId}/tags",
    version: JULY_2021,
    reads: false,
    fields: TAG_FIELDS,
    answer: "/tags",
    record: tagged,
};

const TAG_FIELDS: &[Field] = &[
    Field::path("contact", "contactId"),
    Field::body("tags", "/tags").required().via(convert::texts),
];

fn tagged(tags: &Value, args: &Asked<'_>) -> Option<Value> {
    Tagged {
        contact: text(args, "/contact"),
        tags: Some(texts(tags, "")?),
    }
    .json()
}
