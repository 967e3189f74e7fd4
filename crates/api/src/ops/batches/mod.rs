//! Batches of scans: a scan is kept whole, looked at from afar, arranged into papers, and each paper is
//! put together as a file of its own, which goes the way of every other file.
//!
//! Every step is written down before the next begins, under the batch and the key of the paper: killed at
//! any point and begun again, no paper is lost and none is made twice.

mod add_scan;
mod change;
mod folders;
mod look;
mod make;
mod open;
mod picture;
mod set_apart;
mod sheets;
mod show;
mod taking;
mod whole;

pub use add_scan::{Added, add_scan};
pub use change::{change, undo};
pub use folders::{Watch, look_into_folders};
pub use look::look_at_scan;
pub use make::make_papers;
pub use open::{NewBatch, open};
pub use picture::scan_picture;
pub(in crate::ops) use set_apart::find_apart;
pub use sheets::{Wanted as WantedSheets, sheets};
pub use show::{Listed, Shown, ShownPaper, list, show};

use serde_json::{Value, json};
use storage::Transaction;
use storage::batches::{Batch, Scan};
use storage::jobs::NewJob;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::batches::{ScanState, may_arrange};
use workflow::jobs::Priority;
use workflow::{BatchId, JobId, PersonId, Refusal, ScanId};

use super::App;
use crate::error::{OpError, Result};

/// Refuses whoever may not see batches.
fn may_see(caller: &Caller) -> Result<()> {
    let allowed = caller
        .require_scope(Scope::Read)
        .and_then(|()| may_arrange(caller));
    allowed.map_err(OpError::Refused)
}

/// Refuses whoever may not change batches.
fn may_change(caller: &Caller) -> Result<()> {
    let allowed = caller
        .require_scope(Scope::Write)
        .and_then(|()| may_arrange(caller));
    allowed.map_err(OpError::Refused)
}

/// A batch of the caller's agency.
async fn own_batch(app: &App, caller: &Caller, id: BatchId) -> Result<Batch> {
    let found = storage::batches::find(&app.0.db, id).await?;
    found
        .filter(|batch| batch.organisation == caller.organisation)
        .ok_or(OpError::NotFound)
}

/// Whether the pages of a batch may still be arranged, as far as its scans decide it.
fn is_open(scans: &[Scan]) -> Result<(), Refusal> {
    let apart = |scan: &Scan| scan.state == ScanState::Quarantined;
    if scans.iter().any(apart) {
        Err(Refusal::new("batches.set_apart"))
    } else {
        Ok(())
    }
}

fn record(
    tx: &mut Transaction,
    batch: &Batch,
    (actor, kind): (Option<PersonId>, &'static str),
    payload: Value,
) {
    let subject = batch.id.to_string();
    let event = NewEvent {
        actor,
        kind,
        subject,
        payload,
    };
    tx.record(batch.organisation, event);
}

async fn enqueue(
    app: &App,
    tx: &Transaction,
    batch: &Batch,
    (kind, payload, key): (&'static str, Value, String),
) -> Result<()> {
    let job = NewJob {
        id: JobId(app.0.clock.new_id()),
        organisation: Some(batch.organisation),
        kind,
        payload,
        priority: Priority::Normal,
        run_at: app.0.clock.now(),
        key: Some(key),
    };
    storage::jobs::enqueue(tx, job).await?;
    Ok(())
}

/// Has the pages of a scan looked at from a page on.
async fn enqueue_look(
    app: &App,
    tx: &Transaction,
    batch: &Batch,
    (scan, from): (ScanId, u32),
) -> Result<()> {
    let key = format!("look_at_scan:{scan}:{from}");
    let work = ("look_at_scan", json!({ "scan": scan }), key);
    enqueue(app, tx, batch, work).await
}

/// Has the papers of an arrangement made.
async fn enqueue_making(app: &App, tx: &Transaction, batch: &Batch, revision: i32) -> Result<()> {
    let key = format!("make_papers:{}:{revision}", batch.id);
    let payload = json!({ "batch": batch.id, "revision": revision });
    enqueue(app, tx, batch, ("make_papers", payload, key)).await
}
