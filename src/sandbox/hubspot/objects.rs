//! Records of any kind: make, list, read, change, archive.

use axum::routing::MethodFilter;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::super::ids;
use super::super::request::{Call, Reply};
use super::records::{Kind, Record};
use super::{Answer, Row, State, check, fault, pipelines};

const ALL: &str = "/crm/objects/2026-09/{objectType}";
const ONE: &str = "/crm/objects/2026-09/{objectType}/{objectId}";

pub(super) const ROWS: &[Row] = &[
    Row::reads(MethodFilter::GET, ALL, list),
    Row::changes(MethodFilter::POST, ALL, create),
    Row::reads(MethodFilter::GET, ONE, read),
    Row::changes(MethodFilter::PATCH, ONE, update),
    Row::changes(MethodFilter::DELETE, ONE, archive),
];

fn create(call: &Call, state: &mut State) -> Answer {
    let kind = Kind::of(call, "objectType")?;
    let body = check::object(
        call,
        &["properties", "associations"],
        &["objectWriteTraceId"],
    )?;
    let mut record = Record::new(kind, ids::hubspot(), call.now);
    record.take(&check::texts(&body["properties"])?, call.now)?;
    record.refuse_incomplete()?;
    state.refuse_twin(&record)?;
    pipelines::settle(&mut record, state, closes_at(call, body))?;
    let links = state.wanted_links(kind, &record.id, &body["associations"])?;
    let view = record.view_all();
    state.records.push(record);
    state.links.extend(links);
    Ok(Reply::created(view))
}

fn read(call: &Call, state: &State) -> Answer {
    let kind = Kind::of(call, "objectType")?;
    let record = &state.records[position(call, state, kind)?];
    let mut view = record.view(&call.query_list("properties"));
    show_links(&mut view, call, state, record)?;
    Ok(Reply::ok(view))
}

fn update(call: &Call, state: &mut State) -> Answer {
    let kind = Kind::of(call, "objectType")?;
    let at = position(call, state, kind)?;
    let body = check::object(call, &["properties"], &["objectWriteTraceId"])?;
    let mut changed = state.records[at].clone();
    changed.take(&check::texts(&body["properties"])?, call.now)?;
    state.refuse_twin(&changed)?;
    pipelines::settle(&mut changed, state, closes_at(call, body))?;
    let view = changed.view_all();
    state.records[at] = changed;
    Ok(Reply::ok(view))
}

/// A deal that is closed gets its close date from the clock, unless that is given.
fn closes_at(call: &Call, body: &Map<String, Value>) -> Option<DateTime<Utc>> {
    let is_given = body["properties"].get("closedate").is_some();
    (!is_given).then_some(call.now)
}

/// A second archiving is answered like the first.
fn archive(call: &Call, state: &mut State) -> Answer {
    let kind = Kind::of(call, "objectType")?;
    let id = call.param("objectId").to_owned();
    match state.position(kind, &id, false) {
        Some(at) => {
            state.records[at].archived = Some(call.now);
            for list in &mut state.lists {
                list.members.retain(|member| member.id != id);
            }
            Ok(Reply::nothing())
        }
        None if state.position(kind, &id, true).is_some() => Ok(Reply::nothing()),
        None => Err(fault::not_found("resource not found")),
    }
}

fn list(call: &Call, state: &State) -> Answer {
    let kind = Kind::of(call, "objectType")?;
    let limit = match call.query("limit").map(str::parse::<usize>) {
        None => 10,
        Some(Ok(limit @ 1..=100)) => limit,
        Some(_) => return Err(fault::invalid("limit must be between 1 and 100")),
    };
    let archived = call.query("archived") == Some("true");
    let mut found: Vec<&Record> = state
        .records
        .iter()
        .filter(|record| record.kind == kind && record.archived.is_some() == archived)
        .collect();
    found.sort_by_key(|record| number(&record.id));
    if let Some(after) = call.query("after") {
        found.retain(|record| number(&record.id) >= number(after));
    }
    let next = found.get(limit).map(|record| record.id.as_str());
    let named = call.query_list("properties");
    let mut results = Vec::new();
    for record in found.iter().take(limit) {
        let mut view = record.view(&named);
        show_links(&mut view, call, state, record)?;
        results.push(view);
    }
    let mut page = json!({ "results": results });
    if let Some(next) = next {
        page["paging"] = json!({ "next": { "after": next } });
    }
    Ok(Reply::ok(page))
}

fn number(id: &str) -> u64 {
    id.parse().unwrap_or_default()
}

/// The record of the path: by id, or by e-mail with `idProperty=email`.
fn position(call: &Call, state: &State, kind: Kind) -> Result<usize, Reply> {
    let id = call.param("objectId");
    let archived = call.query("archived") == Some("true");
    let found = match call.query("idProperty") {
        None | Some("hs_object_id") => state.position(kind, id, archived),
        Some("email") if kind == Kind::Contacts => {
            let twin = state.of_kind(kind).find(|r| {
                r.values
                    .get("email")
                    .is_some_and(|e| *e == id.to_lowercase())
            });
            twin.and_then(|twin| state.position(kind, &twin.id, false))
        }
        Some(other) => {
            return Err(fault::invalid(format!(
                "Property '{other}' is not a unique identifier"
            )));
        }
    };
    found.ok_or_else(|| fault::not_found("resource not found"))
}

/// Adds the ids of associated records, for the kinds that the query names.
fn show_links(view: &mut Value, call: &Call, state: &State, of: &Record) -> Result<(), Reply> {
    for name in call.query_list("associations") {
        let Some(kind) = Kind::named(name) else {
            return Err(fault::invalid(format!(
                "Unable to infer object type from: {name}"
            )));
        };
        let word = format!("{}_to_{}", of.kind.singular(), kind.singular());
        let results: Vec<Value> = state
            .linked(of.kind, &of.id, kind)
            .into_iter()
            .map(|id| json!({ "id": id, "type": word }))
            .collect();
        if !results.is_empty() {
            view["associations"][kind.plural()] = json!({ "results": results });
        }
    }
    Ok(())
}
