//! Registers as agencies define them, and the abbreviations of agencies and units.

use std::collections::HashMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use workflow::organisations::Validity;
use workflow::registers::{Book, Definition, NumberForm, Register};
use workflow::{OrganisationId, RegisterId, UnitId};

use crate::entities::organisations::{organisation, unit};
use crate::entities::registers::register;
use crate::{Executor, Result, StorageError, Transaction};

/// Adds a register; `Conflict` when a standing one of the book has its name.
pub async fn insert(tx: &Transaction, register: &Register) -> Result<()> {
    let row = register::ActiveModel {
        id: Set(register.id.0),
        organisation_id: Set(register.organisation.0),
        book: Set(register.book.code().to_owned()),
        valid_from: Set(register.validity.from),
        revision: Set(1),
        ..defined(register)?
    };
    register::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Replaces definition and last day when the revision is still that of `register`, else `Stale`.
pub async fn update(tx: &Transaction, register: &Register) -> Result<()> {
    let updated = register::Entity::update_many()
        .set(defined(register)?)
        .col_expr(register::Column::Revision, Expr::val(register.revision + 1))
        .filter(register::Column::Id.eq(register.id.0))
        .filter(register::Column::Revision.eq(register.revision))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 1 {
        Ok(())
    } else {
        Err(StorageError::Stale)
    }
}

fn defined(register: &Register) -> Result<register::ActiveModel> {
    let definition = &register.definition;
    let kinds = serde_json::to_string(&definition.kinds)
        .map_err(|error| StorageError::Corrupt(format!("kinds: {error}")))?;
    Ok(register::ActiveModel {
        name: Set(definition.name.clone()),
        kinds: Set(kinds),
        form: Set(definition.form.to_string()),
        plain_form: Set(definition.plain_form.as_ref().map(ToString::to_string)),
        abbreviation: Set(definition.abbreviation.clone()),
        valid_to: Set(register.validity.to),
        ..Default::default()
    })
}

/// Every register of an agency, in the order of books and of their making.
pub async fn list(ex: &impl Executor, organisation: OrganisationId) -> Result<Vec<Register>> {
    let rows = register::Entity::find()
        .filter(register::Column::OrganisationId.eq(organisation.0))
        .order_by_asc(register::Column::Id)
        .all(ex.raw())
        .await?;
    let mut registers: Vec<_> = rows.into_iter().map(register_of).collect::<Result<_>>()?;
    registers.sort_by_key(|register| (register.book, register.id));
    Ok(registers)
}

/// A register of the agency.
pub async fn find(
    ex: &impl Executor,
    organisation: OrganisationId,
    id: RegisterId,
) -> Result<Option<Register>> {
    let row = register::Entity::find_by_id(id.0)
        .filter(register::Column::OrganisationId.eq(organisation.0))
        .one(ex.raw())
        .await?;
    row.map(register_of).transpose()
}

fn register_of(row: register::Model) -> Result<Register> {
    let corrupt = |what: &str| StorageError::Corrupt(format!("register {}: {what}", row.id));
    let form = |text: &str| NumberForm::parse(text).map_err(|_| corrupt("form"));
    Ok(Register {
        id: RegisterId(row.id),
        organisation: OrganisationId(row.organisation_id),
        book: Book::from_code(&row.book).ok_or_else(|| corrupt("book"))?,
        definition: Definition {
            kinds: serde_json::from_str(&row.kinds).map_err(|_| corrupt("kinds"))?,
            form: form(&row.form)?,
            plain_form: row.plain_form.as_deref().map(form).transpose()?,
            name: row.name,
            abbreviation: row.abbreviation,
        },
        validity: Validity {
            from: row.valid_from,
            to: row.valid_to,
        },
        revision: row.revision,
    })
}

/// What stands for the agency in number and symbol, once it is set.
pub async fn find_abbreviation(
    ex: &impl Executor,
    organisation: OrganisationId,
) -> Result<Option<String>> {
    let row = organisation::Entity::find_by_id(organisation.0)
        .one(ex.raw())
        .await?;
    Ok(row.and_then(|row| row.abbreviation))
}

/// What stands for the units of the agency in number and symbol, where it is set.
pub async fn list_unit_abbreviations(
    ex: &impl Executor,
    organisation: OrganisationId,
) -> Result<HashMap<UnitId, String>> {
    let rows = unit::Entity::find()
        .filter(unit::Column::OrganisationId.eq(organisation.0))
        .filter(unit::Column::Abbreviation.is_not_null())
        .all(ex.raw())
        .await?;
    let pairs = rows
        .into_iter()
        .filter_map(|row| Some((UnitId(row.id), row.abbreviation?)));
    Ok(pairs.collect())
}

/// Sets what stands for the agency in number and symbol.
pub async fn set_abbreviation(
    tx: &Transaction,
    organisation: OrganisationId,
    abbreviation: &str,
) -> Result<()> {
    let updated = organisation::Entity::update_many()
        .col_expr(organisation::Column::Abbreviation, Expr::val(abbreviation))
        .filter(organisation::Column::Id.eq(organisation.0))
        .exec(&tx.inner)
        .await?;
    there("organisation", updated.rows_affected)
}

/// Sets what stands for a unit of the agency in number and symbol.
pub async fn set_unit_abbreviation(
    tx: &Transaction,
    organisation: OrganisationId,
    unit: UnitId,
    abbreviation: &str,
) -> Result<()> {
    let updated = unit::Entity::update_many()
        .col_expr(unit::Column::Abbreviation, Expr::val(abbreviation))
        .filter(unit::Column::Id.eq(unit.0))
        .filter(unit::Column::OrganisationId.eq(organisation.0))
        .exec(&tx.inner)
        .await?;
    there("unit", updated.rows_affected)
}

fn there(what: &'static str, rows: u64) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(StorageError::NotFound(what))
    }
}
