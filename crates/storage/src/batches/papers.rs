//! Which paper was made of which part of a batch, and which of them were acted upon since.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;
use workflow::batches::{Lock, Locks};
use workflow::documents::ReadingState;
use workflow::{BatchId, DocumentId};

use crate::entities::batches::paper::{ActiveModel, Column, Entity, Model};
use crate::entities::exchange::consignment;
use crate::entities::outgoing::draft;
use crate::entities::papers::file;
use crate::entities::registers::register_entry;
use crate::entities::tasks::case;
use crate::{Executor, Result, Transaction};

/// What was made of a part of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadePaper {
    /// Its key in the arrangement.
    pub key: u32,
    /// The paper.
    pub document: Option<DocumentId>,
    /// The pages it was made of, as the maker writes them; none while it waits to be made.
    pub made_of: Option<String>,
    /// Why it could not be made.
    pub trouble: Option<String>,
}

fn paper_of(row: Model) -> MadePaper {
    MadePaper {
        key: u32::try_from(row.number).unwrap_or_default(),
        document: row.document_id.map(DocumentId),
        made_of: row.made_of,
        trouble: row.trouble,
    }
}

fn number(key: u32) -> i32 {
    i32::try_from(key).unwrap_or(i32::MAX)
}

/// Papers of a batch, those taken back included, by key.
pub async fn list_papers(ex: &impl Executor, batch: BatchId) -> Result<Vec<MadePaper>> {
    let rows = Entity::find()
        .filter(Column::BatchId.eq(batch.0))
        .order_by_asc(Column::Number)
        .all(ex.raw())
        .await?;
    Ok(rows.into_iter().map(paper_of).collect())
}

/// Writes what was made of a part of a batch that is held.
pub async fn save_paper(tx: &Transaction, batch: BatchId, paper: &MadePaper) -> Result<()> {
    let row = ActiveModel {
        batch_id: Set(batch.0),
        number: Set(number(paper.key)),
        document_id: Set(paper.document.map(|id| id.0)),
        made_of: Set(paper.made_of.clone()),
        trouble: Set(paper.trouble.clone()),
    };
    let known = OnConflict::columns([Column::BatchId, Column::Number])
        .update_columns([Column::DocumentId, Column::MadeOf, Column::Trouble])
        .to_owned();
    Entity::insert_many([row])
        .on_conflict(known)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Says of papers of a batch that they wait to be made anew.
pub async fn unmake_papers(tx: &Transaction, batch: BatchId, keys: &BTreeSet<u32>) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::MadeOf, Expr::val(None::<String>))
        .col_expr(Column::Trouble, Expr::val(None::<String>))
        .filter(Column::BatchId.eq(batch.0))
        .filter(Column::Number.is_in(keys.iter().map(|key| number(*key))))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// The batch and the key of a paper that was made of one.
pub async fn find_place(
    ex: &impl Executor,
    document: DocumentId,
) -> Result<Option<(BatchId, u32)>> {
    let query = Entity::find().filter(Column::DocumentId.eq(document.0));
    let row = query.one(ex.raw()).await?;
    Ok(row.map(|row| (BatchId(row.batch_id), paper_of(row).key)))
}

/// Holds the place of a paper in its batch, so that its pages stay as they are until the transaction ends;
/// answers false where they are being changed.
pub async fn hold_paper(tx: &Transaction, document: DocumentId) -> Result<bool> {
    let query = Entity::find().filter(Column::DocumentId.eq(document.0));
    let row = query.lock_exclusive().one(&tx.inner).await?;
    Ok(row.is_none_or(|row| row.made_of.is_some()))
}

/// Holds the places of all papers of a batch: whoever registers one of them meanwhile waits.
pub async fn hold_papers(tx: &Transaction, batch: BatchId) -> Result<()> {
    Entity::find()
        .filter(Column::BatchId.eq(batch.0))
        .order_by_asc(Column::Number)
        .lock_exclusive()
        .all(&tx.inner)
        .await?;
    Ok(())
}

/// The papers of a batch that stay as they are, with the reason.
pub async fn list_locks(ex: &impl Executor, batch: BatchId) -> Result<Locks> {
    let rows = Entity::find()
        .filter(Column::BatchId.eq(batch.0))
        .filter(Column::DocumentId.is_not_null())
        .all(ex.raw())
        .await?;
    let papers: BTreeMap<Uuid, u32> = rows
        .into_iter()
        .filter_map(|row| Some((row.document_id?, paper_of(row).key)))
        .collect();
    let ids: Vec<Uuid> = papers.keys().copied().collect();
    let mut locks = Locks::new();
    let mut lock = |found: HashSet<Uuid>, lock: Lock| {
        for key in found.iter().filter_map(|id| papers.get(id)) {
            locks.insert(*key, lock);
        }
    };
    lock(in_work(ex, &ids).await?, Lock::InWork);
    lock(registered(ex, &ids).await?, Lock::Registered);
    lock(set_apart(ex, &ids).await?, Lock::SetApart);
    Ok(locks)
}

async fn registered(ex: &impl Executor, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    let rows: Vec<Option<Uuid>> = register_entry::Entity::find()
        .select_only()
        .column(register_entry::Column::DocumentId)
        .filter(register_entry::Column::DocumentId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(ex.raw())
        .await?;
    Ok(rows.into_iter().flatten().collect())
}

async fn set_apart(ex: &impl Executor, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    let rows: Vec<Uuid> = file::Entity::find()
        .select_only()
        .column(file::Column::DocumentId)
        .filter(file::Column::DocumentId.is_in(ids.iter().copied()))
        .filter(file::Column::State.eq(ReadingState::Quarantined.code()))
        .into_tuple()
        .all(ex.raw())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Papers that somebody deals with, drafts, and those sent to another agency.
async fn in_work(ex: &impl Executor, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    let ids = || ids.iter().copied();
    let mut found: Vec<Uuid> = case::Entity::find()
        .select_only()
        .column(case::Column::DocumentId)
        .filter(case::Column::DocumentId.is_in(ids()))
        .into_tuple()
        .all(ex.raw())
        .await?;
    let drafts: Vec<Uuid> = draft::Entity::find()
        .select_only()
        .column(draft::Column::DocumentId)
        .filter(draft::Column::DocumentId.is_in(ids()))
        .into_tuple()
        .all(ex.raw())
        .await?;
    found.extend(drafts);
    let either = Condition::any()
        .add(consignment::Column::SentDocumentId.is_in(ids()))
        .add(consignment::Column::ReceivedDocumentId.is_in(ids()));
    let sent = consignment::Entity::find().filter(either);
    for row in sent.all(ex.raw()).await? {
        found.extend([row.sent_document_id, row.received_document_id]);
    }
    Ok(found.into_iter().collect())
}
