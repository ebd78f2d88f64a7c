//! Sentences that a template says: its tree with one choice made at each place.

use std::collections::BTreeMap;

use crate::intents::grammar::Grammar;
use crate::intents::lexicon::wild_of;
use crate::intents::load::LETTERS;
use crate::intents::patterns::Pattern;
use crate::intents::reading::Context;
use crate::nlu::{Node, SlotUse, Wild, parse};
use crate::operations;

/// Stands for words that fill nothing: no language has it.
const FILLS_NOTHING: &str = "lorem";

/// What the examples of a language say in the slots, by intent and slot.
#[derive(Debug, Default)]
pub(super) struct Samples(BTreeMap<(String, String), Vec<String>>);

impl Samples {
    /// Those of the examples that are read as what they are examples of.
    pub fn of(grammar: &Grammar, context: &Context) -> Samples {
        let mut samples = Samples::default();
        for intent in grammar.intents() {
            for example in grammar.examples(intent) {
                let reading = grammar.read(&example.text, context);
                for clause in reading.clauses.iter().filter(|one| one.intent == intent) {
                    for span in &clause.spans {
                        let said = example.text[span.start..span.end].to_owned();
                        let key = (span.slot.clone(), intent.to_owned());
                        let known = samples.0.entry(key).or_default();
                        if !known.contains(&said) {
                            known.push(said);
                        }
                    }
                }
            }
        }
        samples
    }

    /// What the examples of an intent say in a slot; else what those of all intents say there;
    /// else what they say in any slot that accepts the same.
    fn in_slot(&self, intent: &str, slot: &str, wild: Wild) -> Vec<&str> {
        let those = |fits: &dyn Fn(&str, &str) -> bool| -> Vec<&str> {
            let fitting = self.0.iter().filter(|((slot, of), _)| fits(slot, of));
            let said = fitting.flat_map(|(_, said)| said);
            said.map(String::as_str).collect()
        };
        let accepts = |known: &str, of: &str| {
            let known = operations::find(of).and_then(|of| wild_of(of, known));
            known.is_some_and(|known| is_alike(known, wild))
        };
        let own = those(&|known, of| known == slot && of == intent);
        if !own.is_empty() {
            return own;
        }
        match those(&|known, _| known == slot) {
            none if none.is_empty() => those(&accepts),
            said => said,
        }
    }
}

/// Whether what fills one fills the other.
fn is_alike(one: Wild, other: Wild) -> bool {
    let is_name = |wild| matches!(wild, Wild::Person | Wild::Name(_));
    one == other || is_name(one) && is_name(other)
}

/// Says a pattern in different ways.
pub(super) struct Sayings<'a> {
    grammar: &'a Grammar,
    samples: &'a Samples,
    pattern: &'a Pattern,
    node: Node,
}

impl<'a> Sayings<'a> {
    /// `None` where the template cannot be parsed, which loading has told.
    pub fn of(grammar: &'a Grammar, samples: &'a Samples, pattern: &'a Pattern) -> Option<Self> {
        let source = grammar.lexicon.idiom.written_out(&pattern.template.source);
        let node = parse(&source, &grammar.rules).ok()?;
        Some(Sayings {
            grammar,
            samples,
            pattern,
            node,
        })
    }

    /// The sentence of a turn: the shortest in the first, everything in the second, then others.
    /// The same turn gives the same sentence. `None` when nothing is known that a slot could hold.
    pub fn say(&self, turn: usize) -> Option<String> {
        let mut saying = Saying {
            all: self,
            turn,
            place: 0,
            text: String::new(),
            said: Vec::new(),
        };
        saying.node(&self.node)?;
        saying.needed()?;
        Some(saying.text.trim_start().to_owned())
    }

    fn slot(&self, name: &str) -> Option<&SlotUse> {
        let mut slots = self.pattern.template.slots.iter();
        slots.find(|slot| slot.name == name)
    }

    /// What a slot can hold.
    fn fillings(&self, name: &str, wild: Wild) -> Vec<&'a str> {
        let known =
            |wild| -> Vec<&'a str> { self.samples.in_slot(&self.pattern.intent, name, wild) };
        match wild {
            _ if name == "_" => vec![FILLS_NOTHING],
            // A template that names the place of a number takes it without a sign of money too.
            Wild::Typed(letters) if letters.contains('N') => {
                let is_digit = |c: char| c.is_ascii_digit();
                let bare = |said: &'a str| said.trim_matches(|c| !is_digit(c));
                let said = known(wild);
                let plain = said.iter().copied().map(bare);
                let plain: Vec<&str> = plain.filter(|said| !said.is_empty()).collect();
                [said, plain].concat()
            }
            Wild::Listed => {
                let list = self.grammar.lists.get(name).into_iter().flatten();
                list.map(|(said, _)| said.as_str()).collect()
            }
            _ => known(wild),
        }
    }
}

