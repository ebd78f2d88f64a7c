//! The figures of a day or period, summed up from what the CRM lists.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::turn::Turn;
use crate::crm;

/// Deals in one page, and most pages that are summed; beyond them the worth is not told.
const PAGE: u64 = 100;
const MOST_PAGES: usize = 20;
/// Most tasks that are counted.
const TASKS: u64 = 1000;

/// Counts of contacts, those new in the period, open deals and their worth, the period's
/// appointments, and the tasks due by its end. `args` has the period as `start` and `end`. What the
/// CRM cannot list is null, not zero.
pub(super) async fn figures(turn: &Turn, args: &Value) -> Result<Value, crm::Error> {
    let (start, end) = (&args["start"], &args["end"]);
    let contacts = turn.call("search_contacts", &json!({"limit": 1})).await?;
    let new = turn
        .call(
            "search_contacts",
            &json!({"limit": 1, "created_after": start, "created_before": end}),
        )
        .await?;
    let (open, worth) = deals(turn).await?;
    let tasks = turn
        .call(
            "list_tasks",
            &json!({"status": "open", "due_before": end, "limit": TASKS}),
        )
        .await?;
    let appointments = if turn.proxy.supports("list_appointments") {
        let args = json!({"start": start, "end": end});
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
        "new_contacts": new["total"],
        "open_opportunities": open,
        "open_opportunities_amount": worth.map(|worth| worth.normalize().to_string()),
        "appointments": appointments,
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
