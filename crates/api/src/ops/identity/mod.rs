//! Signing in and out, sessions, passwords, API tokens, and who a request comes from.

mod callers;
mod change_password;
mod list_sessions;
mod make_token;
mod resolve;
mod revoke;
mod sign_in;
mod view_me;

pub use callers::Callers;
pub use change_password::{change_password, set_password};
pub use list_sessions::{list_sessions, list_sign_ins, list_tokens};
pub use make_token::{MadeToken, NewToken, make_token};
pub use resolve::{Credential, Resolved, resolve, still_there};
pub use revoke::{revoke_session, revoke_token};
pub use sign_in::{SignIn, SignedIn, sign_in, sign_out};
pub use view_me::{Me, view_me};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use sha2::{Digest, Sha256};

use super::App;
use crate::error::{OpError, Result};

/// What the server keeps of a secret.
fn hash_secret(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
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
