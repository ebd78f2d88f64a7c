//! Stand-in until the date room is merged: the same interface, a few forms only.
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    pub local: NaiveDateTime,
    pub zone: Tz,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    En,
    Es,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    Second,
    Minute,
    Hour,
    Daypart,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
}
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    pub span: Range<usize>,
    pub lead: usize,
    pub start: NaiveDateTime,
    pub end: Option<NaiveDateTime>,
    pub grain: Grain,
    pub has_time: bool,
    pub has_date: bool,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Length {
    pub span: Range<usize>,
    pub seconds: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    When(When),
    Length(Length),
}
static HOUR: &str = r"(?:(?:at |around )?(noon)|(?:at |around )?(\d{1,2})(?::(\d\d))? ?(am|pm)\b|(?:at |around )(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?::(\d\d)| (thirty|fifteen))?\b)";
static DAY: &str = r"(today|tonight|tomorrow|(?:next )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|in \d days|(?:jan|feb|march|april|june|july)[a-z]* \d{1,2}|the \d{1,2}(?:th|st|nd|rd)|(?:this|next|last) (?:week|month))";
static BOTH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"\b{DAY}(?: {HOUR})?")).unwrap());
static TIME: LazyLock<Regex> = LazyLock::new(|| Regex::new(&format!(r"\b{HOUR}")).unwrap());
static LEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:(\d+) ?(minutes?|mins?|hours?|hrs?)|half (?:an )?hour)\b").unwrap()
});
fn word(w: &str) -> u32 {
    [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ]
    .iter()
    .position(|x| *x == w)
    .map_or_else(|| w.parse().unwrap_or(0), |p| p as u32 + 1)
}
fn time(c: &regex::Captures<'_>, at: usize) -> Option<NaiveTime> {
    if c.get(at).is_some() {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    if let Some(h) = c.get(at + 1) {
        let mut h: u32 = h.as_str().parse().ok()?;
        if &c[at + 3] == "pm" && h < 12 {
            h += 12;
        }
        return NaiveTime::from_hms_opt(
            h,
            c.get(at + 2).map_or(0, |m| m.as_str().parse().unwrap()),
            0,
        );
    }
    let mut h = word(c.get(at + 4)?.as_str());
    if (1..=6).contains(&h) {
        h += 12;
    }
    let m = c.get(at + 5).map_or(0, |m| m.as_str().parse().unwrap())
        + c.get(at + 6)
            .map_or(0, |m| if m.as_str() == "thirty" { 30 } else { 15 });
    NaiveTime::from_hms_opt(h, m, 0)
}
fn day(said: &str, now: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
    let week = now - Days::new(u64::from(now.weekday().num_days_from_monday()));
    match said {
        "today" | "tonight" => return (now, None),
        "tomorrow" => return (now + Days::new(1), None),
        "this week" => return (week, Some(week + Days::new(7))),
        "next week" => return (week + Days::new(7), Some(week + Days::new(14))),
        "last month" | "this month" | "next month" => {
            let s = now.with_day(1).unwrap();
            return (s, Some(s + Days::new(28)));
        }
        _ => {}
    }
    if let Some(n) = said.strip_prefix("in ") {
        return (
            now + Days::new(n.split(' ').next().unwrap().parse().unwrap()),
            None,
        );
    }
    if let Some(n) = said.strip_prefix("the ") {
        return (
            now.with_day(n.trim_end_matches(char::is_alphabetic).parse().unwrap())
                .unwrap_or(now),
            None,
        );
    }
    if let Some(w) = said.strip_prefix("next ") {
        let w: chrono::Weekday = match w.parse() {
            Ok(w) => w,
            Err(_) => return (now, None),
        };
        return (
            week + Days::new(7 + u64::from(w.num_days_from_monday())),
            None,
        );
    }
    if let Ok(w) = said.parse::<chrono::Weekday>() {
        let mut d = now + Days::new(1);
        while d.weekday() != w {
            d = d + Days::new(1);
        }
        return (d, None);
    }
    let mut p = said.split(' ');
    let m: chrono::Month = match p.next().unwrap().parse() {
        Ok(m) => m,
        Err(_) => return (now, None),
    };
    (
        NaiveDate::from_ymd_opt(
            now.year(),
            m.number_from_month(),
            p.next().unwrap().parse().unwrap(),
        )
        .unwrap_or(now),
        None,
    )
}
pub fn read(text: &str, _lang: Lang, now: &Now) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for c in LEN.captures_iter(text) {
        let n = c.get(1).map_or(30, |n| n.as_str().parse().unwrap_or(0));
        let s = if c.get(2).is_some_and(|u| u.as_str().starts_with('h')) {
            3600
        } else {
            60
        };
        out.push(Found::Length(Length {
            span: c.get(0).unwrap().range(),
            seconds: n * s,
        }));
    }
    let mut taken: Vec<Range<usize>> = Vec::new();
    for c in BOTH.captures_iter(text) {
        let r = c.get(0).unwrap().range();
        let (d, end) = day(&c[1], now.local.date());
        let t = time(&c, 2);
        taken.push(r.clone());
        out.push(Found::When(When {
            lead: r.start,
            span: r,
            start: d.and_time(t.unwrap_or_default()),
            end: end.map(|e| e.and_time(NaiveTime::MIN)),
            grain: if end.is_some() {
                Grain::Week
            } else {
                Grain::Day
            },
            has_time: t.is_some(),
            has_date: true,
        }));
    }
    for c in TIME.captures_iter(text) {
        let r = c.get(0).unwrap().range();
        if taken.iter().any(|t| t.start < r.end && r.start < t.end) {
            continue;
        }
        if let Some(t) = time(&c, 1) {
            out.push(Found::When(When {
                lead: r.start,
                span: r,
                start: now.local.date().and_time(t),
                end: None,
                grain: Grain::Minute,
                has_time: true,
                has_date: false,
            }));
        }
    }
    out.sort_by_key(|f| match f {
        Found::When(w) => w.span.start,
        Found::Length(l) => l.span.start,
    });
    out
}
