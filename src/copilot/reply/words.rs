//! The sentences of one language, filled with values.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde_json::Value;

use super::show::{self, Locale};
use crate::copilot::plan::Step;
use crate::crm::Provider;
use crate::intents::Grammar;
use crate::operations::all;
use crate::operations::bulk::{Control, control_of};
use crate::value::{Kind, words};

/// Operations that a newcomer is shown first.
const SHOWN_FIRST: [&str; 5] = [
    "search_contacts",
    "create_contact",
    "book_appointment",
    "create_task",
    "view_dashboard",
];

/// The sentences and values of one language.
pub(in crate::copilot) struct Words<'a> {
    grammar: &'a Grammar,
    pub locale: Locale,
}

impl<'a> Words<'a> {
    /// The sentences of a grammar, with values in this manner.
    pub fn of(grammar: &'a Grammar, locale: Locale) -> Words<'a> {
        Words { grammar, locale }
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
            let when = shown.get("when").map_or("", String::as_str);
            return self.say("dashboard", &[("when", when)]);
        }
        if control_of(operation) == Some(Control::List)
            && let Some(latest) = records.first()
        {
            return self.progress(latest);
        }
        let what = self.say(&format!("list_{operation}"), &[]);
        let period = || Some(self.say("list_when", &[("when", shown.get("when")?)]));
        let when = shown.get("dated").cloned().or_else(period);
        let when = when.unwrap_or_default();
        let only = |on| Some(self.say("list_on", &[("platform", on)]));
        let on = shown.get("platform").and_then(|on| only(on));
        let what = format!("{what}{}{when}", on.unwrap_or_default());
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
            ("state" | "reason", Value::String(word)) => Some(self.word(word)),
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

    /// What an operation does, within a sentence: "delete a contact".
    pub fn verb(&self, operation: &str) -> String {
        self.say(&format!("does_{operation}"), &[])
    }

    /// A word of the API, such as a state, as people say it.
    pub fn word(&self, word: &str) -> String {
        match self.grammar.reply(&format!("word_{word}")) {
            Some(said) => said.to_owned(),
            None => word.replace('_', " "),
        }
    }

    /// What to do instead of what a CRM cannot: in this language where it has the sentence, else
    /// as the CRM's own table says it.
    pub fn instead(
        &self,
        provider: Provider,
        operation: &str,
        table: Option<&'static str>,
    ) -> Option<String> {
        let key = format!("instead_{}_{operation}", provider.as_str());
        self.grammar.reply(&key).or(table).map(str::to_owned)
    }

    /// A value of a kind.
    pub fn value(&self, kind: Kind, value: &Value) -> String {
        let list = || {
            value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
        };
        match kind {
            Kind::Tags => list().collect::<Vec<_>>().join(", "),
            Kind::SomeOf(_) => list()
                .map(|word| self.word(word))
                .collect::<Vec<_>>()
                .join(", "),
            Kind::OneOf(_) => self.word(&show::plain(value)),
            Kind::Money => self.locale.money(&show::plain(value), None),
            Kind::Minutes => value
                .as_i64()
                .map(|n| self.locale.minutes(n))
                .unwrap_or_default(),
            Kind::Phone => show::number(&show::plain(value)),
            Kind::Moment => self.locale.form(&show::plain(value)),
            Kind::Json => show::shortened(&show::plain(value)),
            Kind::Ref(_)
            | Kind::Name
            | Kind::Line
            | Kind::Text
            | Kind::Email
            | Kind::Count
            | Kind::Opaque => show::plain(value),
        }
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

    /// An RFC 3339 time in the zone of the turn.
    pub fn moment(&self, value: &Value) -> String {
        let parsed = value
            .as_str()
            .and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        parsed
            .map(|at| self.locale.moment(at.with_timezone(&self.locale.zone)))
            .unwrap_or_default()
    }

    /// The operations that a cry for help is about, "help with appointments"; none when it names
    /// no topic. Where it names several, those that are about all of them come alone.
    pub fn topic(&self, said: &str) -> Vec<&'static str> {
        let said = words(said);
        let is_said = |word: &str| {
            said.iter().any(|said| {
                let ending = said.strip_prefix(word);
                ending.is_some_and(|ending| ["", "s", "es"].contains(&ending))
            })
        };
        let topics: Vec<String> = self
            .grammar
            .replies()
            .filter(|(key, _)| key.starts_with("topic_"))
            .map(|(_, names)| words(names))
            .filter(|names| names.iter().any(|name| is_said(name)))
            .filter_map(|names| names.into_iter().next())
            .collect();
        let about = |operation: &str| {
            let does = words(&self.verb(operation));
            let is_about = |topic: &&String| does.iter().any(|word| word.starts_with(*topic));
            topics.iter().filter(is_about).count()
        };
        let all: Vec<(&str, usize)> = all()
            .filter(|row| self.sample(row.name).is_some())
            .map(|row| (row.name, about(row.name)))
            .collect();
        let most = all
            .iter()
            .map(|(_, about)| *about)
            .max()
            .unwrap_or_default();
        let fitting = all
            .into_iter()
            .filter(|(_, about)| *about == most && most > 0);
        fitting.map(|(name, _)| name).collect()
    }

    /// Examples to go on with: of these operations, or for a newcomer when there are none.
    pub fn samples(&self, topic: &[&str]) -> Vec<String> {
        let shown = match topic {
            [] => SHOWN_FIRST.as_slice(),
            topic => topic,
        };
        let samples = shown.iter().filter_map(|operation| self.sample(operation));
        samples.take(SHOWN_FIRST.len()).collect()
    }

    /// An example of one operation.
    pub fn sample(&self, operation: &str) -> Option<String> {
        self.grammar
            .examples(operation)
            .first()
            .map(|example| example.text.clone())
    }

    /// Every operation that can be said, or those of a topic, with an example.
    pub fn help(&self, topic: &[&str]) -> (Vec<String>, Vec<Vec<String>>) {
        let rows = all()
            .filter(|row| topic.is_empty() || topic.contains(&row.name))
            .filter_map(|row| Some(vec![capital(&self.verb(row.name)), self.sample(row.name)?]))
            .collect();
        (vec![self.label("what"), self.label("example")], rows)
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
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
    use super::*;
    use crate::nlu::date::Lang;

    fn check(said: &str, expected: &[&str]) {
        let grammar = Grammar::load_embedded(Lang::En).unwrap();
        let locale = Locale {
            lang: Lang::En,
            zone: chrono_tz::UTC,
            is_away: false,
        };
        assert_eq!(Words::of(&grammar, locale).topic(said), expected, "{said}");
    }

    #[test]
    fn help_is_about_what_was_named() {
        check("help with notes", &["create_note", "list_notes"]);
        check(
            "how do i put a client into a workflow",
            &[
                "add_to_workflow",
                "remove_from_workflow",
                "bulk_add_to_workflow",
            ],
        );
        check(
            "help with my appointments",
            &[
                "book_appointment",
                "list_appointments",
                "reschedule_appointment",
                "cancel_appointment",
            ],
        );
        check("help", &[]);
        check("what can you do", &[]);
    }

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
