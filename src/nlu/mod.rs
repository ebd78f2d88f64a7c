//! Sentences: folding, values (times, addresses, amounts), templates and their match.
//!
//! Pure: nothing here reads the clock, does I/O, or knows an operation. The same text, lexicon and
//! moment give the same result. Reading never fails; what is not found is not there.

pub mod date;
mod fold;
mod idiom;
mod line;
mod names;
mod prepare;
mod template;
mod token;
mod typo;
mod values;
mod wildcard;

pub use idiom::{Idiom, folded};
pub(crate) use line::VALUE;
pub use line::{Line, Piece};
pub use names::clean_name;
pub use prepare::{Lexicon, Prepared, prepare, prepare_names};
pub use template::{Lists, Node, SlotUse, Template, TemplateFault, nothing, parse, parse_rule};
pub use typo::nearest;
pub use values::{Seen, Value};
pub use wildcard::Wild;
