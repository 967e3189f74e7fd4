//! Samples that are keyed a second time without being seen: which papers they hold, who has which of them,
//! what was keyed beside what is registered, and how differences were judged.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, Order, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use workflow::access::Principal;
use workflow::quality::{Certainty, Field};
use workflow::{BatchId, DocumentId, OrganisationId, PersonId, SampleId, UnitId};

use super::settled::Frame;
use crate::entities::people::reading_log;
use crate::entities::quality::reading;
use crate::entities::samples::{item, keyed_value, sample};
use crate::grants::visible_to;
use crate::moments::{micros, moment};
use crate::openings::Look;
use crate::{Executor, Result, Slice, StorageError, Transaction};

/// Rows of one INSERT; seven values each stay below the limit of either database.
const ROWS_PER_INSERT: usize = 1000;

/// A sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Id.
    pub id: SampleId,
    /// The agency.
    pub organisation: OrganisationId,
    /// Of this batch only.
    pub batch: Option<BatchId>,
    /// Of this unit only.
    pub unit: Option<UnitId>,
    /// Of papers settled from this moment on.
    pub from: OffsetDateTime,
    /// And before this one.
    pub before: OffsetDateTime,
    /// Papers it was drawn from.
    pub population: u32,
    /// Papers it holds.
    pub size: u32,
    /// How certain its statement shall be.
    pub certainty: Certainty,
    /// By how many points of percent it may be off.
    pub margin: f64,
    /// What it was drawn with.
    pub seed: u64,
    /// Who drew it.
    pub drawn_by: PersonId,
    /// When.
    pub drawn_at: OffsetDateTime,
}

/// A paper of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// From 1.
    pub number: u32,
    /// The paper.
    pub document: DocumentId,
    /// Who settled its fields when the sample was drawn.
    pub operator: PersonId,
    /// Who took it to key it.
    pub taken_by: Option<PersonId>,
    /// When it was keyed.
    pub keyed_at: Option<OffsetDateTime>,
}

fn sample_of(row: &sample::Model) -> Result<Sample> {
    let corrupt = |what: &str| StorageError::Corrupt(format!("sample {}: {what}", row.id));
    let certainty = u8::try_from(row.certainty).ok();
    let certainty = certainty.and_then(|percent| Certainty::try_from(percent).ok());
    Ok(Sample {
        id: SampleId(row.id),
        organisation: OrganisationId(row.organisation_id),
        batch: row.batch_id.map(BatchId),
        unit: row.unit_id.map(UnitId),
        from: moment(row.from_us)?,
        before: moment(row.before_us)?,
        population: u32::try_from(row.population).map_err(|_| corrupt("population"))?,
        size: u32::try_from(row.size).map_err(|_| corrupt("size"))?,
        certainty: certainty.ok_or_else(|| corrupt("certainty"))?,
        margin: row.margin,
        seed: row.seed.cast_unsigned(),
        drawn_by: PersonId(row.drawn_by),
        drawn_at: moment(row.drawn_at_us)?,
    })
}

fn item_of(row: &item::Model) -> Result<Item> {
    Ok(Item {
        number: u32::try_from(row.number).unwrap_or_default(),
        document: DocumentId(row.document_id),
        operator: PersonId(row.operator_id),
        taken_by: row.taken_by.map(PersonId),
        keyed_at: row.keyed_at_us.map(moment).transpose()?,
    })
}

