//! `POST /contacts/search`: text, filters, sorting and the two ways of paging.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::super::text::{digits, fold, looks_like_phone};
use super::check::{Field, Kind, may, must};
use super::contacts::Contact;
use super::record::{instant, stamp};
use super::{Answer, JULY, Method, Row, State, fault, trace};

pub(super) const ROWS: &[Row] =
    &[Row::reads(Method::Post, "/contacts/search", JULY, search).body(SEARCH)];

const SEARCH: &[Field] = &[
    must("locationId", Kind::Text),
    must("pageLimit", Kind::Whole(1, 500)),
    may("page", Kind::Whole(1, 10_000)),
    may("searchAfter", Kind::List),
    may("query", Kind::Short(75)),
    may("filters", Kind::List),
    may("sort", Kind::List),
];

/// Records that can be reached with `page`; beyond them `searchAfter` is needed.
const REACH: usize = 10_000;

fn search(call: &Call, state: &State) -> Answer {
    let limit = number(call.field("pageLimit")).unwrap_or(20);
    let page = number(call.field("page"));
    let after = call.field("searchAfter").as_array();
    if page.unwrap_or(1) * limit > REACH {
        return Err(fault::bad(
            "page * pageLimit must not exceed 10000, use searchAfter instead",
        ));
    }
    if after.is_some() && page.is_some_and(|page| page > 1) {
        return Err(fault::bad("page and searchAfter cannot be used together"));
    }
    let filters = list(call.field("filters"));
    for filter in filters {
        known(filter)?;
    }
    let query = fold(call.text("query").unwrap_or_default().trim());
    let mut found: Vec<&Contact> = state
        .contacts
        .iter()
        .filter(|contact| mentions(contact, &query))
        .filter(|contact| filters.iter().all(|filter| holds(contact, filter)))
        .collect();
    sort(&mut found, list(call.field("sort")))?;

    let total = found.len();
    let skip = match after {
        Some(after) => {
            let id = after.last().and_then(Value::as_str).unwrap_or_default();
            found
                .iter()
                .position(|contact| contact.id == id)
                .map_or(total, |at| at + 1)
        }
        None => (page.unwrap_or(1) - 1) * limit,
    };
    let contacts: Vec<Value> = found
        .iter()
        .skip(skip)
        .take(limit)
        .map(|contact| hit(contact, &state.location.id))
        .collect();
    Ok(Reply::ok(
        json!({ "contacts": contacts, "total": total, "traceId": trace() }),
    ))
}

