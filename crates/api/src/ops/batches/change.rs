//! Changes of an arrangement, and the way back. Papers whose pages change wait to be made anew from the
//! moment of the change; a paper that has no pages left is taken back until they come again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Transaction;
use storage::batches::{Batch, Revision};
use workflow::access::Caller;
use workflow::audit::NewEvent;
use workflow::batches::{self, Act, Arrangement, Locks, differing};
use workflow::{BatchId, Refusal};

use super::{enqueue_making, is_open, may_change, own_batch, record};
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// Most changes of one request.
const MOST_ACTS: usize = 500;

#[derive(Serialize, Deserialize)]
struct Done {}

/// Changes the arrangement that the caller saw; all of it or nothing.
pub async fn change(
    app: &App,
    caller: &Caller,
    (id, seen): (BatchId, i64),
    acts: &[Act],
    once: Option<&Once>,
) -> Result<()> {
    if acts.len() > MOST_ACTS {
        let refusal = Refusal::new("batches.many_changes").with("most", MOST_ACTS);
        return Err(OpError::Invalid(refusal));
    }
    write(app, caller, (id, seen), Wish::Acts(acts), once).await
}

/// Brings back the arrangement before the last change.
pub async fn undo(
    app: &App,
    caller: &Caller,
    (id, seen): (BatchId, i64),
    once: Option<&Once>,
) -> Result<()> {
    write(app, caller, (id, seen), Wish::Undo, once).await
}

/// What is wished of an arrangement.
#[derive(Clone, Copy)]
enum Wish<'a> {
    Acts(&'a [Act]),
    Undo,
}

/// The arrangement that a wish makes of the one that holds, and which one undoing it brings back.
async fn decide(
    tx: &Transaction,
    id: BatchId,
    (now, locks): (&Revision, &Locks),
    wish: Wish<'_>,
) -> Result<(Arrangement, Option<i32>)> {
    match wish {
        Wish::Acts(acts) => {
            let mut next = now.arrangement.clone();
            for act in acts {
                next = batches::apply(&next, *act, locks).map_err(OpError::Conflict)?;
            }
            Ok((next, Some(now.number)))
        }
        Wish::Undo => {
            let nothing = || OpError::Conflict(Refusal::new("batches.nothing_to_undo"));
            let target = now.undoes_to.ok_or_else(nothing)?;
            let before = storage::batches::find_revision(tx, id, target).await?;
            let next = batches::undo(&now.arrangement, &before.arrangement, locks);
            Ok((next.map_err(OpError::Conflict)?, before.undoes_to))
        }
    }
}

/// Holds the batch, has the next arrangement decided, and writes it down with all that follows from it.
async fn write(
    app: &App,
    caller: &Caller,
    (id, seen): (BatchId, i64),
    wish: Wish<'_>,
    once: Option<&Once>,
) -> Result<()> {
    may_change(caller)?;
    own_batch(app, caller, id).await?;
    let written = app
        .write_once(once, async |tx| {
            let batch = storage::batches::lock(tx, id).await?;
            if i64::from(batch.revision) != seen {
                return Err(OpError::Stale);
            }
            let scans = storage::batches::list_scans(tx, &[id]).await?;
            is_open(&scans).map_err(OpError::Refused)?;
            storage::batches::hold_papers(tx, id).await?;
            let locks = storage::batches::list_locks(tx, id).await?;
            let now = storage::batches::find_revision(tx, id, batch.revision).await?;
            let (arrangement, undoes_to) = decide(tx, id, (&now, &locks), wish).await?;
            let next = Revision {
                number: now.number + 1,
                undoes_to,
                arrangement,
                made_by: Some(caller.person),
            };
            settle(app, tx, &batch, (&now.arrangement, &next)).await?;
            Ok(Done {})
        })
        .await;
    written.map(|Done {}| ())
}

async fn settle(
    app: &App,
    tx: &mut Transaction,
    batch: &Batch,
    (before, next): (&Arrangement, &Revision),
) -> Result<()> {
    let changed = differing(before, &next.arrangement);
    storage::batches::unmake_papers(tx, batch.id, &changed).await?;
    take_back(tx, batch, (next, &changed)).await?;
    storage::batches::insert_revision(tx, batch.id, next).await?;
    enqueue_making(app, tx, batch, next.number).await?;
    let payload = json!({ "revision": next.number, "papers_changed": changed });
    record(tx, batch, (next.made_by, "batch.rearranged"), payload);
    Ok(())
}

/// Nobody reads a paper any more that has no pages; its row and its history stay.
async fn take_back(
    tx: &mut Transaction,
    batch: &Batch,
    (next, changed): (&Revision, &BTreeSet<u32>),
) -> Result<()> {
    for made in storage::batches::list_papers(tx, batch.id).await? {
        let gone = changed.contains(&made.key) && next.arrangement.paper(made.key).is_none();
        let Some(document) = made.document.filter(|_| gone) else {
            continue;
        };
        storage::grants::end_all(tx, document).await?;
        let event = NewEvent {
            actor: next.made_by,
            kind: "document.taken_back",
            subject: document.to_string(),
            payload: json!({ "batch": batch.id, "revision": next.number }),
        };
        tx.record(batch.organisation, event);
    }
    Ok(())
}
