//! Contacts.

use serde_json::{Value, json};

use super::{JULY_2021, dnd};
use crate::crm::{
    convert,
    record::{deleted, first_text, full_name, limit, list, text, texts, time},
    records::{Contact, FieldValue, Phone, Record},
    rows::{Asked, Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

/// More than this the vendor refuses.
const LONGEST_QUERY: usize = 75;
const LARGEST_PAGE: u64 = 500;

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "search_contacts",
        scopes: &["contacts.readonly"],
        does: Does::Request(&SEARCH),
    },
    Endpoint {
        operation: "get_contact",
        scopes: &["contacts.readonly"],
        does: Does::Request(&GET),
    },
    Endpoint {
        operation: "create_contact",
        scopes: &["contacts.write"],
        does: Does::Request(&CREATE),
    },
    Endpoint {
        operation: "upsert_contact",
        scopes: &["contacts.write"],
        does: Does::Request(&UPSERT),
    },
    Endpoint {
        operation: "update_contact",
        scopes: &["contacts.write"],
        does: Does::Request(&UPDATE),
    },
    Endpoint {
        operation: "delete_contact",
        scopes: &["contacts.write"],
        does: Does::Request(&DELETE),
    },
];

static SEARCH: Request = Request {
    method: Method::Post,
    path: "/contacts/search",
    version: JULY_2021,
    reads: true,
    fields: &[
        Field::location(Place::Body("/locationId")),
        Field::composed(Place::Body("/pageLimit"), |args| {
            Ok(Some(json!(limit(args, 20, LARGEST_PAGE))))
        }),
        Field::composed(Place::Body("/page"), page),
        Field::body("cursor", "/searchAfter").via(search_after),
        Field::body("query", "/query").via(query),
        Field::composed(Place::Body("/filters"), filters),
        Field::composed(Place::Body("/sort"), sort),
    ],
    answer: "",
    record: |answer, args| {
        let contacts = list(answer, "/contacts", |item| contact(item, args))?;
        let total = answer
            .get("total")
            .and_then(Value::as_u64)
            .unwrap_or(contacts.len() as u64);
        let last = answer
            .pointer("/contacts")
            .and_then(Value::as_array)
            .and_then(|all| all.last());
        let mut page = json!({ "contacts": contacts, "total": total });
        if contacts.len() as u64 == limit(args, 20, LARGEST_PAGE)
            && let Some(after) = last
                .and_then(|contact| contact.get("searchAfter"))
                .filter(|after| after.is_array())
        {
            page["cursor"] = json!(after.to_string());
        }
        Some(page)
    },
};

pub(super) static GET: Request = Request {
    method: Method::Get,
    path: "/contacts/{contactId}",
    version: JULY_2021,
    reads: true,
    fields: &[Field::path("contact", "contactId")],
    answer: "/contact",
    record: contact,
};

/// The same for a new contact and for one that may be there already.
const NEW: &[Field] = &[
    Field::location(Place::Body("/locationId")),
    Field::body("name", "/firstName").via(convert::first_name),
    Field::body("name", "/lastName").via(convert::last_name),
    Field::body("email", "/email").via(convert::text),
    Field::body("phone", "/phone").via(convert::phone),
    Field::body("company", "/companyName").via(convert::text),
    Field::body("tags", "/tags").via(convert::texts),
];

static CREATE: Request = Request {
    method: Method::Post,
    path: "/contacts/",
    version: JULY_2021,
    reads: false,
    fields: NEW,
    answer: "/contact",
    record: contact,
};

// What counts as the same contact is a setting of the location: e-mail, phone, or one before the other.
static UPSERT: Request = Request {
    method: Method::Post,
    path: "/contacts/upsert",
    version: JULY_2021,
    reads: false,
    fields: NEW,
    answer: "",
    record: |answer, args| {
        let mut record = contact(answer.get("contact")?, args)?;
        record["new"] = json!(answer.get("new")?.as_bool()?);
        Some(record)
    },
};

// `companyName` is missing from the published schema, but the API takes it: others have reported both to the vendor
// (github.com/GoHighLevel/highlevel-api-docs, July 2026). The location id, on the other hand, is refused here.
static UPDATE: Request = Request {
    method: Method::Put,
    path: "/contacts/{contactId}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::body("name", "/firstName")
            .via(convert::first_name)
            .cleared_by(Fixed::Null),
        Field::body("name", "/lastName")
            .via(convert::whole_last_name)
            .cleared_by(Fixed::Null),
        Field::body("email", "/email")
            .via(convert::text)
            .cleared_by(Fixed::Null),
        Field::body("phone", "/phone")
            .via(convert::phone)
            .cleared_by(Fixed::Null),
        Field::body("company", "/companyName")
            .via(convert::text)
            .cleared_by(Fixed::Null),
    ],
    answer: "/contact",
    record: contact,
};

static DELETE: Request = Request {
    method: Method::Delete,
    path: "/contacts/{contactId}",
    version: JULY_2021,
    reads: false,
    fields: &[Field::path("contact", "contactId")],
    answer: "",
    record: |_, args| deleted(args, "contact"),
};

