//! What was read in a sentence.

use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::pack::Pack;
use crate::nlu::date;

/// What a reading depends on beside the text.
#[derive(Debug, Clone)]
pub struct Context {
    /// The language of the sentence.
    pub lang: date::Lang,
    /// The moment of speaking, in the speaker's zone.
    pub now: date::Now,
    /// What the speaker's tenant has taught in this language.
    pub pack: Option<Arc<Pack>>,
}

/// What a sentence says. No clause and no refusal: nothing that we do.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Reading {
    /// What is asked for, in order.
    pub clauses: Vec<Clause>,
    /// What is deliberately not done.
    pub refusal: Option<Refusal>,
    /// The dates that were read, for saying them back.
    pub dates: Vec<DateSeen>,
    /// Slips of the finger that were put right.
    pub corrected: Vec<Correction>,
    /// The CRM that was named: `gohighlevel` or `hubspot`.
    pub connection: Option<String>,
}

impl Reading {
    /// The reading as the chat API gives it: the first clause with its slots and spans, the
    /// runner-up, the dates, and what else decided.
    pub fn json(&self) -> Value {
        let first = self.clauses.first();
        let refused = self.refusal.as_ref();
        let slots = first
            .map(|clause| &clause.slots)
            .or(refused.map(|refusal| &refusal.slots));
        json!({
            "intent": first.map_or("out_of_scope", |clause| clause.intent.as_str()),
            "slots": slots,
            "spans": first.map(|clause| &clause.spans),
            "template": first.map(|clause| &clause.template),
            "decidedBy": first.map(|clause| &clause.decided_by),
            "pack": first.and_then(|clause| clause.pack),
            "runnerUp": first.and_then(|clause| clause.runner_up.as_ref()),
            "dates": self.dates,
            "clauses": self.clauses.iter().map(|clause| &clause.intent).collect::<Vec<_>>(),
            "refusal": self.refusal,
            "corrected": self.corrected,
            "connection": self.connection,
        })
    }
}

/// One thing asked for.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Clause {
    /// The operation, or `help`, `confirm`, `deny`, `cancel`, `undo`, `more`.
    pub intent: String,
    /// Slots by name, in the forms of the operations' parameters; times are local ISO.
    pub slots: Map<String, Value>,
    /// Where each slot was read, in bytes of the original.
    pub spans: Vec<Span>,
    /// The template that matched, as written in the file.
    pub template: String,
    /// The version of the tenant's phrases that the template comes from; none: it is built in.
    pub pack: Option<i64>,
    /// The next best reading with another intent.
    pub runner_up: Option<RunnerUp>,
    /// What else it says just as well, each with another operation: the user has to choose.
    #[serde(skip)]
    pub tied: Vec<Clause>,
    /// The fixed words that decided.
    pub decided_by: String,
    /// A pronoun that stands for somebody named earlier.
    pub pronoun: Option<String>,
    /// What that pronoun may stand for.
    #[serde(skip)]
    pub stands_for: StandsFor,
    /// The part of a day that was said, from its beginning to its end: "tomorrow morning" has no
    /// time of day in its slot.
    #[serde(skip)]
    pub part: Option<(NaiveDateTime, NaiveDateTime)>,
    /// Slots of a move whose time was said without a day: it is one of the appointment's own day.
    #[serde(skip)]
    pub dayless: Vec<String>,
    /// A time that was said and cannot be acted on, so that no slot holds it.
    pub unusable: Option<Unusable>,
}

/// What a pronoun may stand for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandsFor {
    /// Somebody: "her".
    #[default]
    Person,
    /// A deal, a task, an appointment: "it".
    Thing,
    /// Either, as the Spanish "la".
    Either,
}

/// A time that was said and cannot be acted on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unusable {
    /// As typed.
    pub text: String,
    /// It repeats ("every monday"); otherwise it contradicts itself ("friday the 5th" when the 5th
    /// is a Monday, "february 30").
    pub repeats: bool,
}

/// Where a slot was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The slot.
    pub slot: String,
    /// First byte in the original.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// The reading that came second.
#[derive(Debug, Clone, Serialize)]
pub struct RunnerUp {
    /// Its intent.
    pub intent: String,
    /// Its template.
    pub template: String,
    /// Whether it explains the sentence just as well, so that the user has to choose.
    pub tied: bool,
}

/// Why something that was named is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// "don't delete jane"
    Negation,
    /// "should i text jane?"
    Question,
    /// "if jane calls, text her"
    Condition,
    /// "i already texted jane"
    Past,
    /// "deleting contacts is scary"
    Remark,
}

/// A sentence that names an action and does not ask for it.
#[derive(Debug, Clone, Serialize)]
pub struct Refusal {
    /// Why.
    pub kind: RefusalKind,
    /// What it names.
    pub intent: String,
    /// The slots of what it names.
    pub slots: Map<String, Value>,
    /// The words that say so.
    pub word: String,
}

/// A date that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateSeen {
    /// As typed.
    pub text: String,
    /// First byte in the original.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Local ISO.
    pub when: String,
    /// Local ISO, not included; only for periods.
    pub when_end: Option<String>,
}

/// A slip of the finger put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// As typed.
    pub typed: String,
    /// As read.
    pub read: String,
}
