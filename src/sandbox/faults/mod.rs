//! Faults on demand: what a vendor does on a bad day, for as many requests as a rule says.
//!
//! `POST /_sandbox/faults` on the GoHighLevel listener adds a JSON list of rules, `GET` lists
//! them, `DELETE` forgets them all. A rule is
//! `{"kind": …, "vendor"?, "method"?, "path_prefix"?, "times"?}` and the members of its
//! [`Kind`]; `times` counts the requests that it has yet to meet, and without it the rule stays.
//! All waiting, search lag and limits that fit a request apply; of the others, the first.

mod answers;
mod layer;
mod limits;
mod line;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::routing::get;
use axum::{Json, Router};
use chrono::TimeDelta;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub(super) use layer::{Injected, Lag, around};
pub(super) use line::{Line, Listener};

/// Where rules are set, on the GoHighLevel listener. Setting them is not logged.
pub(super) const PATH: &str = "/_sandbox/faults";

/// Whose requests a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Vendor {
    GoHighLevel,
    HubSpot,
}

/// What happens to a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Kind {
    /// It waits before it is looked at.
    Latency { ms: u64 },
    /// It is answered with this status, in the vendor's form, and not carried out.
    Status {
        code: u16,
        #[serde(default)]
        headers: BTreeMap<String, String>,
    },
    /// It is answered with the vendor's 429 and not carried out.
    RateLimited {
        #[serde(default)]
        daily: bool,
    },
    /// The connection is closed; nothing is carried out.
    DropBefore {},
    /// It is carried out, and the connection is closed without an answer.
    DropAfter {},
    /// It is answered as if the token had run out.
    ExpiredToken {},
    /// It is answered as if the token were good, but not for this.
    WrongScope {},
    /// A search sees the records as they were so many seconds ago.
    SearchLag { seconds: u32 },
    /// The vendor's documented limits are counted and kept.
    Limits {},
}

impl Kind {
    /// What is wrong with its values.
    fn misfit(&self) -> Option<&'static str> {
        match self {
            Self::Latency { ms } if *ms > 600_000 => Some("ms must be at most 600000"),
            Self::SearchLag { seconds } if *seconds > 600 => Some("seconds must be at most 600"),
            Self::Status { code, .. } if !(400..600).contains(code) => {
                Some("code must be between 400 and 599")
            }
            Self::Status { headers, .. } if answers::headers(headers).is_none() => {
                Some("headers must have valid names and values")
            }
            _ => None,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Rule {
    vendor: Option<Vendor>,
    method: Option<String>,
    path_prefix: Option<String>,
    times: Option<u32>,
    #[serde(flatten)]
    kind: Kind,
}

/// Which requests a rule is about.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    vendor: Option<Vendor>,
    method: Option<String>,
    path_prefix: Option<String>,
    times: Option<u32>,
}

impl Rule {
    /// `{"kind": "latency", "ms": 5}` and `{"kind": {"latency": {"ms": 5}}}` are the same.
    fn read(value: &Value) -> Result<Self, String> {
        let mut rest = value
            .as_object()
            .cloned()
            .ok_or("a rule must be an object")?;
        let about = ["vendor", "method", "path_prefix", "times"]
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), rest.remove(name)?)))
            .collect();
        let about: About =
            serde_json::from_value(Value::Object(about)).map_err(|error| error.to_string())?;
        if let Some(Value::Object(nested)) = rest.get("kind").cloned()
            && let Some((name, members)) = nested.into_iter().next()
        {
            rest.insert("kind".to_owned(), json!(name));
            if let Value::Object(members) = members {
                rest.extend(members);
            }
        }
        let kind: Kind =
            serde_json::from_value(Value::Object(rest)).map_err(|error| error.to_string())?;
        if let Some(wrong) = kind.misfit() {
            return Err(wrong.to_owned());
        }
        if about.times == Some(0) {
            return Err("times must be at least 1".to_owned());
        }
        Ok(Self {
            vendor: about.vendor,
            method: about.method.map(|method| method.to_uppercase()),
            path_prefix: about.path_prefix,
            times: about.times,
            kind,
        })
    }

    fn fits(&self, vendor: Vendor, method: &str, path: &str) -> bool {
        self.vendor.is_none_or(|wanted| wanted == vendor)
            && self.method.as_deref().is_none_or(|wanted| wanted == method)
            && self
                .path_prefix
                .as_deref()
                .is_none_or(|start| path.starts_with(start))
    }
}

/// What is to happen to one request.
#[derive(Default)]
struct Due {
    wait: Duration,
    lag: TimeDelta,
    limits: bool,
    /// One of the kinds that decide about the answer.
    end: Option<Kind>,
}

/// The rules in force, and what has been counted.
#[derive(Default)]
pub(super) struct Faults {
    rules: Mutex<Vec<Rule>>,
    counts: Mutex<limits::Counts>,
}

impl Faults {
    /// Takes what is due for a request, and counts it off the rules.
    fn due(&self, vendor: Vendor, method: &str, path: &str) -> Due {
        let mut due = Due::default();
        let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        for rule in rules.iter_mut() {
            if !rule.fits(vendor, method, path) {
                continue;
            }
            match &rule.kind {
                Kind::Latency { ms } => due.wait += Duration::from_millis(*ms),
                Kind::SearchLag { seconds } if is_search(path) => {
                    due.lag = due.lag.max(TimeDelta::seconds(i64::from(*seconds)));
                }
                Kind::SearchLag { .. } => continue,
                Kind::Limits {} => due.limits = true,
                _ if due.end.is_some() => continue,
                end => due.end = Some(end.clone()),
            }
            rule.times = rule.times.map(|times| times - 1);
        }
        rules.retain(|rule| rule.times != Some(0));
        due
    }

    fn list(&self) -> Vec<Rule> {
        self.rules
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// All of them, or none when one is wrong.
    fn add(&self, rules: &Value) -> Result<(), String> {
        let rules = rules.as_array().ok_or("a list of rules was expected")?;
        let rules: Vec<Rule> = rules.iter().map(Rule::read).collect::<Result<_, _>>()?;
        self.rules
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(rules);
        Ok(())
    }

    fn clear(&self) {
        self.rules
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner) = limits::Counts::default();
    }
}

/// Whether a path is one of the vendors' searches.
pub(super) fn is_search(path: &str) -> bool {
    path.ends_with("/search")
}

/// The route that sets, shows and forgets rules. A body that does not say it is JSON is refused,
/// so that no web page can set a rule.
pub(super) fn switches(faults: &Arc<Faults>) -> Router {
    let [listed, added, cleared] = [faults, faults, faults].map(Arc::clone);
    let list = async move || Json(listed.list());
    let add = async move |Json(rules): Json<Value>| match added.add(&rules) {
        Ok(()) => Ok(Json(added.list())),
        Err(error) => Err((StatusCode::BAD_REQUEST, Json(json!({ "error": error })))),
    };
    let clear = async move || {
        cleared.clear();
        StatusCode::NO_CONTENT
    };
    Router::new().route(PATH, get(list).post(add).delete(clear))
}
