//! How the caller wants to hear of what concerns him.

use serde_json::json;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::notices::Preferences;

use crate::error::{OpError, Result};
use crate::ops::App;

/// What the caller has chosen, or what holds where he has chosen nothing.
pub async fn choices(app: &App, caller: &Caller) -> Result<Preferences> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let mut chosen = storage::notices::list_choices(&app.0.db, &[caller.person]).await?;
    Ok(chosen.remove(&caller.person).unwrap_or_default())
}

/// Keeps what the caller has chosen.
pub async fn choose(app: &App, caller: &Caller, wish: Preferences) -> Result<Preferences> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let chosen = wish
        .checked(&app.0.config.mail.domains)
        .map_err(OpError::Invalid)?;
    app.write(async |tx| {
        storage::notices::save_choice(tx, caller.person, &chosen).await?;
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "notices.chosen",
            subject: caller.person.to_string(),
            payload: json!({ "mail": chosen.address.is_some() }),
        };
        tx.record(caller.organisation, event);
        Ok(())
    })
    .await?;
    Ok(chosen)
}
