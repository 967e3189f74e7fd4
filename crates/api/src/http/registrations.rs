//! Numbers of registers: the lines, numbers kept for somebody, given up, cancelled, and a paper
//! that gets its number.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use storage::registers::{Filter, Kept, Line, Place};
use time::{Date, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};
use workflow::access::Principal;
use workflow::documents::Fields;
use workflow::registers::{CopyKind, EntryState, Reservation};
use workflow::{DocumentId, RegisterId, UnitId};

use super::State;
use super::actions::Party;
use super::caller::Signed;
use super::documents::{DocumentSummary, FieldsBody};
use super::input::{Ids, Params, Sent};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::registers::{self, Registered, Reserve, Wish};
use crate::ops::work::{self, Registration};

/// Where a paper stands in a register.
#[derive(Serialize, ToSchema)]
pub struct RegistrationView {
    register: String,
    year: i32,
    number: i32,
    /// Number and symbol as written.
    code: Option<String>,
    /// Date in the register: of arrival, of issue or of copying.
    dated: Option<Date>,
}

impl From<Kept> for RegistrationView {
    fn from(kept: Kept) -> Self {
        RegistrationView {
            register: kept.place.register.to_string(),
            year: kept.place.year,
            number: kept.place.number,
            code: kept.code,
            dated: kept.dated,
        }
    }
}

impl From<Registered> for RegistrationView {
    fn from(registered: Registered) -> Self {
        RegistrationView {
            register: registered.register.to_string(),
            year: registered.year,
            number: registered.number,
            code: Some(registered.code),
            dated: Some(registered.dated),
        }
    }
}

/// How a paper is to be registered.
#[derive(Deserialize, ToSchema)]
pub struct RegistrationWish {
    /// The register; the one that holds the kind of the paper when not said.
    #[schema(value_type = Option<String>)]
    register: Option<RegisterId>,
    /// Date in the register; today when not said.
    dated: Option<Date>,
    /// A reserved number instead of the next one.
    number: Option<i32>,
    /// The unit that drafted the paper.
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// Abbreviation of the field, in place of that of the unit.
    field: Option<String>,
    /// `certified`, `extract` or `duplicate`, in the book of copies.
    #[schema(value_type = Option<String>)]
    copy: Option<CopyKind>,
    /// The fields as the clerk settled them; as they are when not said.
    fields: Option<FieldsBody>,
    /// The leader or chief of office to whom an incoming paper is submitted at once.
    submit_to: Option<Party>,
    /// Registers an incoming paper although it seems to be registered already.
    #[serde(default)]
    accepts_duplicate: bool,
}

/// Register a paper: it gets the next number, or a reserved one; an incoming one begins its way.
#[utoipa::path(post, path = "/documents/{id}/registration", tag = "registers", params(("id" = String, Path)),
    request_body = RegistrationWish,
    responses((status = 201, body = RegistrationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn register_document(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
    sent: Sent<RegistrationWish>,
) -> Result<(StatusCode, Json<RegistrationView>)> {
    let once = sent.once(signed.caller().person);
    let body = sent.body;
    let wish = Wish {
        register: body.register,
        dated: body.dated,
        number: body.number,
        unit: body.unit,
        field: body.field,
        copy: body.copy,
    };
    let registration = Registration {
        document: id,
        fields: body.fields.map(Fields::from),
        wish,
        submit_to: body.submit_to.map(Principal::from),
        accepts_duplicate: body.accepts_duplicate,
    };
    let taken = work::register(&state.app, signed.caller(), registration, once.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(RegistrationView::from(taken))))
}

/// Papers that seem to be the same.
#[derive(Serialize, ToSchema)]
pub struct DoublesView {
    items: Vec<DocumentSummary>,
}

/// Which papers seem to be the same as one with these fields: the same number, symbol and issuer,
/// or the same bytes (NĐ 30/2020 Phụ lục VI III.1h).
#[utoipa::path(post, path = "/documents/{id}/doubles", tag = "registers", params(("id" = String, Path)),
    request_body = FieldsBody,
    responses((status = 200, body = DoublesView), (status = 404, body = Problem)))]
pub async fn find_doubles(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
    sent: Sent<FieldsBody>,
) -> Result<Json<DoublesView>> {
    let fields = Fields::from(sent.body);
    let (found, files) = work::find_doubles(&state.app, signed.caller(), id, &fields).await?;
    let items = found
        .into_iter()
        .map(|document| DocumentSummary::among(document, &files, &[]));
    Ok(Json(DoublesView {
        items: items.collect(),
    }))
}

/// Numbers to be reserved.
#[derive(Deserialize, ToSchema)]
pub struct ReservationWish {
    /// The running year when not said.
    year: Option<i32>,
    /// How many; one when not said.
    count: Option<i32>,
    /// Only for papers of this day.
    day: Option<Date>,
    /// Only for papers of this unit.
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// Why.
    purpose: String,
}

/// Numbers that were reserved.
#[derive(Serialize, ToSchema)]
pub struct ReservedView {
    numbers: Vec<i32>,
}

