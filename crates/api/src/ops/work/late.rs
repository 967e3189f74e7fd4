//! What is late, as far as the caller oversees it: how much with whom, and the papers behind it.

use std::collections::BTreeSet;

use storage::documents::{Document, File};
use storage::organisations::Unit;
use storage::work::{LateFilter, LateGroup, TaskEntry};
use workflow::access::{Caller, Principal, Role, Scope};
use workflow::calendar::{Calendar, Timeliness};
use workflow::work::late::{Delay, Oversight};
use workflow::work::reminders::Threshold;
use workflow::work::{Staff, Task};
use workflow::{DocumentId, TaskId, UnitId};

use super::names::Names;
use super::staff::staff_of;
use crate::error::{OpError, Result};
use crate::ops::App;

/// For what late work counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// A unit.
    Unit(UnitId),
    /// The agency itself: posts and roles of no unit.
    Agency,
}

/// Which part of what is late.
#[derive(Debug, Clone, Copy, Default)]
pub struct LateWish {
    /// What counts for this.
    pub home: Option<Home>,
    /// Waiting for this one.
    pub assignee: Option<Principal>,
    /// Only what the caller was told of as somebody above.
    pub escalated: bool,
}

/// How much is late with whom, with the unit it counts for.
#[derive(Debug)]
pub struct LateGroups {
    /// The longest late first.
    pub rows: Vec<(LateGroup, Option<UnitId>)>,
    /// Names of whom it waits for.
    pub names: Names,
    /// The units.
    pub units: Vec<Unit>,
}

/// A late task with its paper.
#[derive(Debug)]
pub struct LateTask {
    /// The task.
    pub entry: TaskEntry,
    /// Its paper.
    pub document: Document,
    /// The unit it counts for.
    pub unit: Option<UnitId>,
    /// Why it is late.
    pub delay: Delay,
    /// Working days since its date.
    pub working_days: u32,
    /// Who above was told.
    pub escalated: Vec<Threshold>,
}

/// A part of what is late.
#[derive(Debug)]
pub struct LateList {
    /// The longest late first.
    pub items: Vec<LateTask>,
    /// Files of the papers.
    pub files: Vec<File>,
    /// Units of tasks and papers.
    pub units: Vec<Unit>,
    /// Names that the tasks speak of.
    pub names: Names,
    /// Where the next part begins.
    pub next: Option<TaskId>,
}

/// How much is late with whom.
pub async fn late_groups(app: &App, caller: &Caller, wish: LateWish) -> Result<LateGroups> {
    let staff = staff_for(app, caller).await?;
    let principals = caller.principals();
    let mut rows = Vec::new();
    if let Some(filter) = filter(app, caller, &principals, wish) {
        let groups = storage::work::count_late(&app.0.db, &filter).await?;
        let groups = overseen(groups, caller, wish, &staff);
        rows.extend(groups.map(|group| {
            let unit = staff.home_of(group.assignee);
            (group, unit)
        }));
    }
    rows.sort_by_key(|(group, _)| (group.oldest, group.assignee));
    let assignees: Vec<_> = rows.iter().map(|(group, _)| group.assignee).collect();
    let units: BTreeSet<_> = rows.iter().filter_map(|(_, unit)| *unit).collect();
    let units: Vec<_> = units.into_iter().collect();
    Ok(LateGroups {
        names: Names::of_principals(app, &assignees, Vec::new()).await?,
        units: storage::organisations::list_units_by_ids(&app.0.db, &units).await?,
        rows,
    })
}

/// A part of the late tasks, at most 100, with why each is late.
pub async fn late_list(
    app: &App,
    caller: &Caller,
    wish: LateWish,
    (after, limit): (Option<TaskId>, u64),
) -> Result<LateList> {
    let (db, staff) = (&app.0.db, staff_for(app, caller).await?);
    let principals = caller.principals();
    let slice = match filter(app, caller, &principals, wish) {
        None => storage::Slice {
            items: Vec::new(),
            next: None,
        },
        Some(mut filter) => {
            let whole = wish.home.is_none() && wish.assignee.is_none();
            if !whole || Oversight::of(caller) != Oversight::Agency {
                let groups = storage::work::count_late(db, &filter).await?;
                let groups = overseen(groups, caller, wish, &staff);
                filter.assignees = Some(groups.map(|group| group.assignee).collect());
            }
            storage::work::list_late(db, &filter, after, limit.clamp(1, 100)).await?
        }
    };
    let ids: Vec<_> = slice.items.iter().map(|entry| entry.document).collect();
    let documents = storage::documents::list_visible_of(db, &ids, &principals).await?;
    let files = storage::documents::list_files(db, &ids).await?;
    let calendar = storage::calendar::load(db, caller.organisation).await?;
    let causes = Causes::load(app, &ids, &slice.items).await?;
    let items = slice.items.into_iter().filter_map(|entry| {
        let document = documents.iter().find(|one| one.id == entry.document)?;
        Some(LateTask {
            document: document.clone(),
            unit: staff.home_of(entry.task.assignee),
            delay: causes.of(&entry),
            working_days: days_late(app, &calendar, &entry.task),
            escalated: causes.told_above(entry.task.id),
            entry,
        })
    });
    let items: Vec<_> = items.collect();
    let tasks: Vec<_> = items.iter().map(|item| &item.entry.task).collect();
    let names = Names::of(app, &tasks, Vec::new()).await?;
    let units = items
        .iter()
        .flat_map(|item| item.unit.into_iter().chain(item.document.unit));
    let units: BTreeSet<_> = units.collect();
    let units: Vec<_> = units.into_iter().collect();
    Ok(LateList {
        units: storage::organisations::list_units_by_ids(db, &units).await?,
        items,
        files,
        names,
        next: slice.next.map(TaskId),
    })
}

