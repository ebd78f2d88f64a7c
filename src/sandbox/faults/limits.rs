//! The vendors' documented limits, counted by the sandbox's clock.
//!
//! GoHighLevel: 100 requests in 10 seconds and 200,000 a day. HubSpot (a private app of a
//! Professional account): 190 in 10 seconds and 625,000 a day, and apart from them 5 searches a
//! second, whose answers carry no headers. A refused request does not count.

use std::collections::VecDeque;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::Vendor;

/// Which limit a request ran into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    TenSeconds,
    Second,
    Day,
}

/// How much is left after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub now: usize,
    pub today: u32,
}

/// How many there may be in 10 seconds and in a day.
pub(super) const fn most(vendor: Vendor) -> (usize, u32) {
    match vendor {
        Vendor::GoHighLevel => (100, 200_000),
        Vendor::HubSpot => (190, 625_000),
    }
}

const SEARCHES: usize = 5;

/// What was asked lately.
#[derive(Default)]
pub(super) struct Counts {
    gohighlevel: Count,
    hubspot: Count,
    hubspot_searches: VecDeque<DateTime<Utc>>,
}

#[derive(Default)]
struct Count {
    recent: VecDeque<DateTime<Utc>>,
    day: NaiveDate,
    today: u32,
}

impl Counts {
    /// Counts a request. HubSpot's searches have nothing to say about what is left.
    pub(super) fn take(
        &mut self,
        vendor: Vendor,
        search: bool,
        now: DateTime<Utc>,
    ) -> Result<Option<Left>, Limit> {
        let count = match vendor {
            Vendor::HubSpot if search => {
                forget(&mut self.hubspot_searches, now - TimeDelta::seconds(1));
                if self.hubspot_searches.len() >= SEARCHES {
                    return Err(Limit::Second);
                }
                self.hubspot_searches.push_back(now);
                return Ok(None);
            }
            Vendor::HubSpot => &mut self.hubspot,
            Vendor::GoHighLevel => &mut self.gohighlevel,
        };
        let (most_now, most_today) = most(vendor);
        forget(&mut count.recent, now - TimeDelta::seconds(10));
        if count.day != now.date_naive() {
            (count.day, count.today) = (now.date_naive(), 0);
        }
        if count.today >= most_today {
            return Err(Limit::Day);
        }
        if count.recent.len() >= most_now {
            return Err(Limit::TenSeconds);
        }
        count.recent.push_back(now);
        count.today += 1;
        Ok(Some(Left {
            now: most_now - count.recent.len(),
            today: most_today - count.today,
        }))
    }
}

fn forget(times: &mut VecDeque<DateTime<Utc>>, until: DateTime<Utc>) {
    while times.front().is_some_and(|time| *time <= until) {
        times.pop_front();
    }
}
