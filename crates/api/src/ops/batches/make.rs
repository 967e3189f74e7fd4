//! The papers of an arrangement, as a job: those whose pages changed are put together, each in a
//! transaction of its own. A newer arrangement has a job of its own, and this one ends.

use std::collections::HashMap;

use indexing::reading::{PagePart, Trouble};
use serde::Serialize;
use storage::batches::{Batch, MadePaper, Scan};
use storage::blobs::Blob;
use workflow::batches::{Paper, Placed, ScanState};
use workflow::{BatchId, ScanId};

use super::taking::{Assembled, take_paper};
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::reading::{Held, original};

/// What a paper is made of, as it is compared: another recipe is another file.
#[derive(Serialize)]
struct Recipe<'a> {
    pages: &'a [Placed],
}

/// The job's batch and revision, while they hold.
async fn batch_of(app: &App, held: Held<'_>) -> Result<Option<Batch>> {
    let payload = &held.job.payload;
    let id: Option<BatchId> = payload["batch"].as_str().and_then(|id| id.parse().ok());
    let id = id.ok_or_else(|| OpError::Internal("the job names no batch".into()))?;
    let batch = storage::batches::find(&app.0.db, id).await?;
    Ok(batch.filter(|batch| payload["revision"].as_i64() == Some(batch.revision.into())))
}

/// Makes what has changed, in order.
pub async fn make_papers(app: &App, held: Held<'_>) -> Result<()> {
    let Some(batch) = batch_of(app, held).await? else {
        return held.drop(app).await;
    };
    let db = &app.0.db;
    let revision = storage::batches::find_revision(db, batch.id, batch.revision).await?;
    let made = storage::batches::list_papers(db, batch.id).await?;
    let made: HashMap<u32, MadePaper> = made.into_iter().map(|one| (one.key, one)).collect();
    for paper in &revision.arrangement.papers {
        let recipe = Recipe {
            pages: &paper.pages,
        };
        let recipe =
            serde_json::to_string(&recipe).map_err(|e| OpError::Internal(e.to_string()))?;
        let known = made.get(&paper.key);
        if known.is_some_and(|one| one.made_of.as_deref() == Some(recipe.as_str())) {
            continue;
        }
        let outcome = assemble(app, &batch, paper).await?;
        let assembled = Assembled {
            paper,
            recipe,
            outcome,
        };
        if !take_paper(app, &batch, assembled).await? {
            break;
        }
    }
    held.drop(app).await
}

/// The pages as one PDF among the blobs, or why there is none.
async fn assemble(app: &App, batch: &Batch, paper: &Paper) -> Result<Result<Blob, String>> {
    let scans = storage::batches::list_scans(&app.0.db, &[batch.id]).await?;
    let scans: HashMap<ScanId, &Scan> = scans.iter().map(|scan| (scan.id, scan)).collect();
    let mut parts = Vec::with_capacity(paper.pages.len());
    for page in &paper.pages {
        let scan = scans.get(&page.scan).ok_or(OpError::NotFound)?;
        if scan.state == ScanState::Quarantined {
            return Ok(Err("batches.set_apart".to_owned()));
        }
        parts.push(PagePart {
            path: original(app, scan.blob).await?,
            page: page.page,
            turn: page.turn,
        });
    }
    let scratch = tempfile::Builder::new()
        .prefix("batch-")
        .tempdir_in(app.scratch())?;
    let target = scratch.path().join("paper.pdf");
    match app.0.reader.assemble(&parts, &target).await {
        Ok(_) => Ok(Ok(app.0.blobs.put_file(&target).await?)),
        Err(trouble) => of_trouble(trouble).map(Err),
    }
}

/// What the machine is at fault for is tried again; what the pages are at fault for is told.
fn of_trouble(trouble: Trouble) -> Result<String> {
    if ["reading.not_started", "reading.missing"].contains(&trouble.code.as_str()) {
        return Err(OpError::Internal(trouble.code));
    }
    Ok(trouble.code)
}
