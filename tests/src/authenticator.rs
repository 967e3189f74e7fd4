//! A phone in software: a passkey that it makes, signs with, and lies about where a story wants it to; and codes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret};

use crate::Office;

/// A device that holds one passkey.
#[derive(Clone)]
pub struct Authenticator {
    key: SigningKey,
    credential: Vec<u8>,
    /// Whose passkey it is, as it was told when it made it.
    pub user_handle: String,
    /// Signatures it has counted.
    pub counter: u32,
    /// The page the browser says it is on.
    pub origin: String,
    /// The site the device believes to be on.
    pub rp_id: String,
    /// Whether it looked at finger or PIN.
    pub verifies: bool,
}

impl Authenticator {
    /// A device whose key is drawn from a number.
    pub fn new(number: u8, origin: &str) -> Authenticator {
        let rp_id = origin.split("://").nth(1).unwrap();
        Authenticator {
            key: SigningKey::from_slice(&[number; 32]).unwrap(),
            credential: vec![number; 16],
            user_handle: String::new(),
            counter: 0,
            origin: origin.to_owned(),
            rp_id: rp_id.split(':').next().unwrap().to_owned(),
            verifies: true,
        }
    }

    /// Goes on with another key under the same name.
    pub fn takes_key(&mut self, number: u8) {
        self.key = SigningKey::from_slice(&[number; 32]).unwrap();
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> String {
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    fn data(&self, with_credential: bool) -> Vec<u8> {
        let mut data = Sha256::digest(&self.rp_id).to_vec();
        let verified = if self.verifies { 0x04 } else { 0 };
        let attested = if with_credential { 0x40 } else { 0 };
        data.push(0x01 | verified | attested);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// The body that adds its passkey.
    pub fn makes(&mut self, options: &Value, name: &str) -> Value {
        options["user_handle"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.user_handle);
        let mut data = self.data(true);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(&self.credential);
        let point = self.key.verifying_key().to_encoded_point(false);
        // COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().unwrap());
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().unwrap());
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let client_data = self.client_data("webauthn.create", &options["challenge"]);
        json!({ "name": name, "client_data": base64url(client_data.as_bytes()),
            "attestation_object": base64url(&object) })
    }

    /// Its public key as browsers take it: an uncompressed point, base64url.
    pub fn point(&self) -> String {
        base64url(self.key.verifying_key().to_encoded_point(false).as_bytes())
    }

    /// The body that signs in.
    pub fn answers(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", &options["challenge"]);
        let data = self.data(false);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client_data));
        let signature: Signature = self.key.sign(&signed);
        json!({ "credential": base64url(&self.credential),
            "client_data": base64url(client_data.as_bytes()),
            "authenticator_data": base64url(&data),
            "signature": base64url(signature.to_der().as_bytes()),
            "user_handle": self.user_handle })
    }
}

/// The code that an app with this secret shows now.
pub fn code_now(secret: &Value, office: &Office) -> String {
    let secret = Secret::try_from_base32(secret.as_str().unwrap()).unwrap();
    let app = Builder::new().with_secret(secret).build().unwrap();
    let seconds = u64::try_from(office.clock.now().unix_timestamp()).unwrap();
    app.generate(seconds).to_string()
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
