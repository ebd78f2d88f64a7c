//! Reads dates, times, periods, lengths of time and repetitions in a sentence.
//!
//! ```
//! use crm_copilot::nlu::date::{Found, Lang, Now, read};
//!
//! let now = Now { local: "2026-03-04T09:00:00".parse().unwrap(), zone: chrono_tz::America::New_York };
//! let found = read("call jane tomorrow at 2pm for 30 minutes", Lang::En, &now);
//! let Found::When(when) = &found[0] else { panic!() };
//! assert_eq!(when.start, "2026-03-05T14:00:00".parse().unwrap());
//! let Found::Length(length) = &found[1] else { panic!() };
//! assert_eq!(length.seconds, 1800);
//! ```
//!
//! In three steps: `token` cuts the text, each of `forms` reads one way of saying a piece ("march 3",
//! "half past two"), and `refine` joins neighbouring pieces. Only then does `resolve` look at the moment
//! of speaking and choose a year, a day and a half of the day.
//!
//! Nothing here reads a clock, and nothing panics or takes more than linear time, whatever the text is.
//! A piece that is only sometimes about time ("may", "5") counts when a neighbour proves it.

mod calendar;
mod forms;
mod moment;
mod number;
mod refine;
mod resolve;
mod token;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// A language sentences are read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    En,
    Es,
}

impl Lang {
    /// Every language.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Es];

    /// Its code by ISO 639-1: `en`, `es`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Es => "es",
        }
    }

    /// The other one, for somebody who speaks both.
    pub fn other(self) -> Lang {
        match self {
            Lang::En => Lang::Es,
            Lang::Es => Lang::En,
        }
    }

    /// What it is called by those who speak it.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Es => "Español",
        }
    }

    /// The language of a code.
    pub fn from_code(code: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.code() == code)
    }
}

/// The moment of speaking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// What the tenant's wall clock shows.
    pub local: NaiveDateTime,
    /// The tenant's zone; lengths of hours and less are counted in it, across changes of the clock.
    pub zone: chrono_tz::Tz,
}

/// How exact an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    Second,
    Minute,
    Hour,
    /// Morning, afternoon, evening, night: `start` to `end` is a window.
    Daypart,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
}

/// How an expression relates to its anchor: "before friday" has the friday as start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modifier {
    Before,
    After,
    Since,
    Until,
    By,
    From,
    Through,
}

/// Something that comes again: every 2 weeks on monday and friday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// Each how many of `unit`, at least 1.
    pub every: u32,
    pub unit: Grain,
    /// The days of the week that were named, in the order they were named.
    pub weekdays: Vec<Weekday>,
}

/// What does not fit in an expression. The caller should ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// "friday may 5th", but may 5th, which is `start`, is no such day.
    Weekday { said: Weekday },
    /// "february 30", and the fifth friday of a month with four, which would be a 31st or later: `start`
    /// is the last day that month has. Not to be acted on.
    NoSuchDay { day: u32 },
    /// "in -3 days", "tomorrow from 5 to 3": it leads back where it says that it leads ahead.
    Backwards,
}

/// A point or a period in time.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    /// Byte offsets of the expression, with the words that give its direction ("before", "from", "at", "in"),
    /// without a plain "on" or "for" in front.
    pub span: Range<usize>,
    /// Byte offset where such words in front start ("on friday": that of "on"), else `span.start`.
    pub lead: usize,
    /// Local time of the tenant. Midnight if no time of day was said. A time that the change of clocks
    /// skips is given as it was said.
    pub start: NaiveDateTime,
    /// Exclusive end in local time. Only periods and ranges have one.
    pub end: Option<NaiveDateTime>,
    /// The last one that has come, where the day leaves a choice and `start` is the coming one: what "on
    /// friday" means in a list of what has been.
    pub latest: Option<Latest>,
    pub grain: Grain,
    /// A time of day was said, or follows from hours and minutes ("in 2 hours").
    pub has_time: bool,
    /// A day was said, or follows from a distance ("in 2 hours").
    pub has_date: bool,
    pub modifier: Option<Modifier>,
    pub recurrence: Option<Recurrence>,
    pub conflict: Option<Conflict>,
    /// What clocks elsewhere show at `start`, where the time of day was told in another zone than the
    /// tenant's.
    pub elsewhere: Option<Elsewhere>,
    /// "From" stands in front of it: a range says what begins, or what is left.
    pub leaves: bool,
    /// It is a distance that was counted from now and may be counted from something else: "an hour
    /// later".
    pub shifted: bool,
}

/// A time of day in another zone than the tenant's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The time of day there.
    pub time: NaiveTime,
    /// The zone that was told.
    pub there: chrono_tz::Tz,
    /// The tenant's zone.
    pub here: chrono_tz::Tz,
}

impl When {
    /// The time of day of `start` on another day, in local time of the tenant: "10pm pst" on a friday is
    /// early on saturday in New York. `None` beyond the calendar's end.
    pub fn on(&self, day: NaiveDate) -> Option<NaiveDateTime> {
        match self.elsewhere {
            None => Some(day.and_time(self.start.time())),
            Some(Elsewhere { time, there, here }) => {
                calendar::between_zones(day.and_time(time), there, here)
            }
        }
    }

    /// Whether it is a part of a day, as "tomorrow morning", rather than a time of day.
    pub fn is_daypart(&self) -> bool {
        self.grain == Grain::Daypart
    }
}

/// The same expression, looking back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latest {
    /// As [`When::start`].
    pub start: NaiveDateTime,
    /// As [`When::end`].
    pub end: Option<NaiveDateTime>,
}

/// A length of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// Byte offsets, without "for".
    pub span: Range<usize>,
    /// A month counts 30 days, a year 365. Below zero when said so: "-30 minutes".
    pub seconds: i64,
}

/// One expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    When(When),
    Length(Length),
}

/// All expressions of time in `text`, in its order, none overlapping another.
///
/// Without am or pm, 1 to 6 are read as afternoon, 7 to 11 as morning and 12 as noon. A time alone is its
/// next occurrence, a day without a year the coming one, today included.
pub fn read(text: &str, lang: Lang, now: &Now) -> Vec<Found> {
    let cx = forms::Context {
        t: token::Tokens::new(text, lang),
        now,
    };
    read_tokens(&cx)
}

fn read_tokens(cx: &forms::Context) -> Vec<Found> {
    let pieces = refine::refine(cx, forms::scan(cx, cx.t.lang));
    pieces
        .iter()
        .filter_map(|p| resolve::found(cx, p))
        .collect()
}
