//! Searches that people keep.

use time::OffsetDateTime;
use workflow::{PersonId, SavedSearchId};

use crate::{Executor, Result, Transaction};

/// A kept search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Id.
    pub id: SavedSearchId,
    /// Whose.
    pub person: PersonId,
    /// Name as shown.
    pub name: String,
    /// The query string of the search page, without the question mark.
    pub query: String,
    /// When it was kept.
    pub created_at: OffsetDateTime,
}

/// Keeps a search.
pub async fn insert(tx: &Transaction, search: &SavedSearch) -> Result<()> {
    todo!()
}

/// Searches of a person, by name.
pub async fn list(ex: &impl Executor, person: PersonId) -> Result<Vec<SavedSearch>> {
    todo!()
}

/// Forgets a search of the person; false when there is none.
pub async fn remove(tx: &Transaction, person: PersonId, id: SavedSearchId) -> Result<bool> {
    todo!()
}
