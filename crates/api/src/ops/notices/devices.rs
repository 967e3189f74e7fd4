//! Devices that show what the caller is told.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::PublicKey;
use serde_json::json;
use storage::notices::Device;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::documents::Urgency;
use workflow::{Refusal, SubscriptionId};

use super::deliver::Tried;
use super::push::{self, Message, PushCourier};
use crate::error::{OpError, Result};
use crate::ops::App;

/// Most devices of one person.
const MOST_DEVICES: usize = 10;
/// Longest name of a kind of device, in characters.
const LABEL_MAX_CHARS: usize = 100;

/// A device as its browser describes it.
#[derive(Debug, Clone)]
pub struct NewDevice {
    /// Where its push service takes messages.
    pub endpoint: String,
    /// Its public key in base64url.
    pub p256dh: String,
    /// Its secret in base64url.
    pub auth: String,
    /// What kind of device it is.
    pub label: String,
}

/// What became of a test.
#[derive(Debug, Clone)]
pub struct TestedDevice {
    /// The device.
    pub device: Device,
    /// The code of the failure; none when its push service has taken the message.
    pub error: Option<&'static str>,
}

fn courier(app: &App) -> Result<&PushCourier> {
    let courier = app.0.couriers.push.as_ref();
    courier.ok_or_else(|| OpError::Conflict(Refusal::new("push.off")))
}

/// The public key with which a browser subscribes.
pub async fn push_key(app: &App, caller: &Caller) -> Result<String> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    courier(app)?;
    Ok(push::public_key(&push::key(app).await?))
}

/// The devices of the caller.
pub async fn devices(app: &App, caller: &Caller) -> Result<Vec<Device>> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    Ok(storage::notices::list_devices(&app.0.db, &[caller.person]).await?)
}

/// Adds a device of the caller; one that is known is his from now on.
pub async fn add_device(app: &App, caller: &Caller, new: NewDevice) -> Result<SubscriptionId> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let device = checked(app, caller, new)?;
    let known = storage::notices::list_devices(&app.0.db, &[caller.person]).await?;
    let is_new = known.iter().all(|one| one.endpoint != device.endpoint);
    if is_new && known.len() >= MOST_DEVICES {
        let refusal = Refusal::new("push.too_many").with("max", MOST_DEVICES);
        return Err(OpError::Conflict(refusal));
    }
    app.write(async |tx| {
        storage::notices::keep_device(tx, &device).await?;
        record(tx, caller, "notices.device_added");
        Ok(())
    })
    .await?;
    let kept = storage::notices::list_devices(&app.0.db, &[caller.person]).await?;
    let kept = kept.into_iter().find(|one| one.endpoint == device.endpoint);
    Ok(kept.map_or(device.id, |kept| kept.id))
}

fn checked(app: &App, caller: &Caller, new: NewDevice) -> Result<Device> {
    if courier(app)?.endpoint(&new.endpoint).is_none() {
        return Err(OpError::Invalid(Refusal::new("push.place")));
    }
    let unfit = || OpError::Invalid(Refusal::new("push.key_unfit"));
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
    let public_key = bytes(&new.p256dh).map_err(|_| unfit())?;
    let auth = bytes(&new.auth).map_err(|_| unfit())?;
    if PublicKey::from_sec1_bytes(&public_key).is_err() || auth.len() != 16 {
        return Err(unfit());
    }
    let label = new.label.chars().filter(|c| !c.is_control());
    Ok(Device {
        id: SubscriptionId(app.0.clock.new_id()),
        person: caller.person,
        endpoint: new.endpoint,
        public_key,
        auth,
        label: label.take(LABEL_MAX_CHARS).collect(),
        made_at: app.0.clock.now(),
        sent_at: None,
    })
}

fn record(tx: &mut storage::Transaction, caller: &Caller, kind: &'static str) {
    let event = NewEvent {
        actor: Some(caller.person),
        kind,
        subject: caller.person.to_string(),
        payload: json!({}),
    };
    tx.record(caller.organisation, event);
}

/// Forgets a device of the caller.
pub async fn remove_device(app: &App, caller: &Caller, endpoint: &str) -> Result<()> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    app.write(async |tx| {
        if !storage::notices::remove_endpoint(tx, caller.person, endpoint).await? {
            return Err(OpError::NotFound);
        }
        record(tx, caller, "notices.device_removed");
        Ok(())
    })
    .await
}

/// Sends a message to every device of the caller now and says what became of each; a device that
/// is no more is forgotten.
pub async fn test_devices(app: &App, caller: &Caller) -> Result<Vec<TestedDevice>> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let courier = courier(app)?;
    let devices = storage::notices::list_devices(&app.0.db, &[caller.person]).await?;
    if devices.is_empty() {
        return Err(OpError::Conflict(Refusal::new("push.no_device")));
    }
    let key = push::key(app).await?;
    let link = format!("{}/thong-bao", app.0.config.origin());
    let message = Message {
        text: "Thử thông báo: máy này đang nhận thông báo của Công văn.",
        link: &link,
        tag: "test",
        urgency: Urgency::Urgent,
        unseen: 0,
    };
    let now = app.0.clock.now();
    let sends = devices
        .iter()
        .map(|device| courier.send(&key, device, &message, now));
    let tried = futures::future::join_all(sends).await;
    write_down(app, &devices, &tried).await?;
    let tested = devices.into_iter().zip(tried);
    Ok(tested
        .map(|(device, tried)| TestedDevice {
            device,
            error: code_of(&tried),
        })
        .collect())
}

fn code_of(tried: &Tried) -> Option<&'static str> {
    match tried {
        Tried::Sent | Tried::Dropped => None,
        Tried::Gone => Some("push.gone"),
        Tried::Failed { code, .. } => Some(code),
    }
}

async fn write_down(app: &App, devices: &[Device], tried: &[Tried]) -> Result<()> {
    app.write(async |tx| {
        for (device, tried) in devices.iter().zip(tried) {
            match tried {
                Tried::Sent => storage::notices::mark_sent(tx, device.id).await?,
                Tried::Gone => storage::notices::remove_device(tx, device.id).await?,
                Tried::Dropped | Tried::Failed { .. } => {}
            }
        }
        Ok(())
    })
    .await
}
