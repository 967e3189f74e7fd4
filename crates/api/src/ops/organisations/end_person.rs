//! The end of an account: the person stays in the history, signs in no more, and leaves nothing
//! behind that waits for him.

use serde_json::json;
use workflow::access::Principal;
use workflow::audit::NewEvent;
use workflow::{OrganisationId, PersonId, Refusal};

use super::hand_over::{hand_over_part, waiting_for};
use crate::error::{OpError, Result};
use crate::ops::{App, delegations};

/// Ends the account today and its sessions at once. What waits for the person goes to the
/// successor first; without one, a person for whom something waits cannot leave.
pub async fn end_person(
    app: &App,
    organisation: OrganisationId,
    actor: Option<PersonId>,
    person: PersonId,
    successor: Option<PersonId>,
) -> Result<()> {
    let people = storage::organisations::list_people_by_ids(&app.0.db, &[person]).await?;
    if !people
        .iter()
        .any(|known| known.organisation == organisation)
    {
        return Err(OpError::NotFound);
    }
    if let Some(successor) = successor {
        while waiting_for(app, person).await? > 0 {
            hand_over_part(app, organisation, actor, (person, successor)).await?;
        }
    }
    let yesterday = app.0.clock.today() - time::Duration::days(1);
    app.write(async |tx| {
        let waits = Principal::Person(person);
        let (_, waiting) = storage::work::list_papers_waiting(tx, waits, 0).await?;
        if waiting > 0 {
            let refusal = Refusal::new("organisations.open_work").with("count", waiting);
            return Err(OpError::Conflict(refusal));
        }
        storage::organisations::end_person(tx, person, yesterday).await?;
        storage::identity::revoke_other_sessions(tx, person, None).await?;
        let event = NewEvent {
            actor,
            kind: "person.ended",
            subject: person.to_string(),
            payload: json!({ "successor": successor }),
        };
        tx.record(organisation, event);
        Ok(())
    })
    .await?;
    app.0.callers.forget(person);
    delegations::end_of_person(app, person, actor).await?;
    Ok(())
}
