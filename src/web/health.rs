//! Whether this process serves.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::Web;

/// 200 when the process answers at all; no database, no CRM.
pub async fn live() -> &'static str {
    "ok"
}

/// 200 when this instance may get requests: the database answers.
pub async fn ready(State(web): State<Web>) -> StatusCode {
    match web.accounts.ping().await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            tracing::warn!(%error, "not ready");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// Status, time, uptime in seconds, environment and database; 200 or 503.
pub async fn health(State(web): State<Web>) -> (StatusCode, Json<Value>) {
    let now = web.clock.now();
    let is_up = web.accounts.ping().await.is_ok();
    let status = if is_up {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = json!({
        "status": if is_up { "ok" } else { "unavailable" },
        "timestamp": now.to_rfc3339(),
        "uptime": (now - web.started).num_seconds(),
        "environment": web.environment,
        "database": if is_up { "connected" } else { "unreachable" },
        "version": env!("CARGO_PKG_VERSION"),
    });
    (status, Json(body))
}
