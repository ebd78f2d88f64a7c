//! Signing in and out.

use askama::Template;
use askama_web::WebTemplate;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;
use serde::Deserialize;
use tower_sessions::Session;

use super::local;
use crate::accounts::SignInError;
use crate::store::WebSessions;
use crate::web::extract::Visitor;
use crate::web::{Error, Web};

#[derive(Template, WebTemplate)]
#[template(path = "account/sign_in.html")]
struct Page {
    email: String,
    next: String,
    problem: Option<String>,
}

/// Where to go after signing in.
#[derive(Deserialize)]
pub struct Onward {
    next: Option<String>,
}

/// The form.
pub async fn show(Query(onward): Query<Onward>) -> Response {
    let next = local(onward.next.as_deref()).to_owned();
    Page {
        email: String::new(),
        next,
        problem: None,
    }
    .into_response()
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Credentials {
    email: String,
    password: SecretString,
    next: Option<String>,
}

/// Signs in; the session gets a new id, so that one planted before is worth nothing.
pub async fn submit(
    State(web): State<Web>,
    Visitor(address): Visitor,
    session: Session,
    Form(form): Form<Credentials>,
) -> Result<Response, Error> {
    let next = local(form.next.as_deref()).to_owned();
    let refused = |status: StatusCode, problem: String| {
        let page = Page {
            email: form.email.clone(),
            next: next.clone(),
            problem: Some(problem),
        };
        (status, page).into_response()
    };
    match web
        .accounts
        .sign_in(&form.email, &form.password, &address.to_string())
        .await
    {
        Ok(user) => {
            begin(&session, &user.id).await?;
            Ok(Redirect::to(&next).into_response())
        }
        Err(SignInError::Refused) => {
            let text = "The e-mail address or the password is wrong.".to_owned();
            Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, text))
        }
        Err(SignInError::TooMany { retry_after }) => {
            let seconds = retry_after.num_seconds().max(1);
            let text = format!(
                "Too many attempts. Try again in {} minutes.",
                (seconds + 59) / 60
            );
            let mut response = refused(StatusCode::TOO_MANY_REQUESTS, text);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
        Err(SignInError::Failed(error)) => Err(Error::from(crate::copilot::Error::from(error))),
    }
}

/// Starts the session of a user who has just proved who they are.
pub(super) async fn begin(session: &Session, user: &str) -> Result<(), Error> {
    let failed = |error: tower_sessions::session::Error| Error::Internal(error.to_string());
    session.cycle_id().await.map_err(failed)?;
    session
        .insert(WebSessions::USER, user)
        .await
        .map_err(failed)
}

/// Signs out: the session is gone from the database as well.
pub async fn out(session: Session) -> Result<Response, Error> {
    session
        .flush()
        .await
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Redirect::to("/sign-in").into_response())
}
