//! The folders `intents/en` and `intents/es` as a whole, and many sentences that are in no file.

mod complete;
mod folder;
mod guards;
mod lint;
mod periods;
mod phrases;
mod robust;
mod sentences;
mod spanish;
mod turns;

use std::sync::{Arc, LazyLock};

use serde_json::{Map, Value};

use super::{Context, Grammar, Grammars, Reading, RefusalKind};
use crate::nlu::date::{Lang, Now};

static GRAMMARS: LazyLock<Grammars> =
    LazyLock::new(|| Grammars::embedded().unwrap_or_else(|faults| panic!("{faults}")));

fn grammar(lang: Lang) -> Arc<Grammar> {
    GRAMMARS.current(lang)
}

/// Wednesday 2025-03-12, 9:00 in New York.
fn context(lang: Lang) -> Context {
    let local = "2025-03-12T09:00:00".parse().unwrap();
    Context {
        lang,
        now: Now {
            local,
            zone: chrono_tz::America::New_York,
        },
        pack: None,
    }
}

fn read(lang: Lang, text: &str) -> Reading {
    grammar(lang).read(text, &context(lang))
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
fn fault(lang: Lang, text: &str, intent: &str, slots: &Map<String, Value>) -> Option<String> {
    let reading = read(lang, text);
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

/// What is wrong with the sentences of a list, a line each: `intent | sentence | slots`.
fn faults(lang: Lang, list: &str) -> Vec<String> {
    let lines = list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let fault_of = |line: &str| {
        let parts: Vec<_> = line.splitn(3, '|').map(str::trim).collect();
        let slots: Map<String, Value> = match parts.get(2) {
            Some(json) if !json.is_empty() => {
                serde_json::from_str(json).unwrap_or_else(|e| panic!("{line}: {e}"))
            }
            _ => Map::new(),
        };
        fault(lang, parts[1], parts[0], &slots)
    };
    lines.filter_map(fault_of).collect()
}

fn check(text: &str, intent: &str) {
    assert_eq!(fault(Lang::En, text, intent, &Map::new()), None);
}

/// That a sentence is refused, for this reason, as this intent.
fn refused(lang: Lang, text: &str, kind: RefusalKind, intent: &str) {
    let reading = read(lang, text);
    assert!(reading.clauses.is_empty(), "{text}: {:?}", reading.clauses);
    let refusal = reading
        .refusal
        .unwrap_or_else(|| panic!("{text}: no refusal"));
    assert_eq!(
        (refusal.kind, refusal.intent.as_str()),
        (kind, intent),
        "{text}"
    );
}
