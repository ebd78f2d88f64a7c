//! Keeps one connection within its vendor's limits: requests queue up here before they are sent.
//!
//! GoHighLevel allows an app 100 requests in ten seconds for each location, and tells in `X-RateLimit-*` what is left of
//! them and of the day (docs/oauth/Authorization.md in github.com/GoHighLevel/highlevel-api-docs). HubSpot allows the
//! smallest accounts 100 in ten seconds, larger ones more, and says so in `X-HubSpot-RateLimit-*`; of searches it allows
//! five a second and says nothing (developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines).
//!
//! A vendor counts a request when it arrives, which is at some moment between its sending and its answer. So a place is
//! taken from the sending until one interval after the answer: however long requests are on their way, a vendor never
//! sees more than it allows.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, timeout_at},
};

use super::{Error, breaker::Breaker, http::Answer};

/// A vendor's limits until its answers say more, and the headers in which they do.
pub(super) struct Rules {
    /// So many requests in one interval.
    pub requests: Rate,
    /// So many searches, where there is a limit of their own.
    pub searches: Option<Rate>,
    /// The header with the requests allowed in one interval.
    pub max: &'static str,
    /// The header with what is left of them.
    pub remaining: &'static str,
    /// The header with the interval in milliseconds.
    pub interval: &'static str,
    /// The header with what is left of the day.
    pub daily_remaining: &'static str,
    /// The header with the milliseconds to the next day, where there is one.
    pub daily_reset: Option<&'static str>,
}

/// So many in so long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    pub most: usize,
    pub interval: Duration,
}

/// Where it is not said when the next day begins, it is tried again after this time.
const NEXT_TRY: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The queue before one connection, and the breaker in it.
pub(super) struct Gate {
    rules: &'static Rules,
    state: Mutex<State>,
    /// First come, first served: whoever has the turn waits for the next free place.
    turn: tokio::sync::Mutex<()>,
    /// The same among searches, so that others overtake them.
    search_turn: tokio::sync::Mutex<()>,
    /// Something came back, so whoever has the turn looks again.
    news: Notify,
}

/// A place among the requests of one interval, taken until an interval after this is dropped.
#[must_use]
pub(super) struct Place<'a> {
    gate: &'a Gate,
    is_search: bool,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let now = Instant::now();
        self.gate
            .state()
            .windows(self.is_search)
            .for_each(|window| window.came_back(now));
        self.gate.news.notify_waiters();
    }
}

struct State {
    requests: Window,
    searches: Option<Window>,
    /// The day's allowance is used up; until then, and whether the vendor has said so.
    spent: Option<(Instant, bool)>,
    breaker: Breaker,
    used: Instant,
}

impl Gate {
    pub fn new(rules: &'static Rules) -> Self {
        Self {
            rules,
            state: Mutex::new(State {
                requests: Window::new(rules.requests),
                searches: rules.searches.map(Window::new),
                spent: None,
                breaker: Breaker::default(),
                used: Instant::now(),
            }),
            turn: tokio::sync::Mutex::new(()),
            search_turn: tokio::sync::Mutex::new(()),
            news: Notify::new(),
        }
    }

