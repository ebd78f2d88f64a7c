//! `GET /api/connections`: the tenant's CRM connections, without their keys.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::web::extract::Signed;
use crate::web::{Error, Web};

/// The connections that the page offers.
pub async fn list(State(web): State<Web>, Signed(actor): Signed) -> Result<Json<Value>, Error> {
    let all = web.accounts.connections(&actor.tenant).await?;
    let list: Vec<Value> = all
        .into_iter()
        .map(|one| {
            json!({"id": one.id, "provider": one.provider.as_str(), "label": one.label, "isDefault": one.is_default,
                "token": one.masked_token, "locationId": one.location_id})
        })
        .collect();
    Ok(Json(json!(list)))
}
