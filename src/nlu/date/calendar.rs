//! Arithmetic on calendar days and on the wall clock of a zone.

use chrono::{
    DateTime, Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, TimeZone, Weekday,
};
use chrono_tz::Tz;

use super::number::Milli;
use super::words::Unit;

/// Years that can be said. What lands outside is no date.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=2999;

pub(super) fn sane(day: NaiveDate) -> Option<NaiveDate> {
    YEARS.contains(&day.year()).then_some(day)
}

pub(super) fn ymd(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    sane(NaiveDate::from_ymd_opt(year, month, day)?)
}

pub(super) fn days_from(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let moved = if days < 0 {
        day.checked_sub_days(Days::new(days.unsigned_abs()))
    } else {
        day.checked_add_days(Days::new(days.unsigned_abs()))
    };
    sane(moved?)
}

pub(super) fn months_from(day: NaiveDate, months: i64) -> Option<NaiveDate> {
    let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    sane(if months < 0 {
        day.checked_sub_months(count)?
    } else {
        day.checked_add_months(count)?
    })
}

/// The Monday of the week `day` lies in.
pub(super) fn monday(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).checked_first_day().unwrap_or(day)
}

pub(super) fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Midnight at which `day` starts.
pub(super) fn midnight(day: NaiveDate) -> NaiveDateTime {
    day.and_time(chrono::NaiveTime::MIN)
}

/// The first `weekday` after `day`.
pub(super) fn weekday_after(day: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let ahead =
        (7 + weekday.num_days_from_monday() - day.weekday().num_days_from_monday() - 1) % 7 + 1;
    days_from(day, i64::from(ahead))
}

/// First day and first day after the `unit` that `day` lies in. Days and shorter units give the day.
pub(super) fn around(day: NaiveDate, unit: Unit) -> Option<(NaiveDate, NaiveDate)> {
    let year = |length: i32| {
        let first = day.year() - day.year().rem_euclid(length);
        Some((ymd(first, 1, 1)?, ymd(first + length, 1, 1)?))
    };
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Workday => {
            Some((day, days_from(day, 1)?))
        }
        Unit::Weekend => {
            let saturday = days_from(monday(day), 5)?;
            Some((saturday, days_from(saturday, 2)?))
        }
        Unit::Week => Some((monday(day), days_from(monday(day), 7)?)),
        Unit::Fortnight => Some((monday(day), days_from(monday(day), 14)?)),
        Unit::Month => Some((first_of_month(day), months_from(first_of_month(day), 1)?)),
        Unit::Quarter => {
            let first = ymd(day.year(), (day.month() - 1) / 3 * 3 + 1, 1)?;
            Some((first, months_from(first, 3)?))
        }
        Unit::Year => year(1),
        Unit::Decade => year(10),
        Unit::Century => year(100),
    }
}

/// `day` moved by whole units.
pub(super) fn shift(day: NaiveDate, unit: Unit, count: i64) -> Option<NaiveDate> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => None,
        Unit::Day | Unit::Workday => days_from(day, count),
        Unit::Week | Unit::Weekend => days_from(day, count.checked_mul(7)?),
        Unit::Fortnight => days_from(day, count.checked_mul(14)?),
        Unit::Month => months_from(day, count),
        Unit::Quarter => months_from(day, count.checked_mul(3)?),
        Unit::Year => months_from(day, count.checked_mul(12)?),
        Unit::Decade => months_from(day, count.checked_mul(120)?),
        Unit::Century => months_from(day, count.checked_mul(1200)?),
    }
}

/// Moves a wall-clock time by real seconds, so that an hour stays an hour across a change of clocks.
pub(super) fn seconds_from(local: NaiveDateTime, zone: Tz, seconds: i64) -> Option<NaiveDateTime> {
    let moved = instant(local, zone)?.checked_add_signed(Duration::try_seconds(seconds)?)?;
    let local = moved.naive_local();
    sane(local.date()).map(|_| local)
}

/// What a clock of the zone `to` shows when one of the zone `from` shows `local`.
pub(super) fn between_zones(local: NaiveDateTime, from: Tz, to: Tz) -> Option<NaiveDateTime> {
    let there = instant(local, from)?.with_timezone(&to).naive_local();
    sane(there.date()).map(|_| there)
}

