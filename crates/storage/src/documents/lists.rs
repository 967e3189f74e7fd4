//! Long lists of papers in somebody's name, fast for common and for rare rights.
//!
//! Ids are UUID version 7, so the order of ids is the order of time. Without a state a list is
//! merged from one ordered, limited walk per principal over the index of standing grants; for a
//! state that few papers are in, it walks the index of files in that state instead.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Expr, IntoColumnRef, Order, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use uuid::Uuid;
use workflow::access::Principal;
use workflow::documents::ReadingState;
use workflow::{DocumentId, OrganisationId};

use super::Document;
use super::rows::{documents_of, state_of};
use crate::entities::papers::{document, document_grant, file};
use crate::grants::{grant_of, keys_of, stands, visible_to};
use crate::{Executor, Result, Slice};

/// Parts of one UNION; SQLite takes at most 500.
const PRINCIPALS_PER_QUERY: usize = 200;
/// Up to this many files in a state, walking them is quicker than walking grants.
const FEW_FILES: i64 = 5000;

/// Where a list goes on and how long it is.
#[derive(Clone, Copy)]
struct Window {
    state: Option<ReadingState>,
    after: Option<DocumentId>,
    limit: u64,
}

/// Papers that one of the principals may read, newest first, after `after`; `state` keeps only
/// papers in that state.
pub async fn list_visible(
    ex: &impl Executor,
    principals: &[Principal],
    state: Option<ReadingState>,
    after: Option<DocumentId>,
    limit: u64,
) -> Result<Slice<Document>> {
    let window = Window {
        state,
        after,
        limit: limit.saturating_add(1),
    };
    let mut ids = match state {
        Some(state) if few_in(ex, state).await? => {
            fetch_ids(ex, &by_state(principals, state, window)).await?
        }
        _ => by_grants(ex, principals, window).await?,
    };
    let kept = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = ids.len() > kept;
    ids.truncate(kept);
    let next = if more { ids.last().copied() } else { None };
    let rows = document::Entity::find()
        .filter(document::Column::Id.is_in(ids))
        .filter(visible_to(
            (document::Entity, document::Column::Id),
            principals,
        ))
        .order_by_desc(document::Column::Id)
        .all(ex.raw())
        .await?;
    Ok(Slice {
        items: documents_of(ex, rows).await?,
        next,
    })
}

async fn fetch_ids(ex: &impl Executor, query: &SelectStatement) -> Result<Vec<Uuid>> {
    let rows = ex.raw().query_all(query).await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

/// Merges the newest papers of each principal.
async fn by_grants(
    ex: &impl Executor,
    principals: &[Principal],
    window: Window,
) -> Result<Vec<Uuid>> {
    let mut ids = Vec::new();
    for part in principals.chunks(PRINCIPALS_PER_QUERY) {
        let mut walks = part.iter().map(|principal| walk_of(*principal, window));
        let Some(mut query) = walks.next() else { break };
        query.unions(walks.map(|walk| (UnionType::Distinct, walk)));
        query
            .order_by(document_grant::Column::DocumentId, Order::Desc)
            .limit(window.limit);
        ids.extend(fetch_ids(ex, &query).await?);
    }
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids.dedup();
    ids.truncate(usize::try_from(window.limit).unwrap_or(usize::MAX));
    Ok(ids)
}

/// The newest papers of one principal, as a subquery that a UNION takes.
fn walk_of(principal: Principal, window: Window) -> SelectStatement {
    let column = (document_grant::Entity, document_grant::Column::DocumentId);
    let key = Expr::SubQuery(None, Box::new(keys_of(&[principal]).into()));
    let mut walk = Query::select();
    walk.distinct()
        .column(document_grant::Column::DocumentId)
        .from(document_grant::Entity)
        .and_where(grant_of(document_grant::Column::PrincipalId).eq(key))
        .and_where(stands())
        .and_where_option(window.after.map(|after| Expr::col(column).lt(after.0)))
        .order_by(document_grant::Column::DocumentId, Order::Desc)
        .limit(window.limit);
    if let Some(state) = window.state {
        walk.and_where(no_file_in(column, &stronger_than(state)));
        if ReadingState::of_paper([]) != state {
            walk.and_where(some_file_in(column, state));
        }
    }
    Query::select()
        .column(document_grant::Column::DocumentId)
        .from_subquery(walk, Alias::new("walk"))
        .take()
}

/// The newest papers in a state that the principals may read, walking the files in that state.
fn by_state(principals: &[Principal], state: ReadingState, window: Window) -> SelectStatement {
    let column = (file::Entity, file::Column::DocumentId);
    Query::select()
        .distinct()
        .column(column)
        .from(file::Entity)
        .and_where(open())
        .and_where(Expr::col((file::Entity, file::Column::State)).eq(state.code()))
        .and_where_option(window.after.map(|after| Expr::col(column).lt(after.0)))
        .and_where(no_file_in(column, &stronger_than(state)))
        .and_where(visible_to(column, principals))
        .order_by(column, Order::Desc)
        .limit(window.limit)
        .take()
}

/// Says whether so few files are in the state that walking them is quick. Files that are read are
/// never few and stand in no index.
async fn few_in(ex: &impl Executor, state: ReadingState) -> Result<bool> {
    if state == ReadingState::Read {
        return Ok(false);
    }
    let some = Query::select()
        .column(file::Column::DocumentId)
        .from(file::Entity)
        .and_where(open())
        .and_where(Expr::col((file::Entity, file::Column::State)).eq(state.code()))
        .limit(u64::try_from(FEW_FILES + 1).unwrap_or(u64::MAX))
        .take();
    let count = Query::select()
        .expr(Expr::cust("count(*)"))
        .from_subquery(some, Alias::new("some"))
        .take();
    let row = ex.raw().query_one(&count).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(count <= FEW_FILES)
}

/// The condition of the partial index over files that are not read; a constant, since the
/// databases compare it with the index before they know parameters.
fn open() -> Expr {
    Expr::cust("file.state <> 'read'")
}

/// The states that win over `state` when a paper has files in both.
fn stronger_than(state: ReadingState) -> Vec<&'static str> {
    let wins =
        |other: &ReadingState| *other != state && ReadingState::of_paper([state, *other]) == *other;
    ReadingState::ALL
        .into_iter()
        .filter(wins)
        .map(ReadingState::code)
        .collect()
}

