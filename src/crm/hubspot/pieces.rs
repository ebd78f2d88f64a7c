//! What several of HubSpot's objects have in common: searches, associations, records.

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::crm::{
    Error, convert,
    line::Line,
    record::{limit, list, text},
    rows::{Asked, Converted, Field, Fixed, Place, Request},
};

/// The vendor gives no more on one page.
pub(super) const LARGEST_PAGE: u64 = 200;

pub(super) const DEAL_TO_CONTACT: u32 = 3;
pub(super) const MEETING_TO_CONTACT: u32 = 200;
pub(super) const NOTE_TO_CONTACT: u32 = 202;
pub(super) const TASK_TO_CONTACT: u32 = 204;

/// The associations of a new record: with the contact, of the vendor's type `TYPE`.
pub(super) fn with_contact<const TYPE: u32>(contact: &Value) -> Converted {
    let id = convert::text(contact)?.ok_or("this is not an id")?;
    let types = json!([{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": TYPE }]);
    Ok(Some(json!([{ "to": { "id": id }, "types": types }])))
}

/// The page of a search. The published schema wants all five members, so they are always sent.
pub(super) const LIMIT: Field = Field::composed(Place::Body("/limit"), |args| {
    Ok(Some(json!(limit(args, 20, LARGEST_PAGE))))
});
pub(super) const AFTER: Field = Field::body("cursor", "/after")
    .via(convert::text)
    .or(Fixed::Text("0"));

/// One condition of a search.
pub(super) fn filter(property: &str, operator: &str, value: &str) -> Value {
    json!({ "propertyName": property, "operator": operator, "value": value })
}

/// One group, in which all conditions must hold; no group when there is no condition.
pub(super) fn all_of(filters: Vec<Value>) -> Value {
    if filters.is_empty() {
        json!([])
    } else {
        json!([{ "filters": filters }])
    }
}

/// The condition that a property lies on one side of an instant, when the argument is given.
pub(super) fn bound(args: &Value, name: &str, property: &str, operator: &str) -> Converted {
    let at: Option<DateTime<FixedOffset>> = convert::moment(args, name)?;
    Ok(at.map(|at| filter(property, operator, &at.timestamp_millis().to_string())))
}

/// A page of a search as our record: the items under `name`, the total, and a cursor while there are more.
pub(super) fn page(
    answer: &Value,
    name: &str,
    record: impl Fn(&Value) -> Option<Value>,
) -> Option<Value> {
    let items = list(answer, "/results", record)?;
    let total = answer
        .get("total")
        .and_then(Value::as_u64)
        .unwrap_or(items.len() as u64);
    let mut page = json!({ "total": total });
    page[name] = json!(items);
    if let Some(after) = text(answer, "/paging/next/after") {
        page["cursor"] = json!(after);
    }
    Some(page)
}

/// A property of a record.
pub(super) fn property(item: &Value, name: &str) -> Option<String> {
    text(item.get("properties")?, &format!("/{name}"))
}

/// The fields of a request that reads which contacts hang on records; the argument `ids` has the records' ids.
pub(super) const ASSOCIATED: &[Field] = &[Field::body("ids", "/inputs").required().via(|ids| {
    let ids = ids.as_array().ok_or("this should be a list of ids")?;
    Ok(Some(ids.iter().map(|id| json!({ "id": id })).collect()))
})];

/// From the answer to it: the first contact of each record, by the record's id.
pub(super) fn first_contacts(answer: &Value, _: &Asked<'_>) -> Option<Value> {
    let mut contacts = json!({});
    for result in answer.get("results")?.as_array()? {
        if let (Some(from), Some(to)) = (text(result, "/from/id"), text(result, "/to/0/toObjectId"))
        {
            contacts[from] = json!(to);
        }
    }
    Some(contacts)
}

/// Fills in the contact of each record, asking for the associations by `request`, 100 records at a time.
pub(super) async fn add_contacts(
    line: &Line,
    request: &Request,
    records: &mut [Value],
) -> Result<(), Error> {
    const AT_ONCE: usize = 100;
    for some in records.chunks_mut(AT_ONCE) {
        let ids: Vec<Value> = some.iter().map(|record| record["id"].clone()).collect();
        let contacts = line.call(request, &json!({ "ids": ids })).await?;
        for record in some {
            let contact = record["id"]
                .as_str()
                .and_then(|id| contacts.get(id))
                .cloned();
            record["contact"] = contact.unwrap_or_default();
        }
    }
    Ok(())
}

/// What the preview of such a request shows in place of ids.
pub(super) fn found_ids(name: &str) -> Value {
    json!({ "ids": [format!("{{{name}}}")] })
}
