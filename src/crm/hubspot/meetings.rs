//! Appointments, which are meetings here, and scheduling pages in place of calendars.
//!
//! A meeting is a record on the timeline: the vendor checks no free times for it and invites nobody.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::pieces::{
    AFTER, ASSOCIATED, LARGEST_PAGE, MEETING_TO_CONTACT, add_contacts, all_of, bound, filter,
    first_contacts, found_ids, page, property, with_contact,
};
use crate::crm::{
    Error, convert,
    line::Line,
    record::{deleted, limit, list, text, time},
    records::{Appointment, Calendar, Record},
    rows::{Asked, Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

const WRITE: &[&str] = &["crm.objects.contacts.write"];
const ONE: &str = "/crm/objects/2026-09/meetings/{objectId}";

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_calendars",
        scopes: &["scheduler.meetings.meeting-link.read"],
        does: Does::Request(&LINKS),
    },
    Endpoint {
        operation: "book_appointment",
        scopes: WRITE,
        does: Does::Request(&BOOK),
    },
    Endpoint {
        operation: "list_appointments",
        scopes: &["crm.objects.contacts.read"],
        does: Does::Steps {
            calls: &[&SEARCH, &CONTACTS],
            preview: |args| {
                let search = (&SEARCH, args.clone());
                let contacts = text(args, "/contact")
                    .is_none()
                    .then(|| (&CONTACTS, found_ids("meetingId")));
                std::iter::once(search).chain(contacts).collect()
            },
            run: find,
        },
    },
    Endpoint {
        operation: "reschedule_appointment",
        scopes: WRITE,
        does: Does::Request(&RESCHEDULE),
    },
    Endpoint {
        operation: "cancel_appointment",
        scopes: WRITE,
        does: Does::Request(&CANCEL),
    },
    Endpoint {
        operation: "delete_appointment",
        scopes: WRITE,
        does: Does::Request(&DELETE),
    },
];

static LINKS: Request = Request {
    method: Method::Get,
    path: "/scheduler/2026-09/meetings/meeting-links",
    version: None,
    reads: true,
    fields: &[Field::fixed(Place::Query("limit"), Fixed::Number(100))],
    answer: "",
    record: |answer, _| {
        let all = answer.get("results")?.as_array()?;
        let calendars = list(answer, "/results", |link| {
            let marked = link.get("defaultLink").and_then(Value::as_bool);
            Calendar {
                id: text(link, "/id")?,
                name: text(link, "/name").or_else(|| text(link, "/slug")),
                is_default: marked.unwrap_or(all.len() == 1),
                is_active: true,
                duration_minutes: None,
            }
            .of(link)
        })?;
        Some(json!({ "calendars": calendars }))
    },
};

// A meeting belongs to no scheduling page, so the calendar is not sent.
static BOOK: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/meetings",
    version: None,
    reads: false,
    fields: &[
        Field::body("start", "/properties/hs_timestamp")
            .required()
            .via(convert::utc),
        Field::body("start", "/properties/hs_meeting_start_time").via(convert::utc),
        Field::body("end", "/properties/hs_meeting_end_time")
            .required()
            .via(convert::utc),
        Field::body("title", "/properties/hs_meeting_title").via(convert::text),
        Field::fixed(
            Place::Body("/properties/hs_meeting_outcome"),
            Fixed::Text("SCHEDULED"),
        ),
        Field::body("contact", "/associations")
            .required()
            .via(with_contact::<MEETING_TO_CONTACT>),
    ],
    answer: "",
    record: meeting,
};

