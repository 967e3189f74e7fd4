//! How the dates of tasks came to be what they are.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use time::OffsetDateTime;
use workflow::documents::Direction;
use workflow::{DocumentId, OrganisationId, PersonId, TaskId};

use crate::entities::tasks::{case, due_change, task};
use crate::moments::moment;
use crate::{Executor, Result, StorageError};

/// A date that was set anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateChange {
    /// The task.
    pub task: TaskId,
    /// When.
    pub at: OffsetDateTime,
    /// By whom; none when the calendar changed.
    pub by: Option<PersonId>,
    /// Due until then.
    pub before: Option<OffsetDateTime>,
    /// Due from then on.
    pub after: Option<OffsetDateTime>,
    /// `granted` or `calendar`.
    pub cause: String,
}

/// Every change of a date on the way of a paper, oldest first.
pub async fn list_date_changes(
    ex: &impl Executor,
    document: DocumentId,
) -> Result<Vec<DateChange>> {
    let of_paper = task::Entity::find()
        .select_only()
        .column(task::Column::Id)
        .filter(task::Column::DocumentId.eq(document.0));
    let rows = due_change::Entity::find()
        .filter(due_change::Column::TaskId.in_subquery(of_paper.into_query()))
        .order_by_asc(due_change::Column::Id)
        .all(ex.raw())
        .await?;
    let change = |row: due_change::Model| {
        Ok(DateChange {
            task: TaskId(row.task_id),
            at: moment(row.at_us)?,
            by: row.by_id.map(PersonId),
            before: row.before_us.map(moment).transpose()?,
            after: row.after_us.map(moment).transpose()?,
            cause: row.cause,
        })
    };
    rows.into_iter().map(change).collect()
}

/// Whose paper on its way it is, and which way it goes.
pub async fn find_known(
    ex: &impl Executor,
    document: DocumentId,
) -> Result<Option<(OrganisationId, Direction)>> {
    let row = case::Entity::find_by_id(document.0).one(ex.raw()).await?;
    let known = row.map(|row| {
        let direction = Direction::from_code(&row.direction);
        let direction = direction
            .ok_or_else(|| StorageError::Corrupt(format!("work {document}: direction")))?;
        Ok((OrganisationId(row.organisation_id), direction))
    });
    known.transpose()
}
