//! The figures of the day, summed up from what the CRM lists.

use chrono::{SecondsFormat, TimeDelta};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::turn::Turn;
use crate::crm;

/// Most deals and tasks that are summed; the answer says when there are more.
const SUMMED: u64 = 100;

/// Counts of contacts, open deals and their worth, today's appointments, and tasks due. What the
/// CRM cannot list is null, not zero.
pub(super) async fn figures(turn: &Turn) -> Result<Value, crm::Error> {
    let today = turn.now.with_timezone(&turn.zone).date_naive();
    let start = super::day_start(turn.zone, today);
    let end = super::day_start(turn.zone, today + TimeDelta::days(1));
    let stamp =
        |at: chrono::DateTime<chrono_tz::Tz>| at.to_rfc3339_opts(SecondsFormat::Secs, false);

    let contacts = turn.call("search_contacts", &json!({"limit": 1})).await?;
    let deals = turn
        .call(
            "list_opportunities",
            &json!({"status": "open", "limit": SUMMED}),
        )
        .await?;
    let tasks = turn
        .call(
            "list_tasks",
            &json!({"status": "open", "due_before": stamp(end), "limit": SUMMED}),
        )
        .await?;
    let appointments = if turn.proxy.supports("list_appointments") {
        let args = json!({"start": stamp(start), "end": stamp(end)});
        Some(count(
            &turn.call("list_appointments", &args).await?,
            "appointments",
        ))
    } else {
        None
    };
    let listed = deals["opportunities"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let worth: Decimal = listed
        .iter()
        .filter_map(|deal| deal["amount"].as_str()?.parse::<Decimal>().ok())
        .sum();
    let open = deals["total"].as_u64().unwrap_or(listed.len() as u64);
    Ok(json!({
        "id": "dashboard",
        "contacts": contacts["total"],
        "open_opportunities": open,
        "open_opportunities_amount": worth.normalize().to_string(),
        "amount_is_partial": open > listed.len() as u64,
        "appointments_today": appointments,
        "tasks_due": count(&tasks, "tasks"),
    }))
}

fn count(answer: &Value, list: &str) -> usize {
    answer[list].as_array().map_or(0, Vec::len)
}