fn no_file_in(document: impl IntoColumnRef, states: &[&'static str]) -> Expr {
    Expr::exists(files_in(document, states)).not()
}

fn some_file_in(document: impl IntoColumnRef, state: ReadingState) -> Expr {
    Expr::exists(files_in(document, &[state.code()]))
}

fn files_in(document: impl IntoColumnRef, states: &[&'static str]) -> SelectStatement {
    let other = Alias::new("other");
    Query::select()
        .expr(Expr::val(1))
        .from_as(file::Entity, other.clone())
        .and_where(Expr::col((other.clone(), file::Column::DocumentId)).equals(document))
        .and_where(Expr::col((other, file::Column::State)).is_in(states.iter().copied()))
        .take()
}

/// Papers that one of the principals may read and that hold the same bytes as a file of `id`,
/// without itself, newest first.
pub async fn list_duplicates(
    ex: &impl Executor,
    id: DocumentId,
    principals: &[Principal],
) -> Result<Vec<Document>> {
    let own = Query::select()
        .column(file::Column::BlobId)
        .from(file::Entity)
        .and_where(file::Column::DocumentId.eq(id.0))
        .take();
    let others = Query::select()
        .column(file::Column::DocumentId)
        .from(file::Entity)
        .and_where(file::Column::BlobId.in_subquery(own))
        .take();
    let rows = document::Entity::find()
        .filter(document::Column::Id.in_subquery(others))
        .filter(document::Column::Id.ne(id.0))
        .filter(visible_to(
            (document::Entity, document::Column::Id),
            principals,
        ))
        .order_by_desc(document::Column::Id)
        .all(ex.raw())
        .await?;
    documents_of(ex, rows).await
}

/// How many papers of an organisation are in each reading state. Only papers with a file that is
/// not read are looked at one by one.
pub async fn count_by_state(
    ex: &impl Executor,
    organisation: OrganisationId,
) -> Result<Vec<(ReadingState, u64)>> {
    let all = Query::select()
        .expr(Expr::cust("count(*)"))
        .from(document::Entity)
        .and_where(document::Column::OrganisationId.eq(organisation.0))
        .take();
    let row = ex.raw().query_one(&all).await?;
    let all: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    let mut papers: HashMap<Uuid, ReadingState> = HashMap::new();
    for row in ex.raw().query_all(&open_files(organisation)).await? {
        let state = state_of(&row.try_get_by_index::<String>(1)?)?;
        let paper = papers.entry(row.try_get_by_index(0)?).or_insert(state);
        *paper = ReadingState::of_paper([*paper, state]);
    }
    let all = u64::try_from(all).unwrap_or_default();
    let mut counts: HashMap<ReadingState, u64> = HashMap::new();
    counts.insert(
        ReadingState::of_paper([]),
        all.saturating_sub(papers.len() as u64),
    );
    for state in papers.into_values() {
        *counts.entry(state).or_default() += 1;
    }
    let count = |state| (state, counts.get(&state).copied().unwrap_or_default());
    Ok(ReadingState::ALL.into_iter().map(count).collect())
}

/// Files that are not read, by paper. The agency is asked of each such paper: they are few, and
/// joined the other way round every paper of the agency would be looked at.
fn open_files(organisation: OrganisationId) -> SelectStatement {
    let of_agency = Query::select()
        .expr(Expr::val(1))
        .from(document::Entity)
        .and_where(
            Expr::col((document::Entity, document::Column::Id))
                .equals((file::Entity, file::Column::DocumentId)),
        )
        .and_where(document::Column::OrganisationId.eq(organisation.0))
        .take();
    Query::select()
        .distinct()
        .column((file::Entity, file::Column::DocumentId))
        .column((file::Entity, file::Column::State))
        .from(file::Entity)
        .and_where(open())
        .and_where(Expr::exists(of_agency))
        .take()
}
