//! People with accounts, and who holds which post.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use time::Date;
use workflow::organisations::Validity;
use workflow::{OrganisationId, PersonId, PositionId};

use super::structure::position_of;
use super::{Holding, Person, holds_on};
use crate::entities::identity::credential;
use crate::entities::organisations::{holding, person, position};
use crate::{Executor, Result, StorageError, Transaction};

/// Adds a person; `Conflict` when the login is taken.
pub async fn insert_person(tx: &Transaction, person: &Person) -> Result<()> {
    let row = person::ActiveModel {
        id: Set(person.id.0),
        organisation_id: Set(person.organisation.0),
        login: Set(person.login.to_lowercase()),
        name: Set(person.name.clone()),
        valid_from: Set(person.validity.from),
        valid_to: Set(person.validity.to),
    };
    person::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    let credential = credential::ActiveModel {
        person_id: Set(person.id.0),
        password_hash: Set(None),
        failure_count: Set(0),
        locked_until_us: Set(None),
    };
    credential::Entity::insert(credential)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Ends an account with the given last day.
pub async fn end_person(tx: &Transaction, person: PersonId, last_day: Date) -> Result<()> {
    let updated = person::Entity::update_many()
        .col_expr(person::Column::ValidTo, Expr::val(last_day))
        .filter(person::Column::Id.eq(person.0))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 0 {
        Err(StorageError::NotFound("person"))
    } else {
        Ok(())
    }
}

/// People of an agency, by login.
pub async fn list_people(ex: &impl Executor, organisation: OrganisationId) -> Result<Vec<Person>> {
    let rows = person::Entity::find()
        .filter(person::Column::OrganisationId.eq(organisation.0))
        .all(ex.raw())
        .await?;
    let mut people: Vec<_> = rows.into_iter().map(person_of).collect();
    people.sort_by(|a, b| a.login.cmp(&b.login));
    Ok(people)
}

/// People of many ids.
pub async fn list_people_by_ids(ex: &impl Executor, ids: &[PersonId]) -> Result<Vec<Person>> {
    let rows = person::Entity::find()
        .filter(person::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(person::Column::Id)
        .all(ex.raw())
        .await?;
    Ok(rows.into_iter().map(person_of).collect())
}

/// The person of a login.
pub async fn find_person_by_login(ex: &impl Executor, login: &str) -> Result<Option<Person>> {
    let query = person::Entity::find().filter(person::Column::Login.eq(login.to_lowercase()));
    Ok(query.one(ex.raw()).await?.map(person_of))
}

fn person_of(row: person::Model) -> Person {
    Person {
        id: PersonId(row.id),
        organisation: OrganisationId(row.organisation_id),
        login: row.login,
        name: row.name,
        validity: Validity {
            from: row.valid_from,
            to: row.valid_to,
        },
    }
}

/// Puts a person into a post; `Conflict` when the post belongs to another agency than the account.
pub async fn appoint(
    tx: &Transaction,
    person: PersonId,
    position: PositionId,
    validity: Validity,
) -> Result<()> {
    let account = person::Entity::find_by_id(person.0).one(&tx.inner).await?;
    let account = account.ok_or(StorageError::NotFound("person"))?;
    let row = holding::ActiveModel {
        person_id: Set(person.0),
        position_id: Set(position.0),
        organisation_id: Set(account.organisation_id),
        valid_from: Set(validity.from),
        valid_to: Set(validity.to),
    };
    holding::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Ends a post that a person has held since a day, with the given last day.
pub async fn end_holding(
    tx: &Transaction,
    (person, position): (PersonId, PositionId),
    since: Date,
    last_day: Date,
) -> Result<()> {
    let updated = holding::Entity::update_many()
        .col_expr(holding::Column::ValidTo, Expr::val(last_day))
        .filter(holding::Column::PersonId.eq(person.0))
        .filter(holding::Column::PositionId.eq(position.0))
        .filter(holding::Column::ValidFrom.eq(since))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 0 {
        return Err(StorageError::NotFound("holding"));
    }
    Ok(())
}

/// The posts that people of an agency hold on a day; whoever has no account on that day holds none.
pub async fn list_holdings(
    ex: &impl Executor,
    organisation: OrganisationId,
    on: Date,
) -> Result<Vec<Holding>> {
    let from = (holding::Entity, holding::Column::ValidFrom);
    let to = (holding::Entity, holding::Column::ValidTo);
    let post_from = (position::Entity, position::Column::ValidFrom);
    let post_to = (position::Entity, position::Column::ValidTo);
    let accounts = Query::select()
        .column(person::Column::Id)
        .from(person::Entity)
        .and_where(person::Column::OrganisationId.eq(organisation.0))
        .and_where(holds_on(
            person::Column::ValidFrom,
            person::Column::ValidTo,
            on,
        ))
        .to_owned();
    let rows = holding::Entity::find()
        .find_also_related(position::Entity)
        .filter(holding::Column::OrganisationId.eq(organisation.0))
        .filter(holding::Column::PersonId.in_subquery(accounts))
        .filter(holds_on(from, to, on))
        .filter(holds_on(post_from, post_to, on))
        .order_by_asc(holding::Column::PersonId)
        .order_by_asc(holding::Column::PositionId)
        .all(ex.raw())
        .await?;
    rows.into_iter()
        .map(|(row, position)| {
            let position = position.ok_or(StorageError::NotFound("position"))?;
            Ok(Holding {
                person: PersonId(row.person_id),
                position: position_of(position)?,
                validity: Validity {
                    from: row.valid_from,
                    to: row.valid_to,
                },
            })
        })
        .collect()
}
