//! The folder `intents/en` as a whole, and many sentences that are in no file.

mod folder;
mod guards;
mod robust;
mod sentences;
mod turns;

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::{Context, Grammar, Reading};
use crate::nlu::date::{Lang, Now};

static GRAMMAR: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::load_embedded(Lang::En).unwrap_or_else(|faults| panic!("{faults}")));

/// Wednesday 2025-03-12, 9:00 in New York.
fn context() -> Context {
    let local = "2025-03-12T09:00:00".parse().unwrap();
    Context {
        lang: Lang::En,
        now: Now {
            local,
            zone: chrono_tz::America::New_York,
        },
    }
}

fn read(text: &str) -> Reading {
    GRAMMAR.read(text, &context())
}

/// The intents of a reading, `+` between them; `out_of_scope` when there is none.
fn intents(reading: &Reading) -> String {
    if reading.clauses.is_empty() {
        return "out_of_scope".to_owned();
    }
    let intents: Vec<_> = reading
        .clauses
        .iter()
        .map(|clause| clause.intent.as_str())
        .collect();
    intents.join("+")
}

/// What is wrong with how a sentence was read, if anything. Slots that are not expected may be there.
fn fault(text: &str, intent: &str, slots: &Map<String, Value>) -> Option<String> {
    let reading = read(text);
    let got = intents(&reading);
    if got != intent {
        return Some(format!("{text}: read as {got}, not as {intent}"));
    }
    let filled: Vec<_> = reading
        .clauses
        .iter()
        .flat_map(|clause| &clause.slots)
        .collect();
    for (slot, expected) in slots {
        let value = filled
            .iter()
            .find(|(name, _)| *name == slot)
            .map(|(_, value)| *value);
        if value != Some(expected) {
            return Some(format!("{text}: {slot} is {value:?}, not {expected}"));
        }
    }
    None
}

fn check(text: &str, intent: &str) {
    assert_eq!(fault(text, intent, &Map::new()), None);
}
