//! How a turn can end.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::plan::Step;
use super::shape;
use crate::crm;
use crate::operations::bulk;
use crate::value::Kind;

/// How a turn, or a call of an operation, ended.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Every step ran.
    Done(Vec<Done>),
    /// A slot is missing.
    Ask(Ask),
    /// Several records fit.
    Choose {
        /// The operation that needs it.
        operation: String,
        /// The parameter they fit.
        slot: String,
        /// What was said of it.
        said: String,
        /// What to choose from.
        choices: Vec<Choice>,
    },
    /// The plan waits for yes.
    Confirm(Preview),
    /// The user dropped what was open: this operation, when something was.
    Cancelled(Vec<String>),
    /// A correction of what was done was dropped: it stays as it was done.
    Kept,
    /// Not allowed, or deliberately not done.
    Refused(Refusal),
    /// No intent.
    NotUnderstood(Missed),
    /// The CRM or we failed.
    Failed(Failure),
    /// How to use this. What was said may name a topic.
    Help(String),
}

/// A step that ran.
#[derive(Debug, Clone)]
pub struct Done {
    /// What ran.
    pub step: Step,
    /// What the CRM answered, in canonical form.
    pub answer: Value,
    /// Whether "undo" takes it back now.
    pub undoable: bool,
    /// Whether "more" goes on with this list.
    pub has_more: bool,
    /// Whether everything was so already.
    pub unchanged: bool,
    /// The operation that this took back, when it was an undo.
    pub undid: Option<String>,
}

/// A question for one slot.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The operation that needs it.
    pub operation: String,
    /// The parameter asked for.
    pub slot: String,
    /// Why.
    pub why: Why,
}

/// Why something is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// It was not said.
    Missing,
    /// No record has this name, nor one close to it, and whether it could be created.
    NotFound {
        /// What was said.
        said: String,
        /// Whether creating it is offered.
        creatable: bool,
    },
    /// A day was said, and the operation needs a time of day as well. The day follows.
    NoTime(String),
    /// The time lies in the past.
    Past(String),
    /// The clocks skip this time on that day.
    Skipped(String),
    /// Weekday and date contradict each other, or there is no such day.
    Contradiction(String),
    /// It repeats, and this cannot.
    Repeats(String),
    /// The answer did not fit this kind.
    Unfit(Kind),
    /// Several were said, and only one can be used.
    OnlyOne,
    /// It was to be left out, and cannot be.
    Needed,
    /// There is none at this time.
    NoneAt(String),
    /// No time is free on the day of this one.
    NoFreeTime(String),
}

/// One of several records that fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// From 1 on.
    pub number: usize,
    /// What people call it.
    pub label: String,
    /// What tells it from the others.
    pub detail: String,
    /// The CRM's id, or the value itself where the choice is no record.
    pub id: String,
    /// The record, when it is one.
    pub record: Value,
}

/// What waits for yes.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The steps.
    pub steps: Vec<Step>,
    /// The exact calls of each step, secrets masked.
    pub calls: Vec<Vec<crm::Call>>,
    /// The single-use token.
    pub token: String,
    /// The operations of the same message that come after it.
    pub then: Vec<String>,
}

/// Why something was not done, although it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The user said not to.
    Negation {
        /// The operation that they named.
        operation: String,
        /// What they said beside it.
        said: Map<String, Value>,
    },
    /// This person or token lacks the right.
    RightMissing {
        /// The operation.
        operation: String,
        /// The right it needs.
        right: &'static str,
    },
    /// Nothing was done that could be taken back, or it is too long ago.
    NothingToUndo,
    /// What was done last changed nothing, because it was so already.
    Unchanged(String),
    /// What was done last is an operation that nothing takes back.
    Final(String),
    /// What was tried last failed, so there is nothing to take back.
    NotDone(String),
    /// How what was done last ended is not known.
    NotKnown(String),
    /// The record was changed again after what "undo" would take back.
    ChangedSince(String),
    /// The contact has no phone number, or no e-mail address, to send to.
    Unreachable {
        /// What people call the contact.
        contact: String,
        /// `phone` or `email`.
        lacks: &'static str,
    },
    /// No contact fits what was said of many.
    NobodyFits,
    /// So many contacts fit, and none of them can be reached, or all are so already.
    NobodyLeft(usize),
    /// So many contacts fit, which is more than one job takes.
    TooMany(u64),
    /// No job is in a state in which this operation could do anything.
    NoSuchJob(String),
    /// The contact is on do not disturb for the channel of this message.
    DoNotDisturb {
        /// What people call the contact.
        contact: String,
        /// `sms` or `email`.
        channel: &'static str,
    },
}

