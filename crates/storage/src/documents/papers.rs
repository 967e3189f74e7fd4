//! Papers one by one and by their ids.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use workflow::access::Principal;
use workflow::documents::{Direction, Fields};
use workflow::{DocumentId, OrganisationId};

use super::rows::{document_row, documents_of, fields_row};
use super::{Document, NewDocument, Registration};
use crate::entities::papers::document;
use crate::grants::visible_to;
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// Keeps a paper.
pub async fn insert(tx: &Transaction, document: NewDocument) -> Result<()> {
    let row = document_row(document, micros(tx.now));
    document::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Holds a paper until the transaction ends: whoever else holds it waits.
pub async fn hold(tx: &Transaction, id: DocumentId) -> Result<()> {
    let held = document::Entity::find_by_id(id.0).lock_exclusive();
    let held = held.one(&tx.inner).await?;
    held.map(|_| ()).ok_or(StorageError::NotFound("document"))
}

/// Replaces the fields when the revision is still `revision`, else `Stale`; answers the new one.
pub async fn update_fields(
    tx: &Transaction,
    id: DocumentId,
    revision: i64,
    fields: &Fields,
) -> Result<i64> {
    let updated = document::Entity::update_many()
        .set(fields_row(fields.clone()))
        .col_expr(document::Column::Revision, Expr::val(revision + 1))
        .filter(document::Column::Id.eq(id.0))
        .filter(document::Column::Revision.eq(revision))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 1 {
        return Ok(revision + 1);
    }
    let there = document::Entity::find_by_id(id.0).one(&tx.inner).await?;
    Err(there.map_or(StorageError::NotFound("document"), |_| StorageError::Stale))
}

/// Says which way a paper goes, where that was not known.
pub async fn set_direction(tx: &Transaction, id: DocumentId, direction: Direction) -> Result<()> {
    document::Entity::update_many()
        .col_expr(document::Column::Direction, Expr::val(direction.code()))
        .filter(document::Column::Id.eq(id.0))
        .filter(document::Column::Direction.is_null())
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// Writes down what a register gives a paper or takes back; `Stale` when what goes out is no
/// longer of the kind that its number and symbol names.
pub async fn update_registration(
    tx: &Transaction,
    id: DocumentId,
    registration: &Registration,
) -> Result<()> {
    let direction = registration.direction;
    let mut given = document::ActiveModel {
        direction: Set(direction.map(|direction| direction.code().to_owned())),
        register: Set(registration.register.clone()),
        ..Default::default()
    };
    let mut same = Condition::all().add(document::Column::Id.eq(id.0));
    if let Some(issue) = &registration.issue {
        given.code = Set(issue.code.clone());
        given.issued_on = Set(issue.issued_on);
        let kind = issue.kind.as_deref();
        same = same.add(kind.map_or_else(
            || document::Column::Kind.is_null(),
            |kind| document::Column::Kind.eq(kind),
        ));
    }
    let next = Expr::col(document::Column::Revision).add(1);
    let updated = document::Entity::update_many()
        .set(given)
        .col_expr(document::Column::Revision, next)
        .filter(same)
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 1 {
        Ok(())
    } else {
        Err(StorageError::Stale)
    }
}

/// The paper, if one of the principals may read it.
pub async fn find_visible(
    ex: &impl Executor,
    id: DocumentId,
    principals: &[Principal],
) -> Result<Option<Document>> {
    Ok(list_visible_of(ex, &[id], principals).await?.pop())
}

/// Those of the papers that one of the principals may read, in no order.
pub async fn list_visible_of(
    ex: &impl Executor,
    ids: &[DocumentId],
    principals: &[Principal],
) -> Result<Vec<Document>> {
    let rows = document::Entity::find()
        .filter(document::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(visible_to(
            (document::Entity, document::Column::Id),
            principals,
        ))
        .all(ex.raw())
        .await?;
    documents_of(ex, rows).await
}

/// The papers themselves, whoever asks: for the follower and for jobs.
pub async fn list_by_ids(ex: &impl Executor, ids: &[DocumentId]) -> Result<Vec<Document>> {
    let rows = document::Entity::find()
        .filter(document::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(ex.raw())
        .await?;
    documents_of(ex, rows).await
}

/// Papers of an agency that bear a number and symbol, as far as one of the principals may read
/// them, newest first, at most 20.
pub async fn list_by_code(
    ex: &impl Executor,
    organisation: OrganisationId,
    code: &str,
    principals: &[Principal],
) -> Result<Vec<Document>> {
    let rows = document::Entity::find()
        .filter(document::Column::OrganisationId.eq(organisation.0))
        .filter(document::Column::Code.eq(code))
        .filter(visible_to(
            (document::Entity, document::Column::Id),
            principals,
        ))
        .order_by_desc(document::Column::Id)
        .limit(20)
        .all(ex.raw())
        .await?;
    documents_of(ex, rows).await
}

/// Ids of all papers of an organisation in order, in parts: for rebuilding the index.
pub async fn list_ids(
    ex: &impl Executor,
    organisation: OrganisationId,
    after: Option<DocumentId>,
    limit: u64,
) -> Result<Vec<DocumentId>> {
    let mut query = document::Entity::find()
        .select_only()
        .column(document::Column::Id)
        .filter(document::Column::OrganisationId.eq(organisation.0))
        .order_by_asc(document::Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(document::Column::Id.gt(after.0));
    }
    let ids: Vec<uuid::Uuid> = query.into_tuple().all(ex.raw()).await?;
    Ok(ids.into_iter().map(DocumentId).collect())
}
