//! The event log: read in order, verified, followed.

use workflow::OrganisationId;
use workflow::audit::{Broken, Event, Hash};

use crate::{Database, Executor, Result};

/// Events of an organisation after `seq`, in order, at most `limit`.
pub async fn list_after(ex: &impl Executor, organisation: OrganisationId, seq: i64, limit: u64) -> Result<Vec<Event>> {
    todo!()
}

/// Events about one subject, oldest first.
pub async fn list_of_subject(ex: &impl Executor, organisation: OrganisationId, subject: &str) -> Result<Vec<Event>> {
    todo!()
}

/// Last place and hash of every organisation's chain.
pub async fn heads(ex: &impl Executor) -> Result<Vec<(OrganisationId, i64, Hash)>> {
    todo!()
}

/// Walks the whole chain of an organisation in parts; `Ok(Err(..))` names its first fault, `Ok(Ok(n))` counts events.
pub async fn verify(db: &Database, organisation: OrganisationId) -> Result<std::result::Result<u64, Broken>> {
    todo!()
}
