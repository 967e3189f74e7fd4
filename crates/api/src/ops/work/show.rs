//! How far a paper is: its tasks, the words people wrote, and what the caller may do now.

use storage::documents::Document;
use storage::work::{DateChange, RemarkRow};
use workflow::access::{Caller, Scope};
use workflow::delegation::stand_ins;
use workflow::documents::Direction;
use workflow::work::incoming::{OpenAction, open_actions};
use workflow::work::{Actor, Case, WayBack, may_undo};
use workflow::{DocumentId, PersonId, TaskId};

use super::names::Names;
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::delegations::lives_of;

/// A paper on its way.
#[derive(Debug)]
pub struct Shown {
    /// Its tasks.
    pub case: Case,
    /// The words people wrote, oldest first.
    pub remarks: Vec<RemarkRow>,
    /// Dates of tasks that were set anew, oldest first.
    pub date_changes: Vec<DateChange>,
    /// The dossier it is kept in.
    pub dossier: Option<String>,
    /// Papers that answer it, as far as the caller may see them.
    pub answered_by: Vec<Document>,
    /// Papers it answers, as far as the caller may see them.
    pub answers: Vec<Document>,
    /// What the caller may do now, and why not the rest.
    pub actions: Vec<OpenAction>,
    /// Tasks that wait for the caller.
    pub waits_for_caller: Vec<Mine>,
    /// The last action, where the caller may undo it, and for how many seconds.
    pub undo: Option<(WayBack, i64)>,
    /// Whether the caller follows it.
    pub followed: bool,
    /// Names.
    pub names: Names,
}

/// A task that waits for the caller.
#[derive(Debug, Clone, Copy)]
pub struct Mine {
    /// The task.
    pub task: TaskId,
    /// For whom he would act, where he stands in.
    pub on_behalf_of: Option<PersonId>,
}

/// Shows how far a paper is; one that nobody has acted on has an empty case.
pub async fn show(app: &App, caller: &Caller, id: DocumentId) -> Result<Shown> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let (db, principals) = (&app.0.db, caller.principals());
    let found = storage::documents::find_visible(db, id, &principals).await?;
    let document = found.ok_or(OpError::NotFound)?;
    let case = storage::work::find_case(db, id).await?;
    let case =
        case.unwrap_or_else(|| Case::new(id, document.organisation, document.fields.urgency));
    let remarks = storage::work::list_remarks(db, id).await?;
    let date_changes = storage::work::list_date_changes(db, id).await?;
    let kept = storage::work::find_kept(db, id).await?;
    let (answered_by, answers) = storage::work::list_answers(db, id).await?;
    let lives = lives_of(app, caller).await?;
    let fields = &document.fields;
    let stands_in = stand_ins(&lives, fields.kind.as_deref(), fields.register.as_deref());
    let actor = Actor {
        caller,
        stands_in: &stands_in,
    };
    let waits_for_caller: Vec<Mine> = case
        .open_tasks()
        .filter_map(|task| {
            let standing = actor.answers_for(task.assignee)?;
            Some(Mine {
                task: task.id,
                on_behalf_of: standing.on_behalf_of,
            })
        })
        .collect();
    let mut authors = Vec::new();
    for row in &remarks {
        authors.push(row.author);
        authors.extend(row.on_behalf_of);
    }
    authors.extend(date_changes.iter().filter_map(|change| change.by));
    authors.extend(waits_for_caller.iter().filter_map(|mine| mine.on_behalf_of));
    let (back, now) = (
        storage::work::find_way_back(db, id).await?,
        app.0.clock.now(),
    );
    let undo = may_undo(&case, back.as_ref(), caller.person, now).ok();
    let undo = undo.map(|back| (back.clone(), back.left(now).whole_seconds()));
    let tasks: Vec<_> = case.tasks.iter().collect();
    let names = Names::of(app, &tasks, authors).await?;
    let is_incoming = document.fields.direction != Some(Direction::Outgoing);
    Ok(Shown {
        answered_by: storage::documents::list_visible_of(db, &answered_by, &principals).await?,
        answers: storage::documents::list_visible_of(db, &answers, &principals).await?,
        actions: if is_incoming {
            open_actions(&case, &actor)
        } else {
            Vec::new()
        },
        dossier: kept.and_then(|kept| kept.dossier),
        followed: storage::follows::follows(db, caller.person, id).await?,
        undo: undo.filter(|(_, seconds)| *seconds > 0),
        waits_for_caller,
        date_changes,
        remarks,
        names,
        case,
    })
}
