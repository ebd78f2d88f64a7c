//! The settings page of the tenant's phrases. What it lists comes from `/api/phrases`.

use std::collections::HashMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::value::Effect;
use crate::web::extract::{SignedIn, actor_of};
use crate::web::{Error, Web};

#[derive(Template, WebTemplate)]
#[template(path = "settings/phrases.html")]
struct Page {
    lang: &'static str,
    words: HashMap<String, String>,
    may_teach: bool,
    operations: Vec<Operation>,
    /// What its script needs, as JSON.
    page: String,
}

/// One choice of what a phrase means.
struct Operation {
    name: String,
    does: String,
}

impl Page {
    fn say(&self, key: &str) -> &str {
        self.words.get(key).map_or("", String::as_str)
    }
}

/// The page; its form only for whoever may teach.
pub async fn show(State(web): State<Web>, SignedIn(user): SignedIn) -> Result<Response, Error> {
    let actor = actor_of(&user);
    let (lang, words) = web.copilot.texts_of(&actor, "page_phrases_").await?;
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
    let page = json!({"words": words, "operations": teachable, "mayTeach": may_teach});
    Ok(Page {
        lang,
        may_teach,
        operations,
        page: page.to_string(),
        words,
    }
    .into_response())
}
