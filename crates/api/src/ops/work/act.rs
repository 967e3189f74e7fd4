//! Acting on an incoming paper: load the case under its lock, ask the rule, save, record.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Transaction;
use storage::documents::Document;
use storage::work::lock_case;
use time::OffsetDateTime;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::calendar::Calendar;
use workflow::delegation::{Live, stand_ins};
use workflow::documents::{Direction, ReadingState};
use workflow::work::incoming::{self, Action};
use workflow::work::{Actor, Case, Change, Context, Staff, Standing};
use workflow::{DocumentId, Refusal};

use super::staff::staff_of;
use super::undo::{Before, keep_the_way};
use crate::error::{OpError, Result};
use crate::ops::delegations::{lives_of, open_to_delegates};
use crate::ops::exchange::{Told, report};
use crate::ops::{App, Once};

#[derive(Serialize, Deserialize)]
struct Acted {
    revision: i64,
}

/// Does an action on an incoming paper; where the caller says at which revision he saw it, only if nobody
/// has acted since.
pub async fn act(
    app: &App,
    caller: &Caller,
    (document, seen): (DocumentId, Option<i64>),
    action: &Action,
    once: Option<&Once>,
) -> Result<()> {
    let scene = Scene::open(app, caller, document).await?;
    app.write_once(once, async |tx| {
        let organisation = scene.document.organisation;
        if seen.is_some() {
            let case = lock_case(tx, document, organisation, Direction::Incoming).await?;
            still_as_seen(&case, seen)?;
        }
        let revision = scene.act(app, tx, caller, action).await?.revision;
        Ok(Acted { revision })
    })
    .await?;
    Ok(())
}

/// Refuses to act on a paper that has gone on since it was seen.
pub(in crate::ops) fn still_as_seen(case: &Case, seen: Option<i64>) -> Result<()> {
    match seen {
        Some(seen) if seen != case.revision => Err(OpError::MovedOn),
        _ => Ok(()),
    }
}

/// What an action left.
#[derive(Debug, Clone, Copy)]
pub(in crate::ops) struct Left {
    /// The revision of the case.
    pub revision: i64,
    /// Whether it can be undone for a moment.
    pub undoable: bool,
}

/// What an action is judged by beside the case itself.
pub(in crate::ops) struct Scene {
    /// The paper, which the caller may read.
    pub document: Document,
    staff: Staff,
    lives: Vec<Live>,
}

impl Scene {
    /// The paper, if the caller may read it and act.
    pub async fn open(app: &App, caller: &Caller, document: DocumentId) -> Result<Scene> {
        caller
            .require_scope(Scope::Write)
            .map_err(OpError::Refused)?;
        let principals = caller.principals();
        let found = storage::documents::find_visible(&app.0.db, document, &principals).await?;
        let document = found.ok_or(OpError::NotFound)?;
        if document.state == ReadingState::Quarantined {
            return Err(OpError::Refused(Refusal::new("documents.quarantined")));
        }
        if document.fields.direction == Some(Direction::Outgoing) {
            return Err(OpError::Refused(Refusal::new("work.not_incoming")));
        }
        Scene::of(app, caller, document).await
    }

    /// A paper that is known to be open to whoever acts.
    pub async fn of(app: &App, caller: &Caller, document: Document) -> Result<Scene> {
        Ok(Scene {
            staff: staff_of(app, document.organisation).await?,
            lives: lives_of(app, caller).await?,
            document,
        })
    }

    /// Does the action inside a transaction; answers with what it left.
    pub async fn act(
        &self,
        app: &App,
        tx: &mut Transaction,
        caller: &Caller,
        action: &Action,
    ) -> Result<Left> {
        let (id, organisation) = (self.document.id, self.document.organisation);
        let case = lock_case(tx, id, organisation, Direction::Incoming).await?;
        let calendar = if action.counts_days() {
            storage::calendar::load(tx, organisation).await?
        } else {
            Calendar::default()
        };
        let (standing, changes) = self
            .decide(app, caller, (&case, action), (&calendar, tx.now()))
            .map_err(OpError::Refused)?;
        if case.tasks.is_empty() {
            storage::documents::set_direction(tx, id, Direction::Incoming).await?;
        }
        let before = Before::load(tx, &case, &changes).await?;
        let told = save(app, tx, (&self.document, &case), standing, &changes).await?;
        let (verb, undoable) = (action.verb(), !told && !action.verb().is_final());
        let mut facts = payload(&case, standing, &changes);
        if undoable {
            keep_the_way(tx, &case, &changes, (standing, verb.event()), &before).await?;
            facts["undoable"] = json!(true);
        }
        let event = NewEvent {
            actor: Some(caller.person),
            kind: verb.event(),
            subject: id.to_string(),
            payload: facts,
        };
        tx.record(organisation, event);
        Ok(Left {
            revision: case.revision + 1,
            undoable,
        })
    }