    /// Waits for a free place and takes it, until the answer is there and the place is dropped.
    ///
    /// `RateLimited` when that would take longer than `patience`, or when the day's allowance is used up; `Unavailable`,
    /// without waiting, while the vendor is known to be down.
    pub async fn enter(&self, is_search: bool, patience: Duration) -> Result<Place<'_>, Error> {
        self.state().breaker.peek(Instant::now())?;
        let deadline = Instant::now() + patience;
        let turn = if is_search {
            &self.search_turn
        } else {
            &self.turn
        };
        let Ok(_turn) = timeout_at(deadline, turn.lock()).await else {
            return Err(too_many(None));
        };
        loop {
            let now = Instant::now();
            // Made before looking, so that what comes back meanwhile is not missed.
            let news = self.news.notified();
            let look_again = match self.take_place(is_search, now)? {
                Ok(place) => {
                    self.state().breaker.check(now)?;
                    return Ok(place);
                }
                Err(Some(next)) if next > deadline => return Err(too_many(Some(next - now))),
                Err(Some(next)) => next,
                Err(None) if now >= deadline => return Err(too_many(None)),
                Err(None) => deadline,
            };
            // Whichever comes first: then it is looked at again.
            let _ = timeout_at(look_again, news).await;
        }
    }

    /// A place, or when the next one will be free; nobody knows when while all are on their way.
    fn take_place(
        &self,
        is_search: bool,
        now: Instant,
    ) -> Result<Result<Place<'_>, Option<Instant>>, Error> {
        let taken = self.state().take_place(is_search, now)?;
        Ok(taken.map(|()| Place {
            gate: self,
            is_search,
        }))
    }

    /// Notes what an attempt has shown: limits in the headers of an answer, and whether the vendor is there at all.
    pub fn learn(&self, outcome: &Result<Answer, Error>) {
        let now = Instant::now();
        let mut state = self.state();
        state.used = now;
        match outcome {
            Ok(answer) => {
                state.breaker.note(answer.status < 500, now);
                state.read(answer, self.rules, now);
            }
            Err(Error::Unavailable { .. } | Error::Timeout { .. }) => {
                state.breaker.note(false, now);
            }
            Err(_) => {}
        }
    }

    /// Lets nobody in for this time.
    pub fn hold(&self, wait: Duration) {
        let until = Instant::now() + wait;
        self.state().requests.hold(until);
    }

    /// What the vendor allows, as far as known.
    pub fn rate(&self) -> Rate {
        self.state().requests.rate
    }

    /// Whether nobody has needed it for so long that nothing in it matters any more.
    pub fn is_idle(&self, since: Duration) -> bool {
        let state = self.state();
        state.used.elapsed() > since && state.spent.is_none()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Takes a place now, or says when the next one is free.
    fn take_place(
        &mut self,
        is_search: bool,
        now: Instant,
    ) -> Result<Result<(), Option<Instant>>, Error> {
        self.used = now;
        if let Some((until, is_told)) = self.spent {
            if now < until {
                return Err(Error::RateLimited {
                    retry_after: is_told.then(|| until - now),
                    daily: true,
                });
            }
            self.spent = None;
        }
        let free = self.windows(is_search).map(|window| window.free(now));
        let free = free.fold(Free::Now, Free::max);
        Ok(match free {
            Free::Now => {
                self.windows(is_search)
                    .for_each(|window| window.flying += 1);
                Ok(())
            }
            Free::At(next) => Err(Some(next)),
            Free::AfterAnAnswer => Err(None),
        })
    }

    /// The windows that a request counts in.
    fn windows(&mut self, is_search: bool) -> impl Iterator<Item = &mut Window> {
        let searches = self.searches.as_mut().filter(|_| is_search);
        std::iter::once(&mut self.requests).chain(searches)
    }

    fn read(&mut self, answer: &Answer, rules: &Rules, now: Instant) {
        let positive = |name| answer.number(name).filter(|number| *number > 0);
        if let Some(interval) = positive(rules.interval) {
            self.requests.rate.interval = Duration::from_millis(interval).min(DAY);
        }
        if let Some(most) = positive(rules.max) {
            self.requests.rate.most = usize::try_from(most).unwrap_or(usize::MAX);
        }
        // Others use the same allowance, so ours can be used up before we have sent as many.
        if answer.number(rules.remaining) == Some(0) {
            let until = now + self.requests.rate.interval;
            self.requests.hold(until);
        }
        if answer.number(rules.daily_remaining) == Some(0) {
            let reset = rules
                .daily_reset
                .and_then(positive)
                .map(Duration::from_millis)
                .filter(|reset| *reset <= DAY);
            self.spent = Some((now + reset.unwrap_or(NEXT_TRY), reset.is_some()));
        }
    }
}

