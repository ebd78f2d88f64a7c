//! What time it is. Nothing else in the package reads the system's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Tells the time: the system's, or one that only moves when a test moves it. Clones share it.
///
/// ```
/// use crm_copilot::clock::Clock;
/// let clock = Clock::fixed("2026-03-04T14:00:00Z".parse().unwrap());
/// clock.advance(chrono::TimeDelta::minutes(16));
/// assert_eq!(clock.now().to_rfc3339(), "2026-03-04T14:16:00+00:00");
/// ```
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    /// Microseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Clock {
        Clock(Source::System)
    }

    /// A clock that stands still at `at`, cut to microseconds.
    pub fn fixed(at: DateTime<Utc>) -> Clock {
        Clock(Source::Fixed(Arc::new(AtomicI64::new(
            at.timestamp_micros(),
        ))))
    }

    /// Now, in UTC, cut to microseconds: what Postgres keeps, so that an instant read back from a
    /// database equals the one written.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the clock")]
            Source::System => Utc::now().trunc_subsecs(6),
            Source::Fixed(micros) => {
                DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or_default()
            }
        }
    }

    /// Moves a fixed clock, for every clone of it.
    ///
    /// # Panics
    /// The system's clock cannot be moved.
    pub fn advance(&self, by: TimeDelta) {
        match &self.0 {
            Source::System => panic!("only a fixed clock can be moved"),
            Source::Fixed(micros) => {
                let by = by.num_microseconds().expect("less than 292,000 years");
                micros.fetch_add(by, Ordering::SeqCst);
            }
        }
    }
}
