//! Contacts by e-mail, made or changed: the form of creating that can be repeated.

use axum::routing::MethodFilter;
use serde_json::{Value, json};

use super::super::ids;
use super::super::request::{Call, Reply};
use super::properties::stamp;
use super::records::{Kind, Record};
use super::{Answer, Row, State, check, fault};

pub(super) const ROWS: &[Row] = &[Row::changes(
    MethodFilter::POST,
    "/crm/objects/2026-09/contacts/batch/upsert",
    upsert,
)];

fn upsert(call: &Call, state: &mut State) -> Answer {
    let body = check::object(call, &["inputs"], &[])?;
    let mut results = Vec::new();
    for input in body["inputs"].as_array().into_iter().flatten() {
        results.push(one(input, call, state)?);
    }
    Ok(Reply::ok(json!({
        "status": "COMPLETE",
        "results": results,
        "startedAt": stamp(call.now),
        "completedAt": stamp(call.now),
    })))
}

fn one(input: &Value, call: &Call, state: &mut State) -> Result<Value, Reply> {
    let members = check::members(
        input,
        &["idProperty", "id", "properties"],
        &["objectWriteTraceId"],
    )?;
    if members["idProperty"] != "email" {
        return Err(fault::invalid(
            "idProperty must be a unique property, such as email",
        ));
    }
    let Some(email) = members["id"].as_str().map(str::to_lowercase) else {
        return Err(fault::invalid("Invalid input JSON: id must be a string"));
    };
    let mut values = check::texts(&members["properties"])?;
    let found = state.records.iter().position(|r| {
        r.kind == Kind::Contacts && r.archived.is_none() && r.values.get("email") == Some(&email)
    });
    let (mut view, new) = match found {
        Some(at) => {
            let mut changed = state.records[at].clone();
            changed.take(&values, call.now)?;
            state.refuse_twin(&changed)?;
            state.records[at] = changed;
            (state.records[at].view_all(), false)
        }
        None => {
            let mut record = Record::new(Kind::Contacts, ids::hubspot(), call.now);
            values.entry("email".to_owned()).or_insert(email);
            record.take(&values, call.now)?;
            state.refuse_twin(&record)?;
            let view = record.view_all();
            state.records.push(record);
            (view, true)
        }
    };
    view["new"] = json!(new);
    Ok(view)
}
