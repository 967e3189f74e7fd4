//! Who did what and when, and the proof that nothing was altered.

mod look;
mod prove;

use storage::organisations::Organisation;
use workflow::access::{Caller, Role, Scope};
use workflow::audit::Broken;

pub use look::{About, Line, Trail, Wish, look};
pub use prove::{Proof, Proofs, prove};
pub use storage::trail::Actor;

use crate::error::{OpError, Result};
use crate::ops::App;

/// What verifying one agency's chain found: its number of events, or the first fault.
pub type Verdict = std::result::Result<u64, Broken>;

/// Walks the event chain of every agency.
pub async fn verify(app: &App) -> Result<Vec<(Organisation, Verdict)>> {
    let mut verdicts = Vec::new();
    for organisation in storage::organisations::list(&app.0.db).await? {
        let verdict = storage::events::verify(&app.0.db, organisation.id).await?;
        verdicts.push((organisation, verdict));
    }
    Ok(verdicts)
}

/// Refuses whoever neither runs the agency's office nor inspects it.
fn may_audit(caller: &Caller) -> Result<()> {
    caller
        .require_role(&[Role::Administrator, Role::Archivist])
        .and_then(|()| caller.require_scope(Scope::Read))
        .map_err(OpError::Refused)
}
