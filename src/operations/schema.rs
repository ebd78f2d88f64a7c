//! Arguments against the table: the JSON Schema that doors publish, and the check that they run.
//!
//! Both are derived from the same rows, so that what is published is what is accepted.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};
use serde_json::{Map, Value, json};

use super::{Need, Operation, Param};
use crate::value::{Kind, amount, email, phone};

/// Arguments of an operation: names of parameters with their values.
pub type Args = Map<String, Value>;

/// What is wrong with one argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The parameter's name; empty when the body as a whole is wrong.
    pub name: String,
    /// What is wrong and what would be right.
    pub detail: String,
}

impl Fault {
    /// A fault of one argument.
    pub fn of(name: &str, detail: &str) -> Fault {
        Fault {
            name: name.to_owned(),
            detail: detail.to_owned(),
        }
    }
}

/// Longest single line, in characters.
const LINE: usize = 500;
/// Longest free text, in characters.
const TEXT: usize = 10_000;
/// Longest JSON, in bytes.
const JSON: usize = 100_000;
/// Longest appointment: half a day. What is said to last longer is asked about.
const MINUTES: i64 = 720;
/// Most tags in one call.
const TAGS: usize = 50;

/// The JSON Schema (2020-12) of an operation's arguments. Nothing is marked required that the
/// conversation can ask for: a missing contact is an answer (`ask`), not a fault of the request.
pub fn of(operation: &Operation) -> Value {
    let mut properties: Map<String, Value> = operation
        .params
        .iter()
        .map(|param| (param.name.to_owned(), of_param(param)))
        .collect();
    for (slot, param) in identifying(operation) {
        let about = format!("Identifies the {0}, in place of `{0}`.", param.name);
        let schema =
            json!({"type": "string", "minLength": 1, "maxLength": LINE, "description": about});
        properties.insert(slot.to_owned(), schema);
    }
    properties.insert(
        "connection".to_owned(),
        json!({"type": "string", "description": "The CRM connection to use: its id, or `gohighlevel` or `hubspot`. The default one when absent."}),
    );
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

/// Slots that are no parameters and say which record a reference means: an `email` where a
/// `contact` is wanted.
fn identifying(operation: &Operation) -> impl Iterator<Item = (&'static str, &'static Param)> + '_ {
    let references = operation
        .params
        .iter()
        .filter(|param| matches!(param.kind, Kind::Ref(_)));
    let slots = references.flat_map(|param| param.said_as.iter().map(move |slot| (*slot, param)));
    slots.filter(|(slot, _)| operation.param(slot).is_none())
}

