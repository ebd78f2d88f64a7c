//! Who is meant: the contacts of a selection, looked up and kept before anything is shown.

use std::collections::HashSet;
use std::pin::pin;

use futures_util::TryStreamExt;
use serde_json::{Map, Value, json};

use crate::copilot::advance::Service;
use crate::copilot::failure::crm_failure;
use crate::copilot::outcome::{Certainty, Outcome, Refusal};
use crate::copilot::plan::Step;
use crate::copilot::turn::Turn;
use crate::copilot::{Copilot, Error};
use crate::crm::{self, pages};
use crate::operations::Operation;
use crate::operations::bulk::{MOST, SELECTION};
use crate::secrets::fingerprint;
use crate::store::bulk_jobs::{self, NewJob};
use crate::store::bulk_rows::NewRow;
use crate::value::Kind;

/// Contacts asked for in one page; a vendor that gives fewer gives fewer.
const PAGE: u64 = 500;
/// Names that a preview shows.
const SAMPLE: usize = 5;

impl Copilot {
    /// Makes a bulk step whole: looks up its contacts, and keeps them as a job that waits for yes.
    /// The calls are those for the first contact.
    pub(in crate::copilot) async fn prepare_bulk(
        &self,
        service: Service<'_>,
        turn: &Turn,
        each: &Operation,
        mut step: Step,
    ) -> Result<Result<(Step, Vec<crm::Call>), Box<Outcome>>, Error> {
        let args = step.args.as_object().cloned().unwrap_or_default();
        let (selection, same): (Map<_, _>, Map<_, _>) = args
            .into_iter()
            .filter(|(name, _)| name != "everyone")
            .partition(|(name, _)| SELECTION.contains(&name.as_str()));
        let rows = match contacts(turn, each, Value::Object(selection), &same).await {
            Ok(rows) => rows,
            Err(Stop::TooMany(total)) => return Ok(Err(refused(Refusal::TooMany(total)))),
            Err(Stop::Crm(error)) => {
                let mut failure = crm_failure(turn, "search_contacts", &error);
                failure.effect = Certainty::None;
                return Ok(Err(Box::new(Outcome::Failed(failure))));
            }
        };
        let first = rows.iter().find(|row| row.skipped.is_none());
        let Some(first) = first.cloned() else {
            return Ok(Err(refused(match rows.len() {
                0 => Refusal::NobodyFits,
                all => Refusal::NobodyLeft(all),
            })));
        };
        let meant = rows.iter().filter(|row| row.skipped.is_none()).count();
        let mut example = same.clone();
        example.insert("contact".to_owned(), json!(first.contact));
        let example = Value::Object(example);
        let calls = match turn.proxy.preview(each.name, &example) {
            Ok(calls) => calls,
            Err(error) => {
                let failure = crm_failure(turn, &step.operation, &error);
                return Ok(Err(Box::new(Outcome::Failed(failure))));
            }
        };
        let new = NewJob {
            connection: &turn.connection,
            operation: &step.operation,
            args: &Value::Object(same),
            rows: &rows,
        };
        let actor = service.actor;
        let job = bulk_jobs::insert(&self.store, &actor.tenant, &actor.user, new, turn.now).await?;
        let ids: Vec<&str> = rows.iter().map(|row| row.contact.as_str()).collect();
        step.args["job"] = json!(job.id);
        step.args["contacts"] = json!(meant);
        // The hash of the plan covers who is meant.
        step.args["contacts_sha256"] = json!(fingerprint(&ids.join("\n")));
        let mut show = |name: &str, value: String| step.shown.insert(name.to_owned(), value);
        show("contacts", meant.to_string());
        if rows.len() > meant {
            show("left_out", (rows.len() - meant).to_string());
        }
        let named = rows.iter().filter(|row| row.skipped.is_none());
        let sample: Vec<&str> = named.take(SAMPLE).map(|row| row.name.as_str()).collect();
        let dots = if meant > SAMPLE { ", …" } else { "" };
        show("sample", format!("{}{dots}", sample.join(", ")));
        let requests = meant as u64 * calls.len() as u64;
        show("requests", requests.to_string());
        let minutes = requests.div_ceil(turn.proxy.requests_per_minute());
        show("takes", turn.words().value(Kind::Minutes, &json!(minutes)));
        Ok(Ok((step, calls)))
    }
}

enum Stop {
    TooMany(u64),
    Crm(crm::Error),
}

fn refused(refusal: Refusal) -> Box<Outcome> {
    Box::new(Outcome::Refused(refusal))
}

async fn contacts(
    turn: &Turn,
    each: &Operation,
    mut selection: Value,
    same: &Map<String, Value>,
) -> Result<Vec<NewRow>, Stop> {
    selection["limit"] = json!(PAGE);
    let mut found = pin!(pages(turn.proxy.as_ref(), "search_contacts", selection));
    let mut seen = HashSet::new();
    // A family with one number gets one text.
    let mut reached = HashSet::new();
    let mut rows = Vec::new();
    while let Some(page) = found.try_next().await.map_err(Stop::Crm)? {
        let total = page["total"].as_u64().unwrap_or_default();
        if total > MOST as u64 {
            return Err(Stop::TooMany(total));
        }
        for contact in page["contacts"].as_array().into_iter().flatten() {
            // Somebody may be added while the pages are read, and push others to the next page.
            let Some(id) = contact["id"]
                .as_str()
                .filter(|id| seen.insert((*id).to_owned()))
            else {
                continue;
            };
            let twice = reach(each, contact).is_some_and(|at| !reached.insert(at.to_owned()));
            let again = twice.then_some("same_address");
            rows.push(NewRow {
                contact: id.to_owned(),
                name: contact["name"].as_str().unwrap_or(id).to_owned(),
                skipped: left_out(each, contact, same).or(again),
            });
        }
        if rows.len() > MOST {
            return Err(Stop::TooMany(rows.len() as u64));
        }
    }
    Ok(rows)
}

/// The number or address that a message goes to.
fn reach<'a>(each: &Operation, contact: &'a Value) -> Option<&'a str> {
    match each.name {
        "send_sms" => contact["phone"].as_str(),
        "send_email" => contact["email"].as_str(),
        _ => None,
    }
}

/// Why a contact is left out: it cannot be reached, does not want to be, or is so already.
fn left_out(each: &Operation, contact: &Value, same: &Map<String, Value>) -> Option<&'static str> {
    let lacks = |member: &str| contact[member].as_str().is_none_or(str::is_empty);
    // A list may not tell for which channels; then nobody who is on do not disturb is written to.
    let unwanted = |channel: &str| match contact["do_not_disturb_channels"].as_array() {
        Some(channels) => channels.iter().any(|known| known == channel),
        None => contact["do_not_disturb"] == json!(true),
    };
    let has = |tag: &Value| {
        let tags = contact["tags"].as_array();
        tags.is_some_and(|tags| tags.contains(tag))
    };
    let mut tags = same
        .get("tags")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    match each.name {
        "send_sms" if lacks("phone") => Some("no_phone"),
        "send_email" if lacks("email") => Some("no_email"),
        "send_sms" if unwanted("sms") => Some("opted_out"),
        "send_email" if unwanted("email") => Some("opted_out"),
        "add_tags" if tags.all(has) => Some("unchanged"),
        "remove_tags" if contact["tags"].is_array() && !tags.any(has) => Some("unchanged"),
        _ => None,
    }
}
