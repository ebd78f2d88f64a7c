//! Spares a vendor that is down, and the user the wait for it.

use std::time::Duration;

use tokio::time::Instant;

use super::{Effect, Error};

/// So many failures in a row open the breaker.
const FAILURES: u32 = 5;
/// After this time one request may try again; if it fails too, as long again.
const REST: Duration = Duration::from_secs(10);

/// Open or closed, for one connection.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    open_until: Option<Instant>,
}

impl Breaker {
    /// `Unavailable` while it is open.
    pub fn peek(&self, now: Instant) -> Result<(), Error> {
        if self.open_until.is_some_and(|until| now < until) {
            return Err(Error::Unavailable {
                status: None,
                effect: Effect::None,
                source: None,
            });
        }
        Ok(())
    }

    /// The same for a request that is about to be sent. When its time is over, one request passes and the others wait for its outcome, but
    /// no longer than that time again: a request can be given up without an outcome.
    pub fn check(&mut self, now: Instant) -> Result<(), Error> {
        self.peek(now)?;
        if self.open_until.is_some() {
            self.open_until = Some(now + REST);
        }
        Ok(())
    }

    /// Notes the outcome of a request: any answer but a failure of the vendor's own is a good one.
    pub fn note(&mut self, is_good: bool, now: Instant) {
        if is_good {
            *self = Self::default();
            return;
        }
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES {
            self.open_until = Some(now + REST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Open since `now`.
    fn open(now: Instant) -> Breaker {
        let mut breaker = Breaker::default();
        for _ in 0..FAILURES {
            assert!(
                breaker.check(now).is_ok(),
                "closed before the fifth failure"
            );
            breaker.note(false, now);
        }
        breaker
    }

    #[test]
    fn opens_after_five_failures_in_a_row_and_answers_at_once() {
        let now = Instant::now();
        let error = open(now).check(now).expect_err("open");
        assert_eq!(
            (error.code(), error.effect()),
            ("crm_unavailable", Effect::None)
        );
        let mut breaker = Breaker::default();
        for attempt in 0..20 {
            breaker.note(attempt % 5 == 0, now);
        }
        assert!(breaker.check(now).is_ok(), "a success counts");
    }

    #[test]
    fn lets_one_request_try_after_ten_seconds() {
        let now = Instant::now();
        let mut breaker = open(now);
        assert!(breaker.check(now + Duration::from_millis(9_999)).is_err());
        let later = now + REST;
        assert!(breaker.peek(later).is_ok() && breaker.check(later).is_ok());
        assert!(breaker.check(later).is_err(), "only one");
        breaker.note(false, later);
        assert!(breaker.check(later + Duration::from_secs(9)).is_err());
        let again = later + REST;
        assert!(breaker.check(again).is_ok());
        breaker.note(true, again);
        assert!(breaker.check(again).is_ok(), "closed");
        assert!(breaker.check(again).is_ok(), "for everybody");
    }

    #[test]
    fn a_trial_without_outcome_does_not_keep_it_open() {
        let now = Instant::now();
        let mut breaker = open(now);
        assert!(breaker.check(now + REST).is_ok());
        assert!(breaker.check(now + REST * 2).is_ok());
    }
}
