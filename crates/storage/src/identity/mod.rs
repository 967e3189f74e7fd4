//! Accounts, sessions, API tokens, recorded sign-ins and idempotency keys.

mod accounts;
mod answers;
mod callers;
mod sessions;
mod tokens;

pub use accounts::{
    find_account, get_account, list_sign_ins, record_sign_in, save_failures, set_password,
};
pub use answers::{find_answer, remember_answer, sweep};
pub use callers::find_caller;
pub use sessions::{
    find_session, insert_session, list_sessions, revoke_other_sessions, revoke_session,
    touch_session, was_revoked,
};
pub use tokens::{find_token, insert_token, list_tokens, revoke_token};

use time::{Date, OffsetDateTime};
use workflow::access::Scope;
use workflow::identity::Failures;
use workflow::{ApiTokenId, OrganisationId, PersonId, SessionId};

/// What sign-in needs of an account.
#[derive(Debug, Clone)]
pub struct Account {
    /// The person.
    pub person: PersonId,
    /// Whose account it is.
    pub organisation: OrganisationId,
    /// argon2id in PHC form; none when no password was set.
    pub password_hash: Option<String>,
    /// Wrong passwords so far.
    pub failures: Failures,
    /// Whether the account holds on the day asked for.
    pub holds: bool,
}

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Id; not the secret.
    pub id: SessionId,
    /// Who.
    pub person: PersonId,
    /// Since.
    pub started_at: OffsetDateTime,
    /// Last request, to the minute.
    pub last_seen_at: OffsetDateTime,
    /// Browser as it named itself, cut to 200 characters.
    pub user_agent: String,
}

/// A token for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Id; not the secret.
    pub id: ApiTokenId,
    /// In whose name.
    pub person: PersonId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Last day it holds.
    pub expires_on: Date,
    /// When it was made.
    pub created_at: OffsetDateTime,
}

/// A recorded sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// When.
    pub at: OffsetDateTime,
    /// Who, if the account exists.
    pub person: Option<PersonId>,
    /// How it ended.
    pub outcome: String,
    /// From where.
    pub address: String,
}

/// An answer remembered under an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RememberedAnswer {
    /// SHA-256 of method, path and body of the request.
    pub request_hash: [u8; 32],
    /// HTTP status.
    pub status: i16,
    /// JSON body.
    pub body: String,
}
