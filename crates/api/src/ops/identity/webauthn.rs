//! What a passkey says, checked as Web Authentication Level 3 §7 asks: who asked, for which site, that
//! the person was there and recognised, and that the key signed it. Attestation is not looked at.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use ciborium::Value;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use workflow::Refusal;

/// Algorithms of COSE that are taken, the preferred one first.
pub const ALGORITHMS: [i64; 2] = [ES256, RS256];
const ES256: i64 = -7;
const RS256: i64 = -257;

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const HAS_CREDENTIAL: u8 = 0x40;

/// The site that browsers bind passkeys to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The host without port.
    pub rp_id: String,
    /// The origin of the pages.
    pub origin: String,
}

impl Site {
    /// The site of the configured origin, or of the host asked for when that is this very machine.
    /// Browsers know passkeys on HTTPS and on `localhost` only, and never on an address of numbers.
    pub fn of(configured: &str, host: &str) -> Option<Site> {
        let local = format!("http://{host}");
        [configured, local.as_str()].into_iter().find_map(|origin| {
            let (scheme, authority) = origin.split_once("://")?;
            let name = authority.split(['/', ':']).next()?;
            let numbers = authority.starts_with('[') || name.parse::<std::net::Ipv4Addr>().is_ok();
            let taken = name == "localhost" || (scheme == "https" && !numbers && !name.is_empty());
            taken.then(|| Site {
                rp_id: name.to_owned(),
                origin: origin.to_owned(),
            })
        })
    }
}

/// What the browser says it was asked.
#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
}

/// What an authenticator says.
#[derive(Debug)]
struct AuthenticatorData<'a> {
    flags: u8,
    counter: u32,
    rest: &'a [u8],
}

/// A new passkey as its authenticator describes it.
#[derive(Debug)]
pub struct Attested {
    /// Its name.
    pub credential: Vec<u8>,
    /// The COSE key.
    pub public_key: Vec<u8>,
    /// Signatures counted so far.
    pub counter: u32,
}

/// An answer to a challenge.
#[derive(Debug)]
pub struct Assertion {
    /// Name of the passkey.
    pub credential: Vec<u8>,
    /// What the browser was asked, as it was signed.
    pub client_data: Vec<u8>,
    /// What the authenticator says, as it was signed.
    pub authenticator_data: Vec<u8>,
    /// Signature over both.
    pub signature: Vec<u8>,
    /// Whose passkey it says it is.
    pub user_handle: Option<Vec<u8>>,
}

fn invalid(why: &'static str) -> Refusal {
    Refusal::new("identity.passkey_invalid").with("why", why)
}

/// The challenge that `client_data` answers, when it comes from this site.
pub fn challenge_of(site: &Site, kind: &str, client_data: &[u8]) -> Result<Vec<u8>, Refusal> {
    let data: ClientData =
        serde_json::from_slice(client_data).map_err(|_| invalid("client data"))?;
    if data.kind != kind {
        return Err(invalid("type"));
    }
    if data.origin != site.origin || data.cross_origin {
        return Err(invalid("origin"));
    }
    super::from_base64url(&data.challenge).ok_or_else(|| invalid("challenge"))
}

fn authenticator_data<'a>(site: &Site, bytes: &'a [u8]) -> Result<AuthenticatorData<'a>, Refusal> {
    let (rp_id_hash, rest) = bytes.split_at_checked(32).ok_or(invalid("length"))?;
    let (&flags, rest) = rest.split_first().ok_or(invalid("length"))?;
    let (counter, rest) = rest.split_first_chunk::<4>().ok_or(invalid("length"))?;
    if rp_id_hash != Sha256::digest(site.rp_id.as_bytes()).as_slice() {
        return Err(invalid("site"));
    }
    if flags & PRESENT == 0 || flags & VERIFIED == 0 {
        return Err(invalid("user verification"));
    }
    Ok(AuthenticatorData {
        flags,
        counter: u32::from_be_bytes(*counter),
        rest,
    })
}

