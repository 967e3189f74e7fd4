//! `/people/{id}/…`: posts held from a day on, hand-over, the end of an account.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;
use workflow::{PersonId, PositionId};

use super::State;
use super::caller::Signed;
use super::input::{Ids, Sent};
use super::organisations::{Made, PositionWish, administrator};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::organisations::{self, HandedOver};

/// A post for somebody.
#[derive(Deserialize, ToSchema)]
pub struct AppointmentWish {
    #[serde(flatten)]
    position: PositionWish,
    /// First day; today when left out.
    from: Option<Date>,
    /// Last day, if one is known.
    to: Option<Date>,
}

/// Put a person into a further post.
#[utoipa::path(post, path = "/people/{id}/positions", tag = "organisations", params(("id" = String, Path)),
    request_body = AppointmentWish,
    responses((status = 201, body = Made), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn appoint(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(person): Ids<PersonId>,
    sent: Sent<AppointmentWish>,
) -> Result<(StatusCode, Json<Made>)> {
    let caller = signed.caller();
    administrator(caller)?;
    let by = (caller.organisation, Some(caller.person));
    let wish = sent.body;
    let days = (wish.from, wish.to);
    let id = organisations::appoint(&state.app, by, person, wish.position.into(), days).await?;
    Ok((StatusCode::CREATED, Json(Made::new(id))))
}

/// The end of a post.
#[derive(Deserialize, ToSchema)]
pub struct HoldingEnd {
    /// Last day; at once when left out.
    last_day: Option<Date>,
}

/// End a post that a person holds.
#[utoipa::path(post, path = "/people/{id}/positions/{position}/end", tag = "organisations",
    params(("id" = String, Path), ("position" = String, Path)), request_body = HoldingEnd,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn end_holding(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(held): Ids<(PersonId, PositionId)>,
    sent: Sent<HoldingEnd>,
) -> Result<StatusCode> {
    let caller = signed.caller();
    administrator(caller)?;
    let by = (caller.organisation, Some(caller.person));
    organisations::end_holding(&state.app, by, held, sent.body.last_day).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who takes over.
#[derive(Deserialize, ToSchema)]
pub struct HandOverWish {
    #[schema(value_type = String)]
    to: PersonId,
}

/// How far a hand-over has come.
#[derive(Serialize, ToSchema)]
pub struct HandOverView {
    papers: u64,
    tasks: u64,
    /// Delegations that ended, once nothing is left.
    delegations: u64,
    /// Tasks that still wait for the person: ask again while there are some.
    left: u64,
}

impl From<HandedOver> for HandOverView {
    fn from(done: HandedOver) -> HandOverView {
        HandOverView {
            papers: done.papers,
            tasks: done.tasks,
            delegations: done.delegations,
            left: done.left,
        }
    }
}

/// What waits for a person.
#[derive(Serialize, ToSchema)]
pub struct WaitingView {
    /// Tasks that wait for the person himself.
    tasks: u64,
    /// Delegations given or received that end with the hand-over.
    delegations: u64,
}

/// What would be handed over; for the administrator and the chief of office.
#[utoipa::path(get, path = "/people/{id}/hand-over", tag = "organisations", params(("id" = String, Path)),
    responses((status = 200, body = WaitingView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn view_waiting(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(person): Ids<PersonId>,
) -> Result<Json<WaitingView>> {
    let found = organisations::view_waiting(&state.app, signed.caller(), person).await?;
    Ok(Json(WaitingView {
        tasks: found.tasks,
        delegations: found.delegations,
    }))
}

/// Hand over what waits for a person; for the administrator and the chief of office.
#[utoipa::path(post, path = "/people/{id}/hand-over", tag = "organisations", params(("id" = String, Path)),
    request_body = HandOverWish,
    responses((status = 200, body = HandOverView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn hand_over(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(person): Ids<PersonId>,
    sent: Sent<HandOverWish>,
) -> Result<Json<HandOverView>> {
    let to = sent.body.to;
    let done = organisations::hand_over(&state.app, signed.caller(), person, to).await?;
    Ok(Json(done.into()))
}

/// Who takes over from whoever leaves.
#[derive(Deserialize, ToSchema)]
pub struct LeaveWish {
    /// Needed when something waits for the person.
    #[schema(value_type = Option<String>)]
    successor: Option<PersonId>,
}

/// End a person's account.
#[utoipa::path(post, path = "/people/{id}/end", tag = "organisations", params(("id" = String, Path)),
    request_body(content = Option<LeaveWish>),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn end_person(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<PersonId>,
    sent: Sent<LeaveWish>,
) -> Result<StatusCode> {
    let caller = signed.caller();
    administrator(caller)?;
    let (organisation, actor) = (caller.organisation, Some(caller.person));
    let successor = sent.body.successor;
    organisations::end_person(&state.app, organisation, actor, id, successor).await?;
    Ok(StatusCode::NO_CONTENT)
}
