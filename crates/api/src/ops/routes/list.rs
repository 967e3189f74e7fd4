//! The routes of an agency: what is published for whoever submits, what is edited for whoever
//! edits.

use storage::routes::RouteVersion;
use workflow::access::{Caller, Scope};
use workflow::work::routes::may_edit;
use workflow::{Refusal, RouteId};

use crate::error::{OpError, Result};
use crate::ops::App;

/// Routes with what the caller may do.
#[derive(Debug)]
pub struct Listed {
    /// Versions by route, oldest first.
    pub versions: Vec<RouteVersion>,
    /// How many papers stand at a stage of a version.
    pub running: Vec<(RouteId, u32, i64)>,
    /// Whether the caller may edit them.
    pub may_edit: std::result::Result<(), Refusal>,
    /// Whether number and date may be given before the final approval.
    pub number_before_approval: bool,
}

/// The routes of the caller's agency that have not ended.
pub async fn list(app: &App, caller: &Caller) -> Result<Listed> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let (db, organisation) = (&app.0.db, caller.organisation);
    let may_edit = may_edit(caller);
    let mut versions = storage::routes::list(db, organisation).await?;
    versions.retain(|version| may_edit.is_ok() || version.published_at.is_some());
    let mut routes: Vec<_> = versions.iter().map(|version| version.route).collect();
    routes.dedup();
    Ok(Listed {
        running: storage::routes::count_running(db, &routes).await?,
        versions,
        may_edit,
        number_before_approval: storage::outgoing::numbers_before_approval(db, organisation)
            .await?,
    })
}
