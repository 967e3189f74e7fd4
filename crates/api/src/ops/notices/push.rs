//! Web Push: the message encrypted for the device (RFC 8291), signed for its push service
//! (RFC 8292), and posted there (RFC 8030).
//!
//! The message is a declarative one: Safari shows it by itself, elsewhere the service worker reads
//! the same text.

use std::sync::{Arc, OnceLock};
use std::time::Duration as StdDuration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::{PublicKey, SecretKey};
use reqwest::{Response, StatusCode, Url, header};
use serde_json::json;
use storage::notices::Device;
use time::{Duration, OffsetDateTime};
use web_push_native::Auth;
use workflow::documents::Urgency;

use super::deliver::Tried;
use super::places::{self, NotPublic, PublicOnly};
use crate::clock::random_secret;
use crate::config::Config;
use crate::error::{OpError, Result};
use crate::ops::App;

/// How long a push service may take.
const PATIENCE: StdDuration = StdDuration::from_secs(20);
/// How long a push service keeps a message for a device that is off.
const KEPT_S: u64 = 24 * 60 * 60;
/// How long a signature holds; at most a day (RFC 8292 §2).
const SIGNED_FOR: Duration = Duration::hours(12);
/// Longest text of a message, in characters: with it the whole stays far below 4 KB.
const TEXT_MAX_CHARS: usize = 300;

/// The courier for pushes.
pub(super) struct PushCourier {
    /// Made at the first need: it reads the certificates of the machine.
    client: OnceLock<Option<reqwest::Client>>,
    contact: String,
    proxy: String,
    private: bool,
}

/// What a device shows.
pub(super) struct Message<'a> {
    /// The sentence.
    pub text: &'a str,
    /// What a tap opens.
    pub link: &'a str,
    /// A second message with the same tag takes the place of the first.
    pub tag: &'a str,
    /// How urgent it is: whether a sleeping phone is woken.
    pub urgency: Urgency,
    /// How much has not been seen, for the badge.
    pub unseen: u64,
}

impl PushCourier {
    /// The courier of the settings; none when nobody answers for what it sends.
    pub fn new(config: &Config) -> Option<PushCourier> {
        let contact = config.push_contact()?;
        Some(PushCourier {
            client: OnceLock::new(),
            contact: contact.to_owned(),
            proxy: config.push.proxy.clone(),
            private: config.push.private_endpoints,
        })
    }

    /// None on a machine without certificates of authorities: then nothing can be trusted.
    fn client(&self) -> Option<&reqwest::Client> {
        let made = self.client.get_or_init(|| {
            let made = self.new_client();
            if let Err(error) = &made {
                tracing::error!(%error, "nothing can be pushed");
            }
            made.ok()
        });
        made.as_ref()
    }

    fn new_client(&self) -> reqwest::Result<reqwest::Client> {
        let mut client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .https_only(!self.private)
            .timeout(PATIENCE)
            .no_proxy();
        // A proxy of the own network has an address there, and looks names up itself.
        if !self.private && self.proxy.is_empty() {
            client = client.dns_resolver(Arc::new(PublicOnly));
        }
        if !self.proxy.is_empty() {
            client = client.proxy(reqwest::Proxy::all(&self.proxy)?);
        }
        client.build()
    }

    /// The address of a push service, if it may be one.
    pub fn endpoint(&self, text: &str) -> Option<Url> {
        places::endpoint(text, self.private)
    }

