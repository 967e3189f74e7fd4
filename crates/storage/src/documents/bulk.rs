//! Many papers at once, for imports and benchmarks: rows of many papers in one statement.

use std::collections::{BTreeMap, HashMap};

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use workflow::access::Grant;

use super::files::{blob_row, file_row, insert_pages, reading_row};
use super::rows::document_row;
use super::{FileReading, NewDocument, NewFile};
use crate::entities::papers::{blob, document, file};
use crate::moments::micros;
use crate::{Result, StorageError, Transaction, grants};

/// Rows of one INSERT; with fifteen values a row this stays below the limit of either database.
const ROWS_PER_INSERT: usize = 1000;

/// A paper that is already read, with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct BulkPaper {
    /// The paper.
    pub document: NewDocument,
    /// Who may read it.
    pub grants: Vec<Grant>,
    /// Its files in order, each with the outcome of reading it.
    pub files: Vec<(NewFile, FileReading)>,
}

/// Keeps many papers with their files, pages and grants; a few thousand a call are best.
pub async fn insert_bulk(tx: &Transaction, papers: &[BulkPaper]) -> Result<()> {
    let now = micros(tx.now);
    for part in papers.chunks(ROWS_PER_INSERT) {
        let rows = part
            .iter()
            .map(|paper| document_row(paper.document.clone(), now));
        document::Entity::insert_many(rows)
            .exec_without_returning(&tx.inner)
            .await?;
    }
    let blobs = keep_blobs(&tx.inner, papers, now).await?;
    let mut rows = Vec::new();
    for paper in papers {
        for (ordinal, (file, reading)) in paper.files.iter().enumerate() {
            let blob = blobs
                .get(&file.blob.0)
                .ok_or(StorageError::NotFound("blob row"))?;
            rows.push(read_file_row(file, reading, ordinal, *blob));
        }
    }
    for part in rows.chunks(ROWS_PER_INSERT) {
        file::Entity::insert_many(part.iter().cloned())
            .exec_without_returning(&tx.inner)
            .await?;
    }
    let files = papers.iter().flat_map(|paper| &paper.files);
    let pages = files
        .flat_map(|(file, reading)| reading.pages_kept().iter().map(move |page| (file.id, page)));
    insert_pages(&tx.inner, pages).await?;
    let grants = papers.iter().flat_map(|paper| {
        paper
            .grants
            .iter()
            .map(move |grant| (paper.document.id, grant))
    });
    grants::give_many(tx, grants).await
}

fn read_file_row(
    file: &NewFile,
    reading: &FileReading,
    ordinal: usize,
    blob: i64,
) -> file::ActiveModel {
    let outcome = reading_row(reading);
    file::ActiveModel {
        state: outcome.state,
        trouble: outcome.trouble,
        media_type: outcome.media_type,
        page_count: outcome.page_count,
        ..file_row(file, i32::try_from(ordinal).unwrap_or(i32::MAX), blob)
    }
}

/// The short keys of the blobs that the papers name, in order of hash so that two transactions
/// never wait for each other.
async fn keep_blobs(
    tx: &DatabaseTransaction,
    papers: &[BulkPaper],
    now: i64,
) -> Result<HashMap<[u8; 32], i64>> {
    let files = papers.iter().flat_map(|paper| &paper.files);
    let sizes: BTreeMap<_, _> = files
        .map(|(file, _)| (file.blob, file.size_bytes))
        .collect();
    let sizes: Vec<_> = sizes.into_iter().collect();
    let mut keys = HashMap::with_capacity(sizes.len());
    for part in sizes.chunks(ROWS_PER_INSERT) {
        let rows = part.iter().map(|(hash, size)| blob_row(*hash, *size, now));
        let rows: Vec<_> = rows.collect::<Result<_>>()?;
        blob::Entity::insert_many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        let hashes = part.iter().map(|(hash, _)| hash.0.to_vec());
        let kept = blob::Entity::find()
            .filter(blob::Column::Hash.is_in(hashes))
            .all(tx)
            .await?;
        for row in kept {
            keys.insert(super::rows::blob_hash(&row.hash)?.0, row.id);
        }
    }
    Ok(keys)
}
