//! Differences between what was keyed and what is registered, how a third person judged them, and sums.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryResult};
use time::OffsetDateTime;
use workflow::access::Principal;
use workflow::quality::{Field, Judgement};
use workflow::{BatchId, DocumentId, OrganisationId, PersonId, SampleId};

use super::samples::KeyedValue;
use super::settled::{Frame, Group, Tally};
use crate::entities::papers::document;
use crate::entities::quality::reading;
use crate::entities::samples::{item, keyed_value, sample};
use crate::grants::visible_to;
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// A difference that waits for a judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Number of the paper in the sample.
    pub number: u32,
    /// The paper.
    pub document: DocumentId,
    /// Who settled it.
    pub operator: PersonId,
    /// Who keyed it.
    pub keyed_by: Option<PersonId>,
    /// The two values.
    pub value: KeyedValue,
}

/// Differences of a sample that nobody judged yet, of papers that one of the principals may read; those of
/// one paper when a number is given.
pub async fn list_differences(
    ex: &impl Executor,
    id: SampleId,
    principals: &[Principal],
    (only, limit): (Option<(u32, Field)>, u64),
) -> Result<Vec<Difference>> {
    use keyed_value::{Column, Entity};
    let of = |column: Column| Expr::col((Entity, column));
    let number = only.map(|(number, _)| i32::try_from(number).unwrap_or(i32::MAX));
    let query = Query::select()
        .column((Entity, Column::Number))
        .column((item::Entity, item::Column::DocumentId))
        .column((item::Entity, item::Column::OperatorId))
        .column((item::Entity, item::Column::TakenBy))
        .columns([
            (Entity, Column::Field),
            (Entity, Column::Registered),
            (Entity, Column::Keyed),
        ])
        .from(Entity)
        .inner_join(item::Entity, same_item())
        .and_where(of(Column::SampleId).eq(id.0))
        .and_where(of(Column::Differs).eq(true))
        .and_where(of(Column::Verdict).is_null())
        .and_where_option(number.map(|number| of(Column::Number).eq(number)))
        .and_where_option(only.map(|(_, field)| of(Column::Field).eq(field.code())))
        .and_where(visible_to(
            (item::Entity, item::Column::DocumentId),
            principals,
        ))
        .order_by((Entity, Column::Number), Order::Asc)
        .order_by((Entity, Column::Field), Order::Asc)
        .limit(limit)
        .take();
    let rows = ex.raw().query_all(&query).await?;
    rows.iter().map(difference_of).collect()
}

fn difference_of(row: &QueryResult) -> Result<Difference> {
    let number: i32 = row.try_get_by_index(0)?;
    let keyed_by: Option<uuid::Uuid> = row.try_get_by_index(3)?;
    let field: String = row.try_get_by_index(4)?;
    let field = Field::from_code(&field);
    Ok(Difference {
        number: u32::try_from(number).unwrap_or_default(),
        document: DocumentId(row.try_get_by_index(1)?),
        operator: PersonId(row.try_get_by_index(2)?),
        keyed_by: keyed_by.map(PersonId),
        value: KeyedValue {
            field: field.ok_or_else(|| StorageError::Corrupt("field of a keyed value".into()))?,
            registered: row.try_get_by_index(5)?,
            keyed: row.try_get_by_index(6)?,
            differs: true,
        },
    })
}

/// The item that a keyed value belongs to.
fn same_item() -> Expr {
    let of = |column: keyed_value::Column| Expr::col((keyed_value::Entity, column));
    of(keyed_value::Column::SampleId)
        .equals((item::Entity, item::Column::SampleId))
        .and(of(keyed_value::Column::Number).equals((item::Entity, item::Column::Number)))
}

/// Writes how a difference was judged; `Stale` when it was judged meanwhile.
pub async fn judge(
    tx: &Transaction,
    id: SampleId,
    difference: &Difference,
    (judgement, value): (Judgement, Option<&str>),
    by: PersonId,
) -> Result<()> {
    use keyed_value::{Column, Entity};
    let updated = Entity::update_many()
        .col_expr(Column::Verdict, Expr::val(judgement.code()))
        .col_expr(Column::JudgedValue, Expr::val(value.map(str::to_owned)))
        .col_expr(Column::JudgedBy, Expr::val(by.0))
        .col_expr(Column::JudgedAtUs, Expr::val(micros(tx.now)))
        .filter(Column::SampleId.eq(id.0))
        .filter(Column::Number.eq(i32::try_from(difference.number).unwrap_or(i32::MAX)))
        .filter(Column::Field.eq(difference.value.field.code()))
        .filter(Column::Verdict.is_null())
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 0 {
        return Err(StorageError::Stale);
    }
    Ok(())
}

/// Which keyed values.
#[derive(Debug, Clone, Copy)]
pub struct KeyedFrame {
    /// The agency.
    pub organisation: OrganisationId,
    /// Of one sample.
    pub sample: Option<SampleId>,
    /// Of samples drawn from this moment on.
    pub from: OffsetDateTime,
    /// And before this one.
    pub before: OffsetDateTime,
}

