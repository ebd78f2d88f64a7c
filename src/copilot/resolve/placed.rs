//! Things of a CRM that come in short lists: pipelines, stages, calendars, a contact's tasks.

use chrono::DateTime;
use serde_json::{Value, json};

use super::{Halt, ask, choose, failed, found, it, names};
use crate::copilot::draft::{Draft, Found};
use crate::copilot::outcome::Why;
use crate::copilot::turn::Turn;
use crate::operations::{Need, Operation, Param};
use crate::value::{Kind, Resource};

/// Finds pipeline and stage together, as one narrows the other: a stage that only one pipeline has
/// decides the pipeline, and a deal's own pipeline decides among stages of the same name.
pub(super) async fn pipeline_and_stage(
    turn: &Turn,
    row: &Operation,
    draft: &mut Draft,
) -> Result<(), Halt> {
    let open = |draft: &Draft, name: &str| {
        draft.args.contains_key(name) && !draft.found.contains_key(name)
    };
    let chosen = row
        .param("pipeline")
        .is_some_and(|param| param.need == Need::Chosen);
    let must_choose = chosen && !draft.found.contains_key("pipeline");
    if !open(draft, "pipeline") && !open(draft, "stage") && !must_choose {
        return Ok(());
    }
    let pipelines = list(turn, draft, "list_pipelines", "pipelines", |listed| {
        let has = |slot, listed: &[Found]| !open(draft, slot) || is_known(draft, slot, listed);
        has("pipeline", listed) && has("stage", &stages(listed))
    })
    .await?;
    if open(draft, "pipeline") {
        by_name(draft, "pipeline", pipelines.clone(), |_| String::new())?;
    }
    let of_deal = draft
        .found
        .get("opportunity")
        .and_then(|deal| deal.record["pipeline"].as_str());
    let pipeline = draft
        .found
        .get("pipeline")
        .map(|found| found.id.as_str())
        .or(of_deal);
    let within: Vec<Found> = match pipeline {
        Some(id) => pipelines
            .iter()
            .filter(|found| found.id == id)
            .cloned()
            .collect(),
        None => pipelines.clone(),
    };
    if open(draft, "stage") {
        by_name(draft, "stage", stages(&within), |record| {
            record["pipeline_name"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        })?;
        let stage = draft
            .found
            .get("stage")
            .map(|stage| stage.record["pipeline"].clone());
        let owner = pipelines
            .iter()
            .find(|found| Some(&json!(found.id)) == stage.as_ref());
        draft
            .found
            .extend(owner.map(|found| ("pipeline".to_owned(), found.clone())));
    }
    if chosen && !draft.found.contains_key("pipeline") {
        match <[Found; 1]>::try_from(pipelines) {
            Ok([only]) => draft.found.extend([("pipeline".to_owned(), only)]),
            Err(several) if several.is_empty() => return Err(ask(draft, "pipeline", Why::Missing)),
            Err(several) => return Err(choose(draft, "pipeline", "", several, |_| String::new())),
        }
    }
    Ok(())
}

/// The stages of some pipelines, each with its pipeline's id and name.
fn stages(pipelines: &[Found]) -> Vec<Found> {
    let of_one = |pipeline: &Found| -> Vec<Found> {
        let stages = pipeline.record["stages"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let with_owner = |mut stage: Value| {
            stage["pipeline"] = json!(pipeline.id);
            stage["pipeline_name"] = json!(pipeline.name);
            stage
        };
        stages
            .into_iter()
            .map(with_owner)
            .filter_map(|stage| found(&stage, "name"))
            .collect()
    };
    pipelines.iter().flat_map(of_one).collect()
}

/// Finds the calendar: by name, or when none was said the one the tenant has chosen for this
/// connection, the CRM's default one, or the only one.
pub(super) async fn calendar(
    turn: &Turn,
    draft: &mut Draft,
    must_choose: bool,
) -> Result<(), Halt> {
    let said = draft.args.contains_key("calendar");
    // Who knows no free times books without a calendar.
    let is_kept = said || turn.proxy.supports("list_free_slots");
    if draft.found.contains_key("calendar") || !(said || must_choose) || !is_kept {
        return Ok(());
    }
    let mut calendars = list(turn, draft, "list_calendars", "calendars", |listed| {
        is_known(draft, "calendar", listed)
    })
    .await?;
    if said {
        return by_name(draft, "calendar", calendars, |_| String::new());
    }
    calendars.retain(|found| found.record["is_active"] != json!(false));
    let chosen = turn.calendar.as_deref();
    let is_default = |found: &&Found| match chosen {
        Some(chosen) => found.id == chosen || found.name == chosen,
        None => found.record["is_default"] == json!(true),
    };
    let mut defaults = calendars.iter().filter(is_default);
    let only = match (defaults.next(), defaults.next(), calendars.as_slice()) {
        (Some(default), None, _) => Some(default.clone()),
        (_, _, [only]) => Some(only.clone()),
        _ => None,
    };
    match only {
        Some(calendar) => {
            draft.found.insert("calendar".to_owned(), calendar);
            Ok(())
        }
        None if calendars.is_empty() => Err(ask(draft, "calendar", Why::Missing)),
        None => Err(choose(draft, "calendar", "", calendars, |_| String::new())),
    }
}

/// Finds something of a short list that the CRM keeps by name: a workflow, a campaign, a user, a
/// field. When none was said and one has to be chosen, the only one counts.
pub(super) async fn listed(turn: &Turn, draft: &mut Draft, param: &Param) -> Result<(), Halt> {
    let (operation, records) = match param.kind {
        Kind::Ref(Resource::Workflow) => ("list_workflows", "workflows"),
        Kind::Ref(Resource::Campaign) => ("list_campaigns", "campaigns"),
        Kind::Ref(Resource::User) => ("list_users", "users"),
        _ => ("list_custom_fields", "fields"),
    };
    let said = draft.args.contains_key(param.name);
    if draft.found.contains_key(param.name) || !(said || param.need == Need::Chosen) {
        return Ok(());
    }
    let offered = list(turn, draft, operation, records, |listed| {
        is_known(draft, param.name, listed)
    })
    .await?;
    if said {
        return by_name(draft, param.name, offered, |_| String::new());
    }
    match <[Found; 1]>::try_from(offered) {
        Ok([only]) => {
            draft.found.insert(param.name.to_owned(), only);
            Ok(())
        }
        Err(none) if none.is_empty() => Err(ask(draft, param.name, Why::Missing)),
        Err(several) => Err(choose(draft, param.name, "", several, |_| String::new())),
    }
}

/// Finds a task by id or title, of the draft's contact or of all.
pub(super) async fn task(turn: &Turn, row: &Operation, draft: &mut Draft) -> Result<(), Halt> {
    if draft.found.contains_key("task") {
        return Ok(());
    }
    let meant = it(turn, row, draft, "task").filter(|_| !draft.args.contains_key("task"));
    if meant.is_none() && !draft.args.contains_key("task") {
        return Ok(());
    }
    let contact = draft.found.get("contact").map(|found| found.id.clone());
    let args = match contact {
        Some(contact) => json!({"contact": contact, "status": "all"}),
        None => json!({"status": "all", "limit": LOOKED_AT}),
    };
    let answer = turn
        .call("list_tasks", &args)
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    let tasks = answer["tasks"].as_array().cloned().unwrap_or_default();
    // A task that is done is meant only when it is opened again.
    let done = draft.operation == "reopen_task";
    let tasks = tasks
        .iter()
        .filter(|record| record["completed"] == json!(done) || draft.operation == "delete_task")
        .filter_map(|record| {
            let mut task = found(record, "title")?;
            let due = DateTime::parse_from_rfc3339(record["due"].as_str().unwrap_or_default());
            let due = due.map(|due| turn.locale.moment(due.with_timezone(&turn.locale.zone)));
            task.record["due_shown"] = json!(due.unwrap_or_default());
            Some(task)
        })
        .collect::<Vec<Found>>();
    if let Some(id) = meant {
        let open = tasks.into_iter().find(|task| task.id == id);
        if let Some(task) = open {
            draft.args.insert("task".to_owned(), json!(task.name));
            draft.found.insert("task".to_owned(), task);
        }
        return Ok(());
    }
    by_name(draft, "task", tasks, |record| {
        record["due_shown"].as_str().unwrap_or_default().to_owned()
    })
}

/// Most tasks looked at for one title.
const LOOKED_AT: u64 = 500;

/// A short list, kept or read now: what was read before counts when it `is_enough` to find what was
/// said, so that something added a moment ago is not said to be missing.
async fn list(
    turn: &Turn,
    draft: &Draft,
    operation: &str,
    list: &str,
    is_enough: impl Fn(&[Found]) -> bool,
) -> Result<Vec<Found>, Halt> {
    let all = |answer: &Value| -> Vec<Found> {
        let records = answer[list].as_array().into_iter().flatten();
        records.filter_map(|record| found(record, "name")).collect()
    };
    let answer = turn
        .list(operation, |answer| is_enough(&all(answer)))
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    Ok(all(&answer))
}

/// Whether what was said for a slot, if anything, is in a list.
fn is_known(draft: &Draft, slot: &str, listed: &[Found]) -> bool {
    match draft.text(slot) {
        Some(said) => !fitting(said, listed).is_empty(),
        None => !listed.is_empty(),
    }
}

/// Those with this id, or whose name fits best.
fn fitting(said: &str, listed: &[Found]) -> Vec<Found> {
    match listed.iter().find(|found| found.id == said) {
        Some(found) => vec![found.clone()],
        None => names::best(said, listed.to_vec(), |found| found.name.clone()),
    }
}

/// Picks by id or name; nothing that fits offers the whole list, which is short.
fn by_name(
    draft: &mut Draft,
    slot: &str,
    offered: Vec<Found>,
    detail: fn(&Value) -> String,
) -> Result<(), Halt> {
    let said = draft.text(slot).unwrap_or_default().to_owned();
    let fitting = fitting(&said, &offered);
    match <[Found; 1]>::try_from(fitting) {
        Ok([only]) => {
            draft.found.insert(slot.to_owned(), only);
            Ok(())
        }
        Err(none) if none.is_empty() && offered.is_empty() => Err(ask(
            draft,
            slot,
            Why::NotFound {
                said,
                creatable: false,
            },
        )),
        Err(none) if none.is_empty() => {
            let offered = names::nearest_first(&said, offered, |found| found.name.clone());
            Err(choose(draft, slot, &said, offered, detail))
        }
        Err(several) => Err(choose(draft, slot, &said, several, detail)),
    }
}
