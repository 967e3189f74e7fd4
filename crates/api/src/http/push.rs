//! `/push`: devices that show what their person is told.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use storage::notices::Device;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::State;
use super::admin::Nothing;
use super::caller::Signed;
use super::identity::Items;
use super::input::Sent;
use super::organisations::Made;
use super::problem::Problem;
use crate::error::Result;
use crate::ops::notices::{self, NewDevice};

/// The key with which a browser subscribes.
#[derive(Serialize, ToSchema)]
pub struct KeyView {
    /// In base64url, as `applicationServerKey`.
    key: String,
}

/// The key with which a browser subscribes; 409 where nothing can be pushed.
#[utoipa::path(get, path = "/push/key", tag = "notices",
    responses((status = 200, body = KeyView), (status = 409, body = Problem)))]
pub async fn show_key(Shared(state): Shared<State>, signed: Signed) -> Result<Json<KeyView>> {
    let key = notices::push_key(&state.app, signed.caller()).await?;
    Ok(Json(KeyView { key }))
}

/// A device of the caller.
#[derive(Serialize, ToSchema)]
pub struct DeviceView {
    id: String,
    /// By which a browser knows its own.
    endpoint: String,
    label: String,
    #[serde(with = "time::serde::rfc3339")]
    made_at: OffsetDateTime,
    /// When it last took a message.
    #[serde(with = "time::serde::rfc3339::option")]
    sent_at: Option<OffsetDateTime>,
}

impl DeviceView {
    fn new(device: Device) -> DeviceView {
        DeviceView {
            id: device.id.to_string(),
            endpoint: device.endpoint,
            label: device.label,
            made_at: device.made_at,
            sent_at: device.sent_at,
        }
    }
}

/// The devices of the caller.
#[utoipa::path(get, path = "/push/subscriptions", tag = "notices",
    responses((status = 200, body = Items<DeviceView>), (status = 401, body = Problem)))]
pub async fn list_devices(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<DeviceView>>> {
    let devices = notices::devices(&state.app, signed.caller()).await?;
    Ok(Json(Items {
        items: devices.into_iter().map(DeviceView::new).collect(),
    }))
}

/// A subscription as browsers write it.
#[derive(Deserialize, ToSchema)]
pub struct SubscriptionBody {
    endpoint: String,
    keys: KeysBody,
    /// What kind of device it is.
    #[serde(default)]
    label: String,
}

/// The keys of a subscription, in base64url.
#[derive(Deserialize, ToSchema)]
pub struct KeysBody {
    p256dh: String,
    auth: String,
}

/// Let a device show what the caller is told; the same one again changes nothing.
#[utoipa::path(post, path = "/push/subscriptions", tag = "notices", request_body = SubscriptionBody,
    responses((status = 201, body = Made), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn add_device(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<SubscriptionBody>,
) -> Result<(StatusCode, Json<Made>)> {
    let new = NewDevice {
        endpoint: sent.body.endpoint,
        p256dh: sent.body.keys.p256dh,
        auth: sent.body.keys.auth,
        label: sent.body.label,
    };
    let id = notices::add_device(&state.app, signed.caller(), new).await?;
    Ok((StatusCode::CREATED, Json(Made::new(id))))
}

/// Which device.
#[derive(Deserialize, ToSchema)]
pub struct EndpointBody {
    endpoint: String,
}

/// Let a device show nothing any more.
#[utoipa::path(delete, path = "/push/subscriptions", tag = "notices", request_body = EndpointBody,
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove_device(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<EndpointBody>,
) -> Result<StatusCode> {
    let endpoint = &sent.body.endpoint;
    notices::remove_device(&state.app, signed.caller(), endpoint).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What became of a test.
#[derive(Serialize, ToSchema)]
pub struct TestView {
    device: DeviceView,
    /// Code of the failure; null when its push service has taken the message.
    error: Option<&'static str>,
}

/// Send a message to every device of the caller now.
#[utoipa::path(post, path = "/push/test", tag = "notices",
    responses((status = 200, body = Items<TestView>), (status = 409, body = Problem)))]
pub async fn test_devices(
    Shared(state): Shared<State>,
    signed: Signed,
    _sent: Sent<Nothing>,
) -> Result<Json<Items<TestView>>> {
    let tested = notices::test_devices(&state.app, signed.caller()).await?;
    let items = tested.into_iter().map(|one| TestView {
        device: DeviceView::new(one.device),
        error: one.error,
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}
