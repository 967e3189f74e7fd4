//! Deferred work in the same database: leased, retried with growing pauses, fair between organisations.

use time::OffsetDateTime;
use workflow::jobs::Priority;
use workflow::{JobId, OrganisationId};

use crate::{Database, Executor, Result, Transaction};

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
    todo!()
}

/// Takes at most `limit` due jobs under a lease: urgent first, then in turn between organisations,
/// then oldest. A job whose lease ran out is due again. Safe with any number of workers.
pub async fn lease(db: &Database, owner: &str, kinds: &[&str], limit: u64, now: OffsetDateTime) -> Result<Vec<Job>> {
    todo!()
}

/// Prolongs the lease; false when another worker took the job over.
pub async fn renew(db: &Database, id: JobId, owner: &str, now: OffsetDateTime) -> Result<bool> {
    todo!()
}

/// Ends a job in the transaction of its effect; `Stale` when the lease was lost, so that the effect rolls back.
pub async fn complete(tx: &Transaction, id: JobId, owner: &str) -> Result<()> {
    todo!()
}

/// Puts a failed job back with a growing pause, or leaves it dead after the last attempt; says whether it is dead.
pub async fn fail(db: &Database, id: JobId, owner: &str, error: &str, now: OffsetDateTime) -> Result<bool> {
    todo!()
}

/// Jobs that gave up, of an organisation or of all.
pub async fn list_dead(ex: &impl Executor, organisation: Option<OrganisationId>) -> Result<Vec<Job>> {
    todo!()
}

/// Gives a dead job another chance; false when there is none.
pub async fn revive(tx: &Transaction, organisation: Option<OrganisationId>, id: JobId) -> Result<bool> {
    todo!()
}

/// Open and dead jobs, for metrics: (open, dead, age in seconds of the oldest due job).
pub async fn backlog(ex: &impl Executor, now: OffsetDateTime) -> Result<(u64, u64, i64)> {
    todo!()
}
