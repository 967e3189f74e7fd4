//! Signing in, and unlocking, with a passkey. It stands for both factors, device and finger or PIN, so
//! no code is asked for; and since it cannot be guessed, an account locked by wrong passwords opens.

use workflow::identity::SignInOutcome;
use workflow::{PersonId, Refusal};

use super::challenge::{make_challenge, take_challenge};
use super::sign_in::{Proof, SignedIn, begin_session, record};
use super::webauthn::{Assertion, Site, challenge_of, verify};
use crate::error::{OpError, Result};
use crate::ops::App;

/// An attempt to sign in with a passkey.
#[derive(Debug)]
pub struct PasskeySignIn {
    /// What the passkey answered.
    pub answer: Assertion,
    /// Address it comes from.
    pub address: String,
    /// Browser as it names itself.
    pub user_agent: String,
}

/// A challenge for whoever signs in; which passkeys there are is told to nobody.
pub async fn begin_sign_in(app: &App) -> Result<[u8; 32]> {
    make_challenge(app, None).await
}

/// Signs in the person whose passkey answered.
pub async fn sign_in_with_passkey(
    app: &App,
    site: &Site,
    attempt: PasskeySignIn,
) -> Result<SignedIn> {
    let answer = &attempt.answer;
    let challenge =
        challenge_of(site, "webauthn.get", &answer.client_data).map_err(OpError::Invalid)?;
    take_challenge(app, &challenge, None).await?;
    let unknown = || OpError::Invalid(Refusal::new("identity.passkey_unknown"));
    let key = storage::identity::find_passkey(&app.0.db, &answer.credential).await?;
    let key = key.ok_or_else(unknown)?;
    if answer
        .user_handle
        .as_ref()
        .is_some_and(|handle| handle != key.person.0.as_bytes())
    {
        return Err(unknown());
    }
    let counter = match verify(site, &key.public_key, answer) {
        Ok(counter) => counter,
        Err(refusal) => {
            refused(app, key.person, SignInOutcome::WrongCredentials, &attempt).await?;
            return Err(OpError::Invalid(refusal));
        }
    };
    let today = app.0.clock.today();
    let account = storage::identity::get_account(&app.0.db, key.person, today).await?;
    if !account.holds {
        refused(app, key.person, SignInOutcome::Ended, &attempt).await?;
        return Err(OpError::SignIn(Refusal::new("identity.account_ended")));
    }
    let proof = Proof::Passkey(key.id, counter);
    begin_session(app, &account, &attempt.address, &attempt.user_agent, proof).await
}

async fn refused(
    app: &App,
    person: PersonId,
    outcome: SignInOutcome,
    attempt: &PasskeySignIn,
) -> Result<()> {
    let today = app.0.clock.today();
    let account = storage::identity::get_account(&app.0.db, person, today).await?;
    record(app, Some(&account), outcome, &attempt.address, None).await
}
