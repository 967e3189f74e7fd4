//! What waits for the caller, what he gave out and what he has done.

use storage::documents::{Document, File};
use storage::organisations::Unit;
use storage::work::{Count, TaskEntry};
use workflow::TaskId;
use workflow::access::{Caller, Scope};
use workflow::work::TaskKind;

use super::names::Names;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InboxBox {
    /// What waits for the caller.
    #[default]
    Waiting,
    /// What he gave out and is not done.
    Given,
    /// What he has done.
    Done,
}

/// A task with its paper.
#[derive(Debug)]
pub struct Waiting {
    /// The task.
    pub entry: TaskEntry,
    /// Its paper.
    pub document: Document,
}

/// A part of a list.
#[derive(Debug)]
pub struct Inbox {
    /// The tasks.
    pub items: Vec<Waiting>,
    /// Files of the papers.
    pub files: Vec<File>,
    /// Units of the papers.
    pub units: Vec<Unit>,
    /// Names that the tasks speak of.
    pub names: Names,
    /// Where the next part begins.
    pub next: Option<TaskId>,
}

/// One part of a list of the caller, at most 100 tasks.
pub async fn inbox(
    app: &App,
    caller: &Caller,
    which: InboxBox,
    kinds: &[TaskKind],
    (after, limit): (Option<TaskId>, u64),
) -> Result<Inbox> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let (db, principals, limit) = (&app.0.db, caller.principals(), limit.clamp(1, 100));
    let slice = match which {
        InboxBox::Waiting => {
            storage::work::list_waiting(db, &principals, kinds, after, limit).await?
        }
        InboxBox::Given => storage::work::list_given(db, caller.person, after, limit).await?,
        InboxBox::Done => storage::work::list_done(db, caller.person, after, limit).await?,
    };
    let ids: Vec<_> = slice.items.iter().map(|entry| entry.document).collect();
    let documents = storage::documents::list_visible_of(db, &ids, &principals).await?;
    let files = storage::documents::list_files(db, &ids).await?;
    let tasks: Vec<_> = slice.items.iter().map(|entry| &entry.task).collect();
    let names = Names::of(app, &tasks, Vec::new()).await?;
    let units: Vec<_> = documents.iter().filter_map(|one| one.unit).collect();
    let units = storage::organisations::list_units_by_ids(db, &units).await?;
    let items = slice.items.into_iter().filter_map(|entry| {
        let document = documents.iter().find(|one| one.id == entry.document)?;
        Some(Waiting {
            document: document.clone(),
            entry,
        })
    });
    Ok(Inbox {
        items: items.collect(),
        files,
        units,
        names,
        next: slice.next.map(TaskId),
    })
}

/// How much waits for the caller, by kind.
pub async fn count(app: &App, caller: &Caller) -> Result<Vec<Count>> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let now = app.0.clock.now();
    Ok(storage::work::count_waiting(&app.0.db, &caller.principals(), now).await?)
}
