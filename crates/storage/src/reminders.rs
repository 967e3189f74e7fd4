//! Reminders of dates: the settings of an agency, which tasks are to be looked at, and the
//! thresholds that were crossed.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::OffsetDateTime;
use uuid::Uuid;
use workflow::work::reminders::{Settings, Threshold};
use workflow::work::{Case, Task};
use workflow::{DocumentId, OrganisationId, TaskId};

use crate::entities::reminders::{due_alarm, reminder_settings};
use crate::entities::tasks::task;
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// When an agency reminds of dates; the usual settings where it has none of its own.
pub async fn load_settings(ex: &impl Executor, organisation: OrganisationId) -> Result<Settings> {
    let query = reminder_settings::Entity::find_by_id(organisation.0);
    let Some(row) = query.one(ex.raw()).await? else {
        return Ok(Settings::default());
    };
    let amount = |value: Option<i16>| value.and_then(|value| u16::try_from(value).ok());
    Ok(Settings {
        hours_before: amount(row.hours_before),
        percent_passed: amount(row.percent_passed),
        on_the_day: row.on_the_day,
        head_days: amount(row.head_days),
        chief_days: amount(row.chief_days),
        leader_days: amount(row.leader_days),
    })
}

/// Keeps when an agency reminds of dates.
pub async fn save_settings(
    tx: &Transaction,
    organisation: OrganisationId,
    settings: &Settings,
) -> Result<()> {
    use reminder_settings::Column;
    // The rule allows far less than a smallint counts.
    let amount =
        |value: Option<u16>| Set(value.map(|value| i16::try_from(value).unwrap_or(i16::MAX)));
    let row = reminder_settings::ActiveModel {
        organisation_id: Set(organisation.0),
        hours_before: amount(settings.hours_before),
        percent_passed: amount(settings.percent_passed),
        on_the_day: Set(settings.on_the_day),
        head_days: amount(settings.head_days),
        chief_days: amount(settings.chief_days),
        leader_days: amount(settings.leader_days),
    };
    let mut replace = OnConflict::column(Column::OrganisationId);
    replace.update_columns([
        Column::HoursBefore,
        Column::PercentPassed,
        Column::OnTheDay,
        Column::HeadDays,
        Column::ChiefDays,
        Column::LeaderDays,
    ]);
    reminder_settings::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Papers with an open task that is to be looked at by `now`, the longest due first, without
/// repeats; at most `limit` tasks are walked.
pub async fn list_to_look_at(
    ex: &impl Executor,
    now: OffsetDateTime,
    limit: u64,
) -> Result<Vec<DocumentId>> {
    let rows: Vec<Uuid> = task::Entity::find()
        .select_only()
        .column(task::Column::DocumentId)
        .filter(task::Column::ClosedAtUs.is_null())
        .filter(task::Column::LookAtUs.lte(micros(now)))
        .order_by_asc(task::Column::LookAtUs)
        .order_by_asc(task::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(ex.raw())
        .await?;
    let mut seen = std::collections::HashSet::new();
    let new = rows.into_iter().filter(|id| seen.insert(*id));
    Ok(new.map(DocumentId).collect())
}

/// The next moment at which a task is to be looked at.
pub async fn next_look(ex: &impl Executor) -> Result<Option<OffsetDateTime>> {
    let next: Option<i64> = task::Entity::find()
        .select_only()
        .column(task::Column::LookAtUs)
        .filter(task::Column::ClosedAtUs.is_null())
        .filter(task::Column::LookAtUs.is_not_null())
        .order_by_asc(task::Column::LookAtUs)
        .into_tuple()
        .one(ex.raw())
        .await?;
    next.map(moment).transpose()
}

/// Papers of an agency with an open task that has a date, in order of id, after `after`.
pub async fn list_dated(
    ex: &impl Executor,
    organisation: OrganisationId,
    after: Option<DocumentId>,
    limit: u64,
) -> Result<Vec<DocumentId>> {
    let mut query = task::Entity::find()
        .select_only()
        .column(task::Column::DocumentId)
        .distinct()
        .filter(task::Column::OrganisationId.eq(organisation.0))
        .filter(task::Column::ClosedAtUs.is_null())
        .filter(task::Column::DueAtUs.is_not_null())
        .order_by_asc(task::Column::DocumentId)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(task::Column::DocumentId.gt(after.0));
    }
    let rows: Vec<Uuid> = query.into_tuple().all(ex.raw()).await?;
    Ok(rows.into_iter().map(DocumentId).collect())
}

/// The thresholds crossed for the dates that the open tasks of a case have now.
pub async fn list_crossed(ex: &impl Executor, case: &Case) -> Result<Vec<(TaskId, Threshold)>> {
    let dated: Vec<_> = case
        .open_tasks()
        .filter(|task| task.due.is_some())
        .collect();
    let rows = due_alarm::Entity::find()
        .filter(due_alarm::Column::TaskId.is_in(dated.iter().map(|task| task.id.0)))
        .all(ex.raw())
        .await?;
    let is_of_now = |row: &due_alarm::Model| {
        let mut of_task = dated.iter().filter(|task| task.id.0 == row.task_id);
        of_task.any(|task| date_of(task) == Some(row.due_at_us))
    };
    let crossed = |row: &due_alarm::Model| {
        let threshold = Threshold::from_code(&row.threshold);
        let threshold =
            threshold.ok_or_else(|| StorageError::Corrupt(format!("alarm {}", row.threshold)))?;
        Ok((TaskId(row.task_id), threshold))
    };
    rows.iter()
        .filter(|row| is_of_now(row))
        .map(crossed)
        .collect()
}

fn date_of(task: &Task) -> Option<i64> {
    task.due.as_ref().map(|due| micros(due.at))
}

/// Notes that thresholds of the date of a task were crossed; false when one of them was noted
/// already, which the lock of the case keeps from happening.
pub async fn note_crossed(tx: &Transaction, task: &Task, crossed: &[Threshold]) -> Result<bool> {
    let Some(due_at_us) = date_of(task).filter(|_| !crossed.is_empty()) else {
        return Ok(true);
    };
    let rows = crossed.iter().map(|threshold| due_alarm::ActiveModel {
        task_id: Set(task.id.0),
        threshold: Set(threshold.code().to_owned()),
        due_at_us: Set(due_at_us),
        at_us: Set(micros(tx.now)),
    });
    let added = due_alarm::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(added == crossed.len() as u64)
}

/// Keeps when a task is looked at next; none when nothing more can happen.
pub async fn look_again(tx: &Transaction, task: TaskId, at: Option<OffsetDateTime>) -> Result<()> {
    task::Entity::update_many()
        .col_expr(task::Column::LookAtUs, Expr::val(at.map(micros)))
        .filter(task::Column::Id.eq(task.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}