/// The requests that the vendor may still count.
struct Window {
    rate: Rate,
    /// How many are on their way.
    flying: usize,
    /// When each of the last interval came back.
    back: VecDeque<Instant>,
    held: Option<Instant>,
}

/// When a window has a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Free {
    Now,
    At(Instant),
    AfterAnAnswer,
}

impl Window {
    fn new(rate: Rate) -> Self {
        Self {
            rate,
            flying: 0,
            back: VecDeque::new(),
            held: None,
        }
    }

    fn free(&mut self, now: Instant) -> Free {
        while let Some(first) = self.back.front()
            && *first + self.rate.interval <= now
        {
            self.back.pop_front();
        }
        self.held = self.held.filter(|held| *held > now);
        let taken = self.flying + self.back.len();
        let place = match taken.checked_sub(self.rate.most) {
            None => Free::Now,
            Some(first) => match self.back.get(first) {
                Some(back) => Free::At(*back + self.rate.interval),
                None => Free::AfterAnAnswer,
            },
        };
        place.max(self.held.map_or(Free::Now, Free::At))
    }

    fn came_back(&mut self, now: Instant) {
        self.flying -= 1;
        self.back.push_back(now);
    }

    fn hold(&mut self, until: Instant) {
        self.held = self.held.max(Some(until));
    }
}

