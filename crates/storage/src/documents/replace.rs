//! Another file in the place of one: for what the house puts together itself and puts together anew.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use workflow::FileId;

use super::NewFile;
use super::files::{file_row, keep_blob};
use crate::entities::ink::layer;
use crate::entities::papers::{file, page};
use crate::entities::recognition::suggestion;
use crate::entities::work::job;
use crate::{Result, StorageError, Transaction};

/// Puts `new` in the place of `old` in its paper. What was read of the old file and written on it goes with
/// it, and so do the jobs that would read it; that it was there stays in the events.
pub async fn replace_file(tx: &Transaction, old: FileId, new: NewFile) -> Result<()> {
    let row = file::Entity::find_by_id(old.0).lock_exclusive();
    let row = row.one(&tx.inner).await?;
    let ordinal = row.ok_or(StorageError::NotFound("file"))?.ordinal;
    forget(tx, old).await?;
    let blob_id = keep_blob(tx, new.blob, new.size_bytes).await?;
    file::Entity::insert(file_row(&new, ordinal, blob_id))
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

async fn forget(tx: &Transaction, old: FileId) -> Result<()> {
    let jobs = ["read_file", "conclude_file", "recognise_page"]
        .into_iter()
        .fold(Condition::any(), |any, kind| {
            any.add(job::Column::JobKey.starts_with(format!("{kind}:{old}")))
        });
    job::Entity::delete_many()
        .filter(jobs)
        .exec(&tx.inner)
        .await?;
    super::recognition::forget_recognition(tx, old).await?;
    suggestion::Entity::delete_many()
        .filter(suggestion::Column::FileId.eq(old.0))
        .exec(&tx.inner)
        .await?;
    layer::Entity::delete_many()
        .filter(layer::Column::FileId.eq(old.0))
        .exec(&tx.inner)
        .await?;
    page::Entity::delete_many()
        .filter(page::Column::FileId.eq(old.0))
        .exec(&tx.inner)
        .await?;
    file::Entity::delete_by_id(old.0).exec(&tx.inner).await?;
    Ok(())
}
