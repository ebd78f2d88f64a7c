//! Changes of an appointment that is booked already.

use serde_json::{Value, json};

use super::{APRIL_2021, appointments::appointment};
use crate::crm::{
    convert,
    record::{deleted, text},
    rows::{Asked, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

const SCOPES: &[&str] = &["calendars/events.write"];

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "reschedule_appointment",
        scopes: SCOPES,
        does: Does::Request(&RESCHEDULE),
    },
    Endpoint {
        operation: "cancel_appointment",
        scopes: SCOPES,
        does: Does::Request(&CANCEL),
    },
    Endpoint {
        operation: "delete_appointment",
        scopes: SCOPES,
        does: Does::Request(&DELETE),
    },
];

static RESCHEDULE: Request = Request {
    method: Method::Put,
    path: "/calendars/events/appointments/{eventId}",
    version: APRIL_2021,
    reads: false,
    fields: &[
        Field::path("appointment", "eventId"),
        Field::body("start", "/startTime")
            .required()
            .via(convert::instant),
        Field::body("end", "/endTime")
            .required()
            .via(convert::instant),
    ],
    answer: "",
    record: changed,
};

static CANCEL: Request = Request {
    method: Method::Put,
    path: "/calendars/events/appointments/{eventId}",
    version: APRIL_2021,
    reads: false,
    fields: &[
        Field::path("appointment", "eventId"),
        Field::fixed(Place::Body("/appointmentStatus"), Fixed::Text("cancelled")),
    ],
    answer: "",
    record: |answer, args| {
        let mut record = changed(answer, args)?;
        record["status"] = json!("cancelled");
        Some(record)
    },
};

// Not under `/appointments/`, and a body is mandatory.
static DELETE: Request = Request {
    method: Method::Delete,
    path: "/calendars/events/{eventId}",
    version: APRIL_2021,
    reads: false,
    fields: &[
        Field::path("appointment", "eventId"),
        Field::fixed(Place::Body(""), Fixed::Object),
    ],
    answer: "",
    record: |_, args| deleted(args, "appointment"),
};

fn changed(answer: &Value, args: &Asked<'_>) -> Option<Value> {
    let mut record = appointment(answer, None)?;
    for (name, given) in [("start", "/start"), ("end", "/end")] {
        if record[name].is_null() {
            record[name] = json!(text(args, given));
        }
    }
    Some(record)
}
