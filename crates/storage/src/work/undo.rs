//! The way back beside a paper, kept with the action it leads back from.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use workflow::DocumentId;
use workflow::work::WayBack;

use crate::entities::tasks::case;
use crate::{Executor, Result, StorageError, Transaction};

/// Keeps the way back from the last action on a paper; none where it has none.
pub async fn keep_way_back(
    tx: &Transaction,
    document: DocumentId,
    back: Option<&WayBack>,
) -> Result<()> {
    let text = back
        .map(serde_json::to_string)
        .transpose()
        .map_err(|error| StorageError::Corrupt(error.to_string()))?;
    case::Entity::update_many()
        .col_expr(case::Column::WayBack, Expr::val(text))
        .filter(case::Column::DocumentId.eq(document.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// The way back from the last action that has one.
pub async fn find_way_back(ex: &impl Executor, document: DocumentId) -> Result<Option<WayBack>> {
    let text: Option<Option<String>> = case::Entity::find_by_id(document.0)
        .select_only()
        .column(case::Column::WayBack)
        .into_tuple()
        .one(ex.raw())
        .await?;
    let corrupt = |error: serde_json::Error| StorageError::Corrupt(error.to_string());
    text.flatten()
        .map(|text| serde_json::from_str(&text).map_err(corrupt))
        .transpose()
}
