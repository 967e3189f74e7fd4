//! Delegations, and the rights to read that they give: to papers on which something waits for the
//! giver, in parts, so that no transaction holds its locks for long.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use workflow::access::{Cause, Grant, Principal};
use workflow::delegation::{Capacity, Delegation, PaperScope};
use workflow::{DelegationId, DocumentId, OrganisationId, PersonId};

use crate::entities::papers::{document, document_grant};
use crate::entities::people::delegation;
use crate::entities::tasks::task;
use crate::grants::{self, grant_of, keys_of, stands};
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// Keeps a delegation that begins later.
pub async fn insert(tx: &Transaction, new: &Delegation) -> Result<()> {
    let scope = serde_json::to_string(&new.scope)
        .map_err(|error| StorageError::Corrupt(error.to_string()))?;
    let row = delegation::ActiveModel {
        id: Set(new.id.0),
        organisation_id: Set(new.organisation.0),
        giver_id: Set(new.giver.0),
        receiver_id: Set(new.receiver.0),
        capacity: Set(new.capacity.code().to_owned()),
        scope: Set(scope),
        from_us: Set(micros(new.from)),
        to_us: Set(micros(new.to)),
        reason: Set(new.reason.clone()),
        paper: Set(new.paper.clone()),
        given_at_us: Set(micros(tx.now)),
        begun_at_us: Set(None),
        ended_at_us: Set(None),
        ended_by: Set(None),
        settled_at_us: Set(None),
    };
    delegation::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// The delegation of an id.
pub async fn find(ex: &impl Executor, id: DelegationId) -> Result<Option<Delegation>> {
    let row = delegation::Entity::find_by_id(id.0).one(ex.raw()).await?;
    row.map(delegation_of).transpose()
}

/// Delegations of many ids, in no order.
pub async fn list_by_ids(ex: &impl Executor, ids: &[DelegationId]) -> Result<Vec<Delegation>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query =
        delegation::Entity::find().filter(delegation::Column::Id.is_in(ids.iter().map(|id| id.0)));
    all(ex, query).await
}

/// Begun delegations that somebody has received and that live at a moment, oldest first.
pub async fn list_live_for(
    ex: &impl Executor,
    receiver: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<Delegation>> {
    let query = living(now).filter(delegation::Column::ReceiverId.eq(receiver.0));
    all(ex, query).await
}

/// Begun delegations inside an agency that live at a moment, oldest first.
pub async fn list_live_in(
    ex: &impl Executor,
    organisation: OrganisationId,
    now: OffsetDateTime,
) -> Result<Vec<Delegation>> {
    let query = living(now).filter(delegation::Column::OrganisationId.eq(organisation.0));
    all(ex, query).await
}

/// Begun delegations inside an agency that live now, oldest first. They stay as they are until
/// the transaction ends, so that none of them is settled while a right is given for its sake.
pub async fn lock_live_in(
    tx: &Transaction,
    organisation: OrganisationId,
) -> Result<Vec<Delegation>> {
    let mut query = living(tx.now).filter(delegation::Column::OrganisationId.eq(organisation.0));
    // SQLite has one writer at a time: its transaction is the lock.
    if tx.inner.get_database_backend() == DbBackend::Postgres {
        query = query.lock_shared();
    }
    all(tx, query).await
}

/// The last delegations that somebody gave or received, newest first.
pub async fn list_of_person(
    ex: &impl Executor,
    person: PersonId,
    limit: u64,
) -> Result<Vec<Delegation>> {
    let given = delegation::Column::GiverId.eq(person.0);
    let query = delegation::Entity::find()
        .filter(given.or(delegation::Column::ReceiverId.eq(person.0)))
        .order_by_desc(delegation::Column::Id)
        .limit(limit);
    all(ex, query).await
}

/// The last delegations inside an agency, newest first.
pub async fn list_of_agency(
    ex: &impl Executor,
    organisation: OrganisationId,
    limit: u64,
) -> Result<Vec<Delegation>> {
    let query = delegation::Entity::find()
        .filter(delegation::Column::OrganisationId.eq(organisation.0))
        .order_by_desc(delegation::Column::Id)
        .limit(limit);
    all(ex, query).await
}

/// A delegation that is not settled, and whether it has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    /// The delegation.
    pub delegation: Delegation,
    /// Whether the papers that wait were opened to the receiver.
    pub has_begun: bool,
}

/// Delegations that live, will live, or have rights left to be ended.
pub async fn list_unsettled(ex: &impl Executor) -> Result<Vec<Unsettled>> {
    let rows = delegation::Entity::find()
        .filter(delegation::Column::SettledAtUs.is_null())
        .order_by_asc(delegation::Column::Id)
        .all(ex.raw())
        .await?;
    rows.into_iter()
        .map(|row| {
            let has_begun = row.begun_at_us.is_some();
            let delegation = delegation_of(row)?;
            Ok(Unsettled {
                delegation,
                has_begun,
            })
        })
        .collect()
}

