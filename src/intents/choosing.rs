//! Words of an answer that chooses from a numbered list: "the second one", "last".

use std::collections::{BTreeMap, HashSet};

use super::files::ChoosingFile;
use super::lexicon::set;

/// How a language names a place in a list.
#[derive(Debug, Default)]
pub struct Choosing {
    places: BTreeMap<String, usize>,
    last: HashSet<String>,
    around: HashSet<String>,
    one: HashSet<String>,
    endings: Vec<String>,
}

impl Choosing {
    pub(super) fn new(file: &ChoosingFile) -> Choosing {
        Choosing {
            places: file.places.clone(),
            last: set(&file.last),
            around: set(&file.around),
            one: set(&file.one),
            endings: set(&file.endings),
        }
    }

    /// Whether a word stands around a place or name and says nothing itself: "the", "number".
    pub fn is_around(&self, word: &str) -> bool {
        self.around.contains(word)
    }

    /// The place that folded words name in a list of `count`, from 1; `None` when they name none.
    pub fn place(&self, said: &[String], count: usize) -> Option<usize> {
        let one = |word: &str| self.one.contains(word);
        let around = |word: &&String| !self.is_around(word) || one(word);
        let telling: Vec<&String> = said.iter().filter(around).collect();
        // "the second one": the "one" counts nothing.
        let word = match telling.as_slice() {
            [word] => word,
            [word, last] if one(last) && !one(word) => word,
            _ => return None,
        };
        if self.last.contains(word.as_str()) {
            return Some(count);
        }
        let digits = self
            .endings
            .iter()
            .find_map(|ending| word.strip_suffix(ending.as_str()))
            .unwrap_or(word);
        let number = digits.parse().ok();
        number.or_else(|| self.places.get(word.as_str()).copied())
    }
}
