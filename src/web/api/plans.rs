//! `POST /api/plans/{planToken}/confirm` and `/cancel`.

use axum::extract::{Path, State};
use axum::response::Response;

use super::operations::respond;
use crate::web::extract::Signed;
use crate::web::{Error, Web};

/// Runs exactly what was shown under this token.
pub async fn confirm(
    State(web): State<Web>,
    Signed(actor): Signed,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let answer = web.copilot.confirm(&actor, &token, None).await?;
    respond(&answer)
}

/// Drops it.
pub async fn cancel(
    State(web): State<Web>,
    Signed(actor): Signed,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let answer = web.copilot.cancel(&actor, &token).await?;
    respond(&answer)
}