/// The passkey in an attestation object.
pub fn attested(site: &Site, attestation_object: &[u8]) -> Result<Attested, Refusal> {
    let object: Value =
        ciborium::from_reader(attestation_object).map_err(|_| invalid("attestation"))?;
    let bytes = entry(&object, &Value::from("authData"))
        .and_then(Value::as_bytes)
        .ok_or(invalid("attestation"))?;
    let data = authenticator_data(site, bytes)?;
    if data.flags & HAS_CREDENTIAL == 0 {
        return Err(invalid("credential"));
    }
    // After the model of the authenticator: length and name of the key, then the key.
    let rest = data.rest.get(16..).ok_or(invalid("credential"))?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(invalid("credential"))?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (credential, rest) = rest
        .split_at_checked(length)
        .filter(|_| (1..=1023).contains(&length))
        .ok_or(invalid("credential"))?;
    let key: Value = ciborium::from_reader(rest).map_err(|_| invalid("key"))?;
    let mut public_key = Vec::new();
    ciborium::into_writer(&key, &mut public_key).map_err(|_| invalid("key"))?;
    PublicKey::read(&public_key).ok_or(invalid("key"))?;
    Ok(Attested {
        credential: credential.to_vec(),
        public_key,
        counter: data.counter,
    })
}

/// Checks the signature of an answer; gives the authenticator's counter.
pub fn verify(site: &Site, public_key: &[u8], answer: &Assertion) -> Result<u32, Refusal> {
    let data = authenticator_data(site, &answer.authenticator_data)?;
    let mut signed = answer.authenticator_data.clone();
    signed.extend_from_slice(&Sha256::digest(&answer.client_data));
    let key = PublicKey::read(public_key).ok_or(invalid("key"))?;
    if key.signed(&signed, &answer.signature) {
        Ok(data.counter)
    } else {
        Err(invalid("signature"))
    }
}

/// The uncompressed point of a P-256 key, with which a browser checks answers itself; none for keys of another kind.
pub fn point(public_key: &[u8]) -> Option<Vec<u8>> {
    match PublicKey::read(public_key)? {
        PublicKey::Es256(point) => Some(point),
        PublicKey::Rs256(..) => None,
    }
}

/// A public key of one of the algorithms taken.
enum PublicKey {
    /// An uncompressed point of P-256.
    Es256(Vec<u8>),
    /// Modulus and exponent.
    Rs256(Vec<u8>, Vec<u8>),
}

impl PublicKey {
    /// Reads a COSE key (RFC 9052 §7, RFC 9053 §7.1, RFC 8230 §4).
    fn read(cose: &[u8]) -> Option<PublicKey> {
        let key: Value = ciborium::from_reader(cose).ok()?;
        let number = |label: i64| entry(&key, &Value::from(label))?.as_integer();
        let bytes = |label: i64| entry(&key, &Value::from(label))?.as_bytes().cloned();
        let is = |label: i64, wanted: i64| number(label) == Some(wanted.into());
        if is(1, 2) && is(3, ES256) && is(-1, 1) {
            let (x, y) = (bytes(-2)?, bytes(-3)?);
            let point = [&[4][..], &x, &y].concat();
            return (x.len() == 32 && y.len() == 32).then_some(PublicKey::Es256(point));
        }
        if is(1, 3) && is(3, RS256) {
            return Some(PublicKey::Rs256(bytes(-1)?, bytes(-2)?));
        }
        None
    }

    fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            PublicKey::Es256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point)
                .verify(message, signature)
                .is_ok(),
            PublicKey::Rs256(n, e) => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
        }
    }
}

