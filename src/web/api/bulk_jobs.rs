//! `GET /api/bulk-jobs/{id}` and its result file.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::web::extract::Signed;
use crate::web::{Error, Web};

/// How far the job is.
pub async fn show(
    State(web): State<Web>,
    Signed(actor): Signed,
    Path(id): Path<String>,
) -> Result<Json<Value>, Error> {
    Ok(Json(web.copilot.bulk_job(&actor, &id).await?))
}

/// What became of each contact, as CSV.
pub async fn result(
    State(web): State<Web>,
    Signed(actor): Signed,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let parts = web.copilot.bulk_result(&actor, &id).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"result.csv\""),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}
