//! What the user reads: an outcome as a sentence, blocks and suggestions.
//!
//! Pure. The sentences come from the intents folder, one per cause; values are formatted by kind.

mod blocks;
pub(crate) mod show;
mod words;

use serde_json::{Value, json};

use super::outcome::{
    Ask, Certainty, Done, Failure, Missed, Outcome, Preview, Refusal, Why, records_of,
};
use crate::operations::{Undo, bulk, find};
use crate::value::{Effect, Kind};
pub(in crate::copilot) use words::Words;

/// What the user reads and sees.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reply {
    /// The sentence.
    pub text: String,
    /// Cards, tables, choices, previews: see the README.
    pub blocks: Vec<Value>,
    /// Sentences that will work next.
    pub suggestions: Vec<String>,
}

/// The reply to an outcome, after what was done before it in the same turn.
pub(super) fn speak(words: &Words, before: &[Done], outcome: &Outcome) -> Reply {
    let mut reply = Reply::default();
    for done in before {
        add_done(words, &mut reply, done);
    }
    match outcome {
        Outcome::Done(steps) => {
            for done in steps {
                add_done(words, &mut reply, done);
            }
            if steps.last().is_some_and(|done| done.has_more) {
                reply.say(&words.say("more_offer", &[]));
                reply.suggestions.push(words.say("more_word", &[]));
            }
            if steps.iter().any(|done| done.undoable) {
                reply.say(&words.say("undo_offer", &[]));
                reply.suggestions.push(words.say("undo_word", &[]));
            }
        }
        Outcome::Ask(ask) => add_ask(words, &mut reply, ask),
        Outcome::Choose {
            slot,
            said,
            choices,
            ..
        } => {
            // Words that were looked for are a contact's name.
            let what = words.thing(if slot == "query" { "contact" } else { slot });
            let text = if slot == "slot" {
                words.say("which_slot", &[("said", said)])
            } else if slot == "when" {
                words.say("slot_taken", &[("said", said)])
            } else if said.is_empty() {
                words.say("which", &[("what", &what)])
            } else if choices.len() == 1 || !choices.iter().any(|c| fits(said, &c.label)) {
                words.say("which_unknown", &[("what", &what), ("said", said)])
            } else {
                words.say("which_of", &[("what", &what), ("said", said)])
            };
            let numbered: Vec<String> = choices
                .iter()
                .map(|c| match c.detail.as_str() {
                    "" => format!("{}. {}", c.number, c.label),
                    detail => format!("{}. {} ({detail})", c.number, c.label),
                })
                .collect();
            if slot == "intent" {
                let either = numbered.join(&words.say("or", &[]));
                reply.say(&words.say("which_intent", &[("choices", &either)]));
            } else {
                reply.say(&format!("{text} {}", numbered.join("; ")));
            }
            reply.blocks.push(blocks::choices(choices));
            reply.suggestions.push(words.say("cancel_word", &[]));
        }
        Outcome::Confirm(preview) => add_preview(words, &mut reply, preview),
        Outcome::Cancelled(dropped) if dropped.is_empty() => {
            reply.say(&words.say("nothing_open_to_cancel", &[]));
        }
        Outcome::Cancelled(dropped) => {
            let what = verbs(words, dropped.iter().map(String::as_str));
            reply.say(&words.say("cancelled", &[("what", &what)]));
        }
        Outcome::Kept => reply.say(&words.say("kept_as_done", &[])),
        Outcome::Refused(refusal) => reply.say(&refused(words, refusal)),
        Outcome::NotUnderstood(missed) => add_missed(words, &mut reply, missed),
        Outcome::Failed(failure) => {
            let text = failed(words, failure);
            reply.say(&text);
            reply
                .blocks
                .push(json!({"type": "notice", "level": "error", "text": text}));
        }
        Outcome::Help(said) => {
            let topic = words.topic(said);
            let key = if topic.is_empty() {
                "help"
            } else {
                "help_topic"
            };
            reply.say(&words.say(key, &[]));
            let (columns, rows) = words.help(&topic);
            reply
                .blocks
                .push(json!({"type": "table", "columns": columns, "rows": rows}));
            reply.suggestions = words.samples(&topic);
        }
    }
    reply
}

/// What several operations do, each once: "delete a contact, and not to put tags on a contact".
pub(super) fn verbs<'a>(words: &Words, operations: impl Iterator<Item = &'a str>) -> String {
    let mut each: Vec<String> = Vec::new();
    for operation in operations {
        let verb = words.verb(operation);
        if !each.contains(&verb) {
            each.push(verb);
        }
    }
    each.join(&words.say("and_not", &[]))
}

impl Reply {
    /// Adds a sentence.
    pub fn say(&mut self, sentence: &str) {
        if !self.text.is_empty() && !sentence.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(sentence);
    }
}

fn fits(said: &str, label: &str) -> bool {
    let label = crate::value::words(label);
    crate::value::words(said)
        .iter()
        .any(|word| label.iter().any(|name| name.starts_with(word.as_str())))
}

