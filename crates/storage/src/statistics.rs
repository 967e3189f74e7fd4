//! What statistics count: each paper once, with the date of whoever leads.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectionTrait, ExprTrait};
use time::OffsetDateTime;
use uuid::Uuid;
use workflow::access::Principal;
use workflow::{DocumentId, OrganisationId};

use crate::entities::papers::{document, principal};
use crate::entities::tasks::task;
use crate::grants::visible_to;
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError};

/// A paper with the date by which it is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led {
    /// The paper.
    pub document: DocumentId,
    /// Code of its kind.
    pub kind: Option<String>,
    /// Who leads.
    pub lead: Principal,
    /// The date that held at the end, or holds now.
    pub due_at: OffsetDateTime,
    /// When the lead was closed with its result; none while it is open.
    pub done_at: Option<OffsetDateTime>,
}

/// A lead that came out of an instruction, not out of another lead.
const OUTER: &str = "EXISTS (SELECT 1 FROM task given WHERE given.id = task.parent_id AND given.kind = 'distribute')";
/// No later one of the paper counts in its place: one that was sent back, handed over or given anew.
const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM task later \
    INNER JOIN task instruction ON instruction.id = later.parent_id AND instruction.kind = 'distribute' \
    WHERE later.document_id = task.document_id AND later.kind = 'lead' AND later.id > task.id \
    AND (later.closed_at_us IS NULL OR later.outcome = 'done'))";

/// Papers that one of the principals may read and whose date lies in the period, in order of id.
///
/// What counts is the newest lead of the paper that came out of an instruction and is open or done:
/// what was returned, refused, taken back or handed over is counted with whoever has it after that,
/// so that each paper is counted once and with whoever answers for it.
pub async fn list_led(
    ex: &impl Executor,
    organisation: OrganisationId,
    principals: &[Principal],
    (from, before): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<Led>> {
    let column = |column: task::Column| Expr::col((task::Entity, column));
    let query = Query::select()
        .column((task::Entity, task::Column::DocumentId))
        .column((document::Entity, document::Column::Kind))
        .column((principal::Entity, principal::Column::Name))
        .column((task::Entity, task::Column::DueAtUs))
        .column((task::Entity, task::Column::ClosedAtUs))
        .from(task::Entity)
        .inner_join(
            document::Entity,
            Expr::col((document::Entity, document::Column::Id))
                .equals((task::Entity, task::Column::DocumentId)),
        )
        .inner_join(
            principal::Entity,
            Expr::col((principal::Entity, principal::Column::Id))
                .equals((task::Entity, task::Column::AssigneeId)),
        )
        .and_where(column(task::Column::OrganisationId).eq(organisation.0))
        .and_where(Expr::cust(
            "task.kind = 'lead' AND task.due_at_us IS NOT NULL",
        ))
        .and_where(column(task::Column::DueAtUs).gte(micros(from)))
        .and_where(column(task::Column::DueAtUs).lt(micros(before)))
        .and_where(Expr::cust(
            "(task.closed_at_us IS NULL OR task.outcome = 'done')",
        ))
        .and_where(Expr::cust(OUTER))
        .and_where(Expr::cust(NEWEST))
        .and_where(visible_to(
            (task::Entity, task::Column::DocumentId),
            principals,
        ))
        .order_by(
            (task::Entity, task::Column::DocumentId),
            sea_orm::sea_query::Order::Asc,
        )
        .take();
    let rows = ex.raw().query_all(&query).await?;
    let led = |row: &sea_orm::QueryResult| {
        let name: String = row.try_get_by_index(2)?;
        let corrupt = || StorageError::Corrupt(format!("principal {name}"));
        let done: Option<i64> = row.try_get_by_index(4)?;
        Ok(Led {
            document: DocumentId(row.try_get_by_index::<Uuid>(0)?),
            kind: row.try_get_by_index(1)?,
            lead: name.parse().map_err(|_| corrupt())?,
            due_at: moment(row.try_get_by_index(3)?)?,
            done_at: done.map(moment).transpose()?,
        })
    };
    rows.iter().map(led).collect()
}
