//! What will be done, exactly: steps with resolved ids and absolute times, and the hash that
//! confirmation compares.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::secrets::fingerprint;

/// One operation with everything it needs, as the CRM receives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The operation's name.
    pub operation: String,
    /// Resolved arguments: the CRM's ids, RFC 3339 times with an offset, E.164 numbers.
    pub args: Value,
    /// The same arguments as people read them, by parameter name.
    pub shown: BTreeMap<String, String>,
    /// The contact it is about, when there is one.
    pub contact: Option<Named>,
    /// The id of the action that it takes the place of, which is taken back before.
    #[serde(default)]
    pub replaces: Option<String>,
    /// What makes this step one of a kind: it is performed at most once under this key, whatever
    /// the number of deliveries.
    pub key: String,
}

/// A record of the CRM with the name people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The CRM's id.
    pub id: String,
    /// What people call it.
    pub name: String,
}

impl Named {
    /// The id and name of a record, when it has an id.
    pub fn of(record: &Value) -> Option<Named> {
        let id = record["id"].as_str()?.to_owned();
        let name = record["name"].as_str().unwrap_or(&id).to_owned();
        Some(Named { id, name })
    }
}

/// Steps on one CRM connection of one tenant, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Whose data it touches.
    pub tenant: String,
    /// The connection it runs on.
    pub connection: String,
    /// What it does.
    pub steps: Vec<Step>,
}

impl Plan {
    /// SHA-256, in hex, over tenant, connection, operations, resolved arguments and what they replace, in canonical
    /// JSON (keys sorted, no blanks). What people see of a plan is not covered: two plans that do
    /// the same have the same hash.
    pub fn hash(&self) -> String {
        let steps: Vec<Value> = self
            .steps
            .iter()
            .map(|step| {
                let mut whole = json!({"operation": step.operation, "args": step.args});
                if let Some(replaced) = &step.replaces {
                    whole["replaces"] = json!(replaced);
                }
                whole
            })
            .collect();
        let whole = json!({"tenant": self.tenant, "connection": self.connection, "steps": steps});
        let mut text = String::new();
        write_canonical(&whole, &mut text);
        fingerprint(&text)
    }
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<_, _> = map.iter().collect();
            text.push('{');
            for (index, (key, value)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                let _ = write!(text, "{}:", Value::String(key.clone()));
                write_canonical(value, text);
            }
            text.push('}');
        }
        Value::Array(list) => {
            text.push('[');
            for (index, value) in list.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_canonical(value, text);
            }
            text.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let _ = write!(text, "{value}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(args: Value) -> Plan {
        let step = Step {
            operation: "send_sms".to_owned(),
            args,
            shown: BTreeMap::new(),
            contact: None,
            replaces: None,
            key: "k".to_owned(),
        };
        Plan {
            tenant: "t".to_owned(),
            connection: "c".to_owned(),
            steps: vec![step],
        }
    }

    #[test]
    fn the_hash_covers_what_a_step_replaces_and_is_as_ever_where_it_replaces_nothing() {
        let mut replacing = plan(json!({"contact": "1"}));
        let ever = r#"{"connection":"c","steps":[{"args":{"contact":"1"},"operation":"send_sms"}],"tenant":"t"}"#;
        assert_eq!(replacing.hash(), fingerprint(ever));
        replacing.steps[0].replaces = Some("a1".to_owned());
        assert_ne!(replacing.hash(), fingerprint(ever));
    }

    #[test]
    fn the_order_of_keys_does_not_change_the_hash() {
        let one: Value = serde_json::from_str(r#"{"a":{"x":1,"y":[2]},"b":2}"#).unwrap();
        let other: Value = serde_json::from_str(r#"{"b":2,"a":{"y":[2],"x":1}}"#).unwrap();
        assert_eq!(plan(one).hash(), plan(other).hash());
    }

    #[test]
    fn any_other_argument_tenant_or_connection_changes_the_hash() {
        let first = plan(json!({"message": "a"}));
        assert_ne!(first.hash(), plan(json!({"message": "b"})).hash());
        let mut other = first.clone();
        other.tenant = "u".to_owned();
        assert_ne!(first.hash(), other.hash());
        let mut other = first.clone();
        other.connection = "d".to_owned();
        assert_ne!(first.hash(), other.hash());
    }
}
