//! The event log: appended under the head row of its agency, read in order, verified, followed.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use time::OffsetDateTime;
use workflow::audit::{Broken, ChainVerifier, Event, GENESIS, Hash, NewEvent};
use workflow::{OrganisationId, PersonId};

use crate::entities::work::{event, event_head};
use crate::moments::micros;
use crate::{Database, Executor, Result, StorageError, Transaction};

/// Rows of one INSERT; nine values each stay far below the limit of either database.
const ROWS_PER_INSERT: usize = 500;
/// Events read at a time while a chain is verified.
const EVENTS_PER_STEP: u64 = 1000;

/// Events of an organisation after `seq`, in order, at most `limit`.
pub async fn list_after(
    ex: &impl Executor,
    organisation: OrganisationId,
    seq: i64,
    limit: u64,
) -> Result<Vec<Event>> {
    let rows = rows_after(ex, organisation, seq, limit).await?;
    rows.into_iter().map(Event::try_from).collect()
}

async fn rows_after(
    ex: &impl Executor,
    organisation: OrganisationId,
    seq: i64,
    limit: u64,
) -> Result<Vec<event::Model>> {
    let query = event::Entity::find()
        .filter(event::Column::OrganisationId.eq(organisation.0))
        .filter(event::Column::Seq.gt(seq))
        .order_by_asc(event::Column::Seq)
        .limit(limit);
    Ok(query.all(ex.raw()).await?)
}

/// Who did something in an agency after one place, up to another.
pub async fn list_actors(
    ex: &impl Executor,
    organisation: OrganisationId,
    (after, upto): (i64, i64),
) -> Result<Vec<PersonId>> {
    let people: Vec<uuid::Uuid> = event::Entity::find()
        .select_only()
        .column(event::Column::ActorId)
        .distinct()
        .filter(event::Column::OrganisationId.eq(organisation.0))
        .filter(event::Column::Seq.between(after + 1, upto))
        .filter(event::Column::ActorId.is_not_null())
        .into_tuple()
        .all(ex.raw())
        .await?;
    Ok(people.into_iter().map(PersonId).collect())
}

/// Events about one subject, oldest first.
pub async fn list_of_subject(
    ex: &impl Executor,
    organisation: OrganisationId,
    subject: &str,
) -> Result<Vec<Event>> {
    let rows = event::Entity::find()
        .filter(event::Column::OrganisationId.eq(organisation.0))
        .filter(event::Column::Subject.eq(subject))
        .order_by_asc(event::Column::Seq)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(Event::try_from).collect()
}

/// Last place and hash of every organisation's chain.
pub async fn heads(ex: &impl Executor) -> Result<Vec<(OrganisationId, i64, Hash)>> {
    let query = event_head::Entity::find().order_by_asc(event_head::Column::OrganisationId);
    let rows = query.all(ex.raw()).await?;
    let head = |row: event_head::Model| {
        Ok((
            OrganisationId(row.organisation_id),
            row.seq,
            hash(&row.hash, row.seq)?,
        ))
    };
    rows.into_iter().map(head).collect()
}

/// Last place and hash of an organisation's chain.
pub async fn get_head(ex: &impl Executor, organisation: OrganisationId) -> Result<(i64, Hash)> {
    let row = event_head::Entity::find_by_id(organisation.0)
        .one(ex.raw())
        .await?;
    let head = row.ok_or(StorageError::NotFound("event head"))?;
    Ok((head.seq, hash(&head.hash, head.seq)?))
}

/// Walks the whole chain of an organisation in parts; `Ok(Err(..))` names its first fault,
/// `Ok(Ok(n))` counts events. Events appended meanwhile are left for the next walk.
pub async fn verify(
    db: &Database,
    organisation: OrganisationId,
) -> Result<std::result::Result<u64, Broken>> {
    let (head_seq, head_hash) = get_head(db, organisation).await?;
    let mut verifier = ChainVerifier::default();
    let mut place = i64::MIN;
    let mut count = 0;
    loop {
        let part = rows_after(db, organisation, place, EVENTS_PER_STEP).await?;
        let complete = part.len() < usize::try_from(EVENTS_PER_STEP).unwrap_or(usize::MAX);
        for row in part {
            place = row.seq;
            if place > head_seq && appended_since(db, organisation, head_seq).await? {
                return Ok(verifier.finish(head_seq, &head_hash).map(|()| count));
            }
            // A hash that was cut or grown is an alteration like any other.
            let event = Event::try_from(row).map_err(|_| Broken::Altered { seq: place });
            if let Err(broken) = event.and_then(|event| verifier.accept(&event)) {
                return Ok(Err(broken));
            }
            count += 1;
        }
        if complete {
            return Ok(verifier.finish(head_seq, &head_hash).map(|()| count));
        }
    }
}

