//! Listening, and the way of a request from the socket to a vendor's function.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use http::StatusCode;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::faults::{Line, Listener};
use super::request::{Call, Reply};
use super::{Clock, Error};

/// Opens a port on 127.0.0.1 and says its address.
pub(super) async fn bind(vendor: &'static str, port: u16) -> Result<(TcpListener, String), Error> {
    let failed = |source| Error::Listen {
        vendor,
        port,
        source,
    };
    let listener = TcpListener::bind(("127.0.0.1", port))
        .await
        .map_err(failed)?;
    let url = format!("http://{}", listener.local_addr().map_err(failed)?);
    Ok((listener, url))
}

/// Serves until told to stop; requests under way are finished.
pub(super) fn listen(
    listener: TcpListener,
    router: Router,
    stop: &CancellationToken,
) -> JoinHandle<()> {
    let stop = stop.clone().cancelled_owned();
    tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<Line>();
        if let Err(error) = axum::serve(Listener(listener), service)
            .with_graceful_shutdown(stop)
            .await
        {
            tracing::error!(%error, "the sandbox stopped listening");
        }
    })
}

/// What answers one route. It may block: it writes files.
pub(super) type Answer = Arc<dyn Fn(&Call) -> Reply + Send + Sync>;

/// Adds one method of one path.
pub(super) fn route(
    router: Router,
    filter: MethodFilter,
    path: &str,
    clock: &Clock,
    answer: Answer,
) -> Router {
    let clock = clock.clone();
    router.route(
        path,
        on(filter, move |request: Request| run(request, clock, answer)),
    )
}

/// Sends every path and method without a route to one function: the vendor's own 404.
pub(super) fn otherwise(router: Router, clock: &Clock, answer: Answer) -> Router {
    let (clock, again) = (clock.clone(), answer.clone());
    let (clock_again, answer) = (clock.clone(), answer);
    router
        .fallback(move |request: Request| run(request, clock, answer))
        .method_not_allowed_fallback(move |request: Request| run(request, clock_again, again))
}

async fn run(request: Request, clock: Clock, answer: Answer) -> Response {
    let call = Call::read(request, clock()).await;
    // Off the async threads, because a change is synced to disk before it is answered.
    match tokio::task::spawn_blocking(move || answer(&call)).await {
        Ok(reply) => reply.into_response(),
        Err(error) => {
            tracing::error!(%error, "a sandbox call failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
