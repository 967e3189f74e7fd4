//! Where a push service may be: at public addresses. A subscription is text that a browser sent; it
//! must not be a way to make the server call machines of its own network.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Longest endpoint that is kept, in bytes.
const ENDPOINT_MAX_BYTES: usize = 1000;

/// A name that leads nowhere but into networks that are nobody's business.
#[derive(Debug)]
pub(super) struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a public address")
    }
}

impl std::error::Error for NotPublic {}

/// Looks names up and keeps only public addresses: the connection then goes to what was checked,
/// whatever the name means a moment later.
#[derive(Debug)]
pub(super) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|one| is_public(one.ip())).collect();
            if public.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// The address of a push service, if it may be one. `private` allows other machines and schemes.
pub(super) fn endpoint(text: &str, private: bool) -> Option<Url> {
    if text.len() > ENDPOINT_MAX_BYTES {
        return None;
    }
    let url: Url = text.parse().ok()?;
    let is_plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    let is_web = ["https", "http"].contains(&url.scheme());
    if !is_plain || !is_web {
        return None;
    }
    if private {
        return Some(url);
    }
    let host = url.host_str()?.trim_matches(['[', ']']);
    let address: Option<IpAddr> = host.parse().ok();
    let is_public = address.is_none_or(is_public);
    (url.scheme() == "https" && url.port().is_none() && is_public).then_some(url)
}

/// Says whether an address belongs to the internet at large (the registries of IANA for special
/// purposes, RFC 6890).
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 224;
    !is_special
}

/// Only 2000::/3 is given out; what carries an IPv4 address inside is as public as that one.
fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    let [a, b, c, d, ..] = address.segments();
    let of = |high: u16, low: u16| {
        let [one, two] = high.to_be_bytes();
        let [three, four] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(one, two, three, four))
    };
    match (a, b) {
        (0x64, 0xff9b) if (c, d) == (0, 0) => {
            let [.., high, low] = address.segments();
            of(high, low)
        }
        (0x2002, _) => of(b, c),
        (0x2001, 0..=0x01ff | 0x0db8) => false,
        _ => (0x2000..0x4000).contains(&a) && a != 0x3fff,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_own_network_is_told_from_the_internet() {
        for (address, public) in [
            ("142.250.4.95", true),
            ("17.188.143.34", true),
            ("2a00:1450:4009:81f::200a", true),
            ("64:ff9b::8efa:45f", true),
            ("127.0.0.1", false),
            ("10.0.0.7", false),
            ("172.31.255.255", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("198.18.0.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::1", false),
            ("::", false),
            ("fd00::1", false),
            ("fe80::1", false),
            ("ff02::1", false),
            ("::ffff:10.0.0.1", false),
            ("::ffff:142.250.4.95", true),
            ("64:ff9b::a00:1", false),
            ("2002:a00:1::1", false),
            ("2001:db8::1", false),
            ("2001::1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }

    #[test]
    fn an_endpoint_is_https_at_a_public_place() {
        for (text, fits) in [
            ("https://fcm.googleapis.com/fcm/send/abc", true),
            ("https://web.push.apple.com/QH0", true),
            ("http://fcm.googleapis.com/x", false),
            ("https://127.0.0.1/x", false),
            ("https://[::1]/x", false),
            ("https://[::ffff:10.0.0.1]/x", false),
            ("https://2130706433/x", false),
            ("https://0x7f.1/x", false),
            ("https://fcm.googleapis.com:8443/x", false),
            ("https://user@fcm.googleapis.com/x", false),
            ("file:///etc/passwd", false),
            ("not an address", false),
        ] {
            assert_eq!(endpoint(text, false).is_some(), fits, "{text}");
        }
        assert!(endpoint("http://127.0.0.1:9/x", true).is_some());
        let long = format!("https://a.example/{}", "x".repeat(1000));
        assert!(endpoint(&long, true).is_none());
    }
}
