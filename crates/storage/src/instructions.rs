//! Templates of instructions (mẫu bút phê): those of the agency and those that people keep for
//! themselves. A template that ended stays as a row and is found no more.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use time::OffsetDateTime;
use workflow::work::instructions::Template;
use workflow::{OrganisationId, PersonId, TemplateId};

use crate::entities::instructions::template::{ActiveModel, Column, Entity, Model};
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// A template with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: TemplateId,
    /// Who keeps it for himself; none where the whole agency uses it.
    pub owner: Option<PersonId>,
    /// Counts its changes, from 1.
    pub revision: i64,
    /// What it says.
    pub says: Template,
    /// When it was written last.
    pub edited_at: OffsetDateTime,
    /// Who wrote it last.
    pub edited_by: PersonId,
}

/// Begins a template.
pub async fn insert(
    tx: &Transaction,
    (id, organisation): (TemplateId, OrganisationId),
    owner: Option<PersonId>,
    says: &Template,
    by: PersonId,
) -> Result<()> {
    let row = ActiveModel {
        id: Set(id.0),
        organisation_id: Set(organisation.0),
        owner_id: Set(owner.map(|person| person.0)),
        revision: Set(1),
        definition: Set(encoded(says)?),
        edited_at_us: Set(micros(tx.now)),
        edited_by: Set(by.0),
        ended_at_us: Set(None),
    };
    Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Writes a template anew; `Stale` where it is not at `revision` any more.
pub async fn update(
    tx: &Transaction,
    id: TemplateId,
    revision: i64,
    says: &Template,
    by: PersonId,
) -> Result<()> {
    let updated = Entity::update_many()
        .col_expr(Column::Definition, Expr::val(encoded(says)?))
        .col_expr(Column::Revision, Expr::val(revision + 1))
        .col_expr(Column::EditedAtUs, Expr::val(micros(tx.now)))
        .col_expr(Column::EditedBy, Expr::val(by.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Revision.eq(revision))
        .filter(Column::EndedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    match updated.rows_affected {
        1 => Ok(()),
        _ => Err(StorageError::Stale),
    }
}

/// From now on a template is offered no more; `Stale` where it ended before.
pub async fn end(tx: &Transaction, id: TemplateId) -> Result<()> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAtUs, Expr::val(micros(tx.now)))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    match ended.rows_affected {
        1 => Ok(()),
        _ => Err(StorageError::Stale),
    }
}

/// The templates that somebody of an agency sees: those of the agency and his own, oldest first.
pub async fn list(
    ex: &impl Executor,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<Vec<Kept>> {
    let rows = Entity::find()
        .filter(Column::OrganisationId.eq(organisation.0))
        .filter(Column::EndedAtUs.is_null())
        .filter(open_to(person))
        .order_by_asc(Column::Id)
        .all(ex.raw())
        .await?;
    rows.iter().map(kept).collect()
}

/// One of the templates that somebody of an agency sees.
pub async fn find(
    ex: &impl Executor,
    id: TemplateId,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<Option<Kept>> {
    let row = Entity::find_by_id(id.0)
        .filter(Column::OrganisationId.eq(organisation.0))
        .filter(Column::EndedAtUs.is_null())
        .filter(open_to(person))
        .one(ex.raw())
        .await?;
    row.as_ref().map(kept).transpose()
}

/// How many templates an agency keeps together, or how many a person keeps for himself.
pub async fn count(
    ex: &impl Executor,
    organisation: OrganisationId,
    owner: Option<PersonId>,
) -> Result<u64> {
    let query = Entity::find()
        .filter(Column::OrganisationId.eq(organisation.0))
        .filter(Column::EndedAtUs.is_null());
    let query = match owner {
        Some(person) => query.filter(Column::OwnerId.eq(person.0)),
        None => query.filter(Column::OwnerId.is_null()),
    };
    Ok(query.count(ex.raw()).await?)
}

fn open_to(person: PersonId) -> sea_orm::sea_query::SimpleExpr {
    Column::OwnerId.is_null().or(Column::OwnerId.eq(person.0))
}

fn kept(row: &Model) -> Result<Kept> {
    let says = serde_json::from_str(&row.definition).map_err(|error| {
        StorageError::Corrupt(format!("instruction template {}: {error}", row.id))
    })?;
    Ok(Kept {
        id: TemplateId(row.id),
        owner: row.owner_id.map(PersonId),
        revision: row.revision,
        says,
        edited_at: moment(row.edited_at_us)?,
        edited_by: PersonId(row.edited_by),
    })
}

fn encoded(says: &Template) -> Result<String> {
    serde_json::to_string(says).map_err(|error| StorageError::Corrupt(error.to_string()))
}
