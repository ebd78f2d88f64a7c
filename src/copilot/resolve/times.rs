//! Days and times of a draft as the instants that the CRM receives.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, SecondsFormat, TimeDelta};
use chrono_tz::Tz;
use serde_json::{Map, Value, json};

use super::moment::{Moment, day_start, next_day};
use super::{Halt, ask, choose, failed};
use crate::copilot::draft::{Draft, Found};
use crate::copilot::outcome::Why;
use crate::copilot::turn::Turn;
use crate::copilot::when::END_OF_WORK;

/// How long an appointment lasts when neither the user nor the calendar says, in minutes.
const DURATION: i64 = 30;

/// Start, end and a free slot. A time that is taken offers the nearest free ones of the same day.
pub(super) async fn book(
    turn: &Turn,
    draft: &mut Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
) -> Result<(), Halt> {
    let said = draft.text("when").unwrap_or_default().to_owned();
    if let Some(Moment::Day(day)) = Moment::read(&said) {
        return Err(ask(draft, "when", Why::NoTime(turn.locale.day(day))));
    }
    let start = instant(turn, draft, "when", NaiveTime::MIN)?;
    if start <= turn.now {
        return Err(ask(draft, "when", Why::Past(turn.locale.moment(start))));
    }
    let calendar = draft.found.get("calendar").cloned();
    let own = calendar
        .as_ref()
        .and_then(|found| found.record["duration_minutes"].as_i64());
    let minutes = draft
        .args
        .get("duration_minutes")
        .and_then(Value::as_i64)
        .or(own)
        .unwrap_or(DURATION);
    let end = start + TimeDelta::minutes(minutes);
    if let Some(calendar) = calendar {
        free(turn, draft, &calendar.id, start).await?;
    }
    args.remove("duration_minutes");
    args.insert("start".to_owned(), stamp(start));
    args.insert("end".to_owned(), stamp(end));
    shown.insert("when".to_owned(), turn.locale.moment(start));
    shown.insert("duration_minutes".to_owned(), turn.locale.minutes(minutes));
    if let (None, Some(contact)) = (args.get("title"), shown.get("contact").cloned()) {
        args.insert("title".to_owned(), json!(contact.clone()));
        shown.insert("title".to_owned(), contact);
    }
    Ok(())
}

/// How many free times are offered in place of a taken one.
const FREE_TIMES: usize = 5;

async fn free(turn: &Turn, draft: &Draft, calendar: &str, start: DateTime<Tz>) -> Result<(), Halt> {
    if !turn.proxy.supports("list_free_slots") {
        return Ok(());
    }
    let day = start.date_naive();
    let window = json!({
        "calendar": calendar,
        "start": stamp(day_start(turn.locale.zone, day)),
        "end": stamp(day_start(turn.locale.zone, next_day(day))),
    });
    let answer = turn
        .call("list_free_slots", &window)
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    let mut slots: Vec<DateTime<Tz>> = answer["slots"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|slot| DateTime::parse_from_rfc3339(slot.as_str()?).ok())
        .map(|slot| slot.with_timezone(&turn.locale.zone))
        .filter(|slot| *slot > turn.now)
        .collect();
    if slots.contains(&start) {
        return Ok(());
    }
    let said = turn.locale.moment(start);
    if slots.is_empty() {
        return Err(ask(draft, "when", Why::NoFreeTime(said)));
    }
    slots.sort_by_key(|slot| (*slot - start).abs());
    slots.truncate(FREE_TIMES);
    slots.sort();
    let offered = slots.into_iter().map(|slot| Found {
        id: slot.format("%Y-%m-%dT%H:%M").to_string(),
        name: turn.locale.moment(slot),
        record: Value::Null,
    });
    Err(choose(draft, "when", &said, offered.collect(), |_| {
        String::new()
    }))
}

/// The instant of a moment parameter that was said.
pub(super) fn instant(
    turn: &Turn,
    draft: &Draft,
    slot: &str,
    at: NaiveTime,
) -> Result<DateTime<Tz>, Halt> {
    let said = draft.text(slot).unwrap_or_default();
    let Some(moment) = Moment::read(said) else {
        return Err(ask(draft, slot, Why::Missing));
    };
    moment
        .instant(turn.locale.zone, at)
        .ok_or_else(|| ask(draft, slot, Why::Skipped(turn.locale.form(said))))
}

