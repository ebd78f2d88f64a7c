//! A draft with everything found becomes the step that the CRM receives.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, SecondsFormat, TimeDelta};
use chrono_tz::Tz;
use serde_json::{Map, Value, json};

use super::moment::{Moment, day_start, next_day};
use super::{Halt, ask, choose, contact, failed, found};
use crate::copilot::draft::{Draft, Found};
use crate::copilot::outcome::{Outcome, Refusal, Why};
use crate::copilot::plan::{Named, Step};
use crate::copilot::reply::show;
use crate::copilot::turn::Turn;
use crate::operations::Operation;
use crate::value::Kind;

/// How long an appointment lasts when neither the user nor the calendar says, in minutes.
const DURATION: i64 = 30;
/// When a task is due on a day said without a time of day.
const END_OF_WORK: NaiveTime = NaiveTime::from_hms_opt(17, 0, 0).unwrap();
/// How many days are listed when no period was said.
const AHEAD: i64 = 7;

/// Builds the step: ids for references, instants for days and times, in the CRM room's own
/// argument names.
pub(super) async fn build(turn: &Turn, row: &Operation, draft: &mut Draft) -> Result<Step, Halt> {
    let mut shown = BTreeMap::new();
    let mut args = Map::new();
    for param in row.params {
        if let Some(found) = draft.found.get(param.name) {
            shown.insert(param.name.to_owned(), found.name.clone());
            args.insert(param.name.to_owned(), json!(found.id));
        } else if let Some(value) = draft
            .args
            .get(param.name)
            .filter(|_| param.kind != Kind::Moment)
        {
            shown.insert(param.name.to_owned(), show::value(param.kind, value));
            args.insert(param.name.to_owned(), value.clone());
        }
    }
    match row.name {
        "create_contact" => rename(&mut args, "contact", "name"),
        "create_opportunity" => {
            rename(&mut args, "opportunity", "title");
            first_stage(draft, &mut args, &mut shown);
        }
        "move_opportunity_stage" => pipeline_of_deal(draft, &mut args),
        "update_contact" => new_name(draft, &mut args),
        "send_sms" => reach(draft, &mut shown, "phone")?,
        "send_email" => reach(draft, &mut shown, "email")?,
        "delete_contact" => told_apart(draft, &mut shown),
        "book_appointment" => book(turn, draft, &mut args, &mut shown).await?,
        "create_task" => {
            let due = instant(turn, draft, "when", END_OF_WORK)?;
            args.insert("due".to_owned(), stamp(due));
            shown.insert("when".to_owned(), show::moment(due));
        }
        "list_appointments" => period(
            turn,
            draft,
            &mut args,
            &mut shown,
            ["start", "end"],
            Some(AHEAD),
        ),
        "list_tasks" => {
            period(
                turn,
                draft,
                &mut args,
                &mut shown,
                ["due_after", "due_before"],
                None,
            );
            args.entry("status").or_insert_with(|| json!("open"));
        }
        "search_contacts" => created(turn, draft, &mut args, &mut shown),
        _ => {}
    }
    let contact = match draft.found.get("contact") {
        Some(found) => Some(Named {
            id: found.id.clone(),
            name: found.name.clone(),
        }),
        None => contact_of_deal(draft),
    };
    Ok(Step {
        operation: row.name.to_owned(),
        args: Value::Object(args),
        shown,
        contact,
        key: draft.key.clone(),
    })
}

/// The number or address that will be reached, for what is shown before it runs. Who has none
/// cannot be reached that way, and is not asked about.
fn reach(
    draft: &Draft,
    shown: &mut BTreeMap<String, String>,
    member: &'static str,
) -> Result<(), Halt> {
    let Some(contact) = draft.found.get("contact") else {
        return Ok(());
    };
    let reach = match (member, contact.record[member].as_str()) {
        ("phone", Some(number)) => show::number(number),
        (_, Some(address)) => address.to_owned(),
        (_, None) => {
            let refusal = Refusal::Unreachable {
                contact: contact.name.clone(),
                lacks: member,
            };
            return Err(Box::new(Outcome::Refused(refusal)));
        }
    };
    shown.insert("reach".to_owned(), reach);
    Ok(())
}

/// All that tells people of one name apart, for what is shown before it runs.
fn told_apart(draft: &Draft, shown: &mut BTreeMap<String, String>) {
    let detail = draft
        .found
        .get("contact")
        .map(|contact| contact::detail(&contact.record));
    let detail = detail.filter(|detail| !detail.is_empty());
    shown.extend(detail.map(|detail| ("reach".to_owned(), detail)));
}

fn rename(args: &mut Map<String, Value>, from: &str, to: &str) {
    if let Some(value) = args.remove(from) {
        args.insert(to.to_owned(), value);
    }
}

/// A new deal starts in the first stage of its pipeline when none was said.
fn first_stage(draft: &Draft, args: &mut Map<String, Value>, shown: &mut BTreeMap<String, String>) {
    if args.contains_key("stage") {
        return;
    }
    let first = draft
        .found
        .get("pipeline")
        .map(|pipeline| pipeline.record["stages"][0].clone());
    if let Some(stage) = first.as_ref().and_then(|stage| found(stage, "name")) {
        args.insert("stage".to_owned(), json!(stage.id));
        shown.insert("stage".to_owned(), stage.name);
    }
}

/// The CRMs want the pipeline beside the stage.
fn pipeline_of_deal(draft: &Draft, args: &mut Map<String, Value>) {
    let stage = draft
        .found
        .get("stage")
        .map(|stage| stage.record["pipeline"].clone());
    let deal = draft
        .found
        .get("opportunity")
        .map(|deal| deal.record["pipeline"].clone());
    if let Some(pipeline) = stage.filter(Value::is_string).or(deal) {
        args.insert("pipeline".to_owned(), pipeline);
    }
}