fn of_param(param: &Param) -> Value {
    let mut schema = match param.kind {
        Kind::Ref(_) | Kind::Name | Kind::Line | Kind::Opaque => {
            json!({"type": "string", "minLength": 1, "maxLength": LINE})
        }
        Kind::Text => json!({"type": "string", "minLength": 1, "maxLength": TEXT}),
        Kind::Json => json!({"type": ["object", "array"], "items": {}}),
        Kind::Email => json!({"type": "string", "format": "email"}),
        Kind::Phone => json!({"type": "string", "examples": ["+17275551234"]}),
        Kind::Tags => {
            json!({"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "maxItems": TAGS})
        }
        Kind::Money => json!({"type": "number", "minimum": 0}),
        Kind::Minutes => json!({"type": "integer", "minimum": 1, "maximum": MINUTES}),
        Kind::Count => json!({"type": "integer", "minimum": 1, "maximum": 100}),
        Kind::Moment => {
            json!({"type": "string", "examples": ["2026-03-14", "2026-03-14T15:30", "2026-03-14T15:30:00-04:00"]})
        }
        Kind::OneOf(words) => json!({"type": "string", "enum": words}),
        Kind::SomeOf(words) => {
            json!({"type": "array", "items": {"type": "string", "enum": words}, "minItems": 1, "uniqueItems": true})
        }
    };
    let about = match param.need {
        Need::Required => format!("{} Asked for when absent.", param.about),
        Need::Optional | Need::Chosen => param.about.to_owned(),
        Need::OneOf => format!("{} At least one such argument is needed.", param.about),
    };
    schema["description"] = Value::String(about);
    schema
}

/// Checks the arguments of a request and gives back their canonical form: phone numbers in E.164,
/// tags folded, blanks trimmed; a null counts as absent.
///
/// # Errors
/// One [`Fault`] for each unknown or unfit argument, all of them together.
pub fn check(operation: &Operation, given: &Args) -> Result<Args, Vec<Fault>> {
    let mut args = Args::new();
    let mut faults = Vec::new();
    for (name, value) in given {
        let param = operation.param(name).or_else(|| {
            let mut others = identifying(operation);
            others
                .find(|(slot, _)| slot == name)
                .map(|(_, param)| param)
        });
        let Some(param) = param else {
            let known: Vec<_> = operation.params.iter().map(|p| p.name).collect();
            let detail = format!(
                "unknown argument; {} takes: {}",
                operation.name,
                known.join(", ")
            );
            faults.push(Fault {
                name: name.clone(),
                detail,
            });
            continue;
        };
        if value.is_null() {
            continue;
        }
        match canonical(param.kind, value) {
            Ok(value) => {
                args.insert(name.clone(), value);
            }
            Err(detail) => faults.push(Fault {
                name: name.clone(),
                detail,
            }),
        }
    }
    if faults.is_empty() {
        Ok(args)
    } else {
        Err(faults)
    }
}

/// The canonical form of one value of a kind, or what would be right.
pub fn canonical(kind: Kind, value: &Value) -> Result<Value, String> {
    match kind {
        Kind::Ref(_) | Kind::Name | Kind::Line | Kind::Opaque => text(value, LINE),
        Kind::Text => text(value, TEXT),
        Kind::Email => {
            let said = text(value, LINE)?;
            let address = said.as_str().and_then(email);
            address
                .map(Value::String)
                .ok_or_else(|| "not an e-mail address, such as jane@example.com".to_owned())
        }
        Kind::Phone => {
            let said = text(value, LINE)?;
            let number = said.as_str().and_then(phone);
            number
                .map(Value::String)
                .ok_or_else(|| "not a phone number, such as +17275551234".to_owned())
        }
        Kind::Json => {
            if !value.is_object() && !value.is_array() {
                return Err("not a JSON object or list".to_owned());
            }
            match value.to_string().len() {
                length if length > JSON => Err(format!("{length} bytes of JSON; at most {JSON}")),
                _ => Ok(value.clone()),
            }
        }
        Kind::Tags => tags(value),
        Kind::Money => {
            let said = match value {
                Value::Number(number) => number.to_string(),
                Value::String(said) => said.clone(),
                _ => String::new(),
            };
            let amount = amount(&said).ok_or("not an amount, such as 7000 or 99.5")?;
            Ok(Value::String(amount.to_string()))
        }
        Kind::Minutes => whole(value, 1, MINUTES),
        Kind::Count => whole(value, 1, 100),
        Kind::Moment => moment(value),
        Kind::SomeOf(words) => {
            let list = match value {
                Value::Array(list) => list.as_slice(),
                one => std::slice::from_ref(one),
            };
            let mut known = Vec::new();
            for said in list {
                let word = canonical(Kind::OneOf(words), said)?;
                if !known.contains(&word) {
                    known.push(word);
                }
            }
            if known.is_empty() {
                return Err(format!("none of: {}", words.join(", ")));
            }
            Ok(Value::Array(known))
        }
        Kind::OneOf(words) => {
            let said = value.as_str().unwrap_or_default();
            let known = words.iter().find(|word| word.eq_ignore_ascii_case(said));
            known
                .map(|word| json!(word))
                .ok_or_else(|| format!("not one of: {}", words.join(", ")))
        }
    }
}

fn text(value: &Value, most: usize) -> Result<Value, String> {
    let said = value.as_str().ok_or("not a text")?.trim();
    match said.chars().count() {
        0 => Err("empty".to_owned()),
        n if n > most => Err(format!("{n} characters long; at most {most}")),
        _ => Ok(Value::String(said.to_owned())),
    }
}

fn tags(value: &Value) -> Result<Value, String> {
    let list = value
        .as_array()
        .ok_or("not a list of tags, such as [\"vip\", \"hot-lead\"]")?;
    let mut tags: Vec<String> = Vec::new();
    for tag in list {
        let tag = tag.as_str().ok_or("a tag is a text")?;
        let tag = tag.trim().trim_start_matches('#').to_lowercase();
        if tag.is_empty() || tag.chars().count() > LINE {
            return Err("a tag is empty or too long".to_owned());
        }
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    match tags.len() {
        0 => Err("no tags in the list".to_owned()),
        n if n > TAGS => Err(format!("{n} tags; at most {TAGS}")),
        _ => Ok(json!(tags)),
    }
}

fn whole(value: &Value, least: i64, most: i64) -> Result<Value, String> {
    match value.as_i64() {
        Some(number) if (least..=most).contains(&number) => Ok(json!(number)),
        _ => Err(format!("not a whole number from {least} to {most}")),
    }
}

fn moment(value: &Value) -> Result<Value, String> {
    let said = text(value, LINE)?;
    let form = said.as_str().unwrap_or_default();
    let day = NaiveDate::parse_from_str(form, "%Y-%m-%d").ok();
    let day = day.or_else(|| local_time(form).map(|at| at.date()));
    let day = day.or_else(|| Some(DateTime::parse_from_rfc3339(form).ok()?.date_naive()));
    // No customer waits longer; and arithmetic stays far from the ends of the calendar.
    if day.is_some_and(|day| (1900..2200).contains(&day.year())) {
        Ok(said)
    } else {
        Err(
            "not a time, such as 2026-03-14, 2026-03-14T15:30 or 2026-03-14T15:30:00-04:00"
                .to_owned(),
        )
    }
}

/// Reads a wall-clock time without an offset: `2026-03-14T15:30`, with or without seconds.
pub fn local_time(form: &str) -> Option<NaiveDateTime> {
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    forms
        .iter()
        .find_map(|f| NaiveDateTime::parse_from_str(form, f).ok())
}
