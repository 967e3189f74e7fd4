//! A scan comes into a batch: its bytes are kept first, then it is written down and looked at later.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Transaction;
use storage::batches::{Batch, NewScan};
use storage::blobs::Blob;
use workflow::access::Caller;
use workflow::documents::tidy_file_name;
use workflow::{BatchId, PersonId, ScanId};

use super::{enqueue_look, is_open, may_change, own_batch, record};
use crate::error::{OpError, Result};
use crate::ops::documents::detect;
use crate::ops::{App, Once};

/// What became of a scan that came in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Added {
    /// The batch.
    pub batch: BatchId,
    /// The scan.
    pub scan: ScanId,
    /// Its length.
    pub size_bytes: u64,
}

/// Keeps a scan of a batch; when this answers it survives the end of the process.
pub async fn add_scan(
    app: &App,
    caller: &Caller,
    id: BatchId,
    (path, name): (&Path, &str),
    once: Option<&Once>,
) -> Result<Added> {
    may_change(caller)?;
    let batch = own_batch(app, caller, id).await?;
    let scans = storage::batches::list_scans(&app.0.db, &[id]).await?;
    is_open(&scans).map_err(OpError::Refused)?;
    let media_type = detect(path, name).await?;
    let blob = app.0.blobs.put_file(path).await?;
    app.write_once(once, async |tx| {
        let file = (name, media_type, blob.clone());
        take_in(app, tx, &batch, (file, None, Some(caller.person))).await
    })
    .await
}

/// A kept file: name, media type, bytes; what tells it from every other in a watched folder; who sent it.
pub(super) type Taken<'a> = ((&'a str, &'a str, Blob), Option<String>, Option<PersonId>);

/// Writes a kept file down as a scan of a batch.
pub(super) async fn take_in(
    app: &App,
    tx: &mut Transaction,
    batch: &Batch,
    ((name, media_type, blob), source, actor): Taken<'_>,
) -> Result<Added> {
    let added = Added {
        batch: batch.id,
        scan: ScanId(app.0.clock.new_id()),
        size_bytes: blob.size_bytes,
    };
    let payload = json!({
        "scan": added.scan, "sha256": hex::encode(blob.hash.0), "size_bytes": blob.size_bytes,
    });
    let new = NewScan {
        id: added.scan,
        batch: batch.id,
        name: tidy_file_name(name),
        blob,
        media_type: media_type.to_owned(),
        source,
    };
    storage::batches::insert_scan(tx, new).await?;
    enqueue_look(app, tx, batch, (added.scan, 1)).await?;
    record(tx, batch, (actor, "batch.scan_added"), payload);
    Ok(added)
}
