//! Adding a passkey to one's own account.

use serde_json::json;
use storage::StorageError;
use storage::identity::Passkey;
use workflow::audit::NewEvent;
use workflow::{PasskeyId, Refusal};

use super::challenge::{make_challenge, take_challenge};
use super::webauthn::{Site, attested, challenge_of};
use super::{Resolved, require_session};
use crate::error::{OpError, Result};
use crate::ops::App;

/// Most passkeys of a person.
const MOST: usize = 20;

/// What the browser is to make a passkey of.
#[derive(Debug)]
pub struct PasskeyOptions {
    /// To be signed.
    pub challenge: [u8; 32],
    /// Passkeys the person has already: no device makes a second one.
    pub known: Vec<Vec<u8>>,
}

/// A passkey as the browser made it.
#[derive(Debug)]
pub struct NewPasskey {
    /// What the person calls it.
    pub name: String,
    /// What the browser was asked.
    pub client_data: Vec<u8>,
    /// What the authenticator answered.
    pub attestation_object: Vec<u8>,
}

/// Begins: a challenge for the signed-in person.
pub async fn begin_passkey(app: &App, resolved: &Resolved) -> Result<PasskeyOptions> {
    require_session(resolved)?;
    let person = resolved.caller.person;
    let known = storage::identity::list_passkeys(&app.0.db, person).await?;
    if known.len() >= MOST {
        let refusal = Refusal::new("identity.passkeys_many").with("max", MOST);
        return Err(OpError::Conflict(refusal));
    }
    Ok(PasskeyOptions {
        challenge: make_challenge(app, Some(person)).await?,
        known: known.into_iter().map(|key| key.credential).collect(),
    })
}

/// Keeps the passkey that answered the challenge.
pub async fn add_passkey(
    app: &App,
    resolved: &Resolved,
    site: &Site,
    new: NewPasskey,
) -> Result<Passkey> {
    require_session(resolved)?;
    let caller = &resolved.caller;
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(OpError::Invalid(Refusal::new("identity.passkey_name")));
    }
    let challenge =
        challenge_of(site, "webauthn.create", &new.client_data).map_err(OpError::Invalid)?;
    take_challenge(app, &challenge, Some(caller.person)).await?;
    let attested = attested(site, &new.attestation_object).map_err(OpError::Invalid)?;
    let key = Passkey {
        id: PasskeyId(app.0.clock.new_id()),
        person: caller.person,
        credential: attested.credential,
        public_key: attested.public_key,
        counter: attested.counter,
        name,
        created_at: app.0.clock.now(),
        last_used_at: None,
    };
    let written = app
        .write(async |tx| {
            storage::identity::insert_passkey(tx, &key).await?;
            let event = NewEvent {
                actor: Some(caller.person),
                kind: "identity.passkey_added",
                subject: caller.person.to_string(),
                payload: json!({ "passkey": key.id }),
            };
            tx.record(caller.organisation, event);
            Ok(())
        })
        .await;
    match written {
        Err(OpError::Storage(StorageError::Conflict(_))) => {
            Err(OpError::Conflict(Refusal::new("identity.passkey_known")))
        }
        Err(other) => Err(other),
        Ok(()) => Ok(key),
    }
}
