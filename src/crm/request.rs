//! Builds a request from a row and arguments. No input, no output: what a preview shows is what is sent.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};
use url::Url;

use super::{
    Call, Error, Provider,
    rows::{Field, Fixed, Method, Place, Refusal, Request, Source},
};

/// What a request takes from the account and the clock.
pub(super) struct Setting<'a> {
    pub provider: Provider,
    pub base_url: &'a str,
    pub location_id: Option<&'a str>,
    pub now: DateTime<Utc>,
}

/// A request, complete but for the key.
#[derive(Debug, Clone)]
pub(super) struct Built {
    pub method: Method,
    pub url: Url,
    /// The path with its `{names}`, for logs.
    pub template: &'static str,
    pub version: Option<&'static str>,
    pub body: Option<Value>,
    pub reads: bool,
    /// True when doing it twice does no harm.
    pub repeatable: bool,
    pub way: Way,
}

/// Where a request goes, and what is expected to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A row's: to the CRM with its key, and the answer is JSON.
    Row,
    /// An administrator's: to the CRM with its key, and the answer may be any text.
    Raw,
    /// To a webhook: without a key, to public addresses only, and the answer is short.
    Webhook,
}

/// The request for these arguments, or `Invalid` with the name of the argument that is wrong.
pub(super) fn build(
    request: &Request,
    args: &Value,
    setting: &Setting<'_>,
) -> Result<Built, Error> {
    let mut path: Vec<(&str, String)> = Vec::new();
    let mut query: Vec<(&str, String)> = Vec::new();
    let mut body = request
        .fields
        .iter()
        .any(|f| matches!(f.to, Place::Body(_)))
        .then(|| json!({}));
    for field in request.fields {
        let Some(value) = value_of(field, args, setting)? else {
            continue;
        };
        match field.to {
            Place::Path(name) => path.push((name, plain(&value))),
            Place::Query(name) => match &value {
                Value::Array(items) => query.extend(items.iter().map(|item| (name, plain(item)))),
                one => query.push((name, plain(one))),
            },
            Place::Body(pointer) => {
                if let Some(body) = &mut body {
                    put(body, pointer, value);
                }
            }
        }
    }
    let mut url = url_of(request.path, &path, setting.base_url)?;
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    Ok(Built {
        method: request.method,
        url,
        template: request.path,
        version: request.version,
        body,
        reads: request.reads,
        repeatable: request.is_repeatable(),
        way: Way::Row,
    })
}

impl Built {
    /// Whether the vendor's limit of searches counts it.
    pub fn is_search(&self) -> bool {
        self.url.path().ends_with("/search")
    }

    /// The call as people see it, the key masked.
    pub fn show(self) -> Call {
        let mut headers = match self.way {
            Way::Row | Way::Raw => vec![("Authorization".to_owned(), "Bearer ••••".to_owned())],
            Way::Webhook => Vec::new(),
        };
        headers.extend(
            self.version
                .map(|version| ("Version".to_owned(), version.to_owned())),
        );
        if self.body.is_some() {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        let url = String::from(self.url);
        let url = match self.way {
            // Braces stand only for ids that an earlier step will find; no vendor's id has one.
            Way::Row => url.replace("%7B", "{").replace("%7D", "}"),
            Way::Raw | Way::Webhook => url,
        };
        Call {
            method: self.method.as_str().to_owned(),
            url,
            headers,
            body: self.body,
        }
    }
}

fn value_of(field: &Field, args: &Value, setting: &Setting<'_>) -> Result<Option<Value>, Error> {
    let (name, found) = match field.from {
        Source::Fixed(value) => return Ok(Some(constant(value, setting.now))),
        Source::Args => ("arguments", Some(args)),
        Source::Location => {
            let id = setting
                .location_id
                .map(str::trim)
                .filter(|id| !id.is_empty());
            return id
                .map(|id| Some(json!(id)))
                .ok_or_else(|| Error::invalid("the connection has no location id", "location_id"));
        }
        Source::Arg(name) => (name, args.get(name)),
    };
    if let (Some(Value::Null), Some(value)) = (found, field.cleared) {
        return Ok(Some(constant(value, setting.now)));
    }
    let value = match found.filter(|value| !value.is_null()) {
        Some(value) => {
            (field.via)(value).map_err(|refusal| refused(refusal, name, setting.provider))?
        }
        None => field.otherwise.map(|value| constant(value, setting.now)),
    };
    if value.is_none() && field.required {
        return Err(Error::invalid(format!("{name} is missing"), name));
    }
    Ok(value)
}

fn refused(refusal: Refusal, name: &str, provider: Provider) -> Error {
    match refusal {
        Refusal::Invalid(why) => Error::invalid(why, name),
        // A row does not know its operation; whoever performs it does.
        Refusal::Unsupported(instead) => Error::Unsupported {
            provider,
            operation: String::new(),
            instead,
        },
    }
}

fn constant(value: Fixed, now: DateTime<Utc>) -> Value {
    match value {
        Fixed::Null => Value::Null,
        Fixed::Text(text) => json!(text),
        Fixed::Number(number) => json!(number),
        Fixed::Flag(flag) => json!(flag),
        Fixed::List(items) => json!(items),
        Fixed::Object => json!({}),
        Fixed::Now => json!(now.to_rfc3339_opts(SecondsFormat::Millis, true)),
    }
}

/// The address of the CRM, which is a web address.
pub(super) fn base(base_url: &str) -> Result<Url, Error> {
    Url::parse(base_url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(bad_base)
}

fn bad_base() -> Error {
    Error::invalid("the address of the CRM is not a web address", "base_url")
}

fn url_of(template: &'static str, values: &[(&str, String)], base_url: &str) -> Result<Url, Error> {
    let mut url = base(base_url)?;
    let mut segments = url.path_segments_mut().map_err(|()| bad_base())?;
    segments.pop_if_empty();
    for segment in template.trim_start_matches('/').split('/') {
        match segment.strip_prefix('{').and_then(|s| s.strip_suffix('}')) {
            None => segments.push(segment),
            Some(name) => {
                let value = values
                    .iter()
                    .find(|(n, _)| *n == name)
                    .map_or("", |(_, value)| value.as_str());
                // An empty segment or dots would address another resource than the row's.
                if matches!(value, "" | "." | "..") {
                    return Err(Error::invalid("this is not an id", name));
                }
                segments.push(value)
            }
        };
    }
    drop(segments);
    Ok(url)
}

/// Puts `value` where `pointer` says, making the objects on the way.
fn put(body: &mut Value, pointer: &str, value: Value) {
    let mut place = body;
    for key in pointer.split('/').skip(1) {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[key];
    }
    *place = value;
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
