//! `/batches`: scans that become papers, their arrangement, and separator sheets.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use workflow::batches::{Act, PageOf};
use workflow::{BatchId, RegisterId, ScanId, UnitId};

use super::State;
use super::batch_view::{BatchSummary, BatchView};
use super::caller::Signed;
use super::files::PictureParams;
use super::input::{Ids, IfMatch, Params, Sent};
use super::printing::file;
use super::problem::Problem;
use crate::error::Result;
use crate::ops::batches::{self, NewBatch, WantedSheets};
use crate::ops::documents::Picture;

/// A batch to be opened.
#[derive(Deserialize, ToSchema)]
pub struct NewBatchBody {
    name: String,
    /// The unit its papers go to where no separator sheet says otherwise.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// Whether a blank page begins a paper.
    #[serde(default)]
    splits_at_blanks: bool,
}

/// The batch that was opened.
#[derive(Serialize, ToSchema)]
pub struct OpenedBatch {
    id: String,
}

/// Open a batch; its scans come by `/uploads` with `batch` in the metadata.
#[utoipa::path(post, path = "/batches", tag = "batches", request_body = NewBatchBody,
    responses((status = 201, body = OpenedBatch), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn open_batch(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<NewBatchBody>,
) -> Result<(StatusCode, Json<OpenedBatch>)> {
    let once = sent.once(signed.caller().person);
    let new = NewBatch {
        name: sent.body.name,
        unit: sent.body.unit,
        splits_at_blanks: sent.body.splits_at_blanks,
    };
    let id = batches::open(&state.app, signed.caller(), new, once.as_ref()).await?;
    let opened = OpenedBatch { id: id.to_string() };
    Ok((StatusCode::CREATED, Json(opened)))
}

/// Which part of the list.
#[derive(Deserialize, IntoParams)]
pub struct BatchesParams {
    /// The key of the next part, as the part before told it.
    #[param(value_type = Option<String>)]
    after: Option<BatchId>,
}

/// One part of the batches.
#[derive(Serialize, ToSchema)]
pub struct BatchesView {
    items: Vec<BatchSummary>,
    /// The key of the next part; null at the end.
    next: Option<String>,
}

/// The batches of the agency, newest first.
#[utoipa::path(get, path = "/batches", tag = "batches", params(BatchesParams),
    responses((status = 200, body = BatchesView), (status = 403, body = Problem)))]
pub async fn list_batches(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<BatchesParams>,
) -> Result<Json<BatchesView>> {
    let found = batches::list(&state.app, signed.caller(), params.after).await?;
    Ok(Json(BatchesView {
        items: found.items.into_iter().map(BatchSummary::from).collect(),
        next: found.next.map(|id| BatchId(id).to_string()),
    }))
}

