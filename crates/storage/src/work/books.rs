//! What printed registers say of papers on their way: for many papers in few queries.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflow::DocumentId;
use workflow::work::{Outcome, Task};

use super::rows::task_of;
use crate::entities::papers::principal;
use crate::entities::tasks::{answer, case, task};
use crate::{Executor, Result};

/// Papers of one query; one value each stays far below the limit of either database.
const PAPERS_PER_QUERY: usize = 500;

/// The tasks of many papers, oldest first.
pub async fn list_tasks(
    ex: &impl Executor,
    documents: &[DocumentId],
) -> Result<Vec<(DocumentId, Task)>> {
    let mut tasks = Vec::new();
    for part in documents.chunks(PAPERS_PER_QUERY) {
        let rows = task::Entity::find()
            .find_also_related(principal::Entity)
            .filter(task::Column::DocumentId.is_in(part.iter().map(|id| id.0)))
            .order_by_asc(task::Column::Id)
            .all(ex.raw())
            .await?;
        for row in rows {
            tasks.push(task_of(row)?);
        }
    }
    Ok(tasks)
}

/// Those of the papers that were recalled, by this agency or by the one that sent them.
pub async fn list_recalled(
    ex: &impl Executor,
    documents: &[DocumentId],
) -> Result<BTreeSet<DocumentId>> {
    let mut recalled = BTreeSet::new();
    for part in documents.chunks(PAPERS_PER_QUERY) {
        let ids: Vec<uuid::Uuid> = case::Entity::find()
            .select_only()
            .column(case::Column::DocumentId)
            .filter(case::Column::DocumentId.is_in(part.iter().map(|id| id.0)))
            .filter(case::Column::Outcome.eq(Outcome::Recalled.code()))
            .into_tuple()
            .all(ex.raw())
            .await?;
        recalled.extend(ids.into_iter().map(DocumentId));
    }
    Ok(recalled)
}

/// Which papers answer many papers, as pairs of the answered and the answer.
pub async fn list_answers_of(
    ex: &impl Executor,
    documents: &[DocumentId],
) -> Result<Vec<(DocumentId, DocumentId)>> {
    let mut pairs = Vec::new();
    for part in documents.chunks(PAPERS_PER_QUERY) {
        let rows = answer::Entity::find()
            .filter(answer::Column::DocumentId.is_in(part.iter().map(|id| id.0)))
            .all(ex.raw())
            .await?;
        let pair = |row: answer::Model| (DocumentId(row.document_id), DocumentId(row.answer_id));
        pairs.extend(rows.into_iter().map(pair));
    }
    Ok(pairs)
}
