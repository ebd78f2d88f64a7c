//! Lists of contacts, the nearest thing that HubSpot has to tags.
//!
//! Reading the lists of a record, and lists by id, are not among the operations that the project's
//! contract file describes; their shapes are from HubSpot's reference for list memberships.

use axum::routing::MethodFilter;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::ids;
use super::super::request::{Call, Reply};
use super::properties::stamp;
use super::records::Kind;
use super::{Answer, Row, State, check, fault};

const BASE: &str = "/crm/lists/2026-09";

pub(super) const ROWS: &[Row] = &[
    Row::changes(MethodFilter::POST, BASE, create),
    Row::reads(MethodFilter::GET, BASE, by_ids),
    Row::reads(
        MethodFilter::GET,
        "/crm/lists/2026-09/object-type-id/{objectTypeId}/name/{listName}",
        by_name,
    ),
    Row::reads(MethodFilter::GET, "/crm/lists/2026-09/{listId}", by_id),
    Row::reads(
        MethodFilter::GET,
        "/crm/lists/2026-09/{listId}/memberships",
        members,
    ),
    Row::changes(
        MethodFilter::PUT,
        "/crm/lists/2026-09/{listId}/memberships/add",
        add,
    ),
    Row::changes(
        MethodFilter::PUT,
        "/crm/lists/2026-09/{listId}/memberships/remove",
        remove,
    ),
    Row::reads(
        MethodFilter::GET,
        "/crm/lists/2026-09/records/{objectTypeId}/{recordId}/memberships",
        of_record,
    ),
];

/// The object type id of contacts.
const CONTACTS: &str = "0-1";

/// A list of contacts.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct List {
    pub id: String,
    pub name: String,
    /// `MANUAL`, `DYNAMIC` or `SNAPSHOT`.
    pub processing: String,
    pub members: Vec<Member>,
    pub created: DateTime<Utc>,
}

/// A contact in a list.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Member {
    pub id: String,
    pub since: DateTime<Utc>,
}

impl List {
    fn view(&self) -> Value {
        json!({
            "listId": self.id,
            "name": self.name,
            "objectTypeId": CONTACTS,
            "processingType": self.processing,
            "processingStatus": "COMPLETE",
            "size": self.members.len(),
            "listVersion": 1,
            "createdAt": stamp(self.created),
            "updatedAt": stamp(self.created),
        })
    }
}

fn position(call: &Call, state: &State) -> Result<usize, Reply> {
    let id = call.param("listId");
    let found = state.lists.iter().position(|list| list.id == id);
    found.ok_or_else(|| fault::not_found(&format!("List does not exist with ID {id}.")))
}

fn create(call: &Call, state: &mut State) -> Answer {
    let body = check::object(
        call,
        &["name", "objectTypeId", "processingType"],
        &["listFolderId"],
    )?;
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let (name, processing) = (text("name"), text("processingType"));
    if name.trim().is_empty() {
        return Err(fault::invalid("The list name must not be blank"));
    }
    if text("objectTypeId") != CONTACTS {
        return Err(fault::invalid(
            "Only lists of contacts (0-1) exist in this account",
        ));
    }
    if !matches!(processing.as_str(), "MANUAL" | "DYNAMIC" | "SNAPSHOT") {
        return Err(fault::invalid(format!(
            "{processing} is not a processing type"
        )));
    }
    if state.lists.iter().any(|list| list.name == name) {
        return Err(fault::invalid(format!(
            "A list with the name {name} already exists"
        )));
    }
    let id = ids::hubspot();
    let list = List {
        id,
        name,
        processing,
        members: Vec::new(),
        created: call.now,
    };
    let view = list.view();
    state.lists.push(list);
    Ok(Reply::ok(json!({ "list": view })))
}

fn by_name(call: &Call, state: &State) -> Answer {
    let name = call.param("listName");
    let of_contacts = call.param("objectTypeId") == CONTACTS;
    let found = state
        .lists
        .iter()
        .find(|list| of_contacts && list.name == name);
    let found =
        found.ok_or_else(|| fault::not_found(&format!("List does not exist with name {name}.")))?;
    Ok(Reply::ok(json!({ "list": found.view() })))
}

fn by_id(call: &Call, state: &State) -> Answer {
    Ok(Reply::ok(
        json!({ "list": state.lists[position(call, state)?].view() }),
    ))
}

fn by_ids(call: &Call, state: &State) -> Answer {
    let wanted = call.query_list("listIds");
    let lists: Vec<Value> = state
        .lists
        .iter()
        .filter(|list| wanted.contains(&list.id.as_str()))
        .map(List::view)
        .collect();
    Ok(Reply::ok(json!({ "lists": lists })))
}

fn members(call: &Call, state: &State) -> Answer {
    let list = &state.lists[position(call, state)?];
    let results: Vec<Value> = list
        .members
        .iter()
        .map(|member| json!({ "recordId": member.id, "membershipTimestamp": stamp(member.since) }))
        .collect();
    Ok(Reply::ok(
        json!({ "results": results, "total": list.members.len() }),
    ))
}

/// `recordsIdsAdded`, with the s that does not belong there, is the vendor's spelling.
fn add(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    let ids = wanted_members(call, state, at)?;
    let (mut added, mut missing) = (Vec::new(), Vec::new());
    for id in ids {
        if state.position(Kind::Contacts, &id, false).is_none() {
            missing.push(id);
        } else if !state.lists[at].members.iter().any(|member| member.id == id) {
            state.lists[at].members.push(Member {
                id: id.clone(),
                since: call.now,
            });
            added.push(id);
        }
    }
    Ok(changed(&added, &[], &missing))
}

fn remove(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    let ids = wanted_members(call, state, at)?;
    let (mut removed, mut missing) = (Vec::new(), Vec::new());
    for id in ids {
        let before = state.lists[at].members.len();
        state.lists[at].members.retain(|member| member.id != id);
        if state.lists[at].members.len() < before {
            removed.push(id);
        } else if state.position(Kind::Contacts, &id, false).is_none() {
            missing.push(id);
        }
    }
    Ok(changed(&[], &removed, &missing))
}

fn wanted_members(call: &Call, state: &State, at: usize) -> Result<Vec<String>, Reply> {
    if state.lists[at].processing == "DYNAMIC" {
        return Err(fault::invalid(
            "The list is dynamic and cannot be edited by hand",
        ));
    }
    let ids = check::words(check::json(call)?)?;
    if ids.is_empty() {
        return Err(fault::invalid("At least one record id is required"));
    }
    Ok(ids.into_iter().map(str::to_owned).collect())
}

fn changed(added: &[String], removed: &[String], missing: &[String]) -> Reply {
    Reply::ok(json!({
        "recordsIdsAdded": added,
        "recordIdsRemoved": removed,
        "recordIdsMissing": missing,
    }))
}

fn of_record(call: &Call, state: &State) -> Answer {
    let id = call.param("recordId");
    let known = call.param("objectTypeId") == CONTACTS
        && state.position(Kind::Contacts, id, false).is_some();
    if !known {
        return Err(fault::not_found("resource not found"));
    }
    let results: Vec<Value> = state
        .lists
        .iter()
        .filter_map(|list| {
            let member = list.members.iter().find(|member| member.id == id)?;
            Some(json!({
                "listId": list.id,
                "listVersion": 1,
                "isPublicList": true,
                "firstAddedTimestamp": stamp(member.since),
                "lastAddedTimestamp": stamp(member.since),
            }))
        })
        .collect();
    Ok(Reply::ok(
        json!({ "total": results.len(), "results": results }),
    ))
}
