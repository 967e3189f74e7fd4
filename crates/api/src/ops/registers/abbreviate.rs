//! What stands for the agency and its units in number and symbol.

use std::collections::HashMap;

use serde_json::json;
use workflow::UnitId;
use workflow::access::{Caller, Role, Scope};
use workflow::audit::NewEvent;
use workflow::registers::abbreviation;

use super::Done;
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// Abbreviations of an agency.
#[derive(Debug, Clone, Default)]
pub struct Abbreviated {
    /// Name of the agency.
    pub name: String,
    /// Of the agency.
    pub agency: Option<String>,
    /// Of its units.
    pub units: HashMap<UnitId, String>,
}

/// The abbreviations of the caller's agency.
pub async fn view_abbreviations(app: &App, caller: &Caller) -> Result<Abbreviated> {
    let (db, organisation) = (&app.0.db, caller.organisation);
    Ok(Abbreviated {
        name: storage::organisations::get(db, organisation).await?.name,
        agency: storage::registers::find_abbreviation(db, organisation).await?,
        units: storage::registers::list_unit_abbreviations(db, organisation).await?,
    })
}

/// Sets the abbreviation of the agency or of one of its units; numbers given before stay as they
/// are.
pub async fn abbreviate(
    app: &App,
    caller: &Caller,
    (unit, text): (Option<UnitId>, &str),
    once: Option<&Once>,
) -> Result<()> {
    caller
        .require_scope(Scope::Admin)
        .and_then(|()| caller.require_role(&[Role::Administrator]))
        .map_err(OpError::Refused)?;
    let organisation = caller.organisation;
    if let Some(unit) = unit {
        let today = app.0.clock.today();
        let units = storage::organisations::list_units(&app.0.db, organisation, today).await?;
        if !units.iter().any(|known| known.id == unit) {
            return Err(OpError::NotFound);
        }
    }
    let text = abbreviation(text).map_err(OpError::Invalid)?;
    app.write_once(once, async |tx| {
        let (kind, subject) = if let Some(unit) = unit {
            storage::registers::set_unit_abbreviation(tx, organisation, unit, &text).await?;
            ("unit.abbreviated", unit.to_string())
        } else {
            storage::registers::set_abbreviation(tx, organisation, &text).await?;
            ("organisation.abbreviated", organisation.to_string())
        };
        let event = NewEvent {
            actor: Some(caller.person),
            kind,
            subject,
            payload: json!({ "abbreviation": text }),
        };
        tx.record(organisation, event);
        Ok(Done {})
    })
    .await?;
    Ok(())
}
