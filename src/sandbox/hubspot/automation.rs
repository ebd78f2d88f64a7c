//! Workflows and marketing campaigns.
//!
//! Workflows are listed by version 4 and joined by version 2, by e-mail; neither has a date in
//! its path. A campaign groups assets: contacts are not members of it.

use std::collections::BTreeSet;

use axum::routing::MethodFilter;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::request::{Call, Reply};
use super::super::text::fold;
use super::paging::page;
use super::properties::stamp;
use super::records::Kind;
use super::{Answer, Row, State, fault};

const PLACE: &str = "/automation/v2/workflows/{workflowId}/enrollments/contacts/{email}";

pub(super) const ROWS: &[Row] = &[
    Row::reads(MethodFilter::GET, "/automation/v4/flows", flows),
    Row::changes(MethodFilter::POST, PLACE, enrol),
    Row::changes(MethodFilter::DELETE, PLACE, leave),
    Row::reads(MethodFilter::GET, "/marketing/campaigns/2026-09", campaigns),
];

/// A workflow.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Flow {
    pub id: String,
    pub name: String,
    pub enabled: bool,
    /// `0-1` for contacts, `0-3` for deals.
    pub object_type: String,
    pub created: DateTime<Utc>,
    /// Ids of the contacts in it.
    pub contacts: BTreeSet<String>,
}

/// A marketing campaign.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Campaign {
    pub id: String,
    pub name: String,
    pub status: String,
    pub created: DateTime<Utc>,
}

fn flows(call: &Call, state: &State) -> Answer {
    let all: Vec<Value> = state
        .flows
        .iter()
        .map(|flow| {
            json!({
                "id": flow.id,
                "name": flow.name,
                "isEnabled": flow.enabled,
                "flowType": "WORKFLOW",
                "objectTypeId": flow.object_type,
                "revisionId": "4",
                "createdAt": stamp(flow.created),
                "updatedAt": stamp(flow.created),
            })
        })
        .collect();
    page(call, &all, 100).map(Reply::ok)
}

/// Where the workflow of a path stands, and the id of the contact with the path's e-mail.
fn place(call: &Call, state: &State) -> Result<(usize, String), Reply> {
    let id = call.param("workflowId");
    let at = state
        .flows
        .iter()
        .position(|flow| flow.id == id)
        .ok_or_else(|| fault::not_found("No workflow with this id"))?;
    if state.flows[at].object_type != "0-1" {
        return Err(fault::invalid("This workflow is not contact-based"));
    }
    let email = call.param("email").to_lowercase();
    let contact = state
        .of_kind(Kind::Contacts)
        .find(|contact| contact.values.get("email") == Some(&email))
        .ok_or_else(|| fault::not_found("No contact with this email"))?;
    Ok((at, contact.id.clone()))
}

/// There is no body, and being in already is no fault.
fn enrol(call: &Call, state: &mut State) -> Answer {
    let (at, contact) = place(call, state)?;
    if !state.flows[at].enabled {
        return Err(fault::invalid("This workflow is not enabled"));
    }
    state.flows[at].contacts.insert(contact);
    Ok(Reply::nothing())
}

fn leave(call: &Call, state: &mut State) -> Answer {
    let (at, contact) = place(call, state)?;
    state.flows[at].contacts.remove(&contact);
    Ok(Reply::nothing())
}

/// A campaign shows the properties that are named, and no others; not even its name.
fn campaigns(call: &Call, state: &State) -> Answer {
    let named = call.query_list("properties");
    let wanted = fold(call.query("name").unwrap_or_default());
    let all: Vec<Value> = state
        .campaigns
        .iter()
        .filter(|campaign| fold(&campaign.name).contains(&wanted))
        .map(|campaign| {
            let mut properties = Map::new();
            for name in &named {
                let value = match *name {
                    "hs_name" => &campaign.name,
                    "hs_campaign_status" => &campaign.status,
                    _ => continue,
                };
                properties.insert((*name).to_owned(), json!(value));
            }
            json!({
                "id": campaign.id,
                "properties": properties,
                "createdAt": stamp(campaign.created),
                "updatedAt": stamp(campaign.created),
            })
        })
        .collect();
    let mut answer = page(call, &all, 100)?;
    answer["total"] = json!(all.len());
    Ok(Reply::ok(answer))
}
