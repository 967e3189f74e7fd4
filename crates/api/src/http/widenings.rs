//! `/documents/{id}/widenings` and `/widenings`: rights to read that one asks for and a second
//! confirms.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::access::{Caller, Principal};
use workflow::widening::Widening;
use workflow::{DocumentId, PersonId, UnitId, WideningId};

use super::State;
use super::caller::Signed;
use super::documents::DocumentSummary;
use super::identity::{ActionView, Items};
use super::input::{Ids, Sent};
use super::organisations::Made;
use super::problem::Problem;
use super::work::PartyView;
use crate::error::Result;
use crate::ops::access::{self, Wish};
use crate::ops::work::Names;

/// A right that was asked for.
#[derive(Serialize, ToSchema)]
pub struct WideningView {
    id: String,
    /// `pending`, `confirmed`, `declined` or `ended`.
    state: &'static str,
    reader: PartyView,
    reason: String,
    asked_by: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    asked_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    until: Option<OffsetDateTime>,
    decided_by: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    decided_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    ended_at: Option<OffsetDateTime>,
    actions: Vec<ActionView>,
}

impl WideningView {
    fn new(widening: &Widening, caller: &Caller, names: &Names) -> WideningView {
        let decision = widening.decision;
        let state = match decision {
            Some(decision) if !decision.confirmed => "declined",
            _ if widening.ended_at.is_some() => "ended",
            Some(_) => "confirmed",
            None => "pending",
        };
        WideningView {
            id: widening.id.to_string(),
            state,
            reader: PartyView::new(widening.reader, names),
            reason: widening.reason.clone(),
            asked_by: names.person(widening.asked_by),
            asked_at: widening.asked_at,
            until: widening.until,
            decided_by: decision.and_then(|decision| names.person(decision.by)),
            decided_at: decision.map(|decision| decision.at),
            ended_at: widening.ended_at,
            actions: vec![
                ActionView::new("decide", widening.may_decide(caller)),
                ActionView::new("end", widening.may_end(caller)),
            ],
        }
    }
}

/// What was asked for about a paper.
#[derive(Serialize, ToSchema)]
pub struct WideningsView {
    /// The oldest first.
    items: Vec<WideningView>,
    actions: Vec<ActionView>,
}

/// What was asked for about a paper, oldest first.
#[utoipa::path(get, path = "/documents/{id}/widenings", tag = "people", params(("id" = String, Path)),
    responses((status = 200, body = WideningsView), (status = 404, body = Problem)))]
pub async fn list_widenings(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
) -> Result<Json<WideningsView>> {
    let caller = signed.caller();
    let asked = access::list_of_document(&state.app, caller, id).await?;
    let view = |one| WideningView::new(one, caller, &asked.names);
    Ok(Json(WideningsView {
        items: asked.widenings.iter().map(view).collect(),
        actions: vec![ActionView::new("ask", asked.may_ask)],
    }))
}

/// Who is to read.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReaderWish {
    /// A person.
    Person {
        #[schema(value_type = String)]
        id: PersonId,
    },
    /// Everybody in a unit.
    Unit {
        #[schema(value_type = String)]
        id: UnitId,
    },
}

/// A right that somebody asks for.
#[derive(Deserialize, ToSchema)]
pub struct WideningWish {
    reader: ReaderWish,
    reason: String,
    /// The moment it is over; without one it stands until somebody ends it.
    #[serde(default, with = "time::serde::rfc3339::option")]
    until: Option<OffsetDateTime>,
}

/// Ask that somebody may read a paper; a second person confirms.
#[utoipa::path(post, path = "/documents/{id}/widenings", tag = "people", params(("id" = String, Path)),
    request_body = WideningWish,
    responses((status = 201, body = Made), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn ask_widening(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
    sent: Sent<WideningWish>,
) -> Result<(StatusCode, Json<Made>)> {
    let caller = signed.caller();
    let once = sent.once(caller.person);
    let body = sent.body;
    let wish = Wish {
        reader: match body.reader {
            ReaderWish::Person { id } => Principal::Person(id),
            ReaderWish::Unit { id } => Principal::Unit(id),
        },
        reason: body.reason,
        until: body.until,
    };
    let id = access::ask(&state.app, caller, id, wish, once.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(Made::new(id))))
}

/// A right that waits for a second person, with its paper.
#[derive(Serialize, ToSchema)]
pub struct PendingWidening {
    #[serde(flatten)]
    widening: WideningView,
    document: DocumentSummary,
}

/// What waits for the caller to confirm; for leaders and the chief of office.
#[utoipa::path(get, path = "/widenings", tag = "people",
    responses((status = 200, body = Items<PendingWidening>), (status = 403, body = Problem)))]
pub async fn list_pending_widenings(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<PendingWidening>>> {
    let caller = signed.caller();
    let pending = access::list_pending(&state.app, caller).await?;
    let view = |(one, paper)| PendingWidening {
        widening: WideningView::new(&one, caller, &pending.names),
        document: DocumentSummary::among(paper, &pending.files, &[]),
    };
    let items = pending.items.into_iter().map(view);
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// What the second person says.
#[derive(Deserialize, ToSchema)]
pub struct WideningDecision {
    confirmed: bool,
}

/// Confirm or decline what somebody else asked for.
#[utoipa::path(post, path = "/widenings/{id}/decision", tag = "people", params(("id" = String, Path)),
    request_body = WideningDecision,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn decide_widening(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<WideningId>,
    sent: Sent<WideningDecision>,
) -> Result<StatusCode> {
    access::decide(&state.app, signed.caller(), id, sent.body.confirmed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take back what was asked for, or end the right.
#[utoipa::path(post, path = "/widenings/{id}/end", tag = "people", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn end_widening(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<WideningId>,
) -> Result<StatusCode> {
    access::end(&state.app, signed.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
