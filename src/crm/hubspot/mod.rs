//! HubSpot: its rows, one file per resource, and the proxy over them.
//!
//! Every property value is a text, and every creation names its associations, if only none.
//! Contacts have no tags here; a tag is kept as a manual list of the same name. Which lists a contact is in is not among
//! the calls we know, so the `tags` of a contact record are `null`, and nothing can be searched by tag.

mod account;
mod campaigns;
mod cannot;
mod commerce;
mod contacts;
mod deals;
mod fault;
mod fields;
mod meetings;
mod notes;
mod outcomes;
mod owners;
mod pieces;
mod pipelines;
mod raw;
mod tags;
mod tasks;
mod threads;
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

pub(super) static VENDOR: Vendor = Vendor {
    tables: &[
        contacts::ROWS,
        tags::ROWS,
        fields::ROWS,
        deals::ROWS,
        outcomes::ROWS,
        pipelines::ROWS,
        meetings::ROWS,
        tasks::ROWS,
        notes::ROWS,
        workflows::ROWS,
        campaigns::ROWS,
        threads::ROWS,
        owners::ROWS,
        account::ROWS,
        commerce::ROWS,
        raw::ROWS,
        webhook::ROWS,
    ],
    cannot: cannot::CANNOT,
    fault: fault::read,
    rules: &Rules {
        // What the smallest accounts may do.
        requests: Rate {
            most: 100,
            interval: Duration::from_secs(10),
        },
        searches: Some(Rate {
            most: 5,
            interval: Duration::from_secs(1),
        }),
        max: "x-hubspot-ratelimit-max",
        remaining: "x-hubspot-ratelimit-remaining",
        interval: "x-hubspot-ratelimit-interval-milliseconds",
        daily_remaining: "x-hubspot-ratelimit-daily-remaining",
        daily_reset: None,
    },
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

    fn requests_per_minute(&self) -> u64 {
        self.0.requests_per_minute()
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
