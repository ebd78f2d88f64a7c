//! One account at one vendor: what the proxies and their steps make calls with.

use std::sync::Arc;

use serde_json::Value;

use super::{
    Call, Credentials, Effect, Error, Http,
    http::Answer,
    limits::{Gate, Rules},
    request::{Setting, build},
    retry,
    rows::{Asked, Does, Endpoint, Request},
};

/// What distinguishes a vendor, as data.
pub(super) struct Vendor {
    /// Its rows, one table per resource.
    pub tables: &'static [&'static [Endpoint]],
    /// What it cannot do: operation, and a sentence that says what to do instead.
    pub cannot: &'static [(&'static str, &'static str)],
    /// Reads an answer that is not a success.
    pub fault: fn(&Answer, reads: bool) -> Error,
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

    /// The calls that `perform` would make, without making them.
    pub fn preview(&self, operation: &str, args: &Value) -> Result<Vec<Call>, Error> {
        let calls = match &self.known(operation, args)?.does {
            Does::Request(request) => vec![(*request, args.clone())],
            Does::Steps { preview, .. } => preview(args),
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
        };
        outcome.map_err(|error| error.of(operation))
    }

    /// One request of a row, and the record that comes out of it.
    pub async fn call(&self, request: &Request, args: &Value) -> Result<Value, Error> {
        let built = build(request, args, &self.setting())?;
        let attempt = || self.http.attempt(&built, &self.credentials.token);
        let (limits, fault) = (self.http.limits(), self.vendor.fault);
        let answer = retry::send(&self.gate, limits, &built, fault, attempt).await?;
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
