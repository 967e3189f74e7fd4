//! The way back for somebody who lost the phone: an administrator removes passkeys and codes, and the
//! password alone opens again.

use serde_json::json;
use workflow::access::{Caller, Role};
use workflow::audit::NewEvent;
use workflow::{PersonId, Refusal};

use crate::error::{OpError, Result};
use crate::ops::App;

/// Removes the passkeys and the codes of a person of the caller's agency and ends the sessions.
pub async fn clear_factors(app: &App, caller: &Caller, person: PersonId) -> Result<()> {
    caller
        .require_role(&[Role::Administrator])
        .map_err(OpError::Refused)?;
    let people = storage::organisations::list_people_by_ids(&app.0.db, &[person]).await?;
    if !people
        .iter()
        .any(|known| known.organisation == caller.organisation)
    {
        return Err(OpError::NotFound);
    }
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
