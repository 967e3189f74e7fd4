//! What a person sees of the own account: devices, sign-ins, tokens.

use storage::identity::{ApiToken, Session, SignIn};
use workflow::access::Caller;

use crate::error::Result;
use crate::ops::App;

/// Sessions of the caller, newest first.
pub async fn list_sessions(app: &App, caller: &Caller) -> Result<Vec<Session>> {
    Ok(storage::identity::list_sessions(&app.0.db, caller.person).await?)
}

/// The latest sign-ins of the caller, accepted or not.
pub async fn list_sign_ins(app: &App, caller: &Caller) -> Result<Vec<SignIn>> {
    Ok(storage::identity::list_sign_ins(&app.0.db, caller.person, 50).await?)
}

/// Tokens of the caller.
pub async fn list_tokens(app: &App, caller: &Caller) -> Result<Vec<ApiToken>> {
    Ok(storage::identity::list_tokens(&app.0.db, caller.person).await?)
}
