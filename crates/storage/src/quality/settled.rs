//! What became of suggestions: for each paper that a person settled, field by field, whether it was left as
//! it was suggested; and sums of it.

use sea_orm::sea_query::{Expr, Func, Order, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    QueryResult,
};
use time::OffsetDateTime;
use workflow::quality::Verdict;
use workflow::{BatchId, DocumentId, OrganisationId, PersonId, UnitId};

use crate::entities::papers::document;
use crate::entities::quality::{reading, settled_field};
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// Which settled papers.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// The agency.
    pub organisation: OrganisationId,
    /// Of this batch only.
    pub batch: Option<BatchId>,
    /// Of this unit only.
    pub unit: Option<UnitId>,
    /// Settled from this moment on.
    pub from: OffsetDateTime,
    /// Settled before this one.
    pub before: OffsetDateTime,
}

impl Frame {
    /// The condition over `reading_quality`.
    pub(super) fn limit(self, query: &mut SelectStatement) {
        use reading::{Column, Entity};
        let of = |column: Column| Expr::col((Entity, column));
        query
            .and_where(of(Column::OrganisationId).eq(self.organisation.0))
            .and_where(of(Column::SettledAtUs).gte(micros(self.from)))
            .and_where(of(Column::SettledAtUs).lt(micros(self.before)))
            .and_where_option(self.batch.map(|batch| of(Column::BatchId).eq(batch.0)))
            .and_where_option(self.unit.map(|unit| of(Column::UnitId).eq(unit.0)));
    }
}

/// By what rates are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// The field.
    #[default]
    Field,
    /// The agency that issued the paper.
    Issuer,
    /// Who settled the fields.
    Operator,
    /// The batch.
    Batch,
}

/// Values that were compared, and those of them that were wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Code of the field, name of the issuer, id of the operator or of the batch; none for papers without.
    pub key: Option<String>,
    /// Values that were compared.
    pub checked: u32,
    /// Of them, those that were wrong.
    pub errors: u32,
    /// Papers they stand on.
    pub papers: u32,
}

/// Writes who settled a paper and what became of its suggestions; a paper that was no scan is not counted.
pub async fn settle(
    tx: &Transaction,
    document: DocumentId,
    by: PersonId,
    verdicts: &[Verdict],
) -> Result<()> {
    use reading::{Column, Entity};
    let first = Expr::expr(Func::coalesce([
        Expr::col(Column::SettledAtUs),
        Expr::val(micros(tx.now)),
    ]));
    let known = Entity::update_many()
        .col_expr(Column::SettledAtUs, first)
        .col_expr(Column::SettledBy, Expr::val(by.0))
        .filter(Column::DocumentId.eq(document.0))
        .exec(&tx.inner)
        .await?;
    if known.rows_affected == 0 {
        return Ok(());
    }
    forget(tx, document).await?;
    let rows: Vec<_> = verdicts
        .iter()
        .map(|one| settled_field::ActiveModel {
            document_id: Set(document.0),
            field: Set(one.field.code().to_owned()),
            confidence: Set(one.confidence.map(i16::from)),
            kept: Set(one.kept),
        })
        .collect();
    if !rows.is_empty() {
        settled_field::Entity::insert_many(rows)
            .exec_without_returning(&tx.inner)
            .await?;
    }
    Ok(())
}

/// Forgets what became of the suggestions of a paper.
pub(super) async fn forget(tx: &Transaction, document: DocumentId) -> Result<()> {
    settled_field::Entity::delete_many()
        .filter(settled_field::Column::DocumentId.eq(document.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

const ERRORS: &str = "COALESCE(SUM(CASE WHEN settled_field.kept THEN 0 ELSE 1 END), 0)";

/// Values, errors and papers of a frame, behind a key.
fn counts(frame: Frame, key: Expr) -> SelectStatement {
    use settled_field::{Column, Entity};
    let paper = (reading::Entity, reading::Column::DocumentId);
    let mut query = Query::select();
    query
        .expr(key)
        .expr(Expr::cust("COUNT(*)"))
        .expr(Expr::cust(ERRORS))
        .expr(Expr::cust("COUNT(DISTINCT settled_field.document_id)"))
        .from(reading::Entity)
        .inner_join(
            Entity,
            Expr::col((Entity, Column::DocumentId)).equals(paper),
        )
        .inner_join(
            document::Entity,
            Expr::col((document::Entity, document::Column::Id)).equals(paper),
        );
    frame.limit(&mut query);
    query
}

/// How many suggestions were looked at and how many were not left as they were, most errors first.
pub async fn tally_suggestions(
    ex: &impl Executor,
    frame: Frame,
    by: Group,
    limit: u64,
) -> Result<Vec<Tally>> {
    let key = match by {
        Group::Field => Expr::col((settled_field::Entity, settled_field::Column::Field)),
        Group::Issuer => Expr::col((document::Entity, document::Column::Issuer)),
        Group::Operator => Expr::col((reading::Entity, reading::Column::SettledBy)),
        Group::Batch => Expr::col((reading::Entity, reading::Column::BatchId)),
    };
    let query = counts(frame, key.clone())
        .add_group_by([key])
        .order_by_expr(Expr::cust(ERRORS), Order::Desc)
        .limit(limit)
        .take();
    let rows = ex.raw().query_all(&query).await?;
    let tally = |row: &QueryResult| tally_of(row, super::judged::key_of(row, by)?);
    rows.iter().map(tally).collect()
}

/// All suggestions of a frame together.
pub async fn total_suggestions(ex: &impl Executor, frame: Frame) -> Result<Tally> {
    let query = counts(frame, Expr::cust("1"));
    let row = ex.raw().query_one(&query).await?;
    let row = row.ok_or(StorageError::NotFound("sum"))?;
    tally_of(&row, None)
}

/// A row of sums.
pub(super) fn tally_of(row: &QueryResult, key: Option<String>) -> Result<Tally> {
    let count = |place: usize| -> Result<u32> {
        let count: i64 = row.try_get_by_index(place)?;
        Ok(u32::try_from(count).unwrap_or_default())
    };
    Ok(Tally {
        key,
        checked: count(1)?,
        errors: count(2)?,
        papers: count(3)?,
    })
}
