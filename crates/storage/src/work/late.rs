//! What is late, in somebody's name: counted by whom it waits for, and listed in the same order and
//! under the same condition.

use std::collections::HashSet;

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use time::OffsetDateTime;
use uuid::Uuid;
use workflow::access::Principal;
use workflow::work::reminders::Threshold;
use workflow::work::{RemarkKind, TaskKind};
use workflow::{OrganisationId, TaskId};

use super::lists::{TaskEntry, beyond, in_order};
use crate::entities::papers::principal;
use crate::entities::reminders::due_alarm;
use crate::entities::tasks::{remark, task};
use crate::grants::{keys_of, visible_to};
use crate::moments::{micros, moment};
use crate::{Executor, Result, Slice, StorageError};

/// Which late tasks.
#[derive(Debug, Clone)]
pub struct LateFilter<'a> {
    /// Of this agency.
    pub organisation: OrganisationId,
    /// On papers that one of these may read.
    pub principals: &'a [Principal],
    /// Late at this moment.
    pub now: OffsetDateTime,
    /// Waiting for one of these; for anybody when none are named.
    pub assignees: Option<Vec<Principal>>,
    /// Told to those above at one of these thresholds; whether told or not when empty.
    pub escalated: Vec<Threshold>,
}

/// How much is late with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateGroup {
    /// For whom it waits.
    pub assignee: Principal,
    /// How many tasks.
    pub tasks: u64,
    /// The date of the latest one.
    pub oldest: OffsetDateTime,
}

/// The condition that both counts and lists stand on.
fn late(filter: &LateFilter<'_>) -> Condition {
    let document = (task::Entity, task::Column::DocumentId);
    let column = |column: task::Column| Expr::col((task::Entity, column));
    let mut condition = Condition::all()
        .add(column(task::Column::OrganisationId).eq(filter.organisation.0))
        .add(column(task::Column::ClosedAtUs).is_null())
        .add(column(task::Column::DueAtUs).is_not_null())
        .add(column(task::Column::DueAtUs).lt(micros(filter.now)))
        .add(column(task::Column::Kind).ne(TaskKind::Extension.code()))
        .add(visible_to(document, filter.principals));
    if let Some(assignees) = &filter.assignees {
        let keys = keys_of(assignees);
        condition = condition.add(column(task::Column::AssigneeId).in_subquery(keys));
    }
    if !filter.escalated.is_empty() {
        condition = condition.add(Expr::exists(told(&filter.escalated)));
    }
    condition
}

fn told(thresholds: &[Threshold]) -> sea_orm::sea_query::SelectStatement {
    let alarm = |column: due_alarm::Column| Expr::col((due_alarm::Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from(due_alarm::Entity)
        .and_where(alarm(due_alarm::Column::TaskId).equals((task::Entity, task::Column::Id)))
        .and_where(alarm(due_alarm::Column::DueAtUs).equals((task::Entity, task::Column::DueAtUs)))
        .and_where(
            alarm(due_alarm::Column::Threshold)
                .is_in(thresholds.iter().map(|threshold| threshold.code())),
        )
        .take()
}

/// How much is late with whom, in no order.
pub async fn count_late(ex: &impl Executor, filter: &LateFilter<'_>) -> Result<Vec<LateGroup>> {
    let query = Query::select()
        .column((principal::Entity, principal::Column::Name))
        .expr(Expr::cust("count(*)"))
        .expr(Expr::cust("min(task.due_at_us)"))
        .from(task::Entity)
        .inner_join(
            principal::Entity,
            Expr::col((principal::Entity, principal::Column::Id))
                .equals((task::Entity, task::Column::AssigneeId)),
        )
        .cond_where(late(filter))
        .group_by_col((principal::Entity, principal::Column::Name))
        .take();
    let rows = ex.raw().query_all(&query).await?;
    let group = |row: &sea_orm::QueryResult| {
        let name: String = row.try_get_by_index(0)?;
        let tasks: i64 = row.try_get_by_index(1)?;
        let corrupt = || StorageError::Corrupt(format!("principal {name}"));
        Ok(LateGroup {
            assignee: name.parse().map_err(|_| corrupt())?,
            tasks: u64::try_from(tasks).unwrap_or_default(),
            oldest: moment(row.try_get_by_index(2)?)?,
        })
    };
    rows.iter().map(group).collect()
}

/// Late tasks, the longest late first.
pub async fn list_late(
    ex: &impl Executor,
    filter: &LateFilter<'_>,
    after: Option<TaskId>,
    limit: u64,
) -> Result<Slice<TaskEntry>> {
    let mut query = task::Entity::find()
        .select_only()
        .column(task::Column::Id)
        .filter(late(filter))
        .order_by_asc(task::Column::DueAtUs)
        .order_by_asc(task::Column::Id)
        .limit(limit.saturating_add(1));
    if let Some(after) = after {
        let row = task::Entity::find_by_id(after.0).one(ex.raw()).await?;
        let date = row.and_then(|row| row.due_at_us).unwrap_or(i64::MAX);
        query = query.filter(beyond(task::Column::DueAtUs, (date, after.0)));
    }
    in_order(ex, query.into_tuple().all(ex.raw()).await?, limit).await
}

/// Which of the tasks somebody has reported progress on.
pub async fn list_reported(ex: &impl Executor, tasks: &[TaskId]) -> Result<HashSet<TaskId>> {
    let rows: Vec<Option<Uuid>> = remark::Entity::find()
        .select_only()
        .column(remark::Column::TaskId)
        .distinct()
        .filter(remark::Column::TaskId.is_in(tasks.iter().map(|task| task.0)))
        .filter(remark::Column::Kind.eq(RemarkKind::Progress.code()))
        .filter(remark::Column::UndoneAtUs.is_null())
        .into_tuple()
        .all(ex.raw())
        .await?;
    Ok(rows.into_iter().flatten().map(TaskId).collect())
}

/// To whom above tasks were told, for the dates they have now.
pub async fn list_escalated(
    ex: &impl Executor,
    tasks: &[TaskId],
) -> Result<Vec<(TaskId, Threshold)>> {
    let rows: Vec<(Uuid, String)> = due_alarm::Entity::find()
        .select_only()
        .column(due_alarm::Column::TaskId)
        .column(due_alarm::Column::Threshold)
        .filter(due_alarm::Column::TaskId.is_in(tasks.iter().map(|task| task.0)))
        .filter(Expr::cust(
            "EXISTS (SELECT 1 FROM task WHERE task.id = due_alarm.task_id AND task.due_at_us = due_alarm.due_at_us)",
        ))
        .into_tuple()
        .all(ex.raw())
        .await?;
    let known = rows
        .into_iter()
        .filter_map(|(task, code)| Some((TaskId(task), Threshold::from_code(&code)?)));
    Ok(known.collect())
}
