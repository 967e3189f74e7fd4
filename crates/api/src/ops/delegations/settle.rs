//! Delegations begin and end at their time: what they give is given and taken away in parts, so
//! that nobody waits long for the chain of events, and what was broken off is taken up again.

use serde_json::json;
use storage::Transaction;
use storage::delegations::Unsettled;
use time::OffsetDateTime;
use workflow::access::Cause;
use workflow::audit::NewEvent;
use workflow::delegation::{Delegation, live};
use workflow::{DelegationId, DocumentId};

use super::stand_in::giver_of;
use crate::error::Result;
use crate::ops::App;

/// Papers opened or closed in one transaction.
const PAPERS_AT_ONCE: u64 = 500;

/// Begins and ends what is due now, and opens what the delegations that live have missed, such as
/// papers whose kind was corrected. Answers the next moment at which something is due.
pub async fn settle(app: &App) -> Result<Option<OffsetDateTime>> {
    let now = app.0.clock.now();
    let mut next: Option<OffsetDateTime> = None;
    for unsettled in storage::delegations::list_unsettled(&app.0.db).await? {
        turn(app, &unsettled).await?;
        let delegation = unsettled.delegation;
        let moments = [delegation.from, delegation.to].into_iter();
        next = moments.filter(|at| *at > now).chain(next).min();
    }
    Ok(next)
}

/// Begins or ends one delegation, if its time has come.
pub(super) async fn settle_one(app: &App, id: DelegationId) -> Result<()> {
    let all = storage::delegations::list_unsettled(&app.0.db).await?;
    match all.iter().find(|one| one.delegation.id == id) {
        Some(unsettled) => turn(app, unsettled).await,
        None => Ok(()),
    }
}

async fn turn(app: &App, unsettled: &Unsettled) -> Result<()> {
    let (delegation, now) = (&unsettled.delegation, app.0.clock.now());
    if delegation.is_over(now) {
        return take_away(app, delegation).await;
    }
    if !delegation.is_live(now) {
        return Ok(());
    }
    let receiver = giver_of(app, &app.0.db, delegation.receiver).await?;
    let giver = giver_of(app, &app.0.db, delegation.giver).await?;
    match live(delegation.clone(), giver.as_ref(), now).filter(|_| receiver.is_some()) {
        Some(live) => {
            while open_some(app, &live.delegation, &live.principals).await? == PAPERS_AT_ONCE {}
            if !unsettled.has_begun {
                begin(app, delegation).await?;
            }
            Ok(())
        }
        None => end_with_the_account(app, delegation).await,
    }
}

async fn open_some(
    app: &App,
    delegation: &Delegation,
    principals: &[workflow::access::Principal],
) -> Result<u64> {
    app.write(async |tx| {
        let papers =
            storage::delegations::give_missing(tx, delegation, principals, PAPERS_AT_ONCE).await?;
        record_papers(tx, delegation, "access.delegated", &papers);
        Ok(papers.len() as u64)
    })
    .await
}

async fn begin(app: &App, delegation: &Delegation) -> Result<()> {
    app.write(async |tx| {
        if storage::delegations::mark_begun(tx, delegation.id).await? {
            record(tx, delegation, "delegation.begun");
        }
        Ok(())
    })
    .await
}

/// Either of the two has no account any more: nobody is there to be stood in for, or to stand in.
async fn end_with_the_account(app: &App, delegation: &Delegation) -> Result<()> {
    app.write(async |tx| {
        if storage::delegations::end(tx, delegation.id, None).await? {
            record(tx, delegation, "delegation.ended");
        }
        Ok(())
    })
    .await?;
    take_away(app, delegation).await
}

/// The mark is set before the last look: whoever gave a right for the sake of this delegation
/// meanwhile held its row, so that the last look finds what he gave.
async fn take_away(app: &App, delegation: &Delegation) -> Result<()> {
    while close_some(app, delegation).await? == PAPERS_AT_ONCE {}
    app.write(async |tx| {
        if storage::delegations::mark_settled(tx, delegation.id).await? {
            let cause = Cause::Delegated(delegation.id);
            let papers = storage::grants::end_some(tx, cause, i64::MAX.unsigned_abs()).await?;
            record_papers(tx, delegation, "access.delegation_ended", &papers);
            record(tx, delegation, "delegation.settled");
        }
        Ok(())
    })
    .await
}

async fn close_some(app: &App, delegation: &Delegation) -> Result<u64> {
    app.write(async |tx| {
        let cause = Cause::Delegated(delegation.id);
        let papers = storage::grants::end_some(tx, cause, PAPERS_AT_ONCE).await?;
        record_papers(tx, delegation, "access.delegation_ended", &papers);
        Ok(papers.len() as u64)
    })
    .await
}

fn record(tx: &mut Transaction, delegation: &Delegation, kind: &'static str) {
    let event = NewEvent {
        actor: None,
        kind,
        subject: delegation.id.to_string(),
        payload: json!({ "giver": delegation.giver, "receiver": delegation.receiver }),
    };
    tx.record(delegation.organisation, event);
}

/// A change of who may read a paper is an event of the paper: the index and the audit follow it.
fn record_papers(
    tx: &mut Transaction,
    delegation: &Delegation,
    kind: &'static str,
    papers: &[DocumentId],
) {
    for paper in papers {
        let event = NewEvent {
            actor: None,
            kind,
            subject: paper.to_string(),
            payload: json!({ "delegation": delegation.id, "person": delegation.receiver }),
        };
        tx.record(delegation.organisation, event);
    }
}