    /// Sends a message to a device and says what became of it.
    pub async fn send(
        &self,
        key: &SecretKey,
        device: &Device,
        message: &Message<'_>,
        now: OffsetDateTime,
    ) -> Tried {
        let Some(endpoint) = self.endpoint(&device.endpoint) else {
            return Tried::never("push.place");
        };
        let Some(body) = encrypted(device, message) else {
            return Tried::never("push.key_unfit");
        };
        let urgency = if message.urgency == Urgency::Normal {
            "normal"
        } else {
            "high"
        };
        let Some(client) = self.client() else {
            return Tried::later("push.unreachable", None);
        };
        let sent = client
            .post(endpoint.clone())
            .header("ttl", KEPT_S)
            .header("urgency", urgency)
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header(header::AUTHORIZATION, self.signed(key, &endpoint, now))
            .body(body)
            .send()
            .await;
        match sent {
            Ok(answer) => became(&answer),
            Err(error) if is_private(&error) => Tried::never("push.place"),
            Err(_) => Tried::later("push.unreachable", None),
        }
    }

    /// Who sends, for this push service, for some hours (RFC 8292 §2 and §3).
    fn signed(&self, key: &SecretKey, endpoint: &Url, now: OffsetDateTime) -> String {
        let claims = json!({
            "aud": endpoint.origin().ascii_serialization(),
            "exp": (now + SIGNED_FOR).unix_timestamp(),
            "sub": self.contact,
        });
        let head = URL_SAFE_NO_PAD.encode(json!({ "typ": "JWT", "alg": "ES256" }).to_string());
        let token = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let signature: Signature = SigningKey::from(key).sign(token.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        format!("vapid t={token}.{signature}, k={}", public_key(key))
    }
}

/// The public key of the installation, as browsers and push services take it.
pub(super) fn public_key(key: &SecretKey) -> String {
    URL_SAFE_NO_PAD.encode(key.public_key().to_encoded_point(false).as_bytes())
}

fn encrypted(device: &Device, message: &Message<'_>) -> Option<Vec<u8>> {
    let key = PublicKey::from_sec1_bytes(&device.public_key).ok()?;
    if device.auth.len() != 16 {
        return None;
    }
    let text: String = message.text.chars().take(TEXT_MAX_CHARS).collect();
    let shown = json!({
        "web_push": 8030,
        "notification": {
            "title": "Công văn", "body": text, "navigate": message.link, "lang": "vi",
            "tag": message.tag, "app_badge": message.unseen.to_string(),
        },
    });
    let body = shown.to_string().into_bytes();
    web_push_native::encrypt(body, &key, Auth::from_slice(&device.auth)).ok()
}

fn is_private(error: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if inner.is::<NotPublic>() {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// What the answer of a push service means.
fn became(answer: &Response) -> Tried {
    let wait = || {
        let seconds = answer.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
        seconds.parse().ok().map(Duration::seconds)
    };
    match answer.status() {
        status if status.is_success() => Tried::Sent,
        StatusCode::NOT_FOUND | StatusCode::GONE => Tried::Gone,
        StatusCode::PAYLOAD_TOO_LARGE => Tried::never("push.too_large"),
        StatusCode::TOO_MANY_REQUESTS => Tried::later("push.busy", wait()),
        status if status.is_server_error() => Tried::later("push.busy", wait()),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Tried::later("push.refused", None),
        _ => Tried::never("push.refused"),
    }
}

/// The key of the installation, made at the first need; all servers of one database share it.
pub(super) async fn key(app: &App) -> Result<SecretKey> {
    if storage::notices::find_push_key(&app.0.db).await?.is_none() {
        let made = new_key()?;
        app.write(async |tx| Ok(storage::notices::insert_push_key(tx, &made.to_bytes()).await?))
            .await?;
    }
    let kept = storage::notices::find_push_key(&app.0.db).await?;
    let corrupt = || OpError::Internal("the push key cannot be read".into());
    SecretKey::from_slice(&kept.ok_or_else(corrupt)?).map_err(|_| corrupt())
}

/// Almost every number of this length is a key; the few that are none are drawn again.
fn new_key() -> Result<SecretKey> {
    loop {
        let drawn = random_secret().map_err(|error| OpError::Internal(error.to_string()))?;
        if let Ok(key) = SecretKey::from_slice(&drawn) {
            return Ok(key);
        }
    }
}
