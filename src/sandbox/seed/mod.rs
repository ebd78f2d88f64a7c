//! The sample data: one small business, told to both CRMs.
//!
//! The same tables fill both vendors, each in its own shape. Everything is dated relative to the
//! `now` that it is made with, and made without chance: the same `now` gives the same data.
//!
//! Tables hold three Johns (two are John Smith), nobody called Jane Doe, Zelda or Quimby, a
//! company as a customer, and no appointment that touches 14:00.

mod activities;
mod appointments;
mod deals;
mod people;
mod programs;
mod sales;
mod settings;
mod social;
mod talks;

pub(super) mod gohighlevel;
pub(super) mod hubspot;
pub(super) mod renewed;

use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// The business's zone.
const ZONE: Tz = chrono_tz::America::New_York;
/// The business's name.
const BUSINESS: &str = "Bayshore Home Services";

/// A wall time some days from now in the business's zone.
fn at(now: DateTime<Utc>, days: i64, hour: u32, minute: u32) -> DateTime<Utc> {
    let today = now.with_timezone(&ZONE).date_naive();
    let step = Days::new(days.unsigned_abs());
    let day = if days < 0 {
        today.checked_sub_days(step)
    } else {
        today.checked_add_days(step)
    };
    let wall = day
        .unwrap_or(today)
        .and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default());
    // An hour that summer time skips: the same clock reading without the zone is near enough.
    ZONE.from_local_datetime(&wall)
        .earliest()
        .map_or_else(|| wall.and_utc(), |t| t.to_utc())
}

/// Some time of day so many days ago, different for neighbouring rows, never in the future.
fn ago(now: DateTime<Utc>, days: i64, row: usize) -> DateTime<Utc> {
    let minutes = i64::try_from(row * 37 % 240).unwrap_or_default();
    now - TimeDelta::days(days) - TimeDelta::minutes(minutes + 5)
}
