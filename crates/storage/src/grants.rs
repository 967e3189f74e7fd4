//! Who may read which paper: grants with their cause, and the condition every query starts from.
//!
//! Principals are kept once and grants point to them by a short key: a million papers have some
//! seven million grants.

use std::collections::{BTreeSet, HashMap};

use sea_orm::sea_query::{Expr, IntoColumnRef, OnConflict, Query, SelectStatement};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use workflow::DocumentId;
use workflow::access::{Cause, Grant, Principal};

use crate::entities::papers::{document_grant, principal};
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// Rows of one INSERT; six values each stay below the limit of either database.
const ROWS_PER_INSERT: usize = 1000;

/// The condition that a paper is open to one of the principals: the beginning of every query for
/// papers, files, pages and lists in somebody's name. `document` is the column with the paper's id.
pub(crate) fn visible_to(document: impl IntoColumnRef, principals: &[Principal]) -> Expr {
    let grants = Query::select()
        .expr(Expr::val(1))
        .from(document_grant::Entity)
        .and_where(grant_of(document_grant::Column::DocumentId).equals(document))
        .and_where(grant_of(document_grant::Column::PrincipalId).in_subquery(keys_of(principals)))
        .and_where(stands())
        .take();
    Expr::exists(grants)
}

/// A column of the grants with its table, as nested queries need it.
pub(crate) fn grant_of(column: document_grant::Column) -> Expr {
    Expr::col((document_grant::Entity, column))
}

/// The condition of the partial indexes over grants that have not ended.
pub(crate) fn stands() -> Expr {
    grant_of(document_grant::Column::EndedAtUs).is_null()
}

/// The short keys of principals, as a subquery.
pub(crate) fn keys_of(principals: &[Principal]) -> SelectStatement {
    let names = principals.iter().map(ToString::to_string);
    Query::select()
        .column(principal::Column::Id)
        .from(principal::Entity)
        .and_where(Expr::col(principal::Column::Name).is_in(names))
        .take()
}

/// Gives rights; a grant that stands already is left as it is.
pub async fn give(tx: &Transaction, document: DocumentId, grants: &[Grant]) -> Result<()> {
    give_many(tx, grants.iter().map(|grant| (document, grant))).await
}

/// Gives rights to many papers in few statements.
pub(crate) async fn give_many(
    tx: &Transaction,
    grants: impl Iterator<Item = (DocumentId, &Grant)> + Clone,
) -> Result<()> {
    let names: BTreeSet<_> = grants.clone().map(|(_, grant)| grant.principal).collect();
    let keys = keep_principals(&tx.inner, &names).await?;
    let now = micros(tx.now);
    let mut rows = Vec::new();
    for (document, grant) in grants {
        let key = keys
            .get(&grant.principal)
            .ok_or(StorageError::NotFound("principal"))?;
        rows.push(document_grant::ActiveModel {
            id: NotSet,
            document_id: Set(document.0),
            principal_id: Set(*key),
            cause: Set(grant.cause.code().to_owned()),
            reference: Set(grant.cause.reference()),
            granted_at_us: Set(now),
            ended_at_us: Set(None),
        });
    }
    for part in rows.chunks(ROWS_PER_INSERT) {
        document_grant::Entity::insert_many(part.iter().cloned())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&tx.inner)
            .await?;
    }
    Ok(())
}

/// The short keys of principals, made where they are missing. In order, so that two transactions
/// that make the same ones never wait for each other.
async fn keep_principals(
    tx: &DatabaseTransaction,
    principals: &BTreeSet<Principal>,
) -> Result<HashMap<Principal, i64>> {
    let mut keys = find_keys(tx, principals).await?;
    let missing: Vec<_> = principals
        .iter()
        .filter(|name| !keys.contains_key(*name))
        .collect();
    if missing.is_empty() {
        return Ok(keys);
    }
    let rows = missing.iter().map(|name| principal::ActiveModel {
        id: NotSet,
        name: Set(name.to_string()),
    });
    principal::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    keys.extend(find_keys(tx, principals).await?);
    Ok(keys)
}

/// The short key of a principal, made where it is missing.
pub(crate) async fn key_of(tx: &Transaction, principal: Principal) -> Result<i64> {
    let keys = keep_principals(&tx.inner, &BTreeSet::from([principal])).await?;
    keys.get(&principal)
        .copied()
        .ok_or(StorageError::NotFound("principal"))
}

async fn find_keys(
    tx: &DatabaseTransaction,
    principals: &BTreeSet<Principal>,
) -> Result<HashMap<Principal, i64>> {
    let by_name: HashMap<_, _> = principals
        .iter()
        .map(|name| (name.to_string(), *name))
        .collect();
    let rows = principal::Entity::find()
        .filter(principal::Column::Name.is_in(by_name.keys().cloned()))
        .all(tx)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((*by_name.get(&row.name)?, row.id)))
        .collect())
}

