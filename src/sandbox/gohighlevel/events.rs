//! Appointments: booking, moving, cancelling, and the two lists they appear in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::ids;
use super::super::request::{Call, Reply};
use super::calendars::millis;
use super::check::{Field, Kind, may, must};
use super::record::{instant, local, wall, without_nulls};
use super::{APRIL, Answer, JULY, Method, Row, State, fault, slots, trace};

const ONE: &str = "/calendars/events/appointments/{eventId}";

pub(super) const ROWS: &[Row] = &[
    Row::changes(
        Method::Post,
        "/calendars/events/appointments",
        APRIL,
        create,
    )
    .body(CREATE),
    Row::reads(Method::Get, ONE, APRIL, read),
    Row::changes(Method::Put, ONE, APRIL, update).body(UPDATE),
    Row::changes(Method::Delete, "/calendars/events/{eventId}", APRIL, delete).body(&[]),
    Row::reads(Method::Get, "/calendars/events", APRIL, list).query(LIST),
    Row::reads(
        Method::Get,
        "/contacts/{contactId}/appointments",
        JULY,
        of_contact,
    ),
];

const PLACES: Kind = Kind::OneOf(&[
    "custom", "zoom", "gmeet", "phone", "address", "ms_teams", "google",
]);
const STATUSES: Kind = Kind::OneOf(&[
    "new",
    "confirmed",
    "cancelled",
    "showed",
    "noshow",
    "invalid",
]);

const CREATE: &[Field] = &[
    must("calendarId", Kind::Text),
    must("locationId", Kind::Text),
    must("contactId", Kind::Text),
    must("startTime", Kind::Time),
    may("endTime", Kind::Time),
    may("title", Kind::Text),
    may("meetingLocationType", PLACES),
    may("meetingLocationId", Kind::Text),
    may("overrideLocationConfig", Kind::Flag),
    may("appointmentStatus", STATUSES),
    may("assignedUserId", Kind::Text),
    may("description", Kind::Text),
    may("address", Kind::Text),
    may("ignoreDateRange", Kind::Flag),
    may("toNotify", Kind::Flag),
    may("ignoreFreeSlotValidation", Kind::Flag),
    may("rrule", Kind::Text),
];

const UPDATE: &[Field] = &[
    may("calendarId", Kind::Text),
    may("startTime", Kind::Time),
    may("endTime", Kind::Time),
    may("title", Kind::Text),
    may("meetingLocationType", PLACES),
    may("meetingLocationId", Kind::Text),
    may("overrideLocationConfig", Kind::Flag),
    may("appointmentStatus", STATUSES),
    may("assignedUserId", Kind::Text),
    may("description", Kind::Text),
    may("address", Kind::Text),
    may("ignoreDateRange", Kind::Flag),
    may("toNotify", Kind::Flag),
    may("ignoreFreeSlotValidation", Kind::Flag),
    may("rrule", Kind::Text),
];

const LIST: &[Field] = &[
    must("locationId", Kind::Text),
    must("startTime", Kind::Text),
    must("endTime", Kind::Text),
    may("userId", Kind::Text),
    may("calendarId", Kind::Text),
    may("groupId", Kind::Text),
];

/// An appointment of a contact in a calendar.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Event {
    pub id: String,
    pub calendar: String,
    pub contact: String,
    pub title: String,
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub status: String,
    pub user: String,
    pub address: Option<String>,
    pub description: Option<String>,
    pub added: DateTime<Utc>,
    pub updated: DateTime<Utc>,
}

impl Event {
    /// Cancelled and invalid appointments leave their slot free.
    pub(super) fn takes_time(&self) -> bool {
        !matches!(self.status.as_str(), "cancelled" | "invalid")
    }

    /// The bare record that booking and moving answer.
    fn booking(&self, state: &State) -> Value {
        let zone = state.location.timezone;
        without_nulls(json!({
            "id": self.id,
            "calendarId": self.calendar,
            "locationId": state.location.id,
            "contactId": self.contact,
            "title": self.title,
            "startTime": local(self.start, zone),
            "endTime": local(self.end, zone),
            "appointmentStatus": self.status,
            "assignedUserId": self.user,
            "address": self.address,
            "isRecurring": false,
            "traceId": trace(),
        }))
    }

    /// The record of reads and lists.
    fn view(&self, state: &State) -> Value {
        let zone = state.location.timezone;
        without_nulls(json!({
            "id": self.id,
            "title": self.title,
            "calendarId": self.calendar,
            "locationId": state.location.id,
            "contactId": self.contact,
            "groupId": "",
            "appointmentStatus": self.status,
            "assignedUserId": self.user,
            "users": [self.user],
            "address": self.address,
            "description": self.description,
            "isRecurring": false,
            "startTime": local(self.start, zone),
            "endTime": local(self.end, zone),
            "dateAdded": local(self.added, zone),
            "dateUpdated": local(self.updated, zone),
            "assignedResources": [],
        }))
    }

