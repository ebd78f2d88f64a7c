//! The portal: the cheapest proof that a key is right.

use serde_json::Value;

use crate::crm::{
    Account, Effect, Error, Home,
    record::text,
    records::{Location, Record},
    rows::{Does, Endpoint, Method, Request},
};

pub(super) static ROWS: &[Endpoint] = &[Endpoint {
    operation: "get_location",
    scopes: &["oauth"],
    does: Does::Request(&GET),
}];

pub(super) static GET: Request = Request {
    method: Method::Get,
    path: "/account-info/2026-09/details",
    version: None,
    reads: true,
    fields: &[],
    answer: "",
    record: |portal, _| {
        let id = text(portal, "/portalId")?;
        // The vendor tells no name of the account.
        let name = format!("HubSpot portal {id}");
        Location {
            id,
            name: Some(name),
            timezone: text(portal, "/timeZone"),
            email: None,
            phone: None,
            address: None,
            country: None,
            currency: text(portal, "/companyCurrency"),
        }
        .of(portal)
    },
};

/// The account in a record of the portal.
pub(super) fn read(portal: &Value) -> Result<Account, Error> {
    let unclear = Error::Protocol {
        what: "the portal has no id",
        effect: Effect::None,
        source: None,
    };
    match (text(portal, "/id"), text(portal, "/name")) {
        (Some(id), Some(name)) => Ok(Account {
            id,
            name,
            timezone: text(portal, "/timezone"),
            home: Home {
                country: None,
                currency: text(portal, "/currency"),
            },
        }),
        _ => Err(unclear),
    }
}
