//! The caller a person is on a day: posts held, and the units that a head of unit oversees.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, JoinType, QueryFilter, QuerySelect,
    RelationTrait, Statement, Value,
};
use time::Date;
use uuid::Uuid;
use workflow::access::{Appointment, Caller, Role, Scope};
use workflow::{OrganisationId, PersonId, PositionId, UnitId};

use crate::entities::organisations::{holding, person, position, unit};
use crate::organisations::holds_on;
use crate::{Executor, Result, StorageError};

/// The caller a person is today: posts that hold, units and the units below them. Three queries at
/// most. None when the account no longer holds.
pub async fn find_caller(
    ex: &impl Executor,
    person: PersonId,
    scopes: &[Scope],
    today: Date,
) -> Result<Option<Caller>> {
    let account = person::Entity::find_by_id(person.0)
        .filter(holds_on(
            person::Column::ValidFrom,
            person::Column::ValidTo,
            today,
        ))
        .one(ex.raw())
        .await?;
    let Some(account) = account else {
        return Ok(None);
    };
    let posts = posts_held(ex, person, today).await?;
    let headed: HashSet<_> = posts
        .iter()
        .filter(|post| post.1 == Role::HeadOfUnit)
        .filter_map(|post| post.0)
        .collect();
    let below = units_below(ex, &headed, today).await?;
    let appointments = posts
        .into_iter()
        .map(|(unit, role, position)| {
            let oversees = unit.filter(|_| role == Role::HeadOfUnit);
            let units_below = oversees.and_then(|unit| below.get(&unit)).cloned();
            Appointment {
                position: PositionId(position),
                unit: unit.map(UnitId),
                units_below: units_below.unwrap_or_default(),
                role,
            }
        })
        .collect();
    Ok(Some(Caller {
        person,
        organisation: OrganisationId(account.organisation_id),
        appointments,
        scopes: scopes.to_vec(),
    }))
}

/// Unit, role and id of the posts; a post in a unit that no longer exists is no longer held.
async fn posts_held(
    ex: &impl Executor,
    person: PersonId,
    today: Date,
) -> Result<Vec<(Option<Uuid>, Role, Uuid)>> {
    let unit_holds = Query::select()
        .expr(Expr::val(1))
        .from(unit::Entity)
        .and_where(
            Expr::col((unit::Entity, unit::Column::Id))
                .equals((position::Entity, position::Column::UnitId)),
        )
        .and_where(holds_on(
            (unit::Entity, unit::Column::ValidFrom),
            (unit::Entity, unit::Column::ValidTo),
            today,
        ))
        .take();
    let rows: Vec<(Option<Uuid>, String, Uuid)> = position::Entity::find()
        .select_only()
        .column(position::Column::UnitId)
        .column(position::Column::Role)
        .column(position::Column::Id)
        .join(JoinType::InnerJoin, holding::Relation::Position.def().rev())
        .filter(holding::Column::PersonId.eq(person.0))
        .filter(holds_on(
            (holding::Entity, holding::Column::ValidFrom),
            (holding::Entity, holding::Column::ValidTo),
            today,
        ))
        .filter(holds_on(
            (position::Entity, position::Column::ValidFrom),
            (position::Entity, position::Column::ValidTo),
            today,
        ))
        .filter(
            position::Column::UnitId
                .is_null()
                .or(Expr::exists(unit_holds)),
        )
        .into_tuple()
        .all(ex.raw())
        .await?;
    let known = |(unit, code, position): (Option<Uuid>, String, Uuid)| {
        let role = Role::from_code(&code);
        Ok((
            unit,
            role.ok_or_else(|| StorageError::Corrupt(format!("role {code}")))?,
            position,
        ))
    };
    let mut posts: Vec<_> = rows.into_iter().map(known).collect::<Result<_>>()?;
    posts.sort_unstable();
    posts.dedup();
    Ok(posts)
}

/// The units below each of the units, however deep, that exist on the day. UNION drops what was
/// seen, so that a circle among units ends.
async fn units_below(
    ex: &impl Executor,
    heads: &HashSet<Uuid>,
    today: Date,
) -> Result<HashMap<Uuid, Vec<UnitId>>> {
    if heads.is_empty() {
        return Ok(HashMap::new());
    }
    let mut values: Vec<Value> = vec![today.into()];
    values.extend(heads.iter().map(|head| Value::from(*head)));
    let places: Vec<_> = (2..=values.len())
        .map(|place| format!("${place}"))
        .collect();
    let sql = format!(
        "WITH RECURSIVE below (head, id) AS (\
         SELECT parent_id, id FROM unit WHERE parent_id IN ({}) \
         AND valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) \
         UNION \
         SELECT below.head, unit.id FROM unit JOIN below ON unit.parent_id = below.id \
         WHERE unit.valid_from <= $1 AND (unit.valid_to IS NULL OR unit.valid_to >= $1)) \
         SELECT head, id FROM below ORDER BY head, id",
        places.join(", ")
    );
    let backend = ex.raw().get_database_backend();
    let query = Statement::from_sql_and_values(backend, sql, values);
    let mut below: HashMap<Uuid, Vec<UnitId>> = HashMap::new();
    for row in ex.raw().query_all_raw(query).await? {
        let (head, unit) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        below.entry(head).or_default().push(UnitId(unit));
    }
    Ok(below)
}