/// Ends a delegation before its time; false when somebody has ended it already.
pub async fn end(tx: &Transaction, id: DelegationId, by: Option<PersonId>) -> Result<bool> {
    let updated = delegation::Entity::update_many()
        .col_expr(delegation::Column::EndedAtUs, Expr::val(micros(tx.now)))
        .col_expr(delegation::Column::EndedBy, Expr::val(by.map(|by| by.0)))
        .filter(delegation::Column::Id.eq(id.0))
        .filter(delegation::Column::EndedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Notes that the papers that waited are open to the receiver now; false when that was noted.
pub async fn mark_begun(tx: &Transaction, id: DelegationId) -> Result<bool> {
    mark(tx, id, delegation::Column::BegunAtUs).await
}

/// Notes that nothing of what it gave stands any more; false when that was noted.
pub async fn mark_settled(tx: &Transaction, id: DelegationId) -> Result<bool> {
    mark(tx, id, delegation::Column::SettledAtUs).await
}

async fn mark(tx: &Transaction, id: DelegationId, column: delegation::Column) -> Result<bool> {
    let updated = delegation::Entity::update_many()
        .col_expr(column, Expr::val(micros(tx.now)))
        .filter(delegation::Column::Id.eq(id.0))
        .filter(column.is_null())
        .exec(&tx.inner)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Opens to the receiver papers in the scope on which something waits for one of the giver's
/// principals and that the delegation has not opened yet, at most `limit`; answers which.
pub async fn give_missing(
    tx: &Transaction,
    delegation: &Delegation,
    principals: &[Principal],
    limit: u64,
) -> Result<Vec<DocumentId>> {
    let cause = Cause::Delegated(delegation.id);
    let given = Query::select()
        .expr(Expr::val(1))
        .from(document_grant::Entity)
        .and_where(
            grant_of(document_grant::Column::DocumentId)
                .equals((task::Entity, task::Column::DocumentId)),
        )
        .and_where(grant_of(document_grant::Column::Reference).eq(cause.reference()))
        .and_where(grant_of(document_grant::Column::Cause).eq(cause.code()))
        .and_where(stands())
        .take();
    let mut query = Query::select();
    query
        .distinct()
        .column((task::Entity, task::Column::DocumentId))
        .from(task::Entity)
        .and_where(
            Expr::col((task::Entity, task::Column::AssigneeId)).in_subquery(keys_of(principals)),
        )
        .and_where(Expr::col((task::Entity, task::Column::ClosedAtUs)).is_null())
        .and_where(
            Expr::col((task::Entity, task::Column::OrganisationId)).eq(delegation.organisation.0),
        )
        .and_where(Expr::exists(given).not())
        .limit(limit);
    if let Some(covered) = covered_by(std::slice::from_ref(&delegation.scope)) {
        query.and_where(covered);
    }
    let rows = tx.inner.query_all(&query).await?;
    let documents: Vec<_> = rows
        .iter()
        .map(|row| Ok(DocumentId(row.try_get_by_index(0)?)))
        .collect::<Result<_>>()?;
    let grant = Grant {
        principal: Principal::Person(delegation.receiver),
        cause,
    };
    grants::give_many(tx, documents.iter().map(|document| (*document, &grant))).await?;
    Ok(documents)
}

/// The condition that the paper of a task belongs to one of the scopes; none when there are none.
pub(crate) fn covered_by(scopes: &[PaperScope]) -> Option<Expr> {
    use document::Column;
    let paper = |column: Column| Expr::col((document::Entity, column));
    let one = |scope: &PaperScope| {
        let named = |column: Column, names: &[String]| {
            if names.is_empty() {
                Expr::cust("1 = 1")
            } else {
                paper(column).is_in(names.iter().cloned())
            }
        };
        named(Column::Kind, &scope.kinds).and(named(Column::Register, &scope.registers))
    };
    let any = scopes.iter().map(one).reduce(ExprTrait::or)?;
    let covered = Query::select()
        .expr(Expr::val(1))
        .from(document::Entity)
        .and_where(paper(Column::Id).equals((task::Entity, task::Column::DocumentId)))
        .and_where(any)
        .take();
    Some(Expr::exists(covered))
}

fn living(now: OffsetDateTime) -> sea_orm::Select<delegation::Entity> {
    let now = micros(now);
    delegation::Entity::find()
        .filter(delegation::Column::SettledAtUs.is_null())
        .filter(delegation::Column::BegunAtUs.is_not_null())
        .filter(delegation::Column::EndedAtUs.is_null())
        .filter(delegation::Column::FromUs.lte(now))
        .filter(delegation::Column::ToUs.gt(now))
        .order_by_asc(delegation::Column::Id)
}

async fn all(
    ex: &impl Executor,
    query: sea_orm::Select<delegation::Entity>,
) -> Result<Vec<Delegation>> {
    let rows = query.all(ex.raw()).await?;
    rows.into_iter().map(delegation_of).collect()
}

fn delegation_of(row: delegation::Model) -> Result<Delegation> {
    let corrupt = |what: &str| StorageError::Corrupt(format!("delegation {}: {what}", row.id));
    Ok(Delegation {
        id: DelegationId(row.id),
        organisation: OrganisationId(row.organisation_id),
        giver: PersonId(row.giver_id),
        receiver: PersonId(row.receiver_id),
        capacity: Capacity::from_code(&row.capacity).ok_or_else(|| corrupt("capacity"))?,
        scope: serde_json::from_str(&row.scope).map_err(|_| corrupt("scope"))?,
        from: moment(row.from_us)?,
        to: moment(row.to_us)?,
        ended_at: row.ended_at_us.map(moment).transpose()?,
        reason: row.reason,
        paper: row.paper,
    })
}
