//! Stands between a proxy and Prism, and keeps what the proxy does not show: the status of each answer and the
//! violations that Prism names in a header.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode, header};
use serde_json::json;

use super::samples::EMAIL;

/// Where Prism lists what is wrong with a request, or with its own answer.
const VIOLATIONS: &str = "sl-violations";
/// More than any request of ours.
const LARGEST: usize = 1024 * 1024;

/// Method, and path with its `{names}`.
pub type Row = (&'static str, &'static str);

/// One request as it was sent, and what Prism said to it.
#[derive(Clone)]
pub struct Exchange {
    pub method: Method,
    /// With the query.
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub status: StatusCode,
    pub violations: Option<String>,
    /// Prism was told to answer "not found".
    pub hidden: bool,
}

impl Exchange {
    /// Whether it fits the vendor's file, and the answer as well.
    pub fn is_accepted(&self) -> bool {
        let expected = if self.hidden {
            self.status == StatusCode::NOT_FOUND
        } else {
            self.status.is_success()
        };
        expected && self.violations.is_none()
    }

    /// The same request without one of its headers.
    pub fn without(&self, header: &str) -> Self {
        let mut less = self.clone();
        let removed = less.headers.remove(header);
        assert!(removed.is_some(), "no {header}: {self}");
        less
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let violations = self.violations.as_deref().unwrap_or("no violation");
        let (method, path, status) = (&self.method, &self.path, self.status);
        write!(f, "{method} {path}: {status}, {violations}")
    }
}

/// The forwarder of one Prism.
pub struct Recorder {
    pub url: String,
    inner: Arc<Inner>,
}

struct Inner {
    prism: String,
    client: reqwest::Client,
    seen: Mutex<Vec<Exchange>>,
    hidden: Mutex<Option<Row>>,
}

impl Recorder {
    /// Forwards to this address of Prism's.
    pub async fn start(prism: &str) -> Self {
        #[expect(clippy::disallowed_methods, reason = "forwards to a mock on loopback")]
        let client = reqwest::Client::new();
        let inner = Arc::new(Inner {
            prism: prism.to_owned(),
            client,
            seen: Mutex::default(),
            hidden: Mutex::default(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(forward).with_state(inner.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, inner }
    }

    /// What was sent since this was asked last.
    pub fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut self.inner.seen.lock().unwrap())
    }

    /// From now on, has requests of this method and path answered "not found"; `None` for no more.
    pub fn hide(&self, row: Option<Row>) {
        *self.inner.hidden.lock().unwrap() = row;
    }

    /// Sends a request again, changed; what Prism says to that is answered and not kept.
    pub async fn repeat(&self, changed: Exchange) -> Exchange {
        self.inner.ask(changed).await.0
    }
}

impl Inner {
    async fn ask(&self, mut sent: Exchange) -> (Exchange, Response) {
        let to = format!("{}{}", self.prism, sent.path);
        let mut request = self.client.request(sent.method.clone(), to);
        if sent.hidden {
            request = request.header("Prefer", "code=404");
        }
        let request = request
            .headers(sent.headers.clone())
            .body(sent.body.clone());
        let answer = request.send().await.unwrap();
        sent.status = answer.status();
        let named = |name: &str| answer.headers().get(name).cloned();
        sent.violations = named(VIOLATIONS).map(|named| named.to_str().unwrap().to_owned());
        let mut headers = HeaderMap::new();
        if let Some(kind) = named(header::CONTENT_TYPE.as_str()) {
            headers.insert(header::CONTENT_TYPE, kind);
        }
        let status = sent.status;
        let mut body = answer.bytes().await.unwrap();
        // Prism knows one example of each answer; another one is told here.
        if status.is_success() && sent.path.ends_with(&format!("/messages/{EMAIL}")) {
            let message = json!({"id": EMAIL, "meta": {"email": {"messageIds": ["mail"]}}});
            body = message.to_string().into();
        }
        (sent, (status, headers, body).into_response())
    }
}

async fn forward(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut headers = parts.headers;
    headers.remove(header::HOST);
    headers.remove(header::CONTENT_LENGTH);
    let hidden = inner.hidden.lock().unwrap().is_some_and(|(method, path)| {
        method == parts.method.as_str() && fits(path, parts.uri.path())
    });
    let sent = Exchange {
        method: parts.method,
        path: parts.uri.to_string(),
        headers,
        body: axum::body::to_bytes(body, LARGEST).await.unwrap(),
        status: StatusCode::default(),
        violations: None,
        hidden,
    };
    let (exchange, answer) = inner.ask(sent).await;
    inner.seen.lock().unwrap().push(exchange);
    answer
}

/// Whether a path, with or without its query, is one of a row's.
pub fn fits(row: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (row, path): (Vec<_>, Vec<_>) = (row.split('/').collect(), path.split('/').collect());
    let same =
        |(row, path): (&&str, &&str)| row == path || row.starts_with('{') && !path.is_empty();
    row.len() == path.len() && row.iter().zip(&path).all(same)
}
