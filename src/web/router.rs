//! Every route, and the layers in front of them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, Request};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post, put};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{
    MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tower_sessions::SessionManagerLayer;
use tower_sessions::cookie::SameSite;

use super::{Error, Web, api, assets, extract, headers, health, pages};
use crate::mcp::Service;

/// Longest request body, in bytes.
const BODY: usize = 256 * 1024;
/// The cookie of a session.
const COOKIE: &str = "crm_copilot_session";

/// Routes that need somebody signed in, by method and address, for the test that asks each of them
/// as a stranger and as another tenant.
pub const ROUTES: &[(&str, &str)] = &[
    ("POST", "/api/mcp/chat"),
    ("POST", "/api/mcp/copilot/chat"),
    ("GET", "/api/mcp/conversations"),
    ("GET", "/api/mcp/conversations/{session}"),
    ("GET", "/api/mcp/suggestions"),
    ("GET", "/api/connections"),
    ("GET", "/api/operations"),
    ("POST", "/api/operations/{name}"),
    ("POST", "/api/plans/{token}/confirm"),
    ("POST", "/api/plans/{token}/cancel"),
    ("GET", "/api/phrases"),
    ("POST", "/api/phrases"),
    ("PUT", "/api/phrases/{id}"),
    ("DELETE", "/api/phrases/{id}"),
    ("POST", "/api/phrases/check"),
    ("GET", "/api/phrases/versions"),
    ("POST", "/api/phrases/revert"),
    ("GET", "/api/bulk-jobs/{id}"),
    ("GET", "/api/bulk-jobs/{id}/result.csv"),
    ("POST", "/mcp"),
    ("GET", "/mcp-copilot"),
    ("GET", "/settings/phrases"),
    ("GET", "/"),
];

/// The whole application.
pub fn router(web: Web, mcp: Service) -> Router {
    let open = Router::new()
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/health", get(health::health))
        .route("/api/mcp/health", get(health::health))
        .route("/assets/{*path}", get(assets::file))
        .method_not_allowed_fallback(wrong_method);
    let pages = Router::new()
        .route("/", get(pages::home))
        .route("/mcp-copilot", get(pages::chat))
        .route("/settings/phrases", get(pages::phrases::show))
        .route(
            "/sign-in",
            get(pages::sign_in::show).post(pages::sign_in::submit),
        )
        .route(
            "/sign-up",
            get(pages::sign_up::show).post(pages::sign_up::submit),
        )
        .route("/sign-out", post(pages::sign_in::out))
        .route("/language", post(pages::language::choose))
        .method_not_allowed_fallback(wrong_method)
        .layer(against_other_sites());
    let api = Router::new()
        .route("/api/mcp/chat", post(api::chat::say))
        .route("/api/mcp/copilot/chat", post(api::chat::say))
        .route("/api/mcp/conversations", get(api::chat::conversations))
        .route("/api/mcp/conversations/{session}", get(api::chat::history))
        .route("/api/mcp/suggestions", get(api::suggestions::list))
        .route("/api/connections", get(api::connections::list))
        .route("/api/operations", get(api::operations::catalogue))
        .route("/api/operations/{name}", post(api::operations::run))
        .route("/api/plans/{token}/confirm", post(api::plans::confirm))
        .route("/api/plans/{token}/cancel", post(api::plans::cancel))
        .route(
            "/api/phrases",
            get(api::phrases::list).post(api::phrases::add),
        )
        .route(
            "/api/phrases/{id}",
            put(api::phrases::change).delete(api::phrases::remove),
        )
        .route("/api/phrases/check", post(api::phrases::check))
        .route("/api/phrases/versions", get(api::phrases::versions))
        .route("/api/phrases/revert", post(api::phrases::revert))
        .route("/api/bulk-jobs/{id}", get(api::bulk_jobs::show))
        .route(
            "/api/bulk-jobs/{id}/result.csv",
            get(api::bulk_jobs::result),
        )
        .route("/api/{*rest}", any(|| async { Error::NotFound("address") }))
        .method_not_allowed_fallback(wrong_method)
        .layer(against_other_sites())
        .layer(from_fn_with_state(web.clone(), extract::identify));
    let mcp = Router::new()
        .route_service("/mcp", mcp)
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(from_fn_with_state(web.clone(), extract::identify_by_token));

    let is_https = web.is_https;
    let problems = web.clone();
    let sessions = SessionManagerLayer::new(web.sessions.clone())
        .with_name(COOKIE)
        .with_secure(is_https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax);

    Router::new()
        .merge(pages)
        .merge(api)
        .layer(sessions)
        .merge(mcp)
        .merge(open)
        .fallback(pages::missing)
        .with_state(web)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_| {
            Error::Internal("a handler panicked".to_owned()).into_response()
        }))
        .layer(from_fn_with_state(problems, pages::problems))
        .layer(from_fn_with_state(is_https, headers::secure))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(headers::span)
                .on_response(DefaultOnResponse::new().level(tracing::Level::INFO)),
        )
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, NewId))
}

async fn wrong_method() -> Error {
    Error::Method
}

/// Refuses changes that another site's page sends in the user's name. Browsers say with each
/// request which site it comes from: `Sec-Fetch-Site`, or for old ones `Origin`, which all of them
/// send with a POST. No page can change either, so forms need no token of their own. A request
/// with neither comes from no browser, and then nobody's cookie is in it unasked. Besides, the
/// session's cookie is SameSite=Lax and does not go along with another site's POST.
fn against_other_sites() -> CsrfLayer<fn(ProtectionError) -> Response> {
    CsrfLayer::new().with_rejection_response(|_| Error::CrossSite.into_response())
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A request's id is ours: what a caller sends there would end up in the log.
#[derive(Clone, Copy)]
struct NewId;

impl MakeRequestId for NewId {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        uuid::Uuid::new_v4()
            .to_string()
            .parse()
            .ok()
            .map(RequestId::new)
    }
}
