//! GoHighLevel: one location of `https://services.leadconnectorhq.com`.
//!
//! Each resource file has its [`Row`]s: method, path, `Version`, the fields that the published
//! description allows, and the function that answers. [`check`] holds what is true of every row,
//! so a handler only sees requests that keep the contract.
//!
//! Paths are compared to the letter: `POST /contacts` is 404, `POST /contacts/` is 201.

mod calendars;
mod check;
mod contacts;
mod conversations;
mod custom_fields;
mod events;
mod fault;
mod hooks;
mod locations;
mod messages;
mod notes;
mod opportunities;
mod payments;
mod programs;
mod record;
mod search;
mod sent;
mod slots;
mod social;
mod tasks;
mod users;

use std::sync::Arc;

use axum::Router;
use axum::routing::MethodFilter;
use serde::{Deserialize, Serialize};

use super::faults::is_search;
use super::request::{Call, Reply};
use super::server;
use super::store::{Refused, Store};
use super::{Clock, ids};
use check::Field;

pub(super) use calendars::Calendar;
pub(super) use contacts::Contact;
pub(super) use conversations::{Channel, Conversation};
pub(super) use custom_fields::CustomField;
pub(super) use events::Event;
pub(super) use fault::refusal;
pub(super) use locations::Location;
pub(super) use messages::{Direction, Message};
pub(super) use notes::Note;
pub(super) use opportunities::{Opportunity, Pipeline, Stage};
pub(super) use payments::Order;
pub(super) use programs::{Enrolment, Program};
pub(super) use social::{Account, Post};
pub(super) use tasks::Task;
pub(super) use users::User;

/// `Version` of calendars and conversations.
const APRIL: &str = "2021-04-15";
/// `Version` of everything else.
const JULY: &str = "2021-07-28";

/// Everything the location holds.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct State {
    pub location: Location,
    pub contacts: Vec<Contact>,
    pub notes: Vec<Note>,
    pub tasks: Vec<Task>,
    pub pipelines: Vec<Pipeline>,
    pub opportunities: Vec<Opportunity>,
    pub calendars: Vec<Calendar>,
    pub events: Vec<Event>,
    pub conversations: Vec<Conversation>,
    pub messages: Vec<Message>,
    /// Which kinds of records the sample data had when this was made or last opened.
    #[serde(default)]
    pub edition: u32,
    #[serde(default)]
    pub workflows: Vec<Program>,
    #[serde(default)]
    pub campaigns: Vec<Program>,
    #[serde(default)]
    pub enrolments: Vec<Enrolment>,
    #[serde(default)]
    pub users: Vec<User>,
    #[serde(default)]
    pub custom_fields: Vec<CustomField>,
    #[serde(default)]
    pub social_accounts: Vec<Account>,
    #[serde(default)]
    pub posts: Vec<Post>,
    #[serde(default)]
    pub orders: Vec<Order>,
}

type Answer = Result<Reply, Reply>;

/// One operation of the published description.
#[derive(Clone, Copy)]
struct Row {
    method: Method,
    path: &'static str,
    version: &'static str,
    /// A call without `Version` is taken too.
    unversioned: bool,
    /// Nothing is checked before the function is asked.
    open: bool,
    query: &'static [Field],
    /// None: the operation has no body, and one that is sent is not read.
    body: Option<&'static [Field]>,
    run: Run,
}

#[derive(Clone, Copy)]
enum Method {
    Get,
    Post,
    Put,
    Delete,
}

#[derive(Clone, Copy)]
enum Run {
    Read(fn(&Call, &State) -> Answer),
    Change(fn(&Call, &mut State) -> Answer),
}

impl Row {
    const fn reads(
        method: Method,
        path: &'static str,
        version: &'static str,
        read: fn(&Call, &State) -> Answer,
    ) -> Self {
        Self {
            method,
            path,
            version,
            unversioned: false,
            open: false,
            query: &[],
            body: None,
            run: Run::Read(read),
        }
    }

    const fn changes(
        method: Method,
        path: &'static str,
        version: &'static str,
        change: fn(&Call, &mut State) -> Answer,
    ) -> Self {
        Self {
            method,
            path,
            version,
            unversioned: false,
            open: false,
            query: &[],
            body: None,
            run: Run::Change(change),
        }
    }

    const fn body(mut self, fields: &'static [Field]) -> Self {
        self.body = Some(fields);
        self
    }

    const fn open(mut self) -> Self {
        self.open = true;
        self
    }

    const fn unversioned(mut self) -> Self {
        self.unversioned = true;
        self
    }

    const fn query(mut self, fields: &'static [Field]) -> Self {
        self.query = fields;
        self
    }
}

const ROWS: &[&[Row]] = &[
    locations::ROWS,
    search::ROWS,
    contacts::ROWS,
    notes::ROWS,
    tasks::ROWS,
    opportunities::ROWS,
    calendars::ROWS,
    events::ROWS,
    conversations::ROWS,
    messages::ROWS,
    sent::ROWS,
    programs::ROWS,
    users::ROWS,
    custom_fields::ROWS,
    social::ROWS,
    payments::ROWS,
    hooks::ROWS,
];

/// All routes over one store.
pub(super) fn router(store: Store<State>, token: String, clock: &Clock) -> Router {
    let location: Arc<str> = store.read(|state| state.location.id.as_str().into());
    let (store, token) = (Arc::new(store), Arc::<str>::from(token));
    let mut router = Router::new();
    for row in ROWS.iter().copied().flatten() {
        let (store, token, location) = (store.clone(), token.clone(), location.clone());
        let answer = Arc::new(move |call: &Call| {
            check::all(row, call, &token, &location)
                .and_then(|()| perform(row, call, &store))
                .unwrap_or_else(|refusal| refusal)
        });
        router = server::route(router, filter(row.method), row.path, clock, answer);
    }
    server::otherwise(router, clock, Arc::new(fault::no_route))
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

const fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Delete => MethodFilter::DELETE,
    }
}

/// The `traceId` that many answers carry.
fn trace() -> String {
    ids::uuid()
}
