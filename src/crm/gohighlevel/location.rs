//! The location itself: the cheapest proof that key, location and version go together.

use serde_json::Value;

use super::JULY_2021;
use crate::crm::{
    Account, Effect, Error, Home,
    record::{first_text, joined, text},
    records::{Location, Phone, Record},
    rows::{Does, Endpoint, Field, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[Endpoint {
    operation: "get_location",
    scopes: &["locations.readonly"],
    does: Does::Request(&GET),
}];

pub(super) static GET: Request = Request {
    method: Method::Get,
    path: "/locations/{locationId}",
    version: JULY_2021,
    reads: true,
    fields: &[Field::location(Place::Path("locationId"))],
    answer: "/location",
    record: |location, _| {
        let country = first_text(location, &["/country", "/business/country"]);
        Location {
            id: text(location, "/id")?,
            name: first_text(location, &["/name", "/business/name"]),
            timezone: first_text(location, &["/timezone", "/business/timezone"]),
            email: first_text(location, &["/email", "/business/email"]),
            phone: first_text(location, &["/phone", "/business/phone"])
                .map(|number| Phone::read(&number, country.as_deref())),
            address: address(location).or_else(|| address(location.get("business")?)),
            country,
            currency: first_text(location, &["/currency", "/business/currency"]),
        }
        .of(location)
    },
};

fn address(place: &Value) -> Option<String> {
    joined(
        place,
        &["/address", "/city", "/state", "/postalCode", "/country"],
    )
}

/// The account in a location record.
pub(super) fn account(location: &Value) -> Result<Account, Error> {
    let id = text(location, "/id").ok_or(Error::Protocol {
        what: "the location has no id",
        effect: Effect::None,
        source: None,
    })?;
    let name = text(location, "/name").unwrap_or_else(|| id.clone());
    Ok(Account {
        id,
        name,
        timezone: text(location, "/timezone"),
        home: Home {
            country: text(location, "/country"),
            currency: text(location, "/currency"),
        },
    })
}
