//! `/api/phrases`: what the tenant has taught, its history, and teaching.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;

use crate::copilot::Lesson;
use crate::web::extract::{Body, Signed};
use crate::web::{Error, Web};

/// A phrase as it is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taught {
    say: String,
    operation: String,
    lang: Option<String>,
    example: Option<String>,
}

/// A phrase to try, and the id of the one whose place it would take.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tried {
    say: String,
    operation: String,
    lang: Option<String>,
    example: Option<String>,
    replaces: Option<String>,
}

/// The version to take up again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    version: i64,
}

impl From<Taught> for Lesson {
    fn from(taught: Taught) -> Lesson {
        Lesson {
            say: taught.say,
            operation: taught.operation,
            lang: taught.lang,
            example: taught.example,
        }
    }
}

/// The live phrases.
pub async fn list(State(web): State<Web>, Signed(actor): Signed) -> Result<Json<Value>, Error> {
    Ok(Json(web.copilot.phrases(&actor).await?))
}

/// Adds one.
pub async fn add(
    State(web): State<Web>,
    Signed(actor): Signed,
    Body(taught): Body<Taught>,
) -> Result<Response, Error> {
    let added = web.copilot.teach(&actor, taught.into(), None).await?;
    Ok((StatusCode::CREATED, Json(added)).into_response())
}

/// Puts another in its place.
pub async fn change(
    State(web): State<Web>,
    Signed(actor): Signed,
    Path(id): Path<String>,
    Body(taught): Body<Taught>,
) -> Result<Json<Value>, Error> {
    let changed = web.copilot.teach(&actor, taught.into(), Some(&id)).await?;
    Ok(Json(changed))
}

/// Removes one.
pub async fn remove(
    State(web): State<Web>,
    Signed(actor): Signed,
    Path(id): Path<String>,
) -> Result<Json<Value>, Error> {
    Ok(Json(web.copilot.unteach(&actor, &id).await?))
}

/// What one would do, without keeping it.
pub async fn check(
    State(web): State<Web>,
    Signed(actor): Signed,
    Body(tried): Body<Tried>,
) -> Result<Json<Value>, Error> {
    let lesson = Lesson {
        say: tried.say,
        operation: tried.operation,
        lang: tried.lang,
        example: tried.example,
    };
    let replaces = tried.replaces.as_deref();
    Ok(Json(
        web.copilot.try_lesson(&actor, lesson, replaces).await?,
    ))
}

/// Every change, the latest first.
pub async fn versions(State(web): State<Web>, Signed(actor): Signed) -> Result<Json<Value>, Error> {
    Ok(Json(web.copilot.phrase_versions(&actor).await?))
}

/// Takes up the phrases of an earlier version again.
pub async fn revert(
    State(web): State<Web>,
    Signed(actor): Signed,
    Body(Wanted { version }): Body<Wanted>,
) -> Result<Json<Value>, Error> {
    Ok(Json(web.copilot.revert(&actor, version).await?))
}
