//! Agencies, their units and posts.

use sea_orm::sea_query::{Expr, IntoColumnRef};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
};
use time::Date;
use workflow::access::Role;
use workflow::organisations::Validity;
use workflow::{OrganisationId, PositionId, UnitId};

use super::{Organisation, Position, Unit};
use crate::entities::organisations::{organisation, position, unit};
use crate::{Executor, Result, StorageError, Transaction, events};

/// The condition that something holds on a day; both ends belong to its validity.
pub(crate) fn holds_on(from: impl IntoColumnRef, to: impl IntoColumnRef + Clone, on: Date) -> Expr {
    let open = Expr::col(to.clone()).is_null();
    Expr::col(from).lte(on).and(open.or(Expr::col(to).gte(on)))
}

/// Adds an agency with the head of its event chain.
pub async fn insert(tx: &Transaction, organisation: &Organisation) -> Result<()> {
    let row = organisation::ActiveModel {
        id: Set(organisation.id.0),
        slug: Set(organisation.slug.clone()),
        name: Set(organisation.name.clone()),
        valid_from: Set(organisation.validity.from),
        valid_to: Set(organisation.validity.to),
        successor_id: Set(organisation.successor.map(|successor| successor.0)),
        abbreviation: NotSet,
    };
    organisation::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    events::insert_head(tx, organisation.id).await
}

/// Every agency, by name.
pub async fn list(ex: &impl Executor) -> Result<Vec<Organisation>> {
    let rows = organisation::Entity::find().all(ex.raw()).await?;
    let mut organisations: Vec<_> = rows.into_iter().map(organisation_of).collect();
    organisations.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(organisations)
}

/// The agency of a short name.
pub async fn find_by_slug(ex: &impl Executor, slug: &str) -> Result<Option<Organisation>> {
    let query = organisation::Entity::find().filter(organisation::Column::Slug.eq(slug));
    Ok(query.one(ex.raw()).await?.map(organisation_of))
}

/// The agency.
pub async fn get(ex: &impl Executor, id: OrganisationId) -> Result<Organisation> {
    let row = organisation::Entity::find_by_id(id.0).one(ex.raw()).await?;
    row.map(organisation_of)
        .ok_or(StorageError::NotFound("organisation"))
}

fn organisation_of(row: organisation::Model) -> Organisation {
    Organisation {
        id: OrganisationId(row.id),
        slug: row.slug,
        name: row.name,
        validity: Validity {
            from: row.valid_from,
            to: row.valid_to,
        },
        successor: row.successor_id.map(OrganisationId),
    }
}

/// Adds a unit; `Conflict` when the unit above belongs to another agency.
pub async fn insert_unit(tx: &Transaction, unit: &Unit) -> Result<()> {
    let row = unit::ActiveModel {
        id: Set(unit.id.0),
        organisation_id: Set(unit.organisation.0),
        parent_id: Set(unit.parent.map(|parent| parent.0)),
        name: Set(unit.name.clone()),
        valid_from: Set(unit.validity.from),
        valid_to: Set(unit.validity.to),
        abbreviation: NotSet,
    };
    unit::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Units of an agency that exist on a day, by name.
pub async fn list_units(
    ex: &impl Executor,
    organisation: OrganisationId,
    on: Date,
) -> Result<Vec<Unit>> {
    let rows = unit::Entity::find()
        .filter(unit::Column::OrganisationId.eq(organisation.0))
        .filter(holds_on(unit::Column::ValidFrom, unit::Column::ValidTo, on))
        .all(ex.raw())
        .await?;
    let mut units: Vec<_> = rows.into_iter().map(unit_of).collect();
    units.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(units)
}

/// Units by their ids, whether they exist today or not, in no order.
pub async fn list_units_by_ids(ex: &impl Executor, ids: &[UnitId]) -> Result<Vec<Unit>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = unit::Entity::find()
        .filter(unit::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(ex.raw())
        .await?;
    Ok(rows.into_iter().map(unit_of).collect())
}

fn unit_of(row: unit::Model) -> Unit {
    Unit {
        id: UnitId(row.id),
        organisation: OrganisationId(row.organisation_id),
        parent: row.parent_id.map(UnitId),
        name: row.name,
        validity: Validity {
            from: row.valid_from,
            to: row.valid_to,
        },
    }
}

/// Adds a post; `Conflict` when its unit belongs to another agency.
pub async fn insert_position(tx: &Transaction, position: &Position) -> Result<()> {
    let row = position::ActiveModel {
        id: Set(position.id.0),
        organisation_id: Set(position.organisation.0),
        unit_id: Set(position.unit.map(|unit| unit.0)),
        title: Set(position.title.clone()),
        role: Set(position.role.code().to_owned()),
        valid_from: Set(position.validity.from),
        valid_to: Set(position.validity.to),
    };
    position::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Posts of an agency that exist on a day, by title.
pub async fn list_positions(
    ex: &impl Executor,
    organisation: OrganisationId,
    on: Date,
) -> Result<Vec<Position>> {
    let rows = position::Entity::find()
        .filter(position::Column::OrganisationId.eq(organisation.0))
        .filter(holds_on(
            position::Column::ValidFrom,
            position::Column::ValidTo,
            on,
        ))
        .all(ex.raw())
        .await?;
    let mut positions: Vec<_> = rows.into_iter().map(position_of).collect::<Result<_>>()?;
    positions.sort_by(|a, b| (&a.title, a.id).cmp(&(&b.title, b.id)));
    Ok(positions)
}

/// Posts by their ids, whether they exist today or not, in no order.
pub async fn list_positions_by_ids(
    ex: &impl Executor,
    ids: &[PositionId],
) -> Result<Vec<Position>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = position::Entity::find()
        .filter(position::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(ex.raw())
        .await?;
    rows.into_iter().map(position_of).collect()
}

/// The post of a row.
pub(super) fn position_of(row: position::Model) -> Result<Position> {
    let role = Role::from_code(&row.role)
        .ok_or_else(|| StorageError::Corrupt(format!("role of position {}", row.id)))?;
    Ok(Position {
        id: PositionId(row.id),
        organisation: OrganisationId(row.organisation_id),
        unit: row.unit_id.map(UnitId),
        title: row.title,
        role,
        validity: Validity {
            from: row.valid_from,
            to: row.valid_to,
        },
    })
}
