//! Whom the caller stands in for now, and opening to delegates what begins to wait for a giver.

use storage::Transaction;
use storage::documents::Document;
use workflow::PersonId;
use workflow::access::{Caller, Cause, Grant, Principal};
use workflow::delegation::{Live, live};
use workflow::work::Change;

use crate::error::Result;
use crate::ops::App;

/// The delegations that live now and that the caller has received, with what each giver answers
/// for by himself today. What the givers have received goes on to nobody.
pub(in crate::ops) async fn lives_of(app: &App, caller: &Caller) -> Result<Vec<Live>> {
    let (db, now) = (&app.0.db, app.0.clock.now());
    let mut lives = Vec::new();
    for delegation in storage::delegations::list_live_for(db, caller.person, now).await? {
        let giver = giver_of(app, db, delegation.giver).await?;
        lives.extend(live(delegation, giver.as_ref(), now));
    }
    Ok(lives)
}

/// The giver as he is today, without any scope of his own session.
pub(super) async fn giver_of(
    app: &App,
    ex: &impl storage::Executor,
    giver: PersonId,
) -> Result<Option<Caller>> {
    let today = app.0.clock.today();
    Ok(storage::identity::find_caller(ex, giver, &[], today).await?)
}

/// Opens the paper to those who stand in for somebody for whom a task has just begun to wait.
pub(in crate::ops) async fn open_to_delegates(
    app: &App,
    tx: &Transaction,
    document: &Document,
    changes: &[Change],
) -> Result<()> {
    let opened = |change: &Change| match change {
        Change::Open(task) => Some(task.assignee),
        _ => None,
    };
    let opened: Vec<Principal> = changes.iter().filter_map(opened).collect();
    if opened.is_empty() {
        return Ok(());
    }
    let (kind, register) = (&document.fields.kind, &document.fields.register);
    for delegation in storage::delegations::lock_live_in(tx, document.organisation).await? {
        if !delegation
            .scope
            .covers(kind.as_deref(), register.as_deref())
        {
            continue;
        }
        let giver = giver_of(app, tx, delegation.giver).await?;
        let Some(live) = live(delegation, giver.as_ref(), tx.now()) else {
            continue;
        };
        if opened.iter().any(|one| live.principals.contains(one)) {
            let grant = Grant {
                principal: Principal::Person(live.delegation.receiver),
                cause: Cause::Delegated(live.delegation.id),
            };
            storage::grants::give(tx, document.id, &[grant]).await?;
        }
    }
    Ok(())
}
