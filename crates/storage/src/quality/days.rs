//! The pages that were recognised on each day: the steady progress of a job over months.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use time::Date;
use workflow::OrganisationId;
use workflow::documents::PageState;

use crate::documents::Recognition;
use crate::entities::quality::recognition_day::{ActiveModel, Column, Entity};
use crate::{Executor, Result, Transaction};

/// What a day brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The day in Vietnam.
    pub day: Date,
    /// Pages, blank and failed ones included.
    pub pages: u32,
    /// Of them, blank ones.
    pub blank: u32,
    /// Of them, those that failed.
    pub failed: u32,
    /// Of them, those whose processor time is known.
    pub measured: u32,
    /// Processor time of those in milliseconds.
    pub cpu_ms: u64,
}

/// Counts a page that was recognised.
pub async fn count_page(
    tx: &Transaction,
    organisation: OrganisationId,
    day: Date,
    page: &Recognition,
) -> Result<()> {
    let counts = [
        (Column::Pages, 1),
        (Column::Blank, i32::from(page.state == PageState::Blank)),
        (Column::Failed, i32::from(page.state == PageState::Failed)),
        (Column::Measured, i32::from(page.cpu_ms.is_some())),
    ];
    let [pages, blank, failed, measured] = counts.map(|(_, count)| count);
    let cpu_ms = i64::from(page.cpu_ms.unwrap_or_default());
    let row = ActiveModel {
        organisation_id: Set(organisation.0),
        day: Set(day),
        pages: Set(pages),
        blank: Set(blank),
        failed: Set(failed),
        measured: Set(measured),
        cpu_ms: Set(cpu_ms),
    };
    let before = |column: Column| Expr::col((Entity, column));
    let mut again = OnConflict::columns([Column::OrganisationId, Column::Day]);
    for (column, count) in counts {
        again.value(column, before(column).add(count));
    }
    again.value(Column::CpuMs, before(Column::CpuMs).add(cpu_ms));
    Entity::insert_many([row])
        .on_conflict(again)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// The days of an agency since `from` on which pages were recognised, in order.
pub async fn list_days(
    ex: &impl Executor,
    organisation: OrganisationId,
    from: Date,
) -> Result<Vec<Day>> {
    let rows = Entity::find()
        .filter(Column::OrganisationId.eq(organisation.0))
        .filter(Column::Day.gte(from))
        .order_by_asc(Column::Day)
        .all(ex.raw())
        .await?;
    let count = |number: i32| u32::try_from(number).unwrap_or_default();
    let days = rows.into_iter().map(|row| Day {
        day: row.day,
        pages: count(row.pages),
        blank: count(row.blank),
        failed: count(row.failed),
        measured: count(row.measured),
        cpu_ms: u64::try_from(row.cpu_ms).unwrap_or_default(),
    });
    Ok(days.collect())
}
