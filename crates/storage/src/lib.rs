//! Keeping: rows through sea-orm, bytes through object_store. The only crate that names either.
//!
//! Rows never leave: every function answers with types of this crate or of `workflow`. What may be
//! seen starts from `visible_to(principals)`. Both databases, SQLite and PostgreSQL, run the same
//! migrations and the same code.

pub mod batches;
pub mod blobs;
pub mod calendar;
pub mod database;
pub mod delegations;
pub mod documents;
mod entities;
pub mod errors;
pub mod events;
pub mod exchange;
pub mod follows;
pub mod grants;
pub mod identity;
pub mod ink;
pub mod instructions;
pub mod jobs;
mod moments;
pub mod notices;
pub mod openings;
pub mod organisations;
pub mod outgoing;
pub mod quality;
pub mod registers;
pub mod reminders;
pub mod routes;
pub mod searches;
pub mod statistics;
pub mod trail;
pub mod widenings;
pub mod work;

pub use blobs::Blobs;
pub use database::{Database, DatabaseConfig, Executor, Transaction};
pub use errors::StorageError;

/// Result of everything that touches rows or blobs.
pub type Result<T, E = StorageError> = std::result::Result<T, E>;

/// One part of a long list and the key to ask for the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice<T> {
    /// The rows of this part.
    pub items: Vec<T>,
    /// The key after which the next part begins; none at the end.
    pub next: Option<uuid::Uuid>,
}
