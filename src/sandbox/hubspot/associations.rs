//! Which records belong together.

use axum::routing::MethodFilter;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::properties::stamp;
use super::records::Kind;
use super::{Answer, Row, State, check, fault};

pub(super) const ROWS: &[Row] = &[
    Row::changes(
        MethodFilter::PUT,
        "/crm/objects/2026-09/{objectType}/{objectId}/associations/default/{toObjectType}/{toObjectId}",
        associate,
    ),
    Row::reads(
        MethodFilter::POST,
        "/crm/associations/2026-09/{fromObjectType}/{toObjectType}/batch/read",
        read,
    ),
];

/// Two records that belong together. Reading works from either end.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Link {
    pub from: (Kind, String),
    pub to: (Kind, String),
}

/// The type ids that HubSpot defines, from a kind to a kind.
const TYPES: &[(Kind, Kind, u64)] = &[
    (Kind::Deals, Kind::Contacts, 3),
    (Kind::Contacts, Kind::Deals, 4),
    (Kind::Deals, Kind::Companies, 341),
    (Kind::Contacts, Kind::Companies, 279),
    (Kind::Communications, Kind::Contacts, 81),
    (Kind::Calls, Kind::Contacts, 194),
    (Kind::Emails, Kind::Contacts, 198),
    (Kind::Meetings, Kind::Contacts, 200),
    (Kind::Notes, Kind::Contacts, 202),
    (Kind::Tasks, Kind::Contacts, 204),
    (Kind::Emails, Kind::Deals, 210),
    (Kind::Meetings, Kind::Deals, 212),
    (Kind::Notes, Kind::Deals, 214),
    (Kind::Tasks, Kind::Deals, 216),
    (Kind::CommercePayments, Kind::Contacts, 387),
    (Kind::Orders, Kind::Contacts, 507),
];

impl State {
    /// Ids of the records of a kind that belong to a record, in the order they were linked.
    pub(super) fn linked(&self, kind: Kind, id: &str, wanted: Kind) -> Vec<String> {
        let is = |end: &(Kind, String)| end.0 == kind && end.1 == id;
        let other = |link: &Link| match (is(&link.from), is(&link.to)) {
            (true, _) => Some(link.to.clone()),
            (_, true) => Some(link.from.clone()),
            _ => None,
        };
        let ends = self.links.iter().filter_map(other);
        let living =
            ends.filter(|(kind, id)| *kind == wanted && self.position(*kind, id, false).is_some());
        living.map(|(_, id)| id).collect()
    }

    /// The links that the `associations` of a new record ask for.
    pub(super) fn wanted_links(
        &self,
        kind: Kind,
        id: &str,
        associations: &Value,
    ) -> Result<Vec<Link>, Reply> {
        let Some(associations) = associations.as_array() else {
            return Err(fault::invalid(
                "Invalid input JSON: associations must be a list",
            ));
        };
        let mut links = Vec::new();
        for association in associations {
            let members = check::members(association, &["to", "types"], &[])?;
            let to = check::members(&members["to"], &["id"], &[])?;
            let Some(to) = to["id"].as_str() else {
                return Err(fault::invalid("Invalid input JSON: id must be a string"));
            };
            let types = members["types"].as_array().map_or(&[][..], Vec::as_slice);
            if types.is_empty() {
                return Err(fault::invalid("At least one association type is required"));
            }
            for wanted in types {
                let target = target(kind, wanted)?;
                if self.position(target, to, false).is_none() {
                    let message = format!("No {} found with ID {to}", target.singular());
                    return Err(fault::invalid(message));
                }
                links.push(Link {
                    from: (kind, id.to_owned()),
                    to: (target, to.to_owned()),
                });
            }
        }
        Ok(links)
    }
}

/// What kind of record a type id leads to.
fn target(from: Kind, wanted: &Value) -> Result<Kind, Reply> {
    let members = check::members(wanted, &["associationCategory", "associationTypeId"], &[])?;
    if members["associationCategory"] != "HUBSPOT_DEFINED" {
        return Err(fault::invalid(
            "Only HUBSPOT_DEFINED association types exist in this account",
        ));
    }
    let found = TYPES
        .iter()
        .find(|(kind, _, id)| *kind == from && members["associationTypeId"] == *id);
    found.map(|(_, to, _)| *to).ok_or_else(|| {
        let id = &members["associationTypeId"];
        fault::invalid(format!(
            "Association type {id} does not start at {}",
            from.plural()
        ))
    })
}

fn associate(call: &Call, state: &mut State) -> Answer {
    let from = Kind::of(call, "objectType")?;
    let to = Kind::of(call, "toObjectType")?;
    let ends = [
        (from, call.param("objectId")),
        (to, call.param("toObjectId")),
    ];
    if ends
        .iter()
        .any(|(kind, id)| state.position(*kind, id, false).is_none())
    {
        return Err(fault::not_found("resource not found"));
    }
    let [from, to] = ends.map(|(kind, id)| (kind, id.to_owned()));
    let results = json!([{
        "from": { "id": from.1 }, "to": { "id": to.1 },
        "associationSpec": { "associationCategory": "HUBSPOT_DEFINED" },
    }]);
    let link = Link { from, to };
    if !state.links.contains(&link) {
        state.links.push(link);
    }
    let at = stamp(call.now);
    Ok(Reply::ok(
        json!({ "status": "COMPLETE", "results": results, "startedAt": at, "completedAt": at }),
    ))
}

fn read(call: &Call, state: &State) -> Answer {
    let from = Kind::of(call, "fromObjectType")?;
    let to = Kind::of(call, "toObjectType")?;
    let body = check::object(call, &["inputs"], &[])?;
    let type_id = TYPES
        .iter()
        .find(|(a, b, _)| *a == from && *b == to)
        .map(|(.., id)| *id);
    let mut results = Vec::new();
    for input in body["inputs"].as_array().into_iter().flatten() {
        let members = check::members(input, &["id"], &["after"])?;
        let Some(id) = members["id"].as_str() else {
            return Err(fault::invalid("Invalid input JSON: id must be a string"));
        };
        let to: Vec<Value> = state
            .linked(from, id, to)
            .into_iter()
            .map(|id| {
                json!({
                    "toObjectId": id,
                    "associationTypes": [{ "category": "HUBSPOT_DEFINED", "typeId": type_id }],
                })
            })
            .collect();
        if !to.is_empty() {
            results.push(json!({ "from": { "id": id }, "to": to }));
        }
    }
    let at = stamp(call.now);
    Ok(Reply::ok(
        json!({ "status": "COMPLETE", "results": results, "startedAt": at, "completedAt": at }),
    ))
}