/// The instant a wall clock shows `local`: the first of two in autumn, the one after the gap in spring.
fn instant(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Tz>> {
    zone.from_local_datetime(&local).earliest().or_else(|| {
        let later = local.checked_add_signed(Duration::hours(1))?;
        let shown = zone.from_local_datetime(&later).earliest()?;
        shown.checked_sub_signed(Duration::hours(1))
    })
}

/// An amount of time as it was said; years, months and days are kept apart from seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Amount {
    pub months: i64,
    pub days: i64,
    pub seconds: i64,
    /// Twelve months count 360 days, a year 365; this many years are in `months`.
    years: i64,
}

impl Amount {
    /// `count` thousandths of `unit`. Fractions go down to the next unit that can hold them.
    pub(super) fn of(count: Milli, unit: Unit) -> Option<Amount> {
        let mut amount = Amount::default();
        let (whole, rest) = (count / 1000, count % 1000);
        let seconds = |one: i64| count.checked_mul(one).map(|s| (s + 500) / 1000);
        match unit {
            Unit::Second => amount.seconds = seconds(1)?,
            Unit::Minute => amount.seconds = seconds(60)?,
            Unit::Hour => amount.seconds = seconds(3600)?,
            Unit::Day | Unit::Workday => {
                (amount.days, amount.seconds) = (whole, rest * 86_400 / 1000)
            }
            Unit::Week | Unit::Fortnight | Unit::Weekend => {
                let days = if unit == Unit::Fortnight { 14 } else { 7 };
                amount.days = count.checked_mul(days)? / 1000;
            }
            Unit::Month => (amount.months, amount.days) = (whole, rest * 30 / 1000),
            Unit::Quarter => amount.months = count.checked_mul(3)? / 1000,
            Unit::Year => (amount.years, amount.months) = (whole, count.checked_mul(12)? / 1000),
            Unit::Decade | Unit::Century => {
                amount.years = whole.checked_mul(if unit == Unit::Decade { 10 } else { 100 })?;
                amount.months = amount.years.checked_mul(12)?;
            }
        }
        Some(amount)
    }

    pub(super) fn plus(self, other: Amount) -> Option<Amount> {
        Some(Amount {
            months: self.months.checked_add(other.months)?,
            days: self.days.checked_add(other.days)?,
            seconds: self.seconds.checked_add(other.seconds)?,
            years: self.years.checked_add(other.years)?,
        })
    }

    /// As much below zero.
    pub(super) fn negated(self) -> Amount {
        Amount {
            months: -self.months,
            days: -self.days,
            seconds: -self.seconds,
            years: -self.years,
        }
    }

    /// Whether it is below zero.
    pub(super) fn is_negative(self) -> bool {
        self.months < 0 || self.days < 0 || self.seconds < 0
    }

    /// Length in seconds: a month counts 30 days, a year 365.
    pub(super) fn total_seconds(self) -> Option<i64> {
        let months = self.months.checked_sub(self.years.checked_mul(12)?)?;
        let days = self
            .years
            .checked_mul(365)?
            .checked_add(months.checked_mul(30)?)?;
        days.checked_add(self.days)?
            .checked_mul(86_400)?
            .checked_add(self.seconds)
    }

    /// Whether the amount is made of whole days, so that it leads from day to day. No time at all leads
    /// from one moment to the same.
    pub(super) fn is_days(self) -> bool {
        self.seconds == 0 && (self.months, self.days) != (0, 0)
    }

    pub(super) fn day_from(self, day: NaiveDate, sign: i64) -> Option<NaiveDate> {
        days_from(
            months_from(day, sign * self.months)?,
            sign.checked_mul(self.days)?,
        )
    }

    /// Moves `local` by the amount: the calendar part on the wall calendar, the rest in real time.
    pub(super) fn moment_from(
        self,
        local: NaiveDateTime,
        zone: Tz,
        sign: i64,
    ) -> Option<NaiveDateTime> {
        let day = self.day_from(local.date(), sign)?;
        seconds_from(
            day.and_time(local.time()),
            zone,
            sign.checked_mul(self.seconds)?,
        )
    }
}
