//! The suggestions of a paper as its form shows them: value, confidence, place on the page, and the
//! papers at hand that it refers to.

use storage::Database;
use storage::documents::{Document, Suggestion};
use workflow::access::{Caller, Scope};
use workflow::{DocumentId, RegisterId};

use crate::error::{OpError, Result};
use crate::ops::App;

/// A paper that is referred to.
#[derive(Debug)]
pub struct Reference {
    /// Number and symbol as suggested.
    pub code: String,
    /// Papers that bear it, as far as the caller may read them.
    pub papers: Vec<Document>,
}

/// What is suggested for a paper.
#[derive(Debug)]
pub struct Suggested {
    /// By field, the sure ones first among equals.
    pub suggestions: Vec<Suggestion>,
    /// Papers referred to.
    pub references: Vec<Reference>,
    /// The register that the separator sheet before the paper names.
    pub register: Option<RegisterId>,
}

/// Most papers referred to that are looked up.
const MOST_REFERENCES: usize = 20;

/// What is suggested for a paper.
pub async fn suggestions(app: &App, caller: &Caller, id: DocumentId) -> Result<Suggested> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let (db, principals) = (&app.0.db, caller.principals());
    let found = storage::documents::find_visible(db, id, &principals).await?;
    let document = found.ok_or(OpError::NotFound)?;
    let suggestions = if storage::exchange::is_withheld(db, id).await? {
        Vec::new()
    } else {
        storage::documents::list_suggestions(db, id).await?
    };
    let mut references = Vec::new();
    let codes = suggestions.iter().filter(|one| one.field == "references");
    for one in codes.take(MOST_REFERENCES) {
        let code = one.value.clone();
        let papers =
            storage::documents::list_by_code(db, document.organisation, &code, &principals).await?;
        references.push(Reference { code, papers });
    }
    Ok(Suggested {
        suggestions,
        references,
        register: register_of_sheet(db, id).await?,
    })
}

async fn register_of_sheet(db: &Database, id: DocumentId) -> Result<Option<RegisterId>> {
    let Some((batch, key)) = storage::batches::find_place(db, id).await? else {
        return Ok(None);
    };
    let now = storage::batches::find(db, batch).await?;
    let Some(batch) = now else { return Ok(None) };
    let revision = storage::batches::find_revision(db, batch.id, batch.revision).await?;
    let mut papers = revision.arrangement.papers.iter();
    Ok(papers
        .find(|paper| paper.key == key)
        .and_then(|paper| paper.register))
}
