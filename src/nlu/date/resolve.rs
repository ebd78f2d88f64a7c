//! Chooses the year, the day and the half of the day: the only place that forward dates are made.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use super::calendar::{
    around, between_zones, days_from, first_of_month, midnight, months_from, seconds_from, shift,
    weekday_after, ymd,
};
use super::forms::Context;
use super::moment::{Clock, Day, Is, Moment, Piece, Window};
use super::refine;
use super::words::Unit;
use super::{Conflict, Elsewhere, Found, Grain, Latest, Length, Modifier, Now, When};

/// A thousand years; what is longer is no appointment and no period.
const LONGEST: i64 = 1000 * 365 * 86_400;

pub(super) fn found(cx: &Context, piece: &Piece) -> Option<Found> {
    let t = &cx.t;
    let end = t.list.get(piece.to.checked_sub(1)?)?.end;
    let offset = |token: usize| t.list[token].start;
    match &piece.is {
        Is::Number(_) => None,
        Is::Length(amount) => {
            let seconds = amount.total_seconds().filter(|s| *s <= LONGEST)?;
            Some(Found::Length(Length {
                span: offset(piece.from)..end,
                seconds,
            }))
        }
        Is::Moment(moment) => {
            let span = offset(piece.span_from)..end;
            let lead = offset(lead_from(cx, piece));
            let zone = moment.zone.filter(|zone| *zone != cx.now.zone);
            let Some(zone) = zone else {
                let when = when(moment, cx.now, span, lead)?;
                let leaves = piece.lead.from;
                return Some(Found::When(When { leaves, ..when }));
            };
            // Told in another zone: found by its clock, given by the tenant's.
            let now = Now {
                local: between_zones(cx.now.local, cx.now.zone, zone)?,
                zone,
            };
            let mut when = when(moment, &now, span, lead)?;
            when.leaves = piece.lead.from;
            when.elsewhere = Some(Elsewhere {
                time: when.start.time(),
                there: zone,
                here: cx.now.zone,
            });
            let here = |local| between_zones(local, zone, cx.now.zone);
            when.start = here(when.start)?;
            when.end = when.end.and_then(here);
            when.latest = when.latest.and_then(|latest| {
                Some(Latest {
                    start: here(latest.start)?,
                    end: latest.end.and_then(here),
                })
            });
            Some(Found::When(when))
        }
    }
}

fn when(moment: &Moment, now: &Now, span: Range<usize>, lead: usize) -> Option<When> {
    let since = moment.modifier == Some(Modifier::Since) && moment.end.is_none();
    let at = match since.then(|| latest(moment, now)).flatten() {
        Some(past) => past,
        None => point(moment, now, None)?,
    };
    let until = match &moment.end {
        Some(last) => Some(range_end(moment, last, &at, now)?),
        None => at.end,
    };
    let last = moment.end.as_deref();
    let backwards = moment.backwards || last.is_some_and(|last| turns_back(moment, last, &at));
    let (at, until) = if moment.end.is_some() {
        ongoing(moment, at, until, now)?
    } else {
        (at, until)
    };
    // "The rest of last week": nothing is left of it.
    if until.is_some_and(|end| end < at.start) {
        return None;
    }
    Some(When {
        span,
        lead,
        start: at.start,
        end: until,
        latest: looking_back(moment, &at, now),
        grain: at.grain,
        has_time: at.has_time,
        has_date: moment.day.is_some(),
        modifier: moment.modifier,
        recurrence: moment.recurrence.clone(),
        conflict: at.conflict.or(backwards.then_some(Conflict::Backwards)),
        elsewhere: None,
        shifted: moment.shifted,
        leaves: false,
    })
}

/// The words in front without those that tie the expression to the one before it.
fn lead_from(cx: &Context, piece: &Piece) -> usize {
    use super::words::Key;
    let ties = [Key::And, Key::But, Key::Or, Key::To, Key::Of];
    let tied = |i: &usize| cx.t.any(*i, &ties) || cx.t.mark(*i).is_some();
    (piece.lead_from..piece.span_from)
        .find(|i| !tied(i))
        .unwrap_or(piece.span_from)
}

