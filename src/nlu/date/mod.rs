//! Stand-in.
use chrono::{Datelike, Days, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use std::ops::Range;
#[derive(Debug, Clone)]
pub struct Now {
    pub local: NaiveDateTime,
    pub zone: Tz,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    En,
    Es,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}
#[derive(Debug, Clone)]
pub struct When {
    pub span: Range<usize>,
    pub start: NaiveDateTime,
    pub end: Option<NaiveDateTime>,
    pub grain: Grain,
    pub has_time: bool,
    pub has_date: bool,
}
#[derive(Debug, Clone)]
pub struct Length {
    pub span: Range<usize>,
    pub seconds: i64,
}
#[derive(Debug, Clone)]
pub enum Found {
    When(When),
    Length(Length),
}
pub fn read(text: &str, _lang: Lang, now: &Now) -> Vec<Found> {
    let mut out = Vec::new();
    let re = regex::Regex::new(r"\b(?:(today|tonight|tomorrow)|(?:on )?(?:(next) )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)|in (\d) days)?(?: ?at)?(?: ?(\d{1,2})(?::(\d\d))? ?(am|pm)\b)?").unwrap();
    for c in re.captures_iter(text) {
        let m = c.get(0).unwrap();
        if m.as_str().trim().is_empty() || m.as_str().trim() == "at" {
            continue;
        }
        let mut d = now.local.date();
        if let Some(w) = c.get(1) {
            if w.as_str() == "tomorrow" {
                d = d + Days::new(1);
            }
        }
        if let Some(w) = c.get(3) {
            let want: chrono::Weekday = w.as_str().parse().unwrap();
            loop {
                d = d + Days::new(1);
                if d.weekday() == want {
                    break;
                }
            }
        }
        if let Some(n) = c.get(4) {
            d = d + Days::new(n.as_str().parse().unwrap());
        }
        let mut t = NaiveTime::MIN;
        let ht = c.get(5).is_some();
        if let Some(h) = c.get(5) {
            let mut h: u32 = h.as_str().parse().unwrap();
            if &c[7] == "pm" && h < 12 {
                h += 12;
            }
            t = NaiveTime::from_hms_opt(
                h % 24,
                c.get(6).map_or(0, |m| m.as_str().parse().unwrap()),
                0,
            )
            .unwrap_or_default();
        }
        let lead = m.as_str().len() - m.as_str().trim_start().len();
        out.push(Found::When(When {
            span: m.start() + lead..m.start() + lead + m.as_str().trim().len(),
            start: d.and_time(t),
            end: None,
            grain: Grain::Day,
            has_time: ht,
            has_date: true,
        }));
    }
    out
}
