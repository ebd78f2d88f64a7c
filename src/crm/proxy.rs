//! The trait that a conversation holds, and how to get one.

use std::{fmt, str::FromStr, sync::Arc};

use async_trait::async_trait;
use secrecy::SecretString;
use serde::Serialize;
use serde_json::Value;

use super::{
    Error, Http,
    gohighlevel::{self, GoHighLevelProxy},
    hubspot::{self, HubSpotProxy},
    line::Vendor,
    rows::Endpoint,
};

/// A CRM vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Provider {
    /// HighLevel, as agencies sell it.
    GoHighLevel,
    /// HubSpot.
    HubSpot,
}

impl Provider {
    /// Every vendor, in the order in which lists show them.
    pub const ALL: [Self; 2] = [Self::GoHighLevel, Self::HubSpot];

    /// The name in addresses, tables and settings: `gohighlevel` or `hubspot`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GoHighLevel => "gohighlevel",
            Self::HubSpot => "hubspot",
        }
    }

    /// The name that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::GoHighLevel => "GoHighLevel",
            Self::HubSpot => "HubSpot",
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// A word that names no vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a CRM that we know: gohighlevel or hubspot")]
pub struct UnknownProvider;

impl FromStr for Provider {
    type Err = UnknownProvider;

    fn from_str(text: &str) -> Result<Self, UnknownProvider> {
        Self::ALL
            .into_iter()
            .find(|provider| provider.as_str().eq_ignore_ascii_case(text.trim()))
            .ok_or(UnknownProvider)
    }
}

/// What it takes to talk to one account.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Whose account.
    pub provider: Provider,
    /// The key, sent as bearer.
    pub token: SecretString,
    /// GoHighLevel's location; HubSpot has none.
    pub location_id: Option<String>,
    /// Without the path of an operation, such as `https://services.leadconnectorhq.com`.
    pub base_url: String,
    /// What the account's records are read with.
    pub home: Home,
}

/// Where an account is at home, as far as its CRM told: what a phone number without a country code and an amount without
/// a currency mean there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// ISO 3166-1 code, such as `US`.
    pub country: Option<String>,
    /// ISO 4217 code, such as `USD`.
    pub currency: Option<String>,
}

/// One HTTP call as people see it before it is made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Call {
    /// `GET`, `POST`, …
    pub method: String,
    /// The whole address. `{braces}` stand for an id that an earlier call of the same plan will find.
    pub url: String,
    /// Name and value; the key is masked.
    pub headers: Vec<(String, String)>,
    /// The JSON that is sent.
    pub body: Option<Value>,
}

/// The account behind a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The location's or portal's id.
    pub id: String,
    /// What the vendor calls it.
    pub name: String,
    /// IANA name of its time zone.
    pub timezone: Option<String>,
    /// Its country and currency.
    pub home: Home,
}

/// One account at one CRM. Operations, arguments and records are the same for every vendor.
///
/// ```
/// # use crm_copilot::crm::{CrmProxy, Error};
/// # async fn example(crm: &dyn CrmProxy) -> Result<(), Error> {
/// let found = crm.perform("search_contacts", &serde_json::json!({"query": "john"})).await?;
/// # let _ = found; Ok(())
/// # }
/// ```
#[async_trait]
pub trait CrmProxy: Send + Sync {
    /// Whose account this is.
    fn provider(&self) -> Provider;

    /// Whether the vendor can do this operation at all.
    fn supports(&self, operation: &str) -> bool;

    /// What cannot be done and what to do instead, when `supports` is false.
    fn instead(&self, operation: &str) -> Option<&'static str>;

    /// How many requests the vendor takes in a minute, by its own headers as far as they are known.
    fn requests_per_minute(&self) -> u64;

    /// Asks the CRM whose account the key opens. The cheapest proof that key and location are right.
    async fn verify(&self) -> Result<Account, Error>;

    /// The exact calls that [`perform`](Self::perform) would make, without making them.
    fn preview(&self, operation: &str, args: &Value) -> Result<Vec<Call>, Error>;

    /// Does the operation: canonical arguments in, canonical records out.
    async fn perform(&self, operation: &str, args: &Value) -> Result<Value, Error>;
}

/// A proxy for these credentials. Nothing is sent yet.
pub fn connect(http: Http, credentials: Credentials) -> Arc<dyn CrmProxy> {
    match credentials.provider {
        Provider::GoHighLevel => Arc::new(GoHighLevelProxy::new(http, credentials)),
        Provider::HubSpot => Arc::new(HubSpotProxy::new(http, credentials)),
    }
}

/// The operations that a vendor can do, each with the scopes that its key must hold.
pub fn operations(
    provider: Provider,
) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    vendor(provider)
        .endpoints()
        .map(|endpoint| (endpoint.operation, endpoint.scopes))
}

/// Every request that a row of a vendor describes: operation, method, and path with its `{names}`.
pub fn requests(
    provider: Provider,
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let rows = |endpoint: &'static Endpoint| {
        endpoint
            .requests()
            .into_iter()
            .map(|request| (endpoint.operation, request.method.as_str(), request.path))
    };
    vendor(provider).endpoints().flat_map(rows)
}

pub(super) fn vendor(provider: Provider) -> &'static Vendor {
    match provider {
        Provider::GoHighLevel => &gohighlevel::VENDOR,
        Provider::HubSpot => &hubspot::VENDOR,
    }
}
