//! What pages say by themselves, and the languages they speak.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Copilot;
use crate::intents::Grammar;
use crate::nlu::date::Lang;

/// The texts of `_page.yaml` in one language.
#[derive(Clone)]
pub struct PageWords {
    grammar: Arc<Grammar>,
}

impl Copilot {
    /// The texts in the language of that code; in English when we do not speak it.
    pub fn page_words(&self, code: &str) -> PageWords {
        let lang = Lang::from_code(code).unwrap_or(Lang::En);
        PageWords {
            grammar: self.grammars.current(lang),
        }
    }
}

impl PageWords {
    /// The code of the language, as HTML has it.
    pub fn lang(&self) -> &'static str {
        self.grammar.lang().code()
    }

    /// Whether these texts are in the language of that code.
    pub fn is_in(&self, code: &str) -> bool {
        self.lang() == code
    }

    /// The codes of all languages, each with its own name for itself.
    pub fn languages(&self) -> [(&'static str, &'static str); 2] {
        Lang::ALL.map(|lang| (lang.code(), lang.own_name()))
    }

    /// The text of that key, if there is one.
    pub fn known(&self, key: &str) -> Option<&str> {
        self.grammar.page().get(key).map(String::as_str)
    }

    /// The text of that key. A key that the folder lacks is a fault that `tests/it/replies.rs`
    /// finds; the key itself is what is said then.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.known(key).unwrap_or(key)
    }

    /// The text of that key with one `{name}` filled.
    pub fn with(&self, key: &str, name: &str, value: &dyn std::fmt::Display) -> String {
        self.say(key)
            .replace(&format!("{{{name}}}"), &value.to_string())
    }

    /// All texts as a JSON object, for scripts.
    pub fn json(&self) -> String {
        let all: &BTreeMap<String, String> = self.grammar.page();
        serde_json::json!(all).to_string()
    }

    /// A sentence that is read as this operation, for a page that shows what can be said.
    pub fn example(&self, operation: &str) -> Option<&str> {
        let example = self.grammar.examples(operation).first()?;
        Some(&example.text)
    }
}
