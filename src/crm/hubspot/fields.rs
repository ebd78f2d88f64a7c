//! Custom fields of contacts, which are properties that the account has added itself.

use serde_json::{Value, json};

use super::contacts;
use crate::crm::{
    convert,
    record::text,
    records::{OwnField, Record},
    rows::{Converted, Does, Endpoint, Field, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_custom_fields",
        scopes: &["crm.objects.contacts.read"],
        does: Does::Request(&LIST),
    },
    Endpoint {
        operation: "set_custom_field",
        scopes: &["crm.objects.contacts.write"],
        does: Does::Request(&SET),
    },
];

static LIST: Request = Request {
    method: Method::Get,
    path: "/crm/properties/2026-09/contacts",
    version: None,
    reads: true,
    fields: &[],
    answer: "/results",
    record: |results, _| {
        let own = results
            .as_array()?
            .iter()
            .filter(|field| field.get("hubspotDefined") != Some(&Value::Bool(true)));
        let fields: Option<Vec<Value>> = own.map(field).collect();
        Some(json!({ "fields": fields? }))
    },
};

static SET: Request = Request {
    method: Method::Patch,
    path: "/crm/objects/2026-09/contacts/{objectId}",
    version: None,
    reads: false,
    fields: &[
        Field::path("contact", "objectId"),
        Field::composed(Place::Body("/properties"), the_property).required(),
    ],
    answer: "",
    record: contacts::contact,
};

/// The options are the values that can be set; people see their labels, which are the same as a rule.
fn field(field: &Value) -> Option<Value> {
    let options = field.get("options").and_then(Value::as_array);
    let options = options.into_iter().flatten();
    OwnField {
        id: text(field, "/name")?,
        name: text(field, "/label"),
        key: text(field, "/name"),
        kind: text(field, "/fieldType"),
        options: options
            .map(|option| text(option, "/value"))
            .collect::<Option<_>>()?,
    }
    .of(field)
}

/// Every value is a text; several choices are put together with semicolons, and an empty text clears.
fn the_property(args: &Value) -> Converted {
    let name = text(args, "/field").ok_or("field is missing")?;
    let value = match args.get("value").ok_or("value is missing")? {
        Value::Null => String::new(),
        Value::Bool(flag) => flag.to_string(),
        Value::Array(_) => {
            convert::texts(&args["value"])?;
            convert::words(args, "value").join(";")
        }
        other => {
            let value = convert::text(other)?;
            value
                .as_ref()
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        }
    };
    let mut properties = json!({});
    properties[name] = json!(value);
    Ok(Some(properties))
}
