//! Which deal is meant.

use serde_json::{Value, json};

use super::{
    Halt, add_new, add_unsearched, ask, choose, contact, failed, found, has_id_shape, it, names,
};
use crate::copilot::draft::{Draft, Found};
use crate::copilot::outcome::Why;
use crate::copilot::reply::Words;
use crate::copilot::turn::Turn;
use crate::crm;
use crate::operations::Operation;

/// Most deals looked at for one title.
const LOOKED_AT: u64 = 100;
/// Most contacts of one name whose deals are looked at.
const OWNERS: usize = 5;

/// Finds the deal of a draft's parameter, by id, title, or its customer's name.
pub(super) async fn resolve(
    turn: &Turn,
    row: &Operation,
    draft: &mut Draft,
    slot: &str,
) -> Result<(), Halt> {
    if draft.found.contains_key(slot) {
        return Ok(());
    }
    if draft.text(slot).is_none()
        && let Some(id) = it(turn, row, draft, slot)
    {
        match turn
            .call("get_opportunity", &json!({"opportunity": id}))
            .await
        {
            Ok(record) => {
                if let Some(deal) = found(&record, "title") {
                    draft.args.insert(slot.to_owned(), json!(deal.name));
                    draft.found.insert(slot.to_owned(), deal);
                    return Ok(());
                }
            }
            // It is gone; another deal is not what was meant.
            Err(crm::Error::NotFound) => {}
            Err(error) => return Err(failed(draft, turn, &error)),
        }
        return Ok(());
    }
    let said = match (draft.text(slot), &draft.pronoun, turn.recent.first()) {
        (Some(said), _, _) => said.to_owned(),
        (None, Some(_), Some(last)) => {
            let name = last.name.clone();
            draft.args.insert(slot.to_owned(), json!(name));
            name
        }
        (None, _, _) => return Ok(()),
    };
    let mut fitting = candidates(turn, &said)
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    match fitting.len() {
        1 => {
            draft
                .found
                .extend(fitting.pop().map(|found| (slot.to_owned(), found)));
            Ok(())
        }
        0 => {
            let near = near(turn, &said)
                .await
                .map_err(|error| failed(draft, turn, &error))?;
            if near.is_empty() {
                let creatable = false;
                return Err(ask(draft, slot, Why::NotFound { said, creatable }));
            }
            Err(choose(draft, slot, &said, near, |deal| {
                detail(&turn.words(), deal)
            }))
        }
        _ => Err(choose(draft, slot, &said, fitting, |deal| {
            detail(&turn.words(), deal)
        })),
    }
}

async fn candidates(turn: &Turn, said: &str) -> Result<Vec<Found>, crm::Error> {
    if has_id_shape(said) {
        match turn
            .call("get_opportunity", &json!({"opportunity": said}))
            .await
        {
            Ok(record) => return Ok(found(&record, "title").into_iter().collect()),
            Err(crm::Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let title = |record: &Value| record["title"].as_str().unwrap_or_default().to_owned();
    let mut titled = list(turn, json!({"query": said, "limit": LOOKED_AT})).await?;
    let fits = |deal: &Value| !names::best(said, vec![deal], |deal| title(deal)).is_empty();
    add_unsearched(turn, "opportunity", &mut titled, fresh(turn, fits)).await?;
    let fitting = names::best(said, titled, title);
    if !fitting.is_empty() {
        return Ok(fitting
            .iter()
            .filter_map(|record| found(record, "title"))
            .collect());
    }
    let mut deals = Vec::new();
    for owner in contact::candidates(turn, said)
        .await?
        .into_iter()
        .take(OWNERS)
    {
        let mut of_owner = list(turn, json!({"contact": owner.id, "limit": LOOKED_AT})).await?;
        let is_owned = |deal: &Value| deal["contact"] == *owner.id;
        add_unsearched(turn, "opportunity", &mut of_owner, fresh(turn, is_owned)).await?;
        deals.extend(of_owner.iter().filter_map(|record| found(record, "title")));
    }
    Ok(deals)
}

/// Deals whose title, or whose customer's name, is close to what nothing fits.
async fn near(turn: &Turn, said: &str) -> Result<Vec<Found>, crm::Error> {
    let mut known: Vec<Value> = Vec::new();
    for beginning in names::beginnings(said) {
        let asked = json!({"query": beginning, "limit": LOOKED_AT});
        add_new(&mut known, list(turn, asked).await?);
    }
    let text = |deal: &Value, name: &str| deal[name].as_str().unwrap_or_default().to_owned();
    let mut near = names::near(said, known.clone(), |deal| text(deal, "title"));
    if near.is_empty() {
        near = names::near(said, known, |deal| text(deal, "contact_name"));
    }
    Ok(near
        .iter()
        .filter_map(|record| found(record, "title"))
        .collect())
}

/// The ids of deals made or changed a moment ago that are the ones.
fn fresh(turn: &Turn, is_one: impl Fn(&Value) -> bool) -> Vec<Value> {
    let ones = turn.fresh.deals.iter().filter(|deal| is_one(deal));
    ones.map(|deal| deal["id"].clone()).collect()
}

async fn list(turn: &Turn, args: Value) -> Result<Vec<Value>, crm::Error> {
    let mut answer = turn.call("list_opportunities", &args).await?;
    match answer["opportunities"].take() {
        Value::Array(records) => Ok(records),
        _ => Ok(Vec::new()),
    }
}

/// What tells a deal from another of the same title.
fn detail(words: &Words, record: &Value) -> String {
    let text = |name: &str| record[name].as_str();
    let amount = text("amount").map(|amount| words.locale.money(amount, text("currency")));
    let parts = [
        text("contact_name").map(str::to_owned),
        amount,
        text("status").map(|status| words.word(status)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
