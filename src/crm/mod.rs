//! The CRMs we can talk to, behind one trait.
//!
//! A conversation holds a [`CrmProxy`]: it names an operation, hands over resolved arguments as JSON and gets records in one
//! shape back, whichever vendor keeps them. What a vendor can do, and with which HTTP requests, is data: the rows in
//! `gohighlevel` and `hubspot`.
//!
//! Invariants:
//! - Only `http` talks to the network; it follows no redirect.
//! - Every request passes the gate of its connection (`limits`), a webhook's that of its address; `retry` alone decides what is repeated.
//! - A preview and the request that is sent come out of the same function: [`request::build`] for rows, `raw` for what an
//!   administrator writes, `webhook` for what goes to no API.
//! - A key goes to the host of its connection and nowhere else. An address that comes from outside gets none.
//! - Nothing here reads the clock, the environment or the database. The time comes from the clock given to [`Http`].
//! - No key, phone number, e-mail address or body ends up in a log line or in the text of an error.

mod addresses;
mod breaker;
mod convert;
mod dated;
mod error;
mod gohighlevel;
mod http;
mod hubspot;
mod limits;
mod line;
mod names;
mod pages;
mod proxy;
mod raw;
mod record;
mod records;
mod request;
mod retry;
mod rows;
#[cfg(test)]
mod tests;
mod webhook;

pub use error::{Effect, Error, Forbidden};
pub use http::{Http, Limits};
pub use pages::pages;
pub use proxy::{
    Account, Call, Credentials, CrmProxy, Home, Provider, UnknownProvider, connect, operations,
    requests,
};
