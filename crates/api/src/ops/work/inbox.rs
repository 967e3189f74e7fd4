//! What waits for the caller, what he gave out and what he has done.

use storage::documents::{Document, File};
use storage::organisations::Unit;
use storage::work::{Count, TaskEntry};
use workflow::access::{Caller, Scope};
use workflow::delegation::{on_behalf_of, reaches};
use workflow::work::TaskKind;
use workflow::{PersonId, TaskId};

use super::names::Names;
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::delegations::lives_of;
use crate::ops::exchange;

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
    /// Whose it is, where it waits for the caller because he stands in.
    pub on_behalf_of: Option<PersonId>,
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
    let lives = match which {
        InboxBox::Waiting => lives_of(app, caller).await?,
        InboxBox::Given | InboxBox::Done => Vec::new(),
    };
    let slice = match which {
        InboxBox::Waiting => {
            let reaches = reaches(&principals, &lives);
            storage::work::list_reached(db, &reaches, kinds, after, limit).await?
        }
        InboxBox::Given => storage::work::list_given(db, caller.person, after, limit).await?,
        InboxBox::Done => storage::work::list_done(db, caller.person, after, limit).await?,
    };
    let ids: Vec<_> = slice.items.iter().map(|entry| entry.document).collect();
    let documents = storage::documents::list_visible_of(db, &ids, &principals).await?;
    let files = storage::documents::list_files(db, &ids).await?;
    let givers = lives.iter().map(|live| live.delegation.giver).collect();
    let tasks: Vec<_> = slice.items.iter().map(|entry| &entry.task).collect();
    let names = Names::of(app, &tasks, givers).await?;
    let from_outside: Vec<_> = slice
        .items
        .iter()
        .map(|entry| (entry.document, &entry.task))
        .collect();
    let mut reasons = exchange::reasons(db, &from_outside).await?;
    let units: Vec<_> = documents.iter().filter_map(|one| one.unit).collect();
    let units = storage::organisations::list_units_by_ids(db, &units).await?;
    let items = slice.items.into_iter().filter_map(|mut entry| {
        entry.words = entry.words.or_else(|| reasons.remove(&entry.task.id));
        let document = documents.iter().find(|one| one.id == entry.document)?;
        let fields = &document.fields;
        let paper = (fields.kind.as_deref(), fields.register.as_deref());
        let on_behalf_of = on_behalf_of(&principals, &lives, entry.task.assignee, paper);
        Some(Waiting {
            document: document.clone(),
            on_behalf_of,
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
    let reaches = reaches(&caller.principals(), &lives_of(app, caller).await?);
    Ok(storage::work::count_reached(&app.0.db, &reaches, now).await?)
}
