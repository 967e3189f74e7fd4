//! The picture of a page of a scan.

use workflow::access::Caller;
use workflow::batches::ScanState;
use workflow::{BatchId, Refusal, ScanId};

use super::{may_see, own_batch};
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::documents::{Picture, refuse_odd_picture, shown_picture};

/// A picture of a page as WebP.
pub async fn scan_picture(
    app: &App,
    caller: &Caller,
    (batch, id): (BatchId, ScanId),
    wanted: Picture,
) -> Result<Vec<u8>> {
    may_see(caller)?;
    refuse_odd_picture(wanted)?;
    let batch = own_batch(app, caller, batch).await?;
    let scan = storage::batches::find_scan(&app.0.db, id).await?;
    let scan = scan.filter(|scan| scan.batch == batch.id);
    let scan = scan.ok_or(OpError::NotFound)?;
    if scan.state == ScanState::Quarantined {
        return Err(OpError::Refused(Refusal::new("batches.set_apart")));
    }
    let is_there = scan.page_count.is_some_and(|count| wanted.page <= count);
    if wanted.page == 0 || !is_there {
        return Err(OpError::NotFound);
    }
    shown_picture(app, scan.blob, wanted).await
}
