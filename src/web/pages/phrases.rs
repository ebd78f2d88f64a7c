//! The settings page of the tenant's phrases. What it lists comes from `/api/phrases`.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::copilot::PageWords;
use crate::value::Effect;
use crate::web::extract::{SignedIn, Spoken, actor_of};
use crate::web::{Error, Web};

#[derive(Template, WebTemplate)]
#[template(path = "settings/phrases.html")]
struct Page {
    page: PageWords,
    may_teach: bool,
    operations: Vec<Operation>,
    /// What its script needs, as JSON.
    data: String,
}

/// One choice of what a phrase means.
struct Operation {
    name: String,
    does: String,
}

/// The page; its form only for whoever may teach.
pub async fn show(
    State(web): State<Web>,
    SignedIn(user): SignedIn,
    spoken: Spoken,
) -> Result<Response, Error> {
    let actor = actor_of(&user);
    let tenant = web.accounts.tenant(&user.tenant).await?;
    let teachable = web.copilot.teachable(&actor).await?;
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let operations = teachable
        .iter()
        .map(|one| Operation {
            name: text(&one["name"]),
            does: text(&one["does"]),
        })
        .collect();
    let may_teach = actor.allowed.contains(Effect::Admin);
    let data = json!({"operations": teachable, "mayTeach": may_teach});
    Ok(Page {
        page: spoken.for_tenant(&web, &tenant.lang),
        may_teach,
        operations,
        data: data.to_string(),
    }
    .into_response())
}