const CHECKED: &str = "COALESCE(SUM(CASE WHEN keyed_value.differs AND keyed_value.verdict IS NULL THEN 0 ELSE 1 END), 0)";
const ERRORS: &str =
    "COALESCE(SUM(CASE WHEN keyed_value.verdict IN ('keyed', 'third') THEN 1 ELSE 0 END), 0)";

fn counts(frame: &KeyedFrame, key: Expr) -> SelectStatement {
    let paper = (item::Entity, item::Column::DocumentId);
    let of = |column: sample::Column| Expr::col((sample::Entity, column));
    Query::select()
        .expr(key)
        .expr(Expr::cust(CHECKED))
        .expr(Expr::cust(ERRORS))
        .expr(Expr::cust("COUNT(DISTINCT quality_item.document_id)"))
        .from(keyed_value::Entity)
        .inner_join(item::Entity, same_item())
        .inner_join(
            sample::Entity,
            of(sample::Column::Id).equals((item::Entity, item::Column::SampleId)),
        )
        .inner_join(
            document::Entity,
            Expr::col((document::Entity, document::Column::Id)).equals(paper),
        )
        .left_join(
            reading::Entity,
            Expr::col((reading::Entity, reading::Column::DocumentId)).equals(paper),
        )
        .and_where(of(sample::Column::OrganisationId).eq(frame.organisation.0))
        .and_where_option(frame.sample.map(|id| of(sample::Column::Id).eq(id.0)))
        .and_where(of(sample::Column::DrawnAtUs).gte(micros(frame.from)))
        .and_where(of(sample::Column::DrawnAtUs).lt(micros(frame.before)))
        .take()
}

/// How many registered values were checked by keying and how many of them were wrong, most errors first.
/// A difference that nobody judged counts as neither.
pub async fn tally_samples(
    ex: &impl Executor,
    frame: &KeyedFrame,
    by: Group,
    limit: u64,
) -> Result<Vec<Tally>> {
    let key = match by {
        Group::Field => Expr::col((keyed_value::Entity, keyed_value::Column::Field)),
        Group::Issuer => Expr::col((document::Entity, document::Column::Issuer)),
        Group::Operator => Expr::col((item::Entity, item::Column::OperatorId)),
        Group::Batch => Expr::col((reading::Entity, reading::Column::BatchId)),
    };
    let query = counts(frame, key.clone())
        .add_group_by([key])
        .order_by_expr(Expr::cust(ERRORS), Order::Desc)
        .limit(limit)
        .take();
    let rows = ex.raw().query_all(&query).await?;
    let tally = |row: &QueryResult| super::settled::tally_of(row, key_of(row, by)?);
    rows.iter().map(tally).collect()
}

/// The key of a row of sums.
pub(super) fn key_of(row: &QueryResult, by: Group) -> Result<Option<String>> {
    let id = || row.try_get_by_index::<Option<uuid::Uuid>>(0);
    Ok(match by {
        Group::Field | Group::Issuer => row.try_get_by_index(0)?,
        Group::Operator => id()?.map(|id| PersonId(id).to_string()),
        Group::Batch => id()?.map(|id| BatchId(id).to_string()),
    })
}

/// All keyed values together.
pub async fn total_samples(ex: &impl Executor, frame: &KeyedFrame) -> Result<Tally> {
    let row = ex.raw().query_one(&counts(frame, Expr::cust("1"))).await?;
    let row = row.ok_or(StorageError::NotFound("sum"))?;
    super::settled::tally_of(&row, None)
}

/// How many settled papers a frame has for each key; fields have no papers of their own.
pub async fn count_papers_by(
    ex: &impl Executor,
    frame: Frame,
    by: Group,
) -> Result<HashMap<Option<String>, u32>> {
    let key = match by {
        Group::Field => return Ok(HashMap::new()),
        Group::Issuer => Expr::col((document::Entity, document::Column::Issuer)),
        Group::Operator => Expr::col((reading::Entity, reading::Column::SettledBy)),
        Group::Batch => Expr::col((reading::Entity, reading::Column::BatchId)),
    };
    let mut query = Query::select();
    query
        .expr(key.clone())
        .expr(Expr::cust("COUNT(*)"))
        .from(reading::Entity)
        .inner_join(
            document::Entity,
            Expr::col((document::Entity, document::Column::Id))
                .equals((reading::Entity, reading::Column::DocumentId)),
        );
    frame.limit(&mut query);
    query.add_group_by([key]);
    let rows = ex.raw().query_all(&query).await?;
    rows.iter()
        .map(|row| {
            let count: i64 = row.try_get_by_index(1)?;
            Ok((key_of(row, by)?, u32::try_from(count).unwrap_or(u32::MAX)))
        })
        .collect()
}
