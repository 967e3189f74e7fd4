//! When an agency wants to be reminded: data of its own, changed by whoever keeps its calendar.

use serde::{Deserialize, Serialize};
use serde_json::json;
use workflow::Refusal;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::calendar::may_edit;
use workflow::work::reminders::Settings;

use super::turn::enqueue_counting;
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// The settings with what the caller may do.
#[derive(Debug)]
pub struct Shown {
    /// The settings.
    pub settings: Settings,
    /// Whether the caller may change them.
    pub may_edit: std::result::Result<(), Refusal>,
}

#[derive(Serialize, Deserialize)]
struct Changed {}

/// When the agency of the caller reminds of dates.
pub async fn show(app: &App, caller: &Caller) -> Result<Shown> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    Ok(Shown {
        settings: storage::reminders::load_settings(&app.0.db, caller.organisation).await?,
        may_edit: may_edit(caller),
    })
}

/// Changes when the agency reminds of dates; what is open is looked at again.
pub async fn set(
    app: &App,
    caller: &Caller,
    settings: &Settings,
    once: Option<&Once>,
) -> Result<()> {
    may_edit(caller).map_err(OpError::Refused)?;
    settings.check().map_err(OpError::Invalid)?;
    app.write_once(once, async |tx| {
        let organisation = caller.organisation;
        storage::reminders::save_settings(tx, organisation, settings).await?;
        enqueue_counting(app, tx, organisation, None).await?;
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "calendar.reminders_set",
            subject: organisation.to_string(),
            payload: json!(settings),
        };
        tx.record(organisation, event);
        Ok(Changed {})
    })
    .await?;
    Ok(())
}
