//! Numbers leave the counter and get their state. Each function is one step of the caller's
//! transaction; the counter row is held from the step until the transaction ends, so a number is
//! taken last.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
};
use time::Date;
use workflow::registers::{Book, CopyKind, EntryState, Register, Reservation, Symbol};
use workflow::{DocumentId, PersonId};

use super::{Place, Taken};
use crate::entities::registers::{register_entry, register_year};
use crate::moments::micros;
use crate::{Result, StorageError, Transaction};

/// A paper that is to be entered.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The paper.
    pub document: DocumentId,
    /// Its date in the register: of arrival, of issue or of copying.
    pub dated: Date,
    /// Who enters it.
    pub by: PersonId,
    /// Number and symbol, without the number.
    pub symbol: Symbol,
    /// Kind of copy, in the book of copies.
    pub copy: Option<CopyKind>,
}

/// A number that is to be kept for somebody.
#[derive(Debug, Clone)]
pub struct Reserving {
    /// For whom.
    pub kept_for: Reservation,
    /// Why.
    pub purpose: String,
    /// Who asks for it.
    pub by: PersonId,
}

/// Takes the next number for a paper. `Stale` when the year is not open or, where dates follow
/// the order of numbers, a later date has a number already; `Conflict` when the paper stands in a
/// register or its number and symbol stand in another one.
pub async fn take_number(
    tx: &Transaction,
    register: &Register,
    year: i32,
    entry: Entry,
) -> Result<Taken> {
    let number = advance(tx, register, year, Some(entry.dated)).await?;
    let code = entry.symbol.with(number);
    let row = register_entry::ActiveModel {
        state: Set(EntryState::Used.code().to_owned()),
        document_id: Set(Some(entry.document.0)),
        dated: Set(Some(entry.dated)),
        symbol_code: Set(unique_code(register.book, &code)),
        code: Set(Some(code.clone())),
        copy: Set(entry.copy.map(|copy| copy.code().to_owned())),
        ..new_row(tx, register, (year, number), entry.by)
    };
    register_entry::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(Taken { number, code })
}

/// Takes the next number for nobody yet. `Stale` when the year is not open.
pub async fn reserve_number(
    tx: &Transaction,
    register: &Register,
    year: i32,
    reserving: &Reserving,
) -> Result<i32> {
    let number = advance(tx, register, year, None).await?;
    let row = register_entry::ActiveModel {
        state: Set(EntryState::Reserved.code().to_owned()),
        reserved_day: Set(reserving.kept_for.day),
        reserved_unit_id: Set(reserving.kept_for.unit.map(|unit| unit.0)),
        purpose: Set(Some(reserving.purpose.clone())),
        ..new_row(tx, register, (year, number), reserving.by)
    };
    register_entry::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(number)
}

fn new_row(
    tx: &Transaction,
    register: &Register,
    (year, number): (i32, i32),
    by: PersonId,
) -> register_entry::ActiveModel {
    register_entry::ActiveModel {
        register_id: Set(register.id.0),
        year: Set(year),
        number: Set(number),
        organisation_id: Set(register.organisation.0),
        taken_at_us: Set(micros(tx.now)),
        taken_by: Set(by.0),
        changed_at_us: Set(micros(tx.now)),
        changed_by: Set(by.0),
        reason: NotSet,
        ..Default::default()
    }
}

/// Moves the counter on in one statement, which also holds its row until the end.
async fn advance(
    tx: &Transaction,
    register: &Register,
    year: i32,
    dated: Option<Date>,
) -> Result<i32> {
    let last_on = Expr::col(register_year::Column::LastOn);
    let mut update = Query::update();
    update
        .table(register_year::Entity)
        .value(
            register_year::Column::Last,
            Expr::col(register_year::Column::Last).add(1),
        )
        .and_where(Expr::col(register_year::Column::RegisterId).eq(register.id.0))
        .and_where(Expr::col(register_year::Column::Year).eq(year))
        .and_where(Expr::col(register_year::Column::ClosedAtUs).is_null())
        .returning_col(register_year::Column::Last);
    if let Some(dated) = dated {
        let is_later = last_on.clone().is_null().or(last_on.clone().lte(dated));
        if register.book.keeps_order_of_dates() {
            update.and_where(is_later);
            update.value(register_year::Column::LastOn, dated);
        } else {
            let latest = Expr::case(is_later, dated).finally(last_on);
            update.value(register_year::Column::LastOn, latest);
        }
    }
    let row = tx.inner.query_one(&update).await?;
    let row = row.ok_or(StorageError::Stale)?;
    Ok(row.try_get_by_index(0)?)
}

