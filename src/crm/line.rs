//! One account at one vendor: what the proxies and their steps make calls with.

use std::sync::Arc;

use secrecy::SecretString;
use serde_json::{Value, json};

use super::{
    Call, Credentials, Effect, Error, Http,
    http::Answer,
    limits::{Gate, Rules},
    request::{Built, Setting, Way, build},
    retry,
    rows::{Asked, Does, Endpoint, Request},
    webhook,
};

/// Reads an answer that is not a success; the flag says whether the request only looked.
type Fault = fn(&Answer, bool) -> Error;

/// What distinguishes a vendor, as data.
pub(super) struct Vendor {
    /// Its rows, one table per resource.
    pub tables: &'static [&'static [Endpoint]],
    /// What it cannot do: operation, and a sentence that says what to do instead.
    pub cannot: &'static [(&'static str, &'static str)],
    /// Reads an answer that is not a success.
    pub fault: Fault,
    /// How much it takes at a time.
    pub rules: &'static Rules,
}

impl Vendor {
    pub fn endpoints(&self) -> impl Iterator<Item = &'static Endpoint> + use<> {
        self.tables.iter().flat_map(|table| table.iter())
    }
}

/// One account at one vendor.
#[derive(Clone)]
pub(super) struct Line {
    http: Http,
    gate: Arc<Gate>,
    credentials: Credentials,
    vendor: &'static Vendor,
}

impl Line {
    pub fn new(http: Http, credentials: Credentials, vendor: &'static Vendor) -> Self {
        Self {
            gate: http.gate(&credentials, vendor.rules),
            http,
            credentials,
            vendor,
        }
    }

    pub fn endpoint(&self, operation: &str) -> Option<&'static Endpoint> {
        self.vendor
            .endpoints()
            .find(|endpoint| endpoint.operation == operation)
    }

    pub fn instead(&self, operation: &str) -> Option<&'static str> {
        self.vendor
            .cannot
            .iter()
            .find(|(name, _)| *name == operation)
            .map(|(_, instead)| *instead)
    }

    /// How many requests the vendor takes in a minute, at least one.
    pub fn requests_per_minute(&self) -> u64 {
        let rate = self.gate.rate();
        let millis = u64::try_from(rate.interval.as_millis()).unwrap_or(u64::MAX);
        (rate.most as u64 * 60_000 / millis.max(1)).max(1)
    }

    /// The calls that `perform` would make, without making them.
    pub fn preview(&self, operation: &str, args: &Value) -> Result<Vec<Call>, Error> {
        let calls = match &self.known(operation, args)?.does {
            Does::Request(request) => vec![(*request, args.clone())],
            Does::Steps { preview, .. } => preview(args),
            Does::Free(build) => return Ok(vec![build(args, &self.setting())?.show()]),
        };
        let shown = calls
            .iter()
            .map(|(request, args)| Ok(build(request, args, &self.setting())?.show()));
        shown
            .collect::<Result<_, Error>>()
            .map_err(|error| error.of(operation))
    }

    /// Does the operation and answers our record of it.
    pub async fn perform(&self, operation: &str, args: &Value) -> Result<Value, Error> {
        let outcome = match &self.known(operation, args)?.does {
            Does::Request(request) => self.call(request, args).await,
            Does::Steps { run, .. } => run(self, args).await,
            Does::Free(build) => self.free(&build(args, &self.setting())?).await,
        };
        outcome.map_err(|error| error.of(operation))
    }

    /// One request of a row, and the record that comes out of it.
    pub async fn call(&self, request: &Request, args: &Value) -> Result<Value, Error> {
        let built = build(request, args, &self.setting())?;
        let fault = self.vendor.fault;
        let answer = self.send(&self.gate, &built, fault).await?;
        if !(200..300).contains(&answer.status) {
            return Err(fault(&answer, request.reads));
        }
        let asked = Asked {
            args,
            home: &self.credentials.home,
        };
        let record = answer
            .body
            .pointer(request.answer)
            .and_then(|part| (request.record)(part, &asked));
        record.ok_or_else(|| Error::Protocol {
            what: "a part that the contract promises is not there",
            effect: effect_of(request.reads),
            source: None,
        })
    }

    /// One request that no row describes: its answer as it is, unless it says that the request was not looked at.
    async fn free(&self, built: &Built) -> Result<Value, Error> {
        let (answer, fault) = match built.way {
            Way::Row | Way::Raw => {
                let fault = self.vendor.fault;
                let answer = self.send(&self.gate, built, fault).await?;
                (answer, fault)
            }
            Way::Webhook => {
                let fault: Fault = webhook::fault;
                let answer = self.send(&self.webhook_gate(built), built, fault).await?;
                (answer, fault)
            }
        };
        let is_answer = match (built.way, answer.status) {
            (_, 200..300) => true,
            (Way::Raw, 401 | 403 | 408 | 429) => false,
            // What the CRM says against a request of their own, administrators read themselves.
            (Way::Raw, status) => status < 500,
            (Way::Row | Way::Webhook, _) => false,
        };
        if !is_answer {
            return Err(fault(&answer, built.reads));
        }
        Ok(json!({ "status": answer.status, "body": answer.body }))
    }

    /// A webhook has limits of its own, and its failures say nothing of the CRM.
    fn webhook_gate(&self, built: &Built) -> Arc<Gate> {
        let address = Credentials {
            provider: self.credentials.provider,
            token: SecretString::from(built.url.as_str()),
            location_id: None,
            base_url: built.url.origin().ascii_serialization(),
            home: self.credentials.home.clone(),
        };
        self.http.gate(&address, self.vendor.rules)
    }

    async fn send(&self, gate: &Gate, built: &Built, fault: Fault) -> Result<Answer, Error> {
        let attempt = || self.http.attempt(built, &self.credentials.token);
        retry::send(gate, self.http.limits(), built, fault, attempt).await
    }

    fn known(&self, operation: &str, args: &Value) -> Result<&'static Endpoint, Error> {
        if !args.is_object() {
            return Err(Error::invalid("the arguments are no object", "arguments"));
        }
        self.endpoint(operation).ok_or_else(|| Error::Unsupported {
            provider: self.credentials.provider,
            operation: operation.to_owned(),
            instead: self.instead(operation).unwrap_or(
                "This CRM has no counterpart for it, so it has to be done by hand there.",
            ),
        })
    }

    fn setting(&self) -> Setting<'_> {
        Setting {
            provider: self.credentials.provider,
            base_url: &self.credentials.base_url,
            location_id: self.credentials.location_id.as_deref(),
            now: self.http.now(),
        }
    }
}

/// What may have happened when a request was sent and no good answer came.
pub(super) fn effect_of(reads: bool) -> Effect {
    if reads { Effect::None } else { Effect::Unknown }
}
