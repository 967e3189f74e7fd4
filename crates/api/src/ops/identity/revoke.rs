//! Ending sessions and tokens.

use serde_json::json;
use workflow::access::Caller;
use workflow::audit::NewEvent;
use workflow::{ApiTokenId, SessionId};

use crate::error::{OpError, Result};
use crate::ops::App;

/// Ends one of the caller's own sessions.
pub async fn revoke_session(app: &App, caller: &Caller, session: SessionId) -> Result<()> {
    app.write(async |tx| {
        if !storage::identity::revoke_session(tx, caller.person, session).await? {
            return Err(OpError::NotFound);
        }
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "identity.session_ended",
            subject: caller.person.to_string(),
            payload: json!({ "session": session }),
        };
        tx.record(caller.organisation, event);
        Ok(())
    })
    .await?;
    app.0.callers.forget(caller.person);
    Ok(())
}

/// Ends one of the caller's own tokens.
pub async fn revoke_token(app: &App, caller: &Caller, token: ApiTokenId) -> Result<()> {
    app.write(async |tx| {
        if !storage::identity::revoke_token(tx, caller.person, token).await? {
            return Err(OpError::NotFound);
        }
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "identity.token_ended",
            subject: caller.person.to_string(),
            payload: json!({ "token": token }),
        };
        tx.record(caller.organisation, event);
        Ok(())
    })
    .await?;
    app.0.callers.forget(caller.person);
    Ok(())
}
