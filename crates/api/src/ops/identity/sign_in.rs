//! Signing in with a password, and out.

use serde_json::json;
use storage::identity::Account;
use workflow::audit::NewEvent;
use workflow::identity::{Failures, LOCK, SignInOutcome};
use workflow::{PersonId, Refusal, SessionId};

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
    begin_session(app, &account, &attempt.address, &attempt.user_agent).await
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

async fn record(
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

async fn begin_session(
    app: &App,
    account: &Account,
    address: &str,
    user_agent: &str,
) -> Result<SignedIn> {
    let secret = hex::encode(random_secret().map_err(|e| OpError::Internal(e.to_string()))?);
    let session = SessionId(app.0.clock.new_id());
    let person = account.person;
    app.write(async |tx| {
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

/// Ends the session of this browser.
pub async fn sign_out(app: &App, resolved: &super::Resolved) -> Result<()> {
    match resolved.session {
        Some(session) => super::revoke_session(app, &resolved.caller, session).await,
        None => Ok(()),
    }
}
