//! What a wildcard of each kind accepts: the regex piece that stands for it.

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
                | Resource::Note,
            )
            | Kind::Line
            | Kind::Opaque => Wild::Words,
            Kind::Text => Wild::Content,
            Kind::Email => Wild::Typed("E"),
            Kind::Phone => Wild::Typed("P"),
            Kind::Tags => Wild::Tags,
            Kind::Money => Wild::Typed("MN"),
            Kind::Minutes => Wild::Typed("L"),
            Kind::Count => Wild::Typed("N"),
            Kind::Moment => Wild::Typed("W"),
            Kind::OneOf(_) => Wild::Listed,
        }
    }
}

/// What may stand between two words: a comma, a dash, a colon that no template asks for.
pub(super) const GAP: &str = r"(?: [,:])*";
const PRONOUN: &str = r" \x01?(?:her|him|them|it|she|he|they)";
const NAME_WORD: &str = r" [a-z0-9\x1a#][a-z0-9\x1a.'&/_+-]*";

/// The regex of a wildcard, without its group; each word brings the blank before it.
pub(super) fn regex(wild: Wild) -> String {
    let name = |least: u8| {
        format!(
            "{NAME_WORD}(?:{NAME_WORD}){{{},4}}",
            least.saturating_sub(1)
        )
    };
    match wild {
        Wild::Person => format!(r"(?:{}| {VALUE}[EP].|{PRONOUN})", name(1)),
        Wild::Name(least) => name(least),
        Wild::Words | Wild::Thing => r"(?: [^ ]+)+?".to_owned(),
        Wild::Content => r"(?: [^ ]+)+".to_owned(),
        Wild::Tags => r"(?: [^ :\x02][^ ]*){1,9}?".to_owned(),
        Wild::Typed(letters) => format!(" {VALUE}[{letters}]."),
        Wild::Listed => String::new(),
    }
}
