//! Every sentence that the program asks for by key is in the intents folder, in each language.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crm_copilot::operations;
use crm_copilot::value::{Effect, Kind, words};

const LANGUAGES: [&str; 2] = ["en", "es"];

/// Words of a list that are names and not translated: methods of HTTP.
const NAMES: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn replies(lang: &str) -> BTreeMap<String, String> {
    serde_saphyr::from_str(&text(&format!("intents/{lang}/_replies.yaml"))).unwrap()
}

fn page(lang: &str) -> BTreeMap<String, String> {
    serde_saphyr::from_str(&text(&format!("intents/{lang}/_page.yaml"))).unwrap()
}

/// The code of a folder and of the folders in it.
fn code_in(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| match entry.file_type().unwrap().is_dir() {
            true => code_in(&entry.path()),
            false => fs::read_to_string(entry.path()).unwrap(),
        })
        .collect()
}

/// The texts in quotes that directly follow a piece of code.
fn quoted_after(code: &str, piece: &str) -> Vec<String> {
    let quoted = |rest: &str| {
        let (text, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
        Some(text.to_owned())
    };
    code.split(piece).skip(1).filter_map(quoted).collect()
}

/// The keys in quotes after `say(` in the reply room.
fn literal_keys() -> BTreeSet<String> {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/copilot/reply");
    let files = fs::read_dir(room).unwrap();
    let code = |entry: std::io::Result<fs::DirEntry>| fs::read_to_string(entry.unwrap().path());
    files
        .flat_map(|entry| quoted_after(&code(entry).unwrap(), "say("))
        .collect()
}

/// The keys that operations, their parameters and the columns of their answers need.
fn derived_keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for row in operations::all() {
        keys.insert(format!("does_{}", row.name));
        if row.effect == Effect::Read && row.name != "view_dashboard" {
            keys.insert(format!("list_{}", row.name));
        }
        if row.is_confirmed() {
            keys.insert(format!("title_{}", row.name));
        }
        for param in row.params {
            keys.insert(format!("label_{}", param.name));
            if let Kind::OneOf(words) | Kind::SomeOf(words) = param.kind {
                let words = words.iter().filter(|word| !NAMES.contains(word));
                keys.extend(words.map(|word| format!("word_{word}")));
            }
        }
    }
    let shapes = text("src/copilot/shape.rs");
    let (columns, _) = shapes.split_once("pub(super) fn of").unwrap();
    let columns = quoted_after(columns, "(");
    assert!(columns.contains(&"company".to_owned()));
    keys.extend(columns.iter().map(|name| format!("label_{name}")));
    keys
}

/// The `{names}` of a sentence, and which of them stand in an optional part.
fn names(sentence: &str) -> BTreeSet<(String, bool)> {
    let mut found = BTreeSet::new();
    let mut is_optional = false;
    for (index, letter) in sentence.char_indices() {
        match letter {
            '[' => is_optional = true,
            ']' => is_optional = false,
            '{' => {
                let (name, _) = sentence[index + 1..].split_once('}').unwrap();
                found.insert((name.to_owned(), is_optional));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_sentence_that_is_asked_for_is_there() {
    let asked: BTreeSet<String> = literal_keys().into_iter().chain(derived_keys()).collect();
    for lang in LANGUAGES {
        let replies = replies(lang);
        let missing: Vec<&String> = asked
            .iter()
            .filter(|key| !replies.contains_key(*key))
            .collect();
        assert_eq!(missing, Vec::<&String>::new(), "in {lang}");
    }
}

#[test]
fn languages_say_the_same_with_the_same_values() {
    let [english, spanish] = LANGUAGES.map(replies);
    // What a CRM cannot do stands in English in the CRM's own table.
    let shared = |key: &&String| !key.starts_with("instead_");
    assert_eq!(
        english.keys().filter(shared).collect::<BTreeSet<_>>(),
        spanish.keys().filter(shared).collect::<BTreeSet<_>>()
    );
    for (key, sentence) in &english {
        assert_eq!(names(sentence), names(&spanish[key]), "of {key}");
    }
}

#[test]
fn pages_say_the_same_in_every_language_and_nothing_in_vain() {
    let [english, spanish] = LANGUAGES.map(page);
    assert_eq!(
        english.keys().collect::<Vec<_>>(),
        spanish.keys().collect::<Vec<_>>()
    );
    for (key, sentence) in &english {
        assert_eq!(names(sentence), names(&spanish[key]), "of {key}");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["templates", "public/js", "src/web", "src/accounts"];
    let code: String = folders.map(|folder| code_in(&root.join(folder))).concat();
    let said = [".say(", " say(", "(say(", "word(", "page.with("];
    for key in said.map(|call| quoted_after(&code, call)).concat() {
        assert!(english.contains_key(&key), "`{key}` is not there");
    }
    // Keys that are put together of a word and a code.
    let prefixes = [
        "sample_",
        "outcome_",
        "notice_",
        "state_",
        "reason_",
        "job_",
        "problem_",
        "fault_",
        "phrases_",
        "phrases_lang_",
        "phrases_change_",
    ];
    for key in english.keys() {
        let is_said = |name: &str| code.contains(&format!("\"{name}\""));
        let is_joined = |prefix: &&str| {
            let part = key
                .strip_prefix(*prefix)
                .map(|part| part.replace("title_", ""));
            part.is_some_and(|code| {
                is_said(&code) || english.contains_key(&format!("{prefix}{code}"))
            })
        };
        assert!(
            is_said(key) || prefixes.iter().any(is_joined),
            "{key} is said nowhere"
        );
    }
}

#[test]
fn what_to_do_instead_is_said_in_every_other_language() {
    let spanish = replies("es");
    let said: BTreeSet<&str> = spanish
        .keys()
        .filter_map(|key| key.strip_prefix("instead_hubspot_"))
        .collect();
    let table = quoted_after(&text("src/crm/hubspot/cannot.rs"), "(\n");
    assert_eq!(said, table.iter().map(String::as_str).collect());
}

#[test]
fn every_topic_of_the_help_is_what_some_operation_is_about() {
    for lang in LANGUAGES {
        let replies = replies(lang);
        let of = |prefix: &str| {
            let found = replies.iter().filter(|(key, _)| key.starts_with(prefix));
            found.map(|(_, text)| words(text)).collect::<Vec<_>>()
        };
        let does: Vec<String> = of("does_").concat();
        for topic in of("topic_") {
            let is_about = |word: &String| word.starts_with(&topic[0]);
            assert!(does.iter().any(is_about), "{topic:?} in {lang}");
        }
    }
}
