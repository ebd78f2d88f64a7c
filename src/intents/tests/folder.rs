//! The two languages against each other, and every example against all templates. What a language
//! lacks in itself is told by the lint.

use std::collections::BTreeSet;

use super::{fault, grammar, read};
use crate::nlu::date::Lang;
use crate::operations;
use crate::value::Effect;

const LANGS: [Lang; 2] = [Lang::En, Lang::Es];

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
