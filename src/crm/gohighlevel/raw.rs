//! What an administrator writes, with the version that the interface of its path wants.

use super::{APRIL_2021, JULY_2021};
use crate::crm::{
    raw,
    rows::{Does, Endpoint},
};

pub(super) static ROWS: &[Endpoint] = &[Endpoint {
    operation: "call_api",
    scopes: &[],
    does: Does::Free(|args, setting| raw::build(args, setting, version)),
}];

fn version(path: &str) -> Option<&'static str> {
    let mut parts = path.split(['/', '?']).skip(1);
    match parts.next() {
        Some("calendars" | "conversations") => APRIL_2021,
        _ => JULY_2021,
    }
}
