//! The template language: `[optional]`, `(one|other)`, `<rule>`, `{slot}`, `{slot:2}` for a name of
//! at least two words, `{tags#}` for tags with their mark, `{_}` for words that fill nothing, `appointment[s]` for an ending.
//!
//! Accents may be written or left out. A template becomes one regex. Alternatives are not expanded.

mod compile;
mod parse;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use regex::Regex;

use super::idiom::Idiom;
use super::wildcard::Wild;

pub use parse::{Node, parse, parse_rule};

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

/// A sentence template, compiled when it is first used or by [`Template::regex`] at start.
#[derive(Debug)]
pub struct Template {
    /// As written.
    pub source: String,
    /// The regex as text.
    pub pattern: String,
    compiled: OnceLock<Regex>,
    /// One for each group of the regex.
    pub slots: Vec<SlotUse>,
    /// Sets of words of which at least one each has to stand in the sentence.
    pub requires: Vec<Vec<Arc<str>>>,
    /// Every fixed word.
    pub words: Vec<Arc<str>>,
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
        idiom: &Idiom,
        wild: &dyn Fn(&str) -> Option<Wild>,
    ) -> Result<Template, TemplateFault> {
        let node = idiom.apart(parse::parse(&idiom.written_out(source), rules)?);
        compile::compile(source, whole, &node, lists, idiom, wild)
    }

    /// Matches a [`super::Line`]'s text from end to end. The first call compiles it.
    pub fn regex(&self) -> &Regex {
        // Words are escaped and the rest is ours, so that only its size could be at fault, which
        // [`Template::check`] finds before a changed folder is taken up.
        self.compiled
            .get_or_init(|| Regex::new(&self.pattern).unwrap_or_else(|_| nothing()))
    }

    /// Compiles it.
    ///
    /// # Errors
    /// It is too large.
    pub fn check(&self) -> Result<(), TemplateFault> {
        let compiled =
            Regex::new(&self.pattern).map_err(|error| TemplateFault(error.to_string()))?;
        self.compiled.get_or_init(|| compiled);
        Ok(())
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

/// A regex that matches no line: lines hold no NUL.
pub fn nothing() -> Regex {
    Regex::new(r"\x00").unwrap_or_else(|_| unreachable!("a fixed pattern"))
}

#[cfg(test)]
mod tests;
