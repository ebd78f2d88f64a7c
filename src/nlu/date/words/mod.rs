//! What single words mean to the readers of dates.
//!
//! A word has one or more senses ("second" is an ordinal and a unit), listed per language in a table.
//! The forms ask for senses, never for spellings.

mod en;
mod es;

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Weekday;
use chrono_tz::{America, Europe, Pacific, Tz};

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
    /// From midnight until dawn.
    SmallHours,
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
    /// Beside a length, it may be less: "max 20 minutes".
    AtMost,
    AtSign,
    /// In front of a length, leads back from now: "hace dos días".
    Back,
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
    /// Half a day, or noon.
    HalfDay,
    /// Half, of an hour of the clock.
    HalfPast,
    In,
    /// The day after tomorrow.
    InTwoDays,
    Ish,
    Just,
    Last,
    LastNight,
    Late,
    Later,
    /// Minutes before the hour ("las tres menos diez"), or below zero ("in minus 3 days").
    Less,
    Letter(char),
    Mid,
    Middle,
    /// A verb such as "should", behind which "last" is one too.
    Modal,
    Midnight,
    More,
    Most,
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
    /// The article of several: with a day of the week a repetition.
    Those,
    To,
    Through,
    Time,
    Today,
    Tomorrow,
    Tonight,
    /// The day before yesterday.
    TwoDaysAgo,
    Until,
    Up,
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
    /// The short form of a time zone.
    Zone(Tz),
    /// A part of a country, and its time zone.
    ZoneArea(Tz),
}

/// Words as a language spells them in its tables, with their senses.
type Words = HashMap<&'static str, &'static [Sense]>;

/// Short forms of time zones that nearly everybody takes for the same zone, summer or winter. Those that
/// several zones go by in equal measure ("ist") are none.
#[rustfmt::skip]
const ZONES: &[(&str, &[Sense])] = &[
    ("est", &[Sense::Zone(America::New_York)]), ("edt", &[Sense::Zone(America::New_York)]),
    ("cst", &[Sense::Zone(America::Chicago)]), ("cdt", &[Sense::Zone(America::Chicago)]),
    ("mst", &[Sense::Zone(America::Denver)]), ("mdt", &[Sense::Zone(America::Denver)]),
    ("pst", &[Sense::Zone(America::Los_Angeles)]), ("pdt", &[Sense::Zone(America::Los_Angeles)]),
    ("akst", &[Sense::Zone(America::Anchorage)]), ("akdt", &[Sense::Zone(America::Anchorage)]),
    ("hst", &[Sense::Zone(Pacific::Honolulu)]),
    ("cet", &[Sense::Zone(Europe::Paris)]), ("cest", &[Sense::Zone(Europe::Paris)]), ("bst", &[Sense::Zone(Europe::London)]),
    ("utc", &[Sense::Zone(Tz::UTC)]), ("gmt", &[Sense::Zone(Tz::UTC)]),
    ];

/// The senses of a word as [`plain`] spells it, none if the language does not know it.
pub(super) fn senses(lang: Lang, word: &str) -> &'static [Sense] {
    static EN: LazyLock<Words> = LazyLock::new(|| ZONES.iter().chain(en::WORDS).copied().collect());
    static ES: LazyLock<Words> = LazyLock::new(|| ZONES.iter().chain(es::WORDS).copied().collect());
    let words = match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    };
    words.get(word).copied().unwrap_or(&[])
}

/// A word as the tables of its language spell it: lower case, in Spanish without accents.
pub(super) fn plain(lang: Lang, word: &str) -> String {
    let lower = word.to_lowercase().replace('’', "'");
    match lang {
        Lang::En => lower,
        Lang::Es => lower.chars().filter_map(without_accent).collect(),
    }
}

fn without_accent(c: char) -> Option<char> {
    Some(match c {
        'á' | 'à' => 'a',
        'é' | 'è' => 'e',
        'í' | 'ì' => 'i',
        'ó' | 'ò' => 'o',
        'ú' | 'ù' | 'ü' => 'u',
        'ñ' => 'n',
        // marks that stand apart from their letter
        '\u{300}' | '\u{301}' | '\u{303}' | '\u{308}' => return None,
        other => other,
    })
}

/// The words of a phrase and what they mean together.
type Phrase = (Vec<&'static str>, &'static [Sense]);

/// What the words of a language that are cut apart, joined or read by the word before them mean.
pub(super) struct Joints {
    /// The words of each phrase, longest first, by its first word.
    phrases: HashMap<&'static str, Vec<Phrase>>,
    behind: &'static [(&'static str, &'static [&'static str], &'static [Sense])],
}

/// The joints of a language, if it has any.
pub(super) fn joints(lang: Lang) -> Option<&'static Joints> {
    static ES: LazyLock<Joints> = LazyLock::new(|| Joints::new(es::PHRASES, es::BEHIND));
    match lang {
        Lang::En => None,
        Lang::Es => Some(&ES),
    }
}

impl Joints {
    fn new(
        list: &'static [(&'static str, &'static [Sense])],
        behind: &'static [(&'static str, &'static [&'static str], &'static [Sense])],
    ) -> Joints {
        let mut phrases: HashMap<_, Vec<_>> = HashMap::new();
        for (phrase, senses) in list {
            let words: Vec<_> = phrase.split(' ').collect();
            phrases.entry(words[0]).or_default().push((words, *senses));
        }
        for of_word in phrases.values_mut() {
            of_word.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Joints { phrases, behind }
    }

    /// The longest phrase at the start of `words`: how many words it has, and its senses.
    pub(super) fn phrase(&self, words: &[Option<String>]) -> Option<(usize, &'static [Sense])> {
        let first = words.first()?.as_deref()?;
        let starts = |phrase: &[&str]| {
            phrase.len() <= words.len()
                && phrase
                    .iter()
                    .zip(words)
                    .all(|(p, w)| w.as_deref() == Some(*p))
        };
        let (phrase, senses) = self.phrases.get(first)?.iter().find(|(p, _)| starts(p))?;
        Some((phrase.len(), senses))
    }

    /// What `word` means right behind `before`, where that differs.
    pub(super) fn behind(&self, before: &str, word: &str) -> Option<&'static [Sense]> {
        let hit = |(this, after, _): &&(&str, &[&str], &[Sense])| {
            *this == word && after.contains(&before)
        };
        self.behind.iter().find(hit).map(|(_, _, senses)| *senses)
    }
}
