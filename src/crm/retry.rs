//! Sends a request through the gate of its connection, and repeats it where that is safe.
//!
//! - 429: it was not carried out, so reads and writes wait for as long as the vendor says, at most three times. When the
//!   day's allowance is used up, waiting does not help, so the answer stands.
//! - No connection: nothing has left, so reads and writes are repeated.
//! - Broken off, or 502 to 504: reads are repeated, and so are writes that can be done twice without harm. Other writes
//!   are not, because they may have been carried out.
//! - A time-out is never repeated: the user has waited long enough.

use std::{future::Future, time::Duration};

use super::{
    Effect, Error,
    http::{Answer, Limits},
    limits::Gate,
    request::Built,
};

/// How often a request is repeated after 429; the vendors' libraries do the same.
const REFUSALS: u32 = 3;
/// The longest pause before a repetition.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Makes attempts until the outcome of one stands. `fault` reads the vendor's failures.
pub(super) async fn send<F, Fut>(
    gate: &Gate,
    limits: &Limits,
    built: &Built,
    fault: fn(&Answer, bool) -> Error,
    attempt: F,
) -> Result<Answer, Error>
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<Answer, Error>>,
{
    let (mut failures, mut refusals) = (0, 0);
    let mut refused = None;
    let mut may_be_done = false;
    loop {
        let place = match gate.enter(built.is_search(), limits.queue).await {
            Ok(place) => place,
            Err(error) => {
                return match (error, refused) {
                    // The vendor's own words on how long to wait are better than ours.
                    (Error::RateLimited { .. }, Some(answer)) => told(Ok(answer), may_be_done),
                    (error, _) => told(Err(error), may_be_done),
                };
            }
        };
        let outcome = attempt().await;
        gate.learn(&outcome);
        drop(place);
        match outcome {
            Ok(answer) if answer.status == 429 && refusals < REFUSALS => {
                let Error::RateLimited {
                    retry_after,
                    daily: false,
                } = fault(&answer, built.reads)
                else {
                    return told(Ok(answer), may_be_done);
                };
                refusals += 1;
                // The gate does the waiting, so that others do not run into the same refusal.
                gate.hold(retry_after.unwrap_or_else(|| gate.rate().interval));
                refused = Some(answer);
            }
            outcome => {
                let again = again(&outcome, built);
                if again == Again::No || failures == limits.repeats {
                    return told(outcome, may_be_done);
                }
                may_be_done |= again == Again::Harmless && !built.reads;
                refused = None;
                tokio::time::sleep(pause(limits, failures)).await;
                failures += 1;
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    No,
    /// It never left.
    Unsent,
    /// It may have been carried out, and twice is as good as once.
    Harmless,
}

fn again(outcome: &Result<Answer, Error>, built: &Built) -> Again {
    match outcome {
        Err(Error::Unavailable {
            effect: Effect::None,
            ..
        }) if !built.reads => Again::Unsent,
        Err(Error::Unavailable { .. }) if built.repeatable => Again::Harmless,
        Ok(answer) if matches!(answer.status, 502..=504) && built.repeatable => Again::Harmless,
        _ => Again::No,
    }
}

/// Doubled each time, and between half of it and all of it, so that those who failed together do not return together.
fn pause(limits: &Limits, failures: u32) -> Duration {
    let whole = limits
        .pause
        .saturating_mul(2_u32.saturating_pow(failures))
        .min(LONGEST_PAUSE);
    whole.mul_f64(0.5 + 0.5 * (limits.chance)().clamp(0.0, 1.0))
}

/// The last attempt may have changed nothing for certain while an earlier one may have.
fn told(outcome: Result<Answer, Error>, may_be_done: bool) -> Result<Answer, Error> {
    let is_sure = match &outcome {
        Ok(answer) => answer.status == 429,
        Err(error) => error.effect() == Effect::None,
    };
    if !may_be_done || !is_sure {
        return outcome;
    }
    Err(Error::Unavailable {
        status: None,
        effect: Effect::Unknown,
        source: outcome.err().map(|error| Box::new(error) as _),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_longer_each_time_and_never_all_alike() {
        let limits = |chance| Limits {
            pause: Duration::from_millis(200),
            chance,
            ..Limits::default()
        };
        let pauses =
            |chance| [0, 1, 2, 9].map(|failures| pause(&limits(chance), failures).as_millis());
        assert_eq!(pauses(|| 1.0), [200, 400, 800, 5000]);
        assert_eq!(pauses(|| 0.0), [100, 200, 400, 2500]);
    }
}
