//! When a paper of a batch bears a mark of secrecy, the scan it came from bears it too: its bytes are set
//! apart with those of the paper, and the batch says so.

use std::collections::HashSet;

use serde_json::json;
use storage::Transaction;
use storage::batches::{Batch, Scan};
use workflow::batches::ScanState;
use workflow::{DocumentId, ScanId};

use super::record;
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::documents::forget_pictures;
use crate::ops::reading::forget;

/// Scans that are set apart with a paper.
pub(in crate::ops) struct SetApart {
    batch: Batch,
    scans: Vec<Scan>,
}

/// Takes the bytes of the scans of a paper out of the ordinary store; none where it came from no batch. It
/// does nothing twice.
pub(in crate::ops) async fn find_apart(
    app: &App,
    document: DocumentId,
) -> Result<Option<SetApart>> {
    let db = &app.0.db;
    let Some((id, key)) = storage::batches::find_place(db, document).await? else {
        return Ok(None);
    };
    let batch = storage::batches::find(db, id).await?;
    let batch = batch.ok_or(OpError::NotFound)?;
    let now = storage::batches::find_revision(db, id, batch.revision).await?;
    let paper = now.arrangement.paper(key);
    let of_paper: Option<HashSet<ScanId>> =
        paper.map(|paper| paper.pages.iter().map(|page| page.scan).collect());
    let mut scans = storage::batches::list_scans(db, &[id]).await?;
    // Where its pages went elsewhere meanwhile, any scan may bear the mark.
    scans.retain(|scan| of_paper.as_ref().is_none_or(|own| own.contains(&scan.id)));
    for scan in &scans {
        app.0.blobs.quarantine(scan.blob).await?;
        forget(app, scan.blob).await;
        forget_pictures(app, scan.blob).await;
    }
    Ok(Some(SetApart { batch, scans }))
}

impl SetApart {
    /// Writes it down, in the transaction that sets the paper apart.
    pub(in crate::ops) async fn write(&self, tx: &mut Transaction) -> Result<()> {
        for scan in &self.scans {
            if scan.state == ScanState::Quarantined {
                continue;
            }
            let state = ScanState::Quarantined;
            storage::batches::set_scan_state(tx, scan.id, state, None).await?;
            let payload = json!({ "scan": scan.id });
            record(tx, &self.batch, (None, "batch.scan_quarantined"), payload);
        }
        Ok(())
    }
}
