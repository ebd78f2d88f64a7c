//! GoHighLevel: its rows, one file per resource, and the proxy over them.

mod appointments;
mod bookings;
mod calendars;
mod campaigns;
mod contacts;
mod conversations;
mod dnd;
mod fault;
mod fields;
mod location;
mod messages;
mod notes;
mod opportunities;
mod payments;
mod raw;
mod social;
mod tags;
mod tasks;
mod users;
mod workflows;

use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};

use super::{
    Account, Call, Credentials, CrmProxy, Error, Http, Provider,
    limits::{Rate, Rules},
    line::{Line, Vendor},
    webhook,
};

/// The version of the calendar and conversation interfaces.
const APRIL_2021: Option<&str> = Some("2021-04-15");
/// The version of all others.
const JULY_2021: Option<&str> = Some("2021-07-28");

pub(super) static VENDOR: Vendor = Vendor {
    tables: &[
        contacts::ROWS,
        dnd::ROWS,
        tags::ROWS,
        fields::ROWS,
        opportunities::ROWS,
        calendars::ROWS,
        bookings::ROWS,
        tasks::ROWS,
        notes::ROWS,
        workflows::ROWS,
        campaigns::ROWS,
        conversations::ROWS,
        messages::ROWS,
        social::ROWS,
        users::ROWS,
        location::ROWS,
        payments::ROWS,
        raw::ROWS,
        webhook::ROWS,
    ],
    cannot: &[],
    fault: fault::read,
    rules: &Rules {
        requests: Rate {
            most: 100,
            interval: Duration::from_secs(10),
        },
        searches: None,
        max: "x-ratelimit-max",
        remaining: "x-ratelimit-remaining",
        interval: "x-ratelimit-interval-milliseconds",
        daily_remaining: "x-ratelimit-daily-remaining",
        daily_reset: Some("x-ratelimit-daily-reset"),
    },
};

/// One GoHighLevel location.
pub(super) struct GoHighLevelProxy(Line);

impl GoHighLevelProxy {
    pub fn new(http: Http, credentials: Credentials) -> Self {
        Self(Line::new(http, credentials, &VENDOR))
    }
}

#[async_trait]
impl CrmProxy for GoHighLevelProxy {
    fn provider(&self) -> Provider {
        Provider::GoHighLevel
    }

    fn supports(&self, operation: &str) -> bool {
        self.0.endpoint(operation).is_some()
    }

    fn instead(&self, operation: &str) -> Option<&'static str> {
        self.0.instead(operation)
    }

    fn requests_per_minute(&self) -> u64 {
        self.0.requests_per_minute()
    }

    async fn verify(&self) -> Result<Account, Error> {
        let location = self.0.call(&location::GET, &json!({})).await?;
        location::account(&location)
    }

    fn preview(&self, operation: &str, args: &Value) -> Result<Vec<Call>, Error> {
        self.0.preview(operation, args)
    }

    async fn perform(&self, operation: &str, args: &Value) -> Result<Value, Error> {
        self.0.perform(operation, args).await
    }
}
