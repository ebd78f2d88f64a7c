//! Signing up: a new workspace with its administrator.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;
use serde::Deserialize;
use tower_sessions::Session;

use crate::accounts::{LEAST_PASSWORD, SignUpError};
use crate::copilot::PageWords;
use crate::web::extract::{Fields, Spoken, Visitor};
use crate::web::{Error, Web, sessions};

/// Where this page is.
const HERE: &str = "/sign-up";

#[derive(Template, WebTemplate)]
#[template(path = "account/sign_up.html")]
struct Page {
    workspace: String,
    email: String,
    /// Shortest password, in characters.
    least: usize,
    problem: Option<String>,
    page: PageWords,
    /// Where the choice of a language comes back to.
    at: &'static str,
}

/// The form.
pub async fn show(State(web): State<Web>, spoken: Spoken) -> Response {
    Page {
        workspace: String::new(),
        email: String::new(),
        least: LEAST_PASSWORD,
        problem: None,
        page: spoken.for_stranger(&web),
        at: HERE,
    }
    .into_response()
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Details {
    workspace: String,
    email: String,
    password: SecretString,
}

/// Makes the account and signs in.
pub async fn submit(
    State(web): State<Web>,
    Visitor(address): Visitor,
    session: Session,
    spoken: Spoken,
    Fields(form): Fields<Details>,
) -> Result<Response, Error> {
    let page = spoken.for_stranger(&web);
    match web
        .accounts
        .sign_up_from(
            &address.to_string(),
            &form.email,
            &form.password,
            &form.workspace,
            page.lang(),
        )
        .await
    {
        Ok(user) => {
            sessions::begin(&session, &user.id, web.clock.now()).await?;
            Ok(Redirect::to("/mcp-copilot").into_response())
        }
        Err(SignUpError::Invalid(faults)) => {
            let problem = faults
                .iter()
                .map(|fault| {
                    let known = page.known(&format!("fault_{}", fault.code));
                    known.unwrap_or(fault.detail)
                })
                .collect::<Vec<_>>()
                .join(" ");
            let page = Page {
                workspace: form.workspace,
                email: form.email,
                least: LEAST_PASSWORD,
                problem: Some(problem),
                page,
                at: HERE,
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(SignUpError::TooMany { retry_after }) => Err(Error::TooMany(
            retry_after.num_seconds().max(1).unsigned_abs(),
        )),
        Err(SignUpError::Failed(error)) => Err(Error::from(error)),
    }
}
