//! The account itself: its zone and currency, its users, its property definitions, and the
//! scheduling pages that stand in for calendars.

use axum::routing::MethodFilter;
use chrono::{DateTime, Offset, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::super::text::fold;
use super::paging::page;
use super::properties::{self, stamp};
use super::records::Kind;
use super::{Answer, Row, State};

pub(super) const ROWS: &[Row] = &[
    Row::reads(MethodFilter::GET, "/account-info/2026-09/details", details),
    Row::reads(MethodFilter::GET, "/crm/owners/2026-09", owners),
    Row::reads(
        MethodFilter::GET,
        "/crm/properties/2026-09/{objectType}",
        definitions,
    ),
    Row::reads(
        MethodFilter::GET,
        "/scheduler/2026-09/meetings/meeting-links",
        meeting_links,
    ),
];

/// The account.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Portal {
    pub id: u64,
    pub timezone: Tz,
    pub currency: String,
}

/// A user of the account who can own records.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Owner {
    pub id: String,
    pub user_id: u64,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub created: DateTime<Utc>,
}

/// A page where people book a meeting by themselves.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct MeetingLink {
    pub id: String,
    pub name: String,
    pub slug: String,
    pub default: bool,
    pub created: DateTime<Utc>,
}

fn details(call: &Call, state: &State) -> Answer {
    let portal = &state.portal;
    let offset = call.now.with_timezone(&portal.timezone).offset().fix();
    Ok(Reply::ok(json!({
        "portalId": portal.id,
        "timeZone": portal.timezone.name(),
        "accountType": "STANDARD",
        "companyCurrency": portal.currency,
        "additionalCurrencies": [],
        "utcOffset": offset.to_string(),
        "utcOffsetMilliseconds": i64::from(offset.local_minus_utc()) * 1000,
        "uiDomain": "app.hubspot.com",
        "dataHostingLocation": "na1",
    })))
}

fn owners(call: &Call, state: &State) -> Answer {
    let results: Vec<Value> = state
        .owners
        .iter()
        .filter(|owner| call.query("email").is_none_or(|email| email == owner.email))
        .map(|owner| {
            json!({
                "id": owner.id,
                "email": owner.email,
                "firstName": owner.first_name,
                "lastName": owner.last_name,
                "userId": owner.user_id,
                "type": "PERSON",
                "archived": false,
                "createdAt": stamp(owner.created),
                "updatedAt": stamp(owner.created),
            })
        })
        .collect();
    Ok(Reply::ok(json!({ "results": results })))
}

fn definitions(call: &Call, _: &State) -> Answer {
    let kind = Kind::of(call, "objectType")?;
    let results: Vec<Value> = properties::of(kind)
        .map(|property| property.view(kind))
        .collect();
    Ok(Reply::ok(json!({ "results": results })))
}

fn meeting_links(call: &Call, state: &State) -> Answer {
    let wanted = fold(call.query("name").unwrap_or_default());
    let organizer = call.query("organizerUserId");
    let ours = |id: &str| state.owners.iter().any(|o| o.user_id.to_string() == id);
    let all: Vec<Value> = state
        .meeting_links
        .iter()
        .filter(|link| fold(&link.name).contains(&wanted))
        .filter(|_| {
            call.query("type")
                .is_none_or(|kind| kind == "PERSONAL_LINK")
        })
        .filter(|_| organizer.is_none_or(ours))
        .map(|link| {
            json!({
                "id": link.id,
                "name": link.name,
                "slug": link.slug,
                "link": format!("https://meetings.hubspot.com/{}", link.slug),
                "type": "PERSONAL_LINK",
                "defaultLink": link.default,
                "organizerUserId": state.owners.first().map(|o| o.user_id.to_string()),
                "createdAt": stamp(link.created),
                "updatedAt": stamp(link.created),
            })
        })
        .collect();
    let mut answer = page(call, &all, 100)?;
    answer["total"] = json!(all.len());
    Ok(Reply::ok(answer))
}
