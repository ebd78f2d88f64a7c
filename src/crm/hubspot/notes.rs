//! Notes, associated with a contact.

use serde_json::Value;

use super::pieces::{AFTER, LIMIT, NOTE_TO_CONTACT, all_of, filter, page, property, with_contact};
use crate::crm::{
    convert,
    record::{deleted, text, time},
    records::{Note, Record},
    rows::{Asked, Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

const SCOPES: &[&str] = &["crm.objects.contacts.write"];

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "create_note",
        scopes: SCOPES,
        does: Does::Request(&CREATE),
    },
    Endpoint {
        operation: "list_notes",
        scopes: &["crm.objects.contacts.read"],
        does: Does::Request(&LIST),
    },
    Endpoint {
        operation: "update_note",
        scopes: SCOPES,
        does: Does::Request(&UPDATE),
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
    record: note,
};

static LIST: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/notes/search",
    version: None,
    reads: true,
    fields: &[
        Field::composed(Place::Body("/filterGroups"), of_contact),
        Field::fixed(Place::Body("/sorts"), Fixed::List(&["-hs_timestamp"])),
        Field::fixed(
            Place::Body("/properties"),
            Fixed::List(&["hs_note_body", "hs_timestamp"]),
        ),
        LIMIT,
        AFTER,
    ],
    answer: "",
    record: |answer, args| page(answer, "notes", |item| note(item, args)),
};

static UPDATE: Request = Request {
    method: Method::Patch,
    path: "/crm/objects/2026-09/notes/{objectId}",
    version: None,
    reads: false,
    fields: &[
        Field::path("note_id", "objectId"),
        Field::body("note", "/properties/hs_note_body")
            .required()
            .via(convert::text),
    ],
    answer: "",
    record: note,
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

fn of_contact(args: &Value) -> Converted {
    let contact = text(args, "/contact").ok_or("contact is missing")?;
    Ok(Some(all_of(vec![filter(
        "associations.contact",
        "EQ",
        &contact,
    )])))
}

fn note(item: &Value, args: &Asked<'_>) -> Option<Value> {
    Note {
        id: text(item, "/id")?,
        note: property(item, "hs_note_body").or_else(|| text(args, "/note")),
        contact: text(args, "/contact"),
        created: time(item, "/properties/hs_timestamp").or_else(|| time(item, "/createdAt")),
    }
    .of(item)
}
