//! Conversations as text files, run against the whole application.
//!
//! ```text
//! # a comment
//! > text john: running late       what the user says
//! < choose: Which contact ... John Carter ...    the outcome, then the reply; `...` stands for anything
//! crm none                        nothing was changed at the CRM since the last line with `>`
//! crm POST /conversations/messages {"type":"SMS"}   exactly these changes, in order; members named must be equal
//! advance 16m                     moves the clock
//! fault {"kind":"search_lag","seconds":60}   adds a rule to the sandboxes' faults
//! say delete_task zap {task}      another sentence of an operation, for the whole file
//! confirm writes yes              has changes of records confirmed too (no: not any more)
//! new conversation                the next message begins another one
//! lang es                         the language of the workspace, for the whole file
//! ```

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::Semaphore;

use chrono::TimeDelta;
use serde_json::Value;

use crate::app::{Chat, TestApp};

/// Whether a text fits a pattern in which `...` stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let parts: Vec<&str> = pattern.split("...").collect();
    let mut rest = text;
    for (index, part) in parts.iter().enumerate() {
        let part = part.trim();
        let Some(at) = rest.find(part) else {
            return false;
        };
        if index == 0 && at != 0 {
            return false;
        }
        rest = &rest[at + part.len()..];
    }
    parts.last().is_some_and(|last| last.trim().is_empty()) || rest.is_empty()
}

/// Whether every member that is named is there with that value.
fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part
            .iter()
            .all(|(key, value)| whole.get(key).is_some_and(|found| contains(found, value))),
        (whole, part) => whole == part,
    }
}

struct Run<'a> {
    app: &'a TestApp,
    chat: Chat<'a>,
    answer: Value,
    seen: usize,
    expected: Vec<String>,
    at: String,
}

impl Run<'_> {
    /// Compares what the CRM was told since the last message with the `crm` lines.
    async fn settle(&mut self) {
        let writes = self.app.writes().await;
        let fresh = &writes[self.seen..];
        self.seen = writes.len();
        let expected = std::mem::take(&mut self.expected);
        if expected.is_empty() {
            return;
        }
        if expected == ["none"] {
            assert!(fresh.is_empty(), "{}: the CRM was told {fresh:?}", self.at);
            return;
        }
        assert_eq!(
            fresh.len(),
            expected.len(),
            "{}: the CRM was told {fresh:#?}",
            self.at
        );
        for (write, line) in fresh.iter().zip(&expected) {
            let mut parts = line.splitn(3, ' ');
            let (method, path) = (parts.next().unwrap(), parts.next().unwrap());
            assert_eq!(write["method"], method, "{}", self.at);
            let pattern = path.replace('*', "...");
            assert!(
                fits(&pattern, write["path"].as_str().unwrap()),
                "{}: {}",
                self.at,
                write["path"]
            );
            if let Some(body) = parts.next() {
                let body: Value = serde_json::from_str(body).unwrap();
                assert!(
                    contains(&write["body"], &body),
                    "{}: {}",
                    self.at,
                    write["body"]
                );
            }
            assert!(
                write["status"].as_u64().unwrap() < 300,
                "{}: {write}",
                self.at
            );
        }
    }

    async fn line(&mut self, line: &str) {
        if let Some(said) = line.strip_prefix("> ") {
            self.settle().await;
            self.seen = self.app.writes().await.len();
            self.answer = self.chat.say(said).await;
        } else if let Some(expected) = line.strip_prefix("< ") {
            let (outcome, reply) = expected.split_once(": ").unwrap_or((expected, "..."));
            let answer = &self.answer;
            assert_eq!(
                answer["outcome"], outcome,
                "{}: {}",
                self.at, answer["reply"]
            );
            let said = answer["reply"].as_str().unwrap();
            assert!(fits(reply, said), "{}: the reply is {said:?}", self.at);
        } else if let Some(call) = line.strip_prefix("crm ") {
            self.expected.push(call.to_owned());
        } else if let Some(by) = line.strip_prefix("advance ") {
            let minutes: i64 = by.trim_end_matches('m').parse().unwrap();
            self.app.clock.advance(TimeDelta::minutes(minutes));
        } else if let Some(rule) = line.strip_prefix("fault ") {
            self.app.fault(serde_json::from_str(rule).unwrap()).await;
        } else if let Some(choice) = line.strip_prefix("confirm writes ") {
            self.app.confirm_writes(choice == "yes").await;
        } else if line == "new conversation" {
            self.settle().await;
            self.chat = self.app.chat();
        } else {
            panic!("{}: not understood: {line}", self.at);
        }
    }
}

fn is_about_the_file(line: &str) -> bool {
    line.starts_with("say ") || line.starts_with("lang ")
}

async fn run(file: &Path) {
    let text = fs::read_to_string(file).unwrap();
    let sentences: Vec<(&str, &str)> = text
        .lines()
        .filter_map(|line| line.strip_prefix("say ")?.split_once(' '))
        .collect();
    let mut langs = text.lines().filter_map(|line| line.strip_prefix("lang "));
    let lang = langs.next().unwrap_or("en");
    let app = TestApp::reading(lang, &sentences).await;
    let chat = app.chat();
    let seen = app.writes().await.len();
    let mut run = Run {
        app: &app,
        chat,
        answer: Value::Null,
        seen,
        expected: Vec::new(),
        at: String::new(),
    };
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') || is_about_the_file(line) {
            continue;
        }
        run.at = format!("{}:{}", file.display(), number + 1);
        run.line(line).await;
    }
    run.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_go_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/dialogues");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    // A few at a time: each has a database and a server of its own.
    let places = Arc::new(Semaphore::new(4));
    let runs = files.into_iter().map(|file| {
        let places = Arc::clone(&places);
        tokio::spawn(async move {
            let _place = places.acquire_owned().await.unwrap();
            run(&file).await;
        })
    });
    let runs: Vec<_> = runs.collect();
    let mut failed = Vec::new();
    for run in runs {
        failed.extend(run.await.err());
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn patterns_fit_from_end_to_end() {
    assert!(fits("Added ... (undo)", "Added Jane (undo)"));
    assert!(fits("...", "anything"));
    assert!(!fits("Added", "Added Jane"));
    assert!(!fits("Jane", "Added Jane"));
}
