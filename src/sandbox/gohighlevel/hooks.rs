//! Inbound webhooks: the address that a workflow with such a trigger gives out.
//!
//! They are not in the published description. The address is the secret: there is no token and
//! no `Version`, and any JSON is taken.

use serde_json::json;

use super::super::ids;
use super::super::request::{Call, Reply, Sent};
use super::{Answer, JULY, Method, Row, State, fault};

pub(super) const ROWS: &[Row] = &[Row::reads(
    Method::Post,
    "/hooks/{locationId}/webhook-trigger/{triggerId}",
    JULY,
    trigger,
)
.open()];

/// What came is in the log.
fn trigger(call: &Call, state: &State) -> Answer {
    let id = call.param("triggerId");
    if call.param("locationId") != state.location.id || !is_trigger(id) {
        return Err(fault::no_route(call));
    }
    match &call.body {
        Sent::Json(_) => Ok(Reply::ok(json!({
            "status": "Success: request sent to trigger execution server",
            "id": ids::ghl(),
        }))),
        Sent::Broken(what) => Err(fault::bad(what)),
        Sent::Nothing => Err(fault::bad("Unexpected end of JSON input")),
    }
}

fn is_trigger(id: &str) -> bool {
    uuid::Uuid::try_parse(id).is_ok()
}
