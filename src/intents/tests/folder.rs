//! The folder against the table of operations, and every example against all templates.

use std::collections::BTreeSet;

use super::{GRAMMAR, fault, read};
use crate::intents::load::DIALOGUE;
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

#[test]
fn every_operation_has_a_file_or_is_an_exception() {
    for operation in operations::all() {
        let said = GRAMMAR.operations().any(|name| name == operation.name);
        assert_ne!(said, UNSAID.contains(&operation.name), "{}", operation.name);
    }
    for name in DIALOGUE {
        assert!(!GRAMMAR.examples(name).is_empty(), "{name}");
    }
}

#[test]
fn slots_are_parameters_and_every_required_one_can_be_filled_and_asked_for() {
    for name in GRAMMAR.operations() {
        let operation = operations::find(name).unwrap();
        let fillable = GRAMMAR.fillable(name);
        for param in operation.params {
            let filled = fillable
                .iter()
                .any(|slot| *slot == param.name || param.said_as.contains(slot));
            // An appointment is told by who it is with, when it is and what it is called.
            let is_told = param.kind == Kind::Ref(Resource::Appointment);
            if param.need == Need::Required && !is_told {
                assert!(filled, "{name}: nothing fills {}", param.name);
                assert!(
                    !GRAMMAR.ask(name, param.name).is_empty(),
                    "{name}: no question for {}",
                    param.name
                );
            }
        }
        assert!(
            GRAMMAR.done(name).is_some_and(|done| !done.is_empty()),
            "{name}"
        );
    }
}

#[test]
fn every_example_is_read_as_its_own_intent_and_no_other() {
    let mut faults = Vec::new();
    for intent in GRAMMAR.intents() {
        assert!(
            GRAMMAR.examples(intent).len() >= 2,
            "{intent} has too few examples"
        );
        for example in GRAMMAR.examples(intent) {
            faults.extend(fault(&example.text, intent, &example.slots));
            let tied = read(&example.text)
                .clauses
                .first()
                .and_then(|clause| clause.runner_up.clone())
                .is_some_and(|second| second.tied);
            if tied {
                faults.push(format!(
                    "{}: two intents explain it equally well",
                    example.text
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_sentence_stands_twice() {
    let mut seen = BTreeSet::new();
    for intent in GRAMMAR.intents() {
        for example in GRAMMAR.examples(intent) {
            assert!(seen.insert(example.text.to_lowercase()), "{}", example.text);
        }
        for never in GRAMMAR.never(intent) {
            assert!(seen.insert(never.to_lowercase()), "{never}");
        }
        let mut sources = BTreeSet::new();
        for template in GRAMMAR.templates(intent) {
            assert!(
                sources.insert(template.source.clone()),
                "{intent}: {}",
                template.source
            );
        }
    }
}

#[test]
fn never_lines_stay_unread() {
    for intent in GRAMMAR.intents() {
        for never in GRAMMAR.never(intent) {
            let reading = read(never);
            let acts = |name: &str| {
                operations::find(name).is_some_and(|operation| operation.effect != Effect::Read)
            };
            let wrong = reading
                .clauses
                .iter()
                .find(|clause| clause.intent == intent || acts(&clause.intent));
            assert!(wrong.is_none(), "{never}: {wrong:?}");
        }
    }
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
    assert_eq!(super::GRAMMAR.compile(), Ok(()));
}
