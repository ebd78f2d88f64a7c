//! A tenant's own phrases: templates beside those of the folder, which compete under the same
//! rules. They are made for one tenant and one language, and given to a reading by its context.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::grammar::Grammar;
use super::lexicon::wild_of;
use super::patterns::{Pattern, Patterns};
use super::phrases::PhraseFault;
use crate::nlu::{Idiom, Template, Wild};
use crate::operations::{self, Operation};

/// A sentence that a tenant has taught, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Names it within its tenant.
    pub id: String,
    /// `en` or `es`.
    pub lang: String,
    /// The operation that it means.
    pub operation: String,
    /// The template, in the language of `intents/*/*.yaml`: `ring {contact} about the roof`.
    pub say: String,
    /// A whole sentence of it, as somebody said it; empty when none was given.
    #[serde(default)]
    pub example: String,
}

/// The phrases of a tenant in one language, compiled.
#[derive(Debug)]
pub struct Pack {
    pub(super) patterns: Patterns,
}

impl Grammar {
    /// Compiles the phrases of one version of a tenant's pack. Those that are no templates are
    /// given back by their ids with what is wrong: an operation or a word list they use may be gone.
    pub fn pack(&self, version: i64, phrases: &[Phrase]) -> (Pack, Vec<(String, PhraseFault)>) {
        let mut faults = Vec::new();
        let mut patterns = Vec::new();
        for phrase in phrases {
            match self.pattern(phrase) {
                Ok(pattern) => patterns.push(Pattern {
                    pack: Some(version),
                    ..pattern
                }),
                Err(fault) => faults.push((phrase.id.clone(), fault)),
            }
        }
        let patterns = Patterns::new(patterns);
        (Pack { patterns }, faults)
    }

    /// A phrase as a template of its operation.
    pub(super) fn pattern(&self, phrase: &Phrase) -> Result<Pattern, PhraseFault> {
        let operation = self.sayable(&phrase.operation)?;
        let wild = |slot: &str| wild_of(operation, slot);
        let (rules, lists, idiom) = (&self.rules, &self.lists, &self.lexicon.idiom);
        let say = self.as_spoken(&phrase.say);
        let any = |slot: &str| wild(slot).or(Some(Wild::Words));
        let template = Template::compile(&say, false, rules, lists, idiom, &any)
            .map_err(|fault| PhraseFault::Template(fault.0))?;
        let foreign = template
            .slots
            .iter()
            .find(|slot| slot.name != "_" && wild(&slot.name).is_none());
        if let Some(slot) = foreign {
            return Err(self.no_slot(operation, &slot.name));
        }
        if !template
            .requires
            .iter()
            .any(|set| says_something(set, idiom))
        {
            return Err(PhraseFault::NoWord);
        }
        let template = Template::compile(&say, true, rules, lists, idiom, &wild)
            .and_then(|template| template.check().map(|()| template))
            .map_err(|fault| PhraseFault::Template(fault.0))?;
        Ok(Pattern::of(
            operation.name,
            Some(operation),
            template,
            Vec::new(),
        ))
    }

    /// A template as people write it, with its words as lines have them: small letters, shorthand
    /// written out, no full stops, nothing that is passed over.
    pub(super) fn as_spoken(&self, say: &str) -> String {
        let mut spoken = String::new();
        let mut word = String::new();
        let mut is_name = false;
        for c in say.to_lowercase().chars().chain([' ']) {
            if c.is_alphanumeric() || c == '\'' || c == '’' || (is_name && c == '_') {
                word.push(if c == '’' { '\'' } else { c });
                continue;
            }
            if is_name {
                spoken.push_str(&word);
            } else if let Some(written) = self.lexicon.shorthand.get(&word) {
                spoken.push_str(&written.join(" "));
            } else if !self.lexicon.fillers.contains(&word) {
                spoken.push_str(&word);
            }
            word.clear();
            match c {
                '{' | '<' => is_name = true,
                '}' | '>' | '=' => is_name = false,
                _ => {}
            }
            if !".?!¿¡\"“”;".contains(c) {
                spoken.push(c);
            }
        }
        spoken.trim().to_owned()
    }

    /// The operation of that name, when it can be said.
    pub(super) fn sayable(&self, name: &str) -> Result<&'static Operation, PhraseFault> {
        let said = self.operations().any(|known| known == name);
        operations::find(name)
            .filter(|_| said)
            .ok_or_else(|| PhraseFault::NoOperation(name.to_owned()))
    }

    /// The slots that a phrase of the operation may name.
    pub fn teachable(&self, operation: &str) -> Vec<&str> {
        let slots = self.talk.get_key_value(operation);
        let slots = slots.map_or_else(Vec::new, |(name, _)| self.fillable(name));
        slots.into_iter().filter(|slot| *slot != "_").collect()
    }

    fn no_slot(&self, operation: &Operation, slot: &str) -> PhraseFault {
        let known = self.teachable(operation.name);
        PhraseFault::NoSlot {
            slot: slot.to_owned(),
            operation: operation.name.to_owned(),
            known: known
                .into_iter()
                .map(|slot| format!("{{{slot}}}"))
                .collect(),
        }
    }
}

/// Whether a sentence with one of these words says more than one without it: not an article, a
/// pronoun, an "and".
fn says_something(words: &[Arc<str>], idiom: &Idiom) -> bool {
    let is_small = |word: &str| {
        let is_joint = || idiom.joints.iter().any(|joint| joint == word);
        let is_article = || idiom.articles.iter().any(|article| article == word);
        word.len() < 3
            || idiom.is_pronoun(word)
            || idiom.titles.contains(word)
            || is_article()
            || is_joint()
    };
    !words.is_empty() && !words.iter().any(|word| is_small(word))
}
