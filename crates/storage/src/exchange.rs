//! Consignments: papers on their way from one agency to another, with their history.
//!
//! Whoever changes a paper at either end first holds its consignments, in the order of their ids,
//! and only then the papers themselves: two agencies that write and return to each other at the
//! same time wait for each other and never in a circle.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;
use workflow::exchange::{Consignment, Reached, Status};
use workflow::{ConsignmentId, DocumentId, OrganisationId, PersonId};

use crate::entities::exchange::{consignment, consignment_status};
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// Papers of one query; one value each stays far below the limit of either database.
const PAPERS_PER_QUERY: usize = 500;

/// Keeps a consignment whose two papers are there.
pub async fn insert(tx: &Transaction, new: &Consignment) -> Result<()> {
    let row = consignment::ActiveModel {
        id: Set(new.id.0),
        from_id: Set(new.from.0),
        sent_document_id: Set(new.sent.0),
        to_id: Set(new.to.0),
        received_document_id: Set(new.received.0),
        sent_at_us: Set(micros(new.sent_at)),
        sent_by: Set(new.sent_by.0),
    };
    consignment::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Writes down a status that was reached; says false when it had been reached before.
pub async fn reach(tx: &Transaction, id: ConsignmentId, reached: &Reached) -> Result<bool> {
    let row = consignment_status::ActiveModel {
        consignment_id: Set(id.0),
        code: Set(reached.status.code().to_owned()),
        at_us: Set(micros(reached.at)),
        by_id: Set(reached.by.map(|person| person.0)),
        reason: Set(reached.reason.clone()),
    };
    let added = consignment_status::Entity::insert_many([row])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(added == 1)
}

/// Holds the consignments of a paper, at either end, until the transaction ends.
pub(crate) async fn lock_of(tx: &Transaction, document: DocumentId) -> Result<()> {
    // SQLite has one writer at a time: its transaction is the lock.
    if tx.inner.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let at_either_end = Condition::any()
        .add(consignment::Column::SentDocumentId.eq(document.0))
        .add(consignment::Column::ReceivedDocumentId.eq(document.0));
    consignment::Entity::find()
        .filter(at_either_end)
        .order_by_asc(consignment::Column::Id)
        .lock_exclusive()
        .all(&tx.inner)
        .await?;
    Ok(())
}

/// The consignment by which a paper came, if it came by one.
pub async fn find_by_received(
    ex: &impl Executor,
    received: DocumentId,
) -> Result<Option<Consignment>> {
    let row = consignment::Entity::find()
        .filter(consignment::Column::ReceivedDocumentId.eq(received.0))
        .one(ex.raw())
        .await?;
    Ok(with_histories(ex, row.into_iter().collect()).await?.pop())
}

/// The consignments by which a paper was sent, oldest first.
pub async fn list_by_sent(ex: &impl Executor, sent: DocumentId) -> Result<Vec<Consignment>> {
    let rows = consignment::Entity::find()
        .filter(consignment::Column::SentDocumentId.eq(sent.0))
        .order_by_asc(consignment::Column::Id)
        .all(ex.raw())
        .await?;
    with_histories(ex, rows).await
}

/// The consignments of many papers, at either end, oldest first.
pub async fn list_of(ex: &impl Executor, documents: &[DocumentId]) -> Result<Vec<Consignment>> {
    let mut rows = Vec::new();
    for part in documents.chunks(PAPERS_PER_QUERY) {
        let ids: Vec<_> = part.iter().map(|id| id.0).collect();
        let at_either_end = Condition::any()
            .add(consignment::Column::SentDocumentId.is_in(ids.clone()))
            .add(consignment::Column::ReceivedDocumentId.is_in(ids));
        let found = consignment::Entity::find().filter(at_either_end);
        rows.extend(found.all(ex.raw()).await?);
    }
    rows.sort_by_key(|row| row.id);
    with_histories(ex, rows).await
}

async fn with_histories(
    ex: &impl Executor,
    rows: Vec<consignment::Model>,
) -> Result<Vec<Consignment>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut histories: BTreeMap<Uuid, Vec<Reached>> = BTreeMap::new();
    for part in rows.chunks(PAPERS_PER_QUERY) {
        let statuses = consignment_status::Entity::find()
            .filter(consignment_status::Column::ConsignmentId.is_in(part.iter().map(|row| row.id)))
            .all(ex.raw())
            .await?;
        for row in statuses {
            let id = row.consignment_id;
            histories.entry(id).or_default().push(reached_of(row)?);
        }
    }
    let whole = |row: consignment::Model| {
        let mut history = histories.remove(&row.id).unwrap_or_default();
        history.sort_by_key(|reached| (reached.at, reached.status));
        Ok(Consignment {
            id: ConsignmentId(row.id),
            from: OrganisationId(row.from_id),
            sent: DocumentId(row.sent_document_id),
            to: OrganisationId(row.to_id),
            received: DocumentId(row.received_document_id),
            sent_at: moment(row.sent_at_us)?,
            sent_by: PersonId(row.sent_by),
            history,
        })
    };
    rows.into_iter().map(whole).collect()
}

fn reached_of(row: consignment_status::Model) -> Result<Reached> {
    let status = Status::from_code(&row.code);
    let corrupt = || StorageError::Corrupt(format!("status of consignment {}", row.consignment_id));
    Ok(Reached {
        status: status.ok_or_else(corrupt)?,
        at: moment(row.at_us)?,
        by: row.by_id.map(PersonId),
        reason: row.reason,
    })
}

/// Those of the papers that their sender took back or had returned: their contents are not read any
/// more.
pub async fn list_withheld(
    ex: &impl Executor,
    documents: &[DocumentId],
) -> Result<BTreeSet<DocumentId>> {
    let mut withheld = BTreeSet::new();
    for part in documents.chunks(PAPERS_PER_QUERY) {
        let gone = Query::select()
            .column(consignment_status::Column::ConsignmentId)
            .from(consignment_status::Entity)
            .and_where(
                consignment_status::Column::Code
                    .is_in([Status::RecallAgreed.code(), Status::Refused.code()]),
            )
            .take();
        let ids: Vec<Uuid> = consignment::Entity::find()
            .select_only()
            .column(consignment::Column::ReceivedDocumentId)
            .filter(consignment::Column::ReceivedDocumentId.is_in(part.iter().map(|id| id.0)))
            .filter(consignment::Column::Id.in_subquery(gone))
            .into_tuple()
            .all(ex.raw())
            .await?;
        withheld.extend(ids.into_iter().map(DocumentId));
    }
    Ok(withheld)
}

/// Says whether the sender of a paper took it back or had it returned.
pub async fn is_withheld(ex: &impl Executor, document: DocumentId) -> Result<bool> {
    Ok(!list_withheld(ex, &[document]).await?.is_empty())
}
