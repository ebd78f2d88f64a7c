//! The vendors' files, as found in the folder that `SPECS_DIR` names, corrected where the vendors or we were mistaken.
//! Without that folder the tests on them say so and pass, except on CI.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// The files of GoHighLevel's that our rows are in.
const GOHIGHLEVEL: &[&str] = &[
    "contacts",
    "opportunities",
    "calendars",
    "conversations",
    "locations",
    "workflows",
    "campaigns",
    "social-media-posting",
    "users",
    "payments",
];

/// What the folder's own corrections lack, in their form (RFC 6902 by file) and with a reason each.
const FURTHER: &str = include_str!("corrections.json");

#[expect(
    clippy::disallowed_methods,
    reason = "a test's own setting: where the vendors' files are"
)]
pub(super) fn folder() -> Option<PathBuf> {
    if let Ok(folder) = std::env::var("SPECS_DIR") {
        return Some(folder.into());
    }
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "SPECS_DIR is not set: it names the folder of the vendors' files"
    );
    eprintln!("skipped: SPECS_DIR is not set");
    None
}

/// GoHighLevel's files, each with its name.
pub(super) fn gohighlevel(folder: &Path) -> Vec<(&'static str, Value)> {
    let patches = read(&folder.join("ghl/errata/patches.json"));
    let one = |name: &&'static str| {
        let file = format!("apps/{name}.json");
        let mut doc = read(&folder.join("ghl").join(&file));
        correct(&mut doc, &patches, &file);
        correct(&mut doc, &further(), &format!("ghl/{file}"));
        (*name, doc)
    };
    GOHIGHLEVEL.iter().map(one).collect()
}

/// The schemas that GoHighLevel's files refer to as `../common/common-schemas.json`.
pub(super) fn shared(folder: &Path) -> Value {
    read(&folder.join("ghl/common/common-schemas.json"))
}

/// The contract that this project wrote of HubSpot's interface.
pub(super) fn hubspot(folder: &Path) -> Value {
    let file = "hubspot/hubspot-contract.openapi.json";
    let mut doc = read(&folder.join(file));
    correct(&mut doc, &further(), file);
    doc
}

pub(super) fn read(path: &Path) -> Value {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn further() -> Value {
    serde_json::from_str(FURTHER).expect("our corrections are JSON")
}

fn correct(doc: &mut Value, patches: &Value, file: &str) {
    if let Some(patch) = patches["patches"].get(file) {
        let patch: json_patch::Patch = serde_json::from_value(patch.clone()).expect("a JSON patch");
        json_patch::patch(doc, &patch)
            .unwrap_or_else(|error| panic!("a correction of {file} does not fit: {error}"));
    }
}
