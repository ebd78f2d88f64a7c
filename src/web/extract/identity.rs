//! Who asks: from the bearer token or the session cookie, never from an argument.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{AUTHORIZATION, ORIGIN};
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderName, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tower_sessions::Session;

use crate::accounts::User;
use crate::value::{Actor, Channel};
use crate::web::{Error, Web, sessions};

/// The person or token behind an API request, as [`identify`] found it.
pub struct Signed(pub Actor);

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Signed, Error> {
        parts
            .extensions
            .get::<Actor>()
            .cloned()
            .map(Signed)
            .ok_or(Error::Unauthorized)
    }
}

/// Lets a request pass when its bearer token, or else its session, is somebody's. Stands in front
/// of everything else an API route does, so that a stranger learns nothing but 401.
pub async fn identify(
    State(web): State<Web>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let found = match bearer(request.headers()) {
        Some(token) => by_token(&web, &token, Channel::Api).await,
        None => by_session(&web, &session).await,
    };
    let actor = match found {
        Ok(Some(actor)) => actor,
        Ok(None) => return Error::Unauthorized.into_response(),
        Err(error) => return error.into_response(),
    };
    if request.headers().contains_key(AUTHORIZATION) {
        // No browser adds this header by itself, so no other site can have sent the request in the
        // user's name: the layer against that has nothing to look at.
        request.headers_mut().remove(ORIGIN);
        request
            .headers_mut()
            .remove(HeaderName::from_static("sec-fetch-site"));
    }
    request.extensions_mut().insert(actor);
    next.run(request).await
}

/// As [`identify`], for MCP: by token only.
pub async fn identify_by_token(
    State(web): State<Web>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(token) = bearer(request.headers()) else {
        return Error::Unauthorized.into_response();
    };
    match by_token(&web, &token, Channel::Mcp).await {
        Ok(Some(actor)) => {
            request.extensions_mut().insert(actor);
            next.run(request).await
        }
        Ok(None) => Error::Unauthorized.into_response(),
        Err(error) => error.into_response(),
    }
}

/// The token of an `Authorization` header; an empty one when the header is of another kind, so
/// that a wrong header is never answered by the cookie beside it.
fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?.to_str().unwrap_or_default();
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    let is_bearer = scheme.eq_ignore_ascii_case("bearer");
    Some(if is_bearer {
        token.trim().to_owned()
    } else {
        String::new()
    })
}

async fn by_token(web: &Web, token: &str, channel: Channel) -> Result<Option<Actor>, Error> {
    Ok(web.accounts.actor_by_token(token, channel).await?)
}

async fn by_session(web: &Web, session: &Session) -> Result<Option<Actor>, Error> {
    let user = user_of(web, session).await?;
    Ok(user.as_ref().map(actor_of))
}

/// A person who is signed in, as the one who asks.
pub fn actor_of(user: &User) -> Actor {
    Actor {
        tenant: user.tenant.clone(),
        user: user.id.clone(),
        channel: Channel::Chat,
        allowed: user.role.rights(),
    }
}

/// The user of a session. None also when the account is gone.
pub async fn user_of(web: &Web, session: &Session) -> Result<Option<User>, Error> {
    match sessions::user(session, web.clock.now()).await? {
        Some(id) => Ok(web.accounts.user(&id).await?),
        None => Ok(None),
    }
}

/// The person behind a page; a stranger is led to sign-in and back.
pub struct SignedIn(pub User);

/// Sign-in, with the way back to this address, its query included.
fn sign_in_and_back(to: &Uri) -> String {
    if to.path() == "/" {
        return "/sign-in".to_owned();
    }
    let next = to.path_and_query().map_or(to.path(), PathAndQuery::as_str);
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    format!("/sign-in?{query}")
}

impl FromRequestParts<Web> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<SignedIn, Response> {
        let session = Session::from_request_parts(parts, web)
            .await
            .map_err(IntoResponse::into_response)?;
        match user_of(web, &session).await {
            Ok(Some(user)) => Ok(SignedIn(user)),
            Ok(None) => Err(Redirect::to(&sign_in_and_back(&parts.uri)).into_response()),
            Err(error) => Err(error.into_response()),
        }
    }
}
