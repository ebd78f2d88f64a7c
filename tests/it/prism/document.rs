//! One OpenAPI document out of a vendor's several files, as its host serves them all.

use serde_json::{Value, json};

/// The files under one roof. Each has schemas of its own under the same names, so a schema is called `file.name` here,
/// and `common.name` when it comes from the shared file.
pub fn joined(files: Vec<(&'static str, Value)>, shared: Value) -> Value {
    let mut whole = json!({
        "openapi": "3.0.0",
        "info": { "title": "All files", "version": "1" },
        "paths": {},
        "components": { "schemas": {}, "securitySchemes": {} },
    });
    for (file, mut doc) in files.into_iter().chain([("common", shared)]) {
        rename_references(&mut doc, file);
        add(&mut whole["paths"], &doc["paths"], str::to_owned);
        let (parts, own) = (&mut whole["components"], &doc["components"]);
        let prefixed = |name: &str| format!("{file}.{name}");
        add(&mut parts["schemas"], &own["schemas"], prefixed);
        let same = str::to_owned;
        add(&mut parts["securitySchemes"], &own["securitySchemes"], same);
    }
    whole
}

/// Adds the members of an object; two files may say the same, but not contradict each other.
fn add(whole: &mut Value, part: &Value, name: impl Fn(&str) -> String) {
    for (key, value) in part.as_object().into_iter().flatten() {
        let place = &mut whole[name(key)];
        assert!(
            place.is_null() || place == value,
            "two files differ on {key}"
        );
        *place = value.clone();
    }
}

fn rename_references(node: &mut Value, file: &str) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value.as_str()) {
                    ("$ref", Some(reference)) => *value = json!(renamed(reference, file)),
                    _ => rename_references(value, file),
                }
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| rename_references(item, file)),
        _ => {}
    }
}

fn renamed(reference: &str, file: &str) -> String {
    let place = "#/components/schemas/";
    let (of, name) = match reference.split_once(place) {
        Some(("", name)) => (file, name),
        Some(("../common/common-schemas.json", name)) => ("common", name),
        _ => panic!("{file}: {reference} leads out of the files"),
    };
    format!("{place}{of}.{name}")
}
