//! The language of a page.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use tower_sessions::cookie::Cookie;

use crate::copilot::PageWords;
use crate::web::Web;

/// The cookie of the language that somebody chose on a page.
pub const LANGUAGE: &str = "crm_copilot_language";

/// Which language a visitor chose, and which ones the browser asks for.
pub struct Spoken {
    chosen: Option<String>,
    asked: Vec<String>,
}

impl Spoken {
    /// What a request says.
    pub fn of(headers: &HeaderMap) -> Spoken {
        let cookies = headers.get_all(header::COOKIE).iter();
        let chosen = cookies
            .filter_map(|value| value.to_str().ok())
            .flat_map(Cookie::split_parse)
            .find_map(|cookie| cookie.ok().filter(|cookie| cookie.name() == LANGUAGE))
            .map(|cookie| cookie.value().to_owned());
        let accepted = headers.get(header::ACCEPT_LANGUAGE);
        let accepted = accepted.and_then(|value| value.to_str().ok());
        Spoken {
            chosen,
            asked: by_weight(accepted.unwrap_or_default()),
        }
    }

    /// The texts for a stranger: in the language that was chosen, else in the first one that the
    /// browser asks for and we speak.
    pub fn for_stranger(&self, web: &Web) -> PageWords {
        self.words(web, self.asked.iter().map(String::as_str))
    }

    /// The texts for somebody of a workspace: in the language that was chosen, else in its own.
    pub fn for_tenant(&self, web: &Web, lang: &str) -> PageWords {
        self.words(web, [lang])
    }

    fn words<'a>(&'a self, web: &Web, others: impl IntoIterator<Item = &'a str>) -> PageWords {
        let mut wanted = self.chosen.as_deref().into_iter().chain(others);
        let known = wanted.find_map(|code| {
            let words = web.copilot.page_words(code);
            words.is_in(code).then_some(words)
        });
        known.unwrap_or_else(|| web.copilot.page_words(""))
    }
}

/// The languages of an `Accept-Language`, without their regions, the most wanted first (RFC 9110,
/// section 12.5.4).
fn by_weight(accepted: &str) -> Vec<String> {
    let ranges = accepted.split(',').filter_map(|range| {
        let (tag, weight) = range.split_once(";q=").unwrap_or((range, "1"));
        let weight: f32 = weight.trim().parse().ok()?;
        let code = tag.trim().split('-').next()?.to_ascii_lowercase();
        (weight > 0.0).then_some((weight, code))
    });
    let mut ranges: Vec<(f32, String)> = ranges.collect();
    ranges.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    ranges.into_iter().map(|(_, code)| code).collect()
}

impl FromRequestParts<Web> for Spoken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Spoken, Infallible> {
        Ok(Spoken::of(&parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_asked_for_by_weight() {
        assert_eq!(by_weight("de, es-MX;q=0.8, en;q=0.9"), ["de", "en", "es"]);
        assert_eq!(by_weight("es-419,es;q=0.9,en;q=0"), ["es", "es"]);
        assert_eq!(by_weight(""), [""]);
    }
}
