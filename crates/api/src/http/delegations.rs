//! `/delegations`: who stands in for whom.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use storage::organisations::Person;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use workflow::delegation::{Capacity, PaperScope};
use workflow::{DelegationId, PersonId};

use super::State;
use super::caller::Signed;
use super::identity::{ActionView, Items};
use super::input::{Ids, Params, Sent};
use super::organisations::Made;
use super::problem::Problem;
use crate::error::Result;
use crate::ops::delegations::{self, Listed, Wish};

/// A person by id and name.
#[derive(Serialize, ToSchema)]
pub struct PersonRef {
    id: String,
    name: String,
}

impl PersonRef {
    /// A person among those loaded; without a name when he is not among them.
    pub fn among(id: PersonId, people: &[Person]) -> PersonRef {
        let found = people.iter().find(|person| person.id == id);
        let name = found.map(|person| person.name.clone());
        PersonRef::named(id, name.unwrap_or_default())
    }

    /// A person whose name is known.
    pub fn named(id: PersonId, name: String) -> PersonRef {
        PersonRef {
            id: id.to_string(),
            name,
        }
    }
}

/// Which papers a delegation is about.
#[derive(Serialize, Deserialize, ToSchema, Default)]
#[serde(default)]
pub struct ScopeBody {
    /// Codes of kinds; all when empty.
    kinds: Vec<String>,
    /// Registers; all when empty.
    registers: Vec<String>,
}

/// A delegation.
#[derive(Serialize, ToSchema)]
pub struct DelegationView {
    id: String,
    giver: PersonRef,
    receiver: PersonRef,
    /// `deputy`, `order`, `authorised` or `substitute`.
    #[schema(value_type = String)]
    capacity: Capacity,
    /// What stands before the title of whoever signs: `KT.`, `TL.`, `TUQ.`; null in plain substitution.
    prefix: Option<&'static str>,
    scope: ScopeBody,
    #[serde(with = "time::serde::rfc3339")]
    from: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    to: OffsetDateTime,
    reason: String,
    /// Number and symbol of the written authorisation.
    paper: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    ended_at: Option<OffsetDateTime>,
    /// Whether it lives now.
    live: bool,
    actions: Vec<ActionView>,
}

impl DelegationView {
    fn new(listed: Listed, people: &[Person]) -> DelegationView {
        let delegation = listed.delegation;
        DelegationView {
            id: delegation.id.to_string(),
            giver: PersonRef::among(delegation.giver, people),
            receiver: PersonRef::among(delegation.receiver, people),
            capacity: delegation.capacity,
            prefix: delegation.capacity.prefix(),
            scope: ScopeBody {
                kinds: delegation.scope.kinds,
                registers: delegation.scope.registers,
            },
            from: delegation.from,
            to: delegation.to,
            reason: delegation.reason,
            paper: delegation.paper,
            ended_at: delegation.ended_at,
            live: listed.is_live,
            actions: vec![ActionView::new("end", listed.may_end)],
        }
    }
}

/// Whose delegations.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DelegationParams {
    /// All of the agency; for the chief of office and the administrator.
    #[serde(default)]
    agency: bool,
}

/// Delegations that the caller gave or received, newest first.
#[utoipa::path(get, path = "/delegations", tag = "people", params(DelegationParams),
    responses((status = 200, body = Items<DelegationView>), (status = 403, body = Problem)))]
pub async fn list_delegations(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<DelegationParams>,
) -> Result<Json<Items<DelegationView>>> {
    let (listed, people) = delegations::list(&state.app, signed.caller(), params.agency).await?;
    let items = listed
        .into_iter()
        .map(|one| DelegationView::new(one, &people));
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// A delegation to be given by the caller.
#[derive(Deserialize, ToSchema)]
pub struct DelegationWish {
    #[schema(value_type = String)]
    receiver: PersonId,
    /// `deputy`, `order`, `authorised` or `substitute`.
    #[schema(value_type = String)]
    capacity: Capacity,
    #[serde(default)]
    scope: ScopeBody,
    #[serde(with = "time::serde::rfc3339")]
    from: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    to: OffsetDateTime,
    reason: String,
    /// Number and symbol of the written authorisation; needed for `authorised`.
    paper: Option<String>,
}

/// Let a colleague stand in.
#[utoipa::path(post, path = "/delegations", tag = "people", request_body = DelegationWish,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn give_delegation(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<DelegationWish>,
) -> Result<(StatusCode, Json<Made>)> {
    let caller = signed.caller();
    let once = sent.once(caller.person);
    let body = sent.body;
    let wish = Wish {
        receiver: body.receiver,
        capacity: body.capacity,
        scope: PaperScope {
            kinds: body.scope.kinds,
            registers: body.scope.registers,
        },
        from: body.from,
        to: body.to,
        reason: body.reason,
        paper: body.paper,
    };
    let id = delegations::give(&state.app, caller, wish, once.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(Made::new(id))))
}

/// End a delegation before its time.
#[utoipa::path(post, path = "/delegations/{id}/end", tag = "people", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn end_delegation(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DelegationId>,
) -> Result<StatusCode> {
    delegations::end(&state.app, signed.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
