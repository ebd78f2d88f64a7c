//! Calendars and their free slots.
//!
//! The API has no mark for a location's default calendar. What a reader can see instead: the
//! first active calendar of the list; in the sample data that is the one named `Main calendar`.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::request::{Call, Reply};
use super::check::{Field, Kind, may, must};
use super::{APRIL, Answer, Method, Row, State, fault, slots, trace};

pub(super) const ROWS: &[Row] = &[
    Row::reads(Method::Get, "/calendars/", APRIL, list).query(LIST),
    Row::reads(Method::Get, "/calendars/{calendarId}", APRIL, read),
    Row::reads(
        Method::Get,
        "/calendars/{calendarId}/free-slots",
        APRIL,
        free_slots,
    )
    .query(FREE_SLOTS),
];

const LIST: &[Field] = &[
    must("locationId", Kind::Text),
    may("groupId", Kind::Text),
    may("showDrafted", Kind::Flag),
];

const FREE_SLOTS: &[Field] = &[
    must("startDate", Kind::Number),
    must("endDate", Kind::Number),
    may("timezone", Kind::Text),
    may("userId", Kind::Text),
    may("userIds", Kind::Text),
];

/// Something that can be booked.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Calendar {
    pub id: String,
    pub name: String,
    pub description: String,
    pub slug: String,
    pub active: bool,
    /// Minutes of one appointment, and between the starts of two slots.
    pub slot_minutes: i64,
    pub user: String,
}

impl Calendar {
    fn view(&self, location: &str) -> Value {
        let hours = json!([{
            "openHour": slots::OPENS, "openMinute": 0, "closeHour": slots::CLOSES, "closeMinute": 0,
        }]);
        json!({
            "id": self.id,
            "locationId": location,
            "name": self.name,
            "description": self.description,
            "slug": self.slug,
            "widgetSlug": self.slug,
            "isActive": self.active,
            "calendarType": "round_robin",
            "eventType": "RoundRobin_OptimizeForAvailability",
            "eventTitle": "{{contact.name}}",
            "slotDuration": self.slot_minutes,
            "slotDurationUnit": "mins",
            "slotInterval": self.slot_minutes,
            "slotIntervalUnit": "mins",
            "appoinmentPerSlot": 1,
            "openHours": [{ "daysOfTheWeek": [0, 1, 2, 3, 4, 5, 6], "hours": hours }],
            "teamMembers": [{ "userId": self.user, "priority": 0.5, "isPrimary": true }],
            "autoConfirm": true,
            "allowReschedule": true,
            "allowCancellation": true,
        })
    }

    /// How long an appointment is when nothing else is said.
    pub(super) fn length(&self) -> TimeDelta {
        TimeDelta::minutes(self.slot_minutes)
    }
}

impl State {
    /// The calendar of an id, or the vendor's 400.
    pub(super) fn calendar(&self, id: &str) -> Result<&Calendar, Reply> {
        let found = self.calendars.iter().find(|calendar| calendar.id == id);
        found.ok_or_else(|| fault::unknown("Calendar", id))
    }
}

fn list(call: &Call, state: &State) -> Answer {
    let drafts = call.query("showDrafted") != Some("false");
    let calendars: Vec<Value> = state
        .calendars
        .iter()
        .filter(|calendar| calendar.active || drafts)
        .filter(|_| call.query("groupId").is_none())
        .map(|calendar| calendar.view(&state.location.id))
        .collect();
    Ok(Reply::ok(
        json!({ "calendars": calendars, "traceId": trace() }),
    ))
}

fn read(call: &Call, state: &State) -> Answer {
    let calendar = state.calendar(call.param("calendarId"))?;
    Ok(Reply::ok(
        json!({ "calendar": calendar.view(&state.location.id), "traceId": trace() }),
    ))
}

/// A map from day to slots; `traceId` stands between the days, as in the live API.
fn free_slots(call: &Call, state: &State) -> Answer {
    let calendar = state.calendar(call.param("calendarId"))?;
    let (from, until) = (millis(call, "startDate")?, millis(call, "endDate")?);
    if until <= from {
        return Err(fault::bad("endDate must be greater than startDate"));
    }
    if until - from > TimeDelta::days(31) {
        return Err(fault::bad("The date range cannot be more than 31 days"));
    }
    let zone = match call.query("timezone") {
        Some(name) => name.parse().map_err(|_| fault::bad("Invalid timezone"))?,
        None => state.location.timezone,
    };
    let mut days: Map<String, Value> = Map::new();
    for slot in slots::free(state, calendar, from, until, call.now) {
        let slot = super::record::local(slot, zone);
        let day = days
            .entry(&slot[..10])
            .or_insert_with(|| json!({ "slots": [] }));
        if let Some(slots) = day["slots"].as_array_mut() {
            slots.push(Value::from(slot));
        }
    }
    days.insert("traceId".to_owned(), json!(trace()));
    Ok(Reply::ok(Value::Object(days)))
}

/// Epoch milliseconds of a query parameter.
pub(super) fn millis(call: &Call, name: &str) -> Result<DateTime<Utc>, Reply> {
    call.query(name)
        .and_then(|text| text.parse().ok())
        .and_then(DateTime::from_timestamp_millis)
        .ok_or_else(|| {
            fault::unprocessable(vec![format!("{name} must be a timestamp in milliseconds")])
        })
}
