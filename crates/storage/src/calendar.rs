//! The working calendar of an agency: what it has entered above the days of the law, its office
//! hours, and a version that grows with each change of either.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use time::Date;
use workflow::OrganisationId;
use workflow::calendar::{Calendar, DayEntry, DayKind, OfficeHours};

use crate::entities::calendar::{calendar_day, office_hours};
use crate::{Executor, Result, StorageError, Transaction};

/// What an agency has entered for the days from `from` to `to`, both included, in order.
pub async fn list_days(
    ex: &impl Executor,
    organisation: OrganisationId,
    from: Date,
    to: Date,
) -> Result<Vec<DayEntry>> {
    let rows = calendar_day::Entity::find()
        .filter(calendar_day::Column::OrganisationId.eq(organisation.0))
        .filter(calendar_day::Column::Day.between(from, to))
        .order_by_asc(calendar_day::Column::Day)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(entry_of).collect()
}

/// The calendar of an agency: the days of the law, with its own above them, and its hours. Who
/// keeps the version beside what he computes reads [`version`] first: then a change in between
/// makes him compute once more, never once too little.
pub async fn load(ex: &impl Executor, organisation: OrganisationId) -> Result<Calendar> {
    let rows = calendar_day::Entity::find()
        .filter(calendar_day::Column::OrganisationId.eq(organisation.0))
        .all(ex.raw())
        .await?;
    let entries: Vec<_> = rows.into_iter().map(entry_of).collect::<Result<_>>()?;
    let hours = match find_hours(ex, organisation).await? {
        Some(row) => hours_of(&row)?,
        None => OfficeHours::default(),
    };
    Ok(Calendar::new(entries, hours))
}

/// How often the calendar of an agency was changed.
pub async fn version(ex: &impl Executor, organisation: OrganisationId) -> Result<i64> {
    let row = find_hours(ex, organisation).await?;
    Ok(row.map_or(0, |row| row.version))
}

/// Enters a day, in place of what the agency had entered for it; the version grows.
pub async fn put_day(
    tx: &Transaction,
    organisation: OrganisationId,
    entry: &DayEntry,
) -> Result<()> {
    use calendar_day::Column;
    let row = calendar_day::ActiveModel {
        organisation_id: Set(organisation.0),
        day: Set(entry.day),
        kind: Set(entry.kind.code().to_owned()),
        name: Set(entry.name.clone()),
        source: Set(entry.source.clone()),
    };
    let mut replace = OnConflict::columns([Column::OrganisationId, Column::Day]);
    replace.update_columns([Column::Kind, Column::Name, Column::Source]);
    calendar_day::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(&tx.inner)
        .await?;
    grow_version(tx, organisation).await
}

/// Forgets what the agency had entered for a day, so that the law holds again; the version grows.
/// False when there was nothing.
pub async fn remove_day(tx: &Transaction, organisation: OrganisationId, day: Date) -> Result<bool> {
    let removed = calendar_day::Entity::delete_many()
        .filter(calendar_day::Column::OrganisationId.eq(organisation.0))
        .filter(calendar_day::Column::Day.eq(day))
        .exec(&tx.inner)
        .await?;
    if removed.rows_affected == 0 {
        return Ok(false);
    }
    grow_version(tx, organisation).await?;
    Ok(true)
}

/// Sets the office hours; the version grows.
pub async fn put_hours(
    tx: &Transaction,
    organisation: OrganisationId,
    hours: OfficeHours,
) -> Result<()> {
    use office_hours::Column;
    let columns = [
        Column::MorningFrom,
        Column::MorningTo,
        Column::AfternoonFrom,
        Column::AfternoonTo,
    ];
    upsert_hours(tx, organisation, hours, &columns).await
}

async fn grow_version(tx: &Transaction, organisation: OrganisationId) -> Result<()> {
    upsert_hours(tx, organisation, OfficeHours::default(), &[]).await
}

/// Adds the row with the first version, or changes the columns named and counts the version up; the
/// row stays locked until the transaction ends, so that no two changes have the same version.
async fn upsert_hours(
    tx: &Transaction,
    organisation: OrganisationId,
    hours: OfficeHours,
    columns: &[office_hours::Column],
) -> Result<()> {
    use office_hours::Column;
    // Minutes of a day are far below the limit.
    let [morning_from, morning_to, afternoon_from, afternoon_to] = hours
        .minutes()
        .map(|minute| i16::try_from(minute).unwrap_or(i16::MAX));
    let row = office_hours::ActiveModel {
        organisation_id: Set(organisation.0),
        morning_from: Set(morning_from),
        morning_to: Set(morning_to),
        afternoon_from: Set(afternoon_from),
        afternoon_to: Set(afternoon_to),
        version: Set(1),
    };
    let grown = Expr::col((office_hours::Entity, Column::Version)).add(1);
    let mut change = OnConflict::column(Column::OrganisationId);
    change
        .update_columns(columns.iter().copied())
        .value(Column::Version, grown);
    office_hours::Entity::insert(row)
        .on_conflict(change)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

async fn find_hours(
    ex: &impl Executor,
    organisation: OrganisationId,
) -> Result<Option<office_hours::Model>> {
    let query = office_hours::Entity::find_by_id(organisation.0);
    Ok(query.one(ex.raw()).await?)
}

fn hours_of(row: &office_hours::Model) -> Result<OfficeHours> {
    let borders = [
        row.morning_from,
        row.morning_to,
        row.afternoon_from,
        row.afternoon_to,
    ];
    // What is negative becomes a minute that no day has, which is refused like other disorder.
    let minutes = borders.map(|minute| u16::try_from(minute).unwrap_or(u16::MAX));
    OfficeHours::from_minutes(minutes)
        .map_err(|_| StorageError::Corrupt(format!("office hours {borders:?}")))
}

fn entry_of(row: calendar_day::Model) -> Result<DayEntry> {
    let kind = DayKind::from_code(&row.kind).ok_or_else(|| {
        StorageError::Corrupt(format!("kind «{}» of calendar day {}", row.kind, row.day))
    })?;
    Ok(DayEntry {
        day: row.day,
        kind,
        name: row.name,
        source: row.source,
    })
}
