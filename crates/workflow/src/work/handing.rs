//! Handing over what waits for a person: somebody leaves or moves, and nothing he had is lost.
//!
//! What waits for a post or for the head of a unit follows the post by itself; only what waits for
//! the person needs a successor. A new row takes the place of each old one, with its words, date
//! and giver, and what came out of the old one hangs on the new one from then on.

use super::{Case, Change, Closed, Context, Outcome, Task};
use crate::access::{Cause, Grant, Principal};
use crate::{PersonId, TaskId};

/// The changes by which every open task that waits for `from` waits for `to`; none when nothing
/// does. `by` is who orders it.
pub fn pass_on(
    case: &Case,
    (from, to): (PersonId, PersonId),
    by: Option<PersonId>,
    context: &Context<'_>,
) -> Vec<Change> {
    let waits = |task: &&Task| task.assignee == Principal::Person(from);
    let passed: Vec<_> = case
        .open_tasks()
        .filter(waits)
        .map(|task| task.id)
        .collect();
    let mut after = case.clone();
    let mut changes = Vec::new();
    for id in passed {
        for change in pass_one(&after, id, to, by, context) {
            after.apply(&change);
            changes.push(change);
        }
    }
    debug_assert_eq!(after.fault(), None);
    changes
}

fn pass_one(
    case: &Case,
    id: TaskId,
    to: PersonId,
    by: Option<PersonId>,
    context: &Context<'_>,
) -> Vec<Change> {
    let Some(old) = case.task(id) else {
        return Vec::new();
    };
    let closed = Closed {
        at: context.now,
        by,
        on_behalf_of: None,
        outcome: Outcome::HandedOver,
    };
    let new = Task {
        id: TaskId((context.new_id)()),
        assignee: Principal::Person(to),
        holder: None,
        accepted_at: None,
        opened_at: context.now,
        ..old.clone()
    };
    let grant = Grant {
        principal: new.assignee,
        cause: Cause::Task(new.id),
    };
    let on = new.id;
    let mut changes = vec![
        Change::Close(id, closed),
        Change::EndCause(Cause::Task(id)),
        Change::Open(new),
        Change::Grant(grant),
    ];
    let hanging = case.tasks.iter().filter(|task| task.parent == Some(id));
    changes.extend(hanging.map(|task| Change::Hang { task: task.id, on }));
    changes
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use time::{Duration, OffsetDateTime};
    use uuid::Uuid;

    use super::*;
    use crate::access::Role;
    use crate::calendar::Calendar;
    use crate::documents::Urgency;
    use crate::work::{Due, Staff, TaskKind};
    use crate::{DocumentId, OrganisationId, UnitId};

    const LEAVES: PersonId = PersonId(Uuid::from_u128(1));
    const STAYS: PersonId = PersonId(Uuid::from_u128(2));

    fn task(id: u128, kind: TaskKind, parent: Option<u128>, assignee: Principal) -> Change {
        Change::Open(Task {
            id: TaskId(Uuid::from_u128(id)),
            kind,
            parent: parent.map(|id| TaskId(Uuid::from_u128(id))),
            assignee,
            holder: None,
            given_by: None,
            given_for: None,
            remark: None,
            asks_confirmation: true,
            urgency: Urgency::Urgent,
            due: Some(Due::at(OffsetDateTime::UNIX_EPOCH + Duration::days(9))),
            opened_at: OffsetDateTime::UNIX_EPOCH,
            accepted_at: None,
            closed: None,
            stage: None,
        })
    }

    fn passed(case: &Case) -> (Case, Vec<Change>) {
        let next = Cell::new(100);
        let new_id = || {
            next.set(next.get() + 1);
            Uuid::from_u128(next.get())
        };
        let context = Context {
            now: OffsetDateTime::UNIX_EPOCH + Duration::days(1),
            staff: &Staff::default(),
            calendar: &Calendar::default(),
            new_id: &new_id,
        };
        let changes = pass_on(case, (LEAVES, STAYS), Some(STAYS), &context);
        let mut after = case.clone();
        for change in &changes {
            after.apply(change);
        }
        (after, changes)
    }

    #[test]
    fn parts_and_wishes_hang_on_the_new_task_and_the_rest_is_left() {
        let agency = OrganisationId(Uuid::from_u128(3));
        let mut case = Case::new(DocumentId(Uuid::from_u128(4)), agency, Urgency::Urgent);
        let (own, head) = (
            Principal::Person(LEAVES),
            Principal::Head(UnitId(Uuid::from_u128(5))),
        );
        for change in [
            task(
                10,
                TaskKind::Distribute,
                None,
                Principal::Role(agency, Role::Leader),
            ),
            task(11, TaskKind::Lead, Some(10), own),
            task(12, TaskKind::Support, Some(11), Principal::Person(STAYS)),
            task(13, TaskKind::Lead, Some(11), own),
            task(14, TaskKind::Extension, Some(13), own),
            task(15, TaskKind::Support, Some(10), head),
        ] {
            case.apply(&change);
        }
        let (after, changes) = passed(&case);
        assert_eq!(after.fault(), None);
        assert!(after.open_tasks().all(|task| task.assignee != own));
        let count = |of: &Case| of.open_tasks().count();
        assert_eq!(count(&after), count(&case));
        let open = |kind, assignee| {
            let found = after
                .open_tasks()
                .find(|task| task.kind == kind && task.assignee == assignee);
            found.map(|task| {
                (
                    task.id,
                    task.parent,
                    task.due.clone(),
                    task.asks_confirmation,
                )
            })
        };
        let new = Principal::Person(STAYS);
        let leads: Vec<_> = after
            .open_tasks()
            .filter(|task| task.kind == TaskKind::Lead)
            .collect();
        let (outer, inner) = (leads[0], leads[1]);
        assert_eq!(inner.parent, Some(outer.id));
        let support = open(TaskKind::Support, new).map(|(_, parent, ..)| parent);
        assert_eq!(support, Some(Some(outer.id)));
        let wish = open(TaskKind::Extension, new).map(|(_, parent, ..)| parent);
        assert_eq!(wish, Some(Some(inner.id)));
        assert!(open(TaskKind::Support, head).is_some());
        for old in [11, 13, 14] {
            let ended = Cause::Task(TaskId(Uuid::from_u128(old)));
            assert!(changes.contains(&Change::EndCause(ended)));
        }
        assert!(passed(&after).1.is_empty());
    }
}
