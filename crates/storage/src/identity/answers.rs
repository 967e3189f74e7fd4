//! Answers remembered under idempotency keys, and the sweep of what is no longer needed.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use time::OffsetDateTime;
use workflow::PersonId;

use super::RememberedAnswer;
use crate::entities::identity::{remembered_answer, session};
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// The answer remembered for a person's key.
pub async fn find_answer(
    ex: &impl Executor,
    person: PersonId,
    key: &str,
) -> Result<Option<RememberedAnswer>> {
    let id = (person.0, key.to_owned());
    let Some(row) = remembered_answer::Entity::find_by_id(id)
        .one(ex.raw())
        .await?
    else {
        return Ok(None);
    };
    let request_hash = <[u8; 32]>::try_from(row.request_hash.as_slice())
        .map_err(|_| StorageError::Corrupt("hash of a remembered request".to_owned()))?;
    Ok(Some(RememberedAnswer {
        request_hash,
        status: row.status,
        body: row.body,
    }))
}

/// Remembers an answer in the transaction of its effect; `Conflict` when the key is taken.
pub async fn remember_answer(
    tx: &Transaction,
    person: PersonId,
    key: &str,
    answer: &RememberedAnswer,
) -> Result<()> {
    let row = remembered_answer::ActiveModel {
        person_id: Set(person.0),
        answer_key: Set(key.to_owned()),
        request_hash: Set(answer.request_hash.to_vec()),
        status: Set(answer.status),
        body: Set(answer.body.clone()),
        created_at_us: Set(micros(tx.now)),
    };
    remembered_answer::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Forgets answers, and sessions revoked or last used before the given time; says how many rows went.
pub async fn sweep(tx: &Transaction, older_than: OffsetDateTime) -> Result<u64> {
    let limit = micros(older_than);
    let answers = remembered_answer::Entity::delete_many()
        .filter(remembered_answer::Column::CreatedAtUs.lt(limit))
        .exec(&tx.inner)
        .await?;
    let ended = Condition::any()
        .add(session::Column::RevokedAtUs.lt(limit))
        .add(session::Column::LastSeenAtUs.lt(limit));
    let sessions = session::Entity::delete_many()
        .filter(ended)
        .exec(&tx.inner)
        .await?;
    Ok(answers.rows_affected + sessions.rows_affected)
}