fn add_done(words: &Words, reply: &mut Reply, done: &Done) {
    let (records, beside) = records_of(&done.step.operation, &done.answer);
    if let Some(operation) = &done.undid {
        reply.say(&words.say("undone", &[("what", &words.verb(operation))]));
        return;
    }
    let operation = done.step.operation.as_str();
    if find(operation).is_some_and(|row| row.effect == Effect::Read) {
        let total = beside
            .get("total")
            .and_then(Value::as_u64)
            .unwrap_or(records.len() as u64);
        reply.say(&words.found(operation, &records, total, &done.step.shown));
    } else if done.unchanged {
        reply.say(&words.say("unchanged", &[]));
    } else {
        reply.say(&words.done(operation, &done.step.shown, &done.answer));
    }
    reply
        .blocks
        .extend(blocks::records(words, operation, &records));
    reply
        .blocks
        .extend(blocks::progress(words, operation, &done.answer));
}

fn add_ask(words: &Words, reply: &mut Reply, ask: &Ask) {
    let question = words.ask(&ask.operation, &ask.slot);
    match &ask.why {
        Why::Missing => reply.say(&question),
        Why::NotFound { said, creatable } => {
            let what = words.thing(&ask.slot);
            reply.say(&words.say("not_found", &[("what", &what), ("said", said)]));
            if *creatable {
                reply.say(&words.say("offer_create", &[("said", said)]));
                reply.suggestions.push(words.say("yes_word", &[]));
            } else {
                reply.say(&question);
            }
        }
        Why::OnlyOne => {
            reply.say(&words.say("only_one", &[]));
            reply.say(&question);
        }
        Why::Needed => {
            let what = words.verb(&ask.operation);
            reply.say(&words.say("needed", &[("what", &what)]));
            reply.say(&question);
        }
        Why::NoTime(day) => reply.say(&words.say("no_time", &[("day", day)])),
        Why::Past(moment) => reply.say(&words.say("past", &[("moment", moment)])),
        Why::Skipped(moment) => reply.say(&words.say("skipped", &[("moment", moment)])),
        Why::Repeats(said) => reply.say(&words.say("repeats", &[("said", said)])),
        Why::Contradiction(said) => reply.say(&words.say("contradiction", &[("said", said)])),
        Why::NoneAt(when) => {
            let what = words.thing(&ask.slot);
            reply.say(&words.say("none_at", &[("what", &what), ("when", when)]));
            reply.say(&question);
        }
        Why::NoFreeTime(said) => reply.say(&words.say("no_free_slot", &[("said", said)])),
        Why::Unfit(kind) => {
            let hint = hint(*kind).map(|key| words.say(key, &[]));
            reply.say(&words.say("unfit", &[("hint", &hint.unwrap_or_default())]));
            reply.say(&question);
        }
    }
    reply.suggestions.push(words.say("cancel_word", &[]));
}

/// The key of an answer that would fit, for kinds that have a form.
fn hint(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Moment => Some("hint_moment"),
        Kind::Email => Some("hint_email"),
        Kind::Phone => Some("hint_phone"),
        Kind::Money => Some("hint_money"),
        Kind::Minutes => Some("hint_minutes"),
        Kind::Count => Some("hint_count"),
        Kind::Tags => Some("hint_tags"),
        Kind::Ref(_)
        | Kind::Name
        | Kind::Line
        | Kind::Text
        | Kind::OneOf(_)
        | Kind::SomeOf(_)
        | Kind::Json
        | Kind::Opaque => None,
    }
}

fn add_preview(words: &Words, reply: &mut Reply, preview: &Preview) {
    let titles: Vec<String> = preview.steps.iter().map(|step| words.title(step)).collect();
    let title = titles.join("; ");
    let replaces = preview.steps.iter().any(|step| step.replaces.is_some());
    let asks = if replaces {
        "confirm_instead"
    } else {
        "confirm"
    };
    reply.say(&words.say(asks, &[("title", &title)]));
    for step in &preview.steps {
        if let (Some(sample), Some(takes)) = (step.shown.get("sample"), step.shown.get("takes")) {
            reply.say(&words.say("bulk_details", &[("sample", sample), ("takes", takes)]));
        }
    }
    if !preview.then.is_empty() {
        let what: Vec<String> = preview.then.iter().map(|name| words.verb(name)).collect();
        let what = what.join(", ");
        reply.say(&words.say("confirm_then", &[("what", &what)]));
    }
    let is_final = |name: &str| find(name).is_some_and(|row| matches!(row.undo, Undo::Final));
    if preview.steps.iter().any(|step| is_final(&step.operation)) {
        reply.say(&words.say("final", &[]));
    }
    reply.blocks.push(blocks::confirm(words, preview, &title));
    reply
        .suggestions
        .extend([words.say("yes_word", &[]), words.say("no_word", &[])]);
}

