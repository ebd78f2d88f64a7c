//! The network address of a visitor, for the limits on signing in.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::web::{Error, Web};

/// Where a request comes from. Behind proxies it is what the outermost of them added to
/// `X-Forwarded-For`; what a visitor writes there himself stands further left and counts nothing.
pub struct Visitor(pub IpAddr);

impl FromRequestParts<Web> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Visitor, Error> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer =
            peer.ok_or_else(|| Error::Internal("the peer's address is unknown".to_owned()))?;
        Ok(Visitor(
            seen_by(&parts.headers, web.trusted_proxies).unwrap_or(peer.0.ip()),
        ))
    }
}

/// The address that the outermost of so many trusted proxies saw.
fn seen_by(headers: &HeaderMap, proxies: usize) -> Option<IpAddr> {
    let lists = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok());
    let all: Vec<&str> = lists
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .collect();
    let place = all.len().checked_sub(proxies.checked_sub(1)? + 1)?;
    all.get(place)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_trusted_proxies_added_counts() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-forwarded-for",
            "6.6.6.6, 203.0.113.9, 10.0.0.1".parse().unwrap(),
        );
        let seen = |proxies| seen_by(&headers, proxies).map(|address| address.to_string());
        assert_eq!(seen(0), None);
        assert_eq!(seen(1).as_deref(), Some("10.0.0.1"));
        assert_eq!(seen(2).as_deref(), Some("203.0.113.9"));
        assert_eq!(seen(9), None);
    }
}
