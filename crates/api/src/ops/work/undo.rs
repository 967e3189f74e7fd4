//! Undoing the last action on a paper, by whoever did it and a moment later.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Transaction;
use storage::documents::Document;
use storage::work::{find_way_back, keep_way_back, lock_case};
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::documents::Direction;
use workflow::work::{Case, Change, Standing, WayBack, may_undo, undo as way_of_undoing};
use workflow::{DocumentId, Refusal};

use super::act::keep;
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

#[derive(Serialize, Deserialize)]
struct Undone {}

/// Undoes the action that left a paper at a revision.
pub async fn undo(
    app: &App,
    caller: &Caller,
    (document, revision): (DocumentId, i64),
    once: Option<&Once>,
) -> Result<()> {
    let document = found(app, caller, document).await?;
    app.write_once(once, async |tx| {
        undo_in(app, tx, caller, (&document, revision)).await?;
        Ok(Undone {})
    })
    .await?;
    Ok(())
}

/// The paper. Whoever gave back what he had may not read it any more and undoes it all the same.
async fn found(app: &App, caller: &Caller, id: DocumentId) -> Result<Document> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let (db, principals) = (&app.0.db, caller.principals());
    if let Some(document) = storage::documents::find_visible(db, id, &principals).await? {
        return Ok(document);
    }
    let back = find_way_back(db, id).await?;
    let his = back.is_some_and(|back| back.by == caller.person);
    let document = storage::documents::list_by_ids(db, &[id]).await?.pop();
    document.filter(|_| his).ok_or(OpError::NotFound)
}

/// Undoes it inside a transaction.
async fn undo_in(
    app: &App,
    tx: &mut Transaction,
    caller: &Caller,
    (document, revision): (&Document, i64),
) -> Result<()> {
    let (id, organisation) = (document.id, document.organisation);
    let direction = document.fields.direction.unwrap_or(Direction::Incoming);
    let case = lock_case(tx, id, organisation, direction).await?;
    if case.revision != revision {
        return Err(OpError::Conflict(Refusal::new("work.undo_moved_on")));
    }
    let (back, changes) = {
        let back = find_way_back(tx, id).await?;
        let (who, now) = (caller.person, tx.now());
        let changes = way_of_undoing(&case, back.as_ref(), who, now).map_err(OpError::Refused)?;
        let back = may_undo(&case, back.as_ref(), who, now).map_err(OpError::Refused)?;
        (back.clone(), changes)
    };
    let standing = Standing {
        person: caller.person,
        on_behalf_of: back.on_behalf_of,
    };
    keep(app, tx, (document, &case), standing, &changes).await?;
    storage::outgoing::save(tx, id, standing, &back.of_the_draft()).await?;
    let again: Vec<_> = back.again().collect();
    let event = NewEvent {
        actor: Some(caller.person),
        kind: "task.undone",
        subject: id.to_string(),
        payload: json!({
            "undoes": back.event, "at_us": micros(&back), "on_behalf_of": back.on_behalf_of,
            "withdrawn": back.withdrawn(), "again": again,
        }),
    };
    tx.record(organisation, event);
    Ok(())
}

/// The moment of the action as its event has it.
fn micros(back: &WayBack) -> i64 {
    i64::try_from(back.at.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX)
}

/// Keeps the way back beside an action that can be undone.
pub(super) async fn keep_the_way(
    tx: &Transaction,
    case: &Case,
    changes: &[Change],
    (standing, event): (Standing, &str),
    before: &Before,
) -> Result<()> {
    let known = (before.dossier.as_deref(), before.answers.as_slice());
    let back = WayBack::of(case, changes, (standing, event, tx.now()), known);
    keep_way_back(tx, case.document, Some(&back)).await?;
    Ok(())
}

/// What a case does not know of itself.
#[derive(Default)]
pub(super) struct Before {
    dossier: Option<String>,
    answers: Vec<DocumentId>,
}

impl Before {
    /// Loaded before changes are saved, where one of them sets it.
    pub async fn load(tx: &Transaction, case: &Case, changes: &[Change]) -> Result<Before> {
        let sets =
            |change: &Change| matches!(change, Change::SetDossier(_) | Change::AnsweredBy(_));
        if !changes.iter().any(sets) {
            return Ok(Before::default());
        }
        let kept = storage::work::find_kept(tx, case.document).await?;
        let (answers, _) = storage::work::list_answers(tx, case.document).await?;
        Ok(Before {
            dossier: kept.and_then(|kept| kept.dossier),
            answers,
        })
    }
}