/// A sentence while it is said.
struct Saying<'a> {
    all: &'a Sayings<'a>,
    turn: usize,
    /// How many choices were made.
    place: usize,
    text: String,
    said: Vec<String>,
}

impl Saying<'_> {
    /// A choice among `count`, by turn and place.
    fn choose(&mut self, count: usize) -> usize {
        self.place += 1;
        // Odd factors spread the turns over the choices of every place.
        let mixed = (self.turn * 0x9E37 + self.place * 0x85EB) ^ (self.turn * self.place * 0xC2B3);
        match self.turn {
            0 | 1 => 0,
            _ => (mixed >> 3) % count,
        }
    }

    fn node(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Word { text, glued } => self.word(text, *glued),
            Node::Colon => self.text.push(':'),
            Node::Seq(nodes) => nodes.iter().try_for_each(|node| self.node(node))?,
            Node::Alt(nodes) => {
                let chosen = self.choose(nodes.len());
                let shortest = nodes.iter().min_by_key(|node| length(node));
                let chosen = match self.turn {
                    0 => shortest,
                    _ => nodes.get(chosen),
                };
                self.node(chosen?)?;
            }
            Node::Opt(inner) => {
                let is_said = match self.turn {
                    0 => false,
                    1 => true,
                    _ => self.choose(2) == 0,
                };
                if is_said {
                    self.node(inner)?;
                }
            }
            Node::Slot { name, least } => self.slot(name, *least)?,
            Node::Phrase { name, inner } => {
                self.said.push(name.clone());
                self.node(inner)?;
            }
        }
        Some(())
    }

    fn word(&mut self, text: &str, glued: bool) {
        let ending = text.strip_prefix('\'');
        let enclitics = &self.all.grammar.lexicon.idiom.enclitics;
        // "manda'le" stands in a template for what people write as "mandale".
        let enclitic = ending.filter(|ending| enclitics.contains(*ending));
        if !glued && ending.is_none() {
            self.text.push(' ');
        }
        self.text.push_str(enclitic.unwrap_or(text));
    }

    fn slot(&mut self, name: &str, least: u8) -> Option<()> {
        let wild = self.all.slot(name)?.wild;
        let mut fillings = self.all.fillings(name, wild);
        let is_name = matches!(wild, Wild::Person | Wild::Name(_));
        if is_name && (2..=4).contains(&least) {
            fillings.retain(|said| said.split_whitespace().count() >= usize::from(least));
        }
        let chosen = self.choose(fillings.len().max(1));
        let said = *fillings.get(chosen)?;
        self.text.push(' ');
        if Node::is_marked(least) && !said.starts_with('#') {
            self.text.push('#');
        }
        self.text.push_str(said);
        self.said.push(name.to_owned());
        Some(())
    }

    /// Adds one of the values without which the sentence does not count.
    fn needed(&mut self) -> Option<()> {
        let needs = &self.all.pattern.needs;
        if needs.is_empty() || needs.iter().any(|slot| self.said.contains(slot)) {
            return Some(());
        }
        let letters = &self.all.pattern.lifts;
        let lifted = |slot: &&String| {
            let letter = LETTERS.iter().find(|(name, _)| name == slot);
            letter.is_some_and(|(_, letter)| letters.contains(*letter))
        };
        let needs: Vec<&String> = needs.iter().filter(lifted).collect();
        let chosen = self.choose(needs.len().max(1));
        let fillings = self.all.fillings(needs.get(chosen)?, Wild::Words);
        let chosen = self.choose(fillings.len().max(1));
        self.text.push(' ');
        self.text.push_str(fillings.get(chosen)?);
        Some(())
    }
}

/// How many letters a node says at least.
fn length(node: &Node) -> usize {
    match node {
        Node::Word { text, .. } => text.len() + 1,
        Node::Seq(nodes) => nodes.iter().map(length).sum(),
        Node::Alt(nodes) => nodes.iter().map(length).min().unwrap_or(0),
        Node::Phrase { inner, .. } => length(inner),
        Node::Slot { .. } => 8,
        Node::Colon | Node::Opt(_) => 0,
    }
}
