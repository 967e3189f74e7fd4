//! What can go wrong below the operations.

/// A failure of the database or the blob store.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The row or blob must exist and does not.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// A unique or foreign key refused the write; names the constraint or columns.
    #[error("conflict on {0}")]
    Conflict(String),
    /// The row was changed since the caller read it.
    #[error("changed meanwhile")]
    Stale,
    /// Kept data contradicts itself; the text names what and where.
    #[error("corrupt: {0}")]
    Corrupt(String),
    /// The disk or the store has no room.
    #[error("no space left")]
    Full,
    /// The database or the store does not answer; trying again later may help.
    #[error("storage unavailable: {0}")]
    Unavailable(String),
}
