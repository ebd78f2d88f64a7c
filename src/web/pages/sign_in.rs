//! Signing in and out.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;
use serde::Deserialize;
use tower_sessions::Session;

use super::local;
use crate::accounts::SignInError;
use crate::copilot::PageWords;
use crate::web::extract::{Fields, Spoken, Visitor, user_of};
use crate::web::{Error, Web, sessions};

#[derive(Template, WebTemplate)]
#[template(path = "account/sign_in.html")]
struct Page {
    email: String,
    next: String,
    problem: Option<String>,
    page: PageWords,
    /// Where the choice of a language comes back to.
    at: String,
}

/// The form, with the way back to itself in another language.
fn page(email: &str, next: &str, problem: Option<String>, page: PageWords) -> Page {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    Page {
        email: email.to_owned(),
        next: next.to_owned(),
        problem,
        page,
        at: format!("/sign-in?{query}"),
    }
}

/// Where to go after signing in.
#[derive(Deserialize)]
pub struct Onward {
    next: Option<String>,
}

/// The form; who is signed in goes on at once.
pub async fn show(
    State(web): State<Web>,
    session: Session,
    Query(onward): Query<Onward>,
    spoken: Spoken,
) -> Result<Response, Error> {
    let next = local(onward.next.as_deref());
    if user_of(&web, &session).await?.is_some() {
        return Ok(Redirect::to(next).into_response());
    }
    Ok(page("", next, None, spoken.for_stranger(&web)).into_response())
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Credentials {
    email: String,
    password: SecretString,
    next: Option<String>,
}

/// Signs in and goes on.
pub async fn submit(
    State(web): State<Web>,
    Visitor(address): Visitor,
    session: Session,
    spoken: Spoken,
    Fields(form): Fields<Credentials>,
) -> Result<Response, Error> {
    let next = local(form.next.as_deref()).to_owned();
    let words = spoken.for_stranger(&web);
    let refused = |status: StatusCode, problem: String| {
        let page = page(&form.email, &next, Some(problem), words.clone());
        (status, page).into_response()
    };
    match web
        .accounts
        .sign_in(&form.email, &form.password, &address.to_string())
        .await
    {
        Ok(user) => {
            sessions::begin(&session, &user.id, web.clock.now()).await?;
            Ok(Redirect::to(&next).into_response())
        }
        Err(SignInError::Refused) => {
            let text = words.say("wrong_password").to_owned();
            Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, text))
        }
        Err(SignInError::TooMany { retry_after }) => {
            let seconds = retry_after.num_seconds().max(1);
            let minutes = (seconds + 59) / 60;
            let text = words.with("too_many_attempts", "minutes", &minutes);
            let mut response = refused(StatusCode::TOO_MANY_REQUESTS, text);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
        Err(SignInError::Failed(error)) => Err(Error::from(error)),
    }
}

/// Signs out: the session is gone from the database as well.
pub async fn out(session: Session) -> Result<Redirect, Error> {
    sessions::end(&session).await?;
    Ok(Redirect::to("/sign-in"))
}
