//! Signing in with a password and, when asked for, a code; and out.

use serde_json::json;
use storage::Transaction;
use storage::identity::Account;
use workflow::audit::NewEvent;
use workflow::identity::{Failures, LOCK, SignInOutcome};
use workflow::{PasskeyId, PersonId, Refusal, SessionId};

use super::hash_secret;
use crate::clock::random_secret;
use crate::error::{OpError, Result};
use crate::ops::App;

/// An attempt to sign in.
#[derive(Debug)]
pub struct SignIn {
    /// Name as typed.
    pub login: String,
    /// Password as typed.
    pub password: String,
    /// Code of the app, when one was asked for.
    pub code: Option<String>,
    /// Address it comes from.
    pub address: String,
    /// Browser as it names itself.
    pub user_agent: String,
}

/// A new session; the secret goes to the browser and nowhere else.
#[derive(Debug)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The session.
    pub session: SessionId,
    /// The cookie's value.
    pub secret: String,
}

/// What somebody showed, to be noted with the session it opens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Proof {
    /// A password.
    Password,
    /// A password and the code of this step.
    Code(i64),
    /// A passkey, with what its authenticator has counted.
    Passkey(PasskeyId, u32),
}

/// Signs in; every attempt is recorded, the fifth wrong password locks the account for a while.
pub async fn sign_in(app: &App, attempt: SignIn) -> Result<SignedIn> {
    let (now, today) = (app.0.clock.now(), app.0.clock.today());
    let login = attempt.login.trim().to_lowercase();
    let account = storage::identity::find_account(&app.0.db, &login, today).await?;
    if let Some(account) = account
        .as_ref()
        .filter(|account| account.failures.is_locked(now))
    {
        record(
            app,
            Some(account),
            SignInOutcome::Locked,
            &attempt.address,
            None,
        )
        .await?;
        return Err(locked(account.failures, now));
    }
    let hash = account
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let matches = app.password_matches(attempt.password, hash).await?;
    let Some(account) = account.filter(|_| matches) else {
        return refuse(app, &login, &attempt.address).await;
    };
    if !account.holds {
        record(
            app,
            Some(&account),
            SignInOutcome::Ended,
            &attempt.address,
            None,
        )
        .await?;
        return Err(OpError::SignIn(Refusal::new("identity.account_ended")));
    }
    let Some(proof) = second_factor(app, &account, attempt.code.as_deref()).await? else {
        return refuse_code(app, account, attempt.code.is_some(), &attempt.address).await;
    };
    match begin_session(app, &account, &attempt.address, &attempt.user_agent, proof).await {
        Err(OpError::SignIn(_)) => refuse_code(app, account, true, &attempt.address).await,
        begun => begun,
    }
}

/// What the code adds to the password; none when it is missing or wrong.
async fn second_factor(app: &App, account: &Account, code: Option<&str>) -> Result<Option<Proof>> {
    let kept = storage::identity::find_code(&app.0.db, account.person).await?;
    let Some(kept) = kept.filter(|kept| kept.confirmed_at.is_some()) else {
        return Ok(Some(Proof::Password));
    };
    let step = super::codes::step_of(&kept.secret, code.unwrap_or(""), app.0.clock.now())?;
    Ok(step.map(Proof::Code))
}

/// A missing code is asked for; a wrong one counts like a wrong password.
async fn refuse_code(app: &App, account: Account, given: bool, address: &str) -> Result<SignedIn> {
    let (now, today) = (app.0.clock.now(), app.0.clock.today());
    if !given {
        record(
            app,
            Some(&account),
            SignInOutcome::CodeNeeded,
            address,
            None,
        )
        .await?;
        return Err(OpError::SignIn(Refusal::new("identity.code_needed")));
    }
    let account = storage::identity::get_account(&app.0.db, account.person, today).await?;
    let failures = account.failures.after_wrong_password(now);
    let outcome = SignInOutcome::WrongCode;
    record(app, Some(&account), outcome, address, Some(failures)).await?;
    if failures.locked_until.is_some() {
        return Err(locked(failures, now));
    }
    Err(OpError::SignIn(Refusal::new("identity.wrong_code")))
}

