//! How jobs end: done, put back, dead, revived; and how many there are.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use time::OffsetDateTime;
use workflow::jobs::{LEASE, MAX_ATTEMPTS, pause_after};
use workflow::{JobId, OrganisationId};

use super::queue::{due, next_turn, of_organisation};
use super::{Job, job_of};
use crate::entities::work::job;
use crate::moments::micros;
use crate::{Database, Executor, Result, StorageError, Transaction};

/// Longest reason of a failure that is kept, in characters.
const ERROR_MAX_CHARS: usize = 2000;
/// Open jobs that a worker holds.
fn held_by(id: JobId, owner: &str) -> Condition {
    Condition::all()
        .add(job::Column::Id.eq(id.0))
        .add(job::Column::LeaseOwner.eq(owner))
        .add(job::Column::DeadAtUs.is_null())
}

/// Prolongs the lease; false when another worker took the job over.
pub async fn renew(db: &Database, id: JobId, owner: &str, now: OffsetDateTime) -> Result<bool> {
    let updated = job::Entity::update_many()
        .col_expr(job::Column::DueAtUs, Expr::val(micros(now + LEASE)))
        .filter(held_by(id, owner))
        .exec(&db.writer)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Owners that hold a lease now.
pub async fn list_owners(ex: &impl Executor) -> Result<Vec<String>> {
    let owners = job::Entity::find()
        .select_only()
        .column(job::Column::LeaseOwner)
        .distinct()
        .filter(job::Column::LeaseOwner.is_not_null())
        .filter(job::Column::DeadAtUs.is_null())
        .into_tuple()
        .all(ex.raw())
        .await?;
    Ok(owners)
}

/// Ends the leases of an owner that lives no more, so that its jobs are due at once.
pub async fn end_leases(db: &Database, owner: &str, now: OffsetDateTime) -> Result<u64> {
    let updated = job::Entity::update_many()
        .col_expr(job::Column::DueAtUs, Expr::val(micros(now)))
        .filter(job::Column::LeaseOwner.eq(owner))
        .filter(job::Column::DeadAtUs.is_null())
        .exec(&db.writer)
        .await?;
    Ok(updated.rows_affected)
}

/// Ends a job in the transaction of its effect; `Stale` when the lease was lost, so that the effect rolls back.
pub async fn complete(tx: &Transaction, id: JobId, owner: &str) -> Result<()> {
    let removed = job::Entity::delete_many()
        .filter(held_by(id, owner))
        .exec(&tx.inner)
        .await?;
    if removed.rows_affected == 1 {
        Ok(())
    } else {
        Err(StorageError::Stale)
    }
}

/// Puts a failed job back with a growing pause, or leaves it dead after the last attempt; says
/// whether it is dead. `Stale` when the lease was lost: then the failure is no longer this worker's.
pub async fn fail(
    db: &Database,
    id: JobId,
    owner: &str,
    error: &str,
    now: OffsetDateTime,
) -> Result<bool> {
    let tx = db.begin_unrecorded().await?;
    let held = job::Entity::find()
        .filter(held_by(id, owner))
        .lock_exclusive()
        .one(&tx)
        .await?;
    let attempt = held.ok_or(StorageError::Stale)?.attempts;
    let dead = attempt >= MAX_ATTEMPTS;
    let reason: String = error
        .chars()
        .filter(|c| *c != '\0')
        .take(ERROR_MAX_CHARS)
        .collect();
    job::Entity::update_many()
        .col_expr(job::Column::LeaseOwner, Expr::val(None::<String>))
        .col_expr(job::Column::LastError, Expr::val(reason))
        .col_expr(
            job::Column::DueAtUs,
            Expr::val(micros(now + pause_after(attempt))),
        )
        .col_expr(job::Column::DeadAtUs, Expr::val(dead.then(|| micros(now))))
        .filter(job::Column::Id.eq(id.0))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(dead)
}

/// Jobs that gave up, of an organisation or of all, oldest first.
pub async fn list_dead(
    ex: &impl Executor,
    organisation: Option<OrganisationId>,
) -> Result<Vec<Job>> {
    let mut query = job::Entity::find()
        .filter(job::Column::DeadAtUs.is_not_null())
        .order_by_asc(job::Column::DeadAtUs)
        .order_by_asc(job::Column::Id);
    if organisation.is_some() {
        query = query.filter(of_organisation(organisation));
    }
    query.all(ex.raw()).await?.into_iter().map(job_of).collect()
}

/// Gives a dead job another chance; false when there is none. When a job with its key is open
/// already, that one does the work and the dead one goes.
pub async fn revive(
    tx: &Transaction,
    organisation: Option<OrganisationId>,
    id: JobId,
) -> Result<bool> {
    let mut query = job::Entity::find_by_id(id.0).filter(job::Column::DeadAtUs.is_not_null());
    if organisation.is_some() {
        query = query.filter(of_organisation(organisation));
    }
    let Some(dead) = query.lock_exclusive().one(&tx.inner).await? else {
        return Ok(false);
    };
    if let Some(key) = &dead.job_key {
        let open = job::Entity::find()
            .filter(job::Column::JobKey.eq(key.as_str()))
            .filter(job::Column::DeadAtUs.is_null());
        if open.one(&tx.inner).await?.is_some() {
            job::Entity::delete_by_id(id.0).exec(&tx.inner).await?;
            return Ok(true);
        }
    }
    tx.adds_work();
    let of = dead.organisation_id.map(OrganisationId);
    let revived = job::ActiveModel {
        turn: Set(next_turn(&tx.inner, of, dead.priority).await?),
        due_at_us: Set(micros(tx.now)),
        attempts: Set(0),
        dead_at_us: Set(None),
        ..Default::default()
    };
    let update = job::Entity::update_many()
        .set(revived)
        .filter(job::Column::Id.eq(id.0));
    update.exec(&tx.inner).await?;
    Ok(true)
}

/// Open and dead jobs of an agency; work of the installation itself belongs to none.
pub async fn count(ex: &impl Executor, organisation: OrganisationId) -> Result<(u64, u64)> {
    let of = || job::Entity::find().filter(job::Column::OrganisationId.eq(organisation.0));
    let open = of().filter(job::Column::DeadAtUs.is_null());
    let dead = of().filter(job::Column::DeadAtUs.is_not_null());
    Ok((open.count(ex.raw()).await?, dead.count(ex.raw()).await?))
}

/// Open and dead jobs of all agencies, for metrics: (open, dead, age in seconds of the oldest due job).
pub async fn backlog(ex: &impl Executor, now: OffsetDateTime) -> Result<(u64, u64, i64)> {
    let open = job::Entity::find()
        .filter(job::Column::DeadAtUs.is_null())
        .count(ex.raw())
        .await?;
    let dead = job::Entity::find().filter(job::Column::DeadAtUs.is_not_null());
    let dead = dead.count(ex.raw()).await?;
    let oldest: Option<i64> = job::Entity::find()
        .select_only()
        .column(job::Column::DueAtUs)
        .filter(due(now))
        .order_by_asc(job::Column::DueAtUs)
        .into_tuple()
        .one(ex.raw())
        .await?;
    let age_us = oldest.map_or(0, |due| micros(now) - due);
    Ok((open, dead, age_us / 1_000_000))
}
