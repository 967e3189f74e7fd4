//! Between rows of tasks and the types of `workflow`.

use sea_orm::ActiveValue::Set;
use workflow::documents::Urgency;
use workflow::work::{Closed, Dated, Due, Outcome, Task, TaskKind};
use workflow::{DocumentId, OrganisationId, PersonId, RemarkId, TaskId};

use crate::entities::papers::principal;
use crate::entities::tasks::task;
use crate::moments::{micros, moment};
use crate::{Result, StorageError};

/// No due date sorts behind every date: the year 2286 is farther than any.
const NEVER_US: i64 = 1 << 55;

/// A new date is looked at with the next turn of the reminders.
pub(super) const AT_ONCE_US: i64 = 0;

/// The order among what waits: the more urgent first, then the sooner due.
pub(super) fn place(urgency: Urgency, due_at_us: Option<i64>) -> i64 {
    let calm = match urgency {
        Urgency::Flash => 0,
        Urgency::VeryUrgent => 1,
        Urgency::Urgent => 2,
        Urgency::Normal => 3,
    };
    (calm << 56) + due_at_us.unwrap_or(NEVER_US).clamp(0, NEVER_US)
}

/// A task of its row and the principal it waits for.
pub(super) fn task_of(
    (row, principal): (task::Model, Option<principal::Model>),
) -> Result<(DocumentId, Task)> {
    let corrupt = |what: &str| StorageError::Corrupt(format!("task {}: {what}", row.id));
    let assignee = principal.ok_or_else(|| corrupt("principal missing"))?.name;
    let outcome = row.outcome.as_deref().map(Outcome::from_code);
    let closed = match (row.closed_at_us, outcome.flatten()) {
        (None, None) => None,
        (Some(at), Some(outcome)) => Some(Closed {
            at: moment(at)?,
            by: row.closed_by.map(PersonId),
            on_behalf_of: row.closed_for.map(PersonId),
            outcome,
        }),
        _ => return Err(corrupt("outcome")),
    };
    let task = Task {
        id: TaskId(row.id),
        kind: TaskKind::from_code(&row.kind).ok_or_else(|| corrupt("kind"))?,
        parent: row.parent_id.map(TaskId),
        assignee: assignee.parse().map_err(|_| corrupt("principal"))?,
        holder: row.holder_id.map(PersonId),
        given_by: row.given_by.map(PersonId),
        given_for: row.given_for.map(PersonId),
        remark: row.remark_id.map(RemarkId),
        asks_confirmation: row.asks_confirmation,
        urgency: Urgency::from_code(&row.urgency).ok_or_else(|| corrupt("urgency"))?,
        due: due_of(row.due_at_us, row.due_term.as_deref()).map_err(|_| corrupt("due date"))?,
        opened_at: moment(row.opened_at_us)?,
        accepted_at: row.accepted_at_us.map(moment).transpose()?,
        closed,
        stage: row
            .stage
            .map(|stage| u16::try_from(stage).map_err(|_| corrupt("stage")))
            .transpose()?,
    };
    Ok((DocumentId(row.document_id), task))
}

/// The date of its columns.
fn due_of(at_us: Option<i64>, term: Option<&str>) -> Result<Option<Due>> {
    let counted = term.map(serde_json::from_str::<Dated>).transpose();
    let counted = counted.map_err(|error| StorageError::Corrupt(error.to_string()))?;
    let due = at_us.map(|at| {
        Ok(Due {
            at: moment(at)?,
            counted,
        })
    });
    due.transpose()
}

/// What a date was counted from, as its column keeps it.
pub(super) fn term_of(due: Option<&Due>) -> Option<String> {
    let counted = due?.counted?;
    serde_json::to_string(&counted).ok()
}

/// The row of a task that is opened.
pub(super) fn task_row(
    task: &Task,
    document: DocumentId,
    organisation: OrganisationId,
    assignee: i64,
) -> task::ActiveModel {
    let due_at_us = task.due.as_ref().map(|due| micros(due.at));
    task::ActiveModel {
        id: Set(task.id.0),
        document_id: Set(document.0),
        organisation_id: Set(organisation.0),
        kind: Set(task.kind.code().to_owned()),
        parent_id: Set(task.parent.map(|id| id.0)),
        assignee_id: Set(assignee),
        holder_id: Set(task.holder.map(|id| id.0)),
        given_by: Set(task.given_by.map(|id| id.0)),
        given_for: Set(task.given_for.map(|id| id.0)),
        remark_id: Set(task.remark.map(|id| id.0)),
        asks_confirmation: Set(task.asks_confirmation),
        urgency: Set(task.urgency.code().to_owned()),
        opened_at_us: Set(micros(task.opened_at)),
        due_at_us: Set(due_at_us),
        due_term: Set(term_of(task.due.as_ref())),
        place: Set(place(task.urgency, due_at_us)),
        accepted_at_us: Set(task.accepted_at.map(micros)),
        closed_at_us: Set(None),
        closed_by: Set(None),
        closed_for: Set(None),
        outcome: Set(None),
        // Routes have far fewer stages than a smallint counts.
        stage: Set(task
            .stage
            .map(|stage| i16::try_from(stage).unwrap_or(i16::MAX))),
        look_at_us: Set(due_at_us.map(|_| AT_ONCE_US)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_urgent_comes_first_whatever_is_due() {
        let (soon, late) = (Some(1_795_000_000_000_000), Some(1_895_000_000_000_000));
        let order = [
            place(Urgency::Flash, None),
            place(Urgency::VeryUrgent, late),
            place(Urgency::Urgent, soon),
            place(Urgency::Normal, soon),
            place(Urgency::Normal, late),
            place(Urgency::Normal, None),
        ];
        assert!(order.is_sorted(), "{order:?}");
        assert!(order.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
