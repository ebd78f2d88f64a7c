//! HubSpot: one account of `https://api.hubapi.com`, API version 2026-09.
//!
//! All CRM objects share one set of operations ([`objects`], [`search`]); what differs between
//! contacts, deals, tasks and the rest is in [`properties`]. The version is part of every path,
//! so a request to another version is a 404;
//! only [`automation`] has older ones.

mod account;
mod associations;
mod automation;
mod batch;
mod check;
mod fault;
mod filters;
mod lists;
mod objects;
mod paging;
mod pipelines;
mod properties;
mod records;
mod search;
mod threads;

use std::sync::Arc;

use axum::Router;
use axum::routing::MethodFilter;
use serde::{Deserialize, Serialize};

use super::faults::is_search;
use super::request::{Call, Reply};
use super::store::{Refused, Store};
use super::{Clock, server};

pub(super) use account::{MeetingLink, Owner, Portal};
pub(super) use associations::Link;
pub(super) use automation::{Campaign, Flow};
pub(super) use fault::refusal;
pub(super) use lists::{List, Member};
pub(super) use pipelines::{Pipeline, Stage};
pub(super) use properties::PLAIN_TASK;
pub(super) use records::{Kind, Record};
pub(super) use threads::{Entry, Thread};

/// Everything the account holds.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct State {
    pub portal: Portal,
    pub owners: Vec<Owner>,
    pub meeting_links: Vec<MeetingLink>,
    /// Of deals.
    pub pipelines: Vec<Pipeline>,
    pub records: Vec<Record>,
    pub links: Vec<Link>,
    pub lists: Vec<List>,
    /// Which kinds of records the sample data had when this was made or last opened.
    #[serde(default)]
    pub edition: u32,
    #[serde(default)]
    pub flows: Vec<Flow>,
    #[serde(default)]
    pub campaigns: Vec<Campaign>,
    #[serde(default)]
    pub threads: Vec<Thread>,
}

type Answer = Result<Reply, Reply>;

/// One operation.
#[derive(Clone, Copy)]
struct Row {
    filter: MethodFilter,
    path: &'static str,
    run: Run,
}

#[derive(Clone, Copy)]
enum Run {
    Read(fn(&Call, &State) -> Answer),
    Change(fn(&Call, &mut State) -> Answer),
}

impl Row {
    const fn reads(
        filter: MethodFilter,
        path: &'static str,
        read: fn(&Call, &State) -> Answer,
    ) -> Self {
        Self {
            filter,
            path,
            run: Run::Read(read),
        }
    }

    const fn changes(
        filter: MethodFilter,
        path: &'static str,
        change: fn(&Call, &mut State) -> Answer,
    ) -> Self {
        Self {
            filter,
            path,
            run: Run::Change(change),
        }
    }
}

const ROWS: &[&[Row]] = &[
    objects::ROWS,
    batch::ROWS,
    search::ROWS,
    associations::ROWS,
    pipelines::ROWS,
    lists::ROWS,
    account::ROWS,
    automation::ROWS,
    threads::ROWS,
];

/// The address of the same call in the numbered version, which HubSpot serves until September 2027
/// and its own client libraries still send.
fn numbered(path: &str) -> Option<String> {
    let kinds = ["objects", "pipelines", "owners", "properties"];
    kinds.iter().find_map(|kind| {
        let rest = path.strip_prefix(&format!("/crm/{kind}/2026-09"))?;
        Some(format!("/crm/v3/{kind}{rest}"))
    })
}

/// All routes over one store.
pub(super) fn router(store: Store<State>, token: String, clock: &Clock) -> Router {
    let (store, token) = (Arc::new(store), Arc::<str>::from(token));
    let mut router = Router::new();
    for row in ROWS.iter().copied().flatten() {
        let (store, token) = (store.clone(), token.clone());
        let answer = Arc::new(move |call: &Call| {
            check::bearer(call, &token)
                .and_then(|()| perform(row, call, &store))
                .unwrap_or_else(|refusal| refusal)
        });
        if let Some(path) = numbered(row.path) {
            router = server::route(router, row.filter, &path, clock, answer.clone());
        }
        router = server::route(router, row.filter, row.path, clock, answer);
    }
    server::otherwise(
        router,
        clock,
        Arc::new(|_: &Call| fault::not_found("resource not found")),
    )
}

fn perform(row: &Row, call: &Call, store: &Store<State>) -> Answer {
    match row.run {
        Run::Read(read) if is_search(row.path) && !call.lag.is_zero() => {
            store.read_as_of(call.now - call.lag, |state| read(call, state))
        }
        Run::Read(read) => store.read(|state| read(call, state)),
        Run::Change(change) => {
            store
                .change(call.now, |state| change(call, state))
                .map_err(|refused| match refused {
                    Refused::Change(reply) => reply,
                    Refused::Disk(error) => fault::internal(&error),
                })
        }
    }
}