async fn refuse(app: &App, login: &str, address: &str) -> Result<SignedIn> {
    let today = app.0.clock.today();
    // Read again: other attempts may have failed while this one was hashing.
    let account = storage::identity::find_account(&app.0.db, login, today).await?;
    let failures = account
        .as_ref()
        .map(|found| found.failures.after_wrong_password(app.0.clock.now()));
    record(
        app,
        account.as_ref(),
        SignInOutcome::WrongCredentials,
        address,
        failures,
    )
    .await?;
    match failures {
        Some(failures) if failures.locked_until.is_some() => {
            Err(locked(failures, app.0.clock.now()))
        }
        _ => Err(OpError::SignIn(Refusal::new("identity.wrong_credentials"))),
    }
}

fn locked(failures: Failures, now: time::OffsetDateTime) -> OpError {
    let left = failures.locked_until.map_or(LOCK, |until| until - now);
    let minutes = (left.whole_seconds() + 59) / 60;
    OpError::TooMany(Refusal::new("identity.locked").with("minutes", minutes.max(1)))
}

pub(super) async fn record(
    app: &App,
    account: Option<&Account>,
    outcome: SignInOutcome,
    address: &str,
    failures: Option<Failures>,
) -> Result<()> {
    app.write(async |tx| {
        let person = account.map(|account| account.person);
        storage::identity::record_sign_in(tx, person, outcome, address).await?;
        if let Some(account) = account {
            if let Some(failures) = failures {
                storage::identity::save_failures(tx, account.person, failures).await?;
            }
            let event = NewEvent {
                actor: None,
                kind: "identity.sign_in_refused",
                subject: account.person.to_string(),
                payload: json!({ "outcome": outcome.code() }),
            };
            tx.record(account.organisation, event);
        }
        Ok(())
    })
    .await
}

pub(super) async fn begin_session(
    app: &App,
    account: &Account,
    address: &str,
    user_agent: &str,
    proof: Proof,
) -> Result<SignedIn> {
    let secret = hex::encode(random_secret().map_err(|e| OpError::Internal(e.to_string()))?);
    let session = SessionId(app.0.clock.new_id());
    let person = account.person;
    app.write(async |tx| {
        use_up(tx, person, proof).await?;
        storage::identity::record_sign_in(tx, Some(person), SignInOutcome::Accepted, address)
            .await?;
        storage::identity::save_failures(tx, person, Failures::default()).await?;
        let hash = hash_secret(&secret);
        storage::identity::insert_session(tx, session, hash, person, user_agent).await?;
        let event = NewEvent {
            actor: Some(person),
            kind: "identity.signed_in",
            subject: person.to_string(),
            payload: json!({ "session": session }),
        };
        tx.record(account.organisation, event);
        Ok(())
    })
    .await?;
    Ok(SignedIn {
        person,
        session,
        secret,
    })
}

/// Uses up what counts: a code is taken once, a passkey's counter only goes forward.
async fn use_up(tx: &Transaction, person: PersonId, proof: Proof) -> Result<()> {
    let (taken, refusal) = match proof {
        Proof::Password => return Ok(()),
        Proof::Code(step) => (
            storage::identity::spend_step(tx, person, step).await?,
            OpError::SignIn(Refusal::new("identity.wrong_code")),
        ),
        Proof::Passkey(id, counter) => (
            storage::identity::use_passkey(tx, id, counter).await?,
            OpError::Invalid(Refusal::new("identity.passkey_copied")),
        ),
    };
    if taken { Ok(()) } else { Err(refusal) }
}

/// Ends the session of this browser.
pub async fn sign_out(app: &App, resolved: &super::Resolved) -> Result<()> {
    match resolved.session {
        Some(session) => super::revoke_session(app, &resolved.caller, session).await,
        None => Ok(()),
    }
}
