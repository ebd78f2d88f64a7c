//! Pages for people.

pub mod language;
pub mod phrases;
pub mod sign_in;
pub mod sign_up;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tower_http::request_id::RequestId;

use super::error::Shown;
use super::extract::{SignedIn, Spoken};
use super::{Error, Web};
use crate::copilot::PageWords;

/// The chat.
#[derive(Template, WebTemplate)]
#[template(path = "chat/chat.html")]
struct Chat {
    /// Under whose name the browser keeps what was typed and not yet sent.
    user: String,
    tenant: String,
    email: String,
    samples: Vec<Sample>,
    page: PageWords,
    /// Where the choice of a language comes back to.
    at: &'static str,
}

/// A sentence to begin with.
struct Sample {
    say: String,
    about: String,
    icon: &'static str,
}

/// Operations whose examples a newcomer sees, each with an icon of `public/icons`.
const SAMPLES: [(&str, &str); 4] = [
    ("create_contact", "person"),
    ("book_appointment", "calendar"),
    ("send_sms", "message"),
    ("list_opportunities", "deal"),
];

/// An error for people.
#[derive(Template, WebTemplate)]
#[template(path = "error.html")]
struct Oops {
    title: String,
    detail: String,
    /// The id under which the log tells more.
    request: Option<String>,
    page: PageWords,
}

/// `/`: the chat for who is signed in, sign-in for a stranger.
pub async fn home(_: SignedIn) -> Redirect {
    Redirect::to("/mcp-copilot")
}

/// The chat page.
pub async fn chat(
    State(web): State<Web>,
    SignedIn(user): SignedIn,
    spoken: Spoken,
) -> Result<Response, Error> {
    let tenant = web.accounts.tenant(&user.tenant).await?;
    let page = spoken.for_tenant(&web, &tenant.lang);
    let sample = |(operation, icon): &(&str, &'static str)| {
        let say = page.example(operation)?.to_owned();
        let about = page.say(&format!("sample_{operation}")).to_owned();
        Some(Sample { say, about, icon })
    };
    let samples = SAMPLES.iter().filter_map(sample).collect();
    Ok(Chat {
        user: user.id,
        tenant: tenant.name,
        email: user.email,
        samples,
        page,
        at: "/mcp-copilot",
    }
    .into_response())
}

/// An address that does not exist.
pub async fn missing() -> Error {
    Error::NotFound("page")
}

/// Shows a problem as a page when a person looks at it: when the request asks for HTML, as
/// browsers do when they go to an address and scripts do not.
pub async fn problems(State(web): State<Web>, request: Request, next: Next) -> Response {
    let spoken = Spoken::of(request.headers());
    let accepted = request.headers().get(header::ACCEPT);
    let is_person = accepted
        .and_then(|accepted| accepted.to_str().ok())
        .is_some_and(|accepted| accepted.contains("text/html"));
    let id = request.extensions().get::<RequestId>().cloned();
    let response = next.run(request).await;
    let Some(shown) = response.extensions().get::<Shown>().filter(|_| is_person) else {
        return response;
    };
    let is_ours = response.status().is_server_error();
    let id = id.as_ref().filter(|_| is_ours);
    let words = spoken.for_stranger(&web);
    let seconds = response.headers().get(header::RETRY_AFTER);
    let seconds = seconds.and_then(|seconds| seconds.to_str().ok());
    let title = words.known(&format!("problem_title_{}", shown.code));
    let detail = words.known(&format!("problem_{}", shown.code));
    let filled = |text: &str| text.replace("{seconds}", seconds.unwrap_or_default());
    let page = Oops {
        title: title.unwrap_or(shown.title).to_owned(),
        detail: detail.map_or_else(|| shown.detail.clone(), filled),
        request: id
            .and_then(|id| id.header_value().to_str().ok())
            .map(str::to_owned),
        page: words,
    };
    let mut as_page = (response.status(), page).into_response();
    for kept in [header::RETRY_AFTER, header::WWW_AUTHENTICATE, header::ALLOW] {
        if let Some(value) = response.headers().get(&kept) {
            as_page.headers_mut().insert(kept, value.clone());
        }
    }
    as_page
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
