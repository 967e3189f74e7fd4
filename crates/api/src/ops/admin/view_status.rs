//! Figures of the agency and the installation.

use workflow::access::{Caller, Role};
use workflow::documents::ReadingState;

use crate::error::{OpError, Result};
use crate::ops::App;

/// Figures without contents.
#[derive(Debug, Clone)]
pub struct Status {
    /// Papers of the agency by reading state.
    pub papers_by_state: Vec<(ReadingState, u64)>,
    /// Papers in the index of this node.
    pub indexed: u64,
    /// Events that the index has still to follow.
    pub behind: i64,
    /// Jobs waiting or running, of all agencies.
    pub jobs_open: u64,
    /// Jobs that gave up.
    pub jobs_dead: u64,
}

/// The figures, for an administrator.
pub async fn view_status(app: &App, caller: &Caller) -> Result<Status> {
    caller
        .require_role(&[Role::Administrator])
        .map_err(OpError::Refused)?;
    let db = &app.0.db;
    let (jobs_open, jobs_dead, _) = storage::jobs::backlog(db, app.0.clock.now()).await?;
    Ok(Status {
        papers_by_state: storage::documents::count_by_state(db, caller.organisation).await?,
        indexed: app.0.index.count(),
        behind: crate::ops::index::events_behind(app).await?,
        jobs_open,
        jobs_dead,
    })
}
