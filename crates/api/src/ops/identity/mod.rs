//! Signing in and out, sessions, passwords, passkeys, codes, API tokens, and who a request comes from.

mod add_passkey;
mod callers;
mod challenge;
mod change_password;
mod clear_factors;
mod codes;
mod list_sessions;
mod make_token;
mod remove_passkey;
mod resolve;
mod revoke;
mod sign_in;
mod sign_in_with_passkey;
mod view_me;
mod webauthn;

pub use add_passkey::{NewPasskey, PasskeyOptions, add_passkey, begin_passkey};
pub use callers::Callers;
pub use challenge::CHALLENGE_LIFETIME;
pub use change_password::{change_password, reset_password, set_password};
pub use clear_factors::clear_factors;
pub use codes::{Consent, NewCode, begin_code, code_since, confirm_code, remove_code};
pub use list_sessions::{list_sessions, list_sign_ins, list_tokens};
pub use make_token::{MadeToken, NewToken, make_token};
pub use remove_passkey::{list_passkeys, remove_passkey};
pub use resolve::{Credential, Resolved, resolve, still_there};
pub use revoke::{revoke_session, revoke_token};
pub use sign_in::{SignIn, SignedIn, sign_in, sign_out};
pub use sign_in_with_passkey::{PasskeySignIn, begin_sign_in, sign_in_with_passkey};
pub use view_me::{Me, view_me};
pub use webauthn::{ALGORITHMS, Assertion, Site, point};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use workflow::access::{Caller, Role};
use workflow::{PersonId, Refusal};

use super::App;
use crate::error::{OpError, Result};

/// What the server keeps of a secret.
fn hash_secret(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Bytes written as browsers write them for passkeys.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

/// Bytes as browsers read them for passkeys.
pub fn to_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Ways of signing in are changed by a person at a browser, never by a program with a token.
fn require_session(resolved: &Resolved) -> Result<()> {
    match resolved.session {
        Some(_) => Ok(()),
        None => Err(OpError::Refused(Refusal::new("identity.session_only"))),
    }
}

/// A person of the agency that the caller administers.
async fn administered(app: &App, caller: &Caller, person: PersonId) -> Result<PersonId> {
    caller
        .require_role(&[Role::Administrator])
        .map_err(OpError::Refused)?;
    let people = storage::organisations::list_people_by_ids(&app.0.db, &[person]).await?;
    people
        .iter()
        .find(|known| known.organisation == caller.organisation)
        .map(|known| known.id)
        .ok_or(OpError::NotFound)
}

impl App {
    /// Hashes a password with argon2id; waits its turn so that hashing never takes all cores.
    pub(in crate::ops) async fn hash_password(&self, password: String) -> Result<String> {
        let _turn = self
            .0
            .hashing
            .acquire()
            .await
            .map_err(|e| OpError::Internal(e.to_string()))?;
        tokio::task::spawn_blocking(move || {
            Argon2::default()
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|error| OpError::Internal(error.to_string()))
        })
        .await?
    }

    /// Compares a password with its hash. Without a hash it works as long, and says no.
    async fn password_matches(&self, password: String, hash: Option<String>) -> Result<bool> {
        let _turn = self
            .0
            .hashing
            .acquire()
            .await
            .map_err(|e| OpError::Internal(e.to_string()))?;
        let matches = tokio::task::spawn_blocking(move || {
            let Some(hash) = hash else {
                // Whoever tries names must not learn from the time which of them exist.
                let _ = Argon2::default().hash_password(password.as_bytes());
                return false;
            };
            PasswordHash::new(&hash).is_ok_and(|parsed| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &parsed)
                    .is_ok()
            })
        });
        Ok(matches.await?)
    }
}
