//! The sentences that completions are made of: the examples of the intents, and their templates.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::program::{Hole, Program};
use crate::intents::grammar::Grammar;
use crate::intents::lexicon::kind_of;
use crate::intents::load::LETTERS;
use crate::intents::reading::{Clause, Context};
use crate::nlu::date::Now;
use crate::nlu::{Node, Piece, Wild, folded, parse, prepare};
use crate::operations::{Need, Operation, find};
use crate::value::Kind;

/// A sentence that can be begun.
#[derive(Debug)]
pub(super) struct Skeleton {
    pub intent: String,
    pub operation: Option<&'static Operation>,
    pub program: Program,
    /// Letters of the values that may stand anywhere in it.
    pub lifts: String,
    /// Whether it does nothing without a time.
    pub needs_time: bool,
    /// Whether somebody wrote it as an example: it reads better than what templates give.
    pub is_example: bool,
}

/// All of a language, by the words they can begin with.
#[derive(Debug)]
pub(in crate::intents) struct Skeletons {
    all: Vec<Skeleton>,
    by_word: BTreeMap<String, Vec<usize>>,
    /// Those that begin with whatever is filled in.
    by_hole: Vec<usize>,
    /// What the examples of each intent say for a time.
    pub(super) times: BTreeMap<String, Vec<String>>,
}

/// What the examples of an intent say in its slots, by intent and slot.
type Samples = HashMap<(String, String), Vec<String>>;

impl Skeletons {
    /// Those of a grammar. Where a template cannot be read there is none: loading has told why.
    pub fn of(grammar: &Grammar) -> Skeletons {
        let mut samples = Samples::new();
        let mut examples = Vec::new();
        for intent in grammar.intents() {
            for example in grammar.examples(intent) {
                if let Some(found) = example_of(grammar, intent, &example.text, &mut samples) {
                    examples.push((intent, found));
                }
            }
        }
        let mut skeletons = Skeletons {
            all: Vec::new(),
            by_word: BTreeMap::new(),
            by_hole: Vec::new(),
            times: BTreeMap::new(),
        };
        let mut lifts: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
        for pattern in &grammar.patterns.all {
            let letters = pattern.lifts.chars();
            lifts.entry(&pattern.intent).or_default().extend(letters);
        }
        for (intent, (node, own)) in examples {
            let operation = find(intent);
            let hole = |slot: &str| {
                let sample = own.iter().find(|(name, _)| name == slot);
                let sample = sample.map(|(_, text)| text.clone());
                hole(grammar, operation, slot, sample.into_iter().collect())
            };
            skeletons.add(Skeleton {
                intent: intent.to_owned(),
                operation,
                program: Program::of(&node, &hole),
                lifts: lifts.get(intent).into_iter().flatten().collect(),
                needs_time: operation.is_some_and(needs_time),
                is_example: true,
            });
        }
        for pattern in &grammar.patterns.all {
            let Some(operation) = pattern.operation else {
                continue;
            };
            let Ok(node) = parse(&pattern.template.source, &grammar.rules) else {
                continue;
            };
            let hole = |slot: &str| {
                let key = (pattern.intent.clone(), slot.to_owned());
                let samples = samples.get(&key).cloned().unwrap_or_default();
                hole(grammar, Some(operation), slot, samples)
            };
            skeletons.add(Skeleton {
                intent: pattern.intent.clone(),
                operation: Some(operation),
                program: Program::of(&node, &hole),
                lifts: pattern.lifts.clone(),
                needs_time: needs_time(operation) || pattern.needs.iter().any(|s| s == "when"),
                is_example: false,
            });
        }
        for ((intent, slot), texts) in samples {
            if slot == "when" {
                skeletons.times.insert(intent, texts);
            }
        }
        skeletons
    }

    fn add(&mut self, skeleton: Skeleton) {
        let place = self.all.len();
        match skeleton.program.openings() {
            Some(words) => {
                for word in words {
                    let known = self.by_word.entry(word.to_owned()).or_default();
                    known.push(place);
                }
            }
            None => self.by_hole.push(place),
        }
        self.all.push(skeleton);
    }

    /// What the examples of an intent say for a time.
    pub(super) fn times_of(&self, intent: &str) -> &[String] {
        self.times.get(intent).map_or(&[], Vec::as_slice)
    }

