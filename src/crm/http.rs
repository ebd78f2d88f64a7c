//! The one sender. Nothing else in the program talks to a CRM.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, HeaderMap};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::{Effect, Error, error::Cause, line::effect_of, request::Built, rows::Method};

/// More than any page of records; an answer beyond it is not one.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// How long to wait for a CRM.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// To get a connection.
    pub connect: Duration,
    /// From the start of one attempt to the end of its answer.
    pub total: Duration,
    /// Before the first repetition of a read; doubled before the second.
    pub pause: Duration,
    /// How often a read is repeated after a connection error, 502, 503 or 504.
    pub repeats: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(20),
            pause: Duration::from_millis(200),
            repeats: 2,
        }
    }
}

/// The shared HTTP client: one per process, cheap to clone.
#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    limits: Limits,
}

/// An answer of any status.
pub(super) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// `null` when there is none, or when a failure's body is not JSON.
    pub body: Value,
}

impl Http {
    /// A client with the usual limits. `clock` gives the time for records that a vendor wants stamped.
    ///
    /// # Errors
    /// `Unavailable` when the TLS library cannot start.
    pub fn new(clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Result<Self, Error> {
        Self::with_limits(clock, Limits::default())
    }

    /// A client with other limits.
    ///
    /// # Errors
    /// `Unavailable` when the TLS library cannot start.
    pub fn with_limits(
        clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
        limits: Limits,
    ) -> Result<Self, Error> {
        let client = reqwest::Client::builder()
            .user_agent(concat!("crm-copilot/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(limits.connect)
            .timeout(limits.total)
            // A redirect would carry the key, or a write, to a place that no row names.
            .redirect(reqwest::redirect::Policy::none())
            // Settings come from Config alone, so the proxy variables of the environment do not count.
            .no_proxy()
            .build()
            .map_err(|error| Error::Unavailable {
                status: None,
                effect: Effect::None,
                source: Some(cause(error)),
            })?;
        Ok(Self {
            client,
            clock: Arc::new(clock),
            limits,
        })
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Sends a request; reads are repeated when the CRM could not be reached or was busy, writes never.
    pub(super) async fn send(&self, built: &Built, key: &SecretString) -> Result<Answer, Error> {
        let mut pause = self.limits.pause;
        let mut left = if built.reads { self.limits.repeats } else { 0 };
        loop {
            let outcome = self.attempt(built, key).await;
            let again = match &outcome {
                Ok(answer) => matches!(answer.status, 502..=504),
                Err(Error::Unavailable { .. }) => true,
                Err(_) => false,
            };
            if !again || left == 0 {
                return outcome;
            }
            left -= 1;
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }

    async fn attempt(&self, built: &Built, key: &SecretString) -> Result<Answer, Error> {
        let started = tokio::time::Instant::now();
        let outcome = self.exchange(built, key).await;
        let took = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (method, path) = (built.method.as_str(), built.template);
        match &outcome {
            Ok(answer) => tracing::debug!(
                method,
                path,
                status = answer.status,
                took_ms = took,
                request_id = request_id(&answer.headers),
                "CRM answered"
            ),
            Err(error) => tracing::debug!(
                method,
                path,
                took_ms = took,
                code = error.code(),
                "CRM did not answer"
            ),
        }
        outcome
    }

    async fn exchange(&self, built: &Built, key: &SecretString) -> Result<Answer, Error> {
        let method = match built.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = self
            .client
            .request(method, built.url.clone())
            .bearer_auth(key.expose_secret())
            .header(ACCEPT, "application/json");
        if let Some(version) = built.version {
            request = request.header("Version", version);
        }
        if let Some(body) = &built.body {
            request = request.json(body);
        }
        let mut response = request
            .send()
            .await
            .map_err(|error| failure(error, built.reads))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut bytes = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| failure(error, built.reads))?
        {
            if bytes.len() + chunk.len() > LARGEST_ANSWER {
                return Err(protocol("it is too large", built.reads, None));
            }
            bytes.extend_from_slice(&chunk);
        }
        if status.is_redirection() {
            return Err(protocol("it is a redirect", built.reads, None));
        }
        let body = match serde_json::from_slice(&bytes) {
            Ok(body) => body,
            Err(error) if status.is_success() && !bytes.is_empty() => {
                return Err(protocol(
                    "it is not JSON",
                    built.reads,
                    Some(Box::new(error)),
                ));
            }
            Err(_) => Value::Null,
        };
        Ok(Answer {
            status: status.as_u16(),
            headers,
            body,
        })
    }
}

impl Answer {
    /// A header's value as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A header's value as a number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.trim().parse().ok()
    }

    /// `Retry-After`, when it is given in seconds.
    pub fn retry_after(&self) -> Option<Duration> {
        self.number("retry-after").map(Duration::from_secs)
    }
}

fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-request-id", "x-hubspot-correlation-id", "traceid"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}

fn failure(error: reqwest::Error, reads: bool) -> Error {
    if error.is_builder() {
        // The only part that a row does not fix is the key: it has a character that no header may hold.
        return Error::Unauthorized;
    }
    if error.is_connect() {
        return Error::Unavailable {
            status: None,
            effect: Effect::None,
            source: Some(cause(error)),
        };
    }
    let effect = effect_of(reads);
    if error.is_timeout() {
        return Error::Timeout {
            effect,
            source: Some(cause(error)),
        };
    }
    Error::Unavailable {
        status: None,
        effect,
        source: Some(cause(error)),
    }
}

fn protocol(what: &'static str, reads: bool, source: Option<Cause>) -> Error {
    Error::Protocol {
        what,
        effect: effect_of(reads),
        source,
    }
}

/// Without the address, which may hold what was searched for.
fn cause(error: reqwest::Error) -> Cause {
    Box::new(error.without_url())
}
