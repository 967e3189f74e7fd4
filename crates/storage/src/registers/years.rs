//! The years of registers: opened once, closed once.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use workflow::registers::{EntryState, Year};
use workflow::{PersonId, RegisterId};

use crate::entities::registers::{register_entry, register_year};
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// Opens a year of a register; false when it was opened before.
pub async fn open_year(
    tx: &Transaction,
    register: RegisterId,
    year: i32,
    by: PersonId,
) -> Result<bool> {
    let row = register_year::ActiveModel {
        register_id: Set(register.0),
        year: Set(year),
        last: Set(0),
        last_on: NotSet,
        opened_at_us: Set(micros(tx.now)),
        opened_by: Set(by.0),
        closed_at_us: NotSet,
        closed_by: NotSet,
    };
    let added = register_year::Entity::insert_many([row])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(added == 1)
}

/// Closes a year: from now on its counter stands still. `Stale` when it is closed already.
pub async fn close_year(
    tx: &Transaction,
    register: RegisterId,
    year: i32,
    by: PersonId,
) -> Result<()> {
    let closed = register_year::Entity::update_many()
        .col_expr(register_year::Column::ClosedAtUs, Expr::val(micros(tx.now)))
        .col_expr(register_year::Column::ClosedBy, Expr::val(by.0))
        .filter(register_year::Column::RegisterId.eq(register.0))
        .filter(register_year::Column::Year.eq(year))
        .filter(register_year::Column::ClosedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    if closed.rows_affected == 1 {
        Ok(())
    } else {
        Err(StorageError::Stale)
    }
}

/// A year of a register with its counter and the numbers kept for somebody.
pub async fn find_year(
    ex: &impl Executor,
    register: RegisterId,
    year: i32,
) -> Result<Option<Year>> {
    let row = register_year::Entity::find_by_id((register.0, year))
        .one(ex.raw())
        .await?;
    match row {
        Some(row) => Ok(Some(year_of(ex, row).await?)),
        None => Ok(None),
    }
}

/// The years of a register, latest first.
pub async fn list_years(ex: &impl Executor, register: RegisterId) -> Result<Vec<Year>> {
    let rows = register_year::Entity::find()
        .filter(register_year::Column::RegisterId.eq(register.0))
        .order_by_desc(register_year::Column::Year)
        .all(ex.raw())
        .await?;
    let mut years = Vec::with_capacity(rows.len());
    for row in rows {
        years.push(year_of(ex, row).await?);
    }
    Ok(years)
}

async fn year_of(ex: &impl Executor, row: register_year::Model) -> Result<Year> {
    let reserved = register_entry::Entity::find()
        .filter(register_entry::Column::RegisterId.eq(row.register_id))
        .filter(register_entry::Column::Year.eq(row.year))
        .filter(register_entry::Column::State.eq(EntryState::Reserved.code()))
        .count(ex.raw())
        .await?;
    Ok(Year {
        year: row.year,
        last: row.last,
        last_on: row.last_on,
        closed: row.closed_at_us.is_some(),
        reserved: i32::try_from(reserved).unwrap_or(i32::MAX),
    })
}
