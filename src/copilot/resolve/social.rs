//! Which accounts a post goes to.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Halt, ask, failed};
use crate::copilot::draft::Draft;
use crate::copilot::outcome::Why;
use crate::copilot::turn::Turn;
use crate::value::Effect;

/// Every connected account of the networks that were said. They are named in the preview. A post
/// can go only to those whose permission has not ended; what was posted is on any of them.
pub(super) async fn accounts(
    turn: &Turn,
    draft: &Draft,
    args: &mut Map<String, Value>,
    shown: &mut BTreeMap<String, String>,
) -> Result<(), Halt> {
    let reads = draft.row().is_some_and(|row| row.effect == Effect::Read);
    let listed = turn
        .call("list_social_accounts", &json!({}))
        .await
        .map_err(|error| failed(draft, turn, &error))?;
    let all = listed["accounts"].as_array().cloned().unwrap_or_default();
    let platforms = args.remove("platform").unwrap_or_default();
    let (mut ids, mut names) = (Vec::new(), Vec::new());
    for platform in platforms.as_array().into_iter().flatten() {
        let mut usable = all
            .iter()
            .filter(|account| account["platform"] == *platform)
            .filter(|account| reads || account["expired"] != true)
            .peekable();
        if usable.peek().is_none() {
            let said = platform.as_str().unwrap_or_default().to_owned();
            let why = Why::NotFound {
                said,
                creatable: false,
            };
            return Err(ask(draft, "platform", why));
        }
        for account in usable {
            ids.push(account["id"].clone());
            let network = platform.as_str().unwrap_or_default();
            names.extend(
                account["name"]
                    .as_str()
                    .map(|name| format!("{name} ({network})")),
            );
        }
    }
    args.insert("accounts".to_owned(), Value::Array(ids));
    shown.insert("accounts".to_owned(), names.join(", "));
    Ok(())
}
