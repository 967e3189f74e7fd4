//! Beginning a draft: a paper of its own, open to the drafter and the head of his unit only.

use serde::{Deserialize, Serialize};
use storage::documents::NewDocument;
use workflow::access::{Caller, Role, Scope};
use workflow::documents::{Direction, Fields, Urgency};
use workflow::work::outgoing::{Action, Paper, may_draft};
use workflow::{DocumentId, UnitId};

use super::act::Scene;
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// A draft to be begun.
#[derive(Debug, Clone, Default)]
pub struct NewDraft {
    /// Trích yếu.
    pub subject: Option<String>,
    /// Code of its kind.
    pub kind: Option<String>,
    /// Độ khẩn that the drafter proposes.
    pub urgency: Urgency,
    /// The unit it is drafted in; the unit of the drafter's first post when none is named.
    pub unit: Option<UnitId>,
    /// The incoming paper it answers.
    pub answers: Option<DocumentId>,
}

#[derive(Serialize, Deserialize)]
struct Begun {
    document: DocumentId,
}

/// Begins a draft; answers the id of the paper.
pub async fn draft(
    app: &App,
    caller: &Caller,
    new: NewDraft,
    once: Option<&Once>,
) -> Result<DocumentId> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    may_draft(caller).map_err(OpError::Refused)?;
    if let Some(answers) = new.answers {
        let principals = caller.principals();
        let found = storage::documents::find_visible(&app.0.db, answers, &principals).await?;
        found.ok_or(OpError::NotFound)?;
    }
    let fields = Fields {
        subject: new.subject,
        kind: new.kind,
        urgency: new.urgency,
        direction: Some(Direction::Outgoing),
        ..Fields::default()
    };
    let fields = fields.checked().map_err(OpError::Invalid)?;
    let mut posts = caller.appointments.iter();
    let first = posts.find(|post| post.role != Role::Administrator);
    let unit = new.unit.or(first.and_then(|post| post.unit));
    let id = DocumentId(app.0.clock.new_id());
    let scene = Scene::of(app, caller, id).await?;
    let begun = app
        .write_once(once, async |tx| {
            let kind = fields.kind.clone();
            let document = NewDocument {
                id,
                organisation: caller.organisation,
                unit: None,
                fields,
                captured_by: Some(caller.person),
            };
            storage::documents::insert(tx, document).await?;
            let case = scene.lock_case(tx).await?;
            let paper = Paper::new(case, caller.person, unit, kind);
            scene.act(app, tx, caller, (&paper, &Action::Draft)).await?;
            if let Some(answers) = new.answers {
                storage::outgoing::link_answer(tx, answers, id).await?;
            }
            Ok(Begun { document: id })
        })
        .await?;
    Ok(begun.document)
}
