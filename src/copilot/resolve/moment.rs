//! Days and wall-clock times to instants, in the tenant's zone.

use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::operations::schema::local_time;

/// What was said of a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// A day, no time of day.
    Day(NaiveDate),
    /// A wall-clock time in the tenant's zone.
    Local(NaiveDateTime),
    /// An instant.
    Instant(DateTime<Utc>),
}

impl Moment {
    /// Reads the canonical form of an argument.
    pub fn read(form: &str) -> Option<Moment> {
        if let Ok(day) = NaiveDate::parse_from_str(form, "%Y-%m-%d") {
            return Some(Moment::Day(day));
        }
        if let Ok(instant) = DateTime::parse_from_rfc3339(form) {
            return Some(Moment::Instant(instant.to_utc()));
        }
        local_time(form).map(Moment::Local)
    }

    /// The day in the tenant's zone.
    pub fn day(self, zone: Tz) -> NaiveDate {
        match self {
            Moment::Day(day) => day,
            Moment::Local(local) => local.date(),
            Moment::Instant(instant) => instant.with_timezone(&zone).date_naive(),
        }
    }

    /// The instant; a day stands for `at` on it. `None` when the clocks skip that time.
    pub fn instant(self, zone: Tz, at: NaiveTime) -> Option<DateTime<Tz>> {
        match self {
            Moment::Day(day) => on_clock(zone, day.and_time(at)),
            Moment::Local(local) => on_clock(zone, local),
            Moment::Instant(instant) => Some(instant.with_timezone(&zone)),
        }
    }

    /// The first instant of the moment: the day's first minute, or the moment itself.
    pub fn begin(self, zone: Tz) -> DateTime<Tz> {
        match self {
            Moment::Day(day) => day_start(zone, day),
            Moment::Local(local) => {
                on_clock(zone, local).unwrap_or_else(|| day_start(zone, local.date()))
            }
            Moment::Instant(instant) => instant.with_timezone(&zone),
        }
    }
}

/// The instant at which a clock on the wall shows this. When it shows it twice, because clocks go
/// back, the first of the two counts, as people mean the time before the change; the reply says
/// the zone. `None` when the clocks skip it.
pub(super) fn on_clock(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Tz>> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(instant) => Some(instant),
        LocalResult::Ambiguous(first, _) => Some(first),
        LocalResult::None => None,
    }
}

/// The first instant of a day; where the clocks skip midnight, the first one after it.
pub(in crate::copilot) fn day_start(zone: Tz, day: NaiveDate) -> DateTime<Tz> {
    let midnight = day.and_time(NaiveTime::MIN);
    let quarters = (0..96).map(|n| midnight + chrono::TimeDelta::minutes(15 * n));
    quarters
        .filter_map(|local| on_clock(zone, local))
        .next()
        .unwrap_or_else(|| zone.from_utc_datetime(&midnight))
}

/// The day after; the same day at the end of the calendar.
pub(super) fn next_day(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::{New_York, Sao_Paulo};

    fn instant(form: &str) -> Option<String> {
        let moment = Moment::read(form).unwrap();
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
        moment
            .instant(New_York, noon)
            .map(|instant| instant.to_rfc3339())
    }

    #[test]
    fn a_wall_clock_time_takes_the_offset_of_its_day() {
        assert_eq!(
            instant("2026-03-07T14:00").as_deref(),
            Some("2026-03-07T14:00:00-05:00")
        );
        assert_eq!(
            instant("2026-03-08T14:00").as_deref(),
            Some("2026-03-08T14:00:00-04:00")
        );
        assert_eq!(
            instant("2026-07-01").as_deref(),
            Some("2026-07-01T12:00:00-04:00")
        );
        assert_eq!(
            instant("2026-07-01T10:00:00Z").as_deref(),
            Some("2026-07-01T06:00:00-04:00")
        );
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_none_and_one_shown_twice_is_the_first() {
        assert_eq!(instant("2026-03-08T02:30"), None);
        assert_eq!(
            instant("2026-11-01T01:30").as_deref(),
            Some("2026-11-01T01:30:00-04:00")
        );
    }

    #[test]
    fn a_day_without_midnight_begins_when_its_clocks_do() {
        let day = NaiveDate::from_ymd_opt(2018, 11, 4).unwrap();
        assert_eq!(
            day_start(Sao_Paulo, day).to_rfc3339(),
            "2018-11-04T01:00:00-02:00"
        );
    }
}
