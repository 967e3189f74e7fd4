//! The end of an account: the person stays in the history, signs in no more.

use serde_json::json;
use workflow::audit::NewEvent;
use workflow::{OrganisationId, PersonId};

use crate::error::{OpError, Result};
use crate::ops::App;

/// Ends the account today and its sessions at once.
pub async fn end_person(
    app: &App,
    organisation: OrganisationId,
    actor: Option<PersonId>,
    person: PersonId,
) -> Result<()> {
    let people = storage::organisations::list_people_by_ids(&app.0.db, &[person]).await?;
    if !people
        .iter()
        .any(|known| known.organisation == organisation)
    {
        return Err(OpError::NotFound);
    }
    let yesterday = app.0.clock.today() - time::Duration::days(1);
    app.write(async |tx| {
        storage::organisations::end_person(tx, person, yesterday).await?;
        storage::identity::revoke_other_sessions(tx, person, None).await?;
        let event = NewEvent {
            actor,
            kind: "person.ended",
            subject: person.to_string(),
            payload: json!({}),
        };
        tx.record(organisation, event);
        Ok(())
    })
    .await?;
    app.0.callers.forget(person);
    Ok(())
}
