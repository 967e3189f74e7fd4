//! Figures of the agency; those of the whole installation are for whoever runs it (`/metrics`, `congvan doctor`).

use indexing::search::Request;
use workflow::access::{Caller, Principal, Role};
use workflow::documents::ReadingState;

use crate::error::{OpError, Result};
use crate::ops::App;

/// Figures without contents.
#[derive(Debug, Clone)]
pub struct Status {
    /// Papers of the agency by reading state.
    pub papers_by_state: Vec<(ReadingState, u64)>,
    /// Papers of the agency in the index of this node.
    pub indexed: u64,
    /// Events of the agency that the index has still to follow.
    pub behind: i64,
    /// Jobs of the agency waiting or running.
    pub jobs_open: u64,
    /// Jobs of the agency that gave up.
    pub jobs_dead: u64,
}

/// The figures, for an administrator.
pub async fn view_status(app: &App, caller: &Caller) -> Result<Status> {
    caller
        .require_role(&[Role::Administrator])
        .map_err(OpError::Refused)?;
    let db = &app.0.db;
    let agency = caller.organisation;
    let (jobs_open, jobs_dead) = storage::jobs::count(db, agency).await?;
    // The archivist is the one who may read every paper of the agency.
    let all = Request {
        principals: vec![Principal::Role(agency, Role::Archivist)],
        ..Request::default()
    };
    Ok(Status {
        papers_by_state: storage::documents::count_by_state(db, agency).await?,
        indexed: crate::ops::search::ask(app, all).await?.total,
        behind: crate::ops::index::events_behind_of(app, agency).await?,
        jobs_open,
        jobs_dead,
    })
}
