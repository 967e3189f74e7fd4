//! Drafts by whoever writes them, newest first.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use workflow::work::{End, Outcome, TaskKind};
use workflow::{DocumentId, PersonId, UnitId};

use crate::entities::outgoing::draft;
use crate::entities::tasks::{case, task};
use crate::moments::moment;
use crate::{Executor, Result, Slice, StorageError};

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftEntry {
    /// The paper.
    pub document: DocumentId,
    /// Who drafts it.
    pub drafter: PersonId,
    /// Its present version; 0 before there is one.
    pub version: u32,
    /// The end of its way.
    pub end: Option<End>,
}

/// Where drafts are on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftsAt {
    /// With their drafter.
    Drafting,
    /// With those who approve.
    InApproval,
    /// Approved, with the clerks.
    Issuing,
    /// At the end.
    Ended,
}

/// The drafts of a person and of units, newest first, after `after`; `at` keeps only those that
/// are there.
pub async fn list_drafts(
    ex: &impl Executor,
    (drafter, units): (PersonId, &[UnitId]),
    at: Option<DraftsAt>,
    after: Option<DocumentId>,
    limit: u64,
) -> Result<Slice<DraftEntry>> {
    let own = Condition::any()
        .add(draft::Column::DrafterId.eq(drafter.0))
        .add(draft::Column::UnitId.is_in(units.iter().map(|unit| unit.0)));
    let mut query = draft::Entity::find()
        .filter(own)
        .order_by_desc(draft::Column::DocumentId)
        .limit(limit.saturating_add(1));
    if let Some(at) = at {
        query = query.filter(is_at(at));
    }
    if let Some(after) = after {
        query = query.filter(draft::Column::DocumentId.lt(after.0));
    }
    let mut rows = query.all(ex.raw()).await?;
    let kept = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > kept;
    rows.truncate(kept);
    let next = rows.last().filter(|_| more).map(|row| row.document_id);
    let ids = rows.iter().map(|row| row.document_id);
    let cases = case::Entity::find()
        .filter(case::Column::DocumentId.is_in(ids))
        .all(ex.raw())
        .await?;
    let entry = |row: draft::Model| {
        let mut cases = cases.iter();
        let case = cases.find(|case| case.document_id == row.document_id);
        entry_of(&row, case)
    };
    Ok(Slice {
        items: rows.into_iter().map(entry).collect::<Result<_>>()?,
        next,
    })
}

fn entry_of(row: &draft::Model, case: Option<&case::Model>) -> Result<DraftEntry> {
    let corrupt = |what: &str| StorageError::Corrupt(format!("draft {}: {what}", row.document_id));
    let end = |at: i64, outcome: Option<&str>| {
        let outcome = outcome.and_then(Outcome::from_code);
        Ok::<_, StorageError>(End {
            at: moment(at)?,
            outcome: outcome.ok_or_else(|| corrupt("outcome"))?,
        })
    };
    let ended = case.and_then(|case| Some((case.ended_at_us?, case.outcome.as_deref())));
    Ok(DraftEntry {
        document: DocumentId(row.document_id),
        drafter: PersonId(row.drafter_id),
        version: u32::try_from(row.version).map_err(|_| corrupt("version"))?,
        end: ended.map(|(at, outcome)| end(at, outcome)).transpose()?,
    })
}

/// The condition behind the word with which the case of a draft tells how far it is.
fn is_at(at: DraftsAt) -> Expr {
    let kind = |kinds: &[TaskKind]| task::Column::Kind.is_in(kinds.iter().map(|one| one.code()));
    let on_route = task::Column::Stage.is_not_null();
    match at {
        DraftsAt::Drafting => waits(kind(&[TaskKind::Draft])),
        DraftsAt::InApproval => waits(on_route),
        DraftsAt::Issuing => {
            waits(kind(&[TaskKind::Number, TaskKind::Dispatch])).and(waits(on_route).not())
        }
        DraftsAt::Ended => {
            let ended = Query::select()
                .expr(Expr::val(1))
                .from(case::Entity)
                .and_where(same_paper((case::Entity, case::Column::DocumentId)))
                .and_where(Expr::col((case::Entity, case::Column::EndedAtUs)).is_not_null())
                .take();
            Expr::exists(ended)
        }
    }
}

fn waits(which: Expr) -> Expr {
    let open = Query::select()
        .expr(Expr::val(1))
        .from(task::Entity)
        .and_where(same_paper((task::Entity, task::Column::DocumentId)))
        .and_where(task::Column::ClosedAtUs.is_null())
        .and_where(which)
        .take();
    Expr::exists(open)
}

fn same_paper(column: impl sea_orm::sea_query::IntoColumnRef) -> Expr {
    Expr::col(column).equals((draft::Entity, draft::Column::DocumentId))
}
