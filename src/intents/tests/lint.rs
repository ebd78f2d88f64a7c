//! The lint on the real folders, and each of its rules on a small folder with that fault.

use std::collections::BTreeMap;
use std::path::Path;

use super::{context, grammar};
use crate::intents::Grammar;
use crate::nlu::date::Lang;

#[test]
fn the_folders_have_no_faults() {
    for lang in [Lang::En, Lang::Es] {
        let faults = grammar(lang).lint(&context(lang));
        let told: Vec<String> = faults
            .into_iter()
            .map(|fault| format!("{}: {}", fault.file, fault.detail))
            .collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
    }
}

/// The faults of a folder with the words and rules of English and these files beside them.
fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("intents/en");
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.starts_with('_') {
            all.insert(name, std::fs::read_to_string(path).unwrap());
        }
    }
    for (name, text) in files {
        all.insert((*name).to_owned(), (*text).to_owned());
    }
    let grammar = Grammar::load_files(all, Lang::En).unwrap_or_else(|faults| panic!("{faults}"));
    let faults = grammar.lint(&context(Lang::En));
    let told = faults
        .into_iter()
        .map(|fault| format!("{}: {}", fault.file, fault.detail));
    told.collect()
}

/// That one of the faults is this one, and how it is told.
fn has(files: &[(&str, &str)], beginning: &str) {
    let faults = faults_of(files);
    let is_told = faults.iter().any(|fault| fault.starts_with(beginning));
    assert!(is_told, "{beginning}: not among\n{}", faults.join("\n"));
}

const DELETE: &str = r#"
say: ["scrub {contact}"]
ask: { contact: "Whom?" }
done: "Gone."
examples: [{ text: "scrub Rosa Delgado" }]
"#;

#[test]
fn a_sound_file_has_no_fault() {
    let faults = faults_of(&[("delete_contact.yaml", DELETE)]);
    let own = |fault: &&String| fault.starts_with("en/delete_contact.yaml");
    assert_eq!(faults.iter().find(own), None);
}

#[test]
fn a_template_that_another_one_covers_never_wins() {
    let both = DELETE.replace(
        r#"["scrub {contact}"]"#,
        r#"["scrub [out] {contact}", "(scrub|scrub out) {contact}"]"#,
    );
    has(
        &[("delete_contact.yaml", &both)],
        "en/delete_contact.yaml: (scrub|scrub out) {contact}: never wins; “",
    );
}

#[test]
fn a_template_behind_words_that_are_taken_away_never_wins() {
    let polite = DELETE.replace(
        r#"["scrub {contact}"]"#,
        r#"["scrub {contact}", "could you please purge {contact}"]"#,
    );
    has(
        &[("delete_contact.yaml", &polite)],
        "en/delete_contact.yaml: could you please purge {contact}: never wins; not even “",
    );
}

#[test]
fn a_template_that_nothing_shows_cannot_be_tried() {
    let add = "say: [\"stick {tags} on {contact}\"]\ndone: \"Done.\"\n";
    has(
        &[("add_tags.yaml", add), ("delete_contact.yaml", DELETE)],
        "en/add_tags.yaml: stick {tags} on {contact}: no example shows what its slots hold",
    );
}

#[test]
fn two_operations_that_claim_a_sentence_are_told() {
    let search = "say: [\"scrub {contact}\"]\ndone: \"Found.\"\n";
    let delete = DELETE
        .replace(
            r#"["scrub {contact}"]"#,
            r#"["scrub {contact}", "rub out {contact}"]"#,
        )
        .replace("scrub Rosa Delgado", "rub out Rosa Delgado");
    let files = [
        ("delete_contact.yaml", delete.as_str()),
        ("search_contacts.yaml", search),
    ];
    let faults = faults_of(&files);
    let tie = "is said equally well by search_contacts: scrub {contact} and by delete_contact";
    assert!(
        faults.iter().any(|fault| fault.contains(tie)),
        "{}",
        faults.join("\n")
    );
}

#[test]
fn a_parameter_that_nothing_fills_or_asks_for_is_told() {
    let silent = "say: [\"scrub everything\"]\n";
    let files = [("delete_contact.yaml", silent)];
    has(
        &files,
        "en/delete_contact.yaml: no template fills `contact`",
    );
    has(
        &files,
        "en/delete_contact.yaml: no question asks for `contact`",
    );
    has(
        &files,
        "en/delete_contact.yaml: nothing is said when it is done",
    );
}

#[test]
fn a_rule_that_no_template_names_is_told() {
    let rules = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("intents/en/_rules.yaml"),
    );
    let rules = format!("{}\nnever_named: \"(one|two)\"\n", rules.unwrap());
    has(
        &[("_rules.yaml", &rules)],
        "en/_rules.yaml: no template names <never_named>",
    );
}

#[test]
fn an_operation_without_a_file_and_an_exception_with_one_are_told() {
    let call = "say: [\"call the api\"]\ndone: \"Called.\"\n";
    let files = [("call_api.yaml", call)];
    has(&files, "en/send_sms.yaml: missing");
    has(&files, "en/call_api.yaml: is said, and is listed");
}
