//! Deferred work in the same database: leased, retried with growing pauses, fair between
//! organisations.
//!
//! Fairness is a number: within a priority each job takes the turn after the last one of its
//! organisation, but never one that has passed. So ten thousand jobs of one organisation hold up
//! the first job of another by one turn, and leasing is a short walk over one index.

mod outcomes;
mod queue;

pub use outcomes::{
    backlog, complete, count, end_leases, fail, list_dead, list_owners, renew, revive,
};
pub use queue::{enqueue, lease};

use time::OffsetDateTime;
use workflow::jobs::Priority;
use workflow::{JobId, OrganisationId};

use crate::entities::work::job;
use crate::{Result, StorageError};

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
    /// What comes first.
    pub priority: Priority,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

fn job_of(row: job::Model) -> Result<Job> {
    let payload = serde_json::from_str(&row.payload)
        .map_err(|_| StorageError::Corrupt(format!("payload of job {}", row.id)))?;
    Ok(Job {
        id: JobId(row.id),
        organisation: row.organisation_id.map(OrganisationId),
        kind: row.kind,
        payload,
        priority: Priority::of_rank(row.priority),
        attempt: row.attempts,
        last_error: row.last_error,
    })
}
