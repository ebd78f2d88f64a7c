//! The template language: `[optional]`, `(one|other)`, `<rule>`, `{slot}`, `{slot:2}` for a name of
//! at least two words, `{_}` for words that fill nothing, `appointment[s]` for an ending.
//!
//! A template becomes one regex. Alternatives are not expanded.

mod compile;
mod parse;

use std::collections::BTreeMap;

use regex::Regex;

use super::wildcard::Wild;

pub use parse::{Node, parse_rule};

/// Word lists by name: the words said, and the value each stands for.
pub type Lists = BTreeMap<String, BTreeMap<String, String>>;

/// One slot of a template; its group in the regex is its place in the list plus one.
#[derive(Debug, Clone)]
pub struct SlotUse {
    /// The slot's name; `_` fills nothing.
    pub name: String,
    /// What it accepts.
    pub wild: Wild,
}

/// A compiled sentence template.
#[derive(Debug)]
pub struct Template {
    /// As written.
    pub source: String,
    /// Matches a [`super::Line`]'s text from end to end.
    pub regex: Regex,
    /// One for each group of the regex.
    pub slots: Vec<SlotUse>,
    /// Sets of words of which at least one each has to stand in the sentence.
    pub requires: Vec<Vec<String>>,
    /// Every fixed word.
    pub words: Vec<String>,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFault(pub String);

impl Template {
    /// Compiles a template that stands for a whole sentence, or (`whole` false) for a part of one.
    /// `wild` says what each slot accepts.
    ///
    /// # Errors
    /// What is wrong with it: syntax, an unknown rule or slot, no fixed word.
    pub fn compile(
        source: &str,
        whole: bool,
        rules: &BTreeMap<String, Node>,
        lists: &Lists,
        wild: &dyn Fn(&str) -> Option<Wild>,
    ) -> Result<Template, TemplateFault> {
        let node = parse::parse(source, rules)?;
        compile::compile(source, whole, &node, lists, wild)
    }

    /// Whether the template ends in free text, which keeps whatever is said after it.
    pub fn ends_in_content(&self) -> bool {
        self.slots.iter().any(|slot| slot.wild == Wild::Content)
    }

    /// Whether the template has this slot.
    pub fn has_slot(&self, name: &str) -> bool {
        self.slots.iter().any(|slot| slot.name == name)
    }
}

#[cfg(test)]
mod tests;
