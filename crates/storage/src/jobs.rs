//! Deferred work in the same database: leased, retried with growing pauses, fair between
//! organisations.
//!
//! Fairness is a number: within a priority each job takes the turn after the last one of its
//! organisation, but never one that has passed. So ten thousand jobs of one organisation hold up
//! the first job of another by one turn, and leasing is a short walk over one index.

use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict, Order, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend,
    EntityTrait, ExprTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use workflow::jobs::{LEASE, MAX_ATTEMPTS, Priority, pause_after};
use workflow::{JobId, OrganisationId};

use crate::entities::work::{job, job_clock};
use crate::moments::micros;
use crate::{Database, Executor, Result, StorageError, Transaction};

/// Longest reason of a failure that is kept, in characters.
const ERROR_MAX_CHARS: usize = 2000;
/// Reason of a job whose workers died or stalled every time.
const LEASE_RAN_OUT: &str = "jobs.lease_ran_out";

/// Work to be done later.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Id.
    pub id: JobId,
    /// For whom; none for work of the installation.
    pub organisation: Option<OrganisationId>,
    /// What, such as `read_file`.
    pub kind: &'static str,
    /// Parameters.
    pub payload: serde_json::Value,
    /// What comes first.
    pub priority: Priority,
    /// Not before.
    pub run_at: OffsetDateTime,
    /// At most one open job has this key; a second one is not added.
    pub key: Option<String>,
}

/// A job a worker holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Id.
    pub id: JobId,
    /// For whom.
    pub organisation: Option<OrganisationId>,
    /// What.
    pub kind: String,
    /// Parameters.
    pub payload: serde_json::Value,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

/// Adds a job in the transaction that makes it necessary; false when its key is already open.
pub async fn enqueue(tx: &Transaction, job: NewJob) -> Result<bool> {
    let priority = job.priority as i16;
    let row = job::ActiveModel {
        id: Set(job.id.0),
        organisation_id: Set(job.organisation.map(|organisation| organisation.0)),
        kind: Set(job.kind.to_owned()),
        payload: Set(job.payload.to_string()),
        priority: Set(priority),
        turn: Set(next_turn(&tx.inner, job.organisation, priority).await?),
        due_at_us: Set(micros(job.run_at)),
        job_key: Set(job.key),
        attempts: Set(0),
        lease_owner: Set(None),
        last_error: Set(None),
        dead_at_us: Set(None),
        created_at_us: Set(micros(tx.now)),
    };
    let added = job::Entity::insert_many([row])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(added == 1)
}

/// The turn of a new job: after the last open one of its organisation, and not before the clock.
async fn next_turn(
    tx: &DatabaseTransaction,
    organisation: Option<OrganisationId>,
    priority: i16,
) -> Result<i64> {
    let clock = job_clock::Entity::find_by_id(priority).one(tx).await?;
    let clock = clock.ok_or(StorageError::NotFound("job clock"))?.turn;
    let last: Option<i64> = job::Entity::find()
        .select_only()
        .column(job::Column::Turn)
        .filter(of_organisation(organisation))
        .filter(job::Column::Priority.eq(priority))
        .filter(job::Column::DeadAtUs.is_null())
        .order_by_desc(job::Column::Turn)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last.map_or(clock, |last| Ord::max(last, clock)) + 1)
}

fn of_organisation(organisation: Option<OrganisationId>) -> Expr {
    organisation.map_or_else(
        || job::Column::OrganisationId.is_null(),
        |organisation| job::Column::OrganisationId.eq(organisation.0),
    )
}

/// Takes at most `limit` due jobs under a lease: urgent first, then in turn between organisations,
/// then oldest. A job whose lease ran out is due again. Safe with any number of workers, each
/// under an `owner` of its own.
pub async fn lease(
    db: &Database,
    owner: &str,
    kinds: &[&str],
    limit: u64,
    now: OffsetDateTime,
) -> Result<Vec<Job>> {
    let due = job::Entity::find()
        .filter(due(now))
        .filter(job::Column::Kind.is_in(kinds.to_vec()));
    if due.one(&db.reader).await?.is_none() {
        return Ok(Vec::new());
    }
    let tx = db.begin_unrecorded().await?;
    bury_exhausted(&tx, now).await?;
    let mut rows = take(&tx, owner, kinds, limit, now).await?;
    advance_clocks(&tx, &rows).await?;
    tx.commit().await?;
    rows.sort_by_key(|row| (row.priority, row.turn, row.created_at_us, row.id));
    rows.into_iter().map(job_of).collect()
}

