//! Secrets of apps that show codes, and which step was used last.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use workflow::PersonId;

use super::OneTimeCode;
use crate::entities::identity::one_time_code::{ActiveModel, Column, Entity};
use crate::moments::{micros, moment};
use crate::{Executor, Result, Transaction};

/// The secret of a person, confirmed or not.
pub async fn find_code(ex: &impl Executor, person: PersonId) -> Result<Option<OneTimeCode>> {
    let Some(row) = Entity::find_by_id(person.0).one(ex.raw()).await? else {
        return Ok(None);
    };
    Ok(Some(OneTimeCode {
        secret: row.secret,
        confirmed_at: row.confirmed_at_us.map(moment).transpose()?,
    }))
}

/// Puts down a secret that is to be confirmed; one not confirmed yet gives way, a confirmed one
/// stays and the answer is false.
pub async fn put_code(tx: &Transaction, person: PersonId, secret: &[u8]) -> Result<bool> {
    Entity::delete_many()
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::ConfirmedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    let row = ActiveModel {
        person_id: Set(person.0),
        secret: Set(secret.to_vec()),
        confirmed_at_us: Set(None),
        last_step: Set(0),
    };
    let added = Entity::insert_many([row])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(added == 1)
}

/// Asks for codes from now on; false when there is nothing to confirm.
pub async fn confirm_code(tx: &Transaction, person: PersonId, step: i64) -> Result<bool> {
    let updated = Entity::update_many()
        .col_expr(Column::ConfirmedAtUs, Expr::val(micros(tx.now)))
        .col_expr(Column::LastStep, Expr::val(step))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::ConfirmedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Uses up the code of a step; false when it or a later one was used before.
pub async fn spend_step(tx: &Transaction, person: PersonId, step: i64) -> Result<bool> {
    let updated = Entity::update_many()
        .col_expr(Column::LastStep, Expr::val(step))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::LastStep.lt(step))
        .exec(&tx.inner)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Asks for codes no longer; false when none were asked for.
pub async fn remove_code(tx: &Transaction, person: PersonId) -> Result<bool> {
    let deleted = Entity::delete_by_id(person.0).exec(&tx.inner).await?;
    Ok(deleted.rows_affected == 1)
}
