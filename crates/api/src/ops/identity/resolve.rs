//! From a cookie or a token to the caller.

use storage::identity::Session;
use time::Duration;
use workflow::access::{Caller, Scope};
use workflow::identity::session_holds;
use workflow::{Refusal, SessionId};

use super::hash_secret;
use crate::error::{Ignored, OpError, Result};
use crate::ops::App;

/// What a request shows to say who it comes from.
#[derive(Debug, Clone)]
pub enum Credential {
    /// The session cookie of a browser.
    Session(String),
    /// An API token.
    Token(String),
}

/// Whom a credential stands for.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The caller.
    pub caller: Caller,
    /// The session, when it is one.
    pub session: Option<SessionId>,
}

/// The caller behind a credential, or why there is none.
pub async fn resolve(app: &App, credential: &Credential) -> Result<Resolved> {
    let secret = match credential {
        Credential::Session(secret) | Credential::Token(secret) => hash_secret(secret),
    };
    if let Some(resolved) = app.0.callers.find(&secret) {
        return Ok(resolved);
    }
    let resolved = match credential {
        Credential::Session(_) => resolve_session(app, secret).await?,
        Credential::Token(_) => resolve_token(app, secret).await?,
    };
    app.0.callers.keep(secret, resolved.clone());
    Ok(resolved)
}

/// The caller behind a credential as the database knows it now, for whoever only listens: listening
/// is no use of a session and does not keep it open.
pub async fn still_there(app: &App, credential: &Credential) -> Result<Caller> {
    let resolved = match credential {
        Credential::Session(secret) => session_of(app, hash_secret(secret)).await?.1,
        Credential::Token(secret) => resolve_token(app, hash_secret(secret)).await?,
    };
    Ok(resolved.caller)
}

/// A session that holds, with its caller.
async fn session_of(app: &App, secret: [u8; 32]) -> Result<(Session, Resolved)> {
    let (db, now) = (&app.0.db, app.0.clock.now());
    let Some(session) = storage::identity::find_session(db, secret).await? else {
        let revoked = storage::identity::was_revoked(db, secret).await?;
        return Err(if revoked { revoked_since() } else { needed() });
    };
    let idle = Duration::minutes(app.0.config.sessions.lock_after_minutes);
    session_holds(session.started_at, session.last_seen_at, idle, now).map_err(OpError::SignIn)?;
    let today = app.0.clock.today();
    let caller = storage::identity::find_caller(db, session.person, &Scope::ALL, today)
        .await?
        .ok_or_else(revoked_since)?;
    let resolved = Resolved {
        caller,
        session: Some(session.id),
    };
    Ok((session, resolved))
}

async fn resolve_session(app: &App, secret: [u8; 32]) -> Result<Resolved> {
    let (session, resolved) = session_of(app, secret).await?;
    let now = app.0.clock.now();
    if now - session.last_seen_at >= Duration::minutes(1) {
        touch(app, session.id)
            .await
            .ignored("the session ends a minute earlier than it might");
    }
    Ok(resolved)
}

async fn touch(app: &App, session: SessionId) -> Result<()> {
    let tx = app.0.db.begin(app.0.clock.now()).await?;
    storage::identity::touch_session(&tx, session).await?;
    tx.commit().await?;
    Ok(())
}

async fn resolve_token(app: &App, secret: [u8; 32]) -> Result<Resolved> {
    let (db, today) = (&app.0.db, app.0.clock.today());
    let token = storage::identity::find_token(db, secret, today)
        .await?
        .ok_or_else(needed)?;
    let caller = storage::identity::find_caller(db, token.person, &token.scopes, today)
        .await?
        .ok_or_else(needed)?;
    Ok(Resolved {
        caller,
        session: None,
    })
}

/// The session was ended from elsewhere, or the account with it: what the device keeps is to go.
fn revoked_since() -> OpError {
    OpError::SignIn(Refusal::new("identity.session_revoked"))
}

fn needed() -> OpError {
    OpError::SignIn(Refusal::new("identity.sign_in_needed"))
}
