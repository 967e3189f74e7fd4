//! The drafts of somebody, and of the units he heads, with how far each is.

use storage::documents::{Document, File};
use storage::organisations::{Organisation, Unit};
use storage::outgoing::{DraftEntry, DraftsAt};
use workflow::DocumentId;
use workflow::access::{Caller, Principal, Scope};
use workflow::work::Case;

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::work::Names;

/// A part of the list.
#[derive(Debug)]
pub struct Drafts {
    /// The drafts, each with its tasks.
    pub items: Vec<(DraftEntry, Document, Case)>,
    /// Files of the papers.
    pub files: Vec<File>,
    /// Units of the papers.
    pub units: Vec<Unit>,
    /// Names that open tasks speak of, and of the drafters.
    pub names: Names,
    /// Where the next part begins.
    pub next: Option<DocumentId>,
}

/// One part of the drafts of the caller and of the units he heads, at most 100, newest first.
pub async fn list(
    app: &App,
    caller: &Caller,
    at: Option<DraftsAt>,
    (after, limit): (Option<DocumentId>, u64),
) -> Result<Drafts> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let (db, principals) = (&app.0.db, caller.principals());
    let units: Vec<_> = principals.iter().filter_map(headed).collect();
    let whose = (caller.person, units.as_slice());
    let slice = storage::outgoing::list_drafts(db, whose, at, after, limit.clamp(1, 100)).await?;
    let ids: Vec<_> = slice.items.iter().map(|entry| entry.document).collect();
    let mut documents = storage::documents::list_visible_of(db, &ids, &principals).await?;
    let tasks = storage::work::list_tasks(db, &ids).await?;
    let mut items = Vec::new();
    for entry in slice.items {
        let found = documents.iter().position(|one| one.id == entry.document);
        let Some(document) = found.map(|at| documents.swap_remove(at)) else {
            continue;
        };
        let own = tasks.iter().filter(|(of, _)| *of == entry.document);
        let case = Case {
            end: entry.end,
            tasks: own.map(|(_, task)| task.clone()).collect(),
            ..Case::new(document.id, document.organisation, document.fields.urgency)
        };
        items.push((entry, document, case));
    }
    let drafters = items.iter().map(|(entry, ..)| entry.drafter).collect();
    let open: Vec<_> = items
        .iter()
        .flat_map(|(.., case)| case.open_tasks())
        .collect();
    let names = Names::of(app, &open, drafters).await?;
    let units: Vec<_> = items.iter().filter_map(|(_, one, _)| one.unit).collect();
    Ok(Drafts {
        files: storage::documents::list_files(db, &ids).await?,
        units: storage::organisations::list_units_by_ids(db, &units).await?,
        names,
        next: slice.next.map(DocumentId),
        items,
    })
}

/// The other agencies of the installation today, to which a paper can be sent.
pub async fn list_agencies(app: &App, caller: &Caller) -> Result<Vec<Organisation>> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let today = app.0.clock.today();
    let mut agencies = storage::organisations::list(&app.0.db).await?;
    agencies.retain(|agency| agency.id != caller.organisation && agency.validity.covers(today));
    Ok(agencies)
}

fn headed(principal: &Principal) -> Option<workflow::UnitId> {
    match principal {
        Principal::Head(unit) => Some(*unit),
        _ => None,
    }
}
