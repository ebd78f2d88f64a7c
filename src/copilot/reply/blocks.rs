//! Cards, tables, choices and previews for the page, as the README describes them.

use serde_json::{Value, json};

use super::{Words, show};
use crate::copilot::outcome::{Choice, Preview};
use crate::copilot::shape::{self, Column};
use crate::operations::bulk::{Control, control_of, each_of};
use crate::value::Kind;

/// Most rows of a table in one reply.
const ROWS: usize = 50;

/// One record as a card, several as a table; nothing for operations whose sentence says it all.
pub(super) fn records(words: &Words, operation: &str, records: &[Value]) -> Option<Value> {
    let columns = shape::of(operation).columns;
    match (columns, records) {
        ([], _) | (_, []) => None,
        (columns, [only]) => Some(card(words, columns, only)),
        (columns, several) => {
            let names: Vec<String> = columns.iter().map(|(name, ..)| words.label(name)).collect();
            let row = |record: &Value| {
                columns
                    .iter()
                    .map(|column| cell(words, column, record))
                    .collect()
            };
            let rows: Vec<Vec<String>> = several.iter().take(ROWS).map(row).collect();
            Some(json!({"type": "table", "columns": names, "rows": rows}))
        }
    }
}

fn card(words: &Words, columns: &[Column], record: &Value) -> Value {
    let (title, lines) = match columns {
        [title @ ("name" | "title", ..), lines @ ..] => (cell(words, title, record), lines),
        lines => (words.label("figures"), lines),
    };
    let fields: Vec<Value> = lines
        .iter()
        .map(|column| (column.0, cell(words, column, record)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| json!({"label": words.label(name), "value": value}))
        .collect();
    json!({"type": "card", "title": title, "fields": fields})
}

fn cell(words: &Words, (name, pointer, kind): &Column, record: &Value) -> String {
    let value = record.pointer(pointer).unwrap_or(&Value::Null);
    match (*name, kind) {
        ("operation", _) => words.verb(&show::plain(value)),
        ("stages", _) => {
            let stages = value.as_array().into_iter().flatten();
            stages
                .filter_map(|stage| stage["name"].as_str())
                .collect::<Vec<_>>()
                .join(" → ")
        }
        ("amount", _) if value.is_string() => words
            .locale
            .money(&show::plain(value), record["currency"].as_str()),
        (_, Kind::Moment) => words.moment(value),
        (_, Kind::Money) if value.is_null() => String::new(),
        ("status" | "state" | "reason" | "direction" | "channel", _) => {
            words.word(&show::plain(value))
        }
        _ => words.value(*kind, value),
    }
}

/// How far a bulk job is, for a bar that moves; nothing where the answer is no job.
pub(super) fn progress(words: &Words, operation: &str, job: &Value) -> Option<Value> {
    let is_job = each_of(operation).is_some()
        || matches!(control_of(operation), Some(control) if control != Control::List);
    let operation = job["operation"].as_str().filter(|_| is_job)?;
    Some(json!({"type": "progress", "title": words.verb(operation), "job": job}))
}

/// Numbered buttons.
pub(super) fn choices(choices: &[Choice]) -> Value {
    let list: Vec<Value> = choices
        .iter()
        .map(|c| json!({"number": c.number, "label": c.label, "detail": c.detail, "say": c.number.to_string()}))
        .collect();
    json!({"type": "choices", "choices": list})
}

/// What waits for yes, with the exact calls.
pub(super) fn confirm(words: &Words, preview: &Preview, title: &str) -> Value {
    let steps: Vec<Value> = preview
        .data()
        .into_iter()
        .zip(&preview.steps)
        .map(|(mut data, step)| {
            data["summary"] = json!(words.title(step));
            data["fields"] = step
                .shown
                .iter()
                .map(|(name, value)| json!({"label": words.label(name), "value": value}))
                .collect();
            data
        })
        .collect();
    json!({"type": "confirm", "planToken": preview.token, "title": title, "steps": steps,
        "yes": words.say("yes_word", &[]), "no": words.say("no_word", &[])})
}
