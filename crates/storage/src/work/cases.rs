//! The case of a paper: loaded for showing, locked for acting.

use std::collections::HashMap;

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use uuid::Uuid;
use workflow::documents::{Direction, Urgency};
use workflow::work::{Case, End, Outcome, Remark, RemarkKind, Task};
use workflow::{DocumentId, OrganisationId, PersonId, RemarkId, TaskId};

use super::rows::task_of;
use crate::entities::papers::{document, principal};
use crate::entities::tasks::{answer, case, remark, task};
use crate::moments::moment;
use crate::{Executor, Result, StorageError, Transaction};

/// A remark with whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemarkRow {
    /// The remark.
    pub remark: Remark,
    /// Who wrote it.
    pub author: PersonId,
    /// For whom, where somebody stood in.
    pub on_behalf_of: Option<PersonId>,
    /// When.
    pub at: OffsetDateTime,
    /// When the action it was written with was undone.
    pub undone_at: Option<OffsetDateTime>,
}

/// What is kept of a paper on its way beside its tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which way it goes.
    pub direction: Direction,
    /// The dossier it is kept in.
    pub dossier: Option<String>,
}

/// The case of a paper; none when nobody has acted on it.
pub async fn find_case(ex: &impl Executor, document: DocumentId) -> Result<Option<Case>> {
    Ok(list_cases(ex, &[document]).await?.pop())
}

/// The cases of papers, in no order; those nobody has acted on have none.
pub async fn list_cases(ex: &impl Executor, documents: &[DocumentId]) -> Result<Vec<Case>> {
    let ids = documents.iter().map(|document| document.0);
    let rows = case::Entity::find()
        .filter(case::Column::DocumentId.is_in(ids))
        .all(ex.raw())
        .await?;
    with_tasks(ex, rows).await
}

/// Direction and dossier of a paper on its way.
pub async fn find_kept(ex: &impl Executor, document: DocumentId) -> Result<Option<Kept>> {
    let row = case::Entity::find_by_id(document.0).one(ex.raw()).await?;
    row.map(|row| {
        let direction = Direction::from_code(&row.direction);
        Ok(Kept {
            direction: direction
                .ok_or_else(|| StorageError::Corrupt(format!("work {document}: direction")))?,
            dossier: row.dossier,
        })
    })
    .transpose()
}

/// The case of a paper under a lock that holds until the transaction ends, and before it its
/// consignments; a paper nobody has acted on gets its row.
pub async fn lock_case(
    tx: &Transaction,
    document: DocumentId,
    organisation: OrganisationId,
    direction: Direction,
) -> Result<Case> {
    crate::exchange::lock_of(tx, document).await?;
    lock_other_end(tx, document, organisation, direction).await
}

/// Like [`lock_case`], for the paper at the other end of a consignment that is held already.
pub async fn lock_other_end(
    tx: &Transaction,
    document: DocumentId,
    organisation: OrganisationId,
    direction: Direction,
) -> Result<Case> {
    let row = case::ActiveModel {
        document_id: Set(document.0),
        organisation_id: Set(organisation.0),
        direction: Set(direction.code().to_owned()),
        revision: Set(0),
        ended_at_us: Set(None),
        outcome: Set(None),
        dossier: Set(None),
        way_back: Set(None),
    };
    case::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    let mut query = case::Entity::find_by_id(document.0);
    // SQLite has one writer at a time: its transaction is the lock.
    if tx.inner.get_database_backend() == DbBackend::Postgres {
        query = query.lock_exclusive();
    }
    let row = query.one(&tx.inner).await?;
    let row = row.ok_or(StorageError::NotFound("work"))?;
    let mut cases = with_tasks(tx, vec![row]).await?;
    cases.pop().ok_or(StorageError::NotFound("work"))
}

async fn with_tasks(ex: &impl Executor, rows: Vec<case::Model>) -> Result<Vec<Case>> {
    let ids: Vec<_> = rows.iter().map(|row| row.document_id).collect();
    let urgencies: HashMap<Uuid, String> = document::Entity::find()
        .select_only()
        .column(document::Column::Id)
        .column(document::Column::Urgency)
        .filter(document::Column::Id.is_in(ids.iter().copied()))
        .into_tuple::<(Uuid, String)>()
        .all(ex.raw())
        .await?
        .into_iter()
        .collect();
    let mut tasks: HashMap<DocumentId, Vec<Task>> = HashMap::new();
    let found = task::Entity::find()
        .find_also_related(principal::Entity)
        .filter(task::Column::DocumentId.is_in(ids))
        .order_by_asc(task::Column::Id)
        .all(ex.raw())
        .await?;
    for row in found {
        let (document, task) = task_of(row)?;
        tasks.entry(document).or_default().push(task);
    }
    let with_tasks = |row: case::Model| {
        let urgency = urgencies.get(&row.document_id).map(String::as_str);
        let tasks = tasks.remove(&DocumentId(row.document_id));
        case_of(&row, urgency, tasks.unwrap_or_default())
    };
    rows.into_iter().map(with_tasks).collect()
}

fn case_of(row: &case::Model, urgency: Option<&str>, tasks: Vec<Task>) -> Result<Case> {
    let id = row.document_id;
    let corrupt = |what: &str| StorageError::Corrupt(format!("work {id}: {what}"));
    let end = match (row.ended_at_us, row.outcome.as_deref()) {
        (None, _) => None,
        (Some(at), outcome) => Some(End {
            at: moment(at)?,
            outcome: outcome
                .and_then(Outcome::from_code)
                .ok_or_else(|| corrupt("outcome"))?,
        }),
    };
    let urgency = urgency.and_then(Urgency::from_code);
    Ok(Case {
        document: DocumentId(id),
        organisation: OrganisationId(row.organisation_id),
        urgency: urgency.ok_or_else(|| corrupt("urgency"))?,
        revision: row.revision,
        end,
        tasks,
    })
}

/// The remarks of a paper, oldest first.
pub async fn list_remarks(ex: &impl Executor, document: DocumentId) -> Result<Vec<RemarkRow>> {
    let rows = remark::Entity::find()
        .filter(remark::Column::DocumentId.eq(document.0))
        .order_by_asc(remark::Column::Id)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(remark_of).collect()
}

/// A remark of its row.
pub(super) fn remark_of(row: remark::Model) -> Result<RemarkRow> {
    let kind = RemarkKind::from_code(&row.kind);
    Ok(RemarkRow {
        remark: Remark {
            id: RemarkId(row.id),
            task: row.task_id.map(TaskId),
            kind: kind.ok_or_else(|| StorageError::Corrupt(format!("remark {}", row.id)))?,
            text: row.text,
        },
        author: PersonId(row.author_id),
        on_behalf_of: row.on_behalf_of.map(PersonId),
        at: moment(row.at_us)?,
        undone_at: row.undone_at_us.map(moment).transpose()?,
    })
}

/// Papers that answer a paper, and papers it answers, as ids.
pub async fn list_answers(
    ex: &impl Executor,
    document: DocumentId,
) -> Result<(Vec<DocumentId>, Vec<DocumentId>)> {
    let rows = answer::Entity::find()
        .filter(
            answer::Column::DocumentId
                .eq(document.0)
                .or(answer::Column::AnswerId.eq(document.0)),
        )
        .all(ex.raw())
        .await?;
    let (answered_by, answers): (Vec<_>, Vec<_>) =
        rows.iter().partition(|row| row.document_id == document.0);
    let answered_by = answered_by.iter().map(|row| DocumentId(row.answer_id));
    let answers = answers.iter().map(|row| DocumentId(row.document_id));
    Ok((answered_by.collect(), answers.collect()))
}
