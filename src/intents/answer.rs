//! Bare answers: "friday at 2" to "When?", "john smith" to "Which contact?".

use serde_json::{Map, Value, json};

use super::fill::Filling;
use super::grammar::Grammar;
use super::reading::Context;
use crate::nlu::{Seen, clean_name, folded, prepare};
use crate::operations::Operation;
use crate::value::{Kind, email, phone};

impl Grammar {
    /// The slots that a text gives a sentence of this operation for its period; empty when it says
    /// none.
    pub fn period(
        &self,
        operation: &Operation,
        text: &str,
        context: &Context,
    ) -> Map<String, Value> {
        let prepared = prepare(text, &self.lexicon, context.lang, &context.now, &[]);
        let filling = Filling {
            grammar: self,
            original: text,
            prepared: &prepared,
        };
        let mut moments = prepared
            .values
            .iter()
            .filter_map(|value| match &value.seen {
                Seen::When(when) => Some((when, value.span.clone())),
                _ => None,
            });
        let period = moments
            .next()
            .map(|(when, span)| filling.period(operation, when, span));
        period.unwrap_or_default()
    }

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
            Kind::Tags => self.tags_of(trimmed, &prepared),
            Kind::OneOf(words) | Kind::SomeOf(words) => {
                let lower = trimmed.to_lowercase();
                let said = lower.trim_matches(|c: char| !c.is_alphanumeric());
                // "by text", "por correo"
                let said = said
                    .split_once(' ')
                    .filter(|(first, _)| self.turns.around.contains(*first))
                    .map_or(said, |(_, rest)| rest);
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
                let trimmed = trimmed.trim_matches(['"', '“', '”']);
                let start = self.name_start(trimmed);
                let span = clean_name(trimmed, start..trimmed.len(), &self.lexicon.idiom);
                let name = trimmed[span].trim();
                (!name.is_empty()).then(|| json!(name))
            }
            Kind::Json => serde_json::from_str::<Value>(trimmed).ok(),
            Kind::Line | Kind::Text | Kind::Opaque => Some(json!(trimmed)),
        }
    }

    /// Where the name begins in an answer that may say more before it: "it's hector ruiz".
    fn name_start(&self, answer: &str) -> usize {
        let mut start = 0;
        for (at, _) in answer.match_indices(' ') {
            let before = folded(answer[start..at].trim());
            if self.before_name.contains(&before) {
                start = at + 1;
            }
        }
        start
    }
}
