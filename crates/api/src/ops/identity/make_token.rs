//! Tokens with which a program calls in somebody's name.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::identity::ApiToken;
use time::{Date, OffsetDateTime};
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::{ApiTokenId, Refusal};

use super::hash_secret;
use crate::clock::random_secret;
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do; never more than the caller may.
    pub scopes: Vec<Scope>,
    /// Last day it holds, at most two years ahead.
    pub expires_on: Date,
}

/// A token just made. The secret is shown once: an answer repeated under the same idempotency key
/// comes without it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MadeToken {
    /// Id.
    pub id: ApiTokenId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Last day it holds.
    pub expires_on: Date,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// The secret.
    #[serde(skip_deserializing, skip_serializing)]
    pub secret: Option<String>,
}

/// Makes a token for the caller.
pub async fn make_token(
    app: &App,
    caller: &Caller,
    new: NewToken,
    once: Option<&Once>,
) -> Result<MadeToken> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(OpError::Invalid(Refusal::new("identity.token_name")));
    }
    let today = app.0.clock.today();
    if new.expires_on < today || new.expires_on > today + time::Duration::days(731) {
        return Err(OpError::Invalid(Refusal::new("identity.token_expiry")));
    }
    for scope in &new.scopes {
        caller.require_scope(*scope).map_err(OpError::Refused)?;
    }
    let secret = random_secret().map_err(|error| OpError::Internal(error.to_string()))?;
    let secret = format!("cv_{}", hex::encode(secret));
    let token = ApiToken {
        id: ApiTokenId(app.0.clock.new_id()),
        person: caller.person,
        name,
        scopes: new.scopes,
        expires_on: new.expires_on,
        created_at: app.0.clock.now(),
    };
    app.write_once(once, async |tx| {
        storage::identity::insert_token(tx, &token, hash_secret(&secret)).await?;
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "identity.token_made",
            subject: caller.person.to_string(),
            payload: json!({ "token": token.id }),
        };
        tx.record(caller.organisation, event);
        Ok(MadeToken {
            id: token.id,
            name: token.name.clone(),
            scopes: token.scopes.clone(),
            expires_on: token.expires_on,
            created_at: token.created_at,
            secret: Some(secret),
        })
    })
    .await
}
