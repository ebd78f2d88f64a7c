//! A draft with everything found becomes the step that the CRM receives.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde_json::{Map, Value, json};

use super::times::{self, Usual, book, created, period};
use super::{Halt, ask, contact, found, social};
use crate::copilot::draft::Draft;
use crate::copilot::outcome::{Outcome, Refusal, Why};
use crate::copilot::plan::{Named, Step};
use crate::copilot::reply::show;
use crate::copilot::turn::Turn;
use crate::operations::Operation;
use crate::operations::bulk::each_of;
use crate::value::Kind;

const WEEK_AHEAD: Usual = Usual::Bounded([0, 7]);
const TODAY: Usual = Usual::Bounded([0, 1]);
const MONTH_BACK: Usual = Usual::Days([-30, 1]);
const MONTHS_AROUND: Usual = Usual::Bounded([-30, 31]);

/// What the CRM room calls the two ends of a period.
const SPAN: [&str; 2] = ["start", "end"];

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
            shown.insert(param.name.to_owned(), turn.words().value(param.kind, value));
            args.insert(param.name.to_owned(), value.clone());
        }
    }
    let mut operation = row.name;
    match row.name {
        "send_review_request" => operation = review(turn, draft, &mut args, &mut shown).await?,
        "create_contact" | "upsert_contact" => rename(&mut args, "contact", "name"),
        "create_opportunity" => {
            rename(&mut args, "opportunity", "title");
            first_stage(draft, &mut args, &mut shown);
        }
        "move_opportunity_stage" => pipeline_of_deal(draft, &mut args),
        "update_contact" => new_name(draft, &mut args),
        "send_sms" => reach(turn, draft, &mut shown, "phone").await?,
        "send_email" => reach(turn, draft, &mut shown, "email").await?,
        "delete_contact" => told_apart(draft, &mut shown),
        "book_appointment" => book(turn, draft, &mut args, &mut shown).await?,
        "reschedule_appointment" => times::moved(turn, draft, &mut args, &mut shown).await?,
        "cancel_message" => rename(&mut args, "message_id", "message"),
        "cancel_appointment" | "delete_appointment" => times::only(&mut args, &["appointment"]),
        "schedule_sms" => {
            reach(turn, draft, &mut shown, "phone").await?;
            times::later(turn, draft, &mut args, &mut shown)?;
        }
        "schedule_email" => {
            reach(turn, draft, &mut shown, "email").await?;
            times::later(turn, draft, &mut args, &mut shown)?;
        }
        "create_social_post" => {
            social::accounts(turn, draft, &mut args, &mut shown).await?;
            times::later(turn, draft, &mut args, &mut shown)?;
        }
        "add_to_workflow" | "update_social_post" => {
            times::later(turn, draft, &mut args, &mut shown)?;
        }
        "create_task" | "update_task" => times::due(turn, draft, &mut args, &mut shown)?,
        "list_appointments" => {
            period(turn, draft, &mut args, &mut shown, SPAN, WEEK_AHEAD);
        }
        "list_free_slots" => {
            period(turn, draft, &mut args, &mut shown, SPAN, WEEK_AHEAD);
            times::from_now(turn, draft, &mut args)?;
        }
        "view_dashboard" => {
            period(turn, draft, &mut args, &mut shown, SPAN, TODAY);
        }
        "list_opportunities" => times::period_of_deals(turn, draft, &mut args, &mut shown),
        "list_transactions" => {
            period(turn, draft, &mut args, &mut shown, SPAN, MONTH_BACK);
        }
        "list_social_posts" => {
            if args.contains_key("platform") {
                social::accounts(turn, draft, &mut args, &mut shown).await?;
            }
            period(turn, draft, &mut args, &mut shown, SPAN, MONTHS_AROUND);
        }
        "list_tasks" => {
            period(
                turn,
                draft,
                &mut args,
                &mut shown,
                ["due_after", "due_before"],
                Usual::Everything,
            );
            args.entry("status").or_insert_with(|| json!("open"));
            overdue(turn, &mut args, &mut shown);
        }
        "search_contacts" => created(turn, draft, &mut args, &mut shown),
        bulk if each_of(bulk).is_some() => created(turn, draft, &mut args, &mut shown),
        _ => {}
    }
    // A task hangs on a contact, which the CRMs want beside it.
    if let Some(task) = draft.found.get("task")
        && let Some(owner) = task.record["contact"].as_str()
    {
        args.entry("contact").or_insert_with(|| json!(owner));
    }
    let contact = match draft.found.get("contact") {
        Some(found) => Some(Named {
            id: found.id.clone(),
            name: found.name.clone(),
        }),
        None => contact_of_deal(draft),
    };
    Ok(Step {
        operation: operation.to_owned(),
        args: Value::Object(args),
        shown,
        contact,
        replaces: draft.replaces.clone(),
        key: draft.key.clone(),
    })
}

/// Tasks that are overdue are open ones that were due before now; of a period, those of its part
/// that is over.
fn overdue(turn: &Turn, args: &mut Map<String, Value>, shown: &mut BTreeMap<String, String>) {
    if args["status"] != "overdue" {
        return;
    }
    let now = times::stamp(turn.now.with_timezone(&turn.locale.zone));
    let at = |value: &Value| DateTime::parse_from_rfc3339(value.as_str()?).ok();
    let end = args.get("due_before").and_then(at);
    if end.is_none() || end > at(&now) {
        args.insert("due_before".to_owned(), now);
    }
    args.insert("status".to_owned(), json!("open"));
    let words = turn.words();
    let period = shown.get("dated").cloned().or_else(|| {
        let when = shown.get("when")?;
        Some(words.say("list_when", &[("when", when)]))
    });
    let dated = words.say("list_overdue", &[]) + &period.unwrap_or_default();
    shown.insert("dated".to_owned(), dated);
}

/// A review is asked for by the way that was said, or by the only one there is. What is sent is a
/// text message or an e-mail like any other.
async fn review(
    turn: &Turn,
    draft: &Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
) -> Result<&'static str, Halt> {
    let has = |member: &str| {
        let contact = draft.found.get("contact");
        contact.is_some_and(|contact| contact.record[member].is_string())
    };
    let by_text = match draft.text("channel") {
        Some(channel) => channel == "sms",
        None if has("phone") && has("email") => return Err(ask(draft, "channel", Why::Missing)),
        None => !has("email"),
    };
    args.retain(|name, _| matches!(name.as_str(), "contact" | "message"));
    shown.retain(|name, _| matches!(name.as_str(), "contact" | "message"));
    let (operation, member) = if by_text {
        ("send_sms", "phone")
    } else {
        ("send_email", "email")
    };
    reach(turn, draft, shown, member).await?;
    Ok(operation)
}

/// The number or address that will be reached, for what is shown before it runs. Who has none
/// cannot be reached that way, and is not asked about; nor is who does not want to be.
async fn reach(
    turn: &Turn,
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
    let channel = if member == "phone" { "sms" } else { "email" };
    if contact::is_silent(turn, draft, contact, channel).await? {
        let refusal = Refusal::DoNotDisturb {
            contact: contact.name.clone(),
            channel,
        };
        return Err(Box::new(Outcome::Refused(refusal)));
    }
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
