//! Phrases in words: what one does, and why one is not taken up, with the way out.

use serde_json::{Value, json};

use crate::copilot::reply::Words;
use crate::intents::{Heard, LONGEST_PHRASE, Phrase, PhraseFault, RefusalKind};
use crate::operations::find;

/// The way to teach what was not understood; none where it is too long for a phrase.
pub(in crate::copilot) fn way_to_teach(words: &Words, said: &str) -> Option<Value> {
    let said = said.trim();
    if said.chars().count() > LONGEST_PHRASE || said.contains('\n') {
        return None;
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("say", said)
        .finish();
    Some(json!({
        "type": "link",
        "label": words.say("teach_me", &[]),
        "href": format!("/settings/phrases?{query}"),
    }))
}

/// A phrase as the API shows it.
pub(super) fn shown(words: &Words, phrase: &Phrase) -> Value {
    json!({
        "id": phrase.id,
        "lang": phrase.lang,
        "operation": phrase.operation,
        "does": words.verb(&phrase.operation),
        "say": phrase.say,
        "example": phrase.example,
    })
}

/// The slots that were read, as people call them.
pub(super) fn labelled(words: &Words, phrase: &Phrase, heard: &Heard) -> Vec<Value> {
    let row = find(&phrase.operation);
    let slots = heard.slots.iter();
    slots
        .map(|(slot, value)| {
            let kind = row.and_then(|row| row.param(slot)).map(|param| param.kind);
            let value = match kind {
                Some(kind) => words.value(kind, value),
                None => value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned),
            };
            json!({"name": slot, "label": words.label(slot), "value": value})
        })
        .collect()
}

/// That a phrase works, and what is done with its sentence.
pub(super) fn praise(words: &Words, phrase: &Phrase, heard: &Heard) -> String {
    let key = match heard.is_known {
        true => "phrase_known",
        false => "phrase_works",
    };
    let does = words.verb(&phrase.operation);
    words.say(key, &[("sentence", &heard.sentence), ("does", &does)])
}

/// A fault in words with the way out, and the field it concerns.
pub(super) fn told(words: &Words, fault: &PhraseFault) -> (&'static str, String) {
    let verb = |intent: &str| words.verb(intent);
    match fault {
        PhraseFault::Template(detail) => (
            "say",
            words.say(
                "phrase_template",
                &[("detail", detail), ("slot", "{contact}")],
            ),
        ),
        PhraseFault::Length => {
            let most = LONGEST_PHRASE.to_string();
            ("say", words.say("phrase_length", &[("most", &most)]))
        }
        PhraseFault::NoOperation(name) => (
            "operation",
            words.say("phrase_operation", &[("name", name)]),
        ),
        PhraseFault::NoSlot {
            slot,
            operation,
            known,
        } => {
            let (does, known, slot) = (verb(operation), known.join(", "), format!("{{{slot}}}"));
            let values = [("slot", slot.as_str()), ("does", &does), ("known", &known)];
            ("say", words.say("phrase_slot", &values))
        }
        PhraseFault::NoWord => ("say", words.say("phrase_word", &[])),
        PhraseFault::Says { sentence, intent } => {
            let operation = intent.as_deref().filter(|name| find(name).is_some());
            let detail = match operation {
                Some(name) => {
                    let does = verb(name);
                    words.say("phrase_says", &[("sentence", sentence), ("does", &does)])
                }
                None => words.say("phrase_talk", &[("sentence", sentence)]),
            };
            ("say", detail)
        }
        PhraseFault::Takes {
            sentence,
            intent,
            never,
        } => {
            let does = match find(intent) {
                Some(row) => verb(row.name),
                None => words.say("phrase_talking", &[]),
            };
            let key = if *never {
                "phrase_never"
            } else {
                "phrase_takes"
            };
            (
                "say",
                words.say(key, &[("sentence", sentence), ("does", &does)]),
            )
        }
        PhraseFault::TakesPhrase {
            sentence,
            operation,
        } => {
            let does = verb(operation);
            let values = [("sentence", sentence.as_str()), ("does", &does)];
            ("say", words.say("phrase_takes_phrase", &values))
        }
        PhraseFault::Guarded { sentence, kind } => {
            let key = match kind {
                RefusalKind::Negation => "phrase_guard_negation",
                RefusalKind::Question => "phrase_guard_question",
                RefusalKind::Condition => "phrase_guard_condition",
                RefusalKind::Past => "phrase_guard_past",
                RefusalKind::Remark => "phrase_guard_remark",
            };
            ("say", words.say(key, &[("sentence", sentence)]))
        }
        PhraseFault::Unheard {
            sentence,
            operation,
        } => {
            let does = verb(operation);
            let values = [("sentence", sentence.as_str()), ("does", &does)];
            ("say", words.say("phrase_unheard", &values))
        }
    }
}
