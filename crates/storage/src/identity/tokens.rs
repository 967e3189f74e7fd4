//! Tokens for programs, known by the hash of their secret.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use time::Date;
use workflow::access::Scope;
use workflow::{ApiTokenId, PersonId};

use super::ApiToken;
use crate::entities::identity::api_token;
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// Makes a token under the SHA-256 of its secret.
pub async fn insert_token(tx: &Transaction, token: &ApiToken, secret_hash: [u8; 32]) -> Result<()> {
    let scopes: Vec<_> = token.scopes.iter().map(|scope| scope.code()).collect();
    let row = api_token::ActiveModel {
        id: Set(token.id.0),
        secret_hash: Set(secret_hash.to_vec()),
        person_id: Set(token.person.0),
        name: Set(token.name.clone()),
        scopes: Set(scopes.join(" ")),
        created_at_us: Set(micros(token.created_at)),
        expires_on: Set(token.expires_on),
        revoked_at_us: Set(None),
    };
    api_token::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// The token of a secret, unless revoked or past its last day.
pub async fn find_token(
    ex: &impl Executor,
    secret_hash: [u8; 32],
    today: Date,
) -> Result<Option<ApiToken>> {
    let row = api_token::Entity::find()
        .filter(api_token::Column::SecretHash.eq(secret_hash.to_vec()))
        .filter(api_token::Column::RevokedAtUs.is_null())
        .filter(api_token::Column::ExpiresOn.gte(today))
        .one(ex.raw())
        .await?;
    row.map(token_of).transpose()
}

fn token_of(row: api_token::Model) -> Result<ApiToken> {
    let scopes = row.scopes.split_whitespace().map(|code| {
        let scope = Scope::from_code(code);
        scope.ok_or_else(|| StorageError::Corrupt(format!("scope of token {}", row.id)))
    });
    Ok(ApiToken {
        id: ApiTokenId(row.id),
        person: PersonId(row.person_id),
        scopes: scopes.collect::<Result<_>>()?,
        name: row.name,
        expires_on: row.expires_on,
        created_at: moment(row.created_at_us)?,
    })
}

/// Tokens of a person that are not revoked, newest first.
pub async fn list_tokens(ex: &impl Executor, person: PersonId) -> Result<Vec<ApiToken>> {
    let rows = api_token::Entity::find()
        .filter(api_token::Column::PersonId.eq(person.0))
        .filter(api_token::Column::RevokedAtUs.is_null())
        .order_by_desc(api_token::Column::Id)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(token_of).collect()
}

/// Ends a token of the person; false when there is none.
pub async fn revoke_token(tx: &Transaction, person: PersonId, id: ApiTokenId) -> Result<bool> {
    let updated = api_token::Entity::update_many()
        .col_expr(api_token::Column::RevokedAtUs, Expr::val(micros(tx.now)))
        .filter(api_token::Column::Id.eq(id.0))
        .filter(api_token::Column::PersonId.eq(person.0))
        .filter(api_token::Column::RevokedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    Ok(updated.rows_affected == 1)
}