/// A moment on the calendar.
#[derive(Clone, Copy)]
struct Point {
    start: NaiveDateTime,
    end: Option<NaiveDateTime>,
    grain: Grain,
    has_time: bool,
    conflict: Option<Conflict>,
}

/// "since march", "since monday": the last one that has come, if the day leaves a choice.
fn latest(m: &Moment, now: &Now) -> Option<Point> {
    let today = now.local.date();
    let (unit, back) = match m.day? {
        Day::Weekday(_) => (Unit::Week, 1),
        Day::Nth(_) => (Unit::Month, 3),
        Day::Month(_) | Day::Yearless(..) => (Unit::Year, 8),
        Day::On(_) | Day::Away(_) | Day::Lacking { .. } | Day::Span { .. } | Day::Instant(..) => {
            return None;
        }
    };
    (1..=back).find_map(|n| {
        let floor = days_from(shift(today, unit, -n)?, i64::from(unit != Unit::Week))?;
        point(m, now, Some(floor)).filter(|p| p.start <= now.local && p.conflict.is_none())
    })
}

/// The latest reading of what lies ahead.
fn looking_back(m: &Moment, ahead: &Point, now: &Now) -> Option<Latest> {
    if ahead.start <= now.local {
        return None;
    }
    let past = match m.day? {
        // "over the weekend"
        Day::Span {
            start,
            end,
            unit: Unit::Weekend,
        } => Point {
            start: midnight(shift(start, Unit::Week, -1)?),
            end: Some(midnight(shift(end, Unit::Week, -1)?)),
            ..*ahead
        },
        _ => latest(m, now)?,
    };
    let end = match &m.end {
        Some(last) => Some(range_end(m, last, &past, now)?),
        None => past.end,
    };
    Some(Latest {
        start: past.start,
        end,
    })
}

fn time_of(clock: Clock) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(clock.hour, clock.minute, clock.second)
}

/// The moment as a point, not before `floor` where the day leaves a choice.
fn point(m: &Moment, now: &Now, floor: Option<NaiveDate>) -> Option<Point> {
    let clock = m.clock.map(Clock::settled);
    let whole = |start: NaiveDate, end: NaiveDate, grain| Point {
        start: midnight(start),
        end: Some(midnight(end)),
        grain,
        has_time: false,
        conflict: None,
    };
    match m.day {
        Some(Day::Instant(start, grain)) => Some(Point {
            start,
            end: None,
            grain,
            has_time: true,
            conflict: None,
        }),
        Some(Day::Span { start, end, unit }) => Some(whole(start, end, grain_of(unit))),
        Some(Day::Month(month)) => {
            let from = floor.unwrap_or(now.local.date());
            let first = ymd(from.year() + i32::from(month < from.month()), month, 1)?;
            let (start, end) = around(first, Unit::Month)?;
            Some(whole(start, end, Grain::Month))
        }
        Some(day) => {
            let (date, conflict) = dated(m, day, clock, now, floor)?;
            Some(Point {
                conflict,
                ..timed(date, clock, m.window, m.day, now)?
            })
        }
        None => undated(m, clock, now),
    }
}

fn timed(
    date: NaiveDate,
    clock: Option<Clock>,
    window: Option<Window>,
    day: Option<Day>,
    now: &Now,
) -> Option<Point> {
    let point = |start, end, grain, has_time| {
        Some(Point {
            start,
            end,
            grain,
            has_time,
            conflict: None,
        })
    };
    match (clock, window) {
        (Some(clock), window) => {
            let start = date.and_time(time_of(clock)?);
            // One in the night belongs to the night that started the day before.
            let late = window.is_some_and(|w| w.until > 12 && w.from >= 18) && clock.hour < 5;
            let today = now.local.date();
            let passed = start <= now.local || day.is_none() || date > today;
            let start = if late && passed {
                start.checked_add_days(chrono::Days::new(1))?
            } else {
                start
            };
            point(start, None, clock.grain, true)
        }
        (None, Some(w)) => {
            let hour = |h: u32| {
                Some(if h >= 24 {
                    midnight(days_from(date, 1)?)
                } else {
                    date.and_hms_opt(h, 0, 0)?
                })
            };
            point(hour(w.from)?, Some(hour(w.until)?), Grain::Daypart, true)
        }
        (None, None) => point(midnight(date), None, Grain::Day, false),
    }
}