fn entry<'a>(map: &'a Value, label: &Value) -> Option<&'a Value> {
    let mut entries = map.as_map()?.iter();
    entries
        .find(|(key, _)| key == label)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn passkeys_belong_to_a_name_that_browsers_trust() {
        let of = |configured: &str, host: &str| {
            Site::of(configured, host).map(|site| (site.rp_id, site.origin))
        };
        let pair = |id: &str, origin: &str| Some((id.to_owned(), origin.to_owned()));
        let own = "https://congvan.xa-a.gov.vn";
        assert_eq!(of(own, "elsewhere"), pair("congvan.xa-a.gov.vn", own));
        let port = "https://congvan.xa-a.gov.vn:8443";
        assert_eq!(of(port, ""), pair("congvan.xa-a.gov.vn", port));
        let bare = "http://127.0.0.1:8080";
        assert_eq!(
            of(bare, "localhost:8080"),
            pair("localhost", "http://localhost:8080")
        );
        assert_eq!(of(bare, "127.0.0.1:8080"), None);
        assert_eq!(of("http://congvan.local", "congvan.local"), None);
        assert_eq!(of("https://10.0.0.5", "10.0.0.5"), None);
    }
    // Made with OpenSSL over the data below.
    const MODULUS: &str = "\
        2Ke0XRPZUGQK-29psBug8lKN1qNjA_GKciTL8vxL0-TVsBNjR9RcL9zkWnaWzzW2_E_yZyS0a7T9R6pLrVrJKSss\
        kGpfFWKqZUVvDvGoiGiMKmTM5N6x7qbrjcMwdzM5L63rYhjQSJqD4Dp_97naqQUvKYGdj40edgTkCSQBn7WByq5e\
        OPzgIuMbSru7XE_GEzRNrGAVfYwfxgcm6h1mKyf27kaEVX-CDsi9wbEGTOWc0C8wSq1OWG_0WV6mRZgpYld105mk\
        LZ5PVXWDHB2L8maT8Ba2s4bm_EmVSIcaGWbeT154RyDkgByaYKzR016vt61lFRwAecxtfqnaYWpMuw";
    const RSA_SIGNATURE: &str = "\
        uA9sYnFFlUJrFezJetmfHVhM1s1H0hgoxOBGen92Ec0EkphPh2-lIShJ_PxL4i1R7bshATegGTDpM-x2ncOXh3ox\
        xTy1R6ZfnY07Yb3_k4OGA6PE1NWR-0ngmk-IeIDOSFbEioCMMWo79u8vmn-t-GCWE0QMP0XLlMGR_uW4-kfS_sWi\
        pTVxzfdGpIHsOQG-10EvbRaJ5FlK9Yw2B894FsDMwk67R6bfEjKFZG9gEW0OWCYUpG0p_RdjIHEYepMucdex8jzM\
        aVUUo8gNYIzHtRk3-pMyz3MBLgeD1G1wOcT6LaFezlHr-Nf-aQmG0FeBAohlpukroF2tOi01F3qrwg";

    #[test]
    fn an_rsa_key_signs_what_it_was_asked_and_nothing_else() {
        let site = Site::of("https://congvan.xa-a.gov.vn", "").unwrap();
        let decoded = |text: &str| super::super::from_base64url(text).unwrap();
        let key = Value::Map(vec![
            (Value::from(1), Value::from(3)),
            (Value::from(3), Value::from(RS256)),
            (Value::from(-1), Value::Bytes(decoded(MODULUS))),
            (Value::from(-2), Value::Bytes(vec![1, 0, 1])),
        ]);
        let mut public_key = Vec::new();
        ciborium::into_writer(&key, &mut public_key).unwrap();
        let mut data = Sha256::digest(b"congvan.xa-a.gov.vn").to_vec();
        data.extend([PRESENT | VERIFIED, 0, 0, 0, 7]);
        let mut answer = Assertion {
            credential: vec![1],
            client_data: b"{}".to_vec(),
            authenticator_data: data,
            signature: decoded(RSA_SIGNATURE),
            user_handle: None,
        };
        assert_eq!(verify(&site, &public_key, &answer).unwrap(), 7);
        answer.client_data = b"{ }".to_vec();
        assert_eq!(
            verify(&site, &public_key, &answer).unwrap_err(),
            invalid("signature")
        );
    }
}