/// Why nothing was understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Missed {
    /// No template fits.
    Unknown,
    /// A question about an action, a condition, a report of the past, a general remark.
    Talk {
        /// The kind: `question`, `condition`, `past`, `remark`.
        kind: &'static str,
        /// The operation that was spoken of.
        operation: String,
    },
    /// A yes or no, and nothing waits for one.
    NothingOpen,
    /// The answer fits none of the choices.
    NoSuchChoice,
    /// Yes or no was expected.
    YesOrNo(Step),
    /// No list waits to be gone on with.
    NothingMore,
    /// No question was asked before this one.
    NothingBefore,
    /// "undo?"
    AskedUndo,
}

/// A failure, ours or the CRM's.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The stable code.
    pub code: &'static str,
    /// Whether it is certain that nothing happened.
    pub effect: Certainty,
    /// What to tell the user beyond the sentence of the code: the CRM's own words on an invalid
    /// value, what to do instead, when to try again.
    pub detail: Map<String, Value>,
    /// The operation that failed, when one was under way.
    pub operation: Option<String>,
}

/// Whether a failed call had an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Certainly none.
    None,
    /// It may have happened.
    Unknown,
}

impl Certainty {
    /// The word of the API: `none` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::None => "none",
            Certainty::Unknown => "unknown",
        }
    }
}

impl Outcome {
    /// The word of the API.
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Done(_) | Outcome::Help(_) => "done",
            Outcome::Ask(_) => "ask",
            Outcome::Choose { .. } => "choose",
            Outcome::Confirm(_) => "confirm",
            Outcome::Cancelled(_) | Outcome::Kept => "cancelled",
            Outcome::Refused(_) => "refused",
            Outcome::NotUnderstood(_) => "not_understood",
            Outcome::Failed(_) => "failed",
        }
    }

    /// `success` of the API: false for `refused`, `failed` and `not_understood`.
    pub fn is_success(&self) -> bool {
        !matches!(
            self,
            Outcome::Refused(_) | Outcome::NotUnderstood(_) | Outcome::Failed(_)
        )
    }

    /// `data` of the API.
    pub fn data(&self) -> Value {
        match self {
            Outcome::Done(steps) => done_data(steps),
            Outcome::Ask(ask) => ask_data(ask),
            Outcome::Choose {
                operation,
                slot,
                choices,
                ..
            } => {
                let choices: Vec<Value> = choices
                    .iter()
                    .map(|c| json!({"number": c.number, "label": c.label, "detail": c.detail, "id": c.id}))
                    .collect();
                json!({"operation": operation, "slot": slot, "choices": choices})
            }
            Outcome::Confirm(preview) => {
                json!({"plan": {"steps": preview.data()}, "planToken": preview.token})
            }
            Outcome::Cancelled(_) | Outcome::Kept | Outcome::Help(_) => json!({}),
            Outcome::Refused(refusal) => refusal_data(refusal),
            Outcome::NotUnderstood(missed) => json!({"reason": missed.reason()}),
            Outcome::Failed(failure) => failure.data(),
        }
    }
}

fn done_data(steps: &[Done]) -> Value {
    let mut records = Vec::new();
    let mut data = Map::new();
    for done in steps {
        let (found, rest) = records_of(&done.step.operation, &done.answer);
        records.extend(found);
        data.extend(rest);
    }
    data.insert("records".to_owned(), Value::Array(records));
    let undoable = steps.iter().any(|done| done.undoable);
    data.insert("undoable".to_owned(), Value::Bool(undoable));
    Value::Object(data)
}

/// The records of a canonical answer, and what stands beside a list of them (total, cursor).
pub fn records_of(operation: &str, answer: &Value) -> (Vec<Value>, Map<String, Value>) {
    let Some(name) = shape::of(operation).list else {
        return (vec![answer.clone()], Map::new());
    };
    match (
        answer.get(name).and_then(Value::as_array),
        answer.as_object(),
    ) {
        (Some(list), Some(object)) => {
            let beside = object.iter().filter(|(key, _)| *key != name);
            let rest = beside.map(|(key, value)| (key.clone(), value.clone()));
            (list.clone(), rest.collect())
        }
        _ => (vec![answer.clone()], Map::new()),
    }
}