/// A time of day or a repetition without a day: the next one.
fn undated(m: &Moment, clock: Option<Clock>, now: &Now) -> Option<Point> {
    let today = now.local.date();
    if let Some(clock) = clock {
        let later = today.and_time(time_of(clock)?) > now.local;
        let date = if later { today } else { days_from(today, 1)? };
        return timed(date, Some(clock), None, None, now);
    }
    if let Some(window) = m.window {
        let over = now.local.hour() >= window.until;
        let date = if over { days_from(today, 1)? } else { today };
        return timed(date, None, Some(window), None, now);
    }
    let repeats = m.recurrence.as_ref()?;
    let start = match repeats.unit {
        Grain::Second | Grain::Minute | Grain::Hour => seconds_from(now.local, now.zone, 0)?,
        Grain::Weekend => midnight(around(today, Unit::Weekend)?.0.max(today)),
        _ => midnight(today),
    };
    let has_time = repeats.unit < Grain::Daypart;
    let grain = if has_time { repeats.unit } else { Grain::Day };
    Some(Point {
        start,
        end: None,
        grain,
        has_time,
        conflict: None,
    })
}

/// The date of a day, and what does not fit in it.
fn dated(
    m: &Moment,
    day: Day,
    clock: Option<Clock>,
    now: &Now,
    floor: Option<NaiveDate>,
) -> Option<(NaiveDate, Option<Conflict>)> {
    let today = now.local.date();
    let from = floor.unwrap_or(today);
    if let (Day::Nth(n), Some(weekday)) = (day, m.weekday) {
        return match nth_on_weekday(n, weekday, today) {
            Some(date) => Some((date, None)),
            None => Some((
                coming_nth(n, today)?,
                Some(Conflict::Weekday { said: weekday }),
            )),
        };
    }
    let (date, lacking) = match day {
        Day::Weekday(weekday) => {
            let still = match (clock.map(time_of), m.window) {
                (Some(time), _) => time? > now.local.time(),
                (None, Some(window)) => now.local.hour() < window.until,
                (None, None) => false,
            };
            let today_counts = floor.is_none() && still && today.weekday() == weekday;
            (
                if today_counts {
                    today
                } else {
                    weekday_after(from, weekday)?
                },
                None,
            )
        }
        Day::Yearless(month, n) => match coming_month_day(month, n, from) {
            Some(date) => (date, None),
            None => (
                last_of(from.year() + i32::from(month < from.month()), month)?,
                Some(n),
            ),
        },
        Day::Lacking { year, month, day } => (last_of(year, month)?, Some(day)),
        day => (one_day_from(day, now, from)?, None),
    };
    if let Some(day) = lacking {
        return Some((date, Some(Conflict::NoSuchDay { day })));
    }
    let conflict = m
        .weekday
        .filter(|w| *w != date.weekday())
        .map(|said| Conflict::Weekday { said });
    Some((date, conflict))
}

fn last_of(year: i32, month: u32) -> Option<NaiveDate> {
    days_from(around(ymd(year, month, 1)?, Unit::Month)?.1, -1)
}

/// The date of a day that is one day, counted from today.
pub(super) fn one_day(day: Day, now: &Now) -> Option<NaiveDate> {
    one_day_from(day, now, now.local.date())
}

fn one_day_from(day: Day, now: &Now, from: NaiveDate) -> Option<NaiveDate> {
    match day {
        Day::On(date) | Day::Away(date) => Some(date),
        Day::Weekday(weekday) => weekday_after(now.local.date(), weekday),
        Day::Yearless(month, n) => coming_month_day(month, n, from),
        Day::Nth(n) => coming_nth(n, from),
        Day::Month(_) | Day::Lacking { .. } | Day::Span { .. } | Day::Instant(..) => None,
    }
}

