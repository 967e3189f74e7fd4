//! Jobs come in with a turn and go out under a lease.

use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict, Order, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend,
    EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use workflow::OrganisationId;
use workflow::jobs::{LEASE, MAX_ATTEMPTS, Priority};

use super::{Job, NewJob, job_of};
use crate::entities::work::{job, job_clock};
use crate::moments::micros;
use crate::{Database, Result, StorageError, Transaction};

/// Reason of a job whose workers died or stalled every time.
const LEASE_RAN_OUT: &str = "jobs.lease_ran_out";

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
    tx.adds_work();
    let added = job::Entity::insert_many([row])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(added == 1)
}

/// The turn of a new job: after the last open one of its organisation, and not before the clock.
pub(super) async fn next_turn(
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

pub(super) fn of_organisation(organisation: Option<OrganisationId>) -> Expr {
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
pub(super) fn due(now: OffsetDateTime) -> Condition {
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
