//! Accounts, passkeys, codes, sessions, API tokens, recorded sign-ins and idempotency keys.

mod accounts;
mod answers;
mod callers;
mod codes;
mod passkeys;
mod sessions;
mod tokens;

pub use accounts::{
    find_account, get_account, list_sign_ins, record_sign_in, save_failures, set_password,
};
pub use answers::{find_answer, remember_answer, sweep};
pub use callers::find_caller;
pub use codes::{confirm_code, find_code, put_code, remove_code, spend_step};
pub use passkeys::{
    find_passkey, insert_challenge, insert_passkey, list_passkeys, remove_all_passkeys,
    remove_passkey, take_challenge, use_passkey,
};
pub use sessions::{
    find_session, insert_session, list_sessions, revoke_other_sessions, revoke_session,
    touch_session, was_revoked,
};
pub use tokens::{find_token, insert_token, list_tokens, revoke_token};

use time::{Date, OffsetDateTime};
use workflow::access::Scope;
use workflow::identity::Failures;
use workflow::{ApiTokenId, OrganisationId, PasskeyId, PersonId, SessionId};

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

/// A key of a device with which a person signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Id.
    pub id: PasskeyId,
    /// Whose.
    pub person: PersonId,
    /// The name its authenticator gave it.
    pub credential: Vec<u8>,
    /// COSE key that its signatures are checked with.
    pub public_key: Vec<u8>,
    /// Signatures it has counted.
    pub counter: u32,
    /// What the person calls it.
    pub name: String,
    /// When it was added.
    pub created_at: OffsetDateTime,
    /// When it last signed in.
    pub last_used_at: Option<OffsetDateTime>,
}

/// The secret of an app that shows codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeCode {
    /// Shared with the app.
    pub secret: Vec<u8>,
    /// Since when codes are asked for; none until the first one was right.
    pub confirmed_at: Option<OffsetDateTime>,
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
