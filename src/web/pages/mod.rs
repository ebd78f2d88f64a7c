//! Pages for people.

pub mod sign_in;
pub mod sign_up;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::extract::SignedIn;
use super::{Error, Web};
use crate::copilot;

/// The chat.
#[derive(Template, WebTemplate)]
#[template(path = "chat/chat.html")]
struct Chat {
    /// Under whose name the browser keeps what was typed and not yet sent.
    user: String,
    tenant: String,
    email: String,
    samples: Vec<Sample>,
}

/// A sentence to begin with.
struct Sample {
    say: String,
    about: &'static str,
    icon: &'static str,
}

/// Operations whose examples a newcomer sees, each with a heading and an icon of `public/icons`.
const SAMPLES: [(&str, &str, &str); 4] = [
    ("create_contact", "Add someone", "person"),
    ("book_appointment", "Book an appointment", "calendar"),
    ("send_sms", "Send a text message", "message"),
    ("list_opportunities", "See your deals", "deal"),
];

/// An error for people.
#[derive(Template, WebTemplate)]
#[template(path = "error.html")]
struct Oops {
    title: &'static str,
    detail: &'static str,
    request: Option<String>,
}

/// `/`: the chat for who is signed in, sign-in for a stranger.
pub async fn home(_: SignedIn) -> Redirect {
    Redirect::to("/mcp-copilot")
}

/// The chat page.
pub async fn chat(State(web): State<Web>, SignedIn(user): SignedIn) -> Result<Response, Error> {
    let tenant = web
        .accounts
        .tenant(&user.tenant)
        .await
        .map_err(copilot::Error::from)?;
    let sample = |(operation, about, icon): &(&str, &'static str, &'static str)| {
        let say = web.copilot.example(operation)?;
        Some(Sample { say, about, icon })
    };
    let samples = SAMPLES.iter().filter_map(sample).collect();
    Ok(Chat {
        user: user.id,
        tenant: tenant.name,
        email: user.email,
        samples,
    }
    .into_response())
}

/// An address that does not exist.
pub async fn missing() -> Response {
    let page = Oops {
        title: "This page does not exist",
        detail: "The address may be mistyped, or the page was moved.",
        request: None,
    };
    (StatusCode::NOT_FOUND, page).into_response()
}

/// A path of this site to go on to after signing in; anything else leads to the chat.
fn local(next: Option<&str>) -> &str {
    let is_local = |path: &&str| {
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n', '\r', '\t'])
    };
    next.filter(is_local).unwrap_or("/mcp-copilot")
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_paths_of_this_site_are_gone_on_to() {
        assert_eq!(local(Some("/mcp-copilot?x=1")), "/mcp-copilot?x=1");
        for other in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "/\t/evil",
        ] {
            assert_eq!(local(Some(other)), "/mcp-copilot", "{other}");
        }
    }
}
