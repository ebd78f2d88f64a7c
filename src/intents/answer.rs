//! Bare answers: "friday at 2" to "When?", "john smith" to "Which contact?".

use serde_json::{Value, json};

use super::fill::Filling;
use super::grammar::Grammar;
use super::pieces::tags;
use super::reading::Context;
use crate::nlu::{Seen, clean_name, prepare};
use crate::value::{Kind, email, phone};

/// Words before a name in an answer.
const BEFORE_NAME: &[&str] = &[
    "for ",
    "with ",
    "to ",
    "it's ",
    "its ",
    "it is ",
    "that's ",
    "this is ",
    "the contact is ",
    "the ",
    "her name is ",
    "his name is ",
    "i mean ",
    "i meant ",
];

impl Grammar {
    /// The value of this kind in an answer to a question, or `None` when it is not one.
    pub fn read_answer(&self, text: &str, kind: Kind, context: &Context) -> Option<Value> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return None;
        }
        let prepared = prepare(trimmed, &self.lexicon, context.lang, &context.now, &[]);
        let filling = Filling {
            grammar: self,
            original: trimmed,
            prepared: &prepared,
        };
        let typed = |fits: &dyn Fn(&Seen) -> bool| {
            prepared
                .values
                .iter()
                .find(|value| fits(&value.seen))
                .and_then(|value| filling.bare(&value.seen))
        };
        match kind {
            Kind::Email => typed(&|seen| matches!(seen, Seen::Email(_)))
                .or_else(|| email(trimmed).map(Value::String)),
            Kind::Phone => typed(&|seen| matches!(seen, Seen::Phone(_)))
                .or_else(|| phone(trimmed).map(|_| json!(trimmed))),
            Kind::Moment => typed(&|seen| matches!(seen, Seen::When(_))),
            Kind::Money => typed(&|seen| matches!(seen, Seen::Money(_)))
                .or_else(|| typed(&|seen| matches!(seen, Seen::Number(_)))),
            Kind::Minutes => typed(&|seen| matches!(seen, Seen::Length(_)))
                .or_else(|| typed(&|seen| matches!(seen, Seen::Number(_)))),
            Kind::Count => typed(&|seen| matches!(seen, Seen::Number(_))),
            Kind::Tags => {
                let tags = tags(trimmed);
                (!tags.is_empty()).then(|| json!(tags))
            }
            Kind::OneOf(words) | Kind::SomeOf(words) => {
                let lower = trimmed.to_lowercase();
                let said = lower.trim_matches(|c: char| !c.is_alphanumeric());
                let listed = self.lists.values().find_map(|list| {
                    list.get(said)
                        .filter(|meant| words.contains(&meant.as_str()))
                });
                words
                    .iter()
                    .find(|word| word.eq_ignore_ascii_case(said))
                    .map(|word| json!(word))
                    .or_else(|| listed.map(|meant| json!(meant)))
            }
            Kind::Ref(_) | Kind::Name => {
                let lower = trimmed.to_lowercase();
                let start = BEFORE_NAME
                    .iter()
                    .filter(|before| lower.starts_with(**before) && lower.len() == trimmed.len())
                    .map(|before| before.len())
                    .max()
                    .unwrap_or(0);
                let span = clean_name(trimmed, start..trimmed.len());
                let name = trimmed[span].trim();
                (!name.is_empty()).then(|| json!(name))
            }
            Kind::Json => serde_json::from_str::<Value>(trimmed).ok(),
            Kind::Line | Kind::Text | Kind::Opaque => Some(json!(trimmed)),
        }
    }
}
