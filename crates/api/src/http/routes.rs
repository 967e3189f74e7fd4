//! `/routes`: the ways of approval of the agency.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use storage::routes::RouteVersion;
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::RouteId;
use workflow::work::routes::Definition;

use super::State;
use super::caller::Signed;
use super::identity::ActionView;
use super::input::{Ids, Sent};
use super::problem::{Problem, sentence};
use crate::error::Result;
use crate::ops::{outgoing, routes};

/// A version of a route.
#[derive(Serialize, ToSchema)]
pub struct RouteVersionView {
    route: String,
    version: u32,
    /// Name, kinds, stages and steps.
    #[schema(value_type = Object)]
    definition: Definition,
    #[serde(with = "time::serde::rfc3339")]
    edited_at: OffsetDateTime,
    /// Since when papers go this way; null while it is edited.
    #[serde(with = "time::serde::rfc3339::option")]
    published_at: Option<OffsetDateTime>,
    /// Papers that stand at one of its stages now.
    running: i64,
}

impl RouteVersionView {
    fn new(version: RouteVersion, counted: &[(RouteId, u32, i64)]) -> Self {
        let own = |one: &&(RouteId, u32, i64)| (one.0, one.1) == (version.route, version.version);
        RouteVersionView {
            running: counted.iter().find(own).map_or(0, |one| one.2),
            route: version.route.to_string(),
            version: version.version,
            definition: version.definition,
            edited_at: version.edited_at,
            published_at: version.published_at,
        }
    }
}

/// The routes of the agency.
#[derive(Serialize, ToSchema)]
pub struct RoutesView {
    /// By route, oldest version first; versions that are edited only for whoever edits.
    items: Vec<RouteVersionView>,
    /// Whether number and date may be given before the final approval.
    number_before_approval: bool,
    actions: Vec<ActionView>,
}

/// The routes of the agency.
#[utoipa::path(get, path = "/routes", tag = "outgoing", responses((status = 200, body = RoutesView)))]
pub async fn list_routes(Shared(state): Shared<State>, signed: Signed) -> Result<Json<RoutesView>> {
    let listed = routes::list(&state.app, signed.caller()).await?;
    let running = listed.running;
    let view = |version| RouteVersionView::new(version, &running);
    let items = listed.versions.into_iter().map(view);
    Ok(Json(RoutesView {
        items: items.collect(),
        number_before_approval: listed.number_before_approval,
        actions: vec![ActionView::new("edit", listed.may_edit)],
    }))
}

/// The version that was written.
#[derive(Serialize, ToSchema)]
pub struct WrittenView {
    route: String,
    version: u32,
}

impl From<routes::Written> for WrittenView {
    fn from(written: routes::Written) -> Self {
        WrittenView {
            route: written.route.to_string(),
            version: written.version,
        }
    }
}

/// Begin a route; it serves nobody before it is published.
#[utoipa::path(post, path = "/routes", tag = "outgoing", request_body = Object,
    responses((status = 201, body = WrittenView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn begin_route(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<Definition>,
) -> Result<(StatusCode, Json<WrittenView>)> {
    let (caller, once) = (signed.caller(), sent.once(signed.caller().person));
    let written = routes::write(&state.app, caller, None, &sent.body, once.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(written.into())))
}

/// Write the version of a route that is edited; a published version stays as it is.
#[utoipa::path(put, path = "/routes/{id}", tag = "outgoing", params(("id" = String, Path)),
    request_body = Object,
    responses((status = 200, body = WrittenView), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn write_route(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<RouteId>,
    sent: Sent<Definition>,
) -> Result<Json<WrittenView>> {
    let (caller, once) = (signed.caller(), sent.once(signed.caller().person));
    let written = routes::write(&state.app, caller, Some(id), &sent.body, once.as_ref()).await?;
    Ok(Json(written.into()))
}

/// End a route: papers on their way stay on it, no other is submitted on it.
#[utoipa::path(delete, path = "/routes/{id}", tag = "outgoing", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn end_route(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<RouteId>,
) -> Result<StatusCode> {
    routes::end(&state.app, signed.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Publish the version that is edited.
#[utoipa::path(post, path = "/routes/{id}/publication", tag = "outgoing", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn publish_route(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<RouteId>,
    sent: Sent<serde_json::Value>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    routes::publish(&state.app, signed.caller(), id, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Something that keeps a route from being published.
#[derive(Serialize, ToSchema)]
pub struct FaultView {
    code: &'static str,
    /// The sentence.
    reason: String,
    /// What the sentence speaks of, such as the key of a step.
    #[schema(value_type = Object)]
    params: serde_json::Map<String, serde_json::Value>,
}

/// What keeps a route from being published.
#[derive(Serialize, ToSchema)]
pub struct FaultsView {
    /// Empty when it can be published today.
    faults: Vec<FaultView>,
}

/// Say everything that keeps a route from being published.
#[utoipa::path(post, path = "/routes/check", tag = "outgoing", request_body = Object,
    responses((status = 200, body = FaultsView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn check_route(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<Definition>,
) -> Result<Json<FaultsView>> {
    let faults = routes::faults(&state.app, signed.caller(), &sent.body).await?;
    let faults = faults.into_iter().map(|fault| FaultView {
        code: fault.code,
        reason: sentence(&fault),
        params: fault.params,
    });
    Ok(Json(FaultsView {
        faults: faults.collect(),
    }))
}

/// How the agency goes about its outgoing papers.
#[derive(Deserialize, ToSchema)]
pub struct OutgoingSetting {
    /// Whether number and date may be given before the final approval.
    number_before_approval: bool,
}

/// Set how the agency goes about its outgoing papers.
#[utoipa::path(put, path = "/routes/setting", tag = "outgoing", request_body = OutgoingSetting,
    responses((status = 204), (status = 403, body = Problem)))]
pub async fn set_outgoing(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<OutgoingSetting>,
) -> Result<StatusCode> {
    let before = sent.body.number_before_approval;
    outgoing::set_numbers_before_approval(&state.app, signed.caller(), before).await?;
    Ok(StatusCode::NO_CONTENT)
}
