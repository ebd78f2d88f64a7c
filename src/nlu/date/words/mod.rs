//! What single words mean to the readers of dates.
//!
//! A word has one or more senses ("second" is an ordinal and a unit), listed per language in a table.
//! The forms ask for senses, never for spellings.

mod en;

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Weekday;

use super::Lang;

/// A unit of time that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    /// A working day; counted, a day like any other.
    Workday,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A part of the day. The order is that of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Morning,
    Lunch,
    Afternoon,
    Evening,
    Night,
}

/// Words of grammar, and words with a form of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    A,
    About,
    After,
    Ago,
    All,
    Am,
    And,
    Any,
    Another,
    As,
    At,
    AtSign,
    Before,
    Begin,
    Between,
    But,
    By,
    Couple,
    Current,
    During,
    Earlier,
    Early,
    EndOf,
    /// "eod" and the like.
    EndOfThis(Unit),
    Every,
    Few,
    Following,
    For,
    From,
    Future,
    Give,
    Good,
    H,
    Half,
    In,
    Ish,
    Just,
    Last,
    Late,
    Later,
    Letter(char),
    Mid,
    Middle,
    /// A verb such as "should", behind which "last" is one too.
    Modal,
    Midnight,
    More,
    Next,
    No,
    Noon,
    Now,
    Oclock,
    Of,
    On,
    Once,
    One,
    Onward,
    Or,
    Other,
    Out,
    Past,
    Per,
    Pm,
    Present,
    Previous,
    Q,
    Quarter,
    Rest,
    /// About as much, also behind what it is about.
    Roughly,
    Since,
    Sometime,
    Starting,
    Than,
    The,
    This,
    To,
    Through,
    Time,
    Today,
    Tomorrow,
    Tonight,
    Until,
    Upcoming,
    Wait,
    Whole,
    Within,
    Yesterday,
    /// A word that may follow a bare "at 5" without making it a count of something.
    Filler,
}

/// One meaning of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sense {
    /// Month 1 to 12 that means nothing else.
    Month(u32),
    /// Month that is also a name, a verb or a short form: needs a neighbour to count.
    MaybeMonth(u32),
    Weekday(Weekday),
    /// Weekday that is also another word ("sun", "sat", "wed", "mon").
    MaybeWeekday(Weekday),
    /// Weekday in the plural: a recurrence when it stands after "on", or alone.
    Weekdays(Weekday),
    Unit(Unit),
    /// Unit of one letter: counts only right behind digits.
    ShortUnit(Unit),
    Number(u32),
    /// Hundred, thousand.
    Scale(u32),
    Ordinal(u32),
    /// The letters behind a number: 1st, 2nd.
    OrdinalEnd,
    Part(Part),
    /// "daily", "weekly": every so many units.
    Repeats(u32, Unit),
    Key(Key),
}

/// The senses of a lower-case word, none if the language does not know it.
pub(super) fn senses(lang: Lang, word: &str) -> &'static [Sense] {
    static EN: LazyLock<HashMap<&str, &[Sense]>> =
        LazyLock::new(|| en::WORDS.iter().copied().collect());
    match lang {
        Lang::En => EN.get(word).copied().unwrap_or(&[]),
        Lang::Es => &[],
    }
}
