//! Devices that show notices, and the key by which push services know the installation.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use time::OffsetDateTime;
use workflow::{PersonId, SubscriptionId};

use crate::entities::notices::{push_key, push_subscription};
use crate::moments::{micros, moment};
use crate::{Executor, Result, Transaction};

/// A device that shows what its person is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Id.
    pub id: SubscriptionId,
    /// Whose notices it shows.
    pub person: PersonId,
    /// Where its push service takes messages.
    pub endpoint: String,
    /// Its public key, as an uncompressed point.
    pub public_key: Vec<u8>,
    /// Its secret.
    pub auth: Vec<u8>,
    /// What kind of device, as it says itself.
    pub label: String,
    /// Since when.
    pub made_at: OffsetDateTime,
    /// When it last took a message.
    pub sent_at: Option<OffsetDateTime>,
}

fn device_of(row: push_subscription::Model) -> Result<Device> {
    Ok(Device {
        id: SubscriptionId(row.id),
        person: PersonId(row.person_id),
        endpoint: row.endpoint,
        public_key: row.public_key,
        auth: row.auth,
        label: row.label,
        made_at: moment(row.made_at_us)?,
        sent_at: row.sent_at_us.map(moment).transpose()?,
    })
}

/// Keeps a device; one whose endpoint is known belongs to this person from now on.
pub async fn keep_device(tx: &Transaction, device: &Device) -> Result<()> {
    use push_subscription::Column;
    let row = push_subscription::ActiveModel {
        id: Set(device.id.0),
        person_id: Set(device.person.0),
        endpoint: Set(device.endpoint.clone()),
        public_key: Set(device.public_key.clone()),
        auth: Set(device.auth.clone()),
        label: Set(device.label.clone()),
        made_at_us: Set(micros(device.made_at)),
        sent_at_us: Set(None),
    };
    let again = OnConflict::column(Column::Endpoint)
        .update_columns([
            Column::PersonId,
            Column::PublicKey,
            Column::Auth,
            Column::Label,
            Column::MadeAtUs,
        ])
        .to_owned();
    push_subscription::Entity::insert_many([row])
        .on_conflict(again)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Devices of people, the oldest first.
pub async fn list_devices(ex: &impl Executor, people: &[PersonId]) -> Result<Vec<Device>> {
    let rows = push_subscription::Entity::find()
        .filter(push_subscription::Column::PersonId.is_in(people.iter().map(|id| id.0)))
        .order_by_asc(push_subscription::Column::Id)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(device_of).collect()
}

/// A device.
pub async fn find_device(ex: &impl Executor, id: SubscriptionId) -> Result<Option<Device>> {
    let row = push_subscription::Entity::find_by_id(id.0)
        .one(ex.raw())
        .await?;
    row.map(device_of).transpose()
}

/// Forgets the device of a person with this endpoint; false when there is none.
pub async fn remove_endpoint(tx: &Transaction, person: PersonId, endpoint: &str) -> Result<bool> {
    let removed = push_subscription::Entity::delete_many()
        .filter(push_subscription::Column::PersonId.eq(person.0))
        .filter(push_subscription::Column::Endpoint.eq(endpoint))
        .exec(&tx.inner)
        .await?;
    Ok(removed.rows_affected == 1)
}

/// Forgets a device that its push service no longer knows.
pub async fn remove_device(tx: &Transaction, id: SubscriptionId) -> Result<()> {
    push_subscription::Entity::delete_by_id(id.0)
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// Notes that a device took a message.
pub async fn mark_sent(tx: &Transaction, id: SubscriptionId) -> Result<()> {
    push_subscription::Entity::update_many()
        .col_expr(
            push_subscription::Column::SentAtUs,
            Expr::val(micros(tx.now)),
        )
        .filter(push_subscription::Column::Id.eq(id.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// The private key of the installation, once it was made.
pub async fn find_push_key(ex: &impl Executor) -> Result<Option<Vec<u8>>> {
    let row = push_key::Entity::find_by_id(1_i16).one(ex.raw()).await?;
    Ok(row.map(|row| row.secret))
}

/// Keeps the private key of the installation, unless another process was first.
pub async fn insert_push_key(tx: &Transaction, secret: &[u8]) -> Result<()> {
    let row = push_key::ActiveModel {
        id: Set(1),
        secret: Set(secret.to_vec()),
        made_at_us: Set(micros(tx.now)),
    };
    push_key::Entity::insert_many([row])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}
