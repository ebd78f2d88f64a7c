//! Notes, associated with a contact.

use serde_json::json;

use super::pieces::{NOTE_TO_CONTACT, property, with_contact};
use crate::crm::{
    convert,
    record::{deleted, text, time},
    rows::{Does, Endpoint, Field, Fixed, Method, Request},
};

const SCOPES: &[&str] = &["crm.objects.contacts.write"];

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "create_note",
        scopes: SCOPES,
        does: Does::Request(&CREATE),
    },
    Endpoint {
        operation: "delete_note",
        scopes: SCOPES,
        does: Does::Request(&DELETE),
    },
];

// The vendor wants to know when the note was taken; an argument `at` says so, or the clock.
static CREATE: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/notes",
    version: None,
    reads: false,
    fields: &[
        Field::body("at", "/properties/hs_timestamp")
            .via(convert::utc)
            .or(Fixed::Now),
        Field::body("note", "/properties/hs_note_body")
            .required()
            .via(convert::text),
        Field::body("contact", "/associations")
            .required()
            .via(with_contact::<NOTE_TO_CONTACT>),
    ],
    answer: "",
    record: |note, args| {
        Some(json!({
            "id": text(note, "/id")?,
            "note": property(note, "hs_note_body").or_else(|| text(args, "/note")),
            "contact": text(args, "/contact"),
            "created": time(note, "/properties/hs_timestamp").or_else(|| time(note, "/createdAt")),
            "vendor": note,
        }))
    },
};

static DELETE: Request = Request {
    method: Method::Delete,
    path: "/crm/objects/2026-09/notes/{objectId}",
    version: None,
    reads: false,
    fields: &[Field::path("note_id", "objectId")],
    answer: "",
    record: |_, args| deleted(args, "note_id"),
};