fn ask_data(ask: &Ask) -> Value {
    let mut data =
        json!({"operation": ask.operation, "slot": ask.slot, "reason": ask.why.reason()});
    if let Why::NotFound { said, creatable } = &ask.why {
        data["said"] = json!(said);
        data["creatable"] = json!(creatable);
    }
    data
}

impl Why {
    /// The stable word of the API.
    pub fn reason(&self) -> &'static str {
        match self {
            Why::Missing => "missing",
            Why::NotFound { .. } => "not_found",
            Why::NoTime(_) => "no_time",
            Why::Past(_) => "past",
            Why::Skipped(_) => "skipped_by_clock_change",
            Why::Contradiction(_) => "contradiction",
            Why::Repeats(_) => "repeats",
            Why::Unfit(_) => "unfit",
            Why::OnlyOne => "only_one",
            Why::Needed => "needed",
            Why::NoneAt(_) => "none_at",
            Why::NoFreeTime(_) => "no_free_time",
        }
    }
}

impl Missed {
    /// The stable word of the API.
    pub fn reason(&self) -> &'static str {
        match self {
            Missed::Unknown => "unknown",
            Missed::Talk { kind, .. } => kind,
            Missed::NothingOpen => "nothing_open",
            Missed::NoSuchChoice => "no_such_choice",
            Missed::YesOrNo(_) => "yes_or_no",
            Missed::NothingMore => "nothing_more",
            Missed::NothingBefore => "nothing_before",
            Missed::AskedUndo => "asked_undo",
        }
    }
}

fn refusal_data(refusal: &Refusal) -> Value {
    match refusal {
        Refusal::Negation { operation, .. } => {
            json!({"reason": "negation", "operation": operation})
        }
        Refusal::RightMissing { operation, right } => {
            json!({"reason": "right_missing", "code": "right_missing", "operation": operation, "right": right})
        }
        Refusal::NothingToUndo => json!({"reason": "nothing_to_undo"}),
        Refusal::Unchanged(operation) => json!({"reason": "unchanged", "operation": operation}),
        Refusal::Unreachable { lacks, .. } => json!({"reason": format!("no_{lacks}")}),
        Refusal::DoNotDisturb { channel, .. } => {
            json!({"reason": "opted_out", "code": "opted_out", "channel": channel})
        }
        Refusal::NotDone(operation) => json!({"reason": "not_done", "operation": operation}),
        Refusal::NotKnown(operation) => json!({"reason": "not_known", "operation": operation}),
        Refusal::ChangedSince(operation) => {
            json!({"reason": "changed_since", "operation": operation})
        }
        Refusal::Final(operation) => json!({"reason": "final", "operation": operation}),
        Refusal::NobodyFits => json!({"reason": "nobody_fits", "contacts": 0}),
        Refusal::NobodyLeft(number) => json!({"reason": "nobody_left", "contacts": number}),
        Refusal::TooMany(number) => {
            json!({"reason": "too_many", "contacts": number, "most": bulk::MOST})
        }
        Refusal::NoSuchJob(operation) => json!({"reason": "no_such_job", "operation": operation}),
    }
}

impl Preview {
    /// The steps with the exact calls, as the API gives them.
    pub fn data(&self) -> Vec<Value> {
        let steps = self.steps.iter().zip(&self.calls);
        steps
            .map(|(step, calls)| {
                let mut data = json!({"operation": step.operation, "arguments": step.args,
                    "shown": step.shown, "call": calls.first(), "calls": calls});
                if let Some(replaced) = &step.replaces {
                    data["replaces"] = json!(replaced);
                }
                data
            })
            .collect()
    }
}

impl Failure {
    /// A failure of ours that certainly had no effect.
    pub fn of(code: &'static str) -> Failure {
        Failure {
            code,
            effect: Certainty::None,
            detail: Map::new(),
            operation: None,
        }
    }

    fn data(&self) -> Value {
        let mut data = self.detail.clone();
        data.insert("code".to_owned(), json!(self.code));
        data.insert("effect".to_owned(), json!(self.effect.as_str()));
        if let Some(operation) = &self.operation {
            data.insert("operation".to_owned(), json!(operation));
        }
        Value::Object(data)
    }
}
