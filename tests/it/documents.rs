//! Lists in documents are generated from the tables, and these tests compare them.
//! `UPDATE_DOCUMENTS=1 cargo test --test it documents` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crm_copilot::config::SETTINGS;
use crm_copilot::copilot::providers_of;
use crm_copilot::crm::{self, Provider};
use crm_copilot::operations;

fn root(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Tests run at once, and each writes its part of the same file.
static README: Mutex<()> = Mutex::new(());

/// Compares the part of the README between two marks with what it should be.
fn check(mark: &str, expected: &str) {
    let _alone = README.lock().unwrap_or_else(PoisonError::into_inner);
    let path = root("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (begin, end) = (
        format!("<!-- begin {mark} -->\n"),
        format!("<!-- end {mark} -->"),
    );
    let (before, rest) = text.split_once(&begin).unwrap();
    let (found, after) = rest.split_once(&end).unwrap();
    #[expect(
        clippy::disallowed_methods,
        reason = "a switch of this test, not a setting"
    )]
    if std::env::var("UPDATE_DOCUMENTS").is_ok() {
        fs::write(&path, format!("{before}{begin}{expected}{end}{after}")).unwrap();
        return;
    }
    assert_eq!(
        found, expected,
        "README.md is out of date; see the head of tests/it/documents.rs"
    );
}

#[test]
fn the_readme_lists_every_operation_and_who_can_do_it() {
    let mut table = String::from(
        "| Operation | What it does | Asked first | Undo | GoHighLevel | HubSpot |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    let word = |yes: bool| if yes { "yes" } else { "no" };
    for row in operations::all() {
        let crms = providers_of(row.name);
        let can = |name: &str| word(crms.as_array().unwrap().iter().any(|crm| crm == name));
        let undo = match row.undo {
            operations::Undo::Nothing => "–",
            operations::Undo::Final => "no",
            operations::Undo::By { .. } => "yes",
        };
        table.push_str(&format!(
            "| `{}` | {} | {} | {undo} | {} | {} |\n",
            row.name,
            row.summary,
            word(row.is_confirmed()),
            can("gohighlevel"),
            can("hubspot"),
        ));
    }
    check("operations", &table);
}

/// The run through Prism (`prism.rs`) fails unless it had all of these accepted.
#[test]
fn the_readme_counts_the_requests_that_prism_checks() {
    let mut table =
        String::from("| CRM | Operations | Requests of theirs |\n| --- | --- | --- |\n");
    for provider in Provider::ALL {
        let operations: BTreeSet<&str> = crm::requests(provider).map(|(name, ..)| name).collect();
        let (operations, requests) = (operations.len(), crm::requests(provider).count());
        table.push_str(&format!("| {provider} | {operations} | {requests} |\n"));
    }
    check("requests", &table);
}

#[test]
fn the_readme_lists_every_setting() {
    let lines: Vec<String> = SETTINGS
        .iter()
        .map(|s| format!("| `{}` | {} |\n", s.name, s.meaning))
        .collect();
    check("settings", &lines.concat());
}

#[test]
fn the_sample_environment_and_render_know_the_same_settings() {
    let sample = fs::read_to_string(root(".env.example")).unwrap();
    let render = fs::read_to_string(root("render.yaml")).unwrap();
    for setting in SETTINGS {
        assert!(
            sample.contains(&format!("{}=", setting.name)),
            ".env.example lacks {}",
            setting.name
        );
    }
    for line in sample
        .lines()
        .map(|line| line.trim_start_matches(['#', ' ']))
    {
        if let Some((name, _)) = line.split_once('=')
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
        {
            assert!(
                SETTINGS.iter().any(|s| s.name == name),
                ".env.example has {name}, which is no setting"
            );
        }
    }
    for line in render
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- key: "))
    {
        assert!(
            SETTINGS.iter().any(|s| s.name == line),
            "render.yaml has {line}, which is no setting"
        );
    }
}
