//! Inbound webhooks of GoHighLevel's workflows: an address that the caller brings, and that gets no key.
//!
//! The address is no API of any connection, so that a connection of either vendor can send to it. It is compared letter
//! by letter with the one form that such addresses have, and built anew from its two ids. Where the connection's CRM is
//! on this machine (the sample CRMs), that one takes the place of the vendor's host, and is then the only one.

use serde_json::Value;
use url::{Host, Url};

use super::{
    Error,
    http::Answer,
    line::effect_of,
    request::{Built, Setting, Way, base},
    rows::{Does, Endpoint, Method},
};

/// Where the vendor takes them in; a workflow's trigger "Inbound Webhook" shows the address.
const HOST: &str = "https://services.leadconnectorhq.com";
/// The longest id in an address, in characters.
const ID: usize = 100;

pub(super) static ROWS: &[Endpoint] = &[Endpoint {
    operation: "trigger_inbound_webhook",
    scopes: &[],
    does: Does::Free(build),
}];

/// The request for these arguments: `url` and `payload`.
fn build(args: &Value, setting: &Setting<'_>) -> Result<Built, Error> {
    let payload = args
        .get("payload")
        .filter(|payload| payload.is_object() || payload.is_array())
        .ok_or_else(|| Error::invalid("this should be a JSON object or list", "payload"))?;
    let said = args.get("url").and_then(Value::as_str).unwrap_or_default();
    Ok(Built {
        method: Method::Post,
        url: address(said, &origin(setting.base_url)?)?,
        template: "/hooks/{locationId}/webhook-trigger/{triggerId}",
        version: None,
        body: Some(payload.clone()),
        reads: false,
        repeatable: false,
        way: Way::Webhook,
    })
}

/// The only place that takes webhooks for a connection, without a slash at the end.
fn origin(base_url: &str) -> Result<String, Error> {
    let base = base(base_url)?;
    let is_here = match base.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(_)) | None => false,
    };
    Ok(if is_here {
        base.origin().ascii_serialization()
    } else {
        HOST.to_owned()
    })
}

/// The address, when it has the one form that is allowed.
fn address(said: &str, origin: &str) -> Result<Url, Error> {
    let refused = || {
        Error::invalid(
            format!(
                "this is not the address of an inbound webhook, such as {origin}/hooks/LOCATION/webhook-trigger/TRIGGER"
            ),
            "url",
        )
    };
    let rest = said
        .strip_prefix(origin)
        .and_then(|rest| rest.strip_prefix("/hooks/"))
        .ok_or_else(refused)?;
    let (location, trigger) = rest.split_once("/webhook-trigger/").ok_or_else(refused)?;
    if !is_id(location) || !is_id(trigger) {
        return Err(refused());
    }
    Url::parse(&format!(
        "{origin}/hooks/{location}/webhook-trigger/{trigger}"
    ))
    .map_err(|_| refused())
}

fn is_id(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=ID).contains(&text.len()) && text.bytes().all(fits)
}

