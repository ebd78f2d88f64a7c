//! Choosing the language of the pages.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tower_sessions::cookie::time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};

use super::local;
use crate::web::Web;
use crate::web::extract::{Fields, LANGUAGE};

/// How long a choice is kept.
const KEPT: Duration = Duration::days(365);

/// What the form sends.
#[derive(Deserialize)]
pub struct Choice {
    lang: String,
    next: Option<String>,
}

/// Keeps the choice in a cookie of this browser, and goes back to the page.
pub async fn choose(State(web): State<Web>, Fields(form): Fields<Choice>) -> Response {
    let chosen = web.copilot.page_words(&form.lang).lang();
    let cookie = Cookie::build((LANGUAGE, chosen))
        .path("/")
        .max_age(KEPT)
        .secure(web.is_https)
        .http_only(true)
        .same_site(SameSite::Lax);
    let back = Redirect::to(local(form.next.as_deref()));
    ([(header::SET_COOKIE, cookie.to_string())], back).into_response()
}
