//! Papers that people follow (theo dõi): a list of one's own, which opens nothing.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use workflow::{DocumentId, PersonId};

use crate::entities::people::follow;
use crate::moments::{micros, moment};
use crate::{Executor, Result, Slice, Transaction};

/// A paper that somebody follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    /// The paper.
    pub document: DocumentId,
    /// Since when.
    pub since: OffsetDateTime,
}

/// Begins to follow; false when the person does already.
pub async fn begin(tx: &Transaction, person: PersonId, document: DocumentId) -> Result<bool> {
    let row = follow::ActiveModel {
        person_id: Set(person.0),
        document_id: Set(document.0),
        since_us: Set(micros(tx.now())),
    };
    let key = [follow::Column::PersonId, follow::Column::DocumentId];
    let begun = follow::Entity::insert(row)
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(begun == 1)
}

/// Ends it; false when the person does not follow the paper.
pub async fn end(tx: &Transaction, person: PersonId, document: DocumentId) -> Result<bool> {
    let ended = follow::Entity::delete_by_id((person.0, document.0))
        .exec(&tx.inner)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Says whether somebody follows a paper.
pub async fn follows(ex: &impl Executor, person: PersonId, document: DocumentId) -> Result<bool> {
    let found = follow::Entity::find_by_id((person.0, document.0));
    Ok(found.one(ex.raw()).await?.is_some())
}

/// What somebody follows, the latest begun first; the next part begins after a paper.
pub async fn list(
    ex: &impl Executor,
    person: PersonId,
    after: Option<DocumentId>,
    limit: u64,
) -> Result<Slice<Followed>> {
    use follow::Column::{DocumentId as Paper, PersonId as Whose, SinceUs};
    let mut query = follow::Entity::find()
        .filter(Whose.eq(person.0))
        .order_by_desc(SinceUs)
        .order_by_desc(Paper)
        .limit(limit.saturating_add(1));
    if let Some(after) = after {
        let last = follow::Entity::find_by_id((person.0, after.0));
        let since = last
            .one(ex.raw())
            .await?
            .map_or(i64::MIN, |row| row.since_us);
        let tie = SinceUs.eq(since).and(Paper.lt(after.0));
        query = query.filter(SinceUs.lt(since).or(tie));
    }
    let mut rows = query.all(ex.raw()).await?;
    let kept = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > kept;
    rows.truncate(kept);
    let next = if more {
        rows.last().map(|row| row.document_id)
    } else {
        None
    };
    let followed = |row: &follow::Model| {
        Ok(Followed {
            document: DocumentId(row.document_id),
            since: moment(row.since_us)?,
        })
    };
    Ok(Slice {
        items: rows.iter().map(followed).collect::<Result<_>>()?,
        next,
    })
}
