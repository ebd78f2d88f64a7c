//! From what was said to what is meant: names to ids, days and times to instants.
//!
//! Nothing here changes anything in a CRM. What does not fit exactly one record becomes a question,
//! never a guess.

mod appointment;
mod contact;
mod moment;
mod names;
mod opportunity;
mod placed;
mod social;
mod step;
mod times;

pub(super) use contact::meant_another;
use serde_json::{Value, json};

use super::draft::{Draft, Found, missing};
use super::failure::crm_failure;
use super::outcome::{Ask, Choice, Outcome, Why};
use super::plan::Step;
use super::turn::Turn;
use crate::crm;
use crate::intents::StandsFor;
use crate::operations::{Need, Operation};
use crate::value::{Kind, Resource};

/// A turn that ends here instead of becoming a step.
pub(super) type Halt = Box<Outcome>;

/// Most records offered to choose from.
const OFFERED: usize = 10;

/// Resolves every reference of a draft, asks for what is missing, in the order of the table, and
/// builds the step.
pub(super) async fn resolve(
    turn: &Turn,
    row: &'static Operation,
    draft: &mut Draft,
) -> Result<Step, Halt> {
    for param in row.params {
        match param.kind {
            Kind::Ref(Resource::Contact) => contact::resolve(turn, row, draft, param.name).await?,
            Kind::Ref(Resource::Opportunity) => {
                opportunity::resolve(turn, row, draft, param.name).await?
            }
            Kind::Ref(Resource::Pipeline | Resource::Stage) => {
                placed::pipeline_and_stage(turn, row, draft).await?
            }
            Kind::Ref(Resource::Calendar) => {
                placed::calendar(turn, draft, param.need == Need::Chosen).await?
            }
            Kind::Ref(Resource::Task) => placed::task(turn, row, draft).await?,
            Kind::Ref(Resource::Appointment) => appointment::resolve(turn, row, draft).await?,
            Kind::Ref(
                Resource::Workflow | Resource::Campaign | Resource::User | Resource::Field,
            ) => placed::listed(turn, draft, param).await?,
            Kind::Moment => usable(draft, param.name)?,
            // Jobs are found before, as they are no records of a CRM.
            Kind::Ref(Resource::Job | Resource::Note)
            | Kind::Name
            | Kind::Line
            | Kind::Text
            | Kind::Email
            | Kind::Phone
            | Kind::Tags
            | Kind::Money
            | Kind::Minutes
            | Kind::Count
            | Kind::OneOf(_)
            | Kind::SomeOf(_)
            | Kind::Json
            | Kind::Opaque => {}
        }
        if draft.unfit.iter().any(|name| name == param.name) && !draft.args.contains_key(param.name)
        {
            draft.unfit.retain(|name| name != param.name);
            let why = match param.kind {
                // Any text fits, but not several.
                Kind::Line => Why::OnlyOne,
                kind => Why::Unfit(kind),
            };
            return Err(ask(draft, param.name, why));
        }
        if let Some(lacking) = missing(row, &draft.args)
            && lacking.name == param.name
        {
            let named = draft.named.as_deref().and_then(|name| row.param(name));
            let asked = named
                .filter(|param| param.need == lacking.need && !draft.args.contains_key(param.name));
            return Err(ask(draft, asked.unwrap_or(lacking).name, Why::Missing));
        }
    }
    step::build(turn, row, draft).await
}

/// Asks again for a time that was said and cannot be acted on, once.
fn usable(draft: &mut Draft, slot: &str) -> Result<(), Halt> {
    if draft.args.contains_key(slot) {
        return Ok(());
    }
    match draft.unusable.take() {
        Some(said) if said.repeats => Err(ask(draft, slot, Why::Repeats(said.text))),
        Some(said) => Err(ask(draft, slot, Why::Contradiction(said.text))),
        None => Ok(()),
    }
}

/// The thing that "it" means: the last of the kind that this operation takes. A word that may mean
/// somebody too means the thing only when nobody was spoken of since.
fn it<'a>(turn: &'a Turn, row: &Operation, draft: &Draft, slot: &str) -> Option<&'a str> {
    row.param(slot)?;
    let last = turn.things.iter().find(|thing| thing.slot == slot)?;
    let is_meant = match draft.stands_for {
        StandsFor::Person => false,
        StandsFor::Thing => true,
        StandsFor::Either => !last.is_aged,
    };
    (draft.pronoun.is_some() && is_meant).then_some(last.id.as_str())
}

/// Ends the turn with a question for one slot.
fn ask(draft: &Draft, slot: &str, why: Why) -> Halt {
    let ask = Ask {
        operation: draft.operation.clone(),
        slot: slot.to_owned(),
        why,
    };
    Box::new(Outcome::Ask(ask))
}

/// Ends the turn with a choice among records.
fn choose(
    draft: &Draft,
    slot: &str,
    said: &str,
    records: Vec<Found>,
    detail: impl Fn(&Value) -> String,
) -> Halt {
    let choices = records
        .into_iter()
        .take(OFFERED)
        .enumerate()
        .map(|(index, found)| Choice {
            number: index + 1,
            detail: detail(&found.record),
            label: found.name,
            id: found.id,
            record: found.record,
        })
        .collect();
    Box::new(Outcome::Choose {
        operation: draft.operation.clone(),
        slot: slot.to_owned(),
        said: said.to_owned(),
        choices,
    })
}

/// Ends the turn because the CRM failed while we only looked: nothing has happened.
fn failed(draft: &Draft, turn: &Turn, error: &crm::Error) -> Halt {
    let mut failure = crm_failure(turn, &draft.operation, error);
    failure.effect = super::outcome::Certainty::None;
    Box::new(Outcome::Failed(failure))
}

/// A record as something found, under the name it has at `name`.
fn found(record: &Value, name: &str) -> Option<Found> {
    let id = record.get("id")?.as_str()?.to_owned();
    let name = record
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or(&id)
        .to_owned();
    Some(Found {
        id,
        name,
        record: record.clone(),
    })
}

/// Adds records that are not there yet.
fn add_new(found: &mut Vec<Value>, more: Vec<Value>) {
    for record in more {
        if !found.iter().any(|known| known["id"] == record["id"]) {
            found.push(record);
        }
    }
}

/// Adds records that we know by id, as they are now, to those that a search has found: it may not
/// know them yet. `kind` is `contact` or `opportunity`.
async fn add_unsearched(
    turn: &Turn,
    kind: &str,
    found: &mut Vec<Value>,
    ids: Vec<Value>,
) -> Result<(), crm::Error> {
    for id in ids {
        if found.iter().any(|record| record["id"] == id) {
            continue;
        }
        match turn.call(&format!("get_{kind}"), &json!({kind: id})).await {
            Ok(record) => found.push(record),
            Err(crm::Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Whether a word has the shape of a vendor's id: HighLevel's letters and digits, HubSpot's digits. One
/// in some thirty of HighLevel's ids holds no digit, and no name changes to a capital so often.
fn has_id_shape(said: &str) -> bool {
    let digits = said.bytes().filter(u8::is_ascii_digit).count();
    let plain = said.bytes().all(|b| b.is_ascii_alphanumeric());
    let pairs = said.as_bytes().windows(2);
    let turns = pairs.filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let is_mixed = digits > 0 || turns.count() > 1;
    plain
        && (is_mixed && said.len() >= 15 || digits > 0 && digits == said.len() && said.len() <= 20)
}
