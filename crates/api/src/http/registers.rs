//! `/registers`: what they hold, how they write, their years.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;
use workflow::RegisterId;
use workflow::access::Caller;
use workflow::registers::{
    Book, Definition, NumberForm, Register, Year, may_define, may_keep, may_read, may_settle,
};

use super::State;
use super::caller::Signed;
use super::identity::{ActionView, Items};
use super::input::{Ids, IfMatch, Sent};
use super::organisations::Made;
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::registers::{self, Change};

/// A register.
#[derive(Serialize, ToSchema)]
pub struct RegisterView {
    id: String,
    /// `incoming`, `outgoing` or `copies`.
    #[schema(value_type = String)]
    book: Book,
    name: String,
    /// Codes of the kinds it holds; empty: every kind that no other register of the book names.
    kinds: Vec<String>,
    /// Such as `{number}/{kind}-{agency}`.
    form: String,
    /// For kinds without an abbreviation, such as `{number}/{agency}-{unit}`.
    plain_form: Option<String>,
    /// What stands for the agency in its numbers, where it is not that of the agency.
    abbreviation: Option<String>,
    valid_from: Date,
    valid_to: Option<Date>,
    /// Give it as `If-Match` to change the register; also the ETag.
    revision: i64,
    actions: Vec<ActionView>,
}

impl RegisterView {
    fn new(register: Register, caller: &Caller) -> Self {
        let definition = register.definition;
        RegisterView {
            id: register.id.to_string(),
            book: register.book,
            name: definition.name,
            kinds: definition.kinds,
            form: definition.form.to_string(),
            plain_form: definition.plain_form.map(|form| form.to_string()),
            abbreviation: definition.abbreviation,
            valid_from: register.validity.from,
            valid_to: register.validity.to,
            revision: register.revision,
            actions: vec![
                ActionView::new("define", may_define(caller)),
                ActionView::new("reserve", may_keep(caller)),
                ActionView::new("settle", may_settle(caller)),
                ActionView::new("read", may_read(caller)),
            ],
        }
    }
}

/// The registers of the agency.
#[utoipa::path(get, path = "/registers", tag = "registers", responses((status = 200, body = Items<RegisterView>)))]
pub async fn list_registers(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<RegisterView>>> {
    let caller = signed.caller();
    let registers = registers::list(&state.app, caller).await?;
    let items = registers
        .into_iter()
        .map(|register| RegisterView::new(register, caller));
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// What a register holds and how it writes.
#[derive(Deserialize, ToSchema)]
pub struct DefinitionWish {
    name: String,
    #[serde(default)]
    kinds: Vec<String>,
    form: String,
    plain_form: Option<String>,
    abbreviation: Option<String>,
    /// Its last day; only for registers that are there.
    valid_to: Option<Date>,
}

impl DefinitionWish {
    fn definition(self) -> Result<Definition> {
        let form = |text: &str| NumberForm::parse(text).map_err(OpError::Invalid);
        Ok(Definition {
            form: form(&self.form)?,
            plain_form: self.plain_form.as_deref().map(form).transpose()?,
            name: self.name,
            kinds: self.kinds,
            abbreviation: self.abbreviation,
        })
    }
}

/// A register to be added.
#[derive(Deserialize, ToSchema)]
pub struct RegisterWish {
    #[schema(value_type = String)]
    book: Book,
    #[serde(flatten)]
    definition: DefinitionWish,
}

/// Define a register.
#[utoipa::path(post, path = "/registers", tag = "registers", request_body = RegisterWish,
    responses((status = 201, body = Made), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn define_register(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<RegisterWish>,
) -> Result<(StatusCode, Json<Made>)> {
    let once = sent.once(signed.caller().person);
    let wish = (sent.body.book, sent.body.definition.definition()?);
    let id = registers::define(&state.app, signed.caller(), wish, once.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(Made::new(id))))
}

async fn view(state: &State, caller: &Caller, id: RegisterId) -> Result<Response> {
    let register = registers::show(&state.app, caller, id).await?;
    let revision = register.revision;
    let mut response = Json(RegisterView::new(register, caller)).into_response();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{revision}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// One register.
#[utoipa::path(get, path = "/registers/{id}", tag = "registers", params(("id" = String, Path)),
    responses((status = 200, body = RegisterView), (status = 404, body = Problem)))]
pub async fn show_register(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<RegisterId>,
) -> Result<Response> {
    view(&state, signed.caller(), id).await
}

/// Change a register; `If-Match` holds the ETag that was seen. Numbers given before stay.
#[utoipa::path(put, path = "/registers/{id}", tag = "registers", params(("id" = String, Path)),
    request_body = DefinitionWish,
    responses((status = 200, body = RegisterView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn redefine_register(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(register): Ids<RegisterId>,
    IfMatch(revision): IfMatch,
    sent: Sent<DefinitionWish>,
) -> Result<Response> {
    let once = sent.once(signed.caller().person);
    let change = Change {
        register,
        revision,
        valid_to: sent.body.valid_to,
        definition: sent.body.definition()?,
    };
    registers::redefine(&state.app, signed.caller(), change, once.as_ref()).await?;
    view(&state, signed.caller(), register).await
}

/// A year of a register.
#[derive(Serialize, ToSchema)]
pub struct YearView {
    year: i32,
    /// Last number taken; 0 before the first.
    last: i32,
    closed: bool,
    /// Numbers kept for somebody.
    reserved: i32,
}

impl From<Year> for YearView {
    fn from(year: Year) -> Self {
        YearView {
            year: year.year,
            last: year.last,
            closed: year.closed,
            reserved: year.reserved,
        }
    }
}

/// The years of a register, latest first.
#[utoipa::path(get, path = "/registers/{id}/years", tag = "registers", params(("id" = String, Path)),
    responses((status = 200, body = Items<YearView>), (status = 404, body = Problem)))]
pub async fn list_years(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<RegisterId>,
) -> Result<Json<Items<YearView>>> {
    let years = registers::list_years(&state.app, signed.caller(), id).await?;
    Ok(Json(Items {
        items: years.into_iter().map(YearView::from).collect(),
    }))
}

/// A year to be opened.
#[derive(Deserialize, ToSchema)]
pub struct YearWish {
    year: i32,
}

/// Open a year; numbers run from 01.
#[utoipa::path(post, path = "/registers/{id}/years", tag = "registers", params(("id" = String, Path)),
    request_body = YearWish,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn open_year(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<RegisterId>,
    sent: Sent<YearWish>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let year = (id, sent.body.year);
    registers::open_year(&state.app, signed.caller(), year, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How a year is closed.
#[derive(Deserialize, ToSchema)]
pub struct ClosingWish {
    /// Gives up the numbers that are still reserved, with this reason.
    give_up_because: Option<String>,
}

/// Close a year: no further numbers.
#[utoipa::path(post, path = "/registers/{id}/years/{year}/closing", tag = "registers",
    params(("id" = String, Path), ("year" = i32, Path)), request_body = ClosingWish,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn close_year(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(place): Ids<(RegisterId, i32)>,
    sent: Sent<ClosingWish>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let because = sent.body.give_up_because.as_deref();
    registers::close_year(&state.app, signed.caller(), place, because, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