async fn staff_for(app: &App, caller: &Caller) -> Result<Staff> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    staff_of(app, caller.organisation).await
}

/// The condition in the name of the caller; none where nothing can fit.
fn filter<'a>(
    app: &App,
    caller: &Caller,
    principals: &'a [Principal],
    wish: LateWish,
) -> Option<LateFilter<'a>> {
    let heads = caller.appointments.iter();
    let heads = heads.filter(|post| post.unit.is_some() && post.role.heads_a_unit());
    let levels = [
        (heads.count() > 0).then_some(Threshold::Head),
        caller
            .has_role(Role::ChiefOfOffice)
            .then_some(Threshold::ChiefOfOffice),
        caller.has_role(Role::Leader).then_some(Threshold::Leader),
    ];
    let escalated: Vec<_> = levels
        .into_iter()
        .flatten()
        .filter(|_| wish.escalated)
        .collect();
    (escalated.is_empty() != wish.escalated).then(|| LateFilter {
        organisation: caller.organisation,
        principals,
        now: app.0.clock.now(),
        assignees: None,
        escalated,
    })
}

/// The groups that the caller oversees and asks for.
fn overseen<'a>(
    groups: Vec<LateGroup>,
    caller: &'a Caller,
    wish: LateWish,
    staff: &'a Staff,
) -> impl Iterator<Item = LateGroup> + 'a {
    let oversight = Oversight::of(caller);
    let home = move |assignee: Principal| staff.home_of(assignee).map_or(Home::Agency, Home::Unit);
    groups.into_iter().filter(move |group| {
        let assignee = group.assignee;
        oversight.covers(assignee, caller, staff)
            && wish.assignee.is_none_or(|wanted| wanted == assignee)
            && wish.home.is_none_or(|wanted| wanted == home(assignee))
    })
}

fn days_late(app: &App, calendar: &Calendar, task: &Task) -> u32 {
    let due = task.due.as_ref();
    match due.map(|due| calendar.timeliness(due.at, app.0.clock.now())) {
        Some(Timeliness::Late { working_days, .. }) => working_days,
        _ => 0,
    }
}

/// What the causes are derived from, loaded for many papers at once.
struct Causes {
    tasks: Vec<(DocumentId, Task)>,
    reported: std::collections::HashSet<TaskId>,
    told: Vec<(TaskId, Threshold)>,
}

impl Causes {
    async fn load(app: &App, papers: &[DocumentId], entries: &[TaskEntry]) -> Result<Causes> {
        let db = &app.0.db;
        let ids: Vec<_> = entries.iter().map(|entry| entry.task.id).collect();
        let papers: BTreeSet<_> = papers.iter().copied().collect();
        let papers: Vec<_> = papers.into_iter().collect();
        Ok(Causes {
            tasks: storage::work::list_tasks(db, &papers).await?,
            reported: storage::work::list_reported(db, &ids).await?,
            told: storage::work::list_escalated(db, &ids).await?,
        })
    }

    fn of(&self, entry: &TaskEntry) -> Delay {
        let tasks = self.tasks.iter();
        let tasks = tasks.filter(|(paper, _)| *paper == entry.document);
        let case: Vec<_> = tasks.map(|(_, task)| task.clone()).collect();
        let has_reported = self.reported.contains(&entry.task.id);
        Delay::of(&case, &entry.task, has_reported)
    }

    fn told_above(&self, task: TaskId) -> Vec<Threshold> {
        let levels = [Threshold::Head, Threshold::ChiefOfOffice, Threshold::Leader];
        let told = self.told.iter().filter(|(id, _)| *id == task);
        let told = told.map(|(_, threshold)| *threshold);
        let mut told: Vec<_> = told.filter(|one| levels.contains(one)).collect();
        told.sort_unstable();
        told
    }
}
