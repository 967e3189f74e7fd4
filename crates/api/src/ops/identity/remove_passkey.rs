//! Passkeys of one's own account, and their end.

use serde_json::json;
use storage::identity::Passkey;
use workflow::PasskeyId;
use workflow::access::Caller;
use workflow::audit::NewEvent;

use crate::error::{OpError, Result};
use crate::ops::App;

/// Passkeys of the caller, newest first.
pub async fn list_passkeys(app: &App, caller: &Caller) -> Result<Vec<Passkey>> {
    Ok(storage::identity::list_passkeys(&app.0.db, caller.person).await?)
}

/// Removes one of the caller's own passkeys; it signs in no more.
pub async fn remove_passkey(app: &App, caller: &Caller, passkey: PasskeyId) -> Result<()> {
    app.write(async |tx| {
        if !storage::identity::remove_passkey(tx, caller.person, passkey).await? {
            return Err(OpError::NotFound);
        }
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "identity.passkey_removed",
            subject: caller.person.to_string(),
            payload: json!({ "passkey": passkey }),
        };
        tx.record(caller.organisation, event);
        Ok(())
    })
    .await
}
