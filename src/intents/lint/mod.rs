//! What loading cannot see in a language: templates that never win, sentences that two intents
//! claim, slots that nothing fills, operations that cannot be said.
//!
//! Sentences are made of each template and read with the whole grammar. That takes seconds, so it
//! belongs into tests and `crm-copilot lint`, not into a start.

mod said;
mod unsaid;

use std::collections::{BTreeSet, HashSet};

use said::{Samples, Sayings};
use unsaid::UNSAID;

use super::files::Fault;
use super::grammar::Grammar;
use super::load::DIALOGUE;
use super::patterns::Pattern;
use super::reading::{Clause, Context};
use crate::operations::{self, Need, Operation};
use crate::value::{Kind, Resource};

/// Most sentences made of one template in the search for one that it wins.
const MOST_SAID: usize = 40;
/// Sentences of each template that are looked at for a second intent, at least.
const LEAST_SAID: usize = 6;

impl Grammar {
    /// The faults of the language's folder that loading does not find. The same folder and context
    /// give the same faults.
    pub fn lint(&self, context: &Context) -> Vec<Fault> {
        let mut faults = self.unoffered();
        for operation in self.operations().filter_map(operations::find) {
            faults.extend(self.unfilled(operation));
        }
        for name in &self.unnamed_rules {
            faults.push(self.fault("_rules", format!("no template names <{name}>")));
        }
        faults.extend(self.never_won_and_tied(context));
        faults
    }

    /// Operations that lack a file, and exceptions that have one.
    fn unoffered(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for operation in operations::all() {
            let is_said = self.operations().any(|name| name == operation.name);
            let is_exception = UNSAID.iter().any(|(name, _)| *name == operation.name);
            let detail = match (is_said, is_exception) {
                (true, true) => "is said, and is listed as an operation that is not",
                (false, false) => "missing: the operation cannot be said in this language",
                (true, false) | (false, true) => continue,
            };
            faults.push(self.fault(operation.name, detail.to_owned()));
        }
        for name in DIALOGUE
            .iter()
            .filter(|name| self.examples(name).is_empty())
        {
            faults.push(self.fault("_dialogue", format!("`{name}` has no examples")));
        }
        faults
    }

    /// Parameters that have to be said and that nothing fills or asks for.
    fn unfilled(&self, operation: &Operation) -> Vec<Fault> {
        let fillable = self.fillable(operation.name);
        let mut faults = Vec::new();
        for param in operation.params {
            let is_filled = fillable
                .iter()
                .any(|said| *said == param.name || param.said_as.contains(said));
            // An appointment is told by who it is with, when it is and what it is called.
            let is_told = param.kind == Kind::Ref(Resource::Appointment);
            if param.need != Need::Required || is_told {
                continue;
            }
            if !is_filled {
                let detail = format!("no template fills `{}`", param.name);
                faults.push(self.fault(operation.name, detail));
            }
            if self.ask(operation.name, param.name).is_empty() {
                let detail = format!("no question asks for `{}`", param.name);
                faults.push(self.fault(operation.name, detail));
            }
        }
        if self.done(operation.name).unwrap_or_default().is_empty() {
            let detail = "nothing is said when it is done".to_owned();
            faults.push(self.fault(operation.name, detail));
        }
        faults
    }

    /// Templates that win none of their own sentences, and sentences that two operations explain
    /// equally well.
    fn never_won_and_tied(&self, context: &Context) -> Vec<Fault> {
        let samples = Samples::of(self, context);
        let shown = self.shown(context);
        let mut faults = Vec::new();
        let mut ties = BTreeSet::new();
        for pattern in &self.patterns.all {
            let Some(sayings) = Sayings::of(self, &samples, pattern) else {
                continue;
            };
            let mut outcome =
                match shown.contains(&(pattern.intent.clone(), pattern.template.source.clone())) {
                    true => Outcome::Won,
                    false => Outcome::Unsaid,
                };
            for turn in 0..MOST_SAID {
                if turn >= LEAST_SAID && outcome == Outcome::Won {
                    break;
                }
                let Some(text) = sayings.say(turn) else {
                    continue;
                };
                let reading = self.read(&text, context);
                let own = |clause: &&Clause| clause.intent == pattern.intent;
                if let Some(clause) = reading.clauses.first()
                    && let Some(other) = clause.tied.first()
                    && ties.insert((clause.template.clone(), other.template.clone()))
                {
                    let both =
                        [clause, other].map(|one| format!("{}: {}", one.intent, one.template));
                    let detail =
                        format!("“{text}” is said equally well by {}", both.join(" and by "));
                    faults.push(self.fault(&pattern.intent, detail));
                }
                let read = match reading.clauses.iter().find(own) {
                    Some(clause) if clause.template == pattern.template.source => Outcome::Won,
                    Some(clause) => Outcome::Beaten(text, clause.template.clone()),
                    None => Outcome::Lost(text),
                };
                outcome = outcome.or(read);
            }
            if let Some(detail) = outcome.fault(pattern) {
                faults.push(self.fault(file_of(pattern), detail));
            }
        }
        faults
    }

    /// The templates that win an example, by intent and source.
    fn shown(&self, context: &Context) -> HashSet<(String, String)> {
        let examples = self.intents().flat_map(|intent| self.examples(intent));
        let read = examples.flat_map(|example| self.read(&example.text, context).clauses);
        read.map(|clause| (clause.intent, clause.template))
            .collect()
    }

    fn fault(&self, file: &str, detail: String) -> Fault {
        Fault {
            file: format!("{}/{file}.yaml", self.lang.code()),
            line: 0,
            detail,
        }
    }
}

fn file_of(pattern: &Pattern) -> &str {
    match pattern.operation {
        Some(operation) => operation.name,
        None => "_dialogue",
    }
}

/// The best that became of a template's sentences, from the worst on.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Nothing is known that its slots could hold.
    Unsaid,
    /// This sentence of it is read as something else.
    Lost(String),
    /// This sentence of it is read as its intent, by this other template.
    Beaten(String, String),
    /// It reads one of its sentences.
    Won,
}

impl Outcome {
    /// The better one; of two alike, the one before.
    fn or(self, next: Outcome) -> Outcome {
        let rank = |outcome: &Outcome| match outcome {
            Outcome::Unsaid => 0,
            Outcome::Lost(_) => 1,
            Outcome::Beaten(..) => 2,
            Outcome::Won => 3,
        };
        if rank(&next) > rank(&self) {
            next
        } else {
            self
        }
    }

    fn fault(self, pattern: &Pattern) -> Option<String> {
        let source = &pattern.template.source;
        match self {
            Outcome::Unsaid => Some(format!(
                "{source}: no example shows what its slots hold, so that it cannot be tried"
            )),
            Outcome::Lost(text) => Some(format!(
                "{source}: never wins; not even “{text}” is read as {}",
                pattern.intent
            )),
            Outcome::Beaten(text, other) => {
                Some(format!("{source}: never wins; “{text}” is read by {other}"))
            }
            Outcome::Won => None,
        }
    }
}