/// Open jobs that may begin: leases hold a job by putting off when it is due.
fn due(now: OffsetDateTime) -> Condition {
    Condition::all()
        .add(job::Column::DeadAtUs.is_null())
        .add(job::Column::DueAtUs.lte(micros(now)))
}

/// On PostgreSQL workers step over rows that another one is taking; SQLite has one writer.
fn skipping_locked(tx: &DatabaseTransaction, mut query: SelectStatement) -> SelectStatement {
    if tx.get_database_backend() == DbBackend::Postgres {
        query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    query
}

/// Jobs whose lease ran out in the last attempt: what kills its worker must not come round for ever.
async fn bury_exhausted(tx: &DatabaseTransaction, now: OffsetDateTime) -> Result<()> {
    let exhausted = Query::select()
        .column(job::Column::Id)
        .from(job::Entity)
        .cond_where(due(now))
        .and_where(job::Column::LeaseOwner.is_not_null())
        .and_where(job::Column::Attempts.gte(MAX_ATTEMPTS))
        .take();
    job::Entity::update_many()
        .col_expr(job::Column::DeadAtUs, Expr::val(micros(now)))
        .col_expr(job::Column::LeaseOwner, Expr::val(None::<String>))
        .col_expr(job::Column::LastError, Expr::val(LEASE_RAN_OUT))
        .filter(job::Column::Id.in_subquery(skipping_locked(tx, exhausted)))
        .exec(tx)
        .await?;
    Ok(())
}

async fn take(
    tx: &DatabaseTransaction,
    owner: &str,
    kinds: &[&str],
    limit: u64,
    now: OffsetDateTime,
) -> Result<Vec<job::Model>> {
    let next = Query::select()
        .column(job::Column::Id)
        .from(job::Entity)
        .cond_where(due(now))
        .and_where(job::Column::Kind.is_in(kinds.to_vec()))
        .order_by(job::Column::Priority, Order::Asc)
        .order_by(job::Column::Turn, Order::Asc)
        .order_by(job::Column::CreatedAtUs, Order::Asc)
        .order_by(job::Column::Id, Order::Asc)
        .limit(limit)
        .take();
    let lease = Query::update()
        .table(job::Entity)
        .value(job::Column::LeaseOwner, owner)
        .value(job::Column::DueAtUs, micros(now + LEASE))
        .value(
            job::Column::Attempts,
            Expr::col(job::Column::Attempts).add(1),
        )
        .and_where(job::Column::Id.in_subquery(skipping_locked(tx, next)))
        .returning_all()
        .take();
    let rows = tx.query_all(&lease).await?;
    Ok(rows
        .iter()
        .map(|row| job::Model::from_query_result(row, ""))
        .collect::<Result<_, _>>()?)
}

/// Moves each clock to the last turn taken; in order of priority, so that workers never wait for
/// each other in a circle.
async fn advance_clocks(tx: &DatabaseTransaction, taken: &[job::Model]) -> Result<()> {
    for priority in [Priority::Urgent, Priority::Normal, Priority::Low] {
        let priority = priority as i16;
        let turns = taken
            .iter()
            .filter(|row| row.priority == priority)
            .map(|row| row.turn);
        let Some(turn) = turns.max() else { continue };
        job_clock::Entity::update_many()
            .col_expr(job_clock::Column::Turn, Expr::val(turn))
            .filter(job_clock::Column::Priority.eq(priority))
            .filter(job_clock::Column::Turn.lt(turn))
            .exec(tx)
            .await?;
    }
    Ok(())
}

fn job_of(row: job::Model) -> Result<Job> {
    let payload = serde_json::from_str(&row.payload)
        .map_err(|_| StorageError::Corrupt(format!("payload of job {}", row.id)))?;
    Ok(Job {
        id: JobId(row.id),
        organisation: row.organisation_id.map(OrganisationId),
        kind: row.kind,
        payload,
        attempt: row.attempts,
        last_error: row.last_error,
    })
}

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

/// Open and dead jobs, for metrics: (open, dead, age in seconds of the oldest due job).
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
