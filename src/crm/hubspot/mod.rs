//! HubSpot: its rows, one file per resource, and the proxy over them.
//!
//! Every property value is a text, and every creation names its associations, if only none.
//! Contacts have no tags here; a tag is kept as a manual list of the same name. Which lists a contact is in is not among
//! the calls we know, so the `tags` of a contact record are `null`, and nothing can be searched by tag.

mod account;
mod contacts;
mod deals;
mod fault;
mod notes;
mod pieces;
mod pipelines;
mod tags;
mod tasks;

use async_trait::async_trait;
use serde_json::{Value, json};

use super::{
    Account, Call, Credentials, CrmProxy, Error, Http, Provider,
    line::{Line, Vendor},
};

pub(super) static VENDOR: Vendor = Vendor {
    tables: &[
        contacts::ROWS,
        tags::ROWS,
        deals::ROWS,
        pipelines::ROWS,
        tasks::ROWS,
        notes::ROWS,
        account::ROWS,
    ],
    cannot: &[
        (
            "send_sms",
            "HubSpot has no API that sends an SMS: send it through a GoHighLevel connection or from your phone, and keep a note of it in HubSpot.",
        ),
        (
            "send_email",
            "HubSpot has no API that sends a single e-mail: send it through a GoHighLevel connection or from your mailbox, and keep a note of it in HubSpot.",
        ),
        (
            "list_calendars",
            "HubSpot has scheduling pages but no calendars that can be listed: use a GoHighLevel connection, or look at Meetings in HubSpot.",
        ),
        (
            "list_free_slots",
            "HubSpot does not tell the free times of a calendar: use a GoHighLevel connection, or send your scheduling page's link.",
        ),
        (
            "book_appointment",
            "HubSpot only logs meetings, without checking free times or inviting anybody: use a GoHighLevel connection, or send your scheduling page's link.",
        ),
        (
            "list_appointments",
            "HubSpot keeps meetings in its owners' own calendars: use a GoHighLevel connection, or look at Meetings in HubSpot.",
        ),
    ],
    fault: fault::read,
};

/// One HubSpot portal.
pub(super) struct HubSpotProxy(Line);

impl HubSpotProxy {
    pub fn new(http: Http, credentials: Credentials) -> Self {
        Self(Line::new(http, credentials, &VENDOR))
    }
}

#[async_trait]
impl CrmProxy for HubSpotProxy {
    fn provider(&self) -> Provider {
        Provider::HubSpot
    }

    fn supports(&self, operation: &str) -> bool {
        self.0.endpoint(operation).is_some()
    }

    fn instead(&self, operation: &str) -> Option<&'static str> {
        self.0.instead(operation)
    }

    async fn verify(&self) -> Result<Account, Error> {
        account::read(&self.0.call(&account::GET, &json!({})).await?)
    }

    fn preview(&self, operation: &str, args: &Value) -> Result<Vec<Call>, Error> {
        self.0.preview(operation, args)
    }

    async fn perform(&self, operation: &str, args: &Value) -> Result<Value, Error> {
        self.0.perform(operation, args).await
    }
}
