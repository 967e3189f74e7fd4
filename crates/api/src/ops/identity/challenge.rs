//! Challenges for passkeys. They stand in the database, so that any process of the office can take the
//! answer, and only once.

use time::Duration;
use workflow::{PersonId, Refusal};

use crate::clock::random_secret;
use crate::error::{OpError, Result};
use crate::ops::App;

/// How long a challenge waits for its answer.
pub const CHALLENGE_LIFETIME: Duration = Duration::minutes(5);

/// A new challenge: for a person who adds a passkey, or for whoever signs in.
pub(super) async fn make_challenge(app: &App, person: Option<PersonId>) -> Result<[u8; 32]> {
    let challenge = random_secret().map_err(|error| OpError::Internal(error.to_string()))?;
    let now = app.0.clock.now();
    let tx = app.0.db.begin(now).await?;
    storage::identity::insert_challenge(&tx, challenge, person, now + CHALLENGE_LIFETIME).await?;
    tx.commit().await?;
    Ok(challenge)
}

/// Uses up a challenge, whatever becomes of the answer.
pub(super) async fn take_challenge(
    app: &App,
    challenge: &[u8],
    person: Option<PersonId>,
) -> Result<()> {
    let tx = app.0.db.begin(app.0.clock.now()).await?;
    let held = storage::identity::take_challenge(&tx, challenge, person).await?;
    tx.commit().await?;
    if held {
        Ok(())
    } else {
        Err(OpError::Invalid(Refusal::new("identity.challenge_gone")))
    }
}
