//! `/passkeys` and `/session/passkey`: keys of devices, added to an account and signed in with.

use axum::Json;
use axum::extract::{ConnectInfo, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use storage::identity::Passkey;
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::{PasskeyId, PersonId, Refusal};

use super::State;
use super::caller::Signed;
use super::identity::{Items, MeView, let_in, visitor};
use super::input::{Ids, Sent};
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::identity::{
    self, ALGORITHMS, Assertion, CHALLENGE_LIFETIME, NewPasskey, PasskeySignIn, Site,
    from_base64url, to_base64url,
};

/// The site passkeys belong to, or why there can be none.
fn site(state: &State, headers: &HeaderMap) -> Result<Site> {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok());
    Site::of(&state.app.config().origin(), host.unwrap_or_default())
        .ok_or_else(|| OpError::Invalid(Refusal::new("identity.no_passkeys_here")))
}

fn bytes(text: &str) -> Result<Vec<u8>> {
    from_base64url(text).ok_or_else(|| {
        OpError::Invalid(Refusal::new("identity.passkey_invalid").with("why", "base64url"))
    })
}

/// A passkey of one's own.
#[derive(Serialize, ToSchema)]
pub struct PasskeyView {
    id: String,
    name: String,
    /// Its name to the browser, base64url.
    credential: String,
    /// Uncompressed point of a P-256 key, base64url: a device checks answers with it while the server is out of reach.
    point: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    last_used_at: Option<OffsetDateTime>,
}

impl From<Passkey> for PasskeyView {
    fn from(key: Passkey) -> Self {
        PasskeyView {
            id: key.id.to_string(),
            name: key.name,
            credential: to_base64url(&key.credential),
            point: identity::point(&key.public_key).map(|point| to_base64url(&point)),
            created_at: key.created_at,
            last_used_at: key.last_used_at,
        }
    }
}

/// One's own passkeys.
#[utoipa::path(get, path = "/passkeys", tag = "identity", responses((status = 200, body = Items<PasskeyView>)))]
pub async fn list_passkeys(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<PasskeyView>>> {
    let keys = identity::list_passkeys(&state.app, signed.caller()).await?;
    Ok(Json(Items {
        items: keys.into_iter().map(PasskeyView::from).collect(),
    }))
}

/// What the browser makes a passkey of; bytes are base64url.
#[derive(Serialize, ToSchema)]
pub struct PasskeyOptionsView {
    challenge: String,
    rp_id: String,
    /// The person, to the authenticator.
    user_handle: String,
    /// Names of passkeys the person has already.
    known: Vec<String>,
    /// COSE numbers, the preferred one first.
    algorithms: Vec<i64>,
    timeout_ms: u64,
}

fn timeout_ms() -> u64 {
    CHALLENGE_LIFETIME.whole_seconds().unsigned_abs() * 1000
}

/// Begin to add a passkey.
#[utoipa::path(post, path = "/passkeys/options", tag = "identity",
    responses((status = 200, body = PasskeyOptionsView), (status = 422, body = Problem)))]
pub async fn begin_passkey(
    Shared(state): Shared<State>,
    signed: Signed,
    headers: HeaderMap,
) -> Result<Json<PasskeyOptionsView>> {
    let site = site(&state, &headers)?;
    let options = identity::begin_passkey(&state.app, &signed.0).await?;
    Ok(Json(PasskeyOptionsView {
        challenge: to_base64url(&options.challenge),
        rp_id: site.rp_id,
        user_handle: to_base64url(signed.caller().person.0.as_bytes()),
        known: options.known.iter().map(|id| to_base64url(id)).collect(),
        algorithms: ALGORITHMS.to_vec(),
        timeout_ms: timeout_ms(),
    }))
}

/// A passkey as the browser made it; bytes are base64url.
#[derive(Deserialize, ToSchema)]
pub struct PasskeyWish {
    name: String,
    client_data: String,
    attestation_object: String,
}

/// Add a passkey.
#[utoipa::path(post, path = "/passkeys", tag = "identity", request_body = PasskeyWish,
    responses((status = 201, body = PasskeyView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn add_passkey(
    Shared(state): Shared<State>,
    signed: Signed,
    headers: HeaderMap,
    sent: Sent<PasskeyWish>,
) -> Result<(StatusCode, Json<PasskeyView>)> {
    let new = NewPasskey {
        client_data: bytes(&sent.body.client_data)?,
        attestation_object: bytes(&sent.body.attestation_object)?,
        name: sent.body.name,
    };
    let site = site(&state, &headers)?;
    let key = identity::add_passkey(&state.app, &signed.0, &site, new).await?;
    Ok((StatusCode::CREATED, Json(key.into())))
}

/// Remove a passkey.
#[utoipa::path(delete, path = "/passkeys/{id}", tag = "identity", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove_passkey(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<PasskeyId>,
) -> Result<StatusCode> {
    identity::remove_passkey(&state.app, signed.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a passkey is to sign; bytes are base64url.
#[derive(Serialize, ToSchema)]
pub struct ChallengeView {
    challenge: String,
    rp_id: String,
    timeout_ms: u64,
}

type Connection = Option<axum::Extension<ConnectInfo<std::net::SocketAddr>>>;

/// Begin to sign in with a passkey.
#[utoipa::path(post, path = "/session/passkey/options", tag = "identity",
    responses((status = 200, body = ChallengeView), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn begin_sign_in(
    Shared(state): Shared<State>,
    connection: Connection,
    headers: HeaderMap,
) -> Result<Json<ChallengeView>, Response> {
    visitor(&state, connection, &headers)?;
    let site = site(&state, &headers).map_err(IntoResponse::into_response)?;
    let challenge = identity::begin_sign_in(&state.app)
        .await
        .map_err(IntoResponse::into_response)?;
    Ok(Json(ChallengeView {
        challenge: to_base64url(&challenge),
        rp_id: site.rp_id,
        timeout_ms: timeout_ms(),
    }))
}

/// What a passkey answered; bytes are base64url.
#[derive(Deserialize, ToSchema)]
pub struct PasskeyAnswer {
    credential: String,
    client_data: String,
    authenticator_data: String,
    signature: String,
    user_handle: Option<String>,
}

impl PasskeyAnswer {
    fn read(&self) -> Result<Assertion> {
        Ok(Assertion {
            credential: bytes(&self.credential)?,
            client_data: bytes(&self.client_data)?,
            authenticator_data: bytes(&self.authenticator_data)?,
            signature: bytes(&self.signature)?,
            user_handle: self.user_handle.as_deref().map(bytes).transpose()?,
        })
    }
}

/// Sign in with a passkey.
#[utoipa::path(post, path = "/session/passkey", tag = "identity", request_body = PasskeyAnswer,
    responses((status = 200, body = MeView), (status = 401, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn sign_in(
    Shared(state): Shared<State>,
    connection: Connection,
    headers: HeaderMap,
    sent: Sent<PasskeyAnswer>,
) -> Result<Response, Response> {
    let (address, user_agent) = visitor(&state, connection, &headers)?;
    let signed_in = async {
        let attempt = PasskeySignIn {
            answer: sent.body.read()?,
            address,
            user_agent,
        };
        identity::sign_in_with_passkey(&state.app, &site(&state, &headers)?, attempt).await
    };
    let signed_in = signed_in.await.map_err(IntoResponse::into_response)?;
    let_in(&state, signed_in).await
}

/// Remove the passkeys and codes of somebody who lost them.
#[utoipa::path(delete, path = "/people/{id}/factors", tag = "organisations", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn clear_factors(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<PersonId>,
) -> Result<StatusCode> {
    identity::clear_factors(&state.app, signed.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
