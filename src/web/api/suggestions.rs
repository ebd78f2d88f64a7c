//! `GET /api/mcp/suggestions`: what a message that is being typed could become.

use std::time::Instant;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use crate::copilot::Typed;
use crate::operations::schema::Fault;
use crate::web::extract::Signed;
use crate::web::{Error, Web};

/// What stands before the cursor, and what it is typed in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    q: String,
    conversation: Option<String>,
    connection: Option<String>,
    lang: Option<String>,
}

/// At most eight sentences that work, each with what it is read as.
pub async fn list(
    State(web): State<Web>,
    Signed(actor): Signed,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Error> {
    let begun = Instant::now();
    let Query(asked) =
        asked.map_err(|fault| Error::Invalid(vec![Fault::of("query", &fault.body_text())]))?;
    let present = |text: Option<String>| text.filter(|text| !text.is_empty());
    let typed = Typed {
        text: asked.q,
        session: present(asked.conversation),
        connection: present(asked.connection),
        lang: present(asked.lang),
    };
    let suggestions = web.copilot.suggest(&actor, typed).await?;
    // Milliseconds, as https://www.w3.org/TR/server-timing/ has it.
    let took = begun.elapsed().as_secs_f64() * 1_000.0;
    let timing = [("server-timing", format!("total;dur={took:.3}"))];
    Ok((timing, Json(json!({"suggestions": suggestions}))).into_response())
}
