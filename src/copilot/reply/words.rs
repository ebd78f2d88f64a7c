//! The sentences of one language, filled with values.

use std::collections::BTreeMap;

use chrono::DateTime;
use chrono_tz::Tz;
use serde_json::Value;

use super::show;
use crate::copilot::plan::Step;
use crate::intents::Grammar;
use crate::operations::bulk::{Control, control_of};
use crate::operations::{all, find, on_topic};

/// Operations that a newcomer is shown first.
const SHOWN_FIRST: [&str; 5] = [
    "search_contacts",
    "create_contact",
    "book_appointment",
    "create_task",
    "view_dashboard",
];

/// The sentences of one language, for one tenant's zone.
pub(in crate::copilot) struct Words<'a> {
    grammar: &'a Grammar,
    zone: Tz,
}

impl<'a> Words<'a> {
    /// The sentences of a grammar.
    pub fn of(grammar: &'a Grammar, zone: Tz) -> Words<'a> {
        Words { grammar, zone }
    }

    /// The sentence of that key, with its `{names}` filled. A key that the folder lacks is a fault
    /// that `tests/it/replies.rs` finds; the key itself is what is said then.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.grammar.reply(key).unwrap_or(key), &|name| {
            values
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    /// What is asked for a parameter.
    pub fn ask(&self, operation: &str, slot: &str) -> String {
        match self.grammar.ask(operation, slot) {
            "" => self.say("ask_any", &[("what", &self.thing(slot))]),
            question => question.to_owned(),
        }
    }

    /// What is said when an operation was done.
    pub fn done(
        &self,
        operation: &str,
        shown: &BTreeMap<String, String>,
        answer: &Value,
    ) -> String {
        let sentence = self
            .grammar
            .done(operation)
            .or_else(|| self.grammar.reply(&format!("done_{operation}")))
            .unwrap_or_else(|| self.grammar.reply("done_any").unwrap_or("Done."));
        fill(sentence, &|name| {
            let answered = || match &answer[name] {
                value @ (Value::String(_) | Value::Number(_)) => Some(show::plain(value)),
                _ => None,
            };
            shown.get(name).cloned().or_else(answered)
        })
    }

    /// What is said above a list or a record that was found.
    pub fn found(
        &self,
        operation: &str,
        records: &[Value],
        total: u64,
        shown: &BTreeMap<String, String>,
    ) -> String {
        if operation == "view_dashboard" {
            return self.say("dashboard", &[]);
        }
        if control_of(operation) == Some(Control::List)
            && let Some(latest) = records.first()
        {
            return self.progress(latest);
        }
        let what = self.say(&format!("list_{operation}"), &[]);
        let when = shown
            .get("when")
            .map(|when| self.say("list_when", &[("when", when)]))
            .unwrap_or_default();
        let what = format!("{what}{when}");
        let listed = records.len().to_string();
        let total_text = total.to_string();
        let first = records.first().and_then(|record| {
            ["name", "title"]
                .iter()
                .find_map(|key| record[*key].as_str())
        });
        match (records.len(), first) {
            (0, _) => self.say("found_none", &[("what", &what)]),
            (1, Some(name)) if total <= 1 => {
                self.say("found_one", &[("what", &what), ("name", name)])
            }
            (1, None) if total <= 1 => self.say("found_only", &[("what", &what)]),
            (n, _) if (n as u64) < total => self.say(
                "found_some",
                &[("what", &what), ("count", &listed), ("total", &total_text)],
            ),
            _ => self.say("found_all", &[("what", &what), ("count", &listed)]),
        }
    }

    /// How far a bulk job is.
    fn progress(&self, job: &Value) -> String {
        let numbers = ["failed", "skipped", "unknown", "planned"];
        let some = |name: &str| match (name, &job[name]) {
            ("state" | "reason", Value::String(word)) => Some(word.replace('_', " ")),
            (_, Value::Number(number)) if numbers.contains(&name) => {
                (number.as_u64() != Some(0)).then(|| number.to_string())
            }
            (_, Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let what = self.verb(job["operation"].as_str().unwrap_or_default());
        fill(
            self.grammar.reply("progress").unwrap_or_default(),
            &|name| {
                if name == "what" {
                    Some(what.clone())
                } else {
                    some(name)
                }
            },
        )
    }

    /// A step in one line, as a preview says it.
    pub fn title(&self, step: &Step) -> String {
        let key = format!("title_{}", step.operation);
        match self.grammar.reply(&key) {
            Some(sentence) => fill(sentence, &|name| step.shown.get(name).cloned()),
            None => self.verb(&step.operation),
        }
    }

    /// What an operation does, as a summary without its full stop and capital.
    pub fn verb(&self, operation: &str) -> String {
        let summary = find(operation)
            .map_or(operation, |row| row.summary)
            .trim_end_matches('.');
        let mut chars = summary.chars();
        chars
            .next()
            .map(|first| first.to_lowercase().chain(chars).collect())
            .unwrap_or_default()
    }

    /// The word for what a parameter holds.
    pub fn thing(&self, slot: &str) -> String {
        self.label(slot).to_lowercase()
    }

    /// The heading of a column or line.
    pub fn label(&self, name: &str) -> String {
        match self.grammar.reply(&format!("label_{name}")) {
            Some(label) => label.to_owned(),
            None => name.replace('_', " "),
        }
    }

    /// An RFC 3339 time in the tenant's zone.
    pub fn moment(&self, value: &Value) -> String {
        let parsed = value
            .as_str()
            .and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        parsed
            .map(|at| show::moment(at.with_timezone(&self.zone)))
            .unwrap_or_default()
    }

    /// Examples for a newcomer.
    pub fn samples(&self) -> Vec<String> {
        SHOWN_FIRST
            .iter()
            .flat_map(|operation| self.sample(operation))
            .collect()
    }

    /// An example of one operation.
    pub fn sample(&self, operation: &str) -> Option<String> {
        self.grammar
            .examples(operation)
            .first()
            .map(|example| example.text.clone())
    }

    /// Every operation that can be said, with an example.
    pub fn help(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let rows = all()
            .filter_map(|row| Some(vec![row.summary.to_owned(), self.sample(row.name)?]))
            .collect();
        (vec![self.label("what"), self.label("example")], rows)
    }

    /// Every example of the operations of one topic.
    pub fn help_on(&self, topic: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let rows = on_topic(topic).flat_map(|row| {
            let examples = self.grammar.examples(row.name).iter();
            examples.map(|example| vec![row.summary.to_owned(), example.text.clone()])
        });
        let rows = rows.collect();
        (vec![self.label("what"), self.label("example")], rows)
    }
}

/// Fills `{name}` by `value`; a part in `[...]` is left out when a name in it has no value.
fn fill(sentence: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut rest = sentence;
    while let Some(start) = rest.find(['[', '{']) {
        text.push_str(&rest[..start]);
        let close = if rest.as_bytes()[start] == b'[' {
            ']'
        } else {
            '}'
        };
        let Some(end) = rest[start..].find(close).map(|n| start + n) else {
            text.push_str(&rest[start..]);
            return text;
        };
        let inner = &rest[start + 1..end];
        if close == '}' {
            text.push_str(&value(inner).unwrap_or_default());
        } else if names(inner).all(|name| value(name).is_some_and(|v| !v.is_empty())) {
            text.push_str(&fill(inner, value));
        }
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    text
}

fn names(part: &str) -> impl Iterator<Item = &str> {
    part.split('{')
        .skip(1)
        .filter_map(|piece| piece.split('}').next())
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn an_optional_part_without_its_value_is_left_out() {
        let value = |name: &str| (name == "contact").then(|| "Jane".to_owned());
        assert_eq!(
            fill("Text {contact}[ about {subject}].", &value),
            "Text Jane."
        );
        assert_eq!(fill("Text[ to {contact}]!", &value), "Text to Jane!");
        assert_eq!(fill("odd { brace", &value), "odd { brace");
    }
}
