//! Custom fields: their definitions, and the values that contacts and opportunities hold.
//!
//! A value goes in as `{id or key, field_value}`. It comes out of a contact as `{id, value}` and
//! of an opportunity as `{id, fieldValue}`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::check::{Field, Kind, may};
use super::{Answer, JULY, Method, Row, State, fault, trace};

pub(super) const ROWS: &[Row] = &[
    Row::reads(
        Method::Get,
        "/locations/{locationId}/customFields",
        JULY,
        list,
    )
    .query(MODEL),
    Row::reads(
        Method::Get,
        "/locations/{locationId}/customFields/{id}",
        JULY,
        read,
    ),
];

const MODEL: &[Field] = &[may(
    "model",
    Kind::OneOf(&["contact", "opportunity", "all"]),
)];

/// A definition.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct CustomField {
    pub id: String,
    pub name: String,
    /// `contact` or `opportunity`.
    pub model: String,
    /// Without the model: `service_area` of `contact.service_area`.
    pub key: String,
    /// `TEXT`, `NUMERICAL`, `SINGLE_OPTIONS`, `MULTIPLE_OPTIONS`, `DATE`.
    pub data_type: String,
    pub options: Vec<String>,
    pub position: u32,
}

impl CustomField {
    fn view(&self, location: &str) -> Value {
        let mut record = json!({
            "id": self.id,
            "name": self.name,
            "fieldKey": format!("{}.{}", self.model, self.key),
            "placeholder": "",
            "dataType": self.data_type,
            "position": self.position,
            "locationId": location,
            "model": self.model,
        });
        if !self.options.is_empty() {
            record["picklistOptions"] = json!(self.options);
        }
        record
    }

    fn is_named(&self, item: &Value) -> bool {
        match (item["id"].as_str(), item["key"].as_str()) {
            (Some(id), _) => id == self.id,
            (None, Some(key)) => key == self.key || key == format!("{}.{}", self.model, self.key),
            (None, None) => false,
        }
    }

    /// What is wrong with a value of this field.
    fn misfit(&self, value: &Value) -> Option<String> {
        let name = &self.name;
        let option = |value: &Value| self.options.iter().any(|option| value == option.as_str());
        let (fits, otherwise) = match self.data_type.as_str() {
            "NUMERICAL" => (
                value.is_number() || value.as_str().is_some_and(|t| t.parse::<f64>().is_ok()),
                format!("{name} must be a number"),
            ),
            "SINGLE_OPTIONS" => (
                option(value),
                format!("{name} must be one of: {}", self.options.join(", ")),
            ),
            "MULTIPLE_OPTIONS" => (
                value.as_array().is_some_and(|all| all.iter().all(option)),
                format!("{name} must be a list out of: {}", self.options.join(", ")),
            ),
            _ => (value.is_string(), format!("{name} must be a string")),
        };
        (!fits).then_some(otherwise)
    }
}

/// A value that a record holds.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Held {
    id: String,
    value: Value,
}

impl State {
    /// Puts the checked `customFields` of a body over the values that are held: those that are
    /// not named stay, an empty one goes.
    pub(super) fn custom_values(
        &self,
        call: &Call,
        model: &str,
        held: Vec<Held>,
    ) -> Result<Vec<Held>, Reply> {
        let mut held = held;
        for item in call.field("customFields").as_array().into_iter().flatten() {
            let Some(members) = item.as_object() else {
                return Err(wrong("each value in customFields must be an object"));
            };
            let unknown = |name: &&String| !matches!(name.as_str(), "id" | "key" | "field_value");
            if let Some(name) = members.keys().find(unknown) {
                let message = format!("customFields.property {name} should not exist");
                return Err(wrong(&message));
            }
            let field = self
                .custom_fields
                .iter()
                .find(|field| field.model == model && field.is_named(item));
            let Some(field) = field else {
                let named = item["id"].as_str().or_else(|| item["key"].as_str());
                return Err(fault::unknown("Custom field", named.unwrap_or_default()));
            };
            held.retain(|held| held.id != field.id);
            let value = &item["field_value"];
            if value.is_null() || value == "" || value.as_array().is_some_and(Vec::is_empty) {
                continue;
            }
            if let Some(message) = field.misfit(value) {
                return Err(wrong(&message));
            }
            held.push(Held {
                id: field.id.clone(),
                value: value.clone(),
            });
        }
        Ok(held)
    }
}

fn wrong(message: &str) -> Reply {
    fault::unprocessable(vec![message.to_owned()])
}

/// The values of a record as they are kept in JSON; one of an earlier release may have been kept
/// as it was sent.
pub(super) fn held(kept: Option<&Value>) -> Vec<Held> {
    let items = kept.and_then(Value::as_array).into_iter().flatten();
    let one = |item: &Value| {
        let value = ["value", "fieldValue", "field_value"]
            .into_iter()
            .map(|name| &item[name])
            .find(|value| !value.is_null())?;
        Some(Held {
            id: item["id"].as_str()?.to_owned(),
            value: value.clone(),
        })
    };
    items.filter_map(one).collect()
}

/// The values as a record shows them, under `value` or `fieldValue`.
pub(super) fn shown(held: &[Held], name: &str) -> Value {
    held.iter()
        .map(|held| json!({ "id": held.id, name: held.value }))
        .collect()
}

fn list(call: &Call, state: &State) -> Answer {
    // Nothing published says what is meant without `model`: those of contacts here.
    let model = call.query("model").unwrap_or("contact");
    let fields: Vec<Value> = state
        .custom_fields
        .iter()
        .filter(|field| model == "all" || field.model == model)
        .map(|field| field.view(&state.location.id))
        .collect();
    Ok(Reply::ok(
        json!({ "customFields": fields, "traceId": trace() }),
    ))
}

fn read(call: &Call, state: &State) -> Answer {
    let id = call.param("id");
    let field = state.custom_fields.iter().find(|field| field.id == id);
    let field = field.ok_or_else(|| fault::unknown("Custom field", id))?;
    Ok(Reply::ok(
        json!({ "customField": field.view(&state.location.id), "traceId": trace() }),
    ))
}
