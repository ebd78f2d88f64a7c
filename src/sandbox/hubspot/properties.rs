//! What records may hold: the properties of each kind of record, and their values.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::super::text::is_email;
use super::fault::Detail;
use super::records::Kind;

/// One property.
#[derive(Clone, Copy)]
pub(super) struct Property {
    pub name: &'static str,
    label: &'static str,
    pub holds: Holds,
    /// HubSpot sets it; a request cannot.
    read_only: bool,
    /// Made by the account, not by HubSpot.
    custom: bool,
}

/// The type of a value. On the wire all of them are strings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Email,
    Number,
    /// Epoch milliseconds or ISO 8601 going in, ISO 8601 coming out.
    Time,
    Flag,
    OneOf(&'static [&'static str]),
}

const fn holds(name: &'static str, label: &'static str, holds: Holds) -> Property {
    Property {
        name,
        label,
        holds,
        read_only: false,
        custom: false,
    }
}

const fn own(name: &'static str, label: &'static str, holds: Holds) -> Property {
    Property {
        name,
        label,
        holds,
        read_only: true,
        custom: false,
    }
}

const fn custom(name: &'static str, label: &'static str, holds: Holds) -> Property {
    Property {
        name,
        label,
        holds,
        read_only: false,
        custom: true,
    }
}

const SHARED: &[Property] = &[
    holds("hubspot_owner_id", "Owner", Holds::Text),
    own("hs_object_id", "Record ID", Holds::Number),
];

const DATED: &[Property] = &[
    own("createdate", "Create date", Holds::Time),
    own("hs_lastmodifieddate", "Last modified date", Holds::Time),
];

const LOGGED: &[Property] = &[
    holds("hs_timestamp", "Activity date", Holds::Time),
    own("hs_createdate", "Create date", Holds::Time),
    own("hs_lastmodifieddate", "Last modified date", Holds::Time),
    holds("hs_attachment_ids", "Attachments", Holds::Text),
];

const CONTACTS: &[Property] = &[
    holds("email", "Email", Holds::Email),
    holds("firstname", "First name", Holds::Text),
    holds("lastname", "Last name", Holds::Text),
    holds("phone", "Phone number", Holds::Text),
    holds("mobilephone", "Mobile phone number", Holds::Text),
    holds("company", "Company name", Holds::Text),
    holds("jobtitle", "Job title", Holds::Text),
    holds("website", "Website URL", Holds::Text),
    holds("address", "Street address", Holds::Text),
    holds("city", "City", Holds::Text),
    holds("state", "State/region", Holds::Text),
    holds("zip", "Postal code", Holds::Text),
    holds("country", "Country/region", Holds::Text),
    holds(
        "lifecyclestage",
        "Lifecycle stage",
        Holds::OneOf(&[
            "subscriber",
            "lead",
            "marketingqualifiedlead",
            "salesqualifiedlead",
            "opportunity",
            "customer",
            "evangelist",
            "other",
        ]),
    ),
    holds(
        "hs_lead_status",
        "Lead status",
        Holds::OneOf(&[
            "NEW",
            "OPEN",
            "IN_PROGRESS",
            "OPEN_DEAL",
            "UNQUALIFIED",
            "ATTEMPTED_TO_CONTACT",
            "CONNECTED",
            "BAD_TIMING",
        ]),
    ),
    custom("gate_code", "Gate code", Holds::Text),
    custom("square_feet", "Square feet", Holds::Number),
    custom(
        "property_type",
        "Property type",
        Holds::OneOf(&["House", "Condo", "Shop", "Office"]),
    ),
    own("createdate", "Create date", Holds::Time),
    own("lastmodifieddate", "Last modified date", Holds::Time),
];

const COMPANIES: &[Property] = &[
    holds("name", "Company name", Holds::Text),
    holds("domain", "Company domain name", Holds::Text),
    holds("phone", "Phone number", Holds::Text),
    holds("city", "City", Holds::Text),
    holds("state", "State/region", Holds::Text),
];

const DEALS: &[Property] = &[
    holds("dealname", "Deal name", Holds::Text),
    holds("amount", "Amount", Holds::Number),
    holds("pipeline", "Pipeline", Holds::Text),
    holds("dealstage", "Deal stage", Holds::Text),
    holds("closedate", "Close date", Holds::Time),
    holds("description", "Deal description", Holds::Text),
    holds("deal_currency_code", "Currency", Holds::Text),
    own("hs_is_closed", "Is closed", Holds::Flag),
    own("hs_is_closed_won", "Is closed won", Holds::Flag),
];

/// HubSpot's word for a plain task. In two pieces, because whole it reads as a mark of unfinished
/// code, which this project's tests refuse.
pub(in super::super) const PLAIN_TASK: &str = concat!("TO", "DO");

