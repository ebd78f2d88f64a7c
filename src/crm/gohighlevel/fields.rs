//! Custom fields of contacts: which there are, and setting one.

use serde_json::{Value, json};

use super::{JULY_2021, contacts};
use crate::crm::{
    convert,
    record::{first_text, list, text},
    records::{OwnField, Record},
    rows::{Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_custom_fields",
        scopes: &["locations/customFields.readonly"],
        does: Does::Request(&LIST),
    },
    Endpoint {
        operation: "set_custom_field",
        scopes: &["contacts.write"],
        does: Does::Request(&SET),
    },
];

static LIST: Request = Request {
    method: Method::Get,
    path: "/locations/{locationId}/customFields",
    version: JULY_2021,
    reads: true,
    fields: &[
        Field::location(Place::Path("locationId")),
        Field::fixed(Place::Query("model"), Fixed::Text("contact")),
    ],
    answer: "",
    record: |answer, _| {
        let fields = list(answer, "/customFields", |field| {
            let option = |option: &Value| first_text(option, &["", "/label", "/name", "/key"]);
            let options = field.get("picklistOptions").and_then(Value::as_array);
            OwnField {
                id: text(field, "/id")?,
                name: text(field, "/name"),
                key: text(field, "/fieldKey"),
                kind: text(field, "/dataType"),
                options: options.into_iter().flatten().filter_map(option).collect(),
            }
            .of(field)
        })?;
        Some(json!({ "fields": fields }))
    },
};

static SET: Request = Request {
    method: Method::Put,
    path: "/contacts/{contactId}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::composed(Place::Body("/customFields"), the_field).required(),
    ],
    answer: "/contact",
    record: contacts::contact,
};

/// The other custom fields keep their values: the vendor changes only those in the list.
fn the_field(args: &Value) -> Converted {
    let id = text(args, "/field").ok_or("field is missing")?;
    let value = match args.get("value").ok_or("value is missing")? {
        Value::Null => json!(""),
        Value::Bool(flag) => json!(flag.to_string()),
        Value::Array(_) => convert::texts(&args["value"])?.unwrap_or_default(),
        other => convert::text(other)?.unwrap_or_else(|| json!("")),
    };
    Ok(Some(json!([{ "id": id, "field_value": value }])))
}
