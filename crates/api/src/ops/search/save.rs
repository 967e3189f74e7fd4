//! Searches a person keeps.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::searches::SavedSearch;
use time::OffsetDateTime;
use workflow::access::Caller;
use workflow::audit::NewEvent;
use workflow::{Refusal, SavedSearchId};

use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// A search to be kept.
#[derive(Debug, Clone)]
pub struct NewSavedSearch {
    /// Name as shown.
    pub name: String,
    /// The query string of the search page.
    pub query: String,
}

#[derive(Serialize, Deserialize)]
struct Saved {
    id: SavedSearchId,
    name: String,
    query: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}

/// Keeps a search.
pub async fn save_search(
    app: &App,
    caller: &Caller,
    new: NewSavedSearch,
    once: Option<&Once>,
) -> Result<SavedSearch> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(OpError::Invalid(Refusal::new("search.saved_name")));
    }
    if new.query.len() > 8192 {
        return Err(OpError::Invalid(Refusal::new("search.query_long")));
    }
    let (id, created_at) = (SavedSearchId(app.0.clock.new_id()), app.0.clock.now());
    let search = SavedSearch {
        id,
        person: caller.person,
        name,
        query: new.query,
        created_at,
    };
    let saved = app
        .write_once(once, async |tx| {
            storage::searches::insert(tx, &search).await?;
            tx.record(caller.organisation, event(caller, "search.saved", id));
            let SavedSearch {
                id,
                name,
                query,
                created_at,
                ..
            } = search;
            Ok(Saved {
                id,
                name,
                query,
                created_at,
            })
        })
        .await?;
    let Saved {
        id,
        name,
        query,
        created_at,
    } = saved;
    Ok(SavedSearch {
        id,
        person: caller.person,
        name,
        query,
        created_at,
    })
}

/// Searches of the caller.
pub async fn list_searches(app: &App, caller: &Caller) -> Result<Vec<SavedSearch>> {
    Ok(storage::searches::list(&app.0.db, caller.person).await?)
}

/// Forgets a search of the caller.
pub async fn forget_search(app: &App, caller: &Caller, id: SavedSearchId) -> Result<()> {
    app.write(async |tx| {
        if !storage::searches::remove(tx, caller.person, id).await? {
            return Err(OpError::NotFound);
        }
        tx.record(caller.organisation, event(caller, "search.forgotten", id));
        Ok(())
    })
    .await
}

fn event(caller: &Caller, kind: &'static str, id: SavedSearchId) -> NewEvent {
    let subject = caller.person.to_string();
    NewEvent {
        actor: Some(caller.person),
        kind,
        subject,
        payload: json!({ "search": id }),
    }
}
