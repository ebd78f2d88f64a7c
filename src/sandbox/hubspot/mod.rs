//! HubSpot: one account of `https://api.hubapi.com`.

use axum::Router;
use serde::{Deserialize, Serialize};

use super::Clock;
use super::store::Store;

/// Everything the account holds.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct State {}

/// All routes over one store.
pub(super) fn router(_store: Store<State>, _token: String, _clock: &Clock) -> Router {
    Router::new()
}