    /// Those that can begin with these pieces and the beginning of a word, by their numbers. Only
    /// after a name they may begin with one.
    pub(super) fn starting(
        &self,
        said: &[Piece<'_>],
        begun: &str,
        is_name: bool,
    ) -> Vec<(usize, &Skeleton)> {
        let by_hole = self.by_hole.iter().filter(|_| is_name).copied();
        let mut found: Vec<usize> = match said.iter().find(|piece| **piece != Piece::Comma) {
            Some(Piece::Word { text, .. }) => {
                let by_word = self.by_word.get(*text).into_iter().flatten();
                by_word.copied().chain(by_hole).collect()
            }
            Some(Piece::Comma | Piece::Colon | Piece::Value(_)) => Vec::new(),
            None => {
                let from = self.by_word.range(begun.to_owned()..);
                let fitting = from.take_while(|(word, _)| word.starts_with(begun));
                let by_word = fitting.flat_map(|(_, places)| places);
                by_word.copied().chain(by_hole).collect()
            }
        };
        found.sort_unstable();
        found.dedup();
        let each = found.into_iter().map(|place| (place, &self.all[place]));
        each.collect()
    }
}

fn needs_time(operation: &Operation) -> bool {
    let when = operation.param("when");
    when.is_some_and(|when| when.need == Need::Required)
}

fn hole(
    grammar: &Grammar,
    operation: Option<&'static Operation>,
    slot: &str,
    samples: Vec<String>,
) -> Hole {
    // A tag that is looked for is a tag, though the parameter takes any words.
    let kind = match slot {
        "tag" => Some(Kind::Tags),
        _ => operation.and_then(|operation| kind_of(operation, slot)),
    };
    let is_listed = grammar.lists.contains_key(slot);
    let wild = match kind {
        _ if slot == "_" => Wild::Words,
        _ if is_listed => Wild::Listed,
        Some(kind) => Wild::of(kind),
        None => Wild::Words,
    };
    // An address that tells who is meant has to be somebody's.
    let is_whose = matches!(slot, "email" | "phone")
        && operation.is_some_and(|operation| operation.param(slot).is_none());
    Hole {
        slot: slot.to_owned(),
        kind,
        wild,
        samples: if is_whose { Vec::new() } else { samples },
    }
}

/// An example as a tree with holes where its slots are, and what stood in them.
fn example_of(
    grammar: &Grammar,
    intent: &str,
    text: &str,
    samples: &mut Samples,
) -> Option<(Node, Vec<(String, String)>)> {
    // A weekday and a "tomorrow" are found in the words on every day alike.
    let local = chrono::NaiveDate::from_ymd_opt(2026, 3, 4)?.and_hms_opt(9, 0, 0)?;
    let context = Context {
        lang: grammar.lang(),
        now: Now {
            local,
            zone: chrono_tz::UTC,
        },
        pack: None,
    };
    let reading = grammar.read(text, &context);
    let [clause] = reading.clauses.as_slice() else {
        return None;
    };
    if clause.intent != intent {
        return None;
    }
    let spans = slots_of(clause);
    let mut own = Vec::new();
    for (slot, span) in &spans {
        let said = text[span.clone()].to_owned();
        let key = (intent.to_owned(), slot.clone());
        let known = samples.entry(key).or_default();
        if !known.contains(&said) {
            known.push(said.clone());
        }
        own.push((slot.clone(), said));
    }
    let prepared = prepare(text, &grammar.lexicon, context.lang, &context.now, &[]);
    let mut nodes = Vec::new();
    let mut last: Option<&str> = None;
    for (piece, at) in prepared.line.pieces() {
        let slot = spans.iter().find(|(_, span)| overlap(span, &at));
        let name = slot.map(|(slot, _)| slot.as_str());
        if name.is_some() && name == last {
            continue;
        }
        last = name;
        nodes.push(match (name, piece) {
            (Some(name), _) => Node::Slot {
                name: name.to_owned(),
                least: 1,
            },
            (None, Piece::Word { text, .. }) => Node::Word {
                text: text.into(),
                glued: false,
            },
            (None, Piece::Colon) => Node::Colon,
            (None, Piece::Comma) => continue,
            (None, Piece::Value(_)) => Node::Word {
                text: folded(&text[at]).into(),
                glued: false,
            },
        });
    }
    Some((Node::Seq(nodes), own))
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Where the slots of a clause stand: times as one, and of a slot in a slot the inner one.
fn slots_of(clause: &Clause) -> Vec<(String, Range<usize>)> {
    let spans: Vec<(String, Range<usize>)> = clause
        .spans
        .iter()
        .map(|span| (span.slot.clone(), span.start..span.end))
        .collect();
    let is_outer = |outer: &Range<usize>| {
        let inside = |(_, span): &(String, Range<usize>)| {
            span != outer && outer.start <= span.start && span.end <= outer.end
        };
        spans.iter().any(inside)
    };
    let inner = spans.iter().filter(|(_, span)| !is_outer(span));
    inner.cloned().collect()
}

/// The letter of a slot whose values may stand anywhere.
pub(super) fn letter_of(slot: &str) -> Option<char> {
    let known = LETTERS.iter().find(|(name, _)| *name == slot);
    known.map(|(_, letter)| *letter)
}

/// Whether what stands there is the CRM's: only its own names will do.
pub(super) fn is_named(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Ref(_) | Kind::Tags))
}
