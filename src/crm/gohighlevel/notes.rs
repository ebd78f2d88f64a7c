//! Notes on a contact.

use serde_json::{Value, json};

use super::JULY_2021;
use crate::crm::{
    convert,
    record::{deleted, limit, list, newest_first, text, time},
    records::{Note, Record},
    rows::{Asked, Does, Endpoint, Field, Method, Request},
};

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "create_note",
        scopes: &["contacts.write"],
        does: Does::Request(&CREATE),
    },
    Endpoint {
        operation: "list_notes",
        scopes: &["contacts.readonly"],
        does: Does::Request(&LIST),
    },
    Endpoint {
        operation: "update_note",
        scopes: &["contacts.write"],
        does: Does::Request(&UPDATE),
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
    record: note,
};

// All notes come at once, in the vendor's order.
static LIST: Request = Request {
    method: Method::Get,
    path: "/contacts/{contactId}/notes",
    version: JULY_2021,
    reads: true,
    fields: &[Field::path("contact", "contactId")],
    answer: "",
    record: |answer, args| {
        let mut notes = list(answer, "/notes", |item| note(item, args))?;
        newest_first(&mut notes, "created");
        notes.truncate(usize::try_from(limit(args, 20, 100)).unwrap_or(usize::MAX));
        Some(json!({ "notes": notes }))
    },
};

static UPDATE: Request = Request {
    method: Method::Put,
    path: "/contacts/{contactId}/notes/{id}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::path("note_id", "id"),
        Field::body("note", "/body").required().via(convert::text),
    ],
    answer: "/note",
    record: note,
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

fn note(item: &Value, args: &Asked<'_>) -> Option<Value> {
    Note {
        id: text(item, "/id")?,
        note: text(item, "/body"),
        contact: text(item, "/contactId").or_else(|| text(args, "/contact")),
        created: time(item, "/dateAdded"),
    }
    .of(item)
}