fn number_of(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The papers of a frame with who settled each, in order of id.
pub async fn list_population(
    ex: &impl Executor,
    frame: Frame,
) -> Result<Vec<(DocumentId, PersonId)>> {
    let mut query = Query::select();
    query
        .column((reading::Entity, reading::Column::DocumentId))
        .column((reading::Entity, reading::Column::SettledBy))
        .from(reading::Entity);
    frame.limit(&mut query);
    query
        .and_where(Expr::col((reading::Entity, reading::Column::SettledBy)).is_not_null())
        .order_by((reading::Entity, reading::Column::DocumentId), Order::Asc);
    let rows = ex.raw().query_all(&query).await?;
    rows.iter()
        .map(|row| {
            let (document, person) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            Ok((DocumentId(document), PersonId(person)))
        })
        .collect()
}

/// How many papers a frame has.
pub async fn count_population(ex: &impl Executor, frame: Frame) -> Result<u32> {
    let mut query = Query::select();
    query.expr(Expr::cust("COUNT(*)")).from(reading::Entity);
    frame.limit(&mut query);
    let row = ex.raw().query_one(&query).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Keeps a sample with its papers in order, each with who settled it.
pub async fn insert_sample(
    tx: &Transaction,
    new: &Sample,
    papers: &[(DocumentId, PersonId)],
) -> Result<()> {
    let row = sample::ActiveModel {
        id: Set(new.id.0),
        organisation_id: Set(new.organisation.0),
        batch_id: Set(new.batch.map(|batch| batch.0)),
        unit_id: Set(new.unit.map(|unit| unit.0)),
        from_us: Set(micros(new.from)),
        before_us: Set(micros(new.before)),
        population: Set(number_of(new.population)),
        size: Set(number_of(new.size)),
        certainty: Set(new.certainty.percent().into()),
        margin: Set(new.margin),
        seed: Set(new.seed.cast_signed()),
        drawn_by: Set(new.drawn_by.0),
        drawn_at_us: Set(micros(new.drawn_at)),
    };
    sample::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    let rows: Vec<_> = (1u32..)
        .zip(papers)
        .map(|(number, (document, operator))| item::ActiveModel {
            sample_id: Set(new.id.0),
            number: Set(number_of(number)),
            document_id: Set(document.0),
            operator_id: Set(operator.0),
            taken_by: Set(None),
            taken_at_us: Set(None),
            keyed_at_us: Set(None),
        })
        .collect();
    for part in rows.chunks(ROWS_PER_INSERT) {
        item::Entity::insert_many(part.iter().cloned())
            .exec_without_returning(&tx.inner)
            .await?;
    }
    Ok(())
}

/// A sample, whoever asks.
pub async fn find_sample(ex: &impl Executor, id: SampleId) -> Result<Option<Sample>> {
    let row = sample::Entity::find_by_id(id.0).one(ex.raw()).await?;
    row.as_ref().map(sample_of).transpose()
}

/// A sample, held until the transaction ends: whoever takes or keys a paper of it meanwhile waits.
pub async fn lock_sample(tx: &Transaction, id: SampleId) -> Result<Sample> {
    let query = sample::Entity::find_by_id(id.0).lock_exclusive();
    let row = query.one(&tx.inner).await?;
    sample_of(&row.ok_or(StorageError::NotFound("sample"))?)
}

/// The samples of an agency, newest first, those drawn before `before`.
pub async fn list_samples(
    ex: &impl Executor,
    organisation: OrganisationId,
    before: Option<SampleId>,
    limit: u64,
) -> Result<Slice<Sample>> {
    let mut query = sample::Entity::find()
        .filter(sample::Column::OrganisationId.eq(organisation.0))
        .order_by_desc(sample::Column::Id)
        .limit(limit + 1);
    if let Some(before) = before {
        query = query.filter(sample::Column::Id.lt(before.0));
    }
    let mut rows = query.all(ex.raw()).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let items = rows.iter().map(sample_of).collect::<Result<_>>()?;
    Ok(Slice { items, next })
}

/// How far a sample is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SampleProgress {
    /// Papers that were keyed.
    pub keyed: u32,
    /// Values that differ and that nobody judged yet.
    pub open: u32,
    /// Differences that were judged.
    pub judged: u32,
}

/// How far samples are.
pub async fn list_sample_progress(
    ex: &impl Executor,
    ids: &[SampleId],
) -> Result<HashMap<SampleId, SampleProgress>> {
    let mut found: HashMap<SampleId, SampleProgress> = HashMap::new();
    let keyed: Vec<(uuid::Uuid, i64)> = item::Entity::find()
        .select_only()
        .column(item::Column::SampleId)
        .column_as(item::Column::Number.count(), "papers")
        .filter(item::Column::SampleId.is_in(ids.iter().map(|id| id.0)))
        .filter(item::Column::KeyedAtUs.is_not_null())
        .group_by(item::Column::SampleId)
        .into_tuple()
        .all(ex.raw())
        .await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    for (id, papers) in keyed {
        found.entry(SampleId(id)).or_default().keyed = count(papers);
    }
    let values: Vec<(uuid::Uuid, Option<String>, i64)> = keyed_value::Entity::find()
        .select_only()
        .column(keyed_value::Column::SampleId)
        .column(keyed_value::Column::Verdict)
        .column_as(keyed_value::Column::Number.count(), "values")
        .filter(keyed_value::Column::SampleId.is_in(ids.iter().map(|id| id.0)))
        .filter(keyed_value::Column::Differs.eq(true))
        .group_by(keyed_value::Column::SampleId)
        .group_by(keyed_value::Column::Verdict)
        .into_tuple()
        .all(ex.raw())
        .await?;
    for (id, verdict, values) in values {
        let progress = found.entry(SampleId(id)).or_default();
        match verdict {
            None => progress.open += count(values),
            Some(_) => progress.judged += count(values),
        }
    }
    Ok(found)
}

/// The paper of a sample that a person keys next: the one he has taken already, else the first that nobody
/// has; none that he settled, opened with its fields, or may not read.
pub async fn find_next_item(
    tx: &Transaction,
    id: SampleId,
    (person, principals): (PersonId, &[Principal]),
    stale_before: OffsetDateTime,
) -> Result<Option<Item>> {
    use item::{Column, Entity};
    let of = |column: Column| Expr::col((Entity, column));
    let free = of(Column::TakenBy)
        .is_null()
        .or(of(Column::TakenBy).eq(person.0))
        .or(of(Column::TakenAtUs).lt(micros(stale_before)));
    let settled = Query::select()
        .expr(Expr::val(1))
        .from(reading::Entity)
        .and_where(
            Expr::col((reading::Entity, reading::Column::DocumentId))
                .equals((Entity, Column::DocumentId)),
        )
        .and_where(Expr::col((reading::Entity, reading::Column::SettledBy)).ne(person.0))
        .take();
    let query = Query::select()
        .column((Entity, Column::Number))
        .from(Entity)
        .and_where(of(Column::SampleId).eq(id.0))
        .and_where(of(Column::KeyedAtUs).is_null())
        .and_where(of(Column::OperatorId).ne(person.0))
        .and_where(free)
        .and_where(Expr::exists(settled))
        .and_where(Expr::exists(opened(person)).not())
        .and_where(visible_to((Entity, Column::DocumentId), principals))
        .order_by_expr(
            Expr::case(of(Column::TakenBy).eq(person.0), 0)
                .finally(1)
                .into(),
            Order::Asc,
        )
        .order_by((Entity, Column::Number), Order::Asc)
        .limit(1)
        .take();
    let Some(row) = tx.inner.query_one(&query).await? else {
        return Ok(None);
    };
    let number: i32 = row.try_get_by_index(0)?;
    find_item(tx, id, u32::try_from(number).unwrap_or_default()).await
}

/// The looks of a person at the fields of the paper of an item.
fn opened(person: PersonId) -> sea_orm::sea_query::SelectStatement {
    use reading_log::{Column, Entity};
    Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(
            Expr::col((Entity, Column::DocumentId))
                .equals((item::Entity, item::Column::DocumentId)),
        )
        .and_where(Expr::col((Entity, Column::PersonId)).eq(person.0))
        .and_where(Expr::col((Entity, Column::What)).eq(Look::Paper.code()))
        .take()
}

/// A paper of a sample.
pub async fn find_item(ex: &impl Executor, id: SampleId, number: u32) -> Result<Option<Item>> {
    let row = item::Entity::find_by_id((id.0, number_of(number)))
        .one(ex.raw())
        .await?;
    row.as_ref().map(item_of).transpose()
}

/// Gives a paper of a sample that is held to a person.
pub async fn take_item(
    tx: &Transaction,
    id: SampleId,
    number: u32,
    person: PersonId,
) -> Result<()> {
    item::Entity::update_many()
        .col_expr(item::Column::TakenBy, Expr::val(person.0))
        .col_expr(item::Column::TakenAtUs, Expr::val(micros(tx.now)))
        .filter(item::Column::SampleId.eq(id.0))
        .filter(item::Column::Number.eq(number_of(number)))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// A value that was keyed beside the one that is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedValue {
    /// The field.
    pub field: Field,
    /// What is registered.
    pub registered: Option<String>,
    /// What was keyed.
    pub keyed: Option<String>,
    /// Whether they are not the same.
    pub differs: bool,
}

/// Keeps what was keyed for a paper of a sample that is held.
pub async fn save_keyed(
    tx: &Transaction,
    id: SampleId,
    number: u32,
    values: &[KeyedValue],
) -> Result<()> {
    let rows = values.iter().map(|value| keyed_value::ActiveModel {
        sample_id: Set(id.0),
        number: Set(number_of(number)),
        field: Set(value.field.code().to_owned()),
        registered: Set(value.registered.clone()),
        keyed: Set(value.keyed.clone()),
        differs: Set(value.differs),
        verdict: Set(None),
        judged_value: Set(None),
        judged_by: Set(None),
        judged_at_us: Set(None),
    });
    keyed_value::Entity::insert_many(rows)
        .exec_without_returning(&tx.inner)
        .await?;
    item::Entity::update_many()
        .col_expr(item::Column::KeyedAtUs, Expr::val(micros(tx.now)))
        .filter(item::Column::SampleId.eq(id.0))
        .filter(item::Column::Number.eq(number_of(number)))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// Forgets what was keyed for a paper that is set apart.
pub(super) async fn forget_keyed(tx: &Transaction, document: DocumentId) -> Result<()> {
    let items = item::Entity::find()
        .filter(item::Column::DocumentId.eq(document.0))
        .all(&tx.inner)
        .await?;
    for one in items {
        keyed_value::Entity::delete_many()
            .filter(keyed_value::Column::SampleId.eq(one.sample_id))
            .filter(keyed_value::Column::Number.eq(one.number))
            .exec(&tx.inner)
            .await?;
    }
    Ok(())
}
