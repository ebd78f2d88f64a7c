//! What an administrator writes; the version stands in HubSpot's paths.

use crate::crm::{
    raw,
    rows::{Does, Endpoint},
};

pub(super) static ROWS: &[Endpoint] = &[Endpoint {
    operation: "call_api",
    scopes: &[],
    does: Does::Free(|args, setting| raw::build(args, setting, |_| None)),
}];
