//! A new unit of an agency.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::organisations::Unit;
use workflow::audit::NewEvent;
use workflow::organisations::Validity;
use workflow::{OrganisationId, PersonId, Refusal, UnitId};

use crate::error::{OpError, Result};
use crate::ops::{App, Once};

#[derive(Serialize, Deserialize)]
struct Added {
    id: UnitId,
}

/// Adds a unit, below `parent` when it is given; answers its id.
pub async fn add_unit(
    app: &App,
    organisation: OrganisationId,
    actor: Option<PersonId>,
    (name, parent): (&str, Option<UnitId>),
    once: Option<&Once>,
) -> Result<UnitId> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(OpError::Invalid(Refusal::new("organisations.name")));
    }
    let today = app.0.clock.today();
    if let Some(parent) = parent {
        let units = storage::organisations::list_units(&app.0.db, organisation, today).await?;
        if !units.iter().any(|unit| unit.id == parent) {
            return Err(OpError::Invalid(Refusal::new("organisations.unit_unknown")));
        }
    }
    let unit = Unit {
        id: UnitId(app.0.clock.new_id()),
        organisation,
        parent,
        name: name.to_owned(),
        validity: Validity::since(today),
    };
    let added = app
        .write_once(once, async |tx| {
            storage::organisations::insert_unit(tx, &unit).await?;
            let event = NewEvent {
                actor,
                kind: "unit.added",
                subject: unit.id.to_string(),
                payload: json!({ "name": unit.name, "parent": unit.parent }),
            };
            tx.record(organisation, event);
            Ok(Added { id: unit.id })
        })
        .await?;
    Ok(added.id)
}
