//! Taking back the last thing that was done.

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::plan::Step;
use crate::operations::{From, Operation, Undo, all, find};
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
            // Where the CRM does not tell which were there, taking back could take too much.
            From::TagsAdded => Some(tags(did, &before, false)?),
            From::TagsRemoved => Some(tags(did, &before, true)?),
            From::ChannelBefore => channel_back(operation, did, &before)?,
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
        replaces: None,
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

/// Pointers to what taking an action back would restore from the record before it.
pub(super) fn restored(action: &Action) -> Vec<&'static str> {
    let Some(Undo::By { args, .. }) = find(&action.operation).map(|row| row.undo) else {
        return Vec::new();
    };
    let changed = args
        .iter()
        .filter(|(name, _)| action.args.get(*name).is_some());
    let pointers = changed.filter_map(|(_, from)| match from {
        From::Before(pointer) => Some(*pointer),
        From::Arg(_)
        | From::Answer(_)
        | From::TagsAdded
        | From::TagsRemoved
        | From::ChannelBefore => None,
    });
    pointers.collect()
}

/// The channel that taking a step about do not disturb back is for, none for all of them; `None`
/// when no single step leads back.
fn channel_back(back: &str, did: &Value, before: &Value) -> Option<Option<Value>> {
    let channel = did.get("channel").filter(|channel| !channel.is_null());
    if let Some(channel) = channel {
        return Some(Some(channel.clone()));
    }
    let silent = silent(before)?;
    match (back, silent.as_slice(), is_silent_for_all(before)) {
        ("clear_do_not_disturb", [], false) | ("set_do_not_disturb", _, true) => Some(None),
        ("set_do_not_disturb", [only], false) => Some(Some(only.clone())),
        _ => None,
    }
}

/// The channels by which a contact is not to be disturbed; `None` when the record does not tell.
fn silent(record: &Value) -> Option<Vec<Value>> {
    match &record["do_not_disturb_channels"] {
        Value::Array(channels) => Some(channels.clone()),
        _ => (record["do_not_disturb"] == json!(false)).then(Vec::new),
    }
}

fn is_silent_for_all(record: &Value) -> bool {
    record["do_not_disturb"] == json!(true)
}

/// Whether a contact was on do not disturb already, or off it, as the step wanted.
fn is_as_silent(row: &Operation, args: &Value, before: &Value) -> bool {
    let wanted = row.name == "set_do_not_disturb";
    let Some(silent) = silent(before) else {
        return false;
    };
    match (&args["channel"], wanted) {
        (Value::Null, true) => is_silent_for_all(before),
        (Value::Null, false) => silent.is_empty() && !is_silent_for_all(before),
        (channel, wanted) => silent.contains(channel) == wanted,
    }
}

/// Whether a step changed nothing: all tags were there, or none was; nobody was to be disturbed
/// already.
pub(super) fn is_unchanged(row: &Operation, args: &Value, before: Option<&Value>) -> bool {
    let (Undo::By { args: sources, .. }, Some(before)) = (row.undo, before) else {
        return false;
    };
    sources.iter().any(|(_, from)| match from {
        From::TagsAdded => tags(args, before, false) == Some(json!([])),
        From::TagsRemoved => tags(args, before, true) == Some(json!([])),
        From::ChannelBefore => is_as_silent(row, args, before),
        From::Arg(_) | From::Answer(_) | From::Before(_) => false,
    })
}

/// The tags of the action that the contact had (or had not) before it; `None` when that is not
/// known.
fn tags(did: &Value, before: &Value, had: bool) -> Option<Value> {
    let earlier = before["tags"].as_array()?;
    let named = did["tags"].as_array()?;
    let chosen: Vec<&Value> = named
        .iter()
        .filter(|tag| earlier.contains(tag) == had)
        .collect();
    Some(json!(chosen))
}

/// Whether taking a step back would need to know the tags or channels before it, and nobody told
/// them, or no single step leads back to them.
pub(super) fn is_blind(row: &Operation, args: &Value, before: Option<&Value>) -> bool {
    let Undo::By {
        operation,
        args: sources,
    } = row.undo
    else {
        return false;
    };
    let unknown = |had| before.is_none_or(|before| tags(args, before, had).is_none());
    sources.iter().any(|(_, from)| match from {
        From::TagsAdded => unknown(false),
        From::TagsRemoved => unknown(true),
        From::ChannelBefore => {
            before.is_none_or(|before| channel_back(operation, args, before).is_none())
        }
        From::Arg(_) | From::Answer(_) | From::Before(_) => false,
    })
}
