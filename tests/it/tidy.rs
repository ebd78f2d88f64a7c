//! The walls between the rooms, the length of files, and words that do not belong in the code.

use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms a room may use; a longer path allows just that item.
const MAY_USE: &[(&str, &[&str])] = &[
    ("value", &[]),
    ("clock", &[]),
    ("config", &[]),
    ("secrets", &[]),
    ("crm", &["value"]),
    ("sandbox", &[]),
    ("operations", &["value"]),
    ("nlu", &["value"]),
    ("intents", &["nlu", "operations", "value"]),
    ("store", &["secrets", "value"]),
    ("accounts", &["store", "secrets", "crm", "clock", "value"]),
    (
        "copilot",
        &[
            "intents",
            "nlu",
            "operations",
            "value",
            "crm",
            "store",
            "accounts",
            "secrets",
            "clock",
        ],
    ),
    ("mcp", &["copilot", "operations", "value"]),
    (
        "web",
        &[
            "copilot",
            "accounts",
            "operations",
            "value",
            "clock",
            "config",
            "mcp::Service",
            "store::Error",
            "store::WebSessions",
            "crm::Provider",
        ],
    ),
];

/// Rooms that put the others together.
const TOP: &[&str] = &["app", "main", "lib", "command"];

/// Longest file of code, in lines.
const LONGEST: usize = 600;
/// Longer files, and why.
const LONGER: &[(&str, &str)] = &[];

/// Words that do not belong in the code.
const FORBIDDEN: &[&str] = &[
    "todo!(",
    "unimplemented!(",
    "dbg!(",
    "TODO",
    "FIXME",
    "#[ignore",
];
/// Names of modules that say nothing.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "helpers", "common", "misc", "manager", "service",
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

fn code() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files(&root.join("src"), &mut found);
    found.sort();
    let relative = |path: &Path| {
        path.strip_prefix(root)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    found
        .iter()
        .map(|path| (relative(path), fs::read_to_string(path).unwrap()))
        .collect()
}

fn room(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap();
    inside.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn rooms_use_only_what_the_table_allows() {
    let mut faults = Vec::new();
    for (file, text) in code() {
        let own = room(&file);
        if TOP.contains(&own) {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(room, _)| *room == own) else {
            faults.push(format!("{file}: the room `{own}` is not in the table"));
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.starts_with("//") {
                continue;
            }
            for used in line.split("crate::").skip(1) {
                let other: String = used
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let fits = |allowed: &&&str| match allowed.split_once("::") {
                    None => **allowed == other,
                    Some((room, item)) => {
                        room == other && used.starts_with(&format!("{room}::{item}"))
                    }
                };
                if other != own && !allowed.iter().any(|a| fits(&a)) {
                    faults.push(format!(
                        "{file}:{}: `{own}` may not use `{other}`",
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_are_short_or_say_why() {
    let too_long = |(file, text): &(String, String)| {
        let lines = text.lines().count();
        let excused = LONGER.iter().any(|(name, _)| name == file);
        (lines > LONGEST && !excused)
            .then(|| format!("{file}: {lines} lines; is there a second subject in it?"))
    };
    let faults: Vec<_> = code().iter().filter_map(too_long).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_is_left_for_later_and_modules_have_names_that_say_something() {
    let mut faults = Vec::new();
    for (file, text) in code() {
        faults.extend(
            FORBIDDEN
                .iter()
                .filter(|word| text.contains(*word))
                .map(|word| format!("{file}: {word}")),
        );
        let name = Path::new(&file).file_stem().unwrap().to_str().unwrap();
        if EMPTY_NAMES.contains(&name) {
            faults.push(format!("{file}: the name says nothing"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Routes that anybody may ask for; all others have to be in `ROUTES`, whose test asks them as a
/// stranger and as another tenant.
const OPEN: &[&str] = &[
    "/livez",
    "/readyz",
    "/health",
    "/api/mcp/health",
    "/assets/{*path}",
    "/sign-in",
    "/sign-up",
    "/sign-out",
    "/language",
    "/api/{*rest}",
];

#[test]
fn every_route_is_open_on_purpose_or_asked_as_a_stranger() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/router.rs"))
        .unwrap();
    let routes = text.split(".route").skip(1).filter_map(|piece| {
        let piece = piece.strip_prefix("_service").unwrap_or(piece);
        let path = piece.strip_prefix('(')?.trim_start().strip_prefix('"')?;
        path.split_once('"').map(|(path, _)| path)
    });
    let known = |path: &str| {
        OPEN.contains(&path)
            || crm_copilot::web::ROUTES
                .iter()
                .any(|(_, route)| *route == path)
    };
    let forgotten: Vec<&str> = routes.filter(|path| !known(path)).collect();
    assert_eq!(forgotten, Vec::<&str>::new());
}
