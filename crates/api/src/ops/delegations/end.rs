//! Ending a delegation before its time.

use serde_json::json;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::delegation::may_end;
use workflow::{DelegationId, PersonId};

use super::settle::settle_one;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Ends a delegation; from then on nobody acts or reads for its sake.
pub async fn end(app: &App, caller: &Caller, id: DelegationId) -> Result<()> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let found = storage::delegations::find(&app.0.db, id).await?;
    let delegation = found
        .filter(|found| found.organisation == caller.organisation)
        .ok_or(OpError::NotFound)?;
    may_end(caller, &delegation, app.0.clock.now()).map_err(OpError::Refused)?;
    app.write(async |tx| {
        if storage::delegations::end(tx, id, Some(caller.person)).await? {
            let event = NewEvent {
                actor: Some(caller.person),
                kind: "delegation.ended",
                subject: id.to_string(),
                payload: json!({}),
            };
            tx.record(delegation.organisation, event);
        }
        Ok(())
    })
    .await?;
    settle_one(app, id).await
}

/// How many delegations a person has given or received that are not over.
pub(in crate::ops) async fn count_of_person(app: &App, person: PersonId) -> Result<u64> {
    let (all, now) = (
        storage::delegations::list_unsettled(&app.0.db).await?,
        app.0.clock.now(),
    );
    let own = all
        .iter()
        .map(|one| &one.delegation)
        .filter(|one| (one.giver == person || one.receiver == person) && !one.is_over(now));
    Ok(own.count() as u64)
}

/// Ends whatever a person has given or received, because he leaves or hands over; answers how many
/// delegations that were.
pub(in crate::ops) async fn end_of_person(
    app: &App,
    person: PersonId,
    by: Option<PersonId>,
) -> Result<u64> {
    let mut ended = 0;
    for one in storage::delegations::list_unsettled(&app.0.db).await? {
        let delegation = one.delegation;
        if delegation.giver != person && delegation.receiver != person {
            continue;
        }
        ended += app
            .write(async |tx| {
                let is_new = storage::delegations::end(tx, delegation.id, by).await?;
                if is_new {
                    let event = NewEvent {
                        actor: by,
                        kind: "delegation.ended",
                        subject: delegation.id.to_string(),
                        payload: json!({}),
                    };
                    tx.record(delegation.organisation, event);
                }
                Ok(u64::from(is_new))
            })
            .await?;
        settle_one(app, delegation.id).await?;
    }
    Ok(ended)
}
