//! Pages of lists that are no records: `limit`, and `after` from the last page.

use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::fault;

/// The page that a call asks for; `after` is the place in the list.
pub(super) fn page(call: &Call, all: &[Value], most: usize) -> Result<Value, Reply> {
    let number = |name: &str| match call.query(name) {
        None | Some("") => Ok(None),
        Some(text) => text
            .parse::<usize>()
            .map(Some)
            .map_err(|_| fault::invalid(format!("{name} must be a whole number"))),
    };
    let limit = number("limit")?.unwrap_or(most);
    if limit == 0 || limit > most {
        return Err(fault::invalid(format!(
            "limit must be between 1 and {most}"
        )));
    }
    let after = number("after")?.unwrap_or(0);
    let results: Vec<&Value> = all.iter().skip(after).take(limit).collect();
    let mut page = json!({ "results": results });
    if after + limit < all.len() {
        page["paging"] = json!({ "next": { "after": (after + limit).to_string() } });
    }
    Ok(page)
}
