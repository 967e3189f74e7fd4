//! What somebody was told: in pages, since a place, counted, seen.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use workflow::documents::Urgency;
use workflow::{DeliveryId, NoticeId, OrganisationId, PersonId};

use super::{Notice, notice_of, rank};
use crate::entities::notices::notice;
use crate::moments::micros;
use crate::{Executor, Result, Transaction};

/// Where a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Among those not seen, which stand by urgency, the latest first.
    Unseen(Urgency, NoticeId),
    /// Among those seen, the latest first.
    Seen(NoticeId),
}

/// Notices of a person after a place, at most `limit`: those not seen first, the most urgent and
/// latest before the others; then those seen, the latest first.
pub async fn list_page(
    ex: &impl Executor,
    person: PersonId,
    after: Option<Place>,
    limit: u64,
) -> Result<Vec<Notice>> {
    let mut rows = match after {
        Some(Place::Seen(_)) => Vec::new(),
        Some(Place::Unseen(urgency, id)) => {
            unseen(ex, person, Some((rank(urgency), id)), limit).await?
        }
        None => unseen(ex, person, None, limit).await?,
    };
    let room = limit.saturating_sub(rows.len() as u64);
    if room > 0 {
        let mut query = of(person)
            .filter(notice::Column::SeenAtUs.is_not_null())
            .order_by_desc(notice::Column::Id)
            .limit(room);
        if let Some(Place::Seen(id)) = after {
            query = query.filter(notice::Column::Id.lt(id.0));
        }
        rows.extend(query.all(ex.raw()).await?);
    }
    rows.iter().map(notice_of).collect()
}

fn of(person: PersonId) -> sea_orm::Select<notice::Entity> {
    notice::Entity::find()
        .filter(notice::Column::PersonId.eq(person.0))
        .filter(notice::Column::WithdrawnSeq.is_null())
}

async fn unseen(
    ex: &impl Executor,
    person: PersonId,
    after: Option<(i16, NoticeId)>,
    limit: u64,
) -> Result<Vec<notice::Model>> {
    let mut query = of(person)
        .filter(notice::Column::SeenAtUs.is_null())
        .order_by_asc(notice::Column::Rank)
        .order_by_desc(notice::Column::Id)
        .limit(limit);
    if let Some((rank, id)) = after {
        let same = Condition::all()
            .add(notice::Column::Rank.eq(rank))
            .add(notice::Column::Id.lt(id.0));
        let beyond = Condition::any()
            .add(notice::Column::Rank.gt(rank))
            .add(same);
        query = query.filter(beyond);
    }
    Ok(query.all(ex.raw()).await?)
}

/// Notices of a person by events after a place in the chain of his agency, the earliest first.
pub async fn list_after(
    ex: &impl Executor,
    person: PersonId,
    seq: i64,
    limit: u64,
) -> Result<Vec<Notice>> {
    let rows = of(person)
        .filter(notice::Column::Seq.gt(seq))
        .order_by_asc(notice::Column::Seq)
        .limit(limit)
        .all(ex.raw())
        .await?;
    rows.iter().map(notice_of).collect()
}

/// The place of the last event that told a person something; 0 before the first.
pub async fn last_seq(ex: &impl Executor, person: PersonId) -> Result<i64> {
    let last: Option<i64> = of(person)
        .select_only()
        .column(notice::Column::Seq)
        .order_by_desc(notice::Column::Seq)
        .into_tuple()
        .one(ex.raw())
        .await?;
    Ok(last.unwrap_or(0))
}

/// Notices of many ids, in no order.
pub async fn list_by_ids(ex: &impl Executor, ids: &[NoticeId]) -> Result<Vec<Notice>> {
    let rows = notice::Entity::find()
        .filter(notice::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(ex.raw())
        .await?;
    rows.iter().map(notice_of).collect()
}

/// What a digest tells: those of its notices that were not seen since, the most urgent first, then
/// what is due first.
pub async fn list_of_digest(ex: &impl Executor, digest: DeliveryId) -> Result<Vec<Notice>> {
    let rows = notice::Entity::find()
        .filter(notice::Column::DigestId.eq(digest.0))
        .filter(notice::Column::SeenAtUs.is_null())
        .filter(notice::Column::WithdrawnSeq.is_null())
        .all(ex.raw())
        .await?;
    let mut notices: Vec<_> = rows.iter().map(notice_of).collect::<Result<_>>()?;
    notices.sort_by_key(|one| (rank(one.urgency), one.due_at.is_none(), one.due_at, one.id));
    Ok(notices)
}

/// The people for whom events of an agency after one place, up to another, told something or
/// withdrew it.
pub async fn people_between(
    ex: &impl Executor,
    organisation: OrganisationId,
    (after, upto): (i64, i64),
) -> Result<Vec<PersonId>> {
    let people: Vec<uuid::Uuid> = notice::Entity::find()
        .select_only()
        .column(notice::Column::PersonId)
        .distinct()
        .filter(notice::Column::OrganisationId.eq(organisation.0))
        .filter(
            Condition::any()
                .add(notice::Column::Seq.between(after + 1, upto))
                .add(notice::Column::WithdrawnSeq.between(after + 1, upto)),
        )
        .into_tuple()
        .all(ex.raw())
        .await?;
    Ok(people.into_iter().map(PersonId).collect())
}

/// How many notices a person has not seen, by urgency, the most urgent first.
pub async fn count_unseen(ex: &impl Executor, person: PersonId) -> Result<Vec<(Urgency, u64)>> {
    let levels = [
        Urgency::Flash,
        Urgency::VeryUrgent,
        Urgency::Urgent,
        Urgency::Normal,
    ];
    let mut counts = Vec::with_capacity(levels.len());
    for urgency in levels {
        let count = of(person)
            .filter(notice::Column::SeenAtUs.is_null())
            .filter(notice::Column::Rank.eq(rank(urgency)))
            .count(ex.raw())
            .await?;
        counts.push((urgency, count));
    }
    Ok(counts)
}

/// Marks notices of a person as seen, all of them when none is named; says how many were new.
pub async fn mark_seen(
    tx: &Transaction,
    person: PersonId,
    ids: Option<&[NoticeId]>,
) -> Result<u64> {
    let mut update = notice::Entity::update_many()
        .col_expr(notice::Column::SeenAtUs, Expr::val(micros(tx.now)))
        .filter(notice::Column::PersonId.eq(person.0))
        .filter(notice::Column::SeenAtUs.is_null());
    if let Some(ids) = ids {
        update = update.filter(notice::Column::Id.is_in(ids.iter().map(|id| id.0)));
    }
    Ok(update.exec(&tx.inner).await?.rows_affected)
}
