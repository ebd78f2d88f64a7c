//! What a wildcard of each kind accepts: the regex piece that stands for it.

use super::idiom::Idiom;
use super::line::VALUE;
use crate::value::{Kind, Resource};

/// What the text of a wildcard looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wild {
    /// A name, an e-mail address, a phone number, or a pronoun.
    Person,
    /// A name of at least this many words.
    Name(u8),
    /// Any words, as few as will do.
    Words,
    /// Words or a pronoun: a deal, "it".
    Thing,
    /// Everything to the end of the sentence, as typed.
    Content,
    /// Tags between commas and "and".
    Tags,
    /// A value found before matching: its letters, any of them.
    Typed(&'static str),
    /// A word of a list.
    Listed,
    /// One or more of a list: "facebook and instagram".
    Several,
    /// A template of its own.
    Phrase,
}

impl Wild {
    /// What a slot of this kind accepts.
    pub fn of(kind: Kind) -> Wild {
        match kind {
            Kind::Ref(Resource::Contact) => Wild::Person,
            Kind::Name => Wild::Name(1),
            Kind::Ref(Resource::Opportunity) => Wild::Thing,
            Kind::Ref(
                Resource::Pipeline
                | Resource::Stage
                | Resource::Calendar
                | Resource::Task
                | Resource::Note
                | Resource::Appointment
                | Resource::Workflow
                | Resource::Campaign
                | Resource::User
                | Resource::Field
                | Resource::Job,
            )
            | Kind::Line
            | Kind::Opaque => Wild::Words,
            Kind::Text | Kind::Json => Wild::Content,
            Kind::Email => Wild::Typed("E"),
            Kind::Phone => Wild::Typed("P"),
            Kind::Tags => Wild::Tags,
            Kind::Money => Wild::Typed("MN"),
            Kind::Minutes => Wild::Typed("L"),
            Kind::Count => Wild::Typed("N"),
            Kind::Moment => Wild::Typed("W"),
            Kind::OneOf(_) => Wild::Listed,
            Kind::SomeOf(_) => Wild::Several,
        }
    }
}

/// What may stand between two words: a comma, a dash, a colon that no template asks for.
pub(super) const GAP: &str = r"(?: [,:])*";
/// One character of a word. Spelled out: `[^ ]` would bring all of Unicode into every template,
/// though a line has only ASCII.
const CHAR: &str = r"[\x01-\x1f!-~]";
const NAME_WORD: &str = r" [a-z0-9\x1a][a-z0-9\x1a.'&/_+-]*";

/// The regex of a wildcard, without its group; each word brings the blank before it.
pub(super) fn regex(wild: Wild, idiom: &Idiom) -> String {
    let name = |least: u8| {
        format!(
            "{NAME_WORD}(?:(?: &)?{NAME_WORD}){{{},4}}",
            least.saturating_sub(1)
        )
    };
    match wild {
        Wild::Person => {
            let pronoun = one_of(&idiom.pronouns);
            format!(r"(?:{}| {VALUE}[EP][0-~]|{pronoun})", name(1))
        }
        Wild::Name(least) => name(least),
        Wild::Words | Wild::Thing => format!("(?: {CHAR}+)+?"),
        // "kyle's joke" is no content for kyle.
        Wild::Content => format!(r"(?: [\x01-\x1f!-&(-~]{CHAR}*)(?: {CHAR}+)*"),
        Wild::Tags => format!(r"(?: [\x01-\x1f!-9;-~]{CHAR}*){{1,9}}?"),
        Wild::Typed(letters) => format!(" {VALUE}[{letters}][0-~]"),
        Wild::Listed | Wild::Several | Wild::Phrase => String::new(),
    }
}

/// One of these words or phrases, each word with the blank before it.
pub(super) fn one_of(said: &[String]) -> String {
    let said: Vec<_> = said.iter().map(|said| phrase(said)).collect();
    if said.is_empty() {
        return r"\x00".to_owned();
    }
    format!("(?:{})", said.join("|"))
}

/// Words in this order.
pub(super) fn phrase(said: &str) -> String {
    said.split_whitespace()
        .map(|word| format!(r" \x01?{}", ::regex::escape(word)))
        .collect()
}
