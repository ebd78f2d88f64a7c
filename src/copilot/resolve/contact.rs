//! Which contact is meant.

use serde_json::{Value, json};

use super::{Halt, add_new, add_unsearched, ask, choose, failed, found, has_id_shape, it, names};
use crate::copilot::draft::{Draft, Found};
use crate::copilot::memory::THINGS;
use crate::copilot::outcome::Why;
use crate::copilot::plan::Named;
use crate::copilot::reply::show;
use crate::copilot::turn::Turn;
use crate::crm;
use crate::intents::{Context, StandsFor};
use crate::nlu::date::Now;
use crate::operations::{Need, Operation};
use crate::value::{Effect, email, phone};

/// Most contacts looked at for one name.
const LOOKED_AT: u64 = 100;

/// Finds the contact of a draft's parameter, by pronoun, id, e-mail address, phone number or name.
pub(super) async fn resolve(
    turn: &Turn,
    row: &Operation,
    draft: &mut Draft,
    slot: &str,
) -> Result<(), Halt> {
    if draft.found.contains_key(slot) {
        return Ok(());
    }
    let Some(said) = draft.text(slot).map(str::to_owned) else {
        return by_pronoun(turn, row, draft, slot).await;
    };
    let mut fitting = candidates(turn, &said)
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    fitting.retain(|found| !draft.ruled_out.contains(&found.id));
    match fitting.len() {
        1 => {
            draft
                .found
                .extend(fitting.pop().map(|found| (slot.to_owned(), found)));
            Ok(())
        }
        0 => {
            let mut near = near(turn, &said)
                .await
                .map_err(|error| failed(draft, turn, &error))?;
            near.retain(|found| !draft.ruled_out.contains(&found.id));
            if !near.is_empty() {
                return Err(choose(draft, slot, &said, near, detail));
            }
            let required = row
                .param(slot)
                .is_some_and(|param| param.need == Need::Required);
            let may_create = required && matches!(row.effect, Effect::Write | Effect::Send);
            let creatable = may_create && is_new_name(turn, &said);
            Err(ask(draft, slot, Why::NotFound { said, creatable }))
        }
        _ => Err(choose(draft, slot, &said, fitting, detail)),
    }
}

/// The contact spoken of last, if it still exists.
async fn by_pronoun(
    turn: &Turn,
    row: &Operation,
    draft: &mut Draft,
    slot: &str,
) -> Result<(), Halt> {
    let (Some(_), Some(last)) = (&draft.pronoun, turn.recent.first()) else {
        return Ok(());
    };
    // "mark it done" says nothing of whose it is.
    let is_of_thing = THINGS
        .iter()
        .any(|(thing, _)| it(turn, row, draft, thing).is_some());
    let is_task = row.param("task").is_some() && draft.stands_for != StandsFor::Person;
    if is_of_thing || is_task {
        return Ok(());
    }
    match turn.call("get_contact", &json!({"contact": last.id})).await {
        Ok(record) => {
            if let Some(contact) = found(&record, "name") {
                draft.args.insert(slot.to_owned(), json!(contact.name));
                draft.found.insert(slot.to_owned(), contact);
            }
            Ok(())
        }
        Err(crm::Error::NotFound) => Ok(()),
        Err(error) => Err(failed(draft, turn, &error)),
    }
}

