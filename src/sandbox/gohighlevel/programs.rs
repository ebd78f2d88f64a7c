//! Workflows and campaigns: the lists of both, and who is in them.
//!
//! Neither can be made or changed through the API; only contacts go in and out. Paths say
//! `workflow` in the singular and `campaigns` in the plural.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::check::{Field, Kind, may, must};
use super::record::stamp;
use super::{Answer, JULY, Method, Row, State, fault, trace};

const WORKFLOW: &str = "/contacts/{contactId}/workflow/{workflowId}";
const CAMPAIGN: &str = "/contacts/{contactId}/campaigns/{campaignId}";

pub(super) const ROWS: &[Row] = &[
    Row::reads(Method::Get, "/workflows/", JULY, workflows).query(WORKFLOWS),
    Row::changes(Method::Post, WORKFLOW, JULY, add_to_workflow).body(ENROL),
    Row::changes(Method::Delete, WORKFLOW, JULY, remove_from_workflow).body(ENROL),
    Row::reads(Method::Get, "/campaigns/", JULY, campaigns).query(CAMPAIGNS),
    Row::changes(Method::Post, CAMPAIGN, JULY, add_to_campaign).body(&[]),
    Row::changes(Method::Delete, CAMPAIGN, JULY, remove_from_campaign),
    Row::changes(
        Method::Delete,
        "/contacts/{contactId}/campaigns/removeAll",
        JULY,
        remove_from_all_campaigns,
    ),
];

const WORKFLOWS: &[Field] = &[must("locationId", Kind::Text)];

const CAMPAIGNS: &[Field] = &[must("locationId", Kind::Text), may("status", Kind::Text)];

/// The body has to be there, empty or not, also for `DELETE`.
const ENROL: &[Field] = &[may("eventStartTime", Kind::Time)];

/// A workflow or a campaign.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Program {
    pub id: String,
    pub name: String,
    /// Otherwise a draft.
    pub published: bool,
    pub version: u32,
    pub created: DateTime<Utc>,
}

/// A contact in a workflow or a campaign.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Enrolment {
    pub contact: String,
    pub program: String,
}

impl Program {
    const fn status(&self) -> &'static str {
        if self.published { "published" } else { "draft" }
    }
}

fn workflows(_: &Call, state: &State) -> Answer {
    let workflows: Vec<Value> = state
        .workflows
        .iter()
        .map(|workflow| {
            json!({
                "id": workflow.id,
                "name": workflow.name,
                "status": workflow.status(),
                "version": workflow.version,
                "createdAt": stamp(workflow.created),
                "updatedAt": stamp(workflow.created),
                "locationId": state.location.id,
            })
        })
        .collect();
    Ok(Reply::ok(
        json!({ "workflows": workflows, "traceId": trace() }),
    ))
}

fn campaigns(call: &Call, state: &State) -> Answer {
    let campaigns: Vec<Value> = state
        .campaigns
        .iter()
        .filter(|campaign| call.query("status").is_none_or(|s| s == campaign.status()))
        .map(|campaign| {
            json!({
                "id": campaign.id,
                "name": campaign.name,
                "status": campaign.status(),
                "locationId": state.location.id,
            })
        })
        .collect();
    Ok(Reply::ok(
        json!({ "campaigns": campaigns, "traceId": trace() }),
    ))
}

/// The contact and the program of a path, both of which must exist.
fn named(call: &Call, state: &State, what: &str, param: &str) -> Result<Enrolment, Reply> {
    let contact = state.contact(call.param("contactId"))?.id.clone();
    let programs = match what {
        "Workflow" => &state.workflows,
        _ => &state.campaigns,
    };
    let id = call.param(param);
    let program = programs
        .iter()
        .find(|program| program.id == id)
        .ok_or_else(|| fault::unknown(what, id))?;
    Ok(Enrolment {
        contact,
        program: program.id.clone(),
    })
}

/// Adding somebody who is in already is answered like the first time. Nothing published says
/// that a draft refuses anybody, so it does not.
fn add(call: &Call, state: &mut State, what: &str, param: &str) -> Result<(), Reply> {
    let enrolment = named(call, state, what, param)?;
    if !state.enrolments.contains(&enrolment) {
        state.enrolments.push(enrolment);
    }
    Ok(())
}

/// Removing somebody who is not in is answered like removing somebody who is.
fn remove(call: &Call, state: &mut State, what: &str, param: &str) -> Answer {
    let enrolment = named(call, state, what, param)?;
    state.enrolments.retain(|held| *held != enrolment);
    Ok(done())
}

fn done() -> Reply {
    Reply::ok(json!({ "succeded": true, "traceId": trace() }))
}

fn add_to_workflow(call: &Call, state: &mut State) -> Answer {
    add(call, state, "Workflow", "workflowId").map(|()| done())
}

fn remove_from_workflow(call: &Call, state: &mut State) -> Answer {
    remove(call, state, "Workflow", "workflowId")
}

/// 201, unlike adding to a workflow.
fn add_to_campaign(call: &Call, state: &mut State) -> Answer {
    add(call, state, "Campaign", "campaignId")?;
    Ok(Reply::created(
        json!({ "succeded": true, "traceId": trace() }),
    ))
}

fn remove_from_campaign(call: &Call, state: &mut State) -> Answer {
    remove(call, state, "Campaign", "campaignId")
}

fn remove_from_all_campaigns(call: &Call, state: &mut State) -> Answer {
    let contact = state.contact(call.param("contactId"))?.id.clone();
    let campaigns: Vec<String> = state.campaigns.iter().map(|c| c.id.clone()).collect();
    state
        .enrolments
        .retain(|held| held.contact != contact || !campaigns.contains(&held.program));
    Ok(done())
}
