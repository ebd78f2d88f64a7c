//! Which appointment is meant: by id, or by who it is with, when it is and what it is called.

use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};

use super::moment::{Moment, day_start, next_day};
use super::times::stamp;
use super::{Halt, ask, choose, contact, failed, has_id_shape, it, names};
use crate::copilot::draft::{Draft, Found};
use crate::copilot::outcome::Why;
use crate::copilot::turn::Turn;
use crate::operations::Operation;

/// How many days ahead an appointment is looked for when its day was not said.
const AHEAD: i64 = 90;

/// Finds the appointment of a draft.
pub(super) async fn resolve(turn: &Turn, row: &Operation, draft: &mut Draft) -> Result<(), Halt> {
    if draft.found.contains_key("appointment") {
        return Ok(());
    }
    // Where the operation moves it, `when` is where it goes.
    let slot = match row.param("old_when") {
        Some(_) => "old_when",
        None => "when",
    };
    let at = draft.text(slot).and_then(Moment::read);
    let contact = draft.found.get("contact").map(|found| found.id.clone());
    let title = draft.text("title").map(str::to_owned);
    let said = draft.text("appointment").map(str::to_owned);
    let is_told = at.is_some() || title.is_some() || said.is_some();
    let meant = it(turn, row, draft, "appointment").filter(|_| !is_told);
    if !is_told && contact.is_none() && meant.is_none() {
        return Ok(());
    }
    let today = turn.now.with_timezone(&turn.locale.zone).date_naive();
    // "From 2 to 4" says no day: today's at two, if there is one, else the next ones at two.
    let is_dayless = draft.is_dayless(slot);
    let (from, to) = match at {
        Some(at) if !is_dayless => {
            let day = at.day(turn.locale.zone);
            (day, next_day(day))
        }
        _ => (today, today + TimeDelta::days(AHEAD)),
    };
    let mut window = json!({
        "start": stamp(day_start(turn.locale.zone, from)),
        "end": stamp(day_start(turn.locale.zone, to)),
    });
    if let Some(contact) = &contact {
        window["contact"] = json!(contact);
    }
    let answer = turn
        .call("list_appointments", &window)
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    let listed = answer["appointments"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let mut fitting: Vec<Value> = listed
        .into_iter()
        .filter(|record| record["status"] != "cancelled")
        .filter(|record| match at {
            Some(at @ (Moment::Local(_) | Moment::Instant(_))) if is_dayless => {
                let local = |start: DateTime<_>| start.with_timezone(&turn.locale.zone);
                let wanted = at.begin(turn.locale.zone).time();
                let is_ahead = |start: &DateTime<_>| local(*start) > turn.now;
                let start = start(record).filter(is_ahead);
                start.is_some_and(|start| local(start).time() == wanted)
            }
            Some(Moment::Local(_) | Moment::Instant(_)) => {
                start(record) == at.map(|at| at.begin(turn.locale.zone).fixed_offset())
            }
            Some(Moment::Day(_)) => true,
            None => start(record).is_some_and(|start| start > turn.now),
        })
        .collect();
    let said_at = at.map(|at| at.begin(turn.locale.zone).fixed_offset());
    if is_dayless && fitting.iter().any(|record| start(record) == said_at) {
        fitting.retain(|record| start(record) == said_at);
    }
    if let Some(id) = meant {
        fitting.retain(|record| record["id"] == *id);
        if fitting.is_empty() {
            return Ok(());
        }
    }
    let wanted = said.clone().or(title);
    if let Some(said) = &said
        && has_id_shape(said)
    {
        fitting.retain(|record| record["id"] == **said);
    } else if let Some(wanted) = &wanted {
        let title = |record: &Value| record["title"].as_str().unwrap_or_default().to_owned();
        let titled = names::best(wanted, fitting.clone(), title);
        fitting = match (titled.is_empty(), &said) {
            // Asked which appointment, people name the person.
            (true, Some(person)) => of_person(turn, draft, person, fitting).await?,
            _ => titled,
        };
    }
    let mut found: Vec<Found> = fitting
        .iter()
        .filter_map(|record| named(turn, record))
        .collect();
    match found.len() {
        1 => {
            let only = found.pop().map(|found| ("appointment".to_owned(), found));
            draft.args.insert(
                "appointment".to_owned(),
                json!(only.as_ref().map(|(_, found)| &found.id)),
            );
            draft.found.extend(only);
            Ok(())
        }
        0 => {
            let contact = draft.found.get("contact").map(|found| found.name.clone());
            let why = match wanted.or(contact) {
                Some(said) => Why::NotFound {
                    said,
                    creatable: false,
                },
                None => Why::NoneAt(
                    draft
                        .text(slot)
                        .map(|said| turn.locale.form(said))
                        .unwrap_or_default(),
                ),
            };
            // What did not lead to one is forgotten, so that the answer can name another.
            for name in [slot, "title", "contact", "appointment"] {
                if name != "when" || slot == "when" {
                    draft.args.remove(name);
                    draft.found.remove(name);
                }
            }
            Err(ask(draft, "appointment", why))
        }
        _ => Err(choose(
            draft,
            "appointment",
            &wanted.unwrap_or_default(),
            found,
            |_| String::new(),
        )),
    }
}

/// The appointments with whoever has this name.
async fn of_person(
    turn: &Turn,
    draft: &Draft,
    person: &str,
    appointments: Vec<Value>,
) -> Result<Vec<Value>, Halt> {
    let people = contact::candidates(turn, person)
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    let with = |record: &Value| people.iter().any(|found| record["contact"] == *found.id);
    Ok(appointments.into_iter().filter(with).collect())
}

/// "Cleaning, Saturday, March 14, 2026 at 2:00 PM".
fn named(turn: &Turn, record: &Value) -> Option<Found> {
    let at = start(record).map(|at| turn.locale.moment(at.with_timezone(&turn.locale.zone)));
    let parts = [record["title"].as_str().map(str::to_owned), at];
    Some(Found {
        id: record["id"].as_str()?.to_owned(),
        name: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
        record: record.clone(),
    })
}

fn start(record: &Value) -> Option<DateTime<chrono::FixedOffset>> {
    DateTime::parse_from_rfc3339(record["start"].as_str()?).ok()
}
