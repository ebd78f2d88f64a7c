//! The form of the files in `intents/`, and their faults.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};
use serde_saphyr::Spanned;

/// A sentence with its line in the file.
pub(super) type Line = Spanned<String>;

/// One operation in one language: what is said, what we ask, what we answer, and the proof.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct IntentFile {
    pub say: Vec<Line>,
    pub say_with: Vec<SayWith>,
    pub within: BTreeMap<String, Vec<Line>>,
    pub ask: BTreeMap<String, String>,
    pub done: Option<String>,
    pub examples: Vec<Example>,
    pub never: Vec<Line>,
}

/// Sentences that count only with one of these values in them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SayWith {
    pub needs: Vec<String>,
    pub say: Vec<Line>,
}

/// A sentence and what it has to be read as.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// The slots it fills.
    #[serde(default)]
    pub slots: Map<String, Value>,
}

/// `_words.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WordsFile {
    pub shorthand: BTreeMap<String, String>,
    pub fillers: String,
    pub common: String,
    pub names: String,
    pub particles: String,
    pub firms: String,
    pub trades: String,
    pub possessed: String,
    pub forms: BTreeMap<String, String>,
    pub verbs: String,
    pub enclitics: String,
    pub pronouns: String,
    /// Words that say whose something is, and the pronoun that each stands for.
    pub owners: BTreeMap<String, String>,
    pub objects: String,
    pub things: String,
    pub articles: String,
    pub titles: String,
    pub joints: String,
    pub possessive: Option<String>,
    pub dotted: String,
    pub crm: CrmFile,
    pub before_name: Vec<String>,
    pub choosing: ChoosingFile,
    pub signs: SignsFile,
    pub lists: BTreeMap<String, BTreeMap<String, String>>,
}

/// Words around the name of a CRM: "in my hubspot account".
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CrmFile {
    pub before: Vec<String>,
    pub owner: Vec<String>,
    pub after: Vec<String>,
}

/// Words of an answer that chooses from a list: "the second one", "the last".
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ChoosingFile {
    pub places: BTreeMap<String, usize>,
    pub last: String,
    pub around: String,
    pub one: String,
    pub endings: String,
}

/// `_polite.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PoliteFile {
    pub before: Vec<Line>,
    pub asking: Vec<Line>,
    pub after: Vec<Line>,
    pub joins: Vec<Line>,
    pub gerunds: BTreeMap<String, String>,
}

/// `_turns.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TurnsFile {
    pub correct: CorrectFile,
    pub hesitate: Vec<Line>,
    pub doubt: DoubtFile,
    pub skip: Vec<Line>,
    pub leave: Vec<Line>,
    pub back: Vec<Line>,
    pub again: Vec<Line>,
    pub too: Vec<Line>,
    pub same_time: Vec<Line>,
    pub slot_words: BTreeMap<String, String>,
    pub around: String,
}

/// `_stories.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct StoriesFile {
    pub before: Vec<Line>,
    pub after: Vec<Line>,
    pub joins: Vec<Line>,
    pub starts: Vec<Line>,
    pub never: Vec<Line>,
    pub quotes: Vec<Line>,
    pub reports: Vec<Line>,
}

/// Sentences that correct what is open.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CorrectFile {
    pub says: Vec<Line>,
    pub named: Vec<Line>,
    pub sure: Vec<Line>,
    pub anew: Vec<Line>,
    pub perhaps: Vec<Line>,
    pub agreed: Vec<Line>,
    pub more: Vec<Line>,
    pub other: Vec<Line>,
}

/// Words that make an answer none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DoubtFile {
    pub denies: Vec<Line>,
    pub either: Vec<Line>,
    pub perhaps: Vec<Line>,
}

/// Signs that answer by themselves.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SignsFile {
    pub agree: String,
    pub deny: String,
}

/// One kind of guard in `_guards.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct GuardFile {
    pub anywhere: Vec<Line>,
    pub first: Vec<Line>,
    pub inside: Vec<Line>,
    pub whole: Vec<Line>,
    pub sends: Vec<Line>,
    pub own: String,
    pub stages: Vec<Line>,
    pub tags: Vec<Line>,
    pub titles: Vec<Line>,
    pub edges: Vec<Line>,
    pub besides: Vec<Line>,
    pub between: Vec<Line>,
    pub asks: Vec<Line>,
    pub contents: Vec<Line>,
    pub last: Vec<Line>,
    pub verbs: BTreeMap<String, String>,
}

/// Something wrong with the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file's name.
    pub file: String,
    /// The line, from 1; 0 when it concerns the whole file.
    pub line: u64,
    /// What is wrong.
    pub detail: String,
}

/// All that is wrong with the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.0 {
            writeln!(out, "{}:{}: {}", fault.file, fault.line, fault.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
