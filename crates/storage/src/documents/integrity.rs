//! Which blobs the rows name, and when each was last known to be whole.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use workflow::batches::ScanState;
use workflow::documents::ReadingState;

use super::rows::blob_hash;
use crate::blobs::BlobHash;
use crate::entities::batches::scan;
use crate::entities::papers::{blob, file};
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// Says whether any file or any scan of a batch names the blob.
pub async fn blob_is_named(ex: &impl Executor, blob: BlobHash) -> Result<bool> {
    let row = file::Entity::find()
        .inner_join(blob::Entity)
        .filter(blob::Column::Hash.eq(blob.0.to_vec()))
        .one(ex.raw())
        .await?;
    if row.is_some() {
        return Ok(true);
    }
    let row = scan::Entity::find()
        .inner_join(blob::Entity)
        .filter(blob::Column::Hash.eq(blob.0.to_vec()))
        .one(ex.raw())
        .await?;
    Ok(row.is_some())
}

/// Blobs named by files and scans whose integrity was checked longest ago, at most `limit`. What is in
/// quarantine is left alone: it is no longer in the ordinary store.
pub async fn list_blobs_to_check(
    ex: &impl Executor,
    checked_before: OffsetDateTime,
    limit: u64,
) -> Result<Vec<BlobHash>> {
    let named = Query::select()
        .expr(Expr::val(1))
        .from(file::Entity)
        .and_where(
            Expr::col((file::Entity, file::Column::BlobId))
                .equals((blob::Entity, blob::Column::Id)),
        )
        .and_where(
            Expr::col((file::Entity, file::Column::State)).ne(ReadingState::Quarantined.code()),
        )
        .take();
    let scanned = Query::select()
        .expr(Expr::val(1))
        .from(scan::Entity)
        .and_where(
            Expr::col((scan::Entity, scan::Column::BlobId))
                .equals((blob::Entity, blob::Column::Id)),
        )
        .and_where(Expr::col((scan::Entity, scan::Column::State)).ne(ScanState::Quarantined.code()))
        .take();
    let rows = blob::Entity::find()
        .filter(blob::Column::CheckedAtUs.lt(micros(checked_before)))
        .filter(
            Condition::any()
                .add(Expr::exists(named))
                .add(Expr::exists(scanned)),
        )
        .order_by_asc(blob::Column::CheckedAtUs)
        .order_by_asc(blob::Column::Id)
        .limit(limit)
        .all(ex.raw())
        .await?;
    rows.iter().map(|row| blob_hash(&row.hash)).collect()
}

/// Blobs that were not whole when they were last checked, in order of their hash.
pub async fn list_damaged_blobs(ex: &impl Executor) -> Result<Vec<BlobHash>> {
    let rows = blob::Entity::find()
        .filter(blob::Column::Trouble.is_not_null())
        .order_by_asc(blob::Column::Hash)
        .all(ex.raw())
        .await?;
    rows.iter().map(|row| blob_hash(&row.hash)).collect()
}

/// Remembers that a blob was checked.
pub async fn mark_blob_checked(
    tx: &Transaction,
    blob: BlobHash,
    trouble: Option<&str>,
) -> Result<()> {
    let updated = blob::Entity::update_many()
        .col_expr(blob::Column::CheckedAtUs, Expr::val(micros(tx.now)))
        .col_expr(blob::Column::Trouble, Expr::val(trouble.map(str::to_owned)))
        .filter(blob::Column::Hash.eq(blob.0.to_vec()))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 0 {
        Err(StorageError::NotFound("blob row"))
    } else {
        Ok(())
    }
}
