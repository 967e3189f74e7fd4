//! The list of what should be in a batch; a new one takes the place of the one before.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use time::OffsetDateTime;
use workflow::quality::shelf::{BadRow, Read, ShelfRow};
use workflow::{BatchId, PersonId};

use crate::entities::shelves::{list, row};
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// Rows of one INSERT; ten values each stay below the limit of either database.
const ROWS_PER_INSERT: usize = 1000;

/// The list of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfList {
    /// Its rows, and those that could not be read.
    pub read: Read,
    /// Who brought it.
    pub added_by: PersonId,
    /// When.
    pub added_at: OffsetDateTime,
}

/// Keeps the list of a batch that is held, in the place of the one before.
pub async fn save_shelf_list(
    tx: &Transaction,
    batch: BatchId,
    read: &Read,
    by: PersonId,
) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::BatchId.eq(batch.0))
        .exec(&tx.inner)
        .await?;
    list::Entity::delete_by_id(batch.0).exec(&tx.inner).await?;
    let bad = serde_json::to_string(&read.bad)
        .map_err(|error| StorageError::Corrupt(error.to_string()))?;
    let new = list::ActiveModel {
        batch_id: Set(batch.0),
        bad: Set(bad),
        added_by: Set(by.0),
        added_at_us: Set(micros(tx.now)),
    };
    list::Entity::insert(new)
        .exec_without_returning(&tx.inner)
        .await?;
    for part in read.rows.chunks(ROWS_PER_INSERT) {
        let rows = part.iter().map(|one| model_of(batch, one));
        row::Entity::insert_many(rows)
            .exec_without_returning(&tx.inner)
            .await?;
    }
    Ok(())
}

fn model_of(batch: BatchId, one: &ShelfRow) -> row::ActiveModel {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    row::ActiveModel {
        batch_id: Set(batch.0),
        line: Set(number(one.line)),
        code: Set(one.code.clone()),
        issued_on: Set(one.issued_on),
        issuer: Set(one.issuer.clone()),
        subject: Set(one.subject.clone()),
        sheets: Set(one.sheets.map(number)),
        pages: Set(one.pages.map(number)),
        container: Set(one.container.clone()),
        dossier: Set(one.dossier.clone()),
    }
}

/// The list of a batch.
pub async fn find_shelf_list(ex: &impl Executor, batch: BatchId) -> Result<Option<ShelfList>> {
    let found = list::Entity::find_by_id(batch.0).one(ex.raw()).await?;
    let Some(found) = found else {
        return Ok(None);
    };
    let rows = row::Entity::find()
        .filter(row::Column::BatchId.eq(batch.0))
        .order_by_asc(row::Column::Line)
        .all(ex.raw())
        .await?;
    let bad: Vec<BadRow> = serde_json::from_str(&found.bad)
        .map_err(|error| StorageError::Corrupt(format!("list of {batch}: {error}")))?;
    Ok(Some(ShelfList {
        read: Read {
            rows: rows.into_iter().map(row_of).collect(),
            bad,
        },
        added_by: PersonId(found.added_by),
        added_at: moment(found.added_at_us)?,
    }))
}

fn row_of(found: row::Model) -> ShelfRow {
    let number = |number: i32| u32::try_from(number).unwrap_or_default();
    ShelfRow {
        line: number(found.line),
        code: found.code,
        issued_on: found.issued_on,
        issuer: found.issuer,
        subject: found.subject,
        sheets: found.sheets.map(number),
        pages: found.pages.map(number),
        container: found.container,
        dossier: found.dossier,
    }
}
