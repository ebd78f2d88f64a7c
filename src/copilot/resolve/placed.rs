//! Things of a CRM that come in short lists: pipelines, stages, calendars, a contact's tasks.

use serde_json::{Value, json};

use super::{Halt, ask, choose, failed, found, names};
use crate::copilot::draft::{Draft, Found};
use crate::copilot::outcome::Why;
use crate::copilot::turn::Turn;
use crate::operations::{Need, Operation};

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
    let pipelines = list(turn, draft, "list_pipelines", "pipelines").await?;
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
    if draft.found.contains_key("calendar") || !(said || must_choose) {
        return Ok(());
    }
    let calendars = list(turn, draft, "list_calendars", "calendars").await?;
    if said {
        return by_name(draft, "calendar", calendars, |_| String::new());
    }
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

/// Finds a task of the draft's contact by id or title.
pub(super) async fn task(turn: &Turn, draft: &mut Draft) -> Result<(), Halt> {
    let Some(contact) = draft.found.get("contact").map(|found| found.id.clone()) else {
        return Ok(());
    };
    if draft.found.contains_key("task") || !draft.args.contains_key("task") {
        return Ok(());
    }
    let args = json!({"contact": contact});
    let answer = turn
        .call("list_tasks", &args)
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    let tasks = answer["tasks"].as_array().cloned().unwrap_or_default();
    let tasks = tasks
        .iter()
        .filter_map(|record| found(record, "title"))
        .collect();
    by_name(draft, "task", tasks, |record| {
        record["due"].as_str().unwrap_or_default().to_owned()
    })
}

async fn list(turn: &Turn, draft: &Draft, operation: &str, list: &str) -> Result<Vec<Found>, Halt> {
    let answer = turn
        .call(operation, &json!({}))
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    let records = answer[list].as_array().cloned().unwrap_or_default();
    Ok(records
        .iter()
        .filter_map(|record| found(record, "name"))
        .collect())
}

/// Picks by id or name; nothing that fits offers the whole list, which is short.
fn by_name(
    draft: &mut Draft,
    slot: &str,
    offered: Vec<Found>,
    detail: fn(&Value) -> String,
) -> Result<(), Halt> {
    let said = draft.text(slot).unwrap_or_default().to_owned();
    let mut fitting: Vec<Found> = offered
        .iter()
        .filter(|found| found.id == said)
        .cloned()
        .collect();
    if fitting.is_empty() {
        fitting = names::best(&said, offered.clone(), |found| found.name.clone());
    }
    if fitting.is_empty() {
        let near = names::near(&said, offered.iter().map(|found| found.name.clone()));
        if let [only] = near.as_slice() {
            fitting = offered
                .iter()
                .filter(|found| found.name == *only)
                .cloned()
                .collect();
        }
    }
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
                near: Vec::new(),
                creatable: false,
            },
        )),
        Err(none) if none.is_empty() => Err(choose(draft, slot, &said, offered, detail)),
        Err(several) => Err(choose(draft, slot, &said, several, detail)),
    }
}
