//! Proof that nothing was altered.

use storage::organisations::Organisation;
use workflow::audit::Broken;

use crate::error::Result;
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