/// The coming month and day; a leap day may be eight years away.
fn coming_month_day(month: u32, day: u32, from: NaiveDate) -> Option<NaiveDate> {
    (0..=8)
        .filter_map(|ahead| ymd(from.year() + ahead, month, day))
        .find(|d| *d >= from)
}

/// The coming day of a month that has it.
fn coming_nth(n: u32, from: NaiveDate) -> Option<NaiveDate> {
    months(from)
        .filter_map(|first| first.with_day(n))
        .find(|d| *d >= from)
}

/// "saturday the 23rd": this month's or the coming one. Nobody says so of a day many months away, so
/// another weekday or another number was meant when neither is one.
fn nth_on_weekday(n: u32, weekday: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    let this = first_of_month(today).with_day(n);
    [this, coming_nth(n, today)]
        .into_iter()
        .flatten()
        .find(|d| d.weekday() == weekday)
}

/// First days of this month and the twenty-four that follow.
fn months(from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (0..=24).filter_map(move |ahead| months_from(first_of_month(from), ahead))
}

/// The exclusive end of a range that starts at `start`.
fn range_end(first: &Moment, last: &Moment, start: &Point, now: &Now) -> Option<NaiveDateTime> {
    let from = start.start.date();
    if let (None, Some(clock)) = (last.day, last.clock) {
        let (_, clock) = refine::settle(first.clock.unwrap_or(clock).settled(), clock);
        let end = from.and_time(time_of(clock)?);
        let over = end <= start.start;
        return if over {
            end.checked_add_days(chrono::Days::new(1))
        } else {
            Some(end)
        };
    }
    if last.day.is_none() && last.window.is_some() {
        return timed(from, None, last.window, first.day, now)?.end;
    }
    let floor = match last.day? {
        Day::Weekday(_) => from,
        _ => from,
    };
    let end = point(last, now, Some(floor))?;
    if end.start < start.start {
        return None;
    }
    Some(match end.end {
        Some(after) => after,
        None if end.has_time => end.start,
        None => midnight(days_from(end.start.date(), 1)?),
    })
}

/// Whether the hour that a range ends with is before the one it starts with, by day, with no half of the
/// day said: "from 5 to 3". Ranges that last into the night start in the evening.
fn turns_back(first: &Moment, last: &Moment, start: &Point) -> bool {
    let (Some(from), Some(until), None) = (first.clock, last.clock, last.day) else {
        return false;
    };
    let ends = refine::settle(from.settled(), until).1.seconds();
    let starts = start.start.time().num_seconds_from_midnight();
    from.open && until.open && ends <= starts && start.start.hour() < 18
}

/// A range without a year that is going on now started in the past: "august to october" said in september.
fn ongoing(
    m: &Moment,
    at: Point,
    until: Option<NaiveDateTime>,
    now: &Now,
) -> Option<(Point, Option<NaiveDateTime>)> {
    let last = m.end.as_deref()?;
    let yearless = |d: Option<Day>| matches!(d, Some(Day::Yearless(..) | Day::Month(_)));
    if !yearless(m.day) || !yearless(last.day) {
        return Some((at, until));
    }
    let year = now.local.year();
    for floor in [ymd(year - 1, 1, 1)?, ymd(year, 1, 1)?, ymd(year + 1, 1, 1)?] {
        let start = point(m, now, Some(floor))?;
        let end = range_end(m, last, &start, now)?;
        // the last day itself does not count as going on
        let spoken = if start.grain == Grain::Month {
            end
        } else {
            end.checked_sub_days(chrono::Days::new(1))?
        };
        if spoken > now.local {
            return Some((start, Some(end)));
        }
    }
    Some((at, until))
}

fn grain_of(unit: Unit) -> Grain {
    match unit {
        Unit::Second => Grain::Second,
        Unit::Minute => Grain::Minute,
        Unit::Hour => Grain::Hour,
        Unit::Day | Unit::Workday => Grain::Day,
        Unit::Weekend => Grain::Weekend,
        Unit::Week | Unit::Fortnight => Grain::Week,
        Unit::Month => Grain::Month,
        Unit::Quarter => Grain::Quarter,
        Unit::Year | Unit::Decade | Unit::Century => Grain::Year,
    }
}