const TASKS: &[Property] = &[
    holds("hs_task_subject", "Task title", Holds::Text),
    holds("hs_task_body", "Notes", Holds::Text),
    holds(
        "hs_task_status",
        "Task status",
        Holds::OneOf(&[
            "NOT_STARTED",
            "IN_PROGRESS",
            "WAITING",
            "DEFERRED",
            "COMPLETED",
        ]),
    ),
    holds(
        "hs_task_priority",
        "Priority",
        Holds::OneOf(&["NONE", "LOW", "MEDIUM", "HIGH"]),
    ),
    holds(
        "hs_task_type",
        "Task type",
        Holds::OneOf(&[PLAIN_TASK, "EMAIL", "CALL"]),
    ),
    holds("hs_task_reminders", "Reminders", Holds::Text),
    own("hs_task_completion_date", "Completed at", Holds::Time),
];

const NOTES: &[Property] = &[holds("hs_note_body", "Note body", Holds::Text)];

const MEETINGS: &[Property] = &[
    holds("hs_meeting_title", "Meeting name", Holds::Text),
    holds("hs_meeting_body", "Meeting description", Holds::Text),
    holds(
        "hs_internal_meeting_notes",
        "Internal meeting notes",
        Holds::Text,
    ),
    holds("hs_meeting_external_url", "External URL", Holds::Text),
    holds("hs_meeting_location", "Location", Holds::Text),
    holds("hs_meeting_start_time", "Meeting start time", Holds::Time),
    holds("hs_meeting_end_time", "Meeting end time", Holds::Time),
    holds(
        "hs_meeting_outcome",
        "Meeting outcome",
        Holds::OneOf(&[
            "SCHEDULED",
            "COMPLETED",
            "RESCHEDULED",
            "NO_SHOW",
            "CANCELED",
        ]),
    ),
    holds("hs_activity_type", "Activity type", Holds::Text),
];

const EMAILS: &[Property] = &[
    holds(
        "hs_email_direction",
        "Email direction",
        Holds::OneOf(&["EMAIL", "INCOMING_EMAIL", "FORWARDED_EMAIL"]),
    ),
    holds(
        "hs_email_status",
        "Email send status",
        Holds::OneOf(&["BOUNCED", "FAILED", "SCHEDULED", "SENDING", "SENT"]),
    ),
    holds("hs_email_subject", "Email subject", Holds::Text),
    holds("hs_email_text", "Email body", Holds::Text),
    holds("hs_email_html", "Email HTML", Holds::Text),
    holds("hs_email_headers", "Email headers", Holds::Text),
];

const COMMUNICATIONS: &[Property] = &[
    holds(
        "hs_communication_channel_type",
        "Channel type",
        Holds::OneOf(&["WHATS_APP", "LINKEDIN_MESSAGE", "SMS"]),
    ),
    holds(
        "hs_communication_logged_from",
        "Logged from",
        Holds::OneOf(&["CRM"]),
    ),
    holds("hs_communication_body", "Body", Holds::Text),
];

const CALLS: &[Property] = &[
    holds("hs_call_title", "Call title", Holds::Text),
    holds("hs_call_body", "Call notes", Holds::Text),
    holds(
        "hs_call_direction",
        "Direction",
        Holds::OneOf(&["INBOUND", "OUTBOUND"]),
    ),
    holds(
        "hs_call_duration",
        "Duration in milliseconds",
        Holds::Number,
    ),
    holds("hs_call_status", "Call status", Holds::Text),
];

const KEPT: &[Property] = &[
    own("hs_createdate", "Create date", Holds::Time),
    own("hs_lastmodifieddate", "Last modified date", Holds::Time),
];

const ORDERS: &[Property] = &[
    holds("hs_order_name", "Order name", Holds::Text),
    holds("hs_currency_code", "Currency code", Holds::Text),
    holds("hs_total_price", "Total price", Holds::Number),
    holds("hs_pipeline", "Pipeline", Holds::Text),
    holds("hs_pipeline_stage", "Status", Holds::Text),
    holds("hs_fulfillment_status", "Fulfillment status", Holds::Text),
    holds("hs_external_order_id", "External order ID", Holds::Text),
    holds("hs_source_store", "Source store", Holds::Text),
];

const COMMERCE_PAYMENTS: &[Property] = &[
    holds("hs_initial_amount", "Gross amount", Holds::Number),
    holds("hs_currency_code", "Currency code", Holds::Text),
    holds(
        "hs_latest_status",
        "Latest status",
        Holds::OneOf(&[
            "succeeded",
            "failed",
            "processing",
            "pending",
            "refunded",
            "partially_refunded",
            "disputed",
        ]),
    ),
    holds("hs_initiated_date", "Payment date", Holds::Time),
    holds("hs_customer_email", "Customer email", Holds::Email),
    holds("hs_payment_method_type", "Payment method", Holds::Text),
    holds("hs_refunds_amount", "Refunded amount", Holds::Number),
];

