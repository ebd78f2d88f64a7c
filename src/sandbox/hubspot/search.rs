//! `POST /crm/objects/2026-09/{objectType}/search`.

use std::cmp::Ordering;

use axum::routing::MethodFilter;
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::super::text::{digits, fold, looks_like_phone};
use super::filters::{self, Filter};
use super::properties::{Holds, Property, find};
use super::records::{Kind, Record};
use super::{Answer, Row, State, check, fault};

pub(super) const ROWS: &[Row] = &[Row::reads(
    MethodFilter::POST,
    "/crm/objects/2026-09/{objectType}/search",
    search,
)];

/// The published schema insists on all five, whatever the live API lets pass.
const REQUIRED: [&str; 5] = ["filterGroups", "sorts", "properties", "limit", "after"];
const GROUPS: usize = 5;
const FILTERS: usize = 6;
const LIMIT: usize = 200;
/// Records that one query can reach.
const REACH: usize = 10_000;

fn search(call: &Call, state: &State) -> Answer {
    let kind = Kind::of(call, "objectType")?;
    let body = check::object(call, &REQUIRED, &["query"])?;
    let groups = groups(kind, &body["filterGroups"])?;
    let sort = sort(kind, &body["sorts"])?;
    let named = check::words(&body["properties"])?;
    let limit = match body["limit"].as_u64().map(usize::try_from) {
        Some(Ok(limit @ 1..=LIMIT)) => limit,
        _ => {
            return Err(fault::invalid(format!(
                "limit must be between 1 and {LIMIT}"
            )));
        }
    };
    let after: usize = match body["after"].as_str().map(str::parse) {
        Some(Ok(after)) => after,
        _ => return Err(fault::invalid("after must be a string of digits")),
    };
    if after + limit > REACH {
        return Err(fault::invalid(format!(
            "The maximum number of results is {REACH}"
        )));
    }
    let query = match body.get("query") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) if text.chars().count() <= 3000 => fold(text),
        Some(_) => {
            return Err(fault::invalid(
                "query must be a string of at most 3000 characters",
            ));
        }
    };

    let mut found: Vec<&Record> = state
        .of_kind(kind)
        .filter(|record| mentions(record, &query))
        .filter(|record| {
            groups.is_empty()
                || groups
                    .iter()
                    .any(|group| group.iter().all(|f| f.holds(record, state)))
        })
        .collect();
    found.sort_by(|a, b| {
        in_order(a, b, sort)
            .then_with(|| a.created.cmp(&b.created))
            .then_with(|| a.id.cmp(&b.id))
    });
    let total = found.len();
    let results: Vec<Value> = found
        .iter()
        .skip(after)
        .take(limit)
        .map(|record| record.view(&named))
        .collect();
    let mut page = json!({ "total": total, "results": results });
    if after + limit < total {
        page["paging"] = json!({ "next": { "after": (after + limit).to_string() } });
    }
    Ok(Reply::ok(page))
}

fn groups(kind: Kind, value: &Value) -> Result<Vec<Vec<Filter>>, Reply> {
    let wrong = |message: String| {
        fault::invalid(format!("There was a problem with the request: {message}"))
    };
    let groups = value
        .as_array()
        .ok_or_else(|| wrong("filterGroups must be a list".to_owned()))?;
    if groups.len() > GROUPS {
        return Err(wrong(format!("at most {GROUPS} filterGroups are allowed")));
    }
    let filters = |group: &Value| match group["filters"].as_array() {
        Some(all) if all.len() <= FILTERS => all
            .iter()
            .map(|filter| filters::read(kind, filter))
            .collect(),
        Some(_) => Err(wrong(format!(
            "at most {FILTERS} filters are allowed in a group"
        ))),
        None => Err(wrong("filters must be a list".to_owned())),
    };
    groups.iter().map(filters).collect()
}

#[derive(Clone, Copy)]
struct Sort {
    property: &'static Property,
    down: bool,
}

/// At most one: `name`, `-name`, or `{propertyName, direction}`.
fn sort(kind: Kind, value: &Value) -> Result<Option<Sort>, Reply> {
    let Some(sorts) = value.as_array() else {
        return Err(fault::invalid("sorts must be a list"));
    };
    if sorts.len() > 1 {
        return Err(fault::invalid("Only one sort is allowed"));
    }
    let Some(sort) = sorts.first() else {
        return Ok(None);
    };
    let (name, down) = match sort {
        Value::String(text) => match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text.as_str(), false),
        },
        other => (
            other["propertyName"].as_str().unwrap_or_default(),
            other["direction"] == "DESCENDING",
        ),
    };
    match find(kind, name) {
        Some(property) => Ok(Some(Sort { property, down })),
        None => Err(fault::invalid(format!(
            "Unable to sort by unknown property {name}"
        ))),
    }
}

/// Records without the value come last, whichever the direction.
fn in_order(a: &Record, b: &Record, sort: Option<Sort>) -> Ordering {
    let Some(Sort { property, down }) = sort else {
        return Ordering::Equal;
    };
    match (a.value(property.name), b.value(property.name)) {
        (Some(a), Some(b)) => {
            let order = match property.holds {
                Holds::Number => {
                    let number = |text: String| text.parse::<f64>().unwrap_or_default();
                    number(a).total_cmp(&number(b))
                }
                _ => fold(&a).cmp(&fold(&b)),
            };
            if down { order.reverse() } else { order }
        }
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// The properties that a text search looks in.
const fn looked_in(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Contacts => &[
            "firstname",
            "lastname",
            "email",
            "phone",
            "mobilephone",
            "company",
            "hs_object_id",
        ],
        Kind::Companies => &["name", "domain", "phone", "hs_object_id"],
        Kind::Deals => &["dealname", "description", "hs_object_id"],
        Kind::Tasks => &["hs_task_subject", "hs_task_body"],
        Kind::Notes => &["hs_note_body"],
        Kind::Meetings => &["hs_meeting_title", "hs_meeting_body"],
        Kind::Emails => &["hs_email_subject", "hs_email_text"],
        Kind::Communications => &["hs_communication_body"],
        Kind::Calls => &["hs_call_title", "hs_call_body"],
        Kind::Orders => &["hs_order_name", "hs_object_id"],
        Kind::CommercePayments => &["hs_customer_email", "hs_object_id"],
    }
}

/// Every word of the (folded) query must begin a word of the record; a telephone number may
/// stand anywhere in one.
fn mentions(record: &Record, query: &str) -> bool {
    let query = query.trim();
    if query.is_empty() {
        return true;
    }
    if !query.contains(char::is_alphanumeric) {
        return false;
    }
    let texts: Vec<String> = looked_in(record.kind)
        .iter()
        .filter_map(|name| record.value(name))
        .map(|t| fold(&t))
        .collect();
    if looks_like_phone(query) {
        return texts
            .iter()
            .any(|text| digits(text).contains(&digits(query)));
    }
    // A sign on its own, as in `Smith & Sons`, is no word to look for.
    query
        .split_whitespace()
        .filter(|wanted| wanted.contains(char::is_alphanumeric))
        .all(|wanted| texts.iter().any(|text| begins_a_word(text, wanted)))
}

/// Whether `wanted` stands in the text where a word begins.
fn begins_a_word(text: &str, wanted: &str) -> bool {
    text.match_indices(wanted)
        .any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}
