//! Which times of a calendar are free: opening hours of every day, less what is booked.
//!
//! Nothing is stored, so there are free slots on any day, whenever the sandbox was filled.

use chrono::{DateTime, Days, LocalResult, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};

use super::State;
use super::calendars::Calendar;
use super::events::Event;

/// Hour of opening, every day, in the location's zone.
pub(super) const OPENS: u32 = 9;
/// Hour of closing, every day, in the location's zone.
pub(super) const CLOSES: u32 = 17;

/// Starts of the free slots from one instant until another, none of them in the past.
pub(super) fn free(
    state: &State,
    calendar: &Calendar,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Vec<DateTime<Utc>> {
    let zone = state.location.timezone;
    let mut free = Vec::new();
    let mut day = from.with_timezone(&zone).date_naive();
    while day <= until.with_timezone(&zone).date_naive() {
        let mut time = NaiveTime::from_hms_opt(OPENS, 0, 0).unwrap_or_default();
        while time.hour() < CLOSES {
            // A wall time that the change to summer time skips is no slot.
            if let LocalResult::Single(start) = zone.from_local_datetime(&day.and_time(time)) {
                let start = start.to_utc();
                let wanted = start >= from && start < until;
                if wanted && is_free(state, calendar, start, start + calendar.length(), now, None) {
                    free.push(start);
                }
            }
            time += calendar.length();
        }
        let Some(next) = day.checked_add_days(Days::new(1)) else {
            break;
        };
        day = next;
    }
    free
}

/// Whether an appointment may be booked here. `except` is the appointment that is being moved.
pub(super) fn is_free(
    state: &State,
    calendar: &Calendar,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    now: DateTime<Utc>,
    except: Option<&str>,
) -> bool {
    let local = start.with_timezone(&state.location.timezone);
    let minutes = i64::from(local.num_seconds_from_midnight()) / 60 - i64::from(OPENS) * 60;
    let last = i64::from(CLOSES - OPENS) * 60;
    let is_slot = local.second() == 0
        && minutes >= 0
        && minutes % calendar.slot_minutes == 0
        && TimeDelta::minutes(minutes) + (end - start) <= TimeDelta::minutes(last);
    let taken = |event: &&Event| {
        event.calendar == calendar.id
            && except != Some(event.id.as_str())
            && event.takes_time()
            && event.start < end
            && start < event.end
    };
    calendar.active && is_slot && start > now && state.events.iter().find(taken).is_none()
}
