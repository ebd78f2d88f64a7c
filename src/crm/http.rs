//! The one sender. Nothing else in the program talks to a CRM.

use std::{
    collections::HashMap,
    fmt,
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, HeaderMap};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::{
    Credentials, Effect, Error, Provider,
    addresses::{PublicOnly, is_refusal},
    error::Cause,
    limits::{Gate, Rules},
    line::effect_of,
    request::{Built, Way},
    rows::Method,
};

/// More than any page of records; an answer beyond it is not one.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// More than what a webhook says when it has taken something.
const LARGEST_WEBHOOK_ANSWER: usize = 64 * 1024;

/// With more connections than this, those that nobody uses are forgotten.
const MANY_GATES: usize = 1000;
const LONG_UNUSED: Duration = Duration::from_secs(60);

/// How long to wait for a CRM.
#[derive(Clone, Copy)]
pub struct Limits {
    /// To get a connection.
    pub connect: Duration,
    /// From the start of one attempt to the end of its answer.
    pub total: Duration,
    /// Before the first repetition; doubled before each further one, and shortened by chance to no less than half.
    pub pause: Duration,
    /// How often a request is repeated after a connection error, 502, 503 or 504, where that is safe.
    pub repeats: u32,
    /// For the vendor's limits: for a turn in the queue, and again after each 429. Two minutes let five hundred calls
    /// at once through: at HubSpot's five searches a second they take 100 seconds, at GoHighLevel's hundred calls in
    /// ten seconds 40.
    pub queue: Duration,
    /// A number from 0 to 1, by chance.
    pub chance: fn() -> f64,
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits")
            .field("connect", &self.connect)
            .field("total", &self.total)
            .field("pause", &self.pause)
            .field("repeats", &self.repeats)
            .field("queue", &self.queue)
            .finish_non_exhaustive()
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(20),
            pause: Duration::from_millis(200),
            repeats: 2,
            queue: Duration::from_secs(120),
            chance: rand::random,
        }
    }
}

/// The shared HTTP client: one per process, cheap to clone.
#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
    /// For webhooks, whose host an argument names: it connects to public addresses only.
    outside: reqwest::Client,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    limits: Limits,
    gates: Arc<Gates>,
}

/// The gate of each connection. They outlive the proxies, of which every turn of a conversation makes a new one.
#[derive(Default)]
struct Gates {
    by_connection: Mutex<HashMap<Connection, Arc<Gate>>>,
    hasher: RandomState,
}

/// What the vendors count by: the account and the app. The key stands for the app, hashed, so that it is not kept.
#[derive(PartialEq, Eq, Hash)]
struct Connection {
    provider: Provider,
    base_url: String,
    location_id: Option<String>,
    key: u64,
}

/// An answer of any status.
pub(super) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// `null` when there is none, or when the body of a row's failure is not JSON; a text when another's is not.
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
        let client = || {
            reqwest::Client::builder()
                .user_agent(concat!("crm-copilot/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(limits.connect)
                .timeout(limits.total)
                // A redirect would carry the key, or a write, to a place that no row names.
                .redirect(reqwest::redirect::Policy::none())
                // Settings come from Config alone, so the proxy variables of the environment do not count.
                .no_proxy()
        };
        let failed = |error| Error::Unavailable {
            status: None,
            effect: Effect::None,
            source: Some(cause(error)),
        };
        Ok(Self {
            client: client().build().map_err(failed)?,
            outside: client()
                .dns_resolver(Arc::new(PublicOnly))
                .build()
                .map_err(failed)?,
            clock: Arc::new(clock),
            limits,
            gates: Arc::default(),
        })
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The gate of a connection, the same one for each proxy of it.
    pub(super) fn gate(&self, credentials: &Credentials, rules: &'static Rules) -> Arc<Gate> {
        let connection = Connection {
            provider: credentials.provider,
            base_url: credentials.base_url.clone(),
            location_id: credentials.location_id.clone(),
            key: self
                .gates
                .hasher
                .hash_one(credentials.token.expose_secret()),
        };
        let mut gates = self
            .gates
            .by_connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if gates.len() >= MANY_GATES {
            gates.retain(|_, gate| Arc::strong_count(gate) > 1 || !gate.is_idle(LONG_UNUSED));
        }
        let gate = gates
            .entry(connection)
            .or_insert_with(|| Arc::new(Gate::new(rules)));
        Arc::clone(gate)
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Sends a request once.
    pub(super) async fn attempt(&self, built: &Built, key: &SecretString) -> Result<Answer, Error> {
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
        let (largest, request) = match built.way {
            Way::Row | Way::Raw => {
                let request = self.client.request(method, built.url.clone());
                (LARGEST_ANSWER, request.bearer_auth(key.expose_secret()))
            }
            Way::Webhook => {
                let request = self.outside.request(method, built.url.clone());
                (LARGEST_WEBHOOK_ANSWER, request)
            }
        };
        let mut request = request.header(ACCEPT, "application/json");
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
            if bytes.len() + chunk.len() > largest {
                return Err(protocol("it is too large", built.reads, None));
            }
            bytes.extend_from_slice(&chunk);
        }
        if status.is_redirection() {
            return Err(protocol("it is a redirect", built.reads, None));
        }
        let body = match serde_json::from_slice(&bytes) {
            Ok(body) => body,
            Err(_) if built.way != Way::Row && !bytes.is_empty() => {
                Value::String(String::from_utf8_lossy(&bytes).into_owned())
            }
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
    if is_refusal(&error) {
        return Error::invalid("its host is not in the public internet", "url");
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
