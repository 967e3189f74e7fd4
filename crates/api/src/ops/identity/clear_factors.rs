//! The way back for somebody who lost the phone: an administrator removes passkeys and codes, and the
//! password alone opens again.

use serde_json::json;
use workflow::access::Caller;
use workflow::audit::NewEvent;
use workflow::{PersonId, Refusal};

use super::administered;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Removes the passkeys and the codes of a person of the caller's agency and ends the sessions.
pub async fn clear_factors(app: &App, caller: &Caller, person: PersonId) -> Result<()> {
    let person = administered(app, caller, person).await?;
    app.write(async |tx| {
        let passkeys = storage::identity::remove_all_passkeys(tx, person).await?;
        let code = storage::identity::remove_code(tx, person).await?;
        if passkeys == 0 && !code {
            return Err(OpError::Conflict(Refusal::new("identity.no_factors")));
        }
        storage::identity::revoke_other_sessions(tx, person, None).await?;
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "identity.factors_cleared",
            subject: person.to_string(),
            payload: json!({ "passkeys": passkeys, "code": code }),
        };
        tx.record(caller.organisation, event);
        Ok(())
    })
    .await?;
    app.0.callers.forget(person);
    Ok(())
}
