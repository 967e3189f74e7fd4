//! What signing in needs of an account, and the record of every sign-in.

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::Date;
use workflow::identity::{Failures, SignInOutcome};
use workflow::organisations::Validity;
use workflow::{OrganisationId, PersonId};

use super::{Account, SignIn};
use crate::entities::identity::{credential, sign_in};
use crate::entities::organisations::person;
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// The account of a login name (compared in lower case).
pub async fn find_account(ex: &impl Executor, login: &str, today: Date) -> Result<Option<Account>> {
    let row = person::Entity::find()
        .find_also_related(credential::Entity)
        .filter(person::Column::Login.eq(login.to_lowercase()))
        .one(ex.raw())
        .await?;
    row.map(|row| account_of(row, today)).transpose()
}

/// The account of a person.
pub async fn get_account(ex: &impl Executor, person: PersonId, today: Date) -> Result<Account> {
    let row = person::Entity::find_by_id(person.0)
        .find_also_related(credential::Entity)
        .one(ex.raw())
        .await?;
    account_of(row.ok_or(StorageError::NotFound("person"))?, today)
}

fn account_of(
    (person, credential): (person::Model, Option<credential::Model>),
    today: Date,
) -> Result<Account> {
    let credential = credential.ok_or(StorageError::NotFound("credential"))?;
    let validity = Validity {
        from: person.valid_from,
        to: person.valid_to,
    };
    Ok(Account {
        person: PersonId(person.id),
        organisation: OrganisationId(person.organisation_id),
        password_hash: credential.password_hash,
        failures: Failures {
            count: credential.failure_count,
            locked_until: credential.locked_until_us.map(moment).transpose()?,
        },
        holds: validity.covers(today),
    })
}

/// Sets the password hash.
pub async fn set_password(tx: &Transaction, person: PersonId, password_hash: &str) -> Result<()> {
    let row = credential::ActiveModel {
        password_hash: Set(Some(password_hash.to_owned())),
        ..Default::default()
    };
    update_credential(tx, person, row).await
}

/// Writes the failures of an account.
pub async fn save_failures(tx: &Transaction, person: PersonId, failures: Failures) -> Result<()> {
    let row = credential::ActiveModel {
        failure_count: Set(failures.count),
        locked_until_us: Set(failures.locked_until.map(micros)),
        ..Default::default()
    };
    update_credential(tx, person, row).await
}

async fn update_credential(
    tx: &Transaction,
    person: PersonId,
    row: credential::ActiveModel,
) -> Result<()> {
    let updated = credential::Entity::update_many()
        .set(row)
        .filter(credential::Column::PersonId.eq(person.0))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 0 {
        Err(StorageError::NotFound("person"))
    } else {
        Ok(())
    }
}

/// Records a sign-in, accepted or not. `login` is kept only for accounts that exist.
pub async fn record_sign_in(
    tx: &Transaction,
    person: Option<PersonId>,
    outcome: SignInOutcome,
    address: &str,
) -> Result<()> {
    let row = sign_in::ActiveModel {
        id: NotSet,
        at_us: Set(micros(tx.now)),
        person_id: Set(person.map(|person| person.0)),
        outcome: Set(outcome.code().to_owned()),
        address: Set(address.to_owned()),
    };
    sign_in::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// The latest sign-ins of a person, newest first.
pub async fn list_sign_ins(
    ex: &impl Executor,
    person: PersonId,
    limit: u64,
) -> Result<Vec<SignIn>> {
    let rows = sign_in::Entity::find()
        .filter(sign_in::Column::PersonId.eq(person.0))
        .order_by_desc(sign_in::Column::Id)
        .limit(limit)
        .all(ex.raw())
        .await?;
    let sign_in = |row: sign_in::Model| {
        Ok(SignIn {
            at: moment(row.at_us)?,
            person: row.person_id.map(PersonId),
            outcome: row.outcome,
            address: row.address,
        })
    };
    rows.into_iter().map(sign_in).collect()
}