/// Arrival numbers repeat between registers; what goes out is unique in agency and year
/// (NĐ 30/2020 Điều 15).
fn unique_code(book: Book, code: &str) -> Option<String> {
    (book != Book::Incoming).then(|| code.to_owned())
}

/// Gives a reserved number to a paper. `Stale` when it is no longer reserved.
pub async fn use_reserved(
    tx: &Transaction,
    register: &Register,
    (year, number): (i32, i32),
    entry: Entry,
) -> Result<Taken> {
    let code = entry.symbol.with(number);
    let row = register_entry::ActiveModel {
        document_id: Set(Some(entry.document.0)),
        dated: Set(Some(entry.dated)),
        symbol_code: Set(unique_code(register.book, &code)),
        code: Set(Some(code.clone())),
        copy: Set(entry.copy.map(|copy| copy.code().to_owned())),
        ..Default::default()
    };
    let place = Place {
        register: register.id,
        year,
        number,
    };
    let step = (EntryState::Reserved, EntryState::Used);
    settle(tx, place, step, entry.by, row).await?;
    Ok(Taken { number, code })
}

/// Ends a reservation without a paper. `Stale` when it is no longer reserved.
pub async fn give_up(tx: &Transaction, place: Place, by: PersonId, reason: &str) -> Result<()> {
    let step = (EntryState::Reserved, EntryState::GivenUp);
    settle(tx, place, step, by, reasoned(reason)).await
}

/// Cancels a number whose paper is not issued; the paper stays named. `Stale` when it is not used.
pub async fn cancel(tx: &Transaction, place: Place, by: PersonId, reason: &str) -> Result<()> {
    let step = (EntryState::Used, EntryState::Cancelled);
    settle(tx, place, step, by, reasoned(reason)).await
}

fn reasoned(reason: &str) -> register_entry::ActiveModel {
    register_entry::ActiveModel {
        reason: Set(Some(reason.to_owned())),
        ..Default::default()
    }
}

async fn settle(
    tx: &Transaction,
    place: Place,
    (from, to): (EntryState, EntryState),
    by: PersonId,
    row: register_entry::ActiveModel,
) -> Result<()> {
    let row = register_entry::ActiveModel {
        state: Set(to.code().to_owned()),
        changed_at_us: Set(micros(tx.now)),
        changed_by: Set(by.0),
        ..row
    };
    let changed = register_entry::Entity::update_many()
        .set(row)
        .filter(register_entry::Column::RegisterId.eq(place.register.0))
        .filter(register_entry::Column::Year.eq(place.year))
        .filter(register_entry::Column::Number.eq(place.number))
        .filter(register_entry::Column::State.eq(from.code()))
        .exec(&tx.inner)
        .await?;
    if changed.rows_affected == 1 {
        Ok(())
    } else {
        Err(StorageError::Stale)
    }
}

/// Ends every reservation of a year that is being closed; answers the numbers.
pub async fn give_up_all(
    tx: &Transaction,
    register: &Register,
    year: i32,
    (by, reason): (PersonId, &str),
) -> Result<Vec<i32>> {
    let mut update = Query::update();
    update
        .table(register_entry::Entity)
        .value(
            register_entry::Column::State,
            EntryState::GivenUp.code().to_owned(),
        )
        .value(register_entry::Column::Reason, reason.to_owned())
        .value(register_entry::Column::ChangedAtUs, micros(tx.now))
        .value(register_entry::Column::ChangedBy, by.0)
        .and_where(Expr::col(register_entry::Column::RegisterId).eq(register.id.0))
        .and_where(Expr::col(register_entry::Column::Year).eq(year))
        .and_where(Expr::col(register_entry::Column::State).eq(EntryState::Reserved.code()))
        .returning_col(register_entry::Column::Number);
    let rows = tx.inner.query_all(&update).await?;
    let mut numbers: Vec<i32> = rows
        .iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect::<Result<_>>()?;
    numbers.sort_unstable();
    Ok(numbers)
}
