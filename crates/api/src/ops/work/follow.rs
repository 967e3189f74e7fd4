//! Following a paper (theo dõi): a list of one's own beside what waits. It gives no right to read: a
//! paper that is not open to the person any more leaves the list.

use serde_json::json;
use storage::documents::{Document, File};
use storage::organisations::Unit;
use time::OffsetDateTime;
use workflow::DocumentId;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::work::{Phase, TaskKind};

use crate::error::{OpError, Result};
use crate::ops::App;

/// A followed paper and how far it is.
#[derive(Debug)]
pub struct FollowedPaper {
    /// The paper.
    pub document: Document,
    /// Since when it is followed.
    pub since: OffsetDateTime,
    /// How far it is; none when nobody has acted on it.
    pub phase: Option<Phase>,
    /// By when whoever leads has to be done.
    pub due_at: Option<OffsetDateTime>,
}

/// A part of the list.
#[derive(Debug)]
pub struct FollowedPapers {
    /// The papers, the latest begun first.
    pub items: Vec<FollowedPaper>,
    /// Their files.
    pub files: Vec<File>,
    /// Their units.
    pub units: Vec<Unit>,
    /// Where the next part begins.
    pub next: Option<DocumentId>,
}

/// Follows a paper from now on, or no more; asking for what is so already changes nothing.
pub async fn follow(app: &App, caller: &Caller, id: DocumentId, follows: bool) -> Result<()> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let principals = caller.principals();
    let found = storage::documents::find_visible(&app.0.db, id, &principals).await?;
    let document = found.ok_or(OpError::NotFound)?;
    if storage::follows::follows(&app.0.db, caller.person, id).await? == follows {
        return Ok(());
    }
    app.write(async |tx| {
        if follows {
            storage::follows::begin(tx, caller.person, id).await?;
        } else {
            storage::follows::end(tx, caller.person, id).await?;
        }
        let kind = if follows {
            "follow.begun"
        } else {
            "follow.ended"
        };
        let event = NewEvent {
            actor: Some(caller.person),
            kind,
            // Whom it concerns is the person, not the paper: its readers need not know.
            subject: caller.person.to_string(),
            payload: json!({ "document": id }),
        };
        tx.record(document.organisation, event);
        Ok(())
    })
    .await
}

/// What the caller follows and may read, at most 100 papers.
pub async fn followed(
    app: &App,
    caller: &Caller,
    (after, limit): (Option<DocumentId>, u64),
) -> Result<FollowedPapers> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let (db, limit) = (&app.0.db, limit.clamp(1, 100));
    let slice = storage::follows::list(db, caller.person, after, limit).await?;
    let ids: Vec<_> = slice.items.iter().map(|one| one.document).collect();
    let documents = storage::documents::list_visible_of(db, &ids, &caller.principals()).await?;
    let files = storage::documents::list_files(db, &ids).await?;
    let units: Vec<_> = documents.iter().filter_map(|one| one.unit).collect();
    let units = storage::organisations::list_units_by_ids(db, &units).await?;
    let cases = storage::work::list_cases(db, &ids).await?;
    let items = slice.items.into_iter().filter_map(|one| {
        let document = documents.iter().find(|paper| paper.id == one.document)?;
        let case = cases.iter().find(|case| case.document == one.document);
        let lead = case.and_then(|case| case.open_tasks().find(|task| task.kind == TaskKind::Lead));
        Some(FollowedPaper {
            document: document.clone(),
            since: one.since,
            phase: case.and_then(workflow::work::Case::phase),
            due_at: lead.and_then(|task| task.due.as_ref()).map(|due| due.at),
        })
    });
    Ok(FollowedPapers {
        items: items.collect(),
        files,
        units,
        next: slice.next.map(DocumentId),
    })
}
