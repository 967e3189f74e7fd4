//! The event log as people look through it: the newest first, by person, kind, paper and time.
//! It shows what the rows say, also when they were altered; that they were is told by
//! [`crate::events::verify`].

use std::cmp::Reverse;

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use time::OffsetDateTime;
use uuid::Uuid;
use workflow::{OrganisationId, PersonId};

use crate::entities::work::event;
use crate::moments::micros;
use crate::{Executor, Result};

/// Kinds looked up one by one through the index of kinds; more of them are filtered out of the
/// walk through time.
const MOST_WALKS: usize = 64;

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person.
    Person(PersonId),
    /// The system itself, or the shell.
    System,
}

/// Which events; nothing said means all.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Done by.
    pub actor: Option<Actor>,
    /// Of one of these kinds.
    pub kinds: Vec<String>,
    /// About this subject.
    pub subject: Option<String>,
    /// At this moment or later.
    pub from: Option<OffsetDateTime>,
    /// Before this moment.
    pub until: Option<OffsetDateTime>,
}

/// An event without its place in the chain of hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Place in the chain.
    pub seq: i64,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at_us: i64,
    /// Who did it.
    pub actor: Option<PersonId>,
    /// What happened.
    pub kind: String,
    /// The id of what it happened to.
    pub subject: String,
    /// Facts as JSON text.
    pub payload: String,
}

/// Events of an agency, the newest first, and the place after which the next part begins.
pub async fn list(
    ex: &impl Executor,
    organisation: OrganisationId,
    wish: &Wish,
    (after, limit): (Option<i64>, u64),
) -> Result<(Vec<Noted>, Option<i64>)> {
    let mut query = event::Entity::find().filter(event::Column::OrganisationId.eq(organisation.0));
    if let Some(seq) = after {
        let last = event::Entity::find_by_id((organisation.0, seq))
            .select_only()
            .column(event::Column::AtUs)
            .into_tuple::<i64>()
            .one(ex.raw())
            .await?;
        let Some(at_us) = last else {
            return Ok((Vec::new(), None));
        };
        let earlier = event::Column::AtUs.lt(at_us);
        query = query
            .filter(event::Column::AtUs.lte(at_us))
            .filter(earlier.or(event::Column::Seq.lt(seq)));
    }
    let query = limited(query, wish);
    let is_by_kind = wish.actor.is_none() && wish.subject.is_none();
    let walks: Vec<_> = match wish.kinds.len() {
        0 => vec![query],
        many if many > 1 && (!is_by_kind || many > MOST_WALKS) => {
            vec![query.filter(event::Column::Kind.is_in(wish.kinds.iter()))]
        }
        _ => {
            let of = |kind: &String| query.clone().filter(event::Column::Kind.eq(kind));
            wish.kinds.iter().map(of).collect()
        }
    };
    let mut found = Vec::new();
    for walk in walks {
        found.extend(newest(ex, walk, limit.saturating_add(1)).await?);
    }
    found.sort_unstable_by_key(|event| Reverse((event.at_us, event.seq)));
    let kept = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > kept;
    found.truncate(kept);
    let next = found.last().map(|event| event.seq).filter(|_| has_more);
    Ok((found, next))
}

fn limited(mut query: Select<event::Entity>, wish: &Wish) -> Select<event::Entity> {
    query = match wish.actor {
        Some(Actor::Person(person)) => query.filter(event::Column::ActorId.eq(person.0)),
        Some(Actor::System) => query.filter(event::Column::ActorId.is_null()),
        None => query,
    };
    if let Some(subject) = &wish.subject {
        query = query.filter(event::Column::Subject.eq(subject));
    }
    if let Some(from) = wish.from {
        query = query.filter(event::Column::AtUs.gte(micros(from)));
    }
    if let Some(until) = wish.until {
        query = query.filter(event::Column::AtUs.lt(micros(until)));
    }
    query
}

async fn newest(
    ex: &impl Executor,
    query: Select<event::Entity>,
    limit: u64,
) -> Result<Vec<Noted>> {
    let rows = query
        .order_by_desc(event::Column::AtUs)
        .order_by_desc(event::Column::Seq)
        .limit(limit)
        .select_only()
        .columns([
            event::Column::Seq,
            event::Column::AtUs,
            event::Column::ActorId,
            event::Column::Kind,
            event::Column::Subject,
            event::Column::Payload,
        ])
        .into_tuple::<(i64, i64, Option<Uuid>, String, String, String)>()
        .all(ex.raw())
        .await?;
    let noted = rows
        .into_iter()
        .map(|(seq, at_us, actor, kind, subject, payload)| Noted {
            seq,
            at_us,
            actor: actor.map(PersonId),
            kind,
            subject,
            payload,
        });
    Ok(noted.collect())
}
