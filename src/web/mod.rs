//! The web door: pages, JSON, health. It parses, finds out who asks, calls one room and renders.
//!
//! No handler here reads the database or calls a CRM. `router` lists every route; who asks is
//! decided in one place, [`extract::identify`], before anything else is looked at. A fault is a
//! problem in JSON; people who look at a page get the same one as a page.

mod api;
mod assets;
mod error;
pub mod extract;
mod headers;
mod health;
mod pages;
mod router;
mod sessions;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use error::Error;
pub use router::{ROUTES, router};

use crate::accounts::Accounts;
use crate::clock::Clock;
use crate::copilot::Copilot;
use crate::store::WebSessions;

/// What every handler may use. Cheap to clone.
#[derive(Clone)]
pub struct Web {
    /// The conversation and the operations.
    pub copilot: Copilot,
    /// Users, tokens, connections.
    pub accounts: Arc<Accounts>,
    /// Where sessions are kept.
    pub sessions: WebSessions,
    /// The time.
    pub clock: Clock,
    /// When the process began.
    pub started: DateTime<Utc>,
    /// Whether people reach this server by HTTPS: cookies are marked Secure then.
    pub is_https: bool,
    /// How many proxies stand in front of this server.
    pub trusted_proxies: usize,
    /// `demo` or `production`, as `/health` says.
    pub environment: &'static str,
}
