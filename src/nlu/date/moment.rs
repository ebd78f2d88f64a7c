//! What the forms read: pieces of time before a year, a day or a half of the day is chosen.

use chrono::{NaiveDate, NaiveDateTime, Weekday};
use chrono_tz::Tz;

use super::calendar::Amount;
use super::words::{Part, Unit};
use super::{Grain, Modifier, Recurrence};

/// A day or a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Day {
    On(NaiveDate),
    /// The coming one.
    Weekday(Weekday),
    /// Month and day; the coming one.
    Yearless(u32, u32),
    /// "the 15th"; the coming one.
    Nth(u32),
    /// The coming one, or this one.
    Month(u32),
    /// A date its month does not have.
    Lacking {
        year: i32,
        month: u32,
        day: u32,
    },
    Span {
        start: NaiveDate,
        end: NaiveDate,
        unit: Unit,
    },
    /// A whole number of days away: "in two weeks", "3 days ago".
    Away(NaiveDate),
    /// "in 2 hours", "now"
    Instant(NaiveDateTime, Grain),
}

impl Day {
    /// Whether it is one day, so that a time of day can follow.
    pub(super) fn is_one(self) -> bool {
        match self {
            Day::On(_)
            | Day::Weekday(_)
            | Day::Yearless(..)
            | Day::Nth(_)
            | Day::Away(_)
            | Day::Lacking { .. } => true,
            Day::Month(_) | Day::Span { .. } | Day::Instant(..) => false,
        }
    }
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
    /// The half of the day is not said: 5 may be 17 o'clock.
    pub open: bool,
    pub grain: Grain,
}

impl Clock {
    pub(super) fn at(hour: u32, minute: u32) -> Clock {
        let grain = if minute == 0 {
            Grain::Hour
        } else {
            Grain::Minute
        };
        Clock {
            hour,
            minute,
            second: 0,
            open: false,
            grain,
        }
    }

    pub(super) fn seconds(self) -> u32 {
        self.hour * 3600 + self.minute * 60 + self.second
    }

    /// Moved within the day.
    pub(super) fn moved(self, minutes: i64) -> Clock {
        let whole = (i64::from(self.hour * 60 + self.minute) + minutes).rem_euclid(24 * 60) as u32;
        let hour = whole / 60;
        // "ten to one" stays on the half of the dial that the one was on
        let hour = if self.open {
            (hour + 11) % 12 + 1
        } else {
            hour
        };
        Clock {
            hour,
            minute: whole % 60,
            grain: Grain::Minute,
            ..self
        }
    }

    pub(super) fn pm(self) -> Clock {
        Clock {
            hour: if self.hour < 12 {
                self.hour + 12
            } else {
                self.hour
            },
            open: false,
            ..self
        }
    }

    pub(super) fn am(self) -> Clock {
        Clock {
            hour: if self.hour == 12 { 0 } else { self.hour },
            open: false,
            ..self
        }
    }

    /// The usual half of the day: 1 to 6 in the afternoon, 7 to 11 in the morning, 12 noon.
    pub(super) fn settled(self) -> Clock {
        if self.open && (1..=6).contains(&self.hour) {
            self.pm()
        } else {
            Clock {
                open: false,
                ..self
            }
        }
    }
}

/// A part of the day, as hours of a window that may run past midnight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    pub part: Part,
    pub from: u32,
    pub until: u32,
}

impl Window {
    pub(super) fn of(part: Part) -> Window {
        let (from, until) = match part {
            Part::SmallHours => (0, 6),
            Part::Morning => (6, 12),
            Part::Lunch => (12, 14),
            Part::Afternoon => (12, 18),
            Part::Evening => (18, 24),
            Part::Night => (20, 24),
        };
        Window { part, from, until }
    }

    /// The half of the day that an hour means in this part.
    pub(super) fn settle(self, clock: Clock) -> Clock {
        if !clock.open {
            return clock;
        }
        match self.part {
            Part::SmallHours | Part::Morning => clock.am(),
            Part::Lunch if clock.hour >= 10 => Clock {
                open: false,
                ..clock
            },
            Part::Lunch | Part::Afternoon | Part::Evening => clock.pm(),
            Part::Night if clock.hour == 12 || clock.hour < 5 => clock.am(),
            Part::Night => clock.pm(),
        }
    }
}

/// Everything said about one point or period.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Moment {
    pub day: Option<Day>,
    /// A weekday said beside a date.
    pub weekday: Option<Weekday>,
    pub clock: Option<Clock>,
    pub window: Option<Window>,
    pub end: Option<Box<Moment>>,
    pub modifier: Option<Modifier>,
    pub recurrence: Option<Recurrence>,
    /// The zone its time of day is told in, where one was named.
    pub zone: Option<Tz>,
    /// It is counted in an amount below zero.
    pub backwards: bool,
    /// It is a distance that may be counted from something else than now: "an hour later".
    pub shifted: bool,
}

impl Moment {
    pub(super) fn day(day: Day) -> Moment {
        Moment {
            day: Some(day),
            ..Moment::default()
        }
    }

    pub(super) fn clock(clock: Clock) -> Moment {
        Moment {
            clock: Some(clock),
            ..Moment::default()
        }
    }

    pub(super) fn span(bounds: (NaiveDate, NaiveDate), unit: Unit) -> Moment {
        Moment::day(Day::Span {
            start: bounds.0,
            end: bounds.1,
            unit,
        })
    }

    pub(super) fn has_time(&self) -> bool {
        self.clock.is_some() || self.window.is_some()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Is {
    Moment(Moment),
    Length(Amount),
    /// A number on its own: an hour, a day or a year, if a neighbour says so.
    Number(u32),
}

/// Words in front of a piece that say how it stands to its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Lead {
    pub at: bool,
    /// Leads back: "hace" in front of a length.
    pub back: bool,
    /// A Spanish "a", which leads to a time or to the end of a range.
    pub reaches: bool,
    /// The token of a Spanish "de", which may open a range.
    pub opens: Option<usize>,
    pub on: bool,
    pub inside: bool,
    pub of: bool,
    pub the: bool,
    pub from: bool,
    pub between: bool,
    pub to: bool,
    pub and: bool,
    pub but: bool,
    pub wait: bool,
    pub modifier: Option<Modifier>,
}

/// A stretch of tokens that was read.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Token range of the piece itself.
    pub from: usize,
    pub to: usize,
    /// Token where the words in front of it start.
    pub lead_from: usize,
    /// As `lead_from`, without "on", "for" and the like.
    pub span_from: usize,
    pub lead: Lead,
    pub is: Is,
    /// Counts only when it joins a neighbour.
    pub weak: bool,
}

impl Piece {
    pub(super) fn new(from: usize, to: usize, is: Is) -> Piece {
        Piece {
            from,
            to,
            lead_from: from,
            span_from: from,
            lead: Lead::default(),
            is,
            weak: false,
        }
    }

    pub(super) fn moment(from: usize, to: usize, moment: Moment) -> Piece {
        Piece::new(from, to, Is::Moment(moment))
    }

    pub(super) fn day(from: usize, to: usize, day: Day) -> Piece {
        Piece::moment(from, to, Moment::day(day))
    }

    pub(super) fn weak_if(self, weak: bool) -> Piece {
        Piece { weak, ..self }
    }

    pub(super) fn as_moment(&self) -> Option<&Moment> {
        match &self.is {
            Is::Moment(m) => Some(m),
            Is::Length(_) | Is::Number(_) => None,
        }
    }
}
