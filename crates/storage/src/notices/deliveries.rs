//! Mails and pushes on their way, and what became of them.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use time::{Duration, OffsetDateTime};
use workflow::{DeliveryId, NoticeId, OrganisationId, PersonId, SubscriptionId};

use crate::entities::notices::notice_delivery as delivery;
use crate::moments::{micros, moment};
use crate::{Executor, Result, StorageError, Transaction};

/// By which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Mail.
    Mail,
    /// Web Push to a device.
    Push,
}

impl Channel {
    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Channel::Mail => "mail",
            Channel::Push => "push",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Channel> {
        [Channel::Mail, Channel::Push]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// Not tried yet.
    Waiting,
    /// Tried in vain and tried again.
    Failed,
    /// Taken by the mail server or the push service.
    Sent,
    /// Tried in vain for the last time.
    GivenUp,
    /// Not needed any more: seen meanwhile, or nothing may be told.
    Dropped,
}

impl DeliveryState {
    const ALL: [DeliveryState; 5] = [
        DeliveryState::Waiting,
        DeliveryState::Failed,
        DeliveryState::Sent,
        DeliveryState::GivenUp,
        DeliveryState::Dropped,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            DeliveryState::Waiting => "waiting",
            DeliveryState::Failed => "failed",
            DeliveryState::Sent => "sent",
            DeliveryState::GivenUp => "given_up",
            DeliveryState::Dropped => "dropped",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<DeliveryState> {
        DeliveryState::ALL
            .into_iter()
            .find(|one| one.code() == code)
    }

    /// Says whether it is still to be tried.
    pub fn is_open(self) -> bool {
        matches!(self, DeliveryState::Waiting | DeliveryState::Failed)
    }
}

/// A mail or a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Id.
    pub id: DeliveryId,
    /// The agency of the person.
    pub organisation: OrganisationId,
    /// To whom.
    pub person: PersonId,
    /// What it tells; none for a digest.
    pub notice: Option<NoticeId>,
    /// By which way.
    pub channel: Channel,
    /// The device a push goes to.
    pub device: Option<SubscriptionId>,
    /// The moment of a digest.
    pub digest_at: Option<OffsetDateTime>,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next.
    pub next_at: Option<OffsetDateTime>,
    /// Code of the last failure.
    pub error: Option<String>,
    /// When the state changed last.
    pub changed_at: OffsetDateTime,
}

pub(super) fn delivery_of(row: &delivery::Model) -> Result<Delivery> {
    let corrupt = |what: &str| StorageError::Corrupt(format!("delivery {}: {what}", row.id));
    Ok(Delivery {
        id: DeliveryId(row.id),
        organisation: OrganisationId(row.organisation_id),
        person: PersonId(row.person_id),
        notice: row.notice_id.map(NoticeId),
        channel: Channel::from_code(&row.channel).ok_or_else(|| corrupt("channel"))?,
        device: row.device_id.map(SubscriptionId),
        digest_at: row.digest_at_us.map(moment).transpose()?,
        state: DeliveryState::from_code(&row.state).ok_or_else(|| corrupt("state"))?,
        attempts: row.attempts,
        next_at: row.next_at_us.map(moment).transpose()?,
        error: row.error.clone(),
        changed_at: moment(row.changed_at_us)?,
    })
}

fn row(new: &Delivery) -> delivery::ActiveModel {
    delivery::ActiveModel {
        id: Set(new.id.0),
        organisation_id: Set(new.organisation.0),
        person_id: Set(new.person.0),
        notice_id: Set(new.notice.map(|id| id.0)),
        channel: Set(new.channel.code().to_owned()),
        device_id: Set(new.device.map(|id| id.0)),
        digest_at_us: Set(new.digest_at.map(micros)),
        state: Set(new.state.code().to_owned()),
        attempts: Set(new.attempts),
        next_at_us: Set(new.next_at.map(micros)),
        error: Set(new.error.clone()),
        changed_at_us: Set(micros(new.changed_at)),
    }
}

/// Adds deliveries; the notices they tell are there already.
pub async fn insert_deliveries(tx: &Transaction, new: &[Delivery]) -> Result<()> {
    let rows: Vec<_> = new.iter().map(row).collect();
    for part in rows.chunks(500) {
        delivery::Entity::insert_many(part.iter().cloned())
            .exec_without_returning(&tx.inner)
            .await?;
    }
    Ok(())
}

/// The digest of a person at a moment: `new` becomes it when there is none yet. One that went out
/// already, where clocks disagree, is left alone and that of the next day is taken. Answers with
/// the digest and whether it is new.
pub async fn join_digest(tx: &Transaction, new: Delivery) -> Result<(Delivery, bool)> {
    let mut wanted = new;
    loop {
        let added = delivery::Entity::insert_many([row(&wanted)])
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&tx.inner)
            .await?;
        if added == 1 {
            return Ok((wanted, true));
        }
        let there = delivery::Entity::find()
            .filter(delivery::Column::PersonId.eq(wanted.person.0))
            .filter(delivery::Column::DigestAtUs.eq(wanted.digest_at.map(micros)))
            .one(&tx.inner)
            .await?;
        let there = delivery_of(&there.ok_or(StorageError::NotFound("digest"))?)?;
        if there.state == DeliveryState::Waiting {
            return Ok((there, false));
        }
        wanted.digest_at = wanted.digest_at.map(|at| at + Duration::days(1));
        wanted.next_at = wanted.digest_at;
    }
}

/// A delivery.
pub async fn find_delivery(ex: &impl Executor, id: DeliveryId) -> Result<Option<Delivery>> {
    let row = delivery::Entity::find_by_id(id.0).one(ex.raw()).await?;
    row.as_ref().map(delivery_of).transpose()
}

/// Deliveries that tell one of the notices, and digests of these ids.
pub async fn list_deliveries(
    ex: &impl Executor,
    notices: &[NoticeId],
    digests: &[DeliveryId],
) -> Result<Vec<Delivery>> {
    let one_of = Condition::any()
        .add(delivery::Column::NoticeId.is_in(notices.iter().map(|id| id.0)))
        .add(delivery::Column::Id.is_in(digests.iter().map(|id| id.0)));
    let rows = delivery::Entity::find()
        .filter(one_of)
        .order_by_asc(delivery::Column::Id)
        .all(ex.raw())
        .await?;
    rows.iter().map(delivery_of).collect()
}

/// Writes down what became of a delivery.
pub async fn settle_delivery(tx: &Transaction, settled: &Delivery) -> Result<()> {
    let changed = delivery::ActiveModel {
        state: Set(settled.state.code().to_owned()),
        attempts: Set(settled.attempts),
        next_at_us: Set(settled.next_at.map(micros)),
        error: Set(settled.error.clone()),
        changed_at_us: Set(micros(tx.now)),
        ..Default::default()
    };
    delivery::Entity::update_many()
        .set(changed)
        .filter(delivery::Column::Id.eq(settled.id.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}