fn contact_of_deal(draft: &Draft) -> Option<Named> {
    let record = &draft.found.get("opportunity")?.record;
    let id = record["contact"].as_str()?.to_owned();
    let name = record["contact_name"].as_str()?.to_owned();
    Some(Named { id, name })
}

/// A new last name keeps all names before the last.
fn new_name(draft: &Draft, args: &mut Map<String, Value>) {
    let Some(last) = args
        .remove("last_name")
        .as_ref()
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        return;
    };
    let old = draft
        .found
        .get("contact")
        .map(|found| found.name.as_str())
        .unwrap_or_default();
    let kept = match old.trim().rsplit_once(' ') {
        Some((kept, _)) => kept,
        None => old,
    };
    args.insert("name".to_owned(), json!(format!("{kept} {last}").trim()));
}

/// Start, end and a free slot. A time that is taken offers the nearest free ones of the same day.
async fn book(
    turn: &Turn,
    draft: &mut Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
) -> Result<(), Halt> {
    let said = draft.text("when").unwrap_or_default().to_owned();
    if let Some(Moment::Day(day)) = Moment::read(&said) {
        return Err(ask(draft, "when", Why::NoTime(show::day(day))));
    }
    let start = instant(turn, draft, "when", NaiveTime::MIN)?;
    if start <= turn.now {
        return Err(ask(draft, "when", Why::Past(show::moment(start))));
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
        free(turn, draft, &calendar, start).await?;
    }
    args.remove("duration_minutes");
    args.insert("start".to_owned(), stamp(start));
    args.insert("end".to_owned(), stamp(end));
    shown.insert("when".to_owned(), show::moment(start));
    shown.insert("duration_minutes".to_owned(), show::minutes(minutes));
    if let (None, Some(contact)) = (args.get("title"), shown.get("contact").cloned()) {
        args.insert("title".to_owned(), json!(contact.clone()));
        shown.insert("title".to_owned(), contact);
    }
    Ok(())
}

/// How many free times are offered in place of a taken one.
const FREE_TIMES: usize = 5;

async fn free(
    turn: &Turn,
    draft: &Draft,
    calendar: &Found,
    start: DateTime<Tz>,
) -> Result<(), Halt> {
    let day = start.date_naive();
    let window = json!({
        "calendar": calendar.id,
        "start": stamp(day_start(turn.zone, day)),
        "end": stamp(day_start(turn.zone, next_day(day))),
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
        .map(|slot| slot.with_timezone(&turn.zone))
        .filter(|slot| *slot > turn.now)
        .collect();
    if slots.contains(&start) {
        return Ok(());
    }
    let said = show::moment(start);
    if slots.is_empty() {
        return Err(ask(draft, "when", Why::NoFreeTime(said)));
    }
    slots.sort_by_key(|slot| (*slot - start).abs());
    slots.truncate(FREE_TIMES);
    slots.sort();
    let offered = slots.into_iter().map(|slot| Found {
        id: slot.format("%Y-%m-%dT%H:%M").to_string(),
        name: show::moment(slot),
        record: Value::Null,
    });
    Err(choose(draft, "when", &said, offered.collect(), |_| {
        String::new()
    }))
}

/// The instant of a moment parameter that was said.
fn instant(turn: &Turn, draft: &Draft, slot: &str, at: NaiveTime) -> Result<DateTime<Tz>, Halt> {
    let said = draft.text(slot).unwrap_or_default();
    let Some(moment) = Moment::read(said) else {
        return Err(ask(draft, slot, Why::Missing));
    };
    moment
        .instant(turn.zone, at)
        .ok_or_else(|| ask(draft, slot, Why::Skipped(show::form(said))))
}

/// The period of a list: the day said, or from one moment to another, or the days ahead.
fn period(
    turn: &Turn,
    draft: &Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
    names: [&str; 2],
    ahead: Option<i64>,
) {
    let begin = draft.text("when").and_then(Moment::read);
    let end = draft.text("when_end").and_then(Moment::read);
    let today = turn.now.with_timezone(&turn.zone).date_naive();
    let (from, to) = match (begin, end) {
        (Some(begin), Some(end)) => (begin.begin(turn.zone), end.begin(turn.zone)),
        (Some(begin), None) => {
            let day = begin.day(turn.zone);
            (begin.begin(turn.zone), day_start(turn.zone, next_day(day)))
        }
        (None, Some(end)) => (day_start(turn.zone, today), end.begin(turn.zone)),
        (None, None) => match ahead {
            Some(days) => (
                day_start(turn.zone, today),
                day_start(turn.zone, today + TimeDelta::days(days)),
            ),
            None => return,
        },
    };
    let [first, last] = names;
    args.insert(first.to_owned(), stamp(from));
    args.insert(last.to_owned(), stamp(to));
    shown.insert("when".to_owned(), show::period(from, to));
}

fn created(
    turn: &Turn,
    draft: &Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
) {
    let after = draft.text("created_after").and_then(Moment::read);
    let before = draft.text("created_before").and_then(Moment::read);
    if let Some(after) = after {
        let from = after.begin(turn.zone);
        args.insert("created_after".to_owned(), stamp(from));
        shown.insert("created_after".to_owned(), show::moment(from));
    }
    if let Some(before) = before {
        let to = before.begin(turn.zone);
        args.insert("created_before".to_owned(), stamp(to));
        shown.insert("created_before".to_owned(), show::moment(to));
    }
}

fn stamp(instant: DateTime<Tz>) -> Value {
    Value::String(instant.to_rfc3339_opts(SecondsFormat::Secs, false))
}
