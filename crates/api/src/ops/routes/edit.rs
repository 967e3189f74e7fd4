//! Changing routes; each change is one event.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Transaction;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::work::routes::{Definition, check, check_bounds, defaults, may_edit};
use workflow::{OrganisationId, PersonId, Refusal, RouteId};

use crate::error::{OpError, Result};
use crate::ops::work::staff_of;
use crate::ops::{App, Once};

/// A version that was written.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Written {
    /// The route.
    pub route: RouteId,
    /// The version.
    pub version: u32,
}

fn may(caller: &Caller) -> Result<()> {
    caller
        .require_scope(Scope::Admin)
        .map_err(OpError::Refused)?;
    may_edit(caller).map_err(OpError::Refused)
}

/// Writes the version of a route that is edited, or begins a route; it serves nobody before it is
/// published, so it may still have faults.
pub async fn write(
    app: &App,
    caller: &Caller,
    route: Option<RouteId>,
    definition: &Definition,
    once: Option<&Once>,
) -> Result<Written> {
    may(caller)?;
    check_bounds(definition).map_err(OpError::Invalid)?;
    app.write_once(once, async |tx| {
        let id = if let Some(id) = route {
            require_living(tx, id, caller.organisation).await?;
            id
        } else {
            let id = RouteId(app.0.clock.new_id());
            storage::routes::insert(tx, id, caller.organisation).await?;
            id
        };
        let by = Some(caller.person);
        let version = storage::routes::write(tx, id, definition, by).await?;
        let payload = json!({ "version": version });
        record(tx, (caller.organisation, by), "route.edited", id, payload);
        Ok(Written { route: id, version })
    })
    .await
}

/// What keeps a definition from being published today.
pub async fn faults(app: &App, caller: &Caller, definition: &Definition) -> Result<Vec<Refusal>> {
    may(caller)?;
    check_bounds(definition).map_err(OpError::Invalid)?;
    let staff = staff_of(app, caller.organisation).await?;
    Ok(check(definition, &staff))
}

/// Publishes the version that is edited; papers submitted from now on go that way, those on their
/// way stay on theirs.
pub async fn publish(
    app: &App,
    caller: &Caller,
    route: RouteId,
    once: Option<&Once>,
) -> Result<()> {
    may(caller)?;
    let staff = staff_of(app, caller.organisation).await?;
    app.write_once(once, async |tx| {
        require_living(tx, route, caller.organisation).await?;
        let versions = storage::routes::list_versions(tx, route, caller.organisation).await?;
        let edited = versions.last().filter(|one| one.published_at.is_none());
        let edited =
            edited.ok_or_else(|| OpError::Refused(Refusal::new("routes.nothing_to_publish")))?;
        if let Some(fault) = check(&edited.definition, &staff).into_iter().next() {
            return Err(OpError::Invalid(fault));
        }
        let by = Some(caller.person);
        storage::routes::publish(tx, route, edited.version, by).await?;
        let payload = json!({ "version": edited.version });
        record(
            tx,
            (caller.organisation, by),
            "route.published",
            route,
            payload,
        );
        Ok(Written {
            route,
            version: edited.version,
        })
    })
    .await?;
    Ok(())
}

/// Ends a route: no paper is submitted on it any more.
pub async fn end(app: &App, caller: &Caller, route: RouteId) -> Result<()> {
    may(caller)?;
    app.write(async |tx| {
        require_living(tx, route, caller.organisation).await?;
        storage::routes::end(tx, route).await?;
        let by = Some(caller.person);
        record(
            tx,
            (caller.organisation, by),
            "route.ended",
            route,
            json!({}),
        );
        Ok(())
    })
    .await
}

/// Gives a new agency the routes it begins with.
pub(in crate::ops) async fn begin_routes(
    app: &App,
    tx: &Transaction,
    organisation: OrganisationId,
) -> Result<()> {
    for definition in defaults() {
        let id = RouteId(app.0.clock.new_id());
        storage::routes::insert(tx, id, organisation).await?;
        let version = storage::routes::write(tx, id, &definition, None).await?;
        storage::routes::publish(tx, id, version, None).await?;
    }
    Ok(())
}

async fn require_living(
    tx: &Transaction,
    route: RouteId,
    organisation: OrganisationId,
) -> Result<()> {
    match storage::routes::lock(tx, route, organisation).await? {
        Some(true) => Ok(()),
        Some(false) | None => Err(OpError::NotFound),
    }
}

fn record(
    tx: &mut Transaction,
    (organisation, actor): (OrganisationId, Option<PersonId>),
    kind: &'static str,
    route: RouteId,
    payload: Value,
) {
    let event = NewEvent {
        actor,
        kind,
        subject: route.to_string(),
        payload,
    };
    tx.record(organisation, event);
}