/// Ends every grant of a paper, because it is kept apart.
pub async fn end_all(tx: &Transaction, document: DocumentId) -> Result<()> {
    document_grant::Entity::update_many()
        .col_expr(document_grant::Column::EndedAtUs, Expr::val(micros(tx.now)))
        .filter(document_grant::Column::DocumentId.eq(document.0))
        .filter(stands())
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// Ends what a cause gave, for every paper or for one.
pub async fn end_cause(tx: &Transaction, cause: Cause, document: Option<DocumentId>) -> Result<()> {
    let mut update = document_grant::Entity::update_many()
        .col_expr(document_grant::Column::EndedAtUs, Expr::val(micros(tx.now)))
        .filter(document_grant::Column::Reference.eq(cause.reference()))
        .filter(Expr::cust("reference <> ''"))
        .filter(document_grant::Column::Cause.eq(cause.code()))
        .filter(stands());
    if let Some(document) = document {
        update = update.filter(document_grant::Column::DocumentId.eq(document.0));
    }
    update.exec(&tx.inner).await?;
    Ok(())
}

/// Ends at most `limit` of the grants that a cause gave; answers the papers. What it gave for many
/// papers is ended in parts.
pub async fn end_some(tx: &Transaction, cause: Cause, limit: u64) -> Result<Vec<DocumentId>> {
    let rows = document_grant::Entity::find()
        .filter(document_grant::Column::Reference.eq(cause.reference()))
        .filter(Expr::cust("reference <> ''"))
        .filter(document_grant::Column::Cause.eq(cause.code()))
        .filter(stands())
        .order_by_asc(document_grant::Column::Id)
        .limit(limit)
        .all(&tx.inner)
        .await?;
    document_grant::Entity::update_many()
        .col_expr(document_grant::Column::EndedAtUs, Expr::val(micros(tx.now)))
        .filter(document_grant::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(&tx.inner)
        .await?;
    let mut documents: Vec<_> = rows.iter().map(|row| DocumentId(row.document_id)).collect();
    documents.dedup();
    Ok(documents)
}

/// A grant that stands, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The grant.
    pub grant: Grant,
    /// When it was given.
    pub since: OffsetDateTime,
}

/// The standing grants of a paper, with their causes.
pub async fn list_of_document(ex: &impl Executor, document: DocumentId) -> Result<Vec<Grant>> {
    let standing = list_standing(ex, document).await?;
    Ok(standing.into_iter().map(|one| one.grant).collect())
}

/// The standing grants of a paper, oldest first.
pub async fn list_standing(ex: &impl Executor, document: DocumentId) -> Result<Vec<Standing>> {
    let rows = document_grant::Entity::find()
        .find_also_related(principal::Entity)
        .filter(document_grant::Column::DocumentId.eq(document.0))
        .filter(stands())
        .order_by_asc(document_grant::Column::Id)
        .all(ex.raw())
        .await?;
    let grant = |(row, principal): (document_grant::Model, Option<principal::Model>)| {
        let corrupt = || StorageError::Corrupt(format!("grant {}", row.id));
        let name = principal.ok_or_else(corrupt)?.name;
        let grant = Grant {
            principal: name.parse().map_err(|_| corrupt())?,
            cause: Cause::from_parts(&row.cause, &row.reference).ok_or_else(corrupt)?,
        };
        Ok(Standing {
            grant,
            since: moment(row.granted_at_us)?,
        })
    };
    rows.into_iter().map(grant).collect()
}

/// The principals that may read each paper now, without repeats.
pub async fn list_readers(
    ex: &impl Executor,
    documents: &[DocumentId],
) -> Result<Vec<(DocumentId, String)>> {
    let query = Query::select()
        .distinct()
        .column((document_grant::Entity, document_grant::Column::DocumentId))
        .column((principal::Entity, principal::Column::Name))
        .from(document_grant::Entity)
        .inner_join(
            principal::Entity,
            Expr::col((principal::Entity, principal::Column::Id))
                .equals((document_grant::Entity, document_grant::Column::PrincipalId)),
        )
        .and_where(
            grant_of(document_grant::Column::DocumentId).is_in(documents.iter().map(|id| id.0)),
        )
        .and_where(stands())
        .take();
    let rows = ex.raw().query_all(&query).await?;
    rows.iter()
        .map(|row| {
            Ok((
                DocumentId(row.try_get_by_index(0)?),
                row.try_get_by_index(1)?,
            ))
        })
        .collect()
}

/// Says whether one of the principals may read the paper.
pub async fn may_read(
    ex: &impl Executor,
    document: DocumentId,
    principals: &[Principal],
) -> Result<bool> {
    let query = Query::select()
        .expr(Expr::val(1))
        .from(document_grant::Entity)
        .and_where(grant_of(document_grant::Column::DocumentId).eq(document.0))
        .and_where(grant_of(document_grant::Column::PrincipalId).in_subquery(keys_of(principals)))
        .and_where(stands())
        .limit(1)
        .take();
    Ok(ex.raw().query_one(&query).await?.is_some())
}

/// The causes for which one of the principals may read the paper now.
pub async fn list_causes(
    ex: &impl Executor,
    document: DocumentId,
    principals: &[Principal],
) -> Result<Vec<Cause>> {
    let mut causes: Vec<_> = list_standing(ex, document)
        .await?
        .into_iter()
        .filter(|standing| principals.contains(&standing.grant.principal))
        .map(|standing| standing.grant.cause)
        .collect();
    causes.sort_unstable();
    causes.dedup();
    Ok(causes)
}