/// A page number belongs to the first page only: later ones are found by `searchAfter`, which reaches beyond the
/// 10,000th record and does not go together with it.
fn page(args: &Value) -> Converted {
    Ok(text(args, "/cursor").is_none().then(|| json!(1)))
}

fn search_after(cursor: &Value) -> Converted {
    let read = cursor
        .as_str()
        .and_then(|cursor| serde_json::from_str::<Value>(cursor).ok());
    read.filter(Value::is_array)
        .map(Some)
        .ok_or_else(|| "this is not a cursor of an earlier page".into())
}

fn query(query: &Value) -> Converted {
    let query = convert::text(query)?;
    let long = query
        .as_ref()
        .and_then(Value::as_str)
        .is_some_and(|query| query.chars().count() > LONGEST_QUERY);
    if long {
        Err("a search in GoHighLevel has at most 75 characters".into())
    } else {
        Ok(query)
    }
}

/// All filters must hold; without any, the field is left out.
fn filters(args: &Value) -> Converted {
    let mut all = Vec::new();
    if let Some(tag) = text(args, "/tag") {
        all.push(json!({ "field": "tags", "operator": "eq", "value": tag }));
    }
    let mut range = json!({});
    for (name, bound) in [("created_after", "gte"), ("created_before", "lte")] {
        if let Some(at) = args.get(name).filter(|at| !at.is_null()) {
            range[bound] = convert::utc(at)?.unwrap_or_default();
        }
    }
    if range != json!({}) {
        all.push(json!({ "field": "dateAdded", "operator": "range", "value": range }));
    }
    if let Some(missing) = text(args, "/missing") {
        let field = match missing.as_str() {
            "phone" | "email" | "tags" => missing.as_str(),
            "company" => "companyName",
            _ => return Err("missing can be phone, email, tags or company".into()),
        };
        all.push(json!({ "field": field, "operator": "not_exists" }));
    }
    Ok((!all.is_empty()).then_some(Value::Array(all)))
}

/// Best match first when there is a query, newest first when there is none.
fn sort(args: &Value) -> Converted {
    let newest_first = json!([{ "field": "dateAdded", "direction": "desc" }]);
    Ok(text(args, "/query").is_none().then_some(newest_first))
}

/// Our record of a contact, from any of the shapes in which this vendor gives one.
pub(super) fn contact(item: &Value, asked: &Asked<'_>) -> Option<Value> {
    let name = full_name(text(item, "/firstName"), text(item, "/lastName"))
        .or_else(|| first_text(item, &["/contactName", "/name"]))
        .or_else(|| full_name(text(item, "/firstNameRaw"), text(item, "/lastNameRaw")))
        .or_else(|| {
            full_name(
                text(item, "/firstNameLowerCase"),
                text(item, "/lastNameLowerCase"),
            )
            .map(|n| capitals(&n))
        })
        .or_else(|| text(item, "/companyName"));
    let country = text(item, "/country").or_else(|| asked.home.country.clone());
    Contact {
        id: text(item, "/id")?,
        name,
        first_name: first_text(item, &["/firstName", "/firstNameRaw"])
            .or_else(|| text(item, "/firstNameLowerCase").map(|name| capitals(&name))),
        last_name: first_text(item, &["/lastName", "/lastNameRaw"])
            .or_else(|| text(item, "/lastNameLowerCase").map(|name| capitals(&name))),
        email: text(item, "/email"),
        phone: text(item, "/phone").map(|number| Phone::read(&number, country.as_deref())),
        tags: Some(texts(item, "/tags").unwrap_or_default()),
        company: first_text(item, &["/companyName", "/businessName"]),
        created: time(item, "/dateAdded"),
        do_not_disturb: item.get("dnd").and_then(Value::as_bool),
        do_not_disturb_channels: dnd::channels(item),
        fields: custom_fields(item),
        new: None,
    }
    .of(item)
}

/// The custom fields that have a value. Answers differ in the name of the value.
fn custom_fields(item: &Value) -> Vec<FieldValue> {
    let fields = ["customFields", "customField"]
        .iter()
        .find_map(|name| item.get(*name)?.as_array());
    let field = |field: &Value| {
        let value = ["value", "fieldValue", "field_value"]
            .iter()
            .find_map(|name| field.get(*name));
        Some(FieldValue {
            id: text(field, "/id")?,
            value: value.cloned().unwrap_or_default(),
        })
    };
    fields.into_iter().flatten().filter_map(field).collect()
}

/// Search may give nothing but the folded name; the exact capitals are lost there.
fn capitals(name: &str) -> String {
    let mut starts = true;
    let letters = name.chars().flat_map(|c| {
        let first = std::mem::replace(&mut starts, c.is_whitespace() || c == '-');
        if first {
            c.to_uppercase().collect::<Vec<_>>()
        } else {
            vec![c]
        }
    });
    letters.collect()
}