    /// Asks the rule.
    fn decide(
        &self,
        app: &App,
        caller: &Caller,
        (case, action): (&Case, &Action),
        (calendar, now): (&Calendar, OffsetDateTime),
    ) -> std::result::Result<(Standing, Vec<Change>), Refusal> {
        // A delegation that ended since the paper was loaded counts no more.
        let mut lives = self.lives.clone();
        lives.retain(|live| live.delegation.is_live(now));
        let fields = &self.document.fields;
        let stands_in = stand_ins(&lives, fields.kind.as_deref(), fields.register.as_deref());
        let actor = Actor {
            caller,
            stands_in: &stands_in,
        };
        let new_id = || app.0.clock.new_id();
        let context = Context {
            now,
            staff: &self.staff,
            calendar,
            new_id: &new_id,
        };
        let standing = incoming::standing(case, &actor, action)?;
        let changes = incoming::act(case, &actor, action, &context)?;
        Ok((standing, changes))
    }
}

/// Saves what rules decided about a paper, and tells the agency that sent it how far it is now; says
/// whether there was anything to tell.
pub(in crate::ops) async fn save(
    app: &App,
    tx: &mut Transaction,
    (document, case): (&Document, &Case),
    standing: Standing,
    changes: &[Change],
) -> Result<bool> {
    keep(app, tx, (document, case), standing, changes).await?;
    let told = Told::by(standing.person, changes);
    report(app, tx, (case, changes), told).await
}

/// Saves what rules decided about a paper, and opens it to those who stand in for somebody for whom
/// something waits from now on.
pub(in crate::ops) async fn keep(
    app: &App,
    tx: &Transaction,
    (document, case): (&Document, &Case),
    standing: Standing,
    changes: &[Change],
) -> Result<()> {
    storage::work::save(tx, case, standing, changes).await?;
    open_to_delegates(app, tx, document, changes).await
}

/// What an action did, in ids and codes; words stay in their remarks.
pub(in crate::ops) fn payload(case: &Case, standing: Standing, changes: &[Change]) -> Value {
    let mut opened = Vec::new();
    let mut closed = Vec::new();
    let mut remarks = Vec::new();
    let mut facts = json!({});
    for change in changes {
        match change {
            Change::Open(task) => opened.push(json!({
                "task": task.id, "kind": task.kind.code(), "to": task.assignee.to_string(),
                "due_at": task.due.as_ref().map(|due| due.at.unix_timestamp()),
            })),
            Change::Close(task, end) => {
                let kind = case.task(*task).map(|task| task.kind.code());
                let outcome = end.outcome.code();
                closed.push(json!({ "task": task, "kind": kind, "outcome": outcome }));
            }
            Change::Accept { task, .. } => facts["accepted"] = json!(task),
            Change::SetDue { task, due, .. } => {
                let due_at = due.as_ref().map(|due| due.at.unix_timestamp());
                facts["due"] = json!({ "task": task, "due_at": due_at });
            }
            Change::Write(remark) => remarks.push(json!(remark.id)),
            Change::End(end) => facts["ended"] = json!(end.outcome.code()),
            Change::Reopen => facts["reopened"] = json!(true),
            Change::SetUrgency(urgency) => facts["urgency"] = json!(urgency.code()),
            Change::SetDossier(_) => facts["dossier"] = json!(true),
            Change::AnsweredBy(answer) => facts["answered_by"] = json!(answer),
            Change::Restore { .. }
            | Change::Unsay(_)
            | Change::NotAnsweredBy(_)
            | Change::Hang { .. }
            | Change::Grant(_)
            | Change::EndCause(_) => {}
        }
    }
    facts["on_behalf_of"] = json!(standing.on_behalf_of);
    facts["opened"] = json!(opened);
    facts["closed"] = json!(closed);
    facts["remarks"] = json!(remarks);
    facts
}