/// Reserve the next numbers for a day or a unit.
#[utoipa::path(post, path = "/registers/{id}/reservations", tag = "registers", params(("id" = String, Path)),
    request_body = ReservationWish,
    responses((status = 201, body = ReservedView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn reserve_numbers(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(register): Ids<RegisterId>,
    sent: Sent<ReservationWish>,
) -> Result<(StatusCode, Json<ReservedView>)> {
    let once = sent.once(signed.caller().person);
    let body = sent.body;
    let wish = Reserve {
        register,
        year: body.year,
        count: body.count.unwrap_or(1),
        kept_for: Reservation {
            day: body.day,
            unit: body.unit,
        },
        purpose: body.purpose,
    };
    let numbers = registers::reserve(&state.app, signed.caller(), wish, once.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(ReservedView { numbers })))
}

/// Why.
#[derive(Deserialize, ToSchema)]
pub struct ReasonWish {
    reason: String,
}

fn place_of((register, year, number): (RegisterId, i32, i32)) -> Place {
    Place {
        register,
        year,
        number,
    }
}

/// Give a reserved number up; it stays in the register with the reason.
#[utoipa::path(post, path = "/registers/{id}/years/{year}/entries/{number}/giving-up", tag = "registers",
    params(("id" = String, Path), ("year" = i32, Path), ("number" = i32, Path)), request_body = ReasonWish,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn give_up_number(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(place): Ids<(RegisterId, i32, i32)>,
    sent: Sent<ReasonWish>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let (place, reason) = (place_of(place), sent.body.reason.as_str());
    registers::give_up(&state.app, signed.caller(), place, reason, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Cancel a used number whose paper is not issued; it stays in the register with the reason.
#[utoipa::path(post, path = "/registers/{id}/years/{year}/entries/{number}/cancellation", tag = "registers",
    params(("id" = String, Path), ("year" = i32, Path), ("number" = i32, Path)), request_body = ReasonWish,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn cancel_number(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(place): Ids<(RegisterId, i32, i32)>,
    sent: Sent<ReasonWish>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let (place, reason) = (place_of(place), sent.body.reason.as_str());
    registers::cancel(&state.app, signed.caller(), place, reason, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which lines of a register are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EntryParams {
    /// The running year when not said.
    pub year: Option<i32>,
    /// Only papers of this kind.
    kind: Option<String>,
    /// Only papers of this issuer, as written.
    issuer: Option<String>,
    /// Only lines with these words, with or without marks.
    text: Option<String>,
    /// Only papers dated on this day or later.
    from: Option<Date>,
    /// Only papers dated on this day or earlier.
    to: Option<Date>,
    /// Only numbers in this state: `used`, `reserved`, `given_up`, `cancelled`.
    #[param(value_type = Option<String>)]
    state: Option<EntryState>,
    /// Where the last part ended (`next`).
    after: Option<i32>,
    /// Lines wanted, at most 200.
    limit: Option<u64>,
}

/// A line of a register.
#[derive(Serialize, ToSchema)]
pub struct EntryView {
    number: i32,
    #[schema(value_type = String)]
    state: EntryState,
    /// Number and symbol as written.
    code: Option<String>,
    /// Date in the register: of arrival, of issue or of copying.
    dated: Option<Date>,
    #[schema(value_type = Option<String>)]
    copy: Option<CopyKind>,
    /// The day it is or was kept for.
    reserved_day: Option<Date>,
    /// The unit it is or was kept for.
    reserved_unit: Option<String>,
    /// Why it was reserved.
    purpose: Option<String>,
    /// Why it was given up or cancelled.
    reason: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    taken_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    changed_at: OffsetDateTime,
    /// Whether its paper was recalled, here or by the agency that sent it.
    recalled: bool,
    /// The paper; null where there is none or it is kept apart.
    document: Option<DocumentSummary>,
}

impl From<Line> for EntryView {
    fn from(line: Line) -> Self {
        let kept = line.kept;
        let reservation = kept.reservation;
        EntryView {
            number: kept.place.number,
            state: kept.state,
            code: kept.code,
            dated: kept.dated,
            copy: kept.copy,
            reserved_day: reservation.and_then(|kept| kept.day),
            reserved_unit: reservation.and_then(|kept| Some(kept.unit?.to_string())),
            purpose: kept.purpose,
            reason: kept.reason,
            taken_at: kept.taken_at,
            changed_at: kept.changed_at,
            recalled: line.is_recalled,
            document: line
                .document
                .map(|document| DocumentSummary::new(document, None, None)),
        }
    }
}

/// A part of a register.
#[derive(Serialize, ToSchema)]
pub struct EntryPage {
    items: Vec<EntryView>,
    /// Give it as `after` for the next part; null at the end.
    next: Option<i32>,
}

impl EntryParams {
    /// The filter it names.
    pub fn filter(&self) -> Filter {
        Filter {
            kind: self.kind.clone(),
            issuer: self.issuer.clone(),
            text: self.text.clone(),
            from: self.from,
            to: self.to,
            state: self.state,
        }
    }
}

/// Lines of a register in order of numbers.
#[utoipa::path(get, path = "/registers/{id}/entries", tag = "registers", params(("id" = String, Path), EntryParams),
    responses((status = 200, body = EntryPage), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn list_entries(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<RegisterId>,
    Params(params): Params<EntryParams>,
) -> Result<Json<EntryPage>> {
    let filter = params.filter();
    let (place, window) = (
        (id, params.year),
        (params.after, params.limit.unwrap_or(50)),
    );
    let part = registers::entries(&state.app, signed.caller(), place, &filter, window).await?;
    Ok(Json(EntryPage {
        items: part.lines.into_iter().map(EntryView::from).collect(),
        next: part.next,
    }))
}
