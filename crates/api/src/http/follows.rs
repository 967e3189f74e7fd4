//! `/follows`: papers the caller keeps in view.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use workflow::DocumentId;
use workflow::work::Phase;

use super::State;
use super::caller::Signed;
use super::documents::DocumentSummary;
use super::input::{Ids, Params};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::work;

/// Which part of the list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FollowParams {
    /// Where the last page ended (`next`).
    #[param(value_type = Option<String>)]
    after: Option<DocumentId>,
    /// Papers wanted, at most 100.
    limit: Option<u64>,
}

/// A paper the caller follows.
#[derive(Serialize, ToSchema)]
pub struct FollowView {
    document: DocumentSummary,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    since: OffsetDateTime,
    /// How far it is; null when nobody has acted on it.
    #[schema(value_type = Option<String>)]
    phase: Option<Phase>,
    /// By when whoever leads has to be done.
    #[serde(with = "time::serde::rfc3339::option")]
    due_at: Option<OffsetDateTime>,
}

/// A part of the list.
#[derive(Serialize, ToSchema)]
pub struct FollowPage {
    items: Vec<FollowView>,
    /// Give it as `after` for the next part; null at the end.
    next: Option<String>,
}

/// Papers the caller follows and may read, the latest begun first.
#[utoipa::path(get, path = "/follows", tag = "work", params(FollowParams),
    responses((status = 200, body = FollowPage), (status = 401, body = Problem)))]
pub async fn list_follows(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<FollowParams>,
) -> Result<Json<FollowPage>> {
    let window = (params.after, params.limit.unwrap_or(50));
    let found = work::followed(&state.app, signed.caller(), window).await?;
    let items = found.items.into_iter().map(|one| FollowView {
        document: DocumentSummary::among(one.document, &found.files, &found.units),
        since: one.since,
        phase: one.phase,
        due_at: one.due_at,
    });
    Ok(Json(FollowPage {
        items: items.collect(),
        next: found.next.map(|id| id.to_string()),
    }))
}

/// Follow a paper.
#[utoipa::path(put, path = "/documents/{id}/follow", tag = "work", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn follow(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
) -> Result<StatusCode> {
    work::follow(&state.app, signed.caller(), id, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follow a paper no more.
#[utoipa::path(delete, path = "/documents/{id}/follow", tag = "work", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn unfollow(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
) -> Result<StatusCode> {
    work::follow(&state.app, signed.caller(), id, false).await?;
    Ok(StatusCode::NO_CONTENT)
}
