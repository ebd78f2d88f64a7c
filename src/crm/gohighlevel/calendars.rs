//! Calendars, free times and appointments.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{APRIL_2021, JULY_2021, appointments, location};
use crate::crm::{
    convert,
    record::{list, text, time},
    records::{Calendar, Instant, Record},
    rows::{Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

/// The vendor refuses a longer range of free times.
const LONGEST_RANGE: TimeDelta = TimeDelta::days(31);

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_calendars",
        scopes: &["calendars.readonly"],
        does: Does::Request(&CALENDARS),
    },
    Endpoint {
        operation: "list_free_slots",
        scopes: &["calendars.readonly"],
        does: Does::Request(&FREE_SLOTS),
    },
    Endpoint {
        operation: "book_appointment",
        scopes: &["calendars/events.write"],
        does: Does::Request(&BOOK),
    },
    Endpoint {
        operation: "list_appointments",
        scopes: &[
            "calendars.readonly",
            "calendars/events.readonly",
            "contacts.readonly",
            "locations.readonly",
        ],
        does: Does::Steps {
            calls: &[&CALENDARS, &EVENTS, &OF_CONTACT, &location::GET],
            preview: appointments::preview,
            run: appointments::find,
        },
    },
];

pub(super) static CALENDARS: Request = Request {
    method: Method::Get,
    path: "/calendars/",
    version: APRIL_2021,
    reads: true,
    fields: &[Field::location(Place::Query("locationId"))],
    answer: "",
    record: |answer, _| {
        let all = answer.get("calendars")?.as_array()?;
        let calendars = all.iter().map(|calendar| {
            Calendar {
                id: text(calendar, "/id")?,
                name: text(calendar, "/name"),
                is_default: is_default(calendar, all),
                is_active: is_active(calendar),
                duration_minutes: minutes(calendar),
            }
            .of(calendar)
        });
        Some(json!({ "calendars": calendars.collect::<Option<Vec<_>>>()? }))
    },
};

static FREE_SLOTS: Request = Request {
    method: Method::Get,
    path: "/calendars/{calendarId}/free-slots",
    version: APRIL_2021,
    reads: true,
    fields: &[
        Field::path("calendar", "calendarId"),
        Field::query("start", "startDate")
            .required()
            .via(convert::millis),
        Field::query("end", "endDate")
            .required()
            .via(convert::millis),
        Field::query("timezone", "timezone").via(convert::text),
        Field::composed(Place::Query("timezone"), short_enough),
    ],
    answer: "",
    record: |answer, _| {
        // One member per day, beside others such as the trace id.
        let days = answer
            .as_object()?
            .values()
            .filter_map(|day| day.get("slots")?.as_array());
        let mut slots: Vec<Instant> = days.flatten().filter_map(|slot| time(slot, "")).collect();
        slots.sort_by_key(Instant::at);
        Some(json!({ "slots": slots }))
    },
};

static BOOK: Request = Request {
    method: Method::Post,
    path: "/calendars/events/appointments",
    version: APRIL_2021,
    reads: false,
    fields: &[
        Field::location(Place::Body("/locationId")),
        Field::body("calendar", "/calendarId")
            .required()
            .via(convert::text),
        Field::body("contact", "/contactId")
            .required()
            .via(convert::text),
        Field::body("start", "/startTime")
            .required()
            .via(convert::instant),
        Field::body("end", "/endTime")
            .required()
            .via(convert::instant),
        Field::body("title", "/title").via(convert::text),
        Field::fixed(Place::Body("/appointmentStatus"), Fixed::Text("confirmed")),
    ],
    answer: "",
    record: |answer, args| {
        let mut record = appointments::appointment(answer, None)?;
        for (name, given) in [("start", "/start"), ("end", "/end"), ("title", "/title")] {
            if record[name].is_null() {
                record[name] = json!(text(args, given));
            }
        }
        Some(record)
    },
};

pub(super) static EVENTS: Request = Request {
    method: Method::Get,
    path: "/calendars/events",
    version: APRIL_2021,
    reads: true,
    fields: &[
        Field::location(Place::Query("locationId")),
        Field::query("calendar", "calendarId")
            .required()
            .via(convert::text),
        Field::query("start", "startTime")
            .required()
            .via(convert::millis_text),
        Field::query("end", "endTime")
            .required()
            .via(convert::millis_text),
    ],
    answer: "",
    record: |answer, _| {
        Some(Value::Array(list(answer, "/events", |event| {
            appointments::appointment(event, None)
        })?))
    },
};

pub(super) static OF_CONTACT: Request = Request {
    method: Method::Get,
    path: "/contacts/{contactId}/appointments",
    version: JULY_2021,
    reads: true,
    fields: &[Field::path("contact", "contactId")],
    answer: "",
    record: |answer, args| {
        let zone = text(args, "/timezone").and_then(|zone| zone.parse().ok());
        Some(Value::Array(list(answer, "/events", |event| {
            appointments::appointment(event, zone)
        })?))
    },
};

/// Refuses what the vendor would refuse; adds nothing to the request.
fn short_enough(args: &Value) -> Converted {
    match (
        convert::moment(args, "start")?,
        convert::moment(args, "end")?,
    ) {
        (Some(start), Some(end)) if end - start > LONGEST_RANGE => {
            Err("free times can be asked for 31 days at most".into())
        }
        _ => Ok(None),
    }
}

/// The vendor knows no default calendar. We take the one it marks, if it ever does, or the only active one.
fn is_default(calendar: &Value, all: &[Value]) -> bool {
    let marked = calendar.get("isDefault").and_then(Value::as_bool);
    marked.unwrap_or_else(|| {
        is_active(calendar) && all.iter().filter(|other| is_active(other)).count() == 1
    })
}

fn is_active(calendar: &Value) -> bool {
    calendar
        .get("isActive")
        .and_then(Value::as_bool)
        .unwrap_or(true)
}

fn minutes(calendar: &Value) -> Option<u64> {
    let duration = calendar.get("slotDuration")?.as_u64()?;
    Some(
        if calendar
            .get("slotDurationUnit")
            .is_some_and(|unit| unit == "hours")
        {
            duration * 60
        } else {
            duration
        },
    )
}
