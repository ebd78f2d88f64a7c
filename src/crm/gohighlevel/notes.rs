//! Notes on a contact.

use serde_json::json;

use super::JULY_2021;
use crate::crm::{
    convert,
    record::{deleted, text, time},
    rows::{Does, Endpoint, Field, Method, Request},
};

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "create_note",
        scopes: &["contacts.write"],
        does: Does::Request(&CREATE),
    },
    Endpoint {
        operation: "delete_note",
        scopes: &["contacts.write"],
        does: Does::Request(&DELETE),
    },
];

static CREATE: Request = Request {
    method: Method::Post,
    path: "/contacts/{contactId}/notes",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::body("note", "/body").required().via(convert::text),
    ],
    answer: "/note",
    record: |note, args| {
        Some(json!({
            "id": text(note, "/id")?,
            "note": text(note, "/body"),
            "contact": text(note, "/contactId").or_else(|| text(args, "/contact")),
            "created": time(note, "/dateAdded"),
            "vendor": note,
        }))
    },
};

static DELETE: Request = Request {
    method: Method::Delete,
    path: "/contacts/{contactId}/notes/{id}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::path("note_id", "id"),
    ],
    answer: "",
    record: |_, args| deleted(args, "note_id"),
};
