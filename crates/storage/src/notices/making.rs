//! Notices are written together with the position of the follower: after a kill, and with several
//! servers, each event tells exactly once.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use workflow::{DocumentId, OrganisationId, PersonId};

use super::{Notice, rank};
use crate::entities::notices::{notice, notice_position};
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// Rows of one INSERT; sixteen values each stay below the limit of either database.
const ROWS_PER_INSERT: usize = 500;

/// Up to which event of each agency people were told.
pub async fn positions(ex: &impl Executor) -> Result<BTreeMap<OrganisationId, i64>> {
    let rows = notice_position::Entity::find().all(ex.raw()).await?;
    let position = |row: notice_position::Model| (OrganisationId(row.organisation_id), row.seq);
    Ok(rows.into_iter().map(position).collect())
}

/// Moves the position of an agency; `Stale` when another process has moved it: then what was to be
/// told is told already.
pub async fn advance(
    tx: &Transaction,
    organisation: OrganisationId,
    (from, to): (i64, i64),
) -> Result<()> {
    if from == 0 {
        let row = notice_position::ActiveModel {
            organisation_id: Set(organisation.0),
            seq: Set(0),
        };
        notice_position::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&tx.inner)
            .await?;
    }
    let moved = notice_position::Entity::update_many()
        .col_expr(notice_position::Column::Seq, Expr::val(to))
        .filter(notice_position::Column::OrganisationId.eq(organisation.0))
        .filter(notice_position::Column::Seq.eq(from))
        .exec(&tx.inner)
        .await?;
    if moved.rows_affected == 1 {
        Ok(())
    } else {
        Err(StorageError::Stale)
    }
}

/// Writes notices; `Conflict` when one of the people was told by that event already.
pub async fn insert(tx: &Transaction, notices: &[Notice]) -> Result<()> {
    let rows: Vec<_> = notices.iter().map(row).collect();
    for part in rows.chunks(ROWS_PER_INSERT) {
        notice::Entity::insert_many(part.iter().cloned())
            .exec_without_returning(&tx.inner)
            .await?;
    }
    Ok(())
}

/// Withdraws what people were told of a paper by the event of a moment, because the event at `seq`
/// undid it.
pub async fn withdraw(
    tx: &Transaction,
    document: DocumentId,
    (at_us, seq): (i64, i64),
) -> Result<()> {
    notice::Entity::update_many()
        .col_expr(notice::Column::WithdrawnSeq, Expr::val(seq))
        .filter(notice::Column::DocumentId.eq(document.0))
        .filter(notice::Column::AtUs.eq(at_us))
        .filter(notice::Column::Seq.lt(seq))
        .filter(notice::Column::WithdrawnSeq.is_null())
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// Whoever acted on a paper at `seq` has seen what he was told of it before.
pub async fn mark_acted(
    tx: &Transaction,
    person: PersonId,
    (document, seq): (DocumentId, i64),
) -> Result<()> {
    notice::Entity::update_many()
        .col_expr(notice::Column::SeenAtUs, Expr::val(micros(tx.now)))
        .filter(notice::Column::PersonId.eq(person.0))
        .filter(notice::Column::DocumentId.eq(document.0))
        .filter(notice::Column::Seq.lt(seq))
        .filter(notice::Column::SeenAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    Ok(())
}

fn row(new: &Notice) -> notice::ActiveModel {
    notice::ActiveModel {
        id: Set(new.id.0),
        organisation_id: Set(new.organisation.0),
        seq: Set(new.seq),
        person_id: Set(new.person.0),
        document_id: Set(new.document.map(|id| id.0)),
        task_id: Set(new.task.map(|id| id.0)),
        task_kind: Set(new.kind.map(|kind| kind.code().to_owned())),
        code: Set(new.code.code().to_owned()),
        urgency: Set(new.urgency.code().to_owned()),
        rank: Set(rank(new.urgency)),
        on_behalf_of: Set(new.on_behalf_of.map(|id| id.0)),
        due_at_us: Set(new.due_at.map(micros)),
        at_us: Set(micros(new.at)),
        seen_at_us: Set(new.seen_at.map(micros)),
        digest_id: Set(new.digest.map(|id| id.0)),
        withdrawn_seq: Set(new.withdrawn_by),
    }
}
