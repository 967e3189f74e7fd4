//! The instructions that somebody gave, the latest first, for what is learnt from them.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflow::work::{RemarkKind, Task};
use workflow::{DocumentId, PersonId};

use super::rows::task_of;
use crate::entities::papers::{document, principal};
use crate::entities::tasks::{remark, task};
use crate::{Executor, Result};

/// An instruction with the parts it gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenInstruction {
    /// The paper.
    pub document: DocumentId,
    /// Its issuer.
    pub issuer: Option<String>,
    /// The words.
    pub words: String,
    /// What it gave, in the order in which it was given.
    pub tasks: Vec<Task>,
}

/// The latest instructions of a person that were not undone.
pub async fn list_instructions_of(
    ex: &impl Executor,
    person: PersonId,
    limit: u64,
) -> Result<Vec<GivenInstruction>> {
    let remarks = remark::Entity::find()
        .filter(remark::Column::AuthorId.eq(person.0))
        .filter(remark::Column::Kind.eq(RemarkKind::Instruction.code()))
        .filter(remark::Column::UndoneAtUs.is_null())
        .order_by_desc(remark::Column::Id)
        .limit(limit)
        .all(ex.raw())
        .await?;
    let mut tasks: HashMap<Uuid, Vec<Task>> = HashMap::new();
    let given = task::Entity::find()
        .find_also_related(principal::Entity)
        .filter(task::Column::RemarkId.is_in(remarks.iter().map(|row| row.id)))
        .filter(task::Column::DocumentId.is_in(remarks.iter().map(|row| row.document_id)))
        .order_by_asc(task::Column::Id)
        .all(ex.raw())
        .await?;
    for row in given {
        let (_, task) = task_of(row)?;
        if let Some(words) = task.remark {
            tasks.entry(words.0).or_default().push(task);
        }
    }
    let issuers: HashMap<Uuid, Option<String>> = document::Entity::find()
        .select_only()
        .column(document::Column::Id)
        .column(document::Column::Issuer)
        .filter(document::Column::Id.is_in(remarks.iter().map(|row| row.document_id)))
        .into_tuple::<(Uuid, Option<String>)>()
        .all(ex.raw())
        .await?
        .into_iter()
        .collect();
    let given = remarks.into_iter().map(|row| GivenInstruction {
        document: DocumentId(row.document_id),
        issuer: issuers.get(&row.document_id).cloned().flatten(),
        tasks: tasks.remove(&row.id).unwrap_or_default(),
        words: row.text,
    });
    Ok(given.collect())
}
