//! The proof of one agency's chain. One chain is walked at a time, and what was found is told
//! again for a while, so that nobody keeps the server busy with proving.

use std::collections::HashMap;
use std::sync::Arc;

use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;
use workflow::OrganisationId;
use workflow::access::Caller;
use workflow::audit::{Broken, Hash};

use super::may_audit;
use crate::error::Result;
use crate::ops::App;

/// How long a proof is told again instead of being made anew.
const HOLDS: Duration = Duration::seconds(30);

/// What a walk through a chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Place of the newest event: how many there are, for places have no holes.
    pub seq: i64,
    /// Its hash.
    pub hash: Hash,
    /// When the walk ended.
    pub checked_at: OffsetDateTime,
    /// The first fault.
    pub fault: Option<Broken>,
}

/// The last proof of each agency; whoever walks holds them.
#[derive(Debug, Clone, Default)]
pub struct Proofs(Arc<Mutex<HashMap<OrganisationId, Proof>>>);

/// Proves the chain of the caller's agency, for an administrator and whoever inspects.
pub async fn prove(app: &App, caller: &Caller) -> Result<Proof> {
    may_audit(caller)?;
    let (app, agency) = (app.clone(), caller.organisation);
    // A walk of its own: it ends, and is kept for the next to ask, also when this one went away.
    tokio::spawn(async move { walked(&app, agency).await }).await?
}

async fn walked(app: &App, agency: OrganisationId) -> Result<Proof> {
    let mut proofs = app.0.proofs.0.lock().await;
    let now = app.0.clock.now();
    let last = proofs.get(&agency);
    if let Some(proof) = last.filter(|proof| now - proof.checked_at < HOLDS) {
        return Ok(proof.clone());
    }
    let (seq, hash) = storage::events::get_head(&app.0.db, agency).await?;
    let verdict = storage::events::verify(&app.0.db, agency).await?;
    let proof = Proof {
        seq,
        hash,
        checked_at: app.0.clock.now(),
        fault: verdict.err(),
    };
    proofs.insert(agency, proof.clone());
    Ok(proof)
}
