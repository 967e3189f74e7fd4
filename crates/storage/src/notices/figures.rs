//! How mails and pushes of an agency fare: figures and reasons, never to whom or what about.

use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::OffsetDateTime;
use workflow::OrganisationId;

use super::deliveries::{Channel, DeliveryState, delivery_of};
use crate::entities::notices::notice_delivery as delivery;
use crate::moments::micros;
use crate::{Executor, Result, StorageError};

/// How many deliveries of a way are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The way.
    pub channel: Channel,
    /// The state.
    pub state: DeliveryState,
    /// How many.
    pub count: u64,
}

#[derive(FromQueryResult)]
struct Counted {
    channel: String,
    state: String,
    count: i64,
}

/// Deliveries of an agency that changed since a moment, by way and state.
pub async fn count_deliveries(
    ex: &impl Executor,
    organisation: OrganisationId,
    since: OffsetDateTime,
) -> Result<Vec<Figure>> {
    let rows = delivery::Entity::find()
        .select_only()
        .column(delivery::Column::Channel)
        .column(delivery::Column::State)
        .column_as(delivery::Column::Id.count(), "count")
        .filter(delivery::Column::OrganisationId.eq(organisation.0))
        .filter(delivery::Column::ChangedAtUs.gte(micros(since)))
        .group_by(delivery::Column::Channel)
        .group_by(delivery::Column::State)
        .order_by_asc(delivery::Column::Channel)
        .order_by_asc(delivery::Column::State)
        .into_model::<Counted>()
        .all(ex.raw())
        .await?;
    rows.into_iter()
        .map(|row| {
            let known = Channel::from_code(&row.channel).zip(DeliveryState::from_code(&row.state));
            let (channel, state) =
                known.ok_or_else(|| StorageError::Corrupt("state of a delivery".to_owned()))?;
            let count = row.count.unsigned_abs();
            Ok(Figure {
                channel,
                state,
                count,
            })
        })
        .collect()
}

/// A failure, without to whom and what about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The way.
    pub channel: Channel,
    /// Whether it is tried again.
    pub state: DeliveryState,
    /// Code of the failure.
    pub error: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was tried last.
    pub at: OffsetDateTime,
}

/// The last failures of an agency, the latest first.
pub async fn list_troubles(
    ex: &impl Executor,
    organisation: OrganisationId,
    limit: u64,
) -> Result<Vec<Trouble>> {
    let rows = delivery::Entity::find()
        .filter(delivery::Column::OrganisationId.eq(organisation.0))
        .filter(delivery::Column::Error.is_not_null())
        .order_by_desc(delivery::Column::ChangedAtUs)
        .limit(limit)
        .all(ex.raw())
        .await?;
    rows.iter()
        .map(|row| {
            let delivery = delivery_of(row)?;
            Ok(Trouble {
                channel: delivery.channel,
                state: delivery.state,
                error: delivery.error.unwrap_or_default(),
                attempts: delivery.attempts,
                at: delivery.changed_at,
            })
        })
        .collect()
}
