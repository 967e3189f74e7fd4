//! A batch as its screen shows it: scans, pages with what was seen on them, papers with how far each is, and
//! what may be done to them.

use std::collections::HashMap;

use storage::Slice;
use storage::batches::{Batch, MadePaper, Revision, Scan};
use storage::documents::{Document, File, Progress};
use workflow::access::Caller;
use workflow::batches::{Locks, Paper, Seen};
use workflow::{BatchId, FileId, Refusal};

use super::{is_open, may_change, may_see, own_batch};
use crate::error::{OpError, Result};
use crate::ops::App;

/// Batches of one part of the list.
const PAGE: u64 = 30;

/// A paper of a batch.
#[derive(Debug)]
pub struct ShownPaper {
    /// Its pages.
    pub paper: Paper,
    /// What was made of them.
    pub made: Option<MadePaper>,
    /// The paper, as far as the caller may read it.
    pub document: Option<Document>,
    /// Its file, and how far the recognition of it is.
    pub file: Option<(File, Option<Progress>)>,
    /// Whether its pages may be changed, or why not.
    pub may_change: Result<(), Refusal>,
}

/// A batch.
#[derive(Debug)]
pub struct Shown {
    /// The batch.
    pub batch: Batch,
    /// Its scans with what was seen on their pages.
    pub scans: Vec<(Scan, Vec<Seen>)>,
    /// The arrangement that holds.
    pub revision: Revision,
    /// Its papers.
    pub papers: Vec<ShownPaper>,
    /// Whether scans may be added and pages arranged.
    pub may_change: Result<(), Refusal>,
    /// Whether the last change may be undone.
    pub may_undo: Result<(), Refusal>,
}

/// Shows a batch.
pub async fn show(app: &App, caller: &Caller, id: BatchId) -> Result<Shown> {
    may_see(caller)?;
    let batch = own_batch(app, caller, id).await?;
    let db = &app.0.db;
    let mut scans = Vec::new();
    for scan in storage::batches::list_scans(db, &[id]).await? {
        let seen = storage::batches::list_seen(db, scan.id).await?;
        scans.push((scan, seen));
    }
    let revision = storage::batches::find_revision(db, id, batch.revision).await?;
    let locks = storage::batches::list_locks(db, id).await?;
    let only: Vec<Scan> = scans.iter().map(|(scan, _)| scan.clone()).collect();
    let allowed = match may_change(caller) {
        Err(OpError::Refused(refusal)) => Err(refusal),
        _ => is_open(&only),
    };
    let may_undo = match &allowed {
        Ok(()) => may_undo(app, &batch, &revision, &locks).await?,
        Err(refusal) => Err(refusal.clone()),
    };
    let papers = papers(app, caller, (&revision, id), &locks).await?;
    Ok(Shown {
        batch,
        scans,
        papers,
        may_change: allowed,
        may_undo,
        revision,
    })
}

async fn may_undo(
    app: &App,
    batch: &Batch,
    now: &Revision,
    locks: &Locks,
) -> Result<Result<(), Refusal>> {
    let Some(target) = now.undoes_to else {
        return Ok(Err(Refusal::new("batches.nothing_to_undo")));
    };
    let before = storage::batches::find_revision(&app.0.db, batch.id, target).await?;
    let undone = workflow::batches::undo(&now.arrangement, &before.arrangement, locks);
    Ok(undone.map(|_| ()))
}

async fn papers(
    app: &App,
    caller: &Caller,
    (revision, id): (&Revision, BatchId),
    locks: &Locks,
) -> Result<Vec<ShownPaper>> {
    let (db, principals) = (&app.0.db, caller.principals());
    let made = storage::batches::list_papers(db, id).await?;
    let mut made: HashMap<u32, MadePaper> = made.into_iter().map(|one| (one.key, one)).collect();
    let ids: Vec<_> = made.values().filter_map(|one| one.document).collect();
    let documents = storage::documents::list_visible_of(db, &ids, &principals).await?;
    let mut documents: HashMap<_, _> = documents.into_iter().map(|one| (one.id, one)).collect();
    let ids: Vec<_> = documents.keys().copied().collect();
    let mut files = storage::documents::list_files(db, &ids).await?;
    files.retain(|file| file.ordinal == 0);
    let file_ids: Vec<FileId> = files.iter().map(|file| file.id).collect();
    let progress = storage::documents::list_progress(db, &file_ids).await?;
    let mut files: HashMap<_, _> = files
        .into_iter()
        .map(|file| (file.document, file))
        .collect();
    let shown = revision.arrangement.papers.iter().map(|paper| {
        let made = made.remove(&paper.key);
        let document = made
            .as_ref()
            .and_then(|one| documents.remove(&one.document?));
        let file = document.as_ref().and_then(|one| files.remove(&one.id));
        let lock = locks.get(&paper.key);
        ShownPaper {
            paper: paper.clone(),
            made,
            file: file.map(|file| {
                let progress = progress.get(&file.id).copied();
                (file, progress)
            }),
            document,
            may_change: lock.map_or(Ok(()), |lock| Err(lock.refusal(paper.key))),
        }
    });
    Ok(shown.collect())
}

/// A batch in the list.
#[derive(Debug)]
pub struct Listed {
    /// The batch.
    pub batch: Batch,
    /// Its scans.
    pub scans: Vec<Scan>,
    /// Papers of the arrangement.
    pub papers: usize,
    /// Of them, those that are made.
    pub made: usize,
    /// Of them, those that have their number.
    pub registered: usize,
}

/// The batches of the caller's agency, newest first.
pub async fn list(app: &App, caller: &Caller, before: Option<BatchId>) -> Result<Slice<Listed>> {
    may_see(caller)?;
    let db = &app.0.db;
    let slice = storage::batches::list(db, caller.organisation, before, PAGE).await?;
    let ids: Vec<BatchId> = slice.items.iter().map(|batch| batch.id).collect();
    let scans = storage::batches::list_scans(db, &ids).await?;
    let mut items = Vec::with_capacity(slice.items.len());
    for batch in slice.items {
        let now = storage::batches::find_revision(db, batch.id, batch.revision).await?;
        let made = storage::batches::list_papers(db, batch.id).await?;
        let locks = storage::batches::list_locks(db, batch.id).await?;
        let keys = now.arrangement.papers.iter().map(|paper| paper.key);
        let is_made = |key: &u32| {
            made.iter()
                .any(|one| one.key == *key && one.made_of.is_some() && one.trouble.is_none())
        };
        let registered = |key: &u32| locks.get(key) == Some(&workflow::batches::Lock::Registered);
        items.push(Listed {
            scans: scans
                .iter()
                .filter(|scan| scan.batch == batch.id)
                .cloned()
                .collect(),
            papers: now.arrangement.papers.len(),
            made: keys.clone().filter(is_made).count(),
            registered: keys.filter(registered).count(),
            batch,
        });
    }
    Ok(Slice {
        items,
        next: slice.next,
    })
}
