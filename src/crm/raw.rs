//! A request that the caller writes: any method, path and body, at the vendor's own host and with the connection's key.
//!
//! The path comes from outside, so it is taken literally or not at all: what one program reads in another way than the
//! next (dots, double slashes, backslashes, encoded ones) is refused rather than mended.

use serde_json::Value;
use url::Url;

use super::{
    Error,
    request::{Built, Setting, Way, base},
    rows::Method,
};

/// What the caller has to write in another way, and what it could be taken for.
const MISREAD: &[(&str, &str)] = &[
    (
        "//",
        "it has a double slash, which can begin the name of a host",
    ),
    ("..", "it has two dots, which lead to another place"),
    (
        "@",
        "it has an @, which can end a user's name; write %40 in a query",
    ),
    (
        "#",
        "it has a #, and what follows it is never sent; write %23 in a query",
    ),
    ("\\", "it has a backslash, which can be read as a slash"),
];

/// The same in the encoded form, which a server may decode before it looks; a query may have them.
const MISREAD_ENCODED: &[&str] = &["%2e", "%2f", "%5c", "%40", "%25", "%23", "%3f"];

/// The request for these arguments: `method`, `path` and `body`. `version` gives the `Version` header of a path.
pub(super) fn build(
    args: &Value,
    setting: &Setting<'_>,
    version: fn(&str) -> Option<&'static str>,
) -> Result<Built, Error> {
    let said = |name: &str| args.get(name).and_then(Value::as_str).unwrap_or_default();
    let method = Method::ALL
        .into_iter()
        .find(|method| method.as_str() == said("method"))
        .ok_or_else(|| Error::invalid("this is not a method that can be called", "method"))?;
    let path = said("path");
    check(path).map_err(|why| Error::invalid(why, "path"))?;
    let body = args.get("body").filter(|body| !body.is_null()).cloned();
    if body.is_some() && method == Method::Get {
        return Err(Error::invalid("GET takes no body", "body"));
    }
    Ok(Built {
        method,
        url: url_of(path, setting.base_url)?,
        template: "{path}",
        version: version(path),
        body,
        reads: method == Method::Get,
        repeatable: method == Method::Get,
        way: Way::Raw,
    })
}

/// Whether a path stays at its host and means the same to everybody, or why not.
fn check(path: &str) -> Result<(), &'static str> {
    if !path.starts_with('/') {
        return Err("it does not begin with a slash; give the path alone, without the host");
    }
    if !path.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(
            "it has a blank, a control character or a letter beyond ASCII; percent-encode it",
        );
    }
    if let Some((_, why)) = MISREAD.iter().find(|(mark, _)| path.contains(mark)) {
        return Err(why);
    }
    let before_query = path.split('?').next().unwrap_or_default();
    let lower = before_query.to_ascii_lowercase();
    if MISREAD_ENCODED.iter().any(|mark| lower.contains(mark)) {
        return Err("it hides a slash, a dot or another mark in percent-encoding");
    }
    if before_query.split('/').any(|segment| segment == ".") {
        return Err("it has a lone dot, which leads to another place");
    }
    let mut escapes = path
        .split('%')
        .skip(1)
        .map(|rest| rest.get(..2).unwrap_or_default());
    if escapes.any(|digits| {
        digits.len() != 2
            || u8::from_str_radix(digits, 16).map_or(true, |byte| byte < b' ' || byte == 0x7f)
    }) {
        return Err("it has a percent sign that encodes nothing, or a control character");
    }
    Ok(())
}

/// The address; what was checked letter by letter must still be there after parsing.
fn url_of(path: &str, base_url: &str) -> Result<Url, Error> {
    let base = base(base_url)?;
    let prefix = base.path().trim_end_matches('/');
    let url = base
        .join(&format!("{prefix}{path}"))
        .map_err(|_| Error::invalid("this is not a path", "path"))?;
    let whole = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    if url.origin() != base.origin() || whole != format!("{prefix}{path}") {
        return Err(Error::invalid(
            "it would be sent in another form; percent-encode its special characters",
            "path",
        ));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(base_url: &str, path: &str) -> Result<String, Error> {
        check(path).map_err(|why| Error::invalid(why, "path"))?;
        url_of(path, base_url).map(String::from)
    }

    #[test]
    fn a_path_is_sent_as_it_was_written() {
        for path in [
            "/",
            "/contacts/",
            "/contacts/?locationId=ve9EPM428h8vShlRW1KT&query=jane%40example.com",
            "/crm/objects/2026-09/contacts/512?properties=a,b&after=2%2F3",
            "/opportunities/search?q=%C3%B8&from=a/b?c",
            "/v1.2/files/report.final.csv",
            "/calendars/c1/free-slots?startDate=1&timezone=America/New_York",
        ] {
            for base in ["https://crm.example", "https://crm.example/"] {
                let url = at(base, path).unwrap_or_else(|error| panic!("{path}: {error:?}"));
                assert_eq!(url, format!("https://crm.example{path}"));
            }
            let url = at("http://127.0.0.1:4001/ghl", path).expect("an address");
            assert_eq!(url, format!("http://127.0.0.1:4001/ghl{path}"));
        }
    }

    #[test]
    fn a_path_that_could_lead_elsewhere_is_refused() {
        for path in [
            "",
            "contacts",
            "https://evil.example/",
            "HTTPS://evil.example/",
            "//evil.example/contacts",
            "///evil.example",
            "/contacts//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "@evil.example/",
            ":pw@evil.example/",
            ".evil.example/",
            "/user@evil.example",
            "/contacts/?next=a@b",
            "/contacts/../oauth/token",
            "/contacts/..",
            "/..",
            "/./contacts",
            "/contacts/.",
            "/contacts/%2e%2e/oauth",
            "/contacts/%2E%2E/oauth",
            "/contacts/.%2e/oauth",
            "/contacts/%252e%252e/oauth",
            "/%2f%2fevil.example",
            "/%5cevil.example",
            "/a%40evil.example",
            "/contacts%3Fa=b",
            "/contacts#fragment",
            "/contacts%23fragment",
            "/contacts?a=b#c",
            "/contacts\r\nHost: evil.example",
            "/contacts\t",
            "/contacts\n",
            "/contacts\u{0}",
            "/contacts%0d%0aX-Evil:1",
            "/contacts?a=%00",
            "/contacts%",
            "/contacts%4",
            "/contacts?a=%zz",
            "/contacts?a=%+1",
            "/con tacts",
            "/contacts/ø",
            "/\u{2215}evil.example",
            "/contacts\u{202e}",
        ] {
            let error = at("https://crm.example", path).expect_err(path);
            assert!(
                matches!(&error, Error::Argument { field, .. } if field == "path"),
                "{path}: {error:?}"
            );
        }
    }
}