/// Says whether the head moved on since the walk began: then events beyond it are rightly there.
async fn appended_since(db: &Database, organisation: OrganisationId, seq: i64) -> Result<bool> {
    let row = event_head::Entity::find_by_id(organisation.0)
        .one(&db.reader)
        .await?;
    Ok(row.is_some_and(|head| head.seq > seq))
}

/// The head of a chain without events.
pub(crate) async fn insert_head(tx: &Transaction, organisation: OrganisationId) -> Result<()> {
    let row = event_head::ActiveModel {
        organisation_id: Set(organisation.0),
        seq: Set(0),
        hash: Set(GENESIS.to_vec()),
    };
    event_head::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Appends staged events to the chains of their organisations, whose head rows stay locked until
/// the transaction ends; organisations in order of id, so that two transactions never wait for
/// each other.
pub(crate) async fn append(
    tx: &DatabaseTransaction,
    staged: Vec<(OrganisationId, NewEvent)>,
    now: OffsetDateTime,
) -> Result<Vec<(OrganisationId, i64)>> {
    let mut chains: BTreeMap<OrganisationId, Vec<NewEvent>> = BTreeMap::new();
    for (organisation, event) in staged {
        chains.entry(organisation).or_default().push(event);
    }
    let mut heads = Vec::with_capacity(chains.len());
    for (organisation, events) in chains {
        let seq = append_to_chain(tx, organisation, events, micros(now)).await?;
        heads.push((organisation, seq));
    }
    Ok(heads)
}

async fn append_to_chain(
    tx: &DatabaseTransaction,
    organisation: OrganisationId,
    events: Vec<NewEvent>,
    at_us: i64,
) -> Result<i64> {
    let head = event_head::Entity::find_by_id(organisation.0)
        .lock_exclusive()
        .one(tx)
        .await?;
    let head = head.ok_or(StorageError::NotFound("organisation"))?;
    let mut seq = head.seq;
    let mut previous = hash(&head.hash, head.seq)?;
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        seq += 1;
        let placed = placed(organisation, seq, at_us, previous, event);
        previous = placed.hash;
        rows.push(row(placed));
    }
    for part in rows.chunks(ROWS_PER_INSERT) {
        event::Entity::insert_many(part.iter().cloned())
            .exec_without_returning(tx)
            .await?;
    }
    let moved = event_head::ActiveModel {
        organisation_id: Set(organisation.0),
        seq: Set(seq),
        hash: Set(previous.to_vec()),
    };
    event_head::Entity::update_many()
        .set(moved)
        .filter(event_head::Column::OrganisationId.eq(organisation.0))
        .exec(tx)
        .await?;
    Ok(seq)
}

fn placed(
    organisation: OrganisationId,
    seq: i64,
    at_us: i64,
    previous: Hash,
    event: NewEvent,
) -> Event {
    let mut placed = Event {
        organisation,
        seq,
        at_us,
        actor: event.actor,
        kind: event.kind.to_owned(),
        subject: event.subject,
        payload: event.payload.to_string(),
        previous,
        hash: GENESIS,
    };
    placed.hash = placed.expected_hash();
    placed
}

fn row(event: Event) -> event::ActiveModel {
    event::ActiveModel {
        organisation_id: Set(event.organisation.0),
        seq: Set(event.seq),
        at_us: Set(event.at_us),
        actor_id: Set(event.actor.map(|person| person.0)),
        kind: Set(event.kind),
        subject: Set(event.subject),
        payload: Set(event.payload),
        previous: Set(event.previous.to_vec()),
        hash: Set(event.hash.to_vec()),
    }
}

impl TryFrom<event::Model> for Event {
    type Error = StorageError;

    fn try_from(row: event::Model) -> Result<Self> {
        Ok(Self {
            organisation: OrganisationId(row.organisation_id),
            seq: row.seq,
            at_us: row.at_us,
            actor: row.actor_id.map(PersonId),
            kind: row.kind,
            subject: row.subject,
            payload: row.payload,
            previous: hash(&row.previous, row.seq)?,
            hash: hash(&row.hash, row.seq)?,
        })
    }
}

/// A digest of a row; one that was cut or grown can only be an alteration.
fn hash(bytes: &[u8], seq: i64) -> Result<Hash> {
    let whole = Hash::try_from(bytes);
    whole.map_err(|_| StorageError::Corrupt(format!("hash of event {seq} is not 32 bytes long")))
}
