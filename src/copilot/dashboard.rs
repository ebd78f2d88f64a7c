//! The figures of the day, summed up from what the CRM lists.

use chrono::{SecondsFormat, TimeDelta};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::turn::Turn;
use crate::crm;

/// Deals in one page, and most pages that are summed; beyond them the worth is not told.
const PAGE: u64 = 100;
const MOST_PAGES: usize = 20;
/// Most tasks that are counted.
const TASKS: u64 = 1000;

/// Counts of contacts, open deals and their worth, today's appointments, and tasks due. What the
/// CRM cannot list is null, not zero.
pub(super) async fn figures(turn: &Turn) -> Result<Value, crm::Error> {
    let today = turn.now.with_timezone(&turn.locale.zone).date_naive();
    let start = super::day_start(turn.locale.zone, today);
    let end = super::day_start(turn.locale.zone, today + TimeDelta::days(1));
    let stamp =
        |at: chrono::DateTime<chrono_tz::Tz>| at.to_rfc3339_opts(SecondsFormat::Secs, false);

    let contacts = turn.call("search_contacts", &json!({"limit": 1})).await?;
    let (open, worth) = deals(turn).await?;
    let tasks = turn
        .call(
            "list_tasks",
            &json!({"status": "open", "due_before": stamp(end), "limit": TASKS}),
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
    Ok(json!({
        "id": "dashboard",
        "contacts": contacts["total"],
        "open_opportunities": open,
        "open_opportunities_amount": worth.map(|worth| worth.normalize().to_string()),
        "appointments_today": appointments,
        "tasks_due": count(&tasks, "tasks"),
    }))
}

/// How many deals are open, and their worth; `None` when there are too many to add up.
async fn deals(turn: &Turn) -> Result<(u64, Option<Decimal>), crm::Error> {
    let mut asked = json!({"status": "open", "limit": PAGE});
    let (mut seen, mut worth) = (0, Decimal::ZERO);
    for _ in 0..MOST_PAGES {
        let page = turn.call("list_opportunities", &asked).await?;
        let listed = page["opportunities"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let amounts = listed.iter().filter_map(|deal| deal["amount"].as_str());
        worth += amounts
            .filter_map(|amount| amount.parse::<Decimal>().ok())
            .sum::<Decimal>();
        seen += listed.len() as u64;
        let total = page["total"].as_u64().unwrap_or(seen);
        match page["cursor"].as_str() {
            Some(cursor) if seen < total && !listed.is_empty() => asked["cursor"] = json!(cursor),
            _ => return Ok((total, (seen >= total).then_some(worth))),
        }
    }
    Ok((seen, None))
}

fn count(answer: &Value, list: &str) -> usize {
    answer[list].as_array().map_or(0, Vec::len)
}