/// The contacts that fit what was said best.
pub(super) async fn candidates(turn: &Turn, said: &str) -> Result<Vec<Found>, crm::Error> {
    let address = email(said);
    let number = phone(said);
    // Digits that can be a phone number are one: HubSpot's ids are nothing but digits.
    if has_id_shape(said) && number.is_none() {
        match turn.call("get_contact", &json!({"contact": said})).await {
            Ok(record) => return Ok(found(&record, "name").into_iter().collect()),
            Err(crm::Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let query = number.as_deref().or(address.as_deref()).unwrap_or(said);
    let mut records = search(turn, query).await?;
    if let Some(address) = address {
        let same = |record: &Value| {
            record["email"]
                .as_str()
                .is_some_and(|e| e.eq_ignore_ascii_case(&address))
        };
        add_unsearched(turn, "contact", &mut records, fresh(turn, same)).await?;
        records.retain(same);
    } else if let Some(number) = number {
        let same =
            |record: &Value| record["phone"].as_str().and_then(phone).as_ref() == Some(&number);
        add_unsearched(turn, "contact", &mut records, fresh(turn, same)).await?;
        records.retain(same);
    } else {
        records = by_name(turn, said, records).await?;
    }
    Ok(records
        .iter()
        .filter_map(|record| found(record, "name"))
        .collect())
}

/// The records whose name fits, with those spoken of a moment ago that the CRM's search may not
/// know yet.
async fn by_name(
    turn: &Turn,
    said: &str,
    mut records: Vec<Value>,
) -> Result<Vec<Value>, crm::Error> {
    let mut known = turn.recent.clone();
    known.extend(turn.fresh.contacts.iter().filter_map(Named::of));
    let fitting = names::best(said, known, |named| named.name.clone());
    let fitting = fitting.into_iter().map(|named| json!(named.id));
    add_unsearched(turn, "contact", &mut records, fitting.collect()).await?;
    let by_name = names::best(said, records.clone(), |record| text(record, "name"));
    if !by_name.is_empty() {
        return Ok(by_name);
    }
    // A word of a company's name is no name of somebody who works there.
    records.retain(|record| names::is_same(said, &text(record, "company")));
    Ok(records)
}

/// The ids of contacts made or changed a moment ago that are the ones.
fn fresh(turn: &Turn, is_one: impl Fn(&Value) -> bool) -> Vec<Value> {
    let ones = turn.fresh.contacts.iter().filter(|record| is_one(record));
    ones.map(|record| record["id"].clone()).collect()
}

async fn search(turn: &Turn, query: &str) -> Result<Vec<Value>, crm::Error> {
    let mut answer = turn
        .call(
            "search_contacts",
            &json!({"query": query, "limit": LOOKED_AT}),
        )
        .await?;
    match answer["contacts"].take() {
        Value::Array(records) => Ok(records),
        _ => Ok(Vec::new()),
    }
}

/// Contacts whose name, or company, is close to one that nobody has.
async fn near(turn: &Turn, said: &str) -> Result<Vec<Found>, crm::Error> {
    if email(said).is_some() || phone(said).is_some() || has_id_shape(said) {
        return Ok(Vec::new());
    }
    let mut records: Vec<Value> = Vec::new();
    let searched = names::beginnings(said).into_iter();
    for query in searched.chain([said.to_owned()]) {
        add_new(&mut records, search(turn, &query).await?);
    }
    let mut near = names::near(said, records.clone(), |record| text(record, "name"));
    if near.is_empty() {
        near = names::near(said, records, |record| text(record, "company"));
    }
    Ok(near
        .iter()
        .filter_map(|record| found(record, "name"))
        .collect())
}

/// Offers the names close to what was said when a search by name alone found nobody.
pub(in crate::copilot) async fn meant_another(
    turn: &Turn,
    draft: &Draft,
    answer: &Value,
) -> Result<(), Halt> {
    let is_found = answer["contacts"]
        .as_array()
        .is_none_or(|found| !found.is_empty());
    let is_narrowed = draft
        .args
        .keys()
        .any(|name| !["query", "limit"].contains(&name.as_str()));
    let Some(said) = draft.text("query").filter(|said| is_new_name(turn, said)) else {
        return Ok(());
    };
    if draft.operation != "search_contacts" || is_found || is_narrowed {
        return Ok(());
    }
    let near = near(turn, said)
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    if near.is_empty() {
        return Ok(());
    }
    Err(choose(draft, "query", said, near, detail))
}

/// Whether what was said could be the name of a new contact.
fn is_new_name(turn: &Turn, said: &str) -> bool {
    let context = Context {
        lang: turn.grammar.lang(),
        now: Now {
            local: turn.now.with_timezone(&turn.locale.zone).naive_local(),
            zone: turn.locale.zone,
        },
        pack: None,
    };
    !has_id_shape(said) && turn.grammar.is_name(said, &context)
}

/// Whether a contact is on do not disturb for a channel. Lists of contacts may leave out for which,
/// so it is read again then.
pub(super) async fn is_silent(
    turn: &Turn,
    draft: &Draft,
    contact: &Found,
    channel: &str,
) -> Result<bool, Halt> {
    let told = |record: &Value| {
        let channels = record["do_not_disturb_channels"].as_array()?;
        Some(channels.contains(&json!(channel)))
    };
    if let Some(silent) = told(&contact.record) {
        return Ok(silent);
    }
    if !turn.proxy.supports("clear_do_not_disturb") {
        return Ok(false);
    }
    let record = turn
        .call("get_contact", &json!({"contact": contact.id}))
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    Ok(told(&record).unwrap_or(false))
}

/// What tells a contact from another of the same name.
pub(super) fn detail(record: &Value) -> String {
    let number = show::number(&text(record, "phone"));
    let parts = [number, text(record, "email"), text(record, "company")];
    let known: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    known.join(" · ")
}

fn text(record: &Value, name: &str) -> String {
    record[name].as_str().unwrap_or_default().to_owned()
}
