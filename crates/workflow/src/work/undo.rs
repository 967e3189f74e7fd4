//! Undoing (hoàn tác): for a moment, whoever acted puts a paper back as it was.
//!
//! Beside an action that is not final stands its way back: what it opened, what it closed or began
//! and how that was before. It holds while nothing else has happened to the paper. What the action
//! opened stays in the history as undone; nothing is erased.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::outgoing::{Acted, Draft, DraftChange, Place};
use super::{Case, Change, Closed, Due, End, Outcome, Standing, TaskKind};
use crate::access::{Cause, Grant, Principal};
use crate::{DocumentId, PersonId, Refusal, RemarkId, TaskId, UnitId};

/// How long an action is offered to be undone.
pub const UNDO_WITHIN: Duration = Duration::seconds(10);
/// What a slow network may add to it.
const ON_THE_WAY: Duration = Duration::seconds(2);
/// How long nothing of an action that can be undone leaves the house.
pub const UNDO_HELD: Duration = Duration::seconds(15);

/// How a paper comes back to where it was before its last action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayBack {
    /// The revision that the action left.
    pub revision: i64,
    /// Who acted.
    pub by: PersonId,
    /// On whose behalf.
    pub on_behalf_of: Option<PersonId>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The kind of event that records the action.
    pub event: String,
    opened: Vec<TaskId>,
    touched: Vec<Before>,
    remarks: Vec<RemarkId>,
    end: Option<End>,
    /// The dossier before, where the action set another; empty for none.
    dossier: Option<String>,
    /// The answer that the action linked.
    answer: Option<DocumentId>,
    /// How the draft was before; none of an incoming paper.
    draft: Option<DraftBefore>,
}

/// A draft before an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct DraftBefore {
    /// Where on its route it was; a route that it was just put on stays known, with the drafter.
    place: Place,
    /// Whose head reads along while it is with the drafter.
    unit: Option<UnitId>,
    /// Approvals that the action gave.
    granted: Vec<TaskId>,
    /// Approvals that stood before it.
    voided: Vec<TaskId>,
}

/// A task before an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Before {
    task: TaskId,
    holder: Option<PersonId>,
    #[serde(with = "time::serde::rfc3339::option")]
    accepted_at: Option<OffsetDateTime>,
    due: Option<Due>,
}

impl WayBack {
    /// The way back from the changes of an action. What a case does not know of itself is given
    /// with it: the dossier before, and the papers that answered it already.
    pub fn of(
        case: &Case,
        changes: &[Change],
        (standing, event, at): (Standing, &str, OffsetDateTime),
        (dossier, answers): (Option<&str>, &[DocumentId]),
    ) -> WayBack {
        let mut back = WayBack {
            revision: case.revision + 1,
            by: standing.person,
            on_behalf_of: standing.on_behalf_of,
            at,
            event: event.to_owned(),
            opened: Vec::new(),
            touched: Vec::new(),
            remarks: Vec::new(),
            end: case.end,
            dossier: None,
            answer: None,
            draft: None,
        };
        for change in changes {
            match change {
                Change::Open(task) => back.opened.push(task.id),
                Change::Accept { task, .. }
                | Change::Close(task, _)
                | Change::SetDue { task, .. } => back.touch(case, *task),
                Change::Write(remark) => back.remarks.push(remark.id),
                Change::SetDossier(_) => {
                    back.dossier = Some(dossier.unwrap_or_default().to_owned());
                }
                Change::AnsweredBy(answer) if !answers.contains(answer) => {
                    back.answer = Some(*answer);
                }
                _ => {}
            }
        }
        back
    }

    /// The way back of an action on an outgoing paper; none where it is final: it begins the paper,
    /// makes a version, takes a number, settles the file that goes out, or is told to others.
    pub fn of_draft(
        (case, draft): (&Case, &Draft),
        acted: &Acted,
        action: (Standing, &str, OffsetDateTime),
    ) -> Option<WayBack> {
        if case.tasks.is_empty() {
            return None;
        }
        let mut before = DraftBefore {
            place: draft.place().unwrap_or(Place::WithDrafter),
            unit: draft.unit,
            granted: Vec::new(),
            voided: Vec::new(),
        };
        for change in &acted.draft {
            match change {
                DraftChange::Run(_) | DraftChange::Move(_) => {}
                DraftChange::Approve(approval) => before.granted.push(approval.task),
                DraftChange::Void(task, _) => before.voided.push(*task),
                _ => return None,
            }
        }
        let back = WayBack::of(case, &acted.work, action, (None, &[]));
        Some(WayBack {
            draft: Some(before),
            ..back
        })
    }

