//! The command line `read`: one JSON object in, one out. The clock and the timer are the caller's.

use chrono::NaiveDateTime;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::grammar::Grammar;
use super::grammars::{Grammars, lang_of};
use super::reading::{Context, Reading};
use crate::nlu::date;

/// The zone when a line names none: that of a new tenant.
const ZONE: chrono_tz::Tz = chrono_tz::America::New_York;

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    id: Value,
    text: String,
    reference: String,
    lang: Option<String>,
    timezone: Option<String>,
}

struct Question {
    id: Value,
    text: String,
    context: Context,
}

/// Answers one line of `read`: `{"id","intent","intents"?,"slots"}`, or `{"id","error"}`.
/// The time it took is the caller's to add, as `us`.
pub fn answer_line(grammars: &Grammars, line: &str) -> Value {
    let asked = match question(line) {
        Ok(asked) => asked,
        Err(error) => return error,
    };
    let grammar = grammars.current(asked.context.lang);
    let reading = grammar.read(&asked.text, &asked.context);
    let mut answer = json!({"id": asked.id, "intent": intent(&reading), "slots": slots(&reading)});
    if reading.clauses.len() > 1 {
        let intents: Vec<_> = reading
            .clauses
            .iter()
            .map(|clause| clause.intent.as_str())
            .collect();
        answer["intents"] = json!(intents);
    }
    answer
}

/// Answers one line of `read --dates`:
/// `{"id","start","end","duration_seconds","recurrence"}` of the first expression found.
pub fn answer_date_line(line: &str) -> Value {
    let asked = match question(line) {
        Ok(asked) => asked,
        Err(error) => return error,
    };
    let mut answer = json!({"id": asked.id, "start": null, "end": null, "duration_seconds": null, "recurrence": null});
    match date::read(&asked.text, asked.context.lang, &asked.context.now)
        .into_iter()
        .find(|found| !is_no_day(found))
    {
        Some(date::Found::When(when)) => {
            let form = "%Y-%m-%dT%H:%M:%S";
            answer["start"] = json!(when.start.format(form).to_string());
            answer["end"] = json!(when.end.map(|end| end.format(form).to_string()));
            answer["recurrence"] = json!(when.recurrence.map(|again| repeats(&again)));
        }
        Some(date::Found::Length(length)) => answer["duration_seconds"] = json!(length.seconds),
        None => {}
    }
    answer
}

/// Whether it is a day that no calendar has.
fn is_no_day(found: &date::Found) -> bool {
    matches!(found, date::Found::When(when) if matches!(when.conflict, Some(date::Conflict::NoSuchDay { .. })))
}

/// How a sentence was read, for people: template, spans, runner-up, deciding words.
pub fn why(grammar: &Grammar, text: &str, context: &Context) -> String {
    let reading = grammar.read(text, context);
    let mut lines = Vec::new();
    for clause in &reading.clauses {
        lines.push(format!("{}: {}", clause.intent, clause.template));
        lines.push(format!("  decided by: {}", clause.decided_by));
        for span in &clause.spans {
            let value = clause
                .slots
                .get(&span.slot)
                .map(Value::to_string)
                .unwrap_or_default();
            lines.push(format!(
                "  {} = {value}   \"{}\" at {}..{}",
                span.slot,
                &text[span.start..span.end],
                span.start,
                span.end
            ));
        }
        if let Some(pronoun) = &clause.pronoun {
            lines.push(format!("  \"{pronoun}\" is somebody named earlier"));
        }
        if let Some(second) = &clause.runner_up {
            let tied = if second.tied { ", just as good" } else { "" };
            lines.push(format!(
                "  next best{tied}: {}: {}",
                second.intent, second.template
            ));
        }
    }
    if let Some(refusal) = &reading.refusal {
        lines.push(format!(
            "not done: {} ({:?}: \"{}\")",
            refusal.intent, refusal.kind, refusal.word
        ));
    }
    for slip in &reading.corrected {
        lines.push(format!("read \"{}\" as \"{}\"", slip.typed, slip.read));
    }
    if lines.is_empty() {
        lines.push("not understood: no template explains the whole sentence".to_owned());
    }
    lines.join("\n")
}

/// Explains one line of `read --why`, which is a JSON line as for `read`.
pub fn explain_line(grammars: &Grammars, line: &str) -> String {
    match question(line) {
        Ok(asked) => {
            let grammar = grammars.current(asked.context.lang);
            let why = why(&grammar, &asked.text, &asked.context);
            format!("{}\n{why}\n", asked.text)
        }
        Err(error) => format!("{}\n", error["error"].as_str().unwrap_or_default()),
    }
}

/// What repeats, in words: "every 2 Week on Mon, Fri".
fn repeats(again: &date::Recurrence) -> String {
    let days: Vec<_> = again.weekdays.iter().map(ToString::to_string).collect();
    let on = if days.is_empty() {
        String::new()
    } else {
        format!(" on {}", days.join(", "))
    };
    format!("every {} {:?}{on}", again.every, again.unit).to_lowercase()
}

fn intent(reading: &Reading) -> &str {
    reading
        .clauses
        .first()
        .map_or("out_of_scope", |clause| clause.intent.as_str())
}

fn slots(reading: &Reading) -> Map<String, Value> {
    let mut slots = Map::new();
    for clause in &reading.clauses {
        for (slot, value) in &clause.slots {
            slots.entry(slot.clone()).or_insert_with(|| value.clone());
        }
    }
    slots
}

fn question(line: &str) -> Result<Question, Value> {
    let error = |id: &Value, detail: String| json!({"id": id, "error": detail});
    if line.trim().is_empty() {
        return Err(error(&Value::Null, "an empty line".to_owned()));
    }
    let value: Value =
        serde_json::from_str(line).map_err(|e| error(&Value::Null, format!("not JSON: {e}")))?;
    if !value.is_object() {
        return Err(error(&Value::Null, "not a JSON object".to_owned()));
    }
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let asked: Asked = serde_json::from_value(value).map_err(|e| error(&id, e.to_string()))?;
    let local = moment(&asked.reference).ok_or_else(|| {
        error(
            &id,
            format!(
                "`{}` is no local ISO time, such as 2026-03-04T09:00",
                asked.reference
            ),
        )
    })?;
    let code = asked.lang.as_deref().unwrap_or("en");
    let lang =
        lang_of(code).ok_or_else(|| error(&id, format!("`{code}` is no language we read")))?;
    let zone = match asked.timezone.as_deref() {
        None => ZONE,
        Some(name) => name
            .parse()
            .map_err(|_| error(&id, format!("`{name}` is no IANA time zone")))?,
    };
    Ok(Question {
        id: asked.id,
        text: asked.text,
        context: Context {
            lang,
            now: date::Now { local, zone },
        },
    })
}

fn moment(said: &str) -> Option<NaiveDateTime> {
    let forms = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
    ];
    forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(said, form).ok())
        .or_else(|| {
            let day = chrono::NaiveDate::parse_from_str(said, "%Y-%m-%d").ok()?;
            day.and_hms_opt(0, 0, 0)
        })
}
