//! Changing one's own password, and setting somebody's: by an administrator of the agency, or from the shell.

use serde_json::json;
use workflow::access::Caller;
use workflow::audit::NewEvent;
use workflow::identity::{Failures, check_password};
use workflow::{OrganisationId, PersonId, Refusal};

use super::{Resolved, administered};
use crate::error::{OpError, Result};
use crate::ops::App;

/// Changes the caller's password and ends all other sessions.
pub async fn change_password(
    app: &App,
    resolved: &Resolved,
    current: String,
    new: String,
) -> Result<()> {
    let caller = &resolved.caller;
    let account =
        storage::identity::get_account(&app.0.db, caller.person, app.0.clock.today()).await?;
    let now = app.0.clock.now();
    if account.failures.is_locked(now)
        || !app.password_matches(current, account.password_hash).await?
    {
        let failures = account.failures.after_wrong_password(now);
        count_failure(app, caller.organisation, caller.person, failures).await?;
        return Err(OpError::Invalid(Refusal::new("identity.wrong_password")));
    }
    check_password(&new).map_err(OpError::Invalid)?;
    let hash = app.hash_password(new).await?;
    app.write(async |tx| {
        storage::identity::set_password(tx, caller.person, &hash).await?;
        storage::identity::save_failures(tx, caller.person, Failures::default()).await?;
        let ended =
            storage::identity::revoke_other_sessions(tx, caller.person, resolved.session).await?;
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "identity.password_changed",
            subject: caller.person.to_string(),
            payload: json!({ "sessions_ended": ended }),
        };
        tx.record(caller.organisation, event);
        Ok(())
    })
    .await?;
    app.0.callers.forget(caller.person);
    Ok(())
}

pub(super) async fn count_failure(
    app: &App,
    organisation: OrganisationId,
    person: PersonId,
    failures: Failures,
) -> Result<()> {
    app.write(async |tx| {
        storage::identity::save_failures(tx, person, failures).await?;
        let event = NewEvent {
            actor: Some(person),
            kind: "identity.password_refused",
            subject: person.to_string(),
            payload: json!({}),
        };
        tx.record(organisation, event);
        Ok(())
    })
    .await
}

/// Sets the password of another person of the caller's agency, for an administrator.
pub async fn reset_password(
    app: &App,
    caller: &Caller,
    person: PersonId,
    password: String,
) -> Result<()> {
    let person = administered(app, caller, person).await?;
    // One's own is changed by who knows the present one.
    if person == caller.person {
        return Err(OpError::Conflict(Refusal::new("identity.own_password")));
    }
    set_password(
        app,
        caller.organisation,
        Some(caller.person),
        person,
        password,
    )
    .await
}

/// Sets the password of a person, unlocks the account and ends every session of it.
pub async fn set_password(
    app: &App,
    organisation: OrganisationId,
    actor: Option<PersonId>,
    person: PersonId,
    password: String,
) -> Result<()> {
    check_password(&password).map_err(OpError::Invalid)?;
    let hash = app.hash_password(password).await?;
    app.write(async |tx| {
        storage::identity::set_password(tx, person, &hash).await?;
        storage::identity::save_failures(tx, person, Failures::default()).await?;
        storage::identity::revoke_other_sessions(tx, person, None).await?;
        let event = NewEvent {
            actor,
            kind: "identity.password_set",
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