/// The cause behind an answer that is not a success. It says nothing of the connection's key, which was not sent.
pub(super) fn fault(answer: &Answer, reads: bool) -> Error {
    match answer.status {
        404 => Error::NotFound,
        408 => Error::Timeout {
            effect: effect_of(reads),
            source: None,
        },
        429 => Error::RateLimited {
            retry_after: answer.retry_after(),
            daily: false,
        },
        status @ 400..=499 => Error::Invalid {
            message: format!("the webhook answered {status}"),
            fields: Vec::new(),
        },
        status => Error::Unavailable {
            status: Some(status),
            effect: effect_of(reads),
            source: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VENDOR: &str = "https://services.leadconnectorhq.com";
    const GOOD: &str =
        "/hooks/ve9EPM428h8vShlRW1KT/webhook-trigger/24958858-a0b0-4ffc-bf6b-3436911c71e2";

    fn to(base_url: &str, said: &str) -> Result<String, Error> {
        address(said, &origin(base_url)?).map(String::from)
    }

    #[test]
    fn the_vendors_host_takes_webhooks_whatever_the_connection() {
        for base in [
            VENDOR,
            "https://api.hubapi.com",
            "http://localhost:4001",
            "https://10.0.0.1",
        ] {
            let said = format!("{VENDOR}{GOOD}");
            assert_eq!(to(base, &said).expect("an address"), said, "{base}");
        }
    }

    #[test]
    fn a_crm_on_this_machine_takes_them_itself_and_nobody_else() {
        for base in [
            "http://127.0.0.1:4001",
            "http://127.0.0.1:4001/",
            "http://[::1]:4001",
        ] {
            let origin = base.trim_end_matches('/');
            let said = format!("{origin}{GOOD}");
            assert_eq!(to(base, &said).expect("an address"), said);
            for other in [
                VENDOR,
                "http://127.0.0.1:4002",
                "http://127.0.0.1",
                "http://127.0.0.2:4001",
            ] {
                to(base, &format!("{other}{GOOD}")).expect_err(other);
            }
        }
    }

    #[test]
    fn any_other_address_is_refused() {
        let hosts = [
            "http://services.leadconnectorhq.com",
            "https://services.leadconnectorhq.com:8443",
            "https://services.leadconnectorhq.com:443@evil.example",
            "https://services.leadconnectorhq.com@evil.example",
            "https://user:pw@services.leadconnectorhq.com",
            "https://services.leadconnectorhq.com.evil.example",
            "https://services.leadconnectorhq.com.",
            "https://evil.example",
            "https://evil.example/?https://services.leadconnectorhq.com",
            "https://evil.example#https://services.leadconnectorhq.com",
            "https://evil.example\\@services.leadconnectorhq.com",
            "https:/services.leadconnectorhq.com",
            "https:///services.leadconnectorhq.com",
            "https:\\\\services.leadconnectorhq.com",
            "//services.leadconnectorhq.com",
            "services.leadconnectorhq.com",
            "ftp://services.leadconnectorhq.com",
            "file://services.leadconnectorhq.com",
            "gopher://services.leadconnectorhq.com",
            "https://127.0.0.1",
            "http://127.0.0.1:4001",
            "https://localhost",
            "https://[::1]",
            "https://[::ffff:127.0.0.1]",
            "https://2130706433",
            "https://0x7f.1",
            "https://169.254.169.254",
            "https://\u{ff53}ervices.leadconnectorhq.com",
            "https://services.leadconnectorhq\u{3002}com",
        ];
        let paths = [
            "",
            "/",
            "/hooks/",
            "/hooks/a",
            "/hooks/a/webhook-trigger/",
            "/hooks//webhook-trigger/b",
            "/hooks/a/webhook-trigger/b/",
            "/hooks/a/webhook-trigger/b/c",
            "/hooks/a/webhook-trigger/b?c=d",
            "/hooks/a/webhook-trigger/b#c",
            "/hooks/a/webhook-trigger/..",
            "/hooks/../webhook-trigger/b",
            "/hooks/a/../a/webhook-trigger/b",
            "/hooks/%2e%2e/webhook-trigger/b",
            "/hooks/a%2fb/webhook-trigger/b",
            "/hooks/a/webhook-trigger/b%00",
            "/hooks/a/webhook-trigger/b\r\nX-Evil: 1",
            "/hooks/a b/webhook-trigger/b",
            "/hooks/a/webhook-trigger/\u{f8}",
            "/hooks/a/trigger/b",
            "/hook/a/webhook-trigger/b",
            "/contacts/",
            "\\hooks\\a\\webhook-trigger\\b",
            "@evil.example/hooks/a/webhook-trigger/b",
            ".evil.example/hooks/a/webhook-trigger/b",
            ":80/hooks/a/webhook-trigger/b",
        ];
        let bad = hosts
            .iter()
            .map(|host| format!("{host}{GOOD}"))
            .chain(paths.iter().map(|path| format!("{VENDOR}{path}")))
            .chain([
                format!("{VENDOR}/hooks/{}/webhook-trigger/b", "a".repeat(ID + 1)),
                String::new(),
            ]);
        for said in bad {
            let error = to(VENDOR, &said).expect_err(&said);
            assert!(
                matches!(&error, Error::Argument { field, .. } if field == "url"),
                "{said}: {error:?}"
            );
        }
    }
}