/// What a list shows when no period was said, and whether it takes a period without a start. Days
/// are counted from today; the last is not included.
#[derive(Clone, Copy)]
pub(super) enum Usual {
    /// Everything, and "before friday" has no start.
    Everything,
    /// These days, and "before friday" has no start.
    Days([i64; 2]),
    /// These days; the CRM wants both ends, so that "before friday" starts with them too.
    Bounded([i64; 2]),
}

/// The period of a list: the day said, or from one moment to another, or the usual days.
pub(super) fn period(
    turn: &Turn,
    draft: &Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
    names: [&str; 2],
    usual: Usual,
) {
    let zone = turn.locale.zone;
    let begin = draft.text("when").and_then(Moment::read);
    let end = draft.text("when_end").and_then(Moment::read);
    let today = turn.now.with_timezone(&zone).date_naive();
    let from_today = |days| day_start(zone, today + TimeDelta::days(days));
    let (from, to) = match (begin, end, usual) {
        (Some(begin), Some(end), _) => (begin.begin(zone), end.begin(zone)),
        (Some(begin), None, _) => (
            begin.begin(zone),
            day_start(zone, next_day(begin.day(zone))),
        ),
        (None, Some(end), Usual::Bounded([first, last])) => {
            let to = end.begin(zone);
            // What is over before the usual days begin: as many days before it.
            let usual = from_today(first);
            let earlier = day_start(zone, to.date_naive() - TimeDelta::days(last - first));
            (if usual < to { usual } else { earlier }, to)
        }
        (None, Some(end), Usual::Everything | Usual::Days(_)) => {
            let to = end.begin(zone);
            args.insert(names[1].to_owned(), stamp(to));
            let said = turn.locale.form(draft.text("when_end").unwrap_or_default());
            for (key, text) in [("when", "before"), ("dated", "list_when_before")] {
                let text = turn.words().say(text, &[("when", &said)]);
                shown.insert(key.to_owned(), text);
            }
            return;
        }
        (None, None, Usual::Days([first, last]) | Usual::Bounded([first, last])) => {
            (from_today(first), from_today(last))
        }
        (None, None, Usual::Everything) => return,
    };
    let [first, last] = names;
    args.insert(first.to_owned(), stamp(from));
    args.insert(last.to_owned(), stamp(to));
    shown.insert("when".to_owned(), turn.locale.period(from, to));
}

/// Nothing is free in the past: a period that has begun starts now, one that is over is asked for
/// again.
pub(super) fn from_now(
    turn: &Turn,
    draft: &Draft,
    args: &mut Map<String, Value>,
) -> Result<(), Halt> {
    let at = |name: &str| DateTime::parse_from_rfc3339(args.get(name)?.as_str()?).ok();
    let now = turn.now.with_timezone(&turn.locale.zone);
    if at("end").is_some_and(|end| end <= now) {
        let said = draft.text("when").or(draft.text("when_end"));
        let said = turn.locale.form(said.unwrap_or_default());
        return Err(ask(draft, "when", Why::Past(said)));
    }
    if at("start").is_some_and(|start| start < now) {
        args.insert("start".to_owned(), stamp(now));
    }
    Ok(())
}

/// The period of deals, and what lies in it: when they were created, unless something else was said
/// or they are looked for by a state that closes them. "Before march" has no start.
pub(super) fn period_of_deals(
    turn: &Turn,
    draft: &Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
) {
    let words = turn.words();
    period(
        turn,
        draft,
        args,
        shown,
        ["start", "end"],
        Usual::Everything,
    );
    if !args.contains_key("end") {
        // Without a period, it says which deals there are to choose from.
        let said = args.remove("period_of");
        match said.as_ref().and_then(Value::as_str) {
            Some("closed") => args.extend(said.map(|said| ("period_of".to_owned(), said))),
            Some("expected") => drop(args.insert("status".to_owned(), json!("open"))),
            _ => {}
        }
        return;
    }
    let is_closing = matches!(draft.text("status"), Some("won" | "lost" | "abandoned"));
    let usual = if is_closing { "closed" } else { "created" };
    let said = draft.text("period_of").unwrap_or(usual);
    args.insert("period_of".to_owned(), json!(said));
    let when = shown.get("when").map_or("", String::as_str);
    let dated = words.say(&format!("list_when_{said}"), &[("when", when)]);
    shown.insert("dated".to_owned(), dated);
}