    /// The record of a contact's list: times without an offset, in the location's zone.
    fn on_contact(&self, state: &State) -> Value {
        let zone = state.location.timezone;
        without_nulls(json!({
            "id": self.id,
            "calendarId": self.calendar,
            "status": "booked",
            "title": self.title,
            "assignedUserId": self.user,
            "notes": self.description,
            "startTime": wall(self.start, zone),
            "endTime": wall(self.end, zone),
            "address": self.address,
            "locationId": state.location.id,
            "contactId": self.contact,
            "groupId": "",
            "appointmentStatus": self.status,
            "users": [self.user],
            "dateAdded": wall(self.added, zone),
            "dateUpdated": wall(self.updated, zone),
            "assignedResources": [],
        }))
    }

    fn take(&mut self, call: &Call) {
        let text = |name: &str| call.text(name).map(str::to_owned);
        self.title = text("title").unwrap_or_else(|| self.title.clone());
        self.status = text("appointmentStatus").unwrap_or_else(|| self.status.clone());
        self.user = text("assignedUserId").unwrap_or_else(|| self.user.clone());
        self.address = text("address").or(self.address.take());
        self.description = text("description").or(self.description.take());
        self.updated = call.now;
    }
}

/// Refuses a time that is not one of the calendar's free slots, unless told not to look.
fn refuse_taken(call: &Call, state: &State, event: &Event) -> Result<(), Reply> {
    if event.end <= event.start {
        return Err(fault::bad("endTime must be greater than startTime"));
    }
    let calendar = state.calendar(&event.calendar)?;
    let ignore = call.field("ignoreFreeSlotValidation") == true;
    let free = || {
        slots::is_free(
            state,
            calendar,
            event.start,
            event.end,
            call.now,
            Some(&event.id),
        )
    };
    if ignore || !event.takes_time() || free() {
        return Ok(());
    }
    Err(fault::bad(
        "The slot you have selected is no longer available.",
    ))
}

fn position(call: &Call, state: &State) -> Result<usize, Reply> {
    let id = call.param("eventId");
    let found = state.events.iter().position(|event| event.id == id);
    found.ok_or_else(|| fault::unknown("Event", id))
}

fn create(call: &Call, state: &mut State) -> Answer {
    let calendar = state.calendar(call.text("calendarId").unwrap_or_default())?;
    let contact = state.contact(call.text("contactId").unwrap_or_default())?;
    let start = call.text("startTime").and_then(instant).unwrap_or(call.now);
    let mut event = Event {
        id: ids::ghl(),
        calendar: calendar.id.clone(),
        contact: contact.id.clone(),
        title: contact.name(),
        start,
        end: call
            .text("endTime")
            .and_then(instant)
            .unwrap_or(start + calendar.length()),
        status: "confirmed".to_owned(),
        user: calendar.user.clone(),
        address: None,
        description: None,
        added: call.now,
        updated: call.now,
    };
    event.take(call);
    refuse_taken(call, state, &event)?;
    let record = event.booking(state);
    state.events.push(event);
    Ok(Reply::ok(record))
}

fn read(call: &Call, state: &State) -> Answer {
    let event = &state.events[position(call, state)?];
    Ok(Reply::ok(
        json!({ "event": event.view(state), "traceId": trace() }),
    ))
}

fn update(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    let mut event = state.events[at].clone();
    let length = event.end - event.start;
    event.take(call);
    if let Some(calendar) = call.text("calendarId") {
        event.calendar = state.calendar(calendar)?.id.clone();
    }
    let moved = call.text("startTime").and_then(instant);
    if let Some(start) = moved {
        (event.start, event.end) = (start, start + length);
    }
    let ends = call.text("endTime").and_then(instant);
    event.end = ends.unwrap_or(event.end);
    if moved.is_some() || ends.is_some() || call.text("calendarId").is_some() {
        refuse_taken(call, state, &event)?;
    }
    let record = event.booking(state);
    state.events[at] = event;
    Ok(Reply::ok(record))
}

/// 201, and `succeeded` is spelt right here, unlike in contacts and opportunities.
fn delete(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    state.events.remove(at);
    Ok(Reply::created(
        json!({ "succeeded": true, "traceId": trace() }),
    ))
}

fn list(call: &Call, state: &State) -> Answer {
    let (from, until) = (millis(call, "startTime")?, millis(call, "endTime")?);
    let by = ["calendarId", "userId", "groupId"].map(|name| call.query(name));
    if by.iter().all(Option::is_none) {
        let message = "Either of userId, calendarId or groupId is required";
        return Err(fault::unprocessable(vec![message.to_owned()]));
    }
    let [calendar, user, group] = by;
    let mut events: Vec<&Event> = state
        .events
        .iter()
        .filter(|event| event.start < until && event.end > from)
        .filter(|event| calendar.is_none_or(|id| id == event.calendar))
        .filter(|event| user.is_none_or(|id| id == event.user) && group.is_none())
        .collect();
    events.sort_by_key(|event| event.start);
    let events: Vec<Value> = events.into_iter().map(|event| event.view(state)).collect();
    Ok(Reply::ok(json!({ "events": events, "traceId": trace() })))
}

fn of_contact(call: &Call, state: &State) -> Answer {
    let contact = &state.contact(call.param("contactId"))?.id;
    let mut events: Vec<&Event> = state
        .events
        .iter()
        .filter(|event| event.contact == *contact)
        .collect();
    events.sort_by_key(|event| event.start);
    let events: Vec<Value> = events
        .into_iter()
        .map(|event| event.on_contact(state))
        .collect();
    Ok(Reply::ok(json!({ "events": events, "traceId": trace() })))
}
