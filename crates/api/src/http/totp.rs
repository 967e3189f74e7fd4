//! `/totp`: codes of an app on the phone.

use std::fmt::Write;

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use qrcode::{Color, EcLevel, QrCode};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::Refusal;

use super::State;
use super::caller::Signed;
use super::input::Sent;
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::identity::{self, Consent};

/// Whether codes are asked for.
#[derive(Serialize, ToSchema)]
pub struct CodeView {
    /// Null while they are not.
    #[serde(with = "time::serde::rfc3339::option")]
    since: Option<OffsetDateTime>,
}

/// Whether codes are asked of oneself.
#[utoipa::path(get, path = "/totp", tag = "identity", responses((status = 200, body = CodeView)))]
pub async fn show_code(Shared(state): Shared<State>, signed: Signed) -> Result<Json<CodeView>> {
    let since = identity::code_since(&state.app, signed.caller()).await?;
    Ok(Json(CodeView { since }))
}

/// What is put into the app.
#[derive(Serialize, ToSchema)]
pub struct NewCodeView {
    /// Base 32, to be typed.
    secret: String,
    uri: String,
    /// The modules of a QR code of `uri`, as the path of an SVG whose side is `qr_size`.
    qr_path: String,
    qr_size: usize,
}

/// Begin with codes; they are asked for once one was confirmed.
#[utoipa::path(post, path = "/totp", tag = "identity",
    responses((status = 200, body = NewCodeView), (status = 409, body = Problem)))]
pub async fn begin_code(Shared(state): Shared<State>, signed: Signed) -> Result<Json<NewCodeView>> {
    let new = identity::begin_code(&state.app, &signed.0).await?;
    let (qr_path, qr_size) = drawn(&new.uri)?;
    Ok(Json(NewCodeView {
        secret: new.secret,
        uri: new.uri,
        qr_path,
        qr_size,
    }))
}

fn drawn(text: &str) -> Result<(String, usize)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| OpError::Internal(error.to_string()))?;
    let size = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let _ = write!(path, "M{} {}h1v1h-1z", place % size, place / size);
        }
    }
    Ok((path, size))
}

/// A code of the app.
#[derive(Deserialize, ToSchema)]
pub struct CodeWish {
    code: String,
}

/// Confirm with a code of the app; from now on signing in asks for one.
#[utoipa::path(put, path = "/totp", tag = "identity", request_body = CodeWish,
    responses((status = 204), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn confirm_code(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<CodeWish>,
) -> Result<StatusCode> {
    identity::confirm_code(&state.app, &signed.0, &sent.body.code).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A code, or the password.
#[derive(Deserialize, ToSchema)]
pub struct CodeRemoval {
    code: Option<String>,
    password: Option<String>,
}

/// Be asked for codes no longer.
#[utoipa::path(post, path = "/totp/removal", tag = "identity", request_body = CodeRemoval,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn remove_code(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<CodeRemoval>,
) -> Result<StatusCode> {
    let consent = match (sent.body.code, sent.body.password) {
        (Some(code), _) => Consent::Code(code),
        (None, Some(password)) => Consent::Password(password),
        (None, None) => return Err(OpError::Invalid(Refusal::new("identity.wrong_code_now"))),
    };
    identity::remove_code(&state.app, &signed.0, consent).await?;
    Ok(StatusCode::NO_CONTENT)
}
