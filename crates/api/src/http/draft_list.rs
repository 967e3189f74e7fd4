//! `GET /drafts`: what somebody drafts; `GET /agencies`: to whom an issued paper can be sent.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use storage::outgoing::DraftsAt;
use utoipa::{IntoParams, ToSchema};
use workflow::DocumentId;
use workflow::work::Phase;

use super::State;
use super::caller::Signed;
use super::documents::DocumentSummary;
use super::identity::Items;
use super::input::Params;
use super::problem::Problem;
use super::work::TaskView;
use crate::error::Result;
use crate::ops::outgoing;

/// What to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DraftListParams {
    /// Only drafts that are there: `drafting`, `in_approval`, `issuing` or `ended`.
    #[param(value_type = Option<String>)]
    at: Option<DraftsAt>,
    /// Where the last page ended (`next`).
    #[param(value_type = Option<String>)]
    after: Option<DocumentId>,
    /// Drafts wanted, at most 100.
    limit: Option<u64>,
}

/// A draft in a list.
#[derive(Serialize, ToSchema)]
pub struct DraftItem {
    document: DocumentSummary,
    /// `drafting in_approval to_number to_dispatch finished recalled abandoned`.
    #[schema(value_type = Option<String>)]
    phase: Option<Phase>,
    drafter: Option<String>,
    /// The present version; 0 before there is one.
    version: u32,
    /// What it waits for.
    waits_for: Vec<TaskView>,
}

/// A part of a list of drafts.
#[derive(Serialize, ToSchema)]
pub struct DraftPage {
    items: Vec<DraftItem>,
    /// Give it as `after` for the next part; null at the end.
    next: Option<String>,
}

/// The caller's drafts and those of the units he heads, newest first.
#[utoipa::path(get, path = "/drafts", tag = "outgoing", params(DraftListParams),
    responses((status = 200, body = DraftPage), (status = 401, body = Problem)))]
pub async fn list_drafts(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<DraftListParams>,
) -> Result<Json<DraftPage>> {
    let window = (params.after, params.limit.unwrap_or(50));
    let drafts = outgoing::list(&state.app, signed.caller(), params.at, window).await?;
    let items = drafts
        .items
        .into_iter()
        .map(|(entry, document, case)| DraftItem {
            phase: case.phase(),
            drafter: drafts.names.person(entry.drafter),
            version: entry.version,
            waits_for: case
                .open_tasks()
                .map(|task| TaskView::new(task, &drafts.names))
                .collect(),
            document: DocumentSummary::among(document, &drafts.files, &drafts.units),
        });
    Ok(Json(DraftPage {
        items: items.collect(),
        next: drafts.next.map(|id| id.to_string()),
    }))
}

/// Another agency of this installation.
#[derive(Serialize, ToSchema)]
pub struct AgencyView {
    id: String,
    name: String,
}

/// The other agencies of this installation today, by name.
#[utoipa::path(get, path = "/agencies", tag = "outgoing",
    responses((status = 200, body = Items<AgencyView>), (status = 401, body = Problem)))]
pub async fn list_agencies(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<AgencyView>>> {
    let others = outgoing::list_agencies(&state.app, signed.caller()).await?;
    let items = others.into_iter().map(|agency| AgencyView {
        id: agency.id.to_string(),
        name: agency.name,
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}
