//! Papers of scans that nobody settled yet and whose reading is not sure, the least sure first.

use std::collections::HashMap;

use storage::documents::{Document, File};
use storage::organisations::Unit;
use storage::quality::{WorkKey, WorkRow, WorkWanted};
use workflow::access::Caller;
use workflow::quality::SURE_FROM;
use workflow::{BatchId, UnitId};

use super::{batch_names, looks};
use crate::error::Result;
use crate::ops::App;

/// Most papers of one part of the list.
const MOST: u64 = 100;

/// Which part of the list.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Papers of this batch only.
    pub batch: Option<BatchId>,
    /// Papers of this unit only.
    pub unit: Option<UnitId>,
    /// Papers behind this one.
    pub after: Option<WorkKey>,
    /// How many, at most 100.
    pub limit: u64,
}

/// A paper that wants looking at.
#[derive(Debug)]
pub struct Listed {
    /// How sure it is.
    pub row: WorkRow,
    /// The paper.
    pub document: Document,
    /// Name of its batch.
    pub batch: Option<String>,
}

/// A part of the list.
#[derive(Debug)]
pub struct WorkPage {
    /// The least sure first.
    pub items: Vec<Listed>,
    /// Their files.
    pub files: Vec<File>,
    /// Their units.
    pub units: Vec<Unit>,
    /// Where the next part begins.
    pub next: Option<WorkKey>,
}

/// Lists what wants looking at, of what the caller may read.
pub async fn work_list(app: &App, caller: &Caller, wanted: Wanted) -> Result<WorkPage> {
    looks(caller)?;
    let (db, principals) = (&app.0.db, caller.principals());
    let wanted = WorkWanted {
        organisation: caller.organisation,
        batch: wanted.batch,
        unit: wanted.unit,
        below: SURE_FROM.into(),
        after: wanted.after,
        limit: wanted.limit.clamp(1, MOST),
    };
    let (rows, goes_on) = storage::quality::list_work(db, &principals, &wanted).await?;
    let next = rows.last().map(|row| row.key).filter(|_| goes_on);
    let ids: Vec<_> = rows.iter().map(|row| row.key.document).collect();
    let documents = storage::documents::list_visible_of(db, &ids, &principals).await?;
    let units: Vec<_> = documents.iter().filter_map(|one| one.unit).collect();
    let mut documents: HashMap<_, _> = documents.into_iter().map(|one| (one.id, one)).collect();
    let names = batch_names(app, caller, rows.iter().filter_map(|row| row.batch)).await?;
    let items = rows.into_iter().filter_map(|row| {
        Some(Listed {
            document: documents.remove(&row.key.document)?,
            batch: row.batch.and_then(|batch| names.get(&batch).cloned()),
            row,
        })
    });
    Ok(WorkPage {
        items: items.collect(),
        files: storage::documents::list_files(db, &ids).await?,
        units: storage::organisations::list_units_by_ids(db, &units).await?,
        next,
    })
}
