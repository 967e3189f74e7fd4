//! What waits for whom: lists merged from one ordered, limited walk per principal, and counts
//! from the index alone.

use std::collections::HashMap;

use sea_orm::sea_query::{
    Alias, CaseStatement, Expr, Func, Order, Query, SelectStatement, UnionType,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use time::OffsetDateTime;
use uuid::Uuid;
use workflow::access::Principal;
use workflow::delegation::{PaperScope, Reach};
use workflow::work::{Outcome, Task, TaskKind};
use workflow::{DocumentId, PersonId, TaskId};

use super::rows::task_of;
use crate::delegations::covered_by;
use crate::entities::papers::principal;
use crate::entities::tasks::{remark, task};
use crate::grants::keys_of;
use crate::moments::micros;
use crate::{Executor, Result, Slice, StorageError};

/// Parts of one UNION; SQLite takes at most 500.
const PRINCIPALS_PER_QUERY: usize = 200;

/// A task in a list, with the words it was given with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskEntry {
    /// The paper.
    pub document: DocumentId,
    /// The task.
    pub task: Task,
    /// The instruction, note or reason it was given with.
    pub words: Option<String>,
}

/// How many tasks of a kind wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// What they ask for.
    pub kind: TaskKind,
    /// How many.
    pub waiting: u64,
    /// How many of them are late.
    pub late: u64,
}

/// Open tasks that wait for one of the principals, the most urgent and soonest due first;
/// `kinds` keeps only tasks of these kinds (all when empty).
pub async fn list_waiting(
    ex: &impl Executor,
    principals: &[Principal],
    kinds: &[TaskKind],
    after: Option<TaskId>,
    limit: u64,
) -> Result<Slice<TaskEntry>> {
    list_reached(ex, &[everything_of(principals)], kinds, after, limit).await
}

fn everything_of(principals: &[Principal]) -> Reach {
    Reach {
        principals: principals.to_vec(),
        scopes: Vec::new(),
    }
}

/// Like [`list_waiting`], for somebody who answers for some principals only on papers of a scope.
pub async fn list_reached(
    ex: &impl Executor,
    reaches: &[Reach],
    kinds: &[TaskKind],
    after: Option<TaskId>,
    limit: u64,
) -> Result<Slice<TaskEntry>> {
    let from = place_of(ex, after).await?;
    let mut places = Vec::new();
    for reach in reaches {
        for part in reach.principals.chunks(PRINCIPALS_PER_QUERY) {
            let keys = keys(ex, part).await?;
            let mut walks = keys
                .iter()
                .map(|key| walk(*key, (kinds, &reach.scopes), from, limit.saturating_add(1)));
            let Some(mut query) = walks.next() else {
                continue;
            };
            query.unions(walks.map(|walk| (UnionType::All, walk)));
            query
                .order_by(task::Column::Place, Order::Asc)
                .order_by(task::Column::Id, Order::Asc)
                .limit(limit.saturating_add(1));
            places.extend(fetch(ex, &query).await?);
        }
    }
    places.sort_unstable();
    places.dedup();
    in_order(ex, places.into_iter().map(|(_, id)| id).collect(), limit).await
}

/// Place and id of the task after which a list goes on.
async fn place_of(ex: &impl Executor, after: Option<TaskId>) -> Result<Option<(i64, Uuid)>> {
    let Some(after) = after else { return Ok(None) };
    let row = task::Entity::find_by_id(after.0).one(ex.raw()).await?;
    Ok(Some((row.map_or(i64::MAX, |row| row.place), after.0)))
}

