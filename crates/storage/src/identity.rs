//! Accounts, sessions, API tokens, recorded sign-ins and idempotency keys.

use time::{Date, OffsetDateTime};
use workflow::access::{Caller, Scope};
use workflow::identity::{Failures, SignInOutcome};
use workflow::{ApiTokenId, OrganisationId, PersonId, SessionId};

use crate::{Executor, Result, Transaction};

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

/// The account of a login name (compared in lower case).
pub async fn find_account(ex: &impl Executor, login: &str, today: Date) -> Result<Option<Account>> {
    todo!()
}

/// The account of a person.
pub async fn get_account(ex: &impl Executor, person: PersonId, today: Date) -> Result<Account> {
    todo!()
}

/// Sets the password hash.
pub async fn set_password(tx: &Transaction, person: PersonId, password_hash: &str) -> Result<()> {
    todo!()
}

/// Writes the failures of an account.
pub async fn save_failures(tx: &Transaction, person: PersonId, failures: Failures) -> Result<()> {
    todo!()
}

/// Records a sign-in, accepted or not. `login` is kept only for accounts that exist.
pub async fn record_sign_in(tx: &Transaction, person: Option<PersonId>, outcome: SignInOutcome, address: &str) -> Result<()> {
    todo!()
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

/// The latest sign-ins of a person, newest first.
pub async fn list_sign_ins(ex: &impl Executor, person: PersonId, limit: u64) -> Result<Vec<SignIn>> {
    todo!()
}

/// Begins a session under the SHA-256 of its secret.
pub async fn insert_session(tx: &Transaction, id: SessionId, secret_hash: [u8; 32], person: PersonId, user_agent: &str) -> Result<()> {
    todo!()
}

/// The session of a secret, unless revoked.
pub async fn find_session(ex: &impl Executor, secret_hash: [u8; 32]) -> Result<Option<Session>> {
    todo!()
}

/// Remembers that the session was used at the time of the transaction.
pub async fn touch_session(tx: &Transaction, id: SessionId) -> Result<()> {
    todo!()
}

/// Sessions of a person that are not revoked, newest first.
pub async fn list_sessions(ex: &impl Executor, person: PersonId) -> Result<Vec<Session>> {
    todo!()
}

/// Ends one session of the person; false when there is none.
pub async fn revoke_session(tx: &Transaction, person: PersonId, id: SessionId) -> Result<bool> {
    todo!()
}

/// Ends all sessions of the person but one.
pub async fn revoke_other_sessions(tx: &Transaction, person: PersonId, keep: Option<SessionId>) -> Result<u64> {
    todo!()
}

/// Makes a token under the SHA-256 of its secret.
pub async fn insert_token(tx: &Transaction, token: &ApiToken, secret_hash: [u8; 32]) -> Result<()> {
    todo!()
}

/// The token of a secret, unless revoked or past its last day.
pub async fn find_token(ex: &impl Executor, secret_hash: [u8; 32], today: Date) -> Result<Option<ApiToken>> {
    todo!()
}

/// Tokens of a person that are not revoked.
pub async fn list_tokens(ex: &impl Executor, person: PersonId) -> Result<Vec<ApiToken>> {
    todo!()
}

/// Ends a token of the person; false when there is none.
pub async fn revoke_token(tx: &Transaction, person: PersonId, id: ApiTokenId) -> Result<bool> {
    todo!()
}

/// The caller a person is today: posts that hold, units and the units below them. One or two queries.
/// None when the account no longer holds.
pub async fn find_caller(ex: &impl Executor, person: PersonId, scopes: &[Scope], today: Date) -> Result<Option<Caller>> {
    todo!()
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

/// The answer remembered for a person's key.
pub async fn find_answer(ex: &impl Executor, person: PersonId, key: &str) -> Result<Option<RememberedAnswer>> {
    todo!()
}

/// Remembers an answer in the transaction of its effect; `Conflict` when the key is taken.
pub async fn remember_answer(tx: &Transaction, person: PersonId, key: &str, answer: &RememberedAnswer) -> Result<()> {
    todo!()
}

/// Forgets answers, ended sessions and such older than the given time; says how many rows went.
pub async fn sweep(tx: &Transaction, older_than: OffsetDateTime) -> Result<u64> {
    todo!()
}
