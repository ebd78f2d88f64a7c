//! What a door gets: one form for every outcome.

use serde_json::{Value, json};

use super::outcome::{Done, Outcome};
use super::reply::{Reply, Words, speak};

/// The answer to a message or call. Its JSON is what the chat API answers, and what is kept for a
/// repeated delivery.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer(Value);

/// Microseconds spent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Timing {
    /// Reading the sentence.
    pub read_us: u64,
    /// The whole turn.
    pub total_us: u64,
    /// Waiting for the CRM.
    pub crm_us: u64,
}

impl Answer {
    /// Puts an outcome into words and JSON.
    pub(super) fn of(
        words: &Words,
        session: Option<&str>,
        before: &[Done],
        outcome: &Outcome,
        reading: Value,
    ) -> Answer {
        let Reply {
            text,
            blocks,
            suggestions,
        } = speak(words, before, outcome);
        let mut data = outcome.data();
        if !before.is_empty() {
            data["done"] = Outcome::Done(before.to_vec()).data();
        }
        Answer(json!({
            "success": outcome.is_success(),
            "sessionId": session,
            "outcome": outcome.word(),
            "reply": text,
            "blocks": blocks,
            "suggestions": suggestions,
            "data": data,
            "reading": reading,
            "timing": {},
        }))
    }

    /// An answer as it was kept.
    pub(super) fn kept(value: Value) -> Answer {
        Answer(value)
    }

    /// Puts a sentence in front of the reply.
    pub(super) fn preface(&mut self, sentence: &str) {
        let reply = self.0["reply"].as_str().unwrap_or_default();
        self.0["reply"] = json!(format!("{sentence} {reply}").trim());
    }

    /// Adds what is still open below the reply.
    pub(super) fn goes_on(&mut self, words: &Words, still: &Outcome) {
        let more = speak(words, &[], still);
        let reply = self.0["reply"].as_str().unwrap_or_default();
        self.0["reply"] = json!(format!("{reply} {}", more.text).trim());
        for block in more.blocks {
            self.offer(block);
        }
        self.0["suggestions"] = json!(more.suggestions);
    }

    /// Adds a block below the others.
    pub(super) fn offer(&mut self, block: Value) {
        if let Some(blocks) = self.0["blocks"].as_array_mut() {
            blocks.push(block);
        }
    }

    /// Notes what it took.
    pub(super) fn timed(&mut self, timing: Timing) {
        self.0["timing"] = json!({"read_us": timing.read_us, "total_us": timing.total_us, "crm_us": timing.crm_us});
    }

    /// The whole answer.
    pub fn json(&self) -> &Value {
        &self.0
    }

    /// `done`, `ask`, `choose`, `confirm`, `cancelled`, `refused`, `not_understood` or `failed`.
    pub fn outcome(&self) -> &str {
        self.0["outcome"].as_str().unwrap_or_default()
    }

    /// The sentence for the user.
    pub fn reply(&self) -> &str {
        self.0["reply"].as_str().unwrap_or_default()
    }

    /// The records, choices, plan or failure.
    pub fn data(&self) -> &Value {
        &self.0["data"]
    }

    /// The stable code of a failure or refusal.
    pub fn code(&self) -> Option<&str> {
        self.0["data"]["code"].as_str()
    }

    /// Microseconds of the whole turn and of waiting for the CRM.
    pub fn total_and_crm_us(&self) -> (u64, u64) {
        let us = |name: &str| self.0["timing"][name].as_u64().unwrap_or_default();
        (us("total_us"), us("crm_us"))
    }
}
