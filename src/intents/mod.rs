//! What people say and what we answer: loads and checks the folder `intents/`, compiles it, and
//! reads sentences with it.
//!
//! Nothing here does I/O after loading, reads the clock, or knows a CRM or a conversation.
//! Language is data: a sentence that should be understood is a line in a file, not code.

mod answer;
mod choosing;
mod complete;
mod doubt;
mod files;
mod fill;
mod grammar;
mod grammars;
mod guards;
mod lexicon;
mod line_protocol;
mod lint;
mod load;
mod pack;
mod patterns;
mod phrases;
mod pieces;
mod reader;
mod reading;
mod several;
mod slips;
mod stories;
mod turns;
mod which_crm;

pub use choosing::Choosing;
pub use complete::{Names, Suggestion};
pub use doubt::Doubt;
pub use files::{Example, Fault, Faults};
pub use grammar::Grammar;
pub use grammars::Grammars;
pub use line_protocol::{answer_date_line, answer_line, explain_line, why};
pub use pack::{Pack, Phrase};
pub use phrases::{Heard, LONGEST as LONGEST_PHRASE, PhraseFault};
pub use reading::{
    Clause, Context, Correction, DateSeen, Reading, Refusal, RefusalKind, RunnerUp, Span,
    StandsFor, Unusable,
};
pub use turns::{Again, Amendment, Pieces, Sureness};

#[cfg(test)]
mod tests;
