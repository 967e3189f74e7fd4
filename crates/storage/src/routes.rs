//! Routes of approval: what each version says. A published version is never written again; at most
//! one version of a route is being edited.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::OffsetDateTime;
use workflow::work::routes::{Definition, Published};
use workflow::{OrganisationId, PersonId, RouteId};

use crate::entities::outgoing::{route, route_version, running_route};
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// A version of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteVersion {
    /// The route.
    pub route: RouteId,
    /// From 1.
    pub version: u32,
    /// What it says.
    pub definition: Definition,
    /// When it was written last.
    pub edited_at: OffsetDateTime,
    /// Who wrote it; none for what an agency begins with.
    pub edited_by: Option<PersonId>,
    /// Since when papers go this way; none while it is edited.
    pub published_at: Option<OffsetDateTime>,
    /// Who published it.
    pub published_by: Option<PersonId>,
}

/// Begins a route without a version.
pub async fn insert(tx: &Transaction, id: RouteId, organisation: OrganisationId) -> Result<()> {
    let row = route::ActiveModel {
        id: Set(id.0),
        organisation_id: Set(organisation.0),
        made_at_us: Set(micros(tx.now)),
        ended_at_us: Set(None),
    };
    route::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Locks a route of an agency until the transaction ends; answers whether papers may still be
/// submitted on it, none where the agency has no such route.
pub async fn lock(
    tx: &Transaction,
    id: RouteId,
    organisation: OrganisationId,
) -> Result<Option<bool>> {
    let row = route::Entity::find_by_id(id.0)
        .filter(route::Column::OrganisationId.eq(organisation.0))
        .lock_exclusive()
        .one(&tx.inner)
        .await?;
    Ok(row.map(|row| row.ended_at_us.is_none()))
}

/// Writes the version that is edited: the one there is, else the next.
pub async fn write(
    tx: &Transaction,
    route: RouteId,
    definition: &Definition,
    by: Option<PersonId>,
) -> Result<u32> {
    use route_version::Column;
    let text = encoded(definition)?;
    let last = route_version::Entity::find()
        .filter(Column::RouteId.eq(route.0))
        .order_by_desc(Column::Version)
        .one(&tx.inner)
        .await?;
    let at_us = micros(tx.now);
    if let Some(edited) = last.as_ref().filter(|row| row.published_at_us.is_none()) {
        route_version::Entity::update_many()
            .col_expr(Column::Definition, Expr::val(text))
            .col_expr(Column::EditedAtUs, Expr::val(at_us))
            .col_expr(Column::EditedBy, Expr::val(by.map(|person| person.0)))
            .filter(Column::RouteId.eq(route.0))
            .filter(Column::Version.eq(edited.version))
            .filter(Column::PublishedAtUs.is_null())
            .exec(&tx.inner)
            .await?;
        return number(edited.version);
    }
    let version = last.map_or(1, |row| row.version + 1);
    let row = route_version::ActiveModel {
        route_id: Set(route.0),
        version: Set(version),
        definition: Set(text),
        edited_at_us: Set(at_us),
        edited_by: Set(by.map(|person| person.0)),
        published_at_us: Set(None),
        published_by: Set(None),
    };
    route_version::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    number(version)
}

/// Publishes the version that is edited; `NotFound` where there is none.
pub async fn publish(
    tx: &Transaction,
    route: RouteId,
    version: u32,
    by: Option<PersonId>,
) -> Result<()> {
    use route_version::Column;
    let updated = route_version::Entity::update_many()
        .col_expr(Column::PublishedAtUs, Expr::val(micros(tx.now)))
        .col_expr(Column::PublishedBy, Expr::val(by.map(|person| person.0)))
        .filter(Column::RouteId.eq(route.0))
        .filter(Column::Version.eq(version))
        .filter(Column::PublishedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    match updated.rows_affected {
        1 => Ok(()),
        _ => Err(StorageError::NotFound("route version")),
    }
}

/// From now on no paper is submitted on a route; those on their way stay on it.
pub async fn end(tx: &Transaction, route: RouteId) -> Result<()> {
    route::Entity::update_many()
        .col_expr(route::Column::EndedAtUs, Expr::val(micros(tx.now)))
        .filter(route::Column::Id.eq(route.0))
        .filter(route::Column::EndedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// Every version of every route of an agency that has not ended, by route and version.
pub async fn list(ex: &impl Executor, organisation: OrganisationId) -> Result<Vec<RouteVersion>> {
    let routes: Vec<uuid::Uuid> = route::Entity::find()
        .select_only()
        .column(route::Column::Id)
        .filter(route::Column::OrganisationId.eq(organisation.0))
        .filter(route::Column::EndedAtUs.is_null())
        .order_by_asc(route::Column::Id)
        .into_tuple()
        .all(ex.raw())
        .await?;
    versions_of(ex, routes).await
}

/// How many papers stand at a stage of each version of the routes; versions without one are left out.
pub async fn count_running(
    ex: &impl Executor,
    routes: &[RouteId],
) -> Result<Vec<(RouteId, u32, i64)>> {
    use running_route::Column;
    let rows: Vec<(uuid::Uuid, i32, i64)> = running_route::Entity::find()
        .select_only()
        .column(Column::RouteId)
        .column(Column::Version)
        .expr(Expr::cust("count(*)"))
        .filter(Column::RouteId.is_in(routes.iter().map(|route| route.0)))
        .filter(Column::Stage.is_not_null())
        .group_by(Column::RouteId)
        .group_by(Column::Version)
        .into_tuple()
        .all(ex.raw())
        .await?;
    rows.into_iter()
        .map(|(route, version, papers)| Ok((RouteId(route), number(version)?, papers)))
        .collect()
}

/// The versions of a route of an agency, oldest first; none where it has no such route.
pub async fn list_versions(
    ex: &impl Executor,
    id: RouteId,
    organisation: OrganisationId,
) -> Result<Vec<RouteVersion>> {
    let route = route::Entity::find_by_id(id.0)
        .filter(route::Column::OrganisationId.eq(organisation.0))
        .one(ex.raw())
        .await?;
    match route {
        Some(route) => versions_of(ex, vec![route.id]).await,
        None => Ok(Vec::new()),
    }
}

/// The newest published version of a route of an agency that has not ended.
pub async fn find_published(
    ex: &impl Executor,
    id: RouteId,
    organisation: OrganisationId,
) -> Result<Option<Published>> {
    let route = route::Entity::find_by_id(id.0)
        .filter(route::Column::OrganisationId.eq(organisation.0))
        .filter(route::Column::EndedAtUs.is_null())
        .one(ex.raw())
        .await?;
    if route.is_none() {
        return Ok(None);
    }
    let newest = route_version::Entity::find()
        .filter(route_version::Column::RouteId.eq(id.0))
        .filter(route_version::Column::PublishedAtUs.is_not_null())
        .order_by_desc(route_version::Column::Version)
        .one(ex.raw())
        .await?;
    newest.as_ref().map(published_of).transpose()
}

/// One version, published at some time.
pub(crate) async fn get_version(
    ex: &impl Executor,
    route: uuid::Uuid,
    version: i32,
) -> Result<Published> {
    let row = route_version::Entity::find_by_id((route, version))
        .one(ex.raw())
        .await?;
    published_of(&row.ok_or(StorageError::NotFound("route version"))?)
}

async fn versions_of(ex: &impl Executor, routes: Vec<uuid::Uuid>) -> Result<Vec<RouteVersion>> {
    let rows = route_version::Entity::find()
        .filter(route_version::Column::RouteId.is_in(routes))
        .order_by_asc(route_version::Column::RouteId)
        .order_by_asc(route_version::Column::Version)
        .all(ex.raw())
        .await?;
    rows.iter().map(version_of).collect()
}

fn version_of(row: &route_version::Model) -> Result<RouteVersion> {
    Ok(RouteVersion {
        edited_at: moment(row.edited_at_us)?,
        edited_by: row.edited_by.map(PersonId),
        published_at: row.published_at_us.map(moment).transpose()?,
        published_by: row.published_by.map(PersonId),
        route: RouteId(row.route_id),
        version: number(row.version)?,
        definition: decoded(row)?,
    })
}

fn published_of(row: &route_version::Model) -> Result<Published> {
    Ok(Published {
        route: RouteId(row.route_id),
        version: number(row.version)?,
        definition: decoded(row)?,
    })
}

fn encoded(definition: &Definition) -> Result<String> {
    serde_json::to_string(definition).map_err(|error| StorageError::Corrupt(error.to_string()))
}

fn decoded(row: &route_version::Model) -> Result<Definition> {
    serde_json::from_str(&row.definition).map_err(|error| {
        let (route, version) = (row.route_id, row.version);
        StorageError::Corrupt(format!("route {route}, version {version}: {error}"))
    })
}

fn number(version: i32) -> Result<u32> {
    u32::try_from(version).map_err(|_| StorageError::Corrupt(format!("route version {version}")))
}
