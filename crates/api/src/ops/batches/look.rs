//! The look at a scan, as a job: some pages at a time, so that other work is not held up and what was seen
//! before a kill stays seen. With the last page the scan is arranged.

use indexing::reading::{Glimpse, Glimpses, Trouble};
use serde_json::json;
use storage::Transaction;
use storage::batches::{Batch, Revision, Scan};
use workflow::ScanId;
use workflow::batches::{ScanState, Seen, arrange};

use super::{enqueue_look, enqueue_making, record};
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::reading::{Held, original};

/// Pages of one look.
const PAGES_AT_ONCE: u32 = 16;

/// Looks at the next pages of a scan and ends the job in one transaction.
pub async fn look_at_scan(app: &App, held: Held<'_>) -> Result<()> {
    let id = held.job.payload["scan"].as_str();
    let id: Option<ScanId> = id.and_then(|text| text.parse().ok());
    let id = id.ok_or_else(|| OpError::Internal("the job names no scan".into()))?;
    let scan = storage::batches::find_scan(&app.0.db, id).await?;
    let scan = scan.ok_or(OpError::NotFound)?;
    if scan.state != ScanState::Waiting {
        return held.drop(app).await;
    }
    let seen = storage::batches::list_seen(&app.0.db, id).await?;
    let first = u32::try_from(seen.len()).unwrap_or(u32::MAX) + 1;
    let file = original(app, scan.blob).await?;
    // What brought the reader to his limits together is looked at page by page.
    let count = if held.job.attempt == 1 {
        PAGES_AT_ONCE
    } else {
        1
    };
    match app.0.reader.look(&file, first, count).await {
        Ok(found) => save(app, &scan, (first, &found), held).await,
        Err(trouble) => match after(&scan, first, &trouble, held)? {
            Some(skipped) => save(app, &scan, (first, &skipped), held).await,
            None => save_trouble(app, &scan, &trouble, held).await,
        },
    }
}

/// What is done about a trouble: tried again, or the page is taken for one with ink, or (none) the scan
/// cannot be opened.
fn after(scan: &Scan, first: u32, trouble: &Trouble, held: Held<'_>) -> Result<Option<Glimpses>> {
    let code = trouble.code.as_str();
    let at_limits = ["reading.time", "reading.memory", "reading.crashed"].contains(&code);
    let of_machine = ["reading.not_started", "reading.missing"].contains(&code);
    if of_machine || at_limits && held.job.attempt == 1 {
        return Err(OpError::Internal(trouble.code.clone()));
    }
    let skipped = scan.page_count.filter(|_| at_limits);
    Ok(skipped.map(|page_count| Glimpses {
        page_count,
        pages: vec![Glimpse {
            page: first,
            sheet: None,
            blank: false,
        }],
    }))
}

async fn save(
    app: &App,
    scan: &Scan,
    (first, found): (u32, &Glimpses),
    held: Held<'_>,
) -> Result<()> {
    let pages: Vec<Seen> = found
        .pages
        .iter()
        .map(|one| Seen {
            page: one.page,
            sheet: one.sheet.clone(),
            blank: one.blank,
        })
        .collect();
    let next = first + u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let ends = pages.is_empty() || next > found.page_count;
    let mut tx = app.0.db.begin(app.0.clock.now()).await?;
    held.complete(&tx).await?;
    storage::batches::save_seen(&tx, scan.id, found.page_count, &pages).await?;
    let batch = storage::batches::lock(&tx, scan.batch).await?;
    if ends {
        arrange_scan(app, &mut tx, &batch, scan).await?;
    } else {
        enqueue_look(app, &tx, &batch, (scan.id, next)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Adds the pages of the scan to the arrangement of its batch, which is held.
async fn arrange_scan(app: &App, tx: &mut Transaction, batch: &Batch, scan: &Scan) -> Result<()> {
    let seen = storage::batches::list_seen(tx, scan.id).await?;
    let before = storage::batches::find_revision(tx, batch.id, batch.revision).await?;
    let arrangement = arrange(before.arrangement, scan.id, &seen, batch.splits_at_blanks);
    let papers = arrangement.papers.len();
    let next = Revision {
        number: before.number + 1,
        // Undone, the pages of the scan would be in no arrangement.
        undoes_to: None,
        arrangement,
        made_by: None,
    };
    storage::batches::insert_revision(tx, batch.id, &next).await?;
    storage::batches::set_scan_state(tx, scan.id, ScanState::Arranged, None).await?;
    enqueue_making(app, tx, batch, next.number).await?;
    let payload = json!({
        "scan": scan.id, "pages": seen.len(), "revision": next.number, "papers": papers,
    });
    record(tx, batch, (None, "batch.arranged"), payload);
    Ok(())
}

async fn save_trouble(app: &App, scan: &Scan, trouble: &Trouble, held: Held<'_>) -> Result<()> {
    app.write(async |tx| {
        held.complete(tx).await?;
        let batch = storage::batches::lock(tx, scan.batch).await?;
        let state = (ScanState::Unreadable, Some(trouble.code.as_str()));
        storage::batches::set_scan_state(tx, scan.id, state.0, state.1).await?;
        let payload = json!({ "scan": scan.id, "trouble": trouble.code });
        record(tx, &batch, (None, "batch.scan_unreadable"), payload);
        Ok(())
    })
    .await
}
