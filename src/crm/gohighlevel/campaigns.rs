//! Campaigns: which there are, and putting a contact into one or taking it out.

use serde_json::{Value, json};

use super::JULY_2021;
use crate::crm::{
    convert,
    record::{list, text},
    records::{Enrolled, Enrolment, Program, Record},
    rows::{Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_campaigns",
        scopes: &["campaigns.readonly"],
        does: Does::Request(&LIST),
    },
    Endpoint {
        operation: "add_to_campaign",
        scopes: &["contacts.write"],
        does: Does::Request(&ADD),
    },
    Endpoint {
        operation: "remove_from_campaign",
        scopes: &["contacts.write"],
        does: Does::Request(&REMOVE),
    },
];

static LIST: Request = Request {
    method: Method::Get,
    path: "/campaigns/",
    version: JULY_2021,
    reads: true,
    fields: &[Field::location(Place::Query("locationId"))],
    answer: "",
    record: |answer, _| {
        let campaigns = list(answer, "/campaigns", |campaign| {
            Program {
                id: text(campaign, "/id")?,
                name: text(campaign, "/name"),
                status: text(campaign, "/status"),
            }
            .of(campaign)
        })?;
        Some(json!({ "campaigns": campaigns }))
    },
};

static ADD: Request = Request {
    method: Method::Post,
    path: "/contacts/{contactId}/campaigns/{campaignId}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::path("campaign", "campaignId").via(one_campaign),
        Field::fixed(Place::Body(""), Fixed::Object),
    ],
    answer: "",
    record: |_, args| enrolled(args, true),
};

static REMOVE: Request = Request {
    method: Method::Delete,
    path: "/contacts/{contactId}/campaigns/{campaignId}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::path("campaign", "campaignId").via(one_campaign),
    ],
    answer: "",
    record: |_, args| enrolled(args, false),
};

/// Under this word the vendor takes the contact out of all its campaigns.
fn one_campaign(campaign: &Value) -> Converted {
    let id = convert::text(campaign)?;
    let word = id.as_ref().and_then(Value::as_str).map(str::to_lowercase);
    match word.as_deref() {
        Some("removeall" | "remove-all") => Err("this is not the id of a campaign".into()),
        _ => Ok(id),
    }
}

fn enrolled(args: &Value, enrolled: bool) -> Option<Value> {
    Enrolment {
        contact: text(args, "/contact")?,
        program: Enrolled::Campaign(text(args, "/campaign")?),
        enrolled,
    }
    .json()
}
