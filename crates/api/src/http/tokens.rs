//! `/tokens`: keys for programs.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use workflow::ApiTokenId;
use workflow::access::Scope;

use super::State;
use super::caller::Signed;
use super::identity::Items;
use super::input::{Ids, Sent};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::identity::{self, NewToken};

/// A token without its secret.
#[derive(Serialize, ToSchema)]
pub struct TokenView {
    id: String,
    name: String,
    #[schema(value_type = Vec<String>)]
    scopes: Vec<Scope>,
    expires_on: Date,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}

/// One's own tokens.
#[utoipa::path(get, path = "/tokens", tag = "identity", responses((status = 200, body = Items<TokenView>)))]
pub async fn list_tokens(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<TokenView>>> {
    let tokens = identity::list_tokens(&state.app, signed.caller()).await?;
    let items = tokens.into_iter().map(|token| TokenView {
        id: token.id.to_string(),
        name: token.name,
        scopes: token.scopes,
        expires_on: token.expires_on,
        created_at: token.created_at,
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// What a token is to be.
#[derive(Deserialize, ToSchema)]
pub struct TokenWish {
    name: String,
    /// `read`, `write`, `admin`.
    #[schema(value_type = Vec<String>)]
    scopes: Vec<Scope>,
    expires_on: Date,
}

/// A token just made; the secret is not shown again.
#[derive(Serialize, ToSchema)]
pub struct MadeTokenView {
    token: TokenView,
    /// Sent as `Authorization: Bearer …`; null when the same request is repeated.
    secret: Option<String>,
}

/// Make a token.
#[utoipa::path(post, path = "/tokens", tag = "identity", request_body = TokenWish,
    responses((status = 201, body = MadeTokenView), (status = 422, body = Problem)))]
pub async fn make_token(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<TokenWish>,
) -> Result<(StatusCode, Json<MadeTokenView>)> {
    let once = sent.once(signed.caller().person);
    let TokenWish {
        name,
        scopes,
        expires_on,
    } = sent.body;
    let wish = NewToken {
        name,
        scopes,
        expires_on,
    };
    let made = identity::make_token(&state.app, signed.caller(), wish, once.as_ref()).await?;
    let token = TokenView {
        id: made.id.to_string(),
        name: made.name,
        scopes: made.scopes,
        expires_on: made.expires_on,
        created_at: made.created_at,
    };
    Ok((
        StatusCode::CREATED,
        Json(MadeTokenView {
            token,
            secret: made.secret,
        }),
    ))
}

/// End a token.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "identity", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn revoke_token(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<ApiTokenId>,
) -> Result<StatusCode> {
    identity::revoke_token(&state.app, signed.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