async fn keys(ex: &impl Executor, principals: &[Principal]) -> Result<Vec<i64>> {
    let rows = ex.raw().query_all(&keys_of(principals)).await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

/// The first open tasks of one principal, as a subquery that a UNION takes.
fn walk(
    key: i64,
    (kinds, scopes): (&[TaskKind], &[PaperScope]),
    from: Option<(i64, Uuid)>,
    limit: u64,
) -> SelectStatement {
    let mut walk = Query::select();
    walk.column(task::Column::Place)
        .column(task::Column::Id)
        .from(task::Entity)
        .and_where(task::Column::AssigneeId.eq(key))
        .and_where(task::Column::ClosedAtUs.is_null())
        .and_where_option(from.map(|from| beyond(task::Column::Place, from)))
        .and_where_option(covered_by(scopes))
        .order_by(task::Column::Place, Order::Asc)
        .order_by(task::Column::Id, Order::Asc)
        .limit(limit);
    if !kinds.is_empty() {
        walk.and_where(task::Column::Kind.is_in(kinds.iter().map(|kind| kind.code())));
    }
    Query::select()
        .column(task::Column::Place)
        .column(task::Column::Id)
        .from_subquery(walk, Alias::new("walk"))
        .take()
}

/// The condition of going on after a key of two columns, the id the second.
pub(super) fn beyond(first: task::Column, (value, id): (i64, Uuid)) -> Expr {
    let tie = first.eq(value).and(task::Column::Id.gt(id));
    first.gte(value).and(first.gt(value).or(tie))
}

async fn fetch(ex: &impl Executor, query: &SelectStatement) -> Result<Vec<(i64, Uuid)>> {
    let rows = ex.raw().query_all(query).await?;
    rows.iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
        .collect()
}

/// The tasks of the ids in their order, at most `limit`; one id more says that the list goes on.
pub(super) async fn in_order(
    ex: &impl Executor,
    mut ids: Vec<Uuid>,
    limit: u64,
) -> Result<Slice<TaskEntry>> {
    let kept = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = ids.len() > kept;
    ids.truncate(kept);
    let next = if more { ids.last().copied() } else { None };
    let rows = task::Entity::find()
        .find_also_related(principal::Entity)
        .filter(task::Column::Id.is_in(ids.iter().copied()))
        .all(ex.raw())
        .await?;
    let remarks: Vec<_> = rows.iter().filter_map(|(row, _)| row.remark_id).collect();
    let words: HashMap<Uuid, String> = remark::Entity::find()
        .filter(remark::Column::Id.is_in(remarks))
        .all(ex.raw())
        .await?
        .into_iter()
        .map(|row| (row.id, row.text))
        .collect();
    let mut entries = HashMap::new();
    for row in rows {
        let (document, task) = task_of(row)?;
        let words = task.remark.and_then(|remark| words.get(&remark.0).cloned());
        let entry = TaskEntry {
            document,
            task,
            words,
        };
        entries.insert(entry.task.id.0, entry);
    }
    let items = ids.iter().filter_map(|id| entries.remove(id)).collect();
    Ok(Slice { items, next })
}

/// How many open tasks of each kind wait for the principals, and how many are late at `now`.
pub async fn count_waiting(
    ex: &impl Executor,
    principals: &[Principal],
    now: OffsetDateTime,
) -> Result<Vec<Count>> {
    count_reached(ex, &[everything_of(principals)], now).await
}

/// Like [`count_waiting`], for somebody who answers for some principals only on papers of a scope.
pub async fn count_reached(
    ex: &impl Executor,
    reaches: &[Reach],
    now: OffsetDateTime,
) -> Result<Vec<Count>> {
    let mut counts: Vec<Count> = Vec::new();
    for reach in reaches {
        for found in count_one(ex, reach, now).await? {
            match counts.iter_mut().find(|count| count.kind == found.kind) {
                Some(count) => {
                    count.waiting += found.waiting;
                    count.late += found.late;
                }
                None => counts.push(found),
            }
        }
    }
    Ok(counts)
}

async fn count_one(ex: &impl Executor, reach: &Reach, now: OffsetDateTime) -> Result<Vec<Count>> {
    let late = CaseStatement::new()
        .case(task::Column::DueAtUs.lt(micros(now)), 1)
        .finally(0);
    let query = Query::select()
        .column(task::Column::Kind)
        .expr(Expr::cust("count(*)"))
        .expr(Func::sum(late))
        .from(task::Entity)
        .and_where(task::Column::AssigneeId.in_subquery(keys_of(&reach.principals)))
        .and_where(task::Column::ClosedAtUs.is_null())
        .and_where_option(covered_by(&reach.scopes))
        .group_by_col(task::Column::Kind)
        .take();
    let rows = ex.raw().query_all(&query).await?;
    let count = |row: &sea_orm::QueryResult| {
        let code: String = row.try_get_by_index(0)?;
        let kind = TaskKind::from_code(&code);
        let number = |value: i64| u64::try_from(value).unwrap_or(0);
        Ok(Count {
            kind: kind.ok_or_else(|| StorageError::Corrupt(format!("task kind {code}")))?,
            waiting: number(row.try_get_by_index(1)?),
            late: number(row.try_get_by_index(2)?),
        })
    };
    rows.iter().map(count).collect()
}

/// Papers on which an open task waits for a principal, in order of id, and how many tasks that are
/// on all papers together.
pub async fn list_papers_waiting(
    ex: &impl Executor,
    principal: Principal,
    limit: u64,
) -> Result<(Vec<DocumentId>, u64)> {
    let waiting = task::Entity::find()
        .filter(task::Column::AssigneeId.in_subquery(keys_of(&[principal])))
        .filter(task::Column::ClosedAtUs.is_null());
    let tasks = waiting.clone().count(ex.raw()).await?;
    let papers: Vec<Uuid> = waiting
        .select_only()
        .column(task::Column::DocumentId)
        .distinct()
        .order_by_asc(task::Column::DocumentId)
        .limit(limit)
        .into_tuple()
        .all(ex.raw())
        .await?;
    Ok((papers.into_iter().map(DocumentId).collect(), tasks))
}

/// Open tasks that a person gave, the most urgent and soonest due first.
pub async fn list_given(
    ex: &impl Executor,
    person: PersonId,
    after: Option<TaskId>,
    limit: u64,
) -> Result<Slice<TaskEntry>> {
    let mut query = task::Entity::find()
        .select_only()
        .column(task::Column::Id)
        .filter(task::Column::GivenBy.eq(person.0))
        .filter(task::Column::ClosedAtUs.is_null())
        .filter(task::Column::Kind.is_in([TaskKind::Lead.code(), TaskKind::Support.code()]))
        .order_by_asc(task::Column::Place)
        .order_by_asc(task::Column::Id)
        .limit(limit.saturating_add(1));
    if let Some(from) = place_of(ex, after).await? {
        query = query.filter(beyond(task::Column::Place, from));
    }
    in_order(ex, query.into_tuple().all(ex.raw()).await?, limit).await
}

/// Tasks that a person closed, the latest first.
pub async fn list_done(
    ex: &impl Executor,
    person: PersonId,
    after: Option<TaskId>,
    limit: u64,
) -> Result<Slice<TaskEntry>> {
    let closed = task::Column::ClosedAtUs;
    let mut query = task::Entity::find()
        .select_only()
        .column(task::Column::Id)
        .filter(task::Column::ClosedBy.eq(person.0))
        .filter(closed.is_not_null())
        .filter(task::Column::Outcome.ne(Outcome::Undone.code()))
        .order_by_desc(closed)
        .order_by_desc(task::Column::Id)
        .limit(limit.saturating_add(1));
    if let Some(after) = after {
        let row = task::Entity::find_by_id(after.0).one(ex.raw()).await?;
        let at = row.and_then(|row| row.closed_at_us).unwrap_or(i64::MIN);
        let tie = closed.eq(at).and(task::Column::Id.lt(after.0));
        query = query.filter(closed.lte(at).and(closed.lt(at).or(tie)));
    }
    in_order(ex, query.into_tuple().all(ex.raw()).await?, limit).await
}
