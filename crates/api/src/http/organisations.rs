//! `/units` and `/people`.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use workflow::UnitId;
use workflow::access::{Caller, Role, Scope};

use super::State;
use super::caller::Signed;
use super::identity::{Items, PositionView, UnitRef};
use super::input::{Ids, Sent};
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::organisations::{self, NewPerson, NewPosition};
use crate::ops::registers::{abbreviate, view_abbreviations};

pub(super) fn administrator(caller: &Caller) -> Result<()> {
    caller
        .require_scope(Scope::Admin)
        .and_then(|()| caller.require_role(&[Role::Administrator]))
        .map_err(OpError::Refused)
}

/// A unit of the agency.
#[derive(Serialize, ToSchema)]
pub struct UnitView {
    id: String,
    name: String,
    /// The unit above.
    parent: Option<String>,
    /// What stands for it in number and symbol.
    abbreviation: Option<String>,
}

/// Units of the agency.
#[utoipa::path(get, path = "/units", tag = "organisations", responses((status = 200, body = Items<UnitView>)))]
pub async fn list_units(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<UnitView>>> {
    let units = organisations::list_units(&state.app, signed.caller().organisation).await?;
    let abbreviated = view_abbreviations(&state.app, signed.caller()).await?;
    let items = units.into_iter().map(|unit| UnitView {
        abbreviation: abbreviated.units.get(&unit.id).cloned(),
        id: unit.id.to_string(),
        name: unit.name,
        parent: unit.parent.map(|id| id.to_string()),
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// The caller's agency.
#[derive(Serialize, ToSchema)]
pub struct OrganisationView {
    id: String,
    name: String,
    /// What stands for it in number and symbol.
    abbreviation: Option<String>,
}

/// An abbreviation to be set.
#[derive(Deserialize, ToSchema)]
pub struct AbbreviationWish {
    abbreviation: String,
}

/// The caller's agency.
#[utoipa::path(get, path = "/organisation", tag = "organisations", responses((status = 200, body = OrganisationView)))]
pub async fn show_organisation(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<OrganisationView>> {
    let abbreviated = view_abbreviations(&state.app, signed.caller()).await?;
    Ok(Json(OrganisationView {
        id: signed.caller().organisation.to_string(),
        name: abbreviated.name,
        abbreviation: abbreviated.agency,
    }))
}

/// Set what stands for the agency in number and symbol.
#[utoipa::path(patch, path = "/organisation", tag = "organisations", request_body = AbbreviationWish,
    responses((status = 204), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn abbreviate_organisation(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<AbbreviationWish>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let wish = (None, sent.body.abbreviation.as_str());
    abbreviate(&state.app, signed.caller(), wish, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Set what stands for a unit in number and symbol.
#[utoipa::path(patch, path = "/units/{id}", tag = "organisations", params(("id" = String, Path)),
    request_body = AbbreviationWish,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn abbreviate_unit(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(unit): Ids<UnitId>,
    sent: Sent<AbbreviationWish>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let wish = (Some(unit), sent.body.abbreviation.as_str());
    abbreviate(&state.app, signed.caller(), wish, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A unit to be added.
#[derive(Deserialize, ToSchema)]
pub struct UnitWish {
    name: String,
    #[schema(value_type = Option<String>)]
    parent: Option<UnitId>,
}

/// The id of what was made.
#[derive(Serialize, ToSchema)]
pub struct Made {
    pub(super) id: String,
}

impl Made {
    /// The id of anything.
    pub fn new(id: impl std::fmt::Display) -> Self {
        Made { id: id.to_string() }
    }
}

/// Add a unit.
#[utoipa::path(post, path = "/units", tag = "organisations", request_body = UnitWish,
    responses((status = 201, body = Made), (status = 403, body = Problem)))]
pub async fn add_unit(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<UnitWish>,
) -> Result<(StatusCode, Json<Made>)> {
    let caller = signed.caller();
    administrator(caller)?;
    let once = sent.once(caller.person);
    let (organisation, actor) = (caller.organisation, Some(caller.person));
    let wish = (sent.body.name.as_str(), sent.body.parent);
    let id = organisations::add_unit(&state.app, organisation, actor, wish, once.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.to_string() })))
}

/// A person of the agency.
#[derive(Serialize, ToSchema)]
pub struct PersonRow {
    id: String,
    login: String,
    name: String,
    positions: Vec<PositionView>,
    /// Whether the account holds today.
    active: bool,
}

/// People of the agency with their posts; for administrators.
#[utoipa::path(get, path = "/people", tag = "organisations",
    responses((status = 200, body = Items<PersonRow>), (status = 403, body = Problem)))]
pub async fn list_people(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<PersonRow>>> {
    let caller = signed.caller();
    administrator(caller)?;
    let today = state.app.clock().today();
    let units = organisations::list_units(&state.app, caller.organisation).await?;
    let people = organisations::list_people(&state.app, caller.organisation).await?;
    let items = people.into_iter().map(|(person, holdings)| PersonRow {
        id: person.id.to_string(),
        login: person.login,
        name: person.name,
        active: person.validity.covers(today),
        positions: holdings
            .into_iter()
            .map(|holding| PositionView {
                unit: holding.position.unit.and_then(|id| {
                    let unit = units.iter().find(|unit| unit.id == id)?;
                    Some(UnitRef {
                        id: id.to_string(),
                        name: unit.name.clone(),
                    })
                }),
                id: holding.position.id.to_string(),
                title: holding.position.title,
                role: holding.position.role.code().to_owned(),
            })
            .collect(),
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// A person to be added.
#[derive(Deserialize, ToSchema)]
pub struct PersonWish {
    login: String,
    name: String,
    password: String,
    position: PositionWish,
}

/// The post of a person to be added.
#[derive(Deserialize, ToSchema)]
pub struct PositionWish {
    title: String,
    #[schema(value_type = String)]
    role: Role,
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
}

impl From<PositionWish> for NewPosition {
    fn from(wish: PositionWish) -> NewPosition {
        NewPosition {
            title: wish.title,
            role: wish.role,
            unit: wish.unit,
        }
    }
}

/// Add a person in a post.
#[utoipa::path(post, path = "/people", tag = "organisations", request_body = PersonWish,
    responses((status = 201, body = Made), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn add_person(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<PersonWish>,
) -> Result<(StatusCode, Json<Made>)> {
    let caller = signed.caller();
    administrator(caller)?;
    let once = sent.once(caller.person);
    let PersonWish {
        login,
        name,
        password,
        position,
    } = sent.body;
    let new = NewPerson {
        login,
        name,
        password,
        position: position.into(),
    };
    let (organisation, actor) = (caller.organisation, Some(caller.person));
    let id = organisations::add_person(&state.app, organisation, actor, new, once.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.to_string() })))
}