fn refused(words: &Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Negation { operation, said } => {
            let whom = ["contact", "email", "phone", "opportunity"]
                .iter()
                .find_map(|slot| said.get(*slot)?.as_str());
            words.say(
                "negation",
                &[
                    ("what", &words.verb(operation)),
                    ("whom", whom.unwrap_or_default()),
                ],
            )
        }
        Refusal::RightMissing { operation, right } => words.say(
            "right_missing",
            &[("what", &words.verb(operation)), ("right", right)],
        ),
        Refusal::Unchanged(operation) => {
            words.say("undo_unchanged", &[("what", &words.verb(operation))])
        }
        Refusal::NothingToUndo => words.say("nothing_to_undo", &[]),
        Refusal::Unreachable { contact, lacks } => {
            words.say(&format!("no_{lacks}"), &[("contact", contact)])
        }
        Refusal::DoNotDisturb { contact, channel } => words.say(
            &format!("do_not_disturb_{channel}"),
            &[("contact", contact)],
        ),
        Refusal::NotDone(operation) => {
            words.say("undo_not_done", &[("what", &words.verb(operation))])
        }
        Refusal::NotKnown(operation) => {
            words.say("undo_not_known", &[("what", &words.verb(operation))])
        }
        Refusal::ChangedSince(operation) => {
            words.say("undo_changed", &[("what", &words.verb(operation))])
        }
        Refusal::Final(operation) => words.say("undo_final", &[("what", &words.verb(operation))]),
        Refusal::NobodyFits => words.say("bulk_nobody", &[]),
        Refusal::NobodyLeft(number) => {
            words.say("bulk_nobody_left", &[("count", &number.to_string())])
        }
        Refusal::TooMany(number) => words.say(
            "bulk_too_many",
            &[
                ("count", &number.to_string()),
                ("most", &bulk::MOST.to_string()),
            ],
        ),
        Refusal::NoSuchJob(operation) => words.say(&format!("none_{operation}"), &[]),
    }
}

fn add_missed(words: &Words, reply: &mut Reply, missed: &Missed) {
    match missed {
        Missed::Unknown => {
            reply.say(&words.say("not_understood", &[]));
            reply.suggestions = words.samples(&[]);
        }
        Missed::Talk { kind, operation } => {
            let key = format!("talk_{kind}");
            reply.say(&words.say(&key, &[("what", &words.verb(operation))]));
            reply.suggestions.extend(words.sample(operation));
        }
        Missed::NothingMore => reply.say(&words.say("nothing_more", &[])),
        Missed::AskedUndo => {
            reply.say(&words.say("asked_undo", &[]));
            reply.suggestions.push(words.say("undo_word", &[]));
        }
        Missed::NothingBefore => reply.say(&words.say("nothing_before", &[])),
        Missed::NothingOpen => reply.say(&words.say("nothing_open", &[])),
        Missed::NoSuchChoice => reply.say(&words.say("no_such_choice", &[])),
        Missed::YesOrNo(step) => {
            reply.say(&words.say("yes_or_no", &[("title", &words.title(step))]));
            reply
                .suggestions
                .extend([words.say("yes_word", &[]), words.say("no_word", &[])]);
        }
    }
}

fn failed(words: &Words, failure: &Failure) -> String {
    let detail = |name: &str| {
        failure
            .detail
            .get(name)
            .map(show::plain)
            .unwrap_or_default()
    };
    let values = [
        ("crm", detail("crm")),
        ("message", detail("message")),
        ("field", words.thing(&detail("field"))),
        ("instead", detail("instead")),
        ("right", detail("right")),
        (
            "what",
            failure
                .operation
                .as_deref()
                .map(|operation| words.verb(operation))
                .unwrap_or_default(),
        ),
        ("seconds", detail("retry_after_seconds")),
        (
            "when",
            words.moment(&failure.detail.get("retry_at").cloned().unwrap_or_default()),
        ),
    ];
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let is_duplicate = failure.detail.contains_key("existing");
    let key = if is_duplicate {
        "crm_duplicate"
    } else if failure.code == "not_connected" && failure.detail.contains_key("field") {
        "no_such_connection"
    } else if failure.detail.contains_key("interrupted") {
        "interrupted"
    } else if failure.detail.get("daily") == Some(&Value::Bool(true)) {
        match failure.detail.get("retry_at") {
            Some(Value::String(_)) => "crm_day_used_up",
            _ => "crm_day_used_up_until_midnight",
        }
    } else if detail("forbidden") == "user_type" {
        "crm_forbidden_user_type"
    } else if detail("forbidden") == "location" {
        "crm_forbidden_location"
    } else {
        failure.code
    };
    let mut text = words.say(key, &values);
    if let Some(left) = failure.detail.get("left_out").and_then(Value::as_array) {
        let what = verbs(words, left.iter().filter_map(Value::as_str));
        text.push(' ');
        text.push_str(&words.say("left_out", &[("what", &what)]));
    }
    if failure.effect == Certainty::Unknown && key != "interrupted" {
        text.push(' ');
        text.push_str(&words.say("effect_unknown", &values));
    }
    text
}
