//! `GET /api/operations` and `POST /api/operations/{name}`.

use std::convert::Infallible;

use axum::Json;
use axum::body::Body as Streamed;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde_json::{Map, Value, json};

use super::chat::timed;
use crate::copilot::{Answer, Call, providers_of};
use crate::operations::schema::Fault;
use crate::operations::{Operation, all, schema};
use crate::web::extract::{Body, Signed};
use crate::web::{Error, Web};

/// One JSON value a line (github.com/ndjson/ndjson-spec).
const LINES: &str = "application/x-ndjson";
/// Longest idempotency key, in characters.
const KEY: usize = 200;

/// Every operation with its arguments, and which CRM can do it.
pub async fn catalogue(
    State(web): State<Web>,
    Signed(actor): Signed,
) -> Result<Json<Value>, Error> {
    let tenant = web.accounts.tenant(&actor.tenant).await?;
    let list: Vec<Value> = all()
        .map(|row| describe(row, tenant.confirm_writes))
        .collect();
    Ok(Json(json!({"operations": list})))
}

fn describe(row: &Operation, confirms_writes: bool) -> Value {
    json!({
        "name": row.name,
        "summary": row.summary,
        "effect": row.effect.as_str(),
        "confirmed": row.is_confirmed() || (confirms_writes && row.is_plain_write()),
        "arguments": schema::of(row),
        "crms": providers_of(row.name),
    })
}

/// Runs one operation. With an `Idempotency-Key`, a repeat gets the first answer. With
/// `Accept: application/x-ndjson`, a list is answered whole, however long, one record a line.
pub async fn run(
    State(web): State<Web>,
    Signed(actor): Signed,
    Path(name): Path<String>,
    headers: HeaderMap,
    Body(args): Body<Map<String, Value>>,
) -> Result<Response, Error> {
    let key = match headers.get("idempotency-key").map(|value| value.to_str()) {
        None => None,
        Some(Ok(key)) if !key.trim().is_empty() && key.chars().count() <= KEY => {
            Some(key.trim().to_owned())
        }
        Some(_) => {
            let detail = format!("empty, longer than {KEY} characters, or not plain text");
            return Err(Error::Invalid(vec![Fault::of("Idempotency-Key", &detail)]));
        }
    };
    let call = Call {
        operation: name,
        args,
        key,
    };
    let wants_lines = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|accepted| accepted.contains(LINES));
    if wants_lines {
        return match web.copilot.list_all(&actor, call).await? {
            Ok(lines) => {
                let lines = lines.map(|line| Ok::<_, Infallible>(format!("{line}\n")));
                Ok(([(CONTENT_TYPE, LINES)], Streamed::from_stream(lines)).into_response())
            }
            Err(answer) => respond(&answer),
        };
    }
    let answer = web.copilot.run_once(&actor, call).await?;
    respond(&answer)
}

/// The answer of an operation or plan: 200 with an outcome, or the problem that its failure is.
pub(super) fn respond(answer: &Answer) -> Result<Response, Error> {
    let mut body = json!({
        "success": answer.json()["success"],
        "outcome": answer.outcome(),
        "data": answer.data(),
        "reply": answer.reply(),
        "timing": answer.json()["timing"],
    });
    if let Some(token) = answer.data().get("planToken") {
        body["planToken"] = token.clone();
    }
    if answer.outcome() == "failed" {
        return Err(Error::Failed {
            code: answer.code().unwrap_or("crm_unavailable").to_owned(),
            body: Box::new(body),
        });
    }
    let mut response = timed(answer, body);
    *response.status_mut() = StatusCode::OK;
    Ok(response.into_response())
}