static SEARCH: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/meetings/search",
    version: None,
    reads: true,
    fields: &[
        Field::composed(Place::Body("/filterGroups"), filters),
        Field::fixed(
            Place::Body("/sorts"),
            Fixed::List(&["hs_meeting_start_time"]),
        ),
        Field::fixed(
            Place::Body("/properties"),
            Fixed::List(&[
                "hs_meeting_title",
                "hs_meeting_start_time",
                "hs_meeting_end_time",
                "hs_meeting_outcome",
            ]),
        ),
        Field::composed(Place::Body("/limit"), |args| {
            Ok(Some(json!(limit(args, 100, LARGEST_PAGE))))
        }),
        AFTER,
    ],
    answer: "",
    record: |answer, args| {
        // Start and end say what was searched for, not what was found.
        let of_contact = json!({ "contact": args.get("contact") });
        let asked = Asked {
            args: &of_contact,
            home: args.home,
        };
        page(answer, "appointments", |item| meeting(item, &asked))
    },
};

static CONTACTS: Request = Request {
    method: Method::Post,
    path: "/crm/associations/2026-09/meetings/contacts/batch/read",
    version: None,
    reads: true,
    fields: ASSOCIATED,
    answer: "",
    record: first_contacts,
};

static RESCHEDULE: Request = Request {
    method: Method::Patch,
    path: ONE,
    version: None,
    reads: false,
    fields: &[
        Field::path("appointment", "objectId"),
        Field::body("start", "/properties/hs_timestamp")
            .required()
            .via(convert::utc),
        Field::body("start", "/properties/hs_meeting_start_time").via(convert::utc),
        Field::body("end", "/properties/hs_meeting_end_time")
            .required()
            .via(convert::utc),
        Field::fixed(
            Place::Body("/properties/hs_meeting_outcome"),
            Fixed::Text("RESCHEDULED"),
        ),
    ],
    answer: "",
    record: meeting,
};

static CANCEL: Request = Request {
    method: Method::Patch,
    path: ONE,
    version: None,
    reads: false,
    fields: &[
        Field::path("appointment", "objectId"),
        Field::fixed(
            Place::Body("/properties/hs_meeting_outcome"),
            Fixed::Text("CANCELED"),
        ),
    ],
    answer: "",
    record: |answer, args| {
        let mut record = meeting(answer, args)?;
        record["status"] = json!("cancelled");
        Some(record)
    },
};

static DELETE: Request = Request {
    method: Method::Delete,
    path: ONE,
    version: None,
    reads: false,
    fields: &[Field::path("appointment", "objectId")],
    answer: "",
    record: |_, args| deleted(args, "appointment"),
};

fn filters(args: &Value) -> Converted {
    let mut all = Vec::new();
    all.extend(bound(args, "start", "hs_meeting_start_time", "GTE")?);
    all.extend(bound(args, "end", "hs_meeting_start_time", "LT")?);
    if let Some(contact) = text(args, "/contact") {
        all.push(filter("associations.contact", "EQ", &contact));
    }
    Ok(Some(all_of(all)))
}

/// A search, and the contacts of what it found unless one was asked for.
fn find<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let mut page = line.call(&SEARCH, args).await?;
        if let Some(meetings) = page["appointments"]
            .as_array_mut()
            .filter(|_| text(args, "/contact").is_none())
        {
            add_contacts(line, &CONTACTS, meetings).await?;
        }
        Ok(page)
    }
    .boxed()
}

/// What an answer leaves out is as it was asked for.
fn meeting(item: &Value, args: &Asked<'_>) -> Option<Value> {
    let at = |name: &str, asked: &str| {
        time(item, &format!("/properties/{name}")).or_else(|| time(args, asked))
    };
    let status = property(item, "hs_meeting_outcome").map(|outcome| match outcome.as_str() {
        "SCHEDULED" | "RESCHEDULED" => "confirmed".to_owned(),
        "COMPLETED" => "showed".to_owned(),
        "NO_SHOW" => "noshow".to_owned(),
        "CANCELED" => "cancelled".to_owned(),
        other => other.to_lowercase(),
    });
    Appointment {
        id: text(item, "/id")?,
        title: property(item, "hs_meeting_title").or_else(|| text(args, "/title")),
        contact: text(args, "/contact"),
        calendar: None,
        start: at("hs_meeting_start_time", "/start"),
        end: at("hs_meeting_end_time", "/end"),
        status,
    }
    .of(item)
}
