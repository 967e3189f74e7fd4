//! Signed-in browsers, known by the hash of their secret.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use workflow::{PersonId, SessionId};

use super::Session;
use crate::entities::identity::session;
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// Longest name of a browser that is kept, in characters.
const USER_AGENT_MAX_CHARS: usize = 200;

/// Begins a session under the SHA-256 of its secret.
pub async fn insert_session(
    tx: &Transaction,
    id: SessionId,
    secret_hash: [u8; 32],
    person: PersonId,
    user_agent: &str,
) -> Result<()> {
    let visible = user_agent.chars().filter(|c| !c.is_control());
    let row = session::ActiveModel {
        id: Set(id.0),
        secret_hash: Set(secret_hash.to_vec()),
        person_id: Set(person.0),
        started_at_us: Set(micros(tx.now)),
        last_seen_at_us: Set(micros(tx.now)),
        user_agent: Set(visible.take(USER_AGENT_MAX_CHARS).collect()),
        revoked_at_us: Set(None),
    };
    session::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// The session of a secret, unless revoked.
pub async fn find_session(ex: &impl Executor, secret_hash: [u8; 32]) -> Result<Option<Session>> {
    let row = session::Entity::find()
        .filter(session::Column::SecretHash.eq(secret_hash.to_vec()))
        .filter(session::Column::RevokedAtUs.is_null())
        .one(ex.raw())
        .await?;
    row.map(session_of).transpose()
}

/// Whether a secret belongs to a session that was ended before its time.
pub async fn was_revoked(ex: &impl Executor, secret_hash: [u8; 32]) -> Result<bool> {
    let row = session::Entity::find()
        .filter(session::Column::SecretHash.eq(secret_hash.to_vec()))
        .filter(session::Column::RevokedAtUs.is_not_null())
        .one(ex.raw())
        .await?;
    Ok(row.is_some())
}

fn session_of(row: session::Model) -> Result<Session> {
    Ok(Session {
        id: SessionId(row.id),
        person: PersonId(row.person_id),
        started_at: moment(row.started_at_us)?,
        last_seen_at: moment(row.last_seen_at_us)?,
        user_agent: row.user_agent,
    })
}

/// Remembers that the session was used at the time of the transaction.
pub async fn touch_session(tx: &Transaction, id: SessionId) -> Result<()> {
    let updated = session::Entity::update_many()
        .col_expr(session::Column::LastSeenAtUs, Expr::val(micros(tx.now)))
        .filter(session::Column::Id.eq(id.0))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 0 {
        Err(StorageError::NotFound("session"))
    } else {
        Ok(())
    }
}

/// Sessions of a person that are not revoked, newest first.
pub async fn list_sessions(ex: &impl Executor, person: PersonId) -> Result<Vec<Session>> {
    let rows = session::Entity::find()
        .filter(session::Column::PersonId.eq(person.0))
        .filter(session::Column::RevokedAtUs.is_null())
        .order_by_desc(session::Column::StartedAtUs)
        .order_by_desc(session::Column::Id)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(session_of).collect()
}

/// Ends one session of the person; false when there is none.
pub async fn revoke_session(tx: &Transaction, person: PersonId, id: SessionId) -> Result<bool> {
    let updated = session::Entity::update_many()
        .col_expr(session::Column::RevokedAtUs, Expr::val(micros(tx.now)))
        .filter(session::Column::Id.eq(id.0))
        .filter(session::Column::PersonId.eq(person.0))
        .filter(session::Column::RevokedAtUs.is_null())
        .exec(&tx.inner)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Ends all sessions of the person but one; says how many.
pub async fn revoke_other_sessions(
    tx: &Transaction,
    person: PersonId,
    keep: Option<SessionId>,
) -> Result<u64> {
    let mut update = session::Entity::update_many()
        .col_expr(session::Column::RevokedAtUs, Expr::val(micros(tx.now)))
        .filter(session::Column::PersonId.eq(person.0))
        .filter(session::Column::RevokedAtUs.is_null());
    if let Some(keep) = keep {
        update = update.filter(session::Column::Id.ne(keep.0));
    }
    Ok(update.exec(&tx.inner).await?.rows_affected)
}
