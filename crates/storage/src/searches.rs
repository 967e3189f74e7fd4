//! Searches that people keep.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use time::OffsetDateTime;
use workflow::{PersonId, SavedSearchId};

use crate::entities::identity::saved_search;
use crate::moments::{micros, moment};
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
    let row = saved_search::ActiveModel {
        id: Set(search.id.0),
        person_id: Set(search.person.0),
        name: Set(search.name.clone()),
        query: Set(search.query.clone()),
        created_at_us: Set(micros(search.created_at)),
    };
    saved_search::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Searches of a person, by name.
pub async fn list(ex: &impl Executor, person: PersonId) -> Result<Vec<SavedSearch>> {
    let rows = saved_search::Entity::find()
        .filter(saved_search::Column::PersonId.eq(person.0))
        .all(ex.raw())
        .await?;
    let mut searches: Vec<_> = rows.into_iter().map(search_of).collect::<Result<_>>()?;
    searches.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(searches)
}

fn search_of(row: saved_search::Model) -> Result<SavedSearch> {
    Ok(SavedSearch {
        id: SavedSearchId(row.id),
        person: PersonId(row.person_id),
        name: row.name,
        query: row.query,
        created_at: moment(row.created_at_us)?,
    })
}

/// Forgets a search of the person; false when there is none.
pub async fn remove(tx: &Transaction, person: PersonId, id: SavedSearchId) -> Result<bool> {
    let removed = saved_search::Entity::delete_many()
        .filter(saved_search::Column::Id.eq(id.0))
        .filter(saved_search::Column::PersonId.eq(person.0))
        .exec(&tx.inner)
        .await?;
    Ok(removed.rows_affected == 1)
}
