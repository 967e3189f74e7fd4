//! Giving a delegation: the giver gives what is his own, to a colleague.

use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::delegation::{Capacity, Delegation, PaperScope};
use workflow::{DelegationId, PersonId, Refusal};

use super::settle::settle_one;
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// A delegation as it is wished for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Who is to stand in.
    pub receiver: PersonId,
    /// In what capacity.
    pub capacity: Capacity,
    /// For which papers.
    pub scope: PaperScope,
    /// First moment; one that is past means now.
    pub from: OffsetDateTime,
    /// The moment it is over.
    pub to: OffsetDateTime,
    /// Why.
    pub reason: String,
    /// Number and symbol of the written authorisation.
    pub paper: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Given {
    id: DelegationId,
}

/// Gives a delegation in the caller's own name; answers its id. One whose time has come begins at
/// once.
pub async fn give(
    app: &App,
    caller: &Caller,
    wish: Wish,
    once: Option<&Once>,
) -> Result<DelegationId> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let (db, now, today) = (&app.0.db, app.0.clock.now(), app.0.clock.today());
    let receiver = storage::identity::find_caller(db, wish.receiver, &[], today).await?;
    let unknown = || OpError::Invalid(Refusal::new("people.unknown"));
    let receiver = receiver.ok_or_else(unknown)?;
    let delegation = Delegation {
        id: DelegationId(app.0.clock.new_id()),
        organisation: caller.organisation,
        giver: caller.person,
        receiver: wish.receiver,
        capacity: wish.capacity,
        scope: wish.scope,
        from: wish.from.max(now),
        to: wish.to,
        reason: wish.reason,
        paper: wish.paper,
        ended_at: None,
    };
    let delegation = delegation
        .checked(caller, &receiver, now)
        .map_err(OpError::Invalid)?;
    let given = app
        .write_once(once, async |tx| {
            storage::delegations::insert(tx, &delegation).await?;
            let event = NewEvent {
                actor: Some(caller.person),
                kind: "delegation.given",
                subject: delegation.id.to_string(),
                payload: json!({
                    "receiver": delegation.receiver, "capacity": delegation.capacity.code(),
                    "scope": delegation.scope, "from": delegation.from.unix_timestamp(),
                    "to": delegation.to.unix_timestamp(), "paper": delegation.paper,
                }),
            };
            tx.record(delegation.organisation, event);
            Ok(Given { id: delegation.id })
        })
        .await?;
    settle_one(app, given.id).await?;
    Ok(given.id)
}
