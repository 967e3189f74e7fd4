//! The list of what wants looking at, the least sure first. One index per filter holds exactly the papers
//! that wait, in the order of the list: a part of it costs its own rows, however many papers there are.

use sea_orm::sea_query::{Expr, OnConflict, Order, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
};
use workflow::access::Principal;
use workflow::quality::{Field, Sureness};
use workflow::{BatchId, DocumentId, OrganisationId, UnitId};

use crate::documents::Document;
use crate::entities::quality::reading::{ActiveModel, Column, Entity};
use crate::grants::visible_to;
use crate::moments::micros;
use crate::{Executor, Result, Transaction};

/// How sure a paper was read.
#[derive(Debug, Clone, PartialEq)]
pub struct NewReading {
    /// The batch it was made of.
    pub batch: Option<BatchId>,
    /// How sure its required fields are.
    pub sureness: Sureness,
    /// Percent: the least sure of its recognised pages.
    pub page_confidence: f32,
    /// Pages that were recognised.
    pub pages: i32,
}

/// Writes how sure a paper was read; who settled it before stays known.
pub async fn save_reading(tx: &Transaction, document: &Document, new: &NewReading) -> Result<()> {
    let unsure: Vec<_> = new.sureness.unsure.iter().map(|one| one.code()).collect();
    let row = ActiveModel {
        document_id: Set(document.id.0),
        organisation_id: Set(document.organisation.0),
        unit_id: Set(document.unit.map(|unit| unit.0)),
        batch_id: Set(new.batch.map(|batch| batch.0)),
        least: Set(new.sureness.least.into()),
        unsure: Set(unsure.join(" ")),
        page_confidence: Set(new.page_confidence),
        pages: Set(new.pages),
        read_at_us: Set(micros(tx.now)),
        settled_at_us: Set(None),
        settled_by: Set(None),
    };
    let again = OnConflict::column(Column::DocumentId)
        .update_columns([
            Column::UnitId,
            Column::BatchId,
            Column::Least,
            Column::Unsure,
            Column::PageConfidence,
            Column::Pages,
            Column::ReadAtUs,
        ])
        .to_owned();
    Entity::insert_many([row])
        .on_conflict(again)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Takes a paper that is set apart out of everything that is counted and listed here.
pub async fn forget_reading(tx: &Transaction, document: DocumentId) -> Result<()> {
    super::settled::forget(tx, document).await?;
    super::samples::forget_keyed(tx, document).await?;
    Entity::delete_many()
        .filter(Column::DocumentId.eq(document.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// The place of a paper in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkKey {
    /// Percent of its least sure field.
    pub least: i16,
    /// The paper.
    pub document: DocumentId,
}

/// Which part of the list.
#[derive(Debug, Clone, Copy)]
pub struct WorkWanted {
    /// The agency.
    pub organisation: OrganisationId,
    /// Papers of this batch only.
    pub batch: Option<BatchId>,
    /// Papers of this unit only.
    pub unit: Option<UnitId>,
    /// Papers less sure than this only.
    pub below: i16,
    /// Papers behind this one.
    pub after: Option<WorkKey>,
    /// How many.
    pub limit: u64,
}

/// A paper that wants looking at.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkRow {
    /// Its place.
    pub key: WorkKey,
    /// The batch it was made of.
    pub batch: Option<BatchId>,
    /// The required fields that are not sure.
    pub unsure: Vec<Field>,
    /// Percent: the least sure of its pages.
    pub page_confidence: f32,
    /// Pages that were recognised.
    pub pages: i32,
}

/// Papers that nobody settled yet and that one of the principals may read, the least sure first; with
/// them whether more come behind.
pub async fn list_work(
    ex: &impl Executor,
    principals: &[Principal],
    wanted: &WorkWanted,
) -> Result<(Vec<WorkRow>, bool)> {
    let of = |column: Column| Expr::col((Entity, column));
    let mut query = Query::select();
    query
        .columns([
            Column::DocumentId,
            Column::Least,
            Column::BatchId,
            Column::Unsure,
            Column::PageConfidence,
            Column::Pages,
        ])
        .from(Entity)
        .and_where(of(Column::OrganisationId).eq(wanted.organisation.0))
        .and_where(of(Column::SettledAtUs).is_null())
        .and_where(of(Column::Least).lt(wanted.below))
        .and_where_option(wanted.batch.map(|batch| of(Column::BatchId).eq(batch.0)))
        .and_where_option(wanted.unit.map(|unit| of(Column::UnitId).eq(unit.0)));
    if let Some(after) = wanted.after {
        // Both halves begin at the index; the first alone would walk over all that is equally sure.
        let later = of(Column::Least)
            .gt(after.least)
            .or(of(Column::DocumentId).gt(after.document.0));
        query
            .and_where(of(Column::Least).gte(after.least))
            .and_where(later);
    }
    let query = query
        .and_where(visible_to((Entity, Column::DocumentId), principals))
        .order_by((Entity, Column::Least), Order::Asc)
        .order_by((Entity, Column::DocumentId), Order::Asc)
        .limit(wanted.limit.saturating_add(1))
        .take();
    let found = ex.raw().query_all(&query).await?;
    let mut rows = found.iter().map(row_of).collect::<Result<Vec<_>>>()?;
    let most = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
    let goes_on = rows.len() > most;
    rows.truncate(most);
    Ok((rows, goes_on))
}

fn row_of(row: &sea_orm::QueryResult) -> Result<WorkRow> {
    let unsure: String = row.try_get_by_index(3)?;
    let batch: Option<uuid::Uuid> = row.try_get_by_index(2)?;
    Ok(WorkRow {
        key: WorkKey {
            document: DocumentId(row.try_get_by_index(0)?),
            least: row.try_get_by_index(1)?,
        },
        batch: batch.map(BatchId),
        unsure: unsure.split(' ').filter_map(Field::from_code).collect(),
        page_confidence: row.try_get_by_index(4)?,
        pages: row.try_get_by_index(5)?,
    })
}
