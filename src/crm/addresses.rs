//! Which network addresses may be connected to when the name of the host came from outside.
//!
//! The check stands in the resolver of the HTTP client, so that the address which was checked is the one that is
//! connected to: a name that answers differently the second time gains nothing.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Resolves names to addresses of the public internet, or not at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct PublicOnly;

/// A name leads into a network that is not the public internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the name leads to an address that is not public")]
pub(super) struct NotPublic;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses = all_public(found.collect())?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// The same addresses, when each of them is public: a name with one foot inside is refused as a whole.
fn all_public(found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, NotPublic> {
    if found.iter().all(|address| is_public(address.ip())) {
        Ok(found)
    } else {
        Err(NotPublic)
    }
}

/// Whether our resolver refused the name, somewhere below an error of the HTTP client.
pub(super) fn is_refusal(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(cause) = next {
        if cause.is::<NotPublic>() {
            return true;
        }
        // An I/O error does not show the error within as its cause.
        let within = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        if within.is_some_and(|within| within.is::<NotPublic>()) {
            return true;
        }
        next = cause.source();
    }
    false
}

/// Whether an address belongs to the public internet, by the registries of special addresses
/// (iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    // This network, private, shared (CGNAT), loopback, link-local, protocols, documentation, the relay of 6to4,
    // benchmarks, multicast, reserved with broadcast.
    const SPECIAL: &[(Ipv4Addr, u32)] = &[
        (Ipv4Addr::new(0, 0, 0, 0), 8),
        (Ipv4Addr::new(10, 0, 0, 0), 8),
        (Ipv4Addr::new(100, 64, 0, 0), 10),
        (Ipv4Addr::new(127, 0, 0, 0), 8),
        (Ipv4Addr::new(169, 254, 0, 0), 16),
        (Ipv4Addr::new(172, 16, 0, 0), 12),
        (Ipv4Addr::new(192, 0, 0, 0), 24),
        (Ipv4Addr::new(192, 0, 2, 0), 24),
        (Ipv4Addr::new(192, 88, 99, 0), 24),
        (Ipv4Addr::new(192, 168, 0, 0), 16),
        (Ipv4Addr::new(198, 18, 0, 0), 15),
        (Ipv4Addr::new(198, 51, 100, 0), 24),
        (Ipv4Addr::new(203, 0, 113, 0), 24),
        (Ipv4Addr::new(224, 0, 0, 0), 4),
        (Ipv4Addr::new(240, 0, 0, 0), 4),
    ];
    let within = |(net, bits): &(Ipv4Addr, u32)| {
        let mask = u32::MAX << (u32::BITS - bits);
        u32::from(ip) & mask == u32::from(*net)
    };
    !SPECIAL.iter().any(within)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // All that is given out lies in 2000::/3: loopback, unspecified, mapped and translated IPv4, unique-local, link-local
    // and multicast addresses do not. Within it: protocols with Teredo, documentation, 6to4, which holds IPv4 addresses.
    const SPECIAL: &[(Ipv6Addr, u32)] = &[
        (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
        (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
        (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
        (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    ];
    let within = |(net, bits): &(Ipv6Addr, u32)| {
        let mask = u128::MAX << (u128::BITS - bits);
        u128::from(ip) & mask == u128::from(*net)
    };
    within(&(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3)) && !SPECIAL.iter().any(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_internet_are_public() {
        for public in [
            "1.1.1.1",
            "34.120.0.1",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2600:1901::1",
            "2606:4700:4700::1111",
            "2a00:1450:4001::1",
            "2001:200::1",
        ] {
            assert!(is_public(public.parse().expect(public)), "{public}");
        }
        for inner in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:1.1.1.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:1ff::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(inner.parse().expect(inner)), "{inner}");
        }
    }

    #[test]
    fn a_name_with_one_foot_inside_is_refused_as_a_whole() {
        let at = |texts: &[&str]| {
            let addresses = texts
                .iter()
                .map(|ip| SocketAddr::new(ip.parse().expect(ip), 0));
            all_public(addresses.collect()).map(|found| found.len())
        };
        assert_eq!(at(&["1.1.1.1", "2606:4700:4700::1111"]), Ok(2));
        assert_eq!(at(&["1.1.1.1", "127.0.0.1"]), Err(NotPublic));
        assert_eq!(at(&["::ffff:1.1.1.1"]), Err(NotPublic));
    }
}
