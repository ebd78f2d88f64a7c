//! Taking back the last thing that was done.

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::plan::Step;
use crate::operations::{From, Undo, all, find};
use crate::store::actions::Action;

/// How long "undo" takes a step back.
pub(super) const WINDOW: TimeDelta = TimeDelta::hours(1);

/// The step that takes an action back, from the row of the audit; `None` when it changed nothing.
pub(super) fn compensation(action: &Action) -> Option<Step> {
    let Some(Undo::By {
        operation,
        args: sources,
    }) = find(&action.operation).map(|row| row.undo)
    else {
        return None;
    };
    let did = &action.args;
    let before = action.before.clone().unwrap_or_default();
    let answer = action.answer.clone().unwrap_or_default();
    let mut args = Map::new();
    for (name, from) in sources {
        let value = match from {
            From::Arg(arg) => did.get(*arg).cloned(),
            From::Answer(pointer) => answer.pointer(pointer).cloned(),
            From::Before(pointer) => did
                .get(*name)
                .map(|_| before.pointer(pointer).cloned().unwrap_or_default()),
            From::TagsAdded => Some(tags(did, &before, false)),
            From::TagsRemoved => Some(tags(did, &before, true)),
        };
        if let Some(value) = value {
            args.insert((*name).to_owned(), value);
        }
    }
    if args.get("tags") == Some(&json!([])) {
        return None;
    }
    Some(Step {
        operation: operation.to_owned(),
        args: Value::Object(args),
        shown: std::collections::BTreeMap::new(),
        contact: None,
        key: format!("undo:{}", action.id),
    })
}

/// The operations that "undo" can mean: all that change something. Where the last of them is
/// final, "undo" says so rather than take back an earlier one.
pub(super) fn operations() -> Vec<&'static str> {
    let changing = all().filter(|row| !matches!(row.undo, Undo::Nothing));
    changing.map(|row| row.name).collect()
}

/// Whether nothing takes this operation back.
pub(super) fn is_final(operation: &str) -> bool {
    find(operation).is_some_and(|row| matches!(row.undo, Undo::Final))
}

/// The tags of the action that the contact had (or had not) before it.
fn tags(did: &Value, before: &Value, had: bool) -> Value {
    let list = |value: &Value| value["tags"].as_array().cloned().unwrap_or_default();
    let earlier = list(before);
    let chosen: Vec<Value> = list(did)
        .into_iter()
        .filter(|tag| earlier.contains(tag) == had)
        .collect();
    json!(chosen)
}