fn number(value: &Value) -> Option<usize> {
    value
        .as_u64()
        .and_then(|number| usize::try_from(number).ok())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A search hit has other members than a single read: `address` for `address1`, `contactName`
/// for `name`, and nulls for what is not known.
fn hit(contact: &Contact, location: &str) -> Value {
    let more = |name: &str| contact.more.get(name).cloned().unwrap_or(Value::Null);
    let lower = |text: &Option<String>| text.as_deref().map(str::to_lowercase);
    json!({
        "id": contact.id,
        "locationId": location,
        "contactName": contact.name(),
        "firstName": contact.first_name,
        "lastName": contact.last_name,
        "firstNameLowerCase": lower(&contact.first_name),
        "lastNameLowerCase": lower(&contact.last_name),
        "email": contact.email,
        "phone": contact.phone,
        "companyName": contact.company,
        "businessName": contact.company,
        "tags": contact.tags,
        "address": more("address1"),
        "city": more("city"),
        "state": more("state"),
        "postalCode": more("postalCode"),
        "country": more("country"),
        "website": more("website"),
        "source": more("source"),
        "timezone": more("timezone"),
        "assignedTo": more("assignedTo"),
        "type": contact.more.get("type").cloned().unwrap_or_else(|| json!("lead")),
        "dnd": contact.more.get("dnd").cloned().unwrap_or(json!(false)),
        "customFields": contact.more.get("customFields").cloned().unwrap_or_else(|| json!([])),
        "additionalEmails": [],
        "additionalPhones": [],
        "followers": [],
        "dateAdded": stamp(contact.added),
        "dateUpdated": stamp(contact.updated),
        "searchAfter": [contact.added.timestamp_millis(), contact.id],
    })
}

/// Whether name, e-mail, phone or company contains the (folded) text.
fn mentions(contact: &Contact, query: &str) -> bool {
    let texts = [contact.email.as_deref(), contact.company.as_deref()];
    let in_text = || {
        fold(&contact.name()).contains(query)
            || texts
                .into_iter()
                .flatten()
                .any(|text| fold(text).contains(query))
    };
    let in_phone = || {
        looks_like_phone(query)
            && contact
                .phone
                .as_deref()
                .is_some_and(|phone| phone.contains(&digits(query)))
    };
    query.is_empty() || in_text() || in_phone()
}

const OPERATORS: &[&str] = &[
    "eq",
    "not_eq",
    "contains",
    "not_contains",
    "exists",
    "not_exists",
    "range",
];

/// Refuses filters that the live API would not understand.
fn known(filter: &Value) -> Result<(), Reply> {
    if let Some(group) = filter.get("group") {
        if !matches!(group.as_str(), Some("AND" | "OR")) {
            return Err(fault::unprocessable(vec![
                "group must be AND or OR".to_owned(),
            ]));
        }
        return list(&filter["filters"]).iter().try_for_each(known);
    }
    let field = filter["field"].as_str().unwrap_or_default();
    let operator = filter["operator"].as_str().unwrap_or_default();
    let mut faults = Vec::new();
    if !FIELDS.contains(&field) {
        faults.push(format!("filters: invalid field {field}"));
    }
    if !OPERATORS.contains(&operator) {
        faults.push(format!("filters: invalid operator {operator}"));
    }
    let needs_value = !matches!(operator, "exists" | "not_exists");
    if needs_value && filter["value"].is_null() {
        faults.push(format!(
            "filters: value is required for operator {operator}"
        ));
    }
    if operator == "range" && !filter["value"].is_object() {
        faults.push("filters: value of a range must be an object of gt, gte, lt, lte".to_owned());
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(fault::unprocessable(faults))
    }
}

const FIELDS: &[&str] = &[
    "id",
    "firstName",
    "lastName",
    "firstNameLowerCase",
    "lastNameLowerCase",
    "contactName",
    "email",
    "phone",
    "companyName",
    "businessName",
    "tags",
    "dateAdded",
    "dateUpdated",
    "dateOfBirth",
    "address",
    "city",
    "state",
    "postalCode",
    "country",
    "website",
    "source",
    "timezone",
    "assignedTo",
    "type",
    "dnd",
];

fn holds(contact: &Contact, filter: &Value) -> bool {
    if let Some(group) = filter["group"].as_str() {
        let mut inner = list(&filter["filters"]).iter();
        return match group {
            "OR" => inner.any(|filter| holds(contact, filter)),
            _ => inner.all(|filter| holds(contact, filter)),
        };
    }
    let wanted = &filter["value"];
    let held = values(contact, filter["field"].as_str().unwrap_or_default());
    match filter["operator"].as_str().unwrap_or_default() {
        "eq" => equals(&held, wanted),
        "not_eq" => !equals(&held, wanted),
        "contains" => contains(&held, wanted),
        "not_contains" => !contains(&held, wanted),
        "exists" => !held.is_empty(),
        "not_exists" => held.is_empty(),
        _ => held.iter().any(|value| in_range(value, wanted)),
    }
}

/// The texts a field holds; none when it is empty.
fn values(contact: &Contact, field: &str) -> Vec<String> {
    let one = |text: Option<String>| text.into_iter().filter(|text| !text.is_empty()).collect();
    match field {
        "id" => vec![contact.id.clone()],
        "firstName" | "firstNameLowerCase" => one(contact.first_name.clone()),
        "lastName" | "lastNameLowerCase" => one(contact.last_name.clone()),
        "contactName" => one(Some(contact.name())),
        "email" => one(contact.email.clone()),
        "phone" => one(contact.phone.clone()),
        "companyName" | "businessName" => one(contact.company.clone()),
        "tags" => contact.tags.clone(),
        "dateAdded" => vec![stamp(contact.added)],
        "dateUpdated" => vec![stamp(contact.updated)],
        "dnd" => vec![
            contact
                .more
                .get("dnd")
                .is_some_and(|dnd| dnd == true)
                .to_string(),
        ],
        "type" => {
            vec![
                contact
                    .more
                    .get("type")
                    .and_then(Value::as_str)
                    .unwrap_or("lead")
                    .to_owned(),
            ]
        }
        "address" => one(more(contact, "address1")),
        other => one(more(contact, other)),
    }
}

fn more(contact: &Contact, name: &str) -> Option<String> {
    contact
        .more
        .get(name)
        .and_then(Value::as_str)
        .map(str::to_owned)
}

/// A list of wanted values matches when one of them is held.
fn equals(held: &[String], wanted: &Value) -> bool {
    match wanted {
        Value::Array(any) => any.iter().any(|wanted| equals(held, wanted)),
        Value::String(text) => held.iter().any(|value| fold(value) == fold(text)),
        other => held.iter().any(|value| *value == other.to_string()),
    }
}

fn contains(held: &[String], wanted: &Value) -> bool {
    match wanted {
        Value::Array(any) => any.iter().any(|wanted| contains(held, wanted)),
        Value::String(text) => held.iter().any(|value| fold(value).contains(&fold(text))),
        other => held.iter().any(|value| value.contains(&other.to_string())),
    }
}

fn in_range(held: &str, range: &Value) -> bool {
    let Some(held) = instant(held) else {
        return false;
    };
    let bound = |name: &str, fits: fn(&DateTime<Utc>, &DateTime<Utc>) -> bool| {
        let bound = &range[name];
        bound.is_null() || moment(bound).is_some_and(|bound| fits(&held, &bound))
    };
    bound("gt", DateTime::gt)
        && bound("gte", DateTime::ge)
        && bound("lt", DateTime::lt)
        && bound("lte", DateTime::le)
}

/// Epoch milliseconds, ISO 8601, or a bare date at midnight UTC.
fn moment(value: &Value) -> Option<DateTime<Utc>> {
    match value {
        Value::Number(number) => DateTime::from_timestamp_millis(number.as_i64()?),
        Value::String(text) => instant(text).or_else(|| {
            let date: chrono::NaiveDate = text.parse().ok()?;
            Some(date.and_time(chrono::NaiveTime::MIN).and_utc())
        }),
        _ => None,
    }
}

/// Newest first, unless the request says otherwise; ties are broken by id.
fn sort(found: &mut [&Contact], by: &[Value]) -> Result<(), Reply> {
    for key in by {
        let field = key["field"].as_str().unwrap_or_default();
        if !FIELDS.contains(&field) {
            return Err(fault::unprocessable(vec![format!(
                "sort: invalid field {field}"
            )]));
        }
        if !matches!(key["direction"].as_str(), Some("asc" | "desc")) {
            let message = "sort: direction must be one of the following values: asc, desc";
            return Err(fault::unprocessable(vec![message.to_owned()]));
        }
    }
    found.sort_by(|a, b| {
        let keyed = by.iter().fold(Ordering::Equal, |so_far, key| {
            so_far.then_with(|| {
                let field = key["field"].as_str().unwrap_or_default();
                let [left, right] = [a, b].map(|c| fold(&values(c, field).concat()));
                if key["direction"] == "desc" {
                    right.cmp(&left)
                } else {
                    left.cmp(&right)
                }
            })
        });
        keyed
            .then_with(|| {
                if by.is_empty() {
                    b.added.cmp(&a.added)
                } else {
                    Ordering::Equal
                }
            })
            .then_with(|| a.id.cmp(&b.id))
    });
    Ok(())
}
