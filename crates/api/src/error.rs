//! How an operation fails.

use indexing::search::SearchFault;
use storage::StorageError;
use workflow::Refusal;

/// Failure of an operation; one file of `http` turns it into an answer.
#[derive(Debug, thiserror::Error)]
pub enum OpError {
    /// Nobody is signed in, or no longer.
    #[error("sign-in needed: {0}")]
    SignIn(Refusal),
    /// A rule says no.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// What was sent is wrong.
    #[error("invalid: {0}")]
    Invalid(Refusal),
    /// It does not exist, or not for this caller.
    #[error("not found")]
    NotFound,
    /// It stands in the way of something that exists.
    #[error("conflict: {0}")]
    Conflict(Refusal),
    /// It was changed since the caller read it.
    #[error("changed meanwhile")]
    Stale,
    /// The paper has gone on since the caller saw it.
    #[error("gone on meanwhile")]
    MovedOn,
    /// Too often.
    #[error("too many: {0}")]
    TooMany(Refusal),
    /// The database or the blob store failed.
    #[error(transparent)]
    Storage(StorageError),
    /// The index failed.
    #[error("index: {0}")]
    Index(String),
    /// A local file or a child process failed.
    #[error("input or output: {0}")]
    Io(#[from] std::io::Error),
    /// Something that cannot be.
    #[error("internal: {0}")]
    Internal(String),
}

impl From<StorageError> for OpError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Stale => OpError::Stale,
            other => OpError::Storage(other),
        }
    }
}

impl From<SearchFault> for OpError {
    fn from(fault: SearchFault) -> Self {
        match fault {
            SearchFault::Query { code, piece } => {
                OpError::Invalid(Refusal::new(code).with("piece", piece))
            }
            SearchFault::Index(text) => OpError::Index(text),
        }
    }
}

impl From<tokio::task::JoinError> for OpError {
    fn from(error: tokio::task::JoinError) -> Self {
        OpError::Internal(error.to_string())
    }
}

/// Result of an operation.
pub type Result<T, E = OpError> = std::result::Result<T, E>;

/// The one way to swallow an error: say why, and it is logged.
pub trait Ignored {
    /// Logs a failure with the reason for going on.
    fn ignored(self, why: &'static str);
}

impl<T, E: std::fmt::Display> Ignored for std::result::Result<T, E> {
    fn ignored(self, why: &'static str) {
        if let Err(error) = self {
            tracing::warn!(%error, why, "went on after a failure");
        }
    }
}
