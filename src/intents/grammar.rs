//! A language ready to read with, and its strings for the conversation.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use regex::Regex;

use super::choosing::Choosing;
use super::complete::Skeletons;
use super::doubt::Signs;
use super::files::{Example, IntentFile, Line};
use super::guards::Guards;
use super::patterns::{Ends, Patterns};
use super::stories::Stories;
use super::turns::Turns;
use super::which_crm::WhichCrm;
use crate::nlu::{Lexicon, Lists, Node, Template, date};

/// Everything about one language: its sentences, compiled, and its answers. Built once, shared.
///
/// ```
/// use crm_copilot::intents::{Context, Grammar};
/// use crm_copilot::nlu::date::{Lang, Now};
/// let grammar = Grammar::load_embedded(Lang::En).unwrap();
/// let local = chrono::NaiveDate::from_ymd_opt(2026, 3, 4).unwrap().and_hms_opt(9, 0, 0).unwrap();
/// let now = Now { local, zone: chrono_tz::America::New_York };
/// let reading = grammar.read("pls delete jane doe", &Context { lang: Lang::En, now, pack: None });
/// assert_eq!(reading.clauses[0].intent, "delete_contact");
/// assert_eq!(reading.clauses[0].slots["contact"], "jane doe");
/// ```
#[derive(Debug)]
pub struct Grammar {
    pub(super) lang: date::Lang,
    pub(super) lexicon: Lexicon,
    pub(super) vocabulary: Vec<String>,
    pub(super) lists: Lists,
    /// What people have, after a possessive: number, deal.
    pub(super) possessed: HashSet<String>,
    pub(super) patterns: Patterns,
    /// What `<rule>` stands for in templates.
    pub(super) rules: BTreeMap<String, Node>,
    /// Rules that no template names.
    pub(super) unnamed_rules: Vec<String>,
    /// What completions are made of, from the first one on.
    pub(super) skeletons: OnceLock<Skeletons>,
    /// Templates that find slots inside a slot, by intent and slot.
    pub(super) within: HashMap<(String, String), Vec<Template>>,
    pub(super) before: Regex,
    pub(super) asking: Regex,
    pub(super) after: Regex,
    pub(super) joins: Regex,
    /// The same and a comma, which may part two commands: "tag ana as vip, text her welcome".
    pub(super) parts: Regex,
    /// "removing", after "would you mind", and the verb it is.
    pub(super) gerunds: BTreeMap<String, String>,
    pub(super) which_crm: WhichCrm,
    /// Words that say whose something is, and the pronoun that they stand for: his, him.
    pub(super) owner_words: BTreeMap<String, String>,
    pub(super) owners: Regex,
    /// Words before a name in an answer.
    pub(super) before_name: Vec<String>,
    pub(super) choosing: Choosing,
    pub(super) signs: Signs,
    pub(super) guards: Guards,
    pub(super) turns: Turns,
    pub(super) stories: Stories,
    pub(super) floats: Vec<(char, Regex)>,
    pub(super) talk: BTreeMap<String, Talk>,
    pub(super) replies: BTreeMap<String, String>,
    pub(super) page: BTreeMap<String, String>,
}

/// What the conversation says about one intent.
#[derive(Debug)]
pub(super) struct Talk {
    pub ask: BTreeMap<String, String>,
    pub done: Option<String>,
    pub examples: Vec<Example>,
    pub never: Vec<String>,
    pub within: BTreeMap<String, Vec<Line>>,
}

impl Talk {
    pub fn of(file: IntentFile) -> Talk {
        Talk {
            ask: file.ask,
            done: file.done,
            examples: file.examples,
            never: file.never.into_iter().map(|line| line.value).collect(),
            within: file.within,
        }
    }
}

impl Grammar {
    /// The language.
    pub fn lang(&self) -> date::Lang {
        self.lang
    }

    /// The question for a missing parameter; empty when the file has none, which a test forbids.
    pub fn ask(&self, operation: &str, param: &str) -> &str {
        self.talk
            .get(operation)
            .and_then(|talk| talk.ask.get(param))
            .map_or("", String::as_str)
    }

    /// What is said when the operation was done, with `{slot}` for values.
    pub fn done(&self, operation: &str) -> Option<&str> {
        self.talk.get(operation)?.done.as_deref()
    }

    /// A shared reply by its key in `_replies.yaml`, with `{name}` for values.
    pub fn reply(&self, key: &str) -> Option<&str> {
        self.replies.get(key).map(String::as_str)
    }

    /// What the pages say, by the keys of `_page.yaml`, with `{name}` for values.
    pub fn page(&self) -> &BTreeMap<String, String> {
        &self.page
    }

    /// All shared replies.
    pub fn replies(&self) -> impl Iterator<Item = (&str, &str)> {
        self.replies
            .iter()
            .map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// Sentences that are read as this intent, for help and suggestions.
    pub fn examples(&self, intent: &str) -> &[Example] {
        self.talk.get(intent).map_or(&[], |talk| &talk.examples)
    }

    /// Sentences near this intent that are not read as anything that acts.
    pub fn never(&self, intent: &str) -> &[String] {
        self.talk.get(intent).map_or(&[], |talk| &talk.never)
    }

    /// Whether a yes in these words can mean this operation: "send it" means no deletion.
    pub fn yes_means(&self, words: &str, operation: &str) -> bool {
        let verb = operation.split('_').next().unwrap_or_default();
        let named = self.lists.get("named_by_yes");
        let mut verbs = words.split(' ').filter_map(|word| named?.get(word));
        verbs.all(|verbs| verbs.split(' ').any(|known| known == verb))
    }

    /// Words of an answer that chooses from a numbered list.
    pub fn choosing(&self) -> &Choosing {
        &self.choosing
    }

    /// The operations that can be said, in alphabetical order.
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        self.intents()
            .filter(|name| !super::load::DIALOGUE.contains(name))
    }

    /// The operations and the moves of the dialogue.
    pub fn intents(&self) -> impl Iterator<Item = &str> {
        self.talk.keys().map(String::as_str)
    }

    /// Every template of an intent, as written.
    pub fn templates<'a>(&'a self, intent: &'a str) -> impl Iterator<Item = &'a Template> {
        self.patterns
            .all
            .iter()
            .filter(move |pattern| pattern.intent == intent)
            .map(|pattern| &pattern.template)
    }

    /// The slots that the templates of an intent can fill, those lifted out included.
    pub fn fillable<'a>(&'a self, intent: &'a str) -> Vec<&'a str> {
        let mut slots = Vec::new();
        for pattern in self
            .patterns
            .all
            .iter()
            .filter(|pattern| pattern.intent == intent)
        {
            slots.extend(pattern.template.slots.iter().map(|slot| slot.name.as_str()));
            slots.extend(
                super::load::LETTERS
                    .iter()
                    .filter(|(_, letter)| pattern.lifts.contains(*letter))
                    .map(|(slot, _)| *slot),
            );
        }
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    pub(super) fn ends(&self) -> Ends<'_> {
        Ends {
            floats: &self.floats,
            after: &self.after,
        }
    }
}
