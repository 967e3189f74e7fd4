//! Files of papers and the outcome of reading them.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use workflow::access::Principal;
use workflow::documents::ReadingState;
use workflow::{DocumentId, FileId, OrganisationId};

use super::rows::{file_of, page_row};
use super::{File, FileReading, NewFile, Page};
use crate::blobs::BlobHash;
use crate::entities::papers::{blob, document, file, page};
use crate::grants::visible_to;
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// Rows of one INSERT of pages; their texts make a statement large long before its values do.
const PAGES_PER_INSERT: usize = 200;

/// Keeps a file of a paper, after the ones it has; answers its ordinal.
pub async fn insert_file(tx: &Transaction, file: NewFile) -> Result<i32> {
    // Two files added at once to one paper would otherwise take the same place.
    let paper = document::Entity::find_by_id(file.document.0).lock_exclusive();
    paper
        .one(&tx.inner)
        .await?
        .ok_or(StorageError::NotFound("document"))?;
    let last: Option<i32> = file::Entity::find()
        .select_only()
        .column(file::Column::Ordinal)
        .filter(file::Column::DocumentId.eq(file.document.0))
        .order_by_desc(file::Column::Ordinal)
        .into_tuple()
        .one(&tx.inner)
        .await?;
    let ordinal = last.map_or(0, |last| last + 1);
    let blob_id = keep_blob(tx, file.blob, file.size_bytes).await?;
    let row = file_row(&file, ordinal, blob_id);
    file::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(ordinal)
}

/// The row of a file that waits to be read.
pub(super) fn file_row(file: &NewFile, ordinal: i32, blob_id: i64) -> file::ActiveModel {
    file::ActiveModel {
        id: Set(file.id.0),
        document_id: Set(file.document.0),
        ordinal: Set(ordinal),
        name: Set(file.name.clone()),
        blob_id: Set(blob_id),
        media_type: Set(file.media_type.clone()),
        state: Set(ReadingState::Waiting.code().to_owned()),
        trouble: Set(None),
        page_count: Set(None),
        contained_in: Set(file.contained_in.map(|file| file.0)),
    }
}

/// The row of a blob, made where it is missing.
pub(crate) async fn keep_blob(tx: &Transaction, hash: BlobHash, size_bytes: u64) -> Result<i64> {
    let row = blob_row(hash, size_bytes, micros(tx.now))?;
    blob::Entity::insert_many([row])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    let kept = blob::Entity::find().filter(blob::Column::Hash.eq(hash.0.to_vec()));
    let kept = kept
        .one(&tx.inner)
        .await?
        .ok_or(StorageError::NotFound("blob row"))?;
    Ok(kept.id)
}

/// The row of a blob whose bytes were hashed just now.
pub(super) fn blob_row(
    hash: BlobHash,
    size_bytes: u64,
    checked_at_us: i64,
) -> Result<blob::ActiveModel> {
    let size_bytes = i64::try_from(size_bytes)
        .map_err(|_| StorageError::Corrupt("size of a blob beyond 2^63".to_owned()))?;
    Ok(blob::ActiveModel {
        id: NotSet,
        hash: Set(hash.0.to_vec()),
        size_bytes: Set(size_bytes),
        checked_at_us: Set(checked_at_us),
        trouble: Set(None),
    })
}

/// Writes the outcome of reading, replacing pages of an earlier reading. Of a quarantined file no
/// page is kept, whatever was read.
pub async fn save_reading(tx: &Transaction, id: FileId, reading: &FileReading) -> Result<()> {
    let updated = file::Entity::update_many()
        .set(reading_row(reading))
        .filter(file::Column::Id.eq(id.0))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 0 {
        return Err(StorageError::NotFound("file"));
    }
    super::recognition::forget_recognition(tx, id).await?;
    page::Entity::delete_many()
        .filter(page::Column::FileId.eq(id.0))
        .exec(&tx.inner)
        .await?;
    insert_pages(
        &tx.inner,
        reading.pages_kept().iter().map(|page| (id, page)),
    )
    .await
}

impl FileReading {
    /// The pages that may be kept: of a quarantined file none.
    pub(super) fn pages_kept(&self) -> &[Page] {
        if self.state == ReadingState::Quarantined {
            &[]
        } else {
            &self.pages
        }
    }
}

/// The columns that the outcome of reading gives a file, the others not set.
pub(super) fn reading_row(reading: &FileReading) -> file::ActiveModel {
    let count = reading.pages_kept().len();
    let known = count > 0 || reading.state == ReadingState::Read;
    file::ActiveModel {
        state: Set(reading.state.code().to_owned()),
        trouble: Set(reading.trouble.clone()),
        media_type: Set(reading.media_type.clone()),
        page_count: Set(known.then(|| i32::try_from(count).unwrap_or(i32::MAX))),
        ..Default::default()
    }
}

/// Inserts pages, many rows a statement.
pub(super) async fn insert_pages(
    tx: &DatabaseTransaction,
    pages: impl Iterator<Item = (FileId, &Page)>,
) -> Result<()> {
    let rows: Vec<_> = pages
        .map(|(file, page)| page_row(file, page))
        .collect::<Result<_>>()?;
    for part in rows.chunks(PAGES_PER_INSERT) {
        page::Entity::insert_many(part.iter().cloned())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Files of the papers, by paper and ordinal.
pub async fn list_files(ex: &impl Executor, documents: &[DocumentId]) -> Result<Vec<File>> {
    let rows = file::Entity::find()
        .find_also_related(blob::Entity)
        .filter(file::Column::DocumentId.is_in(documents.iter().map(|id| id.0)))
        .order_by_asc(file::Column::DocumentId)
        .order_by_asc(file::Column::Ordinal)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(file_of).collect()
}

/// A file with its paper, if one of the principals may read it.
pub async fn find_visible_file(
    ex: &impl Executor,
    id: FileId,
    principals: &[Principal],
) -> Result<Option<File>> {
    let visible = visible_to((file::Entity, file::Column::DocumentId), principals);
    find_file_where(ex, id, visible).await
}

/// A file, whoever asks: for jobs.
pub async fn find_file(ex: &impl Executor, id: FileId) -> Result<Option<File>> {
    find_file_where(ex, id, Expr::val(true)).await
}

async fn find_file_where(ex: &impl Executor, id: FileId, condition: Expr) -> Result<Option<File>> {
    let row = file::Entity::find_by_id(id.0)
        .find_also_related(blob::Entity)
        .filter(condition)
        .one(ex.raw())
        .await?;
    row.map(file_of).transpose()
}

/// Files of the organisation that hold these bytes (content hash), oldest first.
pub async fn list_files_of_blob(
    ex: &impl Executor,
    organisation: OrganisationId,
    blob: BlobHash,
) -> Result<Vec<File>> {
    let rows = file::Entity::find()
        .inner_join(document::Entity)
        .find_also_related(blob::Entity)
        .filter(blob::Column::Hash.eq(blob.0.to_vec()))
        .filter(document::Column::OrganisationId.eq(organisation.0))
        .order_by_asc(file::Column::Id)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(file_of).collect()
}
