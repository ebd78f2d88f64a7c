//! Every request of both proxies, sent to Prism, which serves GoHighLevel's own files and our contract of HubSpot's
//! interface, and says of each request whether it fits.
//!
//! `tests/peers/prism/run` installs Prism and runs this.

mod document;
mod recorder;
mod server;

#[path = "../../src/crm/tests/files.rs"]
mod files;
#[path = "../../src/crm/tests/samples.rs"]
mod samples;

use std::{collections::BTreeMap, fmt, fs, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use crm_copilot::crm::{self, Credentials, CrmProxy, Home, Http, Limits, Provider};
use http::header::AUTHORIZATION;
use secrecy::SecretString;
use serde_json::Value;
use tempfile::TempDir;

use crate::account::NOW;
use recorder::{Exchange, Recorder, fits};
use server::Prism;

/// A request of an operation: operation, method, and path with its `{names}`.
type Row = (&'static str, &'static str, &'static str);

/// What one vendor's proxy sent, and how Prism took it.
struct Run {
    provider: Provider,
    recorder: Recorder,
    /// An accepted example of each row.
    accepted: BTreeMap<Row, Exchange>,
    sent: usize,
    /// Accepted requests that were sent again with a fault, and refused.
    refused: usize,
    faults: Vec<String>,
}

impl Run {
    /// Performs every operation with every sample of arguments, then spoils what was accepted.
    async fn everything(provider: Provider, prism: &Prism) -> Run {
        let mut run = Run {
            provider,
            recorder: Recorder::start(&prism.url).await,
            accepted: BTreeMap::new(),
            sent: 0,
            refused: 0,
            faults: Vec::new(),
        };
        for operation in described(provider) {
            run.operation(operation).await;
        }
        run.spoil().await;
        run
    }

    /// Some requests are sent only when a record was not found: while any is missing, each read of the operation finds
    /// nothing in turn.
    async fn operation(&mut self, operation: &'static str) {
        self.perform(operation, None).await;
        for (_, method, path) in rows(self.provider, operation) {
            if method == "GET" && !self.missing(operation).is_empty() {
                self.perform(operation, Some((method, path))).await;
            }
        }
        for (_, method, path) in self.missing(operation) {
            let fault = format!("{operation}: no {method} {path} was accepted");
            self.faults.push(fault);
        }
    }

    async fn perform(&mut self, operation: &'static str, hidden: Option<recorder::Row>) {
        self.recorder.hide(hidden);
        for args in samples::of(self.provider, operation) {
            // A proxy each, so that nothing waits for the vendor's limits of requests in a time.
            let proxy = connect(self.provider, &self.recorder.url);
            let outcome = proxy.perform(operation, &args).await;
            // With a record hidden, an operation may rightly end early.
            if let (Err(error), None) = (outcome, hidden) {
                let fault = format!("{operation} {args}: {error:?}");
                self.faults.push(fault);
            }
            for exchange in self.recorder.take() {
                self.judge(operation, &args, exchange);
            }
        }
    }

    fn judge(&mut self, operation: &'static str, args: &Value, exchange: Exchange) {
        self.sent += 1;
        let of_row = |(_, method, path): &Row| {
            *method == exchange.method.as_str() && fits(path, &exchange.path)
        };
        let fitting = rows(self.provider, operation).into_iter().filter(of_row);
        // The most literal one, as a server would choose.
        let row = fitting.min_by_key(|(_, _, path)| path.matches('{').count());
        match row {
            Some(row) if exchange.is_accepted() => {
                self.accepted.entry(row).or_insert(exchange);
            }
            _ => self
                .faults
                .push(format!("{operation} {args}: {exchange}, row {row:?}")),
        }
    }

    fn missing(&self, operation: &str) -> Vec<Row> {
        let mut rows = rows(self.provider, operation);
        rows.retain(|row| !self.accepted.contains_key(row));
        rows
    }

    /// Sends an example of each row again, once with each fault; a mock that accepts one would accept anything.
    async fn spoil(&mut self) {
        for (row, good) in &self.accepted {
            for spoiled in spoiled(good) {
                let answer = self.recorder.repeat(spoiled).await;
                if answer.is_accepted() {
                    let fault = format!("{row:?}: spoiled, and accepted: {answer}");
                    self.faults.push(fault);
                }
                self.refused += 1;
            }
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} operations with {} requests, sent {} times in all, every time accepted; {} spoiled requests, all refused",
            self.provider,
            described(self.provider).count(),
            self.accepted.len(),
            self.sent,
            self.refused,
        )
    }
}

/// The request without its key, without the version where there is one, and with another body where there is one.
fn spoiled(good: &Exchange) -> Vec<Exchange> {
    let mut all = vec![good.without(AUTHORIZATION.as_str())];
    if good.headers.contains_key("version") {
        all.push(good.without("version"));
    }
    if !good.body.is_empty() {
        let body = "\"no such body\"".into();
        all.push(Exchange {
            body,
            ..good.clone()
        });
    }
    all
}

/// The operations whose requests rows describe. What an administrator writes, and a webhook, are in no vendor's file.
fn described(provider: Provider) -> impl Iterator<Item = &'static str> {
    let names = crm::operations(provider).map(|(name, _)| name);
    names.filter(move |name| !rows(provider, name).is_empty())
}

fn rows(provider: Provider, operation: &str) -> Vec<Row> {
    crm::requests(provider)
        .filter(|(of, ..)| *of == operation)
        .collect()
}

fn connect(provider: Provider, base_url: &str) -> Arc<dyn CrmProxy> {
    let now: DateTime<Utc> = NOW.parse().unwrap();
    let limits = Limits {
        pause: Duration::ZERO,
        ..Limits::default()
    };
    let http = Http::with_limits(move || now, limits).unwrap();
    let location = "ve9EPM428h8vShlRW1KT".to_owned();
    let credentials = Credentials {
        provider,
        token: SecretString::from("pit-mock"),
        location_id: (provider == Provider::GoHighLevel).then_some(location),
        base_url: base_url.to_owned(),
        home: Home::default(),
    };
    crm::connect(http, credentials)
}

/// The vendors' files reach Prism through a temporary folder and are not part of this repository.
#[tokio::test(flavor = "multi_thread")]
async fn prism_accepts_every_request() {
    let Some(command) = setting("PRISM") else {
        eprintln!("skipped: PRISM is not set; tests/peers/prism/run sets it");
        return;
    };
    let report = setting("PRISM_REPORT").expect("PRISM_REPORT names the file of the report");
    let folder = files::folder().expect("SPECS_DIR names the folder of the vendors' files");
    let documents = TempDir::new().unwrap();
    let serve = |provider: Provider| {
        let document = match provider {
            Provider::GoHighLevel => {
                let shared = files::shared(&folder);
                document::joined(files::gohighlevel(&folder), shared)
            }
            Provider::HubSpot => files::hubspot(&folder),
        };
        let file = documents.path().join(format!("{}.json", provider.as_str()));
        fs::write(&file, document.to_string()).unwrap();
        Prism::start(&command, &file)
    };
    let (mut lines, mut faults) = (String::new(), Vec::new());
    for provider in Provider::ALL {
        let prism = serve(provider);
        let run = Run::everything(provider, &prism).await;
        lines.push_str(&format!("{run}\n"));
        faults.extend(run.faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    fs::write(report, lines).unwrap();
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test's own settings: which Prism, and where its report goes"
)]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