fn too_many(retry_after: Option<Duration>) -> Error {
    Error::RateLimited {
        retry_after,
        daily: false,
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderValue};
    use serde_json::Value;

    use super::*;

    static RULES: Rules = Rules {
        requests: Rate {
            most: 100,
            interval: Duration::from_secs(10),
        },
        searches: Some(Rate {
            most: 5,
            interval: Duration::from_secs(1),
        }),
        max: "x-max",
        remaining: "x-remaining",
        interval: "x-interval",
        daily_remaining: "x-daily",
        daily_reset: Some("x-reset"),
    };

    fn answer(headers: &[(&'static str, &'static str)]) -> Answer {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, HeaderValue::from_static(value));
        }
        Answer {
            status: 200,
            headers: map,
            body: Value::Null,
        }
    }

    /// How many requests pass at this moment and are answered at once, and when the next one may.
    fn burst(gate: &Gate, is_search: bool, now: Instant) -> (usize, Duration) {
        for passed in 0.. {
            match take(gate, is_search, now) {
                Ok(()) => {
                    let mut state = gate.state();
                    state
                        .windows(is_search)
                        .for_each(|window| window.came_back(now));
                }
                Err(next) => return (passed, next.expect("a time") - now),
            }
        }
        unreachable!("a gate without a limit")
    }

    fn take(gate: &Gate, is_search: bool, now: Instant) -> Result<(), Option<Instant>> {
        let taken = gate.state().take_place(is_search, now);
        taken.expect("a day that is not used up")
    }

    fn learn(gate: &Gate, headers: &[(&'static str, &'static str)], now: Instant) {
        gate.state().read(&answer(headers), &RULES, now);
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn lets_a_hundred_through_in_any_ten_seconds() {
        let (gate, now) = (Gate::new(&RULES), Instant::now());
        assert_eq!(burst(&gate, false, now), (100, SECOND * 10));
        assert_eq!(burst(&gate, false, now + SECOND * 9), (0, SECOND));
        assert_eq!(burst(&gate, false, now + SECOND * 10), (100, SECOND * 10));
    }

    #[test]
    fn lets_five_searches_through_in_any_second_and_others_past_them() {
        let (gate, now) = (Gate::new(&RULES), Instant::now());
        assert_eq!(burst(&gate, true, now), (5, SECOND));
        assert_eq!(burst(&gate, false, now), (95, SECOND * 10));
        assert_eq!(
            burst(&gate, true, now + SECOND),
            (0, SECOND * 9),
            "a search is a request too"
        );
    }

    #[test]
    fn takes_the_limits_from_the_headers() {
        let (gate, now) = (Gate::new(&RULES), Instant::now());
        learn(&gate, &[("x-max", "190"), ("x-interval", "2000")], now);
        assert_eq!(burst(&gate, false, now), (190, SECOND * 2));
        let gate = Gate::new(&RULES);
        learn(&gate, &[("x-max", "0"), ("x-interval", "soon")], now);
        assert_eq!(burst(&gate, false, now), (100, SECOND * 10));
    }

    #[test]
    fn waits_an_interval_when_others_have_used_up_the_allowance() {
        let (gate, now) = (Gate::new(&RULES), Instant::now());
        learn(&gate, &[("x-remaining", "0")], now);
        assert_eq!(burst(&gate, false, now + SECOND), (0, SECOND * 9));
        assert_eq!(burst(&gate, false, now + SECOND * 10).0, 100);
    }

    #[test]
    fn sends_nothing_more_when_the_day_is_used_up() {
        let (gate, now) = (Gate::new(&RULES), Instant::now());
        let refused = |at| match gate.state().take_place(false, at) {
            Err(Error::RateLimited { retry_after, daily }) => Some((retry_after, daily)),
            _ => None,
        };
        learn(&gate, &[("x-daily", "0"), ("x-reset", "3600000")], now);
        assert_eq!(refused(now), Some((Some(SECOND * 3600), true)));
        assert_eq!(refused(now + SECOND * 3600), None);
        learn(&gate, &[("x-daily", "0")], now);
        assert_eq!(refused(now), Some((None, true)));
        assert_eq!(refused(now + NEXT_TRY), None, "tried again");
    }

    #[test]
    fn a_request_on_its_way_keeps_its_place_until_an_interval_after_its_answer() {
        let (gate, now) = (Gate::new(&RULES), Instant::now());
        for _ in 0..5 {
            assert_eq!(take(&gate, true, now), Ok(()));
        }
        let later = now + SECOND * 3;
        assert_eq!(take(&gate, true, later), Err(None), "all on their way");
        assert_eq!(take(&gate, false, later), Ok(()), "no search");
        let mut state = gate.state();
        state
            .windows(true)
            .for_each(|window| window.came_back(later));
        drop(state);
        assert_eq!(take(&gate, true, later), Err(Some(later + SECOND)));
        assert_eq!(take(&gate, true, later + SECOND), Ok(()));
    }

    #[tokio::test]
    async fn whoever_waits_hears_of_an_answer() {
        let gate = Gate::new(&RULES);
        let taken: Vec<_> = (0..5).map(|_| gate.enter(true, Duration::ZERO)).collect();
        let mut taken = futures_util::future::join_all(taken).await;
        let patience = SECOND * 60;
        let waiting = gate.enter(true, patience);
        let answered = async {
            let place = taken.pop();
            gate.state()
                .searches
                .as_mut()
                .expect("a limit")
                .rate
                .interval = Duration::ZERO;
            drop(place);
        };
        let (next, ()) = tokio::join!(waiting, answered);
        assert!(next.is_ok());
    }

    #[tokio::test]
    async fn serves_in_turn_and_says_when_it_would_take_too_long() {
        let gate = Gate::new(&RULES);
        for _ in 0..5 {
            drop(gate.enter(true, Duration::ZERO).await.expect("a place"));
        }
        let error = gate.enter(true, Duration::ZERO).await.err();
        let error = error.expect("no place");
        assert!(
            matches!(&error, Error::RateLimited { retry_after: Some(wait), daily: false } if *wait <= SECOND),
            "{error:?}"
        );
        drop(gate.enter(false, Duration::ZERO).await.expect("no search"));
        let turn = gate.turn.lock().await;
        let error = gate.enter(false, Duration::ZERO).await.err();
        assert_eq!(error.expect("not yet").code(), "crm_rate_limited");
        drop(turn);
        drop(gate.enter(false, Duration::ZERO).await.expect("its turn"));
    }
}
