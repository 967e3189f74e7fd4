//! Jobs that gave up.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::jobs::Job;
use workflow::JobId;
use workflow::access::{Caller, Role};
use workflow::audit::NewEvent;

use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// Dead jobs of the caller's agency.
pub async fn list_dead_jobs(app: &App, caller: &Caller) -> Result<Vec<Job>> {
    caller
        .require_role(&[Role::Administrator])
        .map_err(OpError::Refused)?;
    Ok(storage::jobs::list_dead(&app.0.db, Some(caller.organisation)).await?)
}

#[derive(Serialize, Deserialize)]
struct Revived {}

/// Gives a dead job another chance.
pub async fn revive_job(app: &App, caller: &Caller, job: JobId, once: Option<&Once>) -> Result<()> {
    caller
        .require_role(&[Role::Administrator])
        .map_err(OpError::Refused)?;
    app.write_once(once, async |tx| {
        if !storage::jobs::revive(tx, Some(caller.organisation), job).await? {
            return Err(OpError::NotFound);
        }
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "job.revived",
            subject: job.to_string(),
            payload: json!({}),
        };
        tx.record(caller.organisation, event);
        Ok(Revived {})
    })
    .await?;
    Ok(())
}