    /// What becomes of the draft when the action is undone.
    pub fn of_the_draft(&self) -> Vec<DraftChange> {
        let Some(before) = &self.draft else {
            return Vec::new();
        };
        let granted = before.granted.iter().copied();
        let voided = before.voided.iter().copied();
        std::iter::once(DraftChange::Move(before.place))
            .chain(granted.map(DraftChange::Unapprove))
            .chain(voided.map(DraftChange::Unvoid))
            .collect()
    }

    /// Remembers a task as it was; one that the action itself opened was not there.
    fn touch(&mut self, case: &Case, id: TaskId) {
        let known = self.touched.iter().any(|before| before.task == id);
        let Some(task) = case.task(id).filter(|_| !known) else {
            return;
        };
        self.touched.push(Before {
            task: id,
            holder: task.holder,
            accepted_at: task.accepted_at,
            due: task.due.clone(),
        });
    }

    /// The tasks that end as undone.
    pub fn withdrawn(&self) -> &[TaskId] {
        &self.opened
    }

    /// The tasks that are again as they were.
    pub fn again(&self) -> impl Iterator<Item = TaskId> {
        self.touched.iter().map(|before| before.task)
    }

    /// How long the action is still offered to be undone.
    pub fn left(&self, now: OffsetDateTime) -> Duration {
        (self.at + UNDO_WITHIN - now).clamp(Duration::ZERO, UNDO_WITHIN)
    }
}

/// Says whether somebody may undo the last action on a paper now.
pub fn may_undo<'a>(
    case: &Case,
    back: Option<&'a WayBack>,
    who: PersonId,
    now: OffsetDateTime,
) -> Result<&'a WayBack, Refusal> {
    let last = back.filter(|back| back.revision == case.revision);
    let back = last.ok_or_else(|| Refusal::new("work.undo_final"))?;
    if back.by != who {
        return Err(Refusal::new("work.undo_not_yours"));
    }
    if now > back.at + UNDO_WITHIN + ON_THE_WAY {
        return Err(Refusal::new("work.undo_late"));
    }
    Ok(back)
}

/// The changes that put a paper back as it was before its last action, or why not.
pub fn undo(
    case: &Case,
    back: Option<&WayBack>,
    who: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<Change>, Refusal> {
    let back = may_undo(case, back, who, now)?;
    let closed = Closed {
        at: now,
        by: Some(who),
        on_behalf_of: back.on_behalf_of,
        outcome: Outcome::Undone,
    };
    let mut changes = Vec::new();
    for task in &back.opened {
        changes.push(Change::Close(*task, closed.clone()));
        changes.push(Change::EndCause(Cause::Task(*task)));
    }
    let unit = back.draft.as_ref().and_then(|draft| draft.unit);
    for before in &back.touched {
        restore(case, before, unit, &mut changes);
    }
    changes.extend(back.remarks.iter().copied().map(Change::Unsay));
    changes.extend(back.dossier.clone().map(Change::SetDossier));
    changes.extend(back.answer.map(Change::NotAnsweredBy));
    match back.end {
        end if end == case.end => {}
        Some(end) => changes.push(Change::End(end)),
        None => changes.push(Change::Reopen),
    }
    debug_assert_eq!(after(case, &changes).fault(), None);
    Ok(changes)
}

/// The task waits again with its holder, its date and its rights.
fn restore(case: &Case, before: &Before, drafted_in: Option<UnitId>, changes: &mut Vec<Change>) {
    let Some(task) = case.task(before.task) else {
        return;
    };
    changes.push(Change::Restore {
        task: before.task,
        holder: before.holder,
        accepted_at: before.accepted_at,
    });
    if task.due != before.due {
        changes.push(Change::SetDue {
            task: before.task,
            due: before.due.clone(),
            because: None,
        });
    }
    let members = match task.assignee {
        Principal::Head(unit) if !task.kind.is_approval() => Some(Principal::Unit(unit)),
        _ => None,
    };
    let head = drafted_in.filter(|_| task.kind == TaskKind::Draft);
    let whom = std::iter::once(task.assignee)
        .chain(members)
        .chain(head.map(Principal::Head));
    changes.extend(whom.map(|principal| {
        Change::Grant(Grant {
            principal,
            cause: Cause::Task(before.task),
        })
    }));
}

fn after(case: &Case, changes: &[Change]) -> Case {
    let mut after = case.clone();
    for change in changes {
        after.apply(change);
    }
    after
}
