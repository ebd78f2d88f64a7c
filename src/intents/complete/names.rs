//! The names that completions are filled with.

use crate::nlu::folded;
use crate::value::Kind;

/// Names that are known, by what they name, the likeliest first.
#[derive(Debug, Default)]
pub struct Names(Vec<(Kind, Vec<Name>)>);

#[derive(Debug)]
pub(super) struct Name {
    pub text: String,
    folded: String,
}

impl Names {
    /// Adds names of a kind after those that are there.
    pub fn add(&mut self, kind: Kind, names: impl IntoIterator<Item = String>) {
        let place = self.0.iter().position(|(known, _)| *known == kind);
        let place = place.unwrap_or_else(|| {
            self.0.push((kind, Vec::new()));
            self.0.len() - 1
        });
        let known = &mut self.0[place].1;
        for text in names {
            if known.iter().all(|name| name.text != text) {
                let folded = folded(&text);
                known.push(Name { text, folded });
            }
        }
    }

    pub(super) fn of(&self, kind: Option<Kind>) -> &[Name] {
        let known = self.0.iter().find(|(known, _)| Some(*known) == kind);
        known.map_or(&[], |(_, names)| names)
    }

    /// Whether folded words are a name, one of its words, or its first ones.
    pub(super) fn has(&self, kind: Option<Kind>, said: &str) -> bool {
        self.of(kind).iter().any(|name| {
            let rest = name.folded.strip_prefix(said);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
                || name.folded.split(' ').any(|word| word == said)
        })
    }

    /// Whether folded words are the beginning of a name, or begin with one.
    pub(super) fn begin(&self, kind: Kind, said: &str) -> bool {
        let first = said.split(' ').next().unwrap_or_default();
        self.of(Some(kind)).iter().any(|name| {
            name.folded.starts_with(said) || name.folded.split(' ').next() == Some(first)
        })
    }
}