/// A batch: scans, papers with their pages, pages set aside, what may be done.
#[utoipa::path(get, path = "/batches/{id}", tag = "batches", params(("id" = String, Path)),
    responses((status = 200, body = BatchView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show_batch(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<BatchId>,
) -> Result<Json<BatchView>> {
    let shown = batches::show(&state.app, signed.caller(), id).await?;
    Ok(Json(BatchView::from(shown)))
}

/// A page of a scan.
#[derive(Deserialize, ToSchema)]
pub struct PageBody {
    #[schema(value_type = String)]
    scan: ScanId,
    /// From 1.
    page: u32,
}

impl PageBody {
    fn of(&self) -> PageOf {
        PageOf {
            scan: self.scan,
            page: self.page,
        }
    }
}

/// One change of the arrangement.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum ActBody {
    /// Turn a page clockwise by 90, 180 or 270 degrees.
    Turn {
        /// The page.
        #[serde(flatten)]
        page: PageBody,
        /// Degrees.
        by: u16,
    },
    /// Put a page into a paper before the page that stands at this place, from 0, or behind the last one.
    Move {
        /// The page.
        #[serde(flatten)]
        page: PageBody,
        /// Key of the paper.
        to: u32,
        /// Place there.
        at: usize,
    },
    /// Set a page aside.
    Remove {
        /// The page.
        #[serde(flatten)]
        page: PageBody,
    },
    /// Put a page that was set aside beside its neighbours again.
    BringBack {
        /// The page.
        #[serde(flatten)]
        page: PageBody,
    },
    /// Begin a paper with this page.
    Split {
        /// The page.
        #[serde(flatten)]
        page: PageBody,
    },
    /// Add the pages of another paper to one.
    Join {
        /// Key of the paper that stays.
        paper: u32,
        /// Key of the other.
        with: u32,
    },
}

impl From<&ActBody> for Act {
    fn from(body: &ActBody) -> Act {
        match body {
            ActBody::Turn { page, by } => Act::Turn(page.of(), *by),
            ActBody::Move { page, to, at } => Act::Move {
                page: page.of(),
                to: *to,
                at: *at,
            },
            ActBody::Remove { page } => Act::Remove(page.of()),
            ActBody::BringBack { page } => Act::BringBack(page.of()),
            ActBody::Split { page } => Act::Split(page.of()),
            ActBody::Join { paper, with } => Act::Join(*paper, *with),
        }
    }
}

/// Changes of the arrangement; all of them or none.
#[derive(Deserialize, ToSchema)]
pub struct ChangesBody {
    acts: Vec<ActBody>,
}

/// Change the arrangement; `If-Match` names the revision that was seen.
#[utoipa::path(post, path = "/batches/{id}/changes", tag = "batches", params(("id" = String, Path)),
    request_body = ChangesBody,
    responses((status = 200, body = BatchView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn change_batch(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<BatchId>,
    IfMatch(revision): IfMatch,
    sent: Sent<ChangesBody>,
) -> Result<Json<BatchView>> {
    let (caller, once) = (signed.caller(), sent.once(signed.caller().person));
    let acts: Vec<Act> = sent.body.acts.iter().map(Act::from).collect();
    batches::change(&state.app, caller, (id, revision), &acts, once.as_ref()).await?;
    let shown = batches::show(&state.app, caller, id).await?;
    Ok(Json(BatchView::from(shown)))
}

/// Nothing to say beyond the path.
#[derive(Deserialize, ToSchema)]
pub struct UndoBody {}

/// Bring back the arrangement before the last change; `If-Match` names the revision that was seen.
#[utoipa::path(post, path = "/batches/{id}/undo", tag = "batches", params(("id" = String, Path)),
    request_body = UndoBody,
    responses((status = 200, body = BatchView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn undo_batch(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<BatchId>,
    IfMatch(revision): IfMatch,
    sent: Sent<UndoBody>,
) -> Result<Json<BatchView>> {
    let (caller, once) = (signed.caller(), sent.once(signed.caller().person));
    batches::undo(&state.app, caller, (id, revision), once.as_ref()).await?;
    let shown = batches::show(&state.app, caller, id).await?;
    Ok(Json(BatchView::from(shown)))
}

/// The picture of a page of a scan as WebP; the same for ever.
#[utoipa::path(get, path = "/batches/{id}/scans/{scan}/pages/{number}/image", tag = "batches",
    params(("id" = String, Path), ("scan" = String, Path), ("number" = u32, Path), PictureParams),
    responses((status = 200, content_type = "image/webp"), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn scan_picture(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids((id, scan, number)): Ids<(BatchId, ScanId, u32)>,
    Params(params): Params<PictureParams>,
) -> Result<Response> {
    let wanted = Picture {
        page: number,
        width_px: params.width.unwrap_or(240),
        turn: params.turn.unwrap_or(0),
    };
    let picture = batches::scan_picture(&state.app, signed.caller(), (id, scan), wanted).await?;
    let kept = "private, max-age=31536000, immutable";
    let headers = [
        (header::CONTENT_TYPE, "image/webp"),
        (header::CACHE_CONTROL, kept),
    ];
    Ok((headers, picture).into_response())
}

/// Which separator sheets.
#[derive(Deserialize, IntoParams)]
pub struct SheetsParams {
    /// The unit the papers behind them go to.
    #[param(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// The register they are entered in.
    #[param(value_type = Option<String>)]
    register: Option<RegisterId>,
    /// How many, 1 to 200; 20 when nothing is said.
    count: Option<u16>,
}

/// Separator sheets to print.
#[utoipa::path(get, path = "/batches/sheets", tag = "batches", params(SheetsParams),
    responses((status = 200, content_type = "application/pdf"), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub async fn separator_sheets(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<SheetsParams>,
) -> Result<Response> {
    let wanted = WantedSheets {
        unit: params.unit,
        register: params.register,
        count: params.count.unwrap_or(20),
    };
    let bytes = batches::sheets(&state.app, signed.caller(), wanted).await?;
    let shown = "inline; filename=\"to-ngan-cach.pdf\"";
    Ok(file(bytes, "application/pdf", shown))
}
