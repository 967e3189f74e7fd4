//! Scans of a batch and what was seen on their pages.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use time::OffsetDateTime;
use workflow::batches::{ScanState, Seen};
use workflow::{BatchId, ScanId};

use crate::blobs::{Blob, BlobHash};
use crate::documents::{blob_hash, keep_blob};
use crate::entities::batches::{page, scan};
use crate::entities::papers::blob;
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// Rows of one INSERT.
const ROWS_PER_INSERT: usize = 500;

/// A scan that came in; starts `waiting`.
#[derive(Debug, Clone)]
pub struct NewScan {
    /// Id.
    pub id: ScanId,
    /// The batch.
    pub batch: BatchId,
    /// Name of the file.
    pub name: String,
    /// Bytes; the blob is kept before the row.
    pub blob: Blob,
    /// What the bytes are.
    pub media_type: String,
    /// What tells a file of a watched folder from every other.
    pub source: Option<String>,
}

/// A scan of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Id.
    pub id: ScanId,
    /// The batch.
    pub batch: BatchId,
    /// Name of the file.
    pub name: String,
    /// Bytes.
    pub blob: BlobHash,
    /// Length.
    pub size_bytes: u64,
    /// What the bytes are.
    pub media_type: String,
    /// Pages, once they are counted.
    pub page_count: Option<u32>,
    /// How far it is.
    pub state: ScanState,
    /// Why it could not be opened.
    pub trouble: Option<String>,
    /// When it came in.
    pub added_at: OffsetDateTime,
}

fn scan_of((row, blob): (scan::Model, Option<blob::Model>)) -> Result<Scan> {
    let corrupt = |what: &str| StorageError::Corrupt(format!("scan {}: {what}", row.id));
    let blob = blob.ok_or_else(|| corrupt("blob row missing"))?;
    Ok(Scan {
        id: ScanId(row.id),
        batch: BatchId(row.batch_id),
        name: row.name,
        blob: blob_hash(&blob.hash)?,
        size_bytes: u64::try_from(blob.size_bytes).map_err(|_| corrupt("size"))?,
        media_type: row.media_type,
        page_count: row.page_count.and_then(|count| u32::try_from(count).ok()),
        state: ScanState::from_code(&row.state).ok_or_else(|| corrupt("state"))?,
        trouble: row.trouble,
        added_at: moment(row.added_at_us)?,
    })
}

/// Keeps a scan of a batch.
pub async fn insert_scan(tx: &Transaction, new: NewScan) -> Result<()> {
    let blob_id = keep_blob(tx, new.blob.hash, new.blob.size_bytes).await?;
    let row = scan::ActiveModel {
        id: Set(new.id.0),
        batch_id: Set(new.batch.0),
        name: Set(new.name),
        blob_id: Set(blob_id),
        media_type: Set(new.media_type),
        page_count: Set(None),
        state: Set(ScanState::Waiting.code().to_owned()),
        trouble: Set(None),
        source: Set(new.source),
        added_at_us: Set(micros(tx.now)),
    };
    scan::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// The scans of batches, in the order in which they came in.
pub async fn list_scans(ex: &impl Executor, batches: &[BatchId]) -> Result<Vec<Scan>> {
    let rows = scan::Entity::find()
        .find_also_related(blob::Entity)
        .filter(scan::Column::BatchId.is_in(batches.iter().map(|id| id.0)))
        .order_by_asc(scan::Column::Id)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(scan_of).collect()
}

/// One scan.
pub async fn find_scan(ex: &impl Executor, id: ScanId) -> Result<Option<Scan>> {
    let row = scan::Entity::find_by_id(id.0)
        .find_also_related(blob::Entity)
        .one(ex.raw())
        .await?;
    row.map(scan_of).transpose()
}

/// The scan that a file of a watched folder became.
pub async fn find_source(ex: &impl Executor, source: &str) -> Result<Option<Scan>> {
    let row = scan::Entity::find()
        .find_also_related(blob::Entity)
        .filter(scan::Column::Source.eq(source))
        .one(ex.raw())
        .await?;
    row.map(scan_of).transpose()
}

/// Writes down what was seen on further pages, and how many there are.
pub async fn save_seen(
    tx: &Transaction,
    scan: ScanId,
    page_count: u32,
    pages: &[Seen],
) -> Result<()> {
    let count = i32::try_from(page_count).unwrap_or(i32::MAX);
    scan::Entity::update_many()
        .col_expr(scan::Column::PageCount, Expr::val(count))
        .filter(scan::Column::Id.eq(scan.0))
        .exec(&tx.inner)
        .await?;
    for part in pages.chunks(ROWS_PER_INSERT) {
        let rows = part.iter().map(|seen| page::ActiveModel {
            scan_id: Set(scan.0),
            number: Set(i32::try_from(seen.page).unwrap_or(i32::MAX)),
            sheet: Set(seen.sheet.as_ref().map(|text| text.replace('\0', ""))),
            blank: Set(seen.blank),
        });
        page::Entity::insert_many(rows)
            .exec_without_returning(&tx.inner)
            .await?;
    }
    Ok(())
}

/// What was seen on the pages of a scan, in order.
pub async fn list_seen(ex: &impl Executor, scan: ScanId) -> Result<Vec<Seen>> {
    let rows = page::Entity::find()
        .filter(page::Column::ScanId.eq(scan.0))
        .order_by_asc(page::Column::Number)
        .all(ex.raw())
        .await?;
    let of = |row: page::Model| Seen {
        page: u32::try_from(row.number).unwrap_or_default(),
        sheet: row.sheet,
        blank: row.blank,
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Says how far a scan is.
pub async fn set_scan_state(
    tx: &Transaction,
    id: ScanId,
    state: ScanState,
    trouble: Option<&str>,
) -> Result<()> {
    scan::Entity::update_many()
        .col_expr(scan::Column::State, Expr::val(state.code()))
        .col_expr(scan::Column::Trouble, Expr::val(trouble.map(str::to_owned)))
        .filter(scan::Column::Id.eq(id.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}
