//! Pen strokes on pages, beside the files: one row a page and person, which stays with its revision when
//! nothing is left of it, so that another device that still has the strokes is told.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use workflow::ink::{Layer, Stroke};
use workflow::{FileId, PersonId};

use crate::blobs::BlobHash;
use crate::entities::ink::layer;
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// What somebody is to have written on a page from now on.
#[derive(Debug, Clone, Copy)]
pub struct NewLayer<'a> {
    /// The file.
    pub file: FileId,
    /// Its page, from 1.
    pub page: i32,
    /// Who wrote.
    pub person: PersonId,
    /// The bytes that were written on.
    pub blob: BlobHash,
    /// Whether whoever may read the paper sees it.
    pub shared: bool,
    /// All strokes.
    pub strokes: &'a [Stroke],
}

/// Puts a layer in the place of the one of `revision`, 0 where there was none; answers its revision.
pub async fn save_layer(tx: &Transaction, new: NewLayer<'_>, revision: i64) -> Result<i64> {
    let strokes = serde_json::to_string(new.strokes)
        .map_err(|error| StorageError::Corrupt(error.to_string()))?;
    if revision == 0 {
        return insert(tx, new, strokes).await;
    }
    let updated = layer::Entity::update_many()
        .col_expr(layer::Column::FileHash, Expr::value(new.blob.0.to_vec()))
        .col_expr(layer::Column::Shared, Expr::value(new.shared))
        .col_expr(layer::Column::Strokes, Expr::value(strokes))
        .col_expr(layer::Column::Revision, Expr::value(revision + 1))
        .col_expr(layer::Column::SavedAtUs, Expr::value(micros(tx.now)))
        .filter(layer::Column::FileId.eq(new.file.0))
        .filter(layer::Column::Page.eq(new.page))
        .filter(layer::Column::PersonId.eq(new.person.0))
        .filter(layer::Column::Revision.eq(revision))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 0 {
        return Err(StorageError::Stale);
    }
    Ok(revision + 1)
}

async fn insert(tx: &Transaction, new: NewLayer<'_>, strokes: String) -> Result<i64> {
    let row = layer::ActiveModel {
        file_id: Set(new.file.0),
        page: Set(new.page),
        person_id: Set(new.person.0),
        file_hash: Set(new.blob.0.to_vec()),
        shared: Set(new.shared),
        strokes: Set(strokes),
        revision: Set(1),
        saved_at_us: Set(micros(tx.now)),
    };
    let inserted = layer::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await
        .map_err(StorageError::from);
    match inserted {
        Ok(_) => Ok(1),
        // Another device was first.
        Err(StorageError::Conflict(_)) => Err(StorageError::Stale),
        Err(error) => Err(error),
    }
}

/// The layers of a file that a person sees, by page, then by author: of others only what is shared and not
/// empty, and nothing that was written on other bytes.
pub async fn list_layers(
    ex: &impl Executor,
    file: FileId,
    blob: BlobHash,
    person: PersonId,
) -> Result<Vec<Layer>> {
    let own = layer::Column::PersonId.eq(person.0);
    let shown = Condition::all()
        .add(layer::Column::Shared.eq(true))
        .add(layer::Column::Strokes.ne("[]"));
    let rows = layer::Entity::find()
        .filter(layer::Column::FileId.eq(file.0))
        .filter(layer::Column::FileHash.eq(blob.0.to_vec()))
        .filter(Condition::any().add(own).add(shown))
        .order_by_asc(layer::Column::Page)
        .order_by_asc(layer::Column::PersonId)
        .all(ex.raw())
        .await?;
    rows.iter().map(layer_of).collect()
}

/// What a person has written on a page.
pub async fn find_layer(
    ex: &impl Executor,
    file: FileId,
    page: i32,
    person: PersonId,
) -> Result<Option<Layer>> {
    let row = layer::Entity::find_by_id((file.0, page, person.0));
    let row = row.one(ex.raw()).await?;
    row.as_ref().map(layer_of).transpose()
}

fn layer_of(row: &layer::Model) -> Result<Layer> {
    let strokes = serde_json::from_str(&row.strokes)
        .map_err(|error| StorageError::Corrupt(format!("ink of {}: {error}", row.file_id)))?;
    Ok(Layer {
        page: row.page,
        author: PersonId(row.person_id),
        shared: row.shared,
        strokes,
        revision: row.revision,
        saved_at: moment(row.saved_at_us)?,
    })
}
