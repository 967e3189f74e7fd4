//! Batches of scans: the scans with what was seen on their pages, the arrangements one after the other,
//! and which paper was made of which part. Whoever changes any of it holds the row of the batch first.

mod papers;
mod revisions;
mod scans;

pub use papers::{
    MadePaper, find_place, hold_paper, hold_papers, list_locks, list_papers, save_paper,
    unmake_papers,
};
pub use revisions::{Revision, find_revision, insert_revision};
pub use scans::{
    NewScan, Scan, find_scan, find_source, insert_scan, list_scans, list_seen, save_seen,
    set_scan_state,
};

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::OffsetDateTime;
use workflow::{BatchId, OrganisationId, PersonId, UnitId};

use crate::entities::batches::batch::{ActiveModel, Column, Entity, Model};
use crate::moments::{micros, moment};
use crate::{Executor, Result, Slice, StorageError, Transaction};

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Id.
    pub id: BatchId,
    /// The agency.
    pub organisation: OrganisationId,
    /// The unit its papers go to where no separator sheet says otherwise.
    pub unit: Option<UnitId>,
    /// Name as shown.
    pub name: String,
    /// Whether a blank page begins a paper.
    pub splits_at_blanks: bool,
    /// Number of the arrangement that holds; 0 before the first.
    pub revision: i32,
    /// Who opened it; none for a watched folder.
    pub opened_by: Option<PersonId>,
    /// When.
    pub opened_at: OffsetDateTime,
}

fn batch_of(row: Model) -> Result<Batch> {
    Ok(Batch {
        id: BatchId(row.id),
        organisation: OrganisationId(row.organisation_id),
        unit: row.unit_id.map(UnitId),
        name: row.name,
        splits_at_blanks: row.splits_at_blanks,
        revision: row.revision,
        opened_by: row.opened_by.map(PersonId),
        opened_at: moment(row.opened_at_us)?,
    })
}

/// Opens a batch; its revision and time are those of a new one.
pub async fn insert(tx: &Transaction, batch: &Batch) -> Result<()> {
    let row = ActiveModel {
        id: Set(batch.id.0),
        organisation_id: Set(batch.organisation.0),
        unit_id: Set(batch.unit.map(|unit| unit.0)),
        name: Set(batch.name.clone()),
        splits_at_blanks: Set(batch.splits_at_blanks),
        revision: Set(0),
        opened_by: Set(batch.opened_by.map(|person| person.0)),
        opened_at_us: Set(micros(tx.now)),
    };
    Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// A batch, whoever asks.
pub async fn find(ex: &impl Executor, id: BatchId) -> Result<Option<Batch>> {
    let row = Entity::find_by_id(id.0).one(ex.raw()).await?;
    row.map(batch_of).transpose()
}

/// A batch, held until the transaction ends.
pub async fn lock(tx: &Transaction, id: BatchId) -> Result<Batch> {
    let query = Entity::find_by_id(id.0).lock_exclusive();
    let row = query.one(&tx.inner).await?;
    row.map_or(Err(StorageError::NotFound("batch")), batch_of)
}

/// The batches of an agency, newest first, those opened before `before`.
pub async fn list(
    ex: &impl Executor,
    organisation: OrganisationId,
    before: Option<BatchId>,
    limit: u64,
) -> Result<Slice<Batch>> {
    let mut query = Entity::find()
        .filter(Column::OrganisationId.eq(organisation.0))
        .order_by_desc(Column::Id)
        .limit(limit + 1);
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before.0));
    }
    let mut rows = query.all(ex.raw()).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let items = rows.into_iter().map(batch_of).collect::<Result<_>>()?;
    Ok(Slice { items, next })
}
