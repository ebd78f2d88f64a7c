//! The folder against the table of operations, and every example against all templates.

use std::collections::BTreeSet;

use super::{fault, grammar, read};
use crate::intents::load::DIALOGUE;
use crate::nlu::date::Lang;
use crate::operations::{self, Need};
use crate::value::{Effect, Kind, Resource};

/// Operations that cannot be said yet.
const UNSAID: &[&str] = &[
    "get_contact",
    "upsert_contact",
    "get_opportunity",
    "list_free_slots",
    "delete_appointment",
    "reopen_task",
    "update_task",
    "update_note",
    "delete_note",
    "schedule_sms",
    "schedule_email",
    "cancel_message",
    "send_message",
    "get_social_post",
    "update_social_post",
    "delete_social_post",
    "list_users",
    "list_tags",
    "list_custom_fields",
    "set_custom_field",
    "get_order",
    "trigger_inbound_webhook",
    "call_api",
];

const LANGS: [Lang; 2] = [Lang::En, Lang::Es];

#[test]
fn every_operation_has_a_file_in_every_language_or_is_an_exception() {
    for lang in LANGS {
        let grammar = grammar(lang);
        for operation in operations::all() {
            let said = grammar.operations().any(|name| name == operation.name);
            let name = operation.name;
            assert_ne!(said, UNSAID.contains(&name), "{lang:?}: {name}");
        }
        for name in DIALOGUE {
            assert!(!grammar.examples(name).is_empty(), "{lang:?}: {name}");
        }
    }
}

#[test]
fn slots_are_parameters_and_every_required_one_can_be_filled_and_asked_for() {
    for lang in LANGS {
        let grammar = grammar(lang);
        for name in grammar.operations() {
            let operation = operations::find(name).unwrap();
            let fillable = grammar.fillable(name);
            for param in operation.params {
                let slot = param.name;
                let filled = fillable
                    .iter()
                    .any(|said| *said == slot || param.said_as.contains(said));
                // An appointment is told by who it is with, when it is and what it is called.
                let is_told = param.kind == Kind::Ref(Resource::Appointment);
                if param.need == Need::Required && !is_told {
                    assert!(filled, "{lang:?}, {name}: nothing fills {slot}");
                    let ask = grammar.ask(name, slot);
                    assert!(!ask.is_empty(), "{lang:?}, {name}: no question for {slot}");
                }
            }
            let done = grammar.done(name).unwrap_or_default();
            assert!(
                !done.is_empty(),
                "{lang:?}, {name}: nothing is said when it is done"
            );
        }
    }
}

#[test]
fn what_one_language_fills_and_asks_for_the_others_do_too() {
    let (english, spanish) = (grammar(Lang::En), grammar(Lang::Es));
    let mut faults = Vec::new();
    for name in english.operations() {
        let (said, known) = (english.fillable(name), spanish.fillable(name));
        let missing = said
            .iter()
            .filter(|slot| **slot != "_" && !known.contains(slot));
        faults.extend(missing.map(|slot| format!("{name}: nothing fills {slot} in Spanish")));
        let params = operations::find(name).unwrap().params.iter();
        let unasked = params.filter(|param| {
            english.ask(name, param.name).is_empty() != spanish.ask(name, param.name).is_empty()
        });
        faults.extend(
            unasked.map(|param| format!("{name}: only one language asks for {}", param.name)),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_example_is_read_as_its_own_intent_and_no_other() {
    let mut faults = Vec::new();
    for lang in LANGS {
        let grammar = grammar(lang);
        for intent in grammar.intents() {
            if grammar.examples(intent).len() < 2 {
                faults.push(format!("{lang:?}, {intent}: too few examples"));
            }
            for example in grammar.examples(intent) {
                faults.extend(fault(lang, &example.text, intent, &example.slots));
                let tied = read(lang, &example.text)
                    .clauses
                    .first()
                    .and_then(|clause| clause.runner_up.clone())
                    .filter(|second| second.tied);
                if let Some(second) = tied {
                    faults.push(format!(
                        "{}: {} explains it equally well",
                        example.text, second.intent
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_sentence_stands_twice() {
    for lang in LANGS {
        let grammar = grammar(lang);
        let mut seen = BTreeSet::new();
        for intent in grammar.intents() {
            for example in grammar.examples(intent) {
                assert!(seen.insert(example.text.to_lowercase()), "{}", example.text);
            }
            for never in grammar.never(intent) {
                assert!(seen.insert(never.to_lowercase()), "{never}");
            }
            let mut sources = BTreeSet::new();
            for template in grammar.templates(intent) {
                assert!(
                    sources.insert(template.source.clone()),
                    "{intent}: {}",
                    template.source
                );
            }
        }
    }
}

#[test]
fn never_lines_stay_unread() {
    let acts = |name: &str| {
        operations::find(name).is_some_and(|operation| operation.effect != Effect::Read)
    };
    let mut faults = Vec::new();
    for lang in LANGS {
        let grammar = grammar(lang);
        for intent in grammar.intents() {
            for never in grammar.never(intent) {
                let reading = read(lang, never);
                let mut clauses = reading.clauses.iter();
                let wrong = clauses.find(|clause| clause.intent == intent || acts(&clause.intent));
                faults.extend(wrong.map(|clause| format!("{never}: read as {}", clause.intent)));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn faults_of_a_folder_are_told_together_with_file_and_line() {
    let folder = std::env::temp_dir().join("crm-copilot-intents-with-faults");
    let en = folder.join("en");
    std::fs::create_dir_all(&en).unwrap();
    std::fs::write(
        en.join("create_note.yaml"),
        "say:\n  - \"note [on {contact}\"\n  - \"note {nothing}\"\n",
    )
    .unwrap();
    std::fs::write(en.join("fly_to_moon.yaml"), "say: []\n").unwrap();
    let faults =
        crate::intents::Grammar::load_dir(&folder, crate::nlu::date::Lang::En).unwrap_err();
    let told = faults.to_string();
    assert!(
        told.contains("create_note.yaml:2:") && told.contains("create_note.yaml:3:"),
        "{told}"
    );
    assert!(
        told.contains("fly_to_moon") && told.contains("_words.yaml"),
        "{told}"
    );
}

#[test]
fn every_template_compiles() {
    assert_eq!(super::GRAMMARS.compile(), Ok(()));
}
