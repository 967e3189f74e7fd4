//! How the agency goes about its outgoing papers.

use serde_json::json;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::work::routes::may_edit;

use crate::error::{OpError, Result};
use crate::ops::App;

/// Sets whether number and date may be given before the final approval.
pub async fn set_numbers_before_approval(app: &App, caller: &Caller, before: bool) -> Result<()> {
    caller
        .require_scope(Scope::Admin)
        .map_err(OpError::Refused)?;
    may_edit(caller).map_err(OpError::Refused)?;
    app.write(async |tx| {
        let organisation = caller.organisation;
        storage::outgoing::set_numbers_before_approval(tx, organisation, before).await?;
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "outgoing.setting_changed",
            subject: organisation.to_string(),
            payload: json!({ "number_before_approval": before }),
        };
        tx.record(organisation, event);
        Ok(())
    })
    .await
}
