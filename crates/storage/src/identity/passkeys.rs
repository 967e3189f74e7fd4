//! Passkeys of people, and the challenges they answer.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use time::OffsetDateTime;
use workflow::{PasskeyId, PersonId};

use super::Passkey;
use crate::entities::identity::{passkey, passkey_challenge};
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// Keeps a new passkey; `Conflict` when its authenticator's name for it is known already.
pub async fn insert_passkey(tx: &Transaction, key: &Passkey) -> Result<()> {
    let row = passkey::ActiveModel {
        id: Set(key.id.0),
        person_id: Set(key.person.0),
        credential_id: Set(key.credential.clone()),
        public_key: Set(key.public_key.clone()),
        counter: Set(i64::from(key.counter)),
        name: Set(key.name.clone()),
        created_at_us: Set(micros(key.created_at)),
        last_used_at_us: Set(key.last_used_at.map(micros)),
    };
    passkey::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// The passkey of this name.
pub async fn find_passkey(ex: &impl Executor, credential: &[u8]) -> Result<Option<Passkey>> {
    let row = passkey::Entity::find()
        .filter(passkey::Column::CredentialId.eq(credential.to_vec()))
        .one(ex.raw())
        .await?;
    row.map(passkey_of).transpose()
}

fn passkey_of(row: passkey::Model) -> Result<Passkey> {
    Ok(Passkey {
        id: PasskeyId(row.id),
        person: PersonId(row.person_id),
        counter: u32::try_from(row.counter)
            .map_err(|_| StorageError::Corrupt(format!("counter of passkey {}", row.id)))?,
        credential: row.credential_id,
        public_key: row.public_key,
        name: row.name,
        created_at: moment(row.created_at_us)?,
        last_used_at: row.last_used_at_us.map(moment).transpose()?,
    })
}

/// Passkeys of a person, newest first.
pub async fn list_passkeys(ex: &impl Executor, person: PersonId) -> Result<Vec<Passkey>> {
    let rows = passkey::Entity::find()
        .filter(passkey::Column::PersonId.eq(person.0))
        .order_by_desc(passkey::Column::Id)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(passkey_of).collect()
}

/// Notes a use; false when the passkey is gone or its counter did not go forward, which a copy of
/// it would show. Authenticators that do not count stay at 0.
pub async fn use_passkey(tx: &Transaction, id: PasskeyId, counter: u32) -> Result<bool> {
    let counter = i64::from(counter);
    let mut forward = Condition::any().add(passkey::Column::Counter.lt(counter));
    if counter == 0 {
        forward = forward.add(passkey::Column::Counter.eq(0));
    }
    let updated = passkey::Entity::update_many()
        .col_expr(passkey::Column::Counter, Expr::val(counter))
        .col_expr(passkey::Column::LastUsedAtUs, Expr::val(micros(tx.now)))
        .filter(passkey::Column::Id.eq(id.0))
        .filter(forward)
        .exec(&tx.inner)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Removes a passkey of the person; false when there is none.
pub async fn remove_passkey(tx: &Transaction, person: PersonId, id: PasskeyId) -> Result<bool> {
    let deleted = passkey::Entity::delete_many()
        .filter(passkey::Column::Id.eq(id.0))
        .filter(passkey::Column::PersonId.eq(person.0))
        .exec(&tx.inner)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Removes every passkey of a person; says how many.
pub async fn remove_all_passkeys(tx: &Transaction, person: PersonId) -> Result<u64> {
    let deleted = passkey::Entity::delete_many()
        .filter(passkey::Column::PersonId.eq(person.0))
        .exec(&tx.inner)
        .await?;
    Ok(deleted.rows_affected)
}

/// Puts down a challenge, and forgets those nobody answered in time.
pub async fn insert_challenge(
    tx: &Transaction,
    challenge: [u8; 32],
    person: Option<PersonId>,
    expires_at: OffsetDateTime,
) -> Result<()> {
    passkey_challenge::Entity::delete_many()
        .filter(passkey_challenge::Column::ExpiresAtUs.lt(micros(tx.now)))
        .exec(&tx.inner)
        .await?;
    let row = passkey_challenge::ActiveModel {
        challenge: Set(challenge.to_vec()),
        person_id: Set(person.map(|person| person.0)),
        expires_at_us: Set(micros(expires_at)),
    };
    passkey_challenge::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Takes a challenge away; false when there is none for this person that still holds.
pub async fn take_challenge(
    tx: &Transaction,
    challenge: &[u8],
    person: Option<PersonId>,
) -> Result<bool> {
    let person_column = passkey_challenge::Column::PersonId;
    let deleted = passkey_challenge::Entity::delete_many()
        .filter(passkey_challenge::Column::Challenge.eq(challenge.to_vec()))
        .filter(passkey_challenge::Column::ExpiresAtUs.gte(micros(tx.now)))
        .filter(match person {
            Some(person) => person_column.eq(person.0),
            None => person_column.is_null(),
        })
        .exec(&tx.inner)
        .await?;
    Ok(deleted.rows_affected == 1)
}