pub(super) fn created(
    turn: &Turn,
    draft: &Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
) {
    let after = draft.text("created_after").and_then(Moment::read);
    let before = draft.text("created_before").and_then(Moment::read);
    if let Some(after) = after {
        let from = after.begin(turn.locale.zone);
        args.insert("created_after".to_owned(), stamp(from));
        shown.insert("created_after".to_owned(), turn.locale.moment(from));
    }
    if let Some(before) = before {
        let to = before.begin(turn.locale.zone);
        args.insert("created_before".to_owned(), stamp(to));
        shown.insert("created_before".to_owned(), turn.locale.moment(to));
    }
}

pub(super) fn stamp(instant: DateTime<Tz>) -> Value {
    Value::String(instant.to_rfc3339_opts(SecondsFormat::Secs, false))
}

/// The new start and end of an appointment: a day keeps the time of day, a length that was not said
/// stays as it was.
pub(super) async fn moved(
    turn: &Turn,
    draft: &mut Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
) -> Result<(), Halt> {
    let record = match draft.found.get("appointment") {
        Some(found) => found.record.clone(),
        None => return Err(ask(draft, "appointment", Why::Missing)),
    };
    let at = |name: &str| {
        let at = DateTime::parse_from_rfc3339(record[name].as_str()?).ok()?;
        Some(at.with_timezone(&turn.locale.zone))
    };
    let old = at("start");
    let same_time = old.map_or(NaiveTime::MIN, |old| old.time());
    let mut start = instant(turn, draft, "when", same_time)?;
    if draft.is_dayless("when")
        && let Some(old) = old
    {
        let there = Moment::Local(old.date_naive().and_time(start.time()));
        start = there.instant(turn.locale.zone, same_time).unwrap_or(start);
    }
    if start <= turn.now {
        return Err(ask(draft, "when", Why::Past(turn.locale.moment(start))));
    }
    let before = old
        .zip(at("end"))
        .map(|(start, end)| (end - start).num_minutes());
    let said = draft.args.get("duration_minutes").and_then(Value::as_i64);
    let minutes = said.or(before).unwrap_or(DURATION);
    if let Some(calendar) = record["calendar"].as_str() {
        free(turn, draft, calendar, start).await?;
    }
    only(args, &["appointment"]);
    args.insert("start".to_owned(), stamp(start));
    args.insert("end".to_owned(), stamp(start + TimeDelta::minutes(minutes)));
    shown.insert("when".to_owned(), turn.locale.moment(start));
    Ok(())
}

/// Keeps the arguments that the CRM needs, of all that told which record is meant.
pub(super) fn only(args: &mut Map<String, Value>, names: &[&str]) {
    args.retain(|name, _| names.contains(&name.as_str()));
}

/// A time in the future at which something begins, when one was said.
pub(super) fn later(
    turn: &Turn,
    draft: &Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
) -> Result<(), Halt> {
    let Some(said) = draft.text("when") else {
        return Ok(());
    };
    if let Some(Moment::Day(day)) = Moment::read(said) {
        return Err(ask(draft, "when", Why::NoTime(turn.locale.day(day))));
    }
    let start = instant(turn, draft, "when", NaiveTime::MIN)?;
    if start <= turn.now {
        return Err(ask(draft, "when", Why::Past(turn.locale.moment(start))));
    }
    args.insert("start".to_owned(), stamp(start));
    shown.insert("when".to_owned(), turn.locale.moment(start));
    Ok(())
}

/// When a task is due, when that was said.
pub(super) fn due(
    turn: &Turn,
    draft: &Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
) -> Result<(), Halt> {
    if draft.text("when").is_some() {
        let due = instant(turn, draft, "when", END_OF_WORK)?;
        // A caller that gives the instant itself may note what was.
        let is_over = match draft.text("when").and_then(Moment::read) {
            Some(Moment::Day(_) | Moment::Local(_)) => due < turn.now,
            Some(Moment::Instant(_)) | None => false,
        };
        if is_over {
            return Err(ask(draft, "when", Why::Past(turn.locale.moment(due))));
        }
        args.insert("due".to_owned(), stamp(due));
        shown.insert("when".to_owned(), turn.locale.moment(due));
    }
    Ok(())
}