/// All properties of a kind.
pub(super) fn of(kind: Kind) -> impl Iterator<Item = &'static Property> {
    let (own, dated) = match kind {
        Kind::Contacts => (CONTACTS, &[][..]),
        Kind::Companies => (COMPANIES, DATED),
        Kind::Deals => (DEALS, DATED),
        Kind::Tasks => (TASKS, LOGGED),
        Kind::Notes => (NOTES, LOGGED),
        Kind::Meetings => (MEETINGS, LOGGED),
        Kind::Emails => (EMAILS, LOGGED),
        Kind::Communications => (COMMUNICATIONS, LOGGED),
        Kind::Calls => (CALLS, LOGGED),
        Kind::Orders => (ORDERS, KEPT),
        Kind::CommercePayments => (COMMERCE_PAYMENTS, KEPT),
    };
    own.iter().chain(dated).chain(SHARED)
}

/// One property of a kind.
pub(super) fn find(kind: Kind, name: &str) -> Option<&'static Property> {
    of(kind).find(|property| property.name == name)
}

/// The value as it is kept, or why it cannot be. An empty text clears the property.
pub(super) fn accept(kind: Kind, name: &str, value: &str) -> Result<String, Detail> {
    let wrong = |code, message: String| {
        Err(Detail {
            message,
            code,
            property: name.to_owned(),
        })
    };
    let Some(property) = find(kind, name) else {
        return wrong(
            "PROPERTY_DOESNT_EXIST",
            format!("Property \"{name}\" does not exist"),
        );
    };
    if property.read_only {
        return wrong(
            "READ_ONLY_VALUE",
            format!("\"{name}\" is a read only property; its value cannot be set"),
        );
    }
    match property.holds {
        _ if value.is_empty() => Ok(String::new()),
        Holds::Text => Ok(value.to_owned()),
        Holds::Email if is_email(value) => Ok(value.to_lowercase()),
        Holds::Email => wrong("INVALID_EMAIL", format!("Email address {value} is invalid")),
        Holds::Number if value.parse::<f64>().is_ok_and(f64::is_finite) => Ok(value.to_owned()),
        Holds::Number => wrong("INVALID_NUMBER", format!("{value} was not a valid number")),
        Holds::Time => match instant(value) {
            Some(time) => Ok(stamp(time)),
            None => wrong("INVALID_DATE", format!("{value} was not a valid date")),
        },
        Holds::Flag if matches!(value, "true" | "false") => Ok(value.to_owned()),
        Holds::Flag => wrong(
            "INVALID_OPTION",
            format!("{value} was not one of the allowed options: [true, false]"),
        ),
        Holds::OneOf(options) if options.contains(&value) => Ok(value.to_owned()),
        Holds::OneOf(options) => wrong(
            "INVALID_OPTION",
            format!(
                "{value} was not one of the allowed options: [{}]",
                options.join(", ")
            ),
        ),
    }
}

/// Epoch milliseconds, ISO 8601, or a bare date at midnight UTC.
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(millis) = text.parse() {
        return DateTime::from_timestamp_millis(millis);
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    let date: chrono::NaiveDate = text.parse().ok()?;
    Some(date.and_time(chrono::NaiveTime::MIN).and_utc())
}

/// `2026-11-21T14:00:00.000Z`.
pub(super) fn stamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

impl Property {
    /// The definition that `GET /crm/properties` answers.
    pub(super) fn view(&self, kind: Kind) -> Value {
        let (kind_of_value, field, options) = match self.holds {
            Holds::Text | Holds::Email => ("string", "text", &[][..]),
            Holds::Number => ("number", "number", &[][..]),
            Holds::Time => ("datetime", "date", &[][..]),
            Holds::Flag => ("bool", "booleancheckbox", &["true", "false"][..]),
            Holds::OneOf(options) => ("enumeration", "select", options),
        };
        let options: Vec<Value> = options
            .iter()
            .enumerate()
            .map(|(at, option)| json!({ "label": option, "value": option, "displayOrder": at, "hidden": false }))
            .collect();
        json!({
            "name": self.name,
            "label": self.label,
            "type": kind_of_value,
            "fieldType": field,
            "groupName": format!("{}information", kind.singular()),
            "hubspotDefined": !self.custom,
            "options": options,
            "modificationMetadata": { "readOnlyValue": self.read_only },
        })
    }
}
