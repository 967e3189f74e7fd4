//! Arrangements of a batch: each a row of its own, the last one holds.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use workflow::batches::Arrangement;
use workflow::{BatchId, PersonId};

use crate::entities::batches::{batch, revision};
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// An arrangement with its place among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// From 1.
    pub number: i32,
    /// The arrangement that undoing it brings back.
    pub undoes_to: Option<i32>,
    /// Papers and pages.
    pub arrangement: Arrangement,
    /// Who made it.
    pub made_by: Option<PersonId>,
}

/// Keeps the next arrangement of a batch that is held; from now on it is the one that holds.
pub async fn insert_revision(tx: &Transaction, id: BatchId, new: &Revision) -> Result<()> {
    let arrangement = serde_json::to_string(&new.arrangement)
        .map_err(|error| StorageError::Corrupt(error.to_string()))?;
    let row = revision::ActiveModel {
        batch_id: Set(id.0),
        number: Set(new.number),
        undoes_to: Set(new.undoes_to),
        arrangement: Set(arrangement),
        made_by: Set(new.made_by.map(|person| person.0)),
        made_at_us: Set(micros(tx.now)),
    };
    revision::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    batch::Entity::update_many()
        .col_expr(batch::Column::Revision, Expr::val(new.number))
        .filter(batch::Column::Id.eq(id.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// An arrangement of a batch; the empty one before the first.
pub async fn find_revision(ex: &impl Executor, id: BatchId, number: i32) -> Result<Revision> {
    if number == 0 {
        return Ok(Revision {
            number,
            undoes_to: None,
            arrangement: Arrangement::default(),
            made_by: None,
        });
    }
    let row = revision::Entity::find_by_id((id.0, number))
        .one(ex.raw())
        .await?;
    let row = row.ok_or(StorageError::NotFound("arrangement"))?;
    let arrangement = serde_json::from_str(&row.arrangement)
        .map_err(|error| StorageError::Corrupt(format!("arrangement of {id}: {error}")))?;
    Ok(Revision {
        number: row.number,
        undoes_to: row.undoes_to,
        arrangement,
        made_by: row.made_by.map(PersonId),
    })
}
