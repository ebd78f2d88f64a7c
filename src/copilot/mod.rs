//! The conversation: recall, read, fill, resolve, gate, perform, reply, remember; and the same
//! plan, gate and audit for callers that bring arguments instead of a sentence.
//!
//! Steps run once, in this order, and none calls an earlier one. A step that lacks something ends
//! the turn with a question; its answer is a new message that starts at the beginning. What was
//! confirmed is what runs: the gate compares the hash of the plan, not a sentence. Nothing acts on
//! a default: no date, no contact, two contacts end in a question.

mod advance;
mod again;
mod answer;
mod answered;
mod bulk;
mod confirm;
mod converse;
mod correct;
mod corrected;
mod dashboard;
mod doubted;
mod draft;
mod error;
mod failure;
mod fresh;
mod hear;
mod history;
mod known;
mod lists;
mod memory;
mod once;
mod outcome;
mod page;
mod perform;
mod phrases;
mod pick;
mod plan;
mod redone;
mod reply;
mod resolve;
mod review;
mod run;
mod shape;
mod stepped;
mod suggest;
mod turn;
mod undo;
mod undone;
mod when;

use std::sync::Arc;

use tracing::Instrument;

pub use answer::Answer;
pub use converse::Message;
pub use error::Error;
pub use history::providers_of;
pub use page::PageWords;
pub use phrases::Lesson;
pub use run::Call;
pub use suggest::Typed;

use crate::accounts::Accounts;
use crate::clock::Clock;
use crate::intents::Grammars;
use crate::store::Store;

/// The one brain behind every door. Cheap to clone.
#[derive(Clone)]
pub struct Copilot {
    store: Store,
    accounts: Arc<Accounts>,
    grammars: Arc<Grammars>,
    clock: Clock,
    busy: Arc<converse::Busy>,
    bell: bulk::Bell,
    lists: Arc<lists::Lists>,
    known: Arc<known::Known>,
    packs: Arc<phrases::Packs>,
}

impl Copilot {
    /// Put together once, at start.
    pub fn new(
        store: Store,
        accounts: Arc<Accounts>,
        grammars: Arc<Grammars>,
        clock: Clock,
    ) -> Copilot {
        Copilot {
            store,
            accounts,
            grammars,
            clock,
            busy: Arc::default(),
            bell: Arc::default(),
            lists: Arc::default(),
            known: Arc::default(),
            packs: Arc::default(),
        }
    }

    /// Does work to its end, also when whoever asked for it goes away in the middle: a call that is
    /// on its way to a CRM has to be written down.
    async fn finish<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
        match tokio::spawn(work.in_current_span()).await {
            Ok(done) => done,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            // The process is ending.
            Err(_) => std::future::pending().await,
        }
    }

    /// Reads the examples of the intents once. The matchers build their tables when they are first
    /// used, which the first user would wait for.
    pub fn warm_up(&self) {
        self.grammars.warm_up(self.clock.now());
    }
}
