//! The token, and the form of JSON bodies: HubSpot refuses members it does not know.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::request::{Call, Reply, Sent};
use super::fault;

/// Refuses a call without the right token.
pub(super) fn bearer(call: &Call, token: &str) -> Result<(), Reply> {
    if call.bearer() == Some(token) {
        Ok(())
    } else {
        Err(fault::unauthorized())
    }
}

/// The JSON body, whatever it is.
pub(super) fn json(call: &Call) -> Result<&Value, Reply> {
    match &call.body {
        Sent::Json(body) => Ok(body),
        Sent::Nothing => Err(fault::invalid(
            "Invalid input JSON on line 1, column 0: No content to map",
        )),
        Sent::Broken(what) => Err(fault::invalid(format!("Invalid input JSON: {what}"))),
    }
}

/// The JSON body as an object with these members and no others.
pub(super) fn object<'a>(
    call: &'a Call,
    required: &[&str],
    optional: &[&str],
) -> Result<&'a Map<String, Value>, Reply> {
    members(json(call)?, required, optional)
}

/// An object with these members and no others.
pub(super) fn members<'a>(
    value: &'a Value,
    required: &[&str],
    optional: &[&str],
) -> Result<&'a Map<String, Value>, Reply> {
    let Value::Object(members) = value else {
        return Err(fault::invalid("Invalid input JSON: an object was expected"));
    };
    let known = |name: &String| required.iter().chain(optional).any(|known| known == name);
    if let Some(unknown) = members.keys().find(|name| !known(name)) {
        let message = format!("Invalid input JSON: Unrecognized field \"{unknown}\"");
        return Err(fault::invalid(message));
    }
    let missing: Vec<&str> = required
        .iter()
        .copied()
        .filter(|name| members.get(*name).is_none_or(Value::is_null))
        .collect();
    if missing.is_empty() {
        Ok(members)
    } else {
        let message = format!(
            "Some required fields were not set: [{}]",
            missing.join(", ")
        );
        Err(fault::invalid(message))
    }
}

/// A map of texts: `properties`. A number, a boolean or null is refused.
pub(super) fn texts(value: &Value) -> Result<BTreeMap<String, String>, Reply> {
    let Value::Object(members) = value else {
        return Err(fault::invalid(
            "Invalid input JSON: properties must be an object",
        ));
    };
    let text = |(name, value): (&String, &Value)| match value {
        Value::String(text) => Ok((name.clone(), text.clone())),
        other => Err(fault::invalid(format!(
            "Invalid input JSON: Cannot deserialize value of type `java.lang.String` for \"{name}\" from {other}"
        ))),
    };
    members.iter().map(text).collect()
}

/// A list of texts: ids, property names.
pub(super) fn words(value: &Value) -> Result<Vec<&str>, Reply> {
    let wrong = || fault::invalid("Invalid input JSON: a list of strings was expected");
    let list = value.as_array().ok_or_else(wrong)?;
    list.iter()
        .map(|item| item.as_str().ok_or_else(wrong))
        .collect()
}
