//! Notes on contacts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::ids;
use super::super::request::{Call, Reply};
use super::check::{Field, Kind, may, must};
use super::record::{stamp, without_nulls};
use super::{Answer, JULY, Method, Row, State, fault, trace};

pub(super) const ROWS: &[Row] = &[
    Row::reads(Method::Get, "/contacts/{contactId}/notes", JULY, list),
    Row::changes(Method::Post, "/contacts/{contactId}/notes", JULY, create).body(CREATE),
    Row::reads(Method::Get, "/contacts/{contactId}/notes/{id}", JULY, read),
    Row::changes(
        Method::Put,
        "/contacts/{contactId}/notes/{id}",
        JULY,
        update,
    )
    .body(UPDATE),
    Row::changes(
        Method::Delete,
        "/contacts/{contactId}/notes/{id}",
        JULY,
        delete,
    ),
];

const CREATE: &[Field] = &[
    may("userId", Kind::Text),
    must("body", Kind::Text),
    may("title", Kind::Text),
    may("color", Kind::Text),
    may("pinned", Kind::Flag),
];

const UPDATE: &[Field] = &[
    may("userId", Kind::Text),
    may("body", Kind::Text),
    may("title", Kind::Text),
    may("color", Kind::Text),
    may("pinned", Kind::Flag),
];

/// What somebody wrote down about a contact.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Note {
    pub id: String,
    pub contact: String,
    pub body: String,
    pub title: Option<String>,
    pub color: Option<String>,
    pub pinned: bool,
    pub user: Option<String>,
    pub added: DateTime<Utc>,
}

impl Note {
    fn view(&self) -> Value {
        without_nulls(json!({
            "id": self.id,
            "body": self.body,
            "title": self.title,
            "color": self.color,
            "pinned": self.pinned,
            "userId": self.user,
            "contactId": self.contact,
            "dateAdded": stamp(self.added),
        }))
    }

    fn take(&mut self, call: &Call) {
        let text = |name: &str| call.text(name).map(str::to_owned);
        if let Some(body) = text("body") {
            self.body = body;
        }
        self.title = text("title").or(self.title.take());
        self.color = text("color").or(self.color.take());
        self.user = text("userId").or(self.user.take());
        self.pinned = call.field("pinned").as_bool().unwrap_or(self.pinned);
    }
}

/// Where the note of this path is, once contact and note are known to exist.
fn position(call: &Call, state: &State) -> Result<usize, Reply> {
    let (contact, id) = (call.param("contactId"), call.param("id"));
    state.contact(contact)?;
    let found = state
        .notes
        .iter()
        .position(|note| note.id == id && note.contact == contact);
    found.ok_or_else(|| fault::unknown("Note", id))
}

fn list(call: &Call, state: &State) -> Answer {
    let contact = &state.contact(call.param("contactId"))?.id;
    let mut notes: Vec<&Note> = state
        .notes
        .iter()
        .filter(|n| n.contact == *contact)
        .collect();
    notes.sort_by_key(|note| std::cmp::Reverse(note.added));
    let notes: Vec<Value> = notes.into_iter().map(Note::view).collect();
    Ok(Reply::ok(json!({ "notes": notes, "traceId": trace() })))
}

fn create(call: &Call, state: &mut State) -> Answer {
    let contact = state.contact(call.param("contactId"))?.id.clone();
    let mut note = Note {
        id: ids::ghl(),
        contact,
        body: String::new(),
        title: None,
        color: None,
        pinned: false,
        user: None,
        added: call.now,
    };
    note.take(call);
    let record = note.view();
    state.notes.push(note);
    Ok(Reply::created(
        json!({ "note": record, "traceId": trace() }),
    ))
}

fn read(call: &Call, state: &State) -> Answer {
    let note = &state.notes[position(call, state)?];
    Ok(Reply::ok(
        json!({ "note": note.view(), "traceId": trace() }),
    ))
}

fn update(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    state.notes[at].take(call);
    Ok(Reply::ok(
        json!({ "note": state.notes[at].view(), "traceId": trace() }),
    ))
}

fn delete(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    state.notes.remove(at);
    Ok(Reply::ok(json!({ "succeded": true, "traceId": trace() })))
}
