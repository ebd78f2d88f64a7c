//! `POST /api/mcp/chat` and the conversations behind it.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::copilot::{Answer, Message};
use crate::operations::schema::Fault;
use crate::web::extract::{Body, Signed};
use crate::web::{Error, Web};

/// Longest message, in characters.
const TEXT: usize = 10_000;
/// Longest id or name in a message, in characters.
const NAME: usize = 200;

/// A message, as the page and other clients send it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Said {
    message: String,
    session_id: Option<String>,
    message_id: Option<String>,
    connection: Option<String>,
    lang: Option<String>,
    timezone: Option<String>,
}

/// Answers a message: 200 for every outcome, with what it took in `Server-Timing`.
pub async fn say(
    State(web): State<Web>,
    Signed(actor): Signed,
    Body(said): Body<Said>,
) -> Result<Response, Error> {
    let mut faults = Vec::new();
    match said.message.chars().count() {
        n if n > TEXT => faults.push(Fault::of(
            "message",
            &format!("{n} characters long; at most {TEXT}"),
        )),
        _ if said.message.trim().is_empty() => faults.push(Fault::of("message", "empty")),
        _ => {}
    }
    let names = [
        ("sessionId", &said.session_id),
        ("messageId", &said.message_id),
        ("connection", &said.connection),
    ];
    for (name, value) in names {
        if value
            .as_ref()
            .is_some_and(|value| value.is_empty() || value.chars().count() > NAME)
        {
            faults.push(Fault::of(
                name,
                &format!("empty or longer than {NAME} characters"),
            ));
        }
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let message = Message {
        text: said.message,
        session: said.session_id,
        message_id: said.message_id,
        connection: said.connection,
        lang: said.lang,
        timezone: said.timezone,
    };
    let answer = web.copilot.say(&actor, message).await?;
    Ok(timed(&answer, answer.json().clone()))
}

/// A JSON answer that says what it took.
pub(super) fn timed(answer: &Answer, body: Value) -> Response {
    let (total, crm) = answer.total_and_crm_us();
    // Milliseconds, as https://www.w3.org/TR/server-timing/ has it.
    let milliseconds = |us: u64| us as f64 / 1_000.0;
    let value = format!(
        "total;dur={:.3}, crm;dur={:.3}",
        milliseconds(total),
        milliseconds(crm)
    );
    ([("server-timing", value)], Json(body)).into_response()
}

/// The conversations of the user, the latest first.
pub async fn conversations(
    State(web): State<Web>,
    Signed(actor): Signed,
) -> Result<Json<Value>, Error> {
    let all = web.copilot.conversations(&actor).await?;
    let list: Vec<Value> = all
        .into_iter()
        .map(|one| json!({"sessionId": one.id, "title": one.title, "updated": one.updated_at.to_rfc3339()}))
        .collect();
    Ok(Json(json!(list)))
}

/// What was said in one conversation.
pub async fn history(
    State(web): State<Web>,
    Signed(actor): Signed,
    Path(session): Path<String>,
) -> Result<Json<Value>, Error> {
    let mut messages = Vec::new();
    for message in web.copilot.history(&actor, &session).await? {
        messages.push(
            json!({"role": "user", "text": message.text, "at": message.created_at.to_rfc3339()}),
        );
        if let (Some(answer), Some(at)) = (message.answer, message.answered_at) {
            messages.push(json!({"role": "assistant", "answer": answer, "at": at.to_rfc3339()}));
        }
    }
    Ok(Json(json!({"sessionId": session, "messages": messages})))
}
