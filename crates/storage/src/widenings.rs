//! Rights to read that were asked for by hand: pending, decided, ended.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use workflow::widening::{Decision, Widening};
use workflow::{DocumentId, OrganisationId, PersonId, WideningId};

use crate::entities::papers::principal;
use crate::entities::people::widening;
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction, grants};

/// Keeps a wish.
pub async fn insert(tx: &Transaction, new: &Widening) -> Result<()> {
    let row = widening::ActiveModel {
        id: Set(new.id.0),
        document_id: Set(new.document.0),
        organisation_id: Set(new.organisation.0),
        principal_id: Set(grants::key_of(tx, new.reader).await?),
        reason: Set(new.reason.clone()),
        asked_by: Set(new.asked_by.0),
        asked_at_us: Set(micros(new.asked_at)),
        until_us: Set(new.until.map(micros)),
        decided_by: Set(None),
        decided_at_us: Set(None),
        confirmed: Set(None),
        ended_by: Set(None),
        ended_at_us: Set(None),
    };
    widening::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// The widening of an id.
pub async fn find(ex: &impl Executor, id: WideningId) -> Result<Option<Widening>> {
    let found = widening::Entity::find_by_id(id.0);
    Ok(all(ex, found).await?.pop())
}

/// Everything asked for about a paper, oldest first.
pub async fn list_of_document(ex: &impl Executor, document: DocumentId) -> Result<Vec<Widening>> {
    let query = widening::Entity::find()
        .filter(widening::Column::DocumentId.eq(document.0))
        .order_by_asc(widening::Column::Id);
    all(ex, query).await
}

/// What waits in an agency for a second person, oldest first; not what `but` asked for.
pub async fn list_pending(
    ex: &impl Executor,
    organisation: OrganisationId,
    but: PersonId,
    limit: u64,
) -> Result<Vec<Widening>> {
    let query = pending(organisation, but)
        .order_by_asc(widening::Column::Id)
        .limit(limit);
    all(ex, query).await
}

/// How much waits in an agency for a second person, without what `but` asked for.
pub async fn count_pending(
    ex: &impl Executor,
    organisation: OrganisationId,
    but: PersonId,
) -> Result<u64> {
    Ok(pending(organisation, but).count(ex.raw()).await?)
}

fn pending(organisation: OrganisationId, but: PersonId) -> sea_orm::Select<widening::Entity> {
    widening::Entity::find()
        .filter(widening::Column::OrganisationId.eq(organisation.0))
        .filter(widening::Column::DecidedAtUs.is_null())
        .filter(widening::Column::EndedAtUs.is_null())
        .filter(widening::Column::AskedBy.ne(but.0))
}

/// Widenings with a last moment that have not ended, the sooner first.
pub async fn list_until(ex: &impl Executor, limit: u64) -> Result<Vec<Widening>> {
    let query = widening::Entity::find()
        .filter(widening::Column::EndedAtUs.is_null())
        .filter(widening::Column::UntilUs.is_not_null())
        .order_by_asc(widening::Column::UntilUs)
        .limit(limit);
    all(ex, query).await
}

/// Writes down a decision, and gives the right where it was confirmed; `Stale` when somebody has
/// decided or ended it meanwhile.
pub async fn decide(tx: &Transaction, wish: &Widening, decision: Decision) -> Result<()> {
    let updated = widening::Entity::update_many()
        .col_expr(widening::Column::DecidedBy, Expr::val(decision.by.0))
        .col_expr(
            widening::Column::DecidedAtUs,
            Expr::val(micros(decision.at)),
        )
        .col_expr(widening::Column::Confirmed, Expr::val(decision.confirmed))
        .filter(widening::Column::Id.eq(wish.id.0))
        .filter(widening::Column::DecidedAtUs.is_null())
        .filter(widening::Column::EndedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected != 1 {
        return Err(StorageError::Stale);
    }
    if decision.confirmed {
        grants::give(tx, wish.document, &[wish.grant()]).await?;
    }
    Ok(())
}

/// Ends a widening and what it gave; `Stale` when it has ended meanwhile.
pub async fn end(tx: &Transaction, wish: &Widening, by: Option<PersonId>) -> Result<()> {
    let updated = widening::Entity::update_many()
        .col_expr(widening::Column::EndedBy, Expr::val(by.map(|by| by.0)))
        .col_expr(widening::Column::EndedAtUs, Expr::val(micros(tx.now)))
        .filter(widening::Column::Id.eq(wish.id.0))
        .filter(widening::Column::EndedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected != 1 {
        return Err(StorageError::Stale);
    }
    grants::end_cause(tx, wish.grant().cause, Some(wish.document)).await
}

async fn all(
    ex: &impl Executor,
    query: sea_orm::Select<widening::Entity>,
) -> Result<Vec<Widening>> {
    let rows = query
        .find_also_related(principal::Entity)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(widening_of).collect()
}

fn widening_of((row, reader): (widening::Model, Option<principal::Model>)) -> Result<Widening> {
    let corrupt = || StorageError::Corrupt(format!("widening {}", row.id));
    let reader = reader.ok_or_else(corrupt)?.name;
    let decision = match (row.decided_by, row.decided_at_us, row.confirmed) {
        (None, None, None) => None,
        (Some(by), Some(at), Some(confirmed)) => Some(Decision {
            by: PersonId(by),
            at: moment(at)?,
            confirmed,
        }),
        _ => return Err(corrupt()),
    };
    Ok(Widening {
        id: WideningId(row.id),
        document: DocumentId(row.document_id),
        organisation: OrganisationId(row.organisation_id),
        reader: reader.parse().map_err(|_| corrupt())?,
        reason: row.reason,
        asked_by: PersonId(row.asked_by),
        asked_at: moment(row.asked_at_us)?,
        until: row.until_us.map(moment).transpose()?,
        decision,
        ended_at: row.ended_at_us.map(moment).transpose()?,
    })
}
