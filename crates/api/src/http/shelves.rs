//! `/batches/{id}/shelf-list`: what should be in a batch, beside what is.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use workflow::BatchId;
use workflow::quality::shelf::{BadRow, Outcome, ShelfPaper, ShelfRow};

use super::State;
use super::caller::Signed;
use super::input::Ids;
use super::printing::{SHEET, file};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::quality::{self, Shelf};

/// A paper of the batch.
#[derive(Serialize, ToSchema)]
pub struct ShelfPaperView {
    id: String,
    code: Option<String>,
    issued_on: Option<Date>,
    issuer: Option<String>,
    subject: Option<String>,
    /// Pages of its first file.
    pages: Option<u32>,
}

impl From<&ShelfPaper> for ShelfPaperView {
    fn from(paper: &ShelfPaper) -> Self {
        ShelfPaperView {
            id: paper.document.to_string(),
            code: paper.fields.code.clone(),
            issued_on: paper.fields.issued_on,
            issuer: paper.fields.issuer.clone(),
            subject: paper.fields.subject.clone(),
            pages: paper.pages,
        }
    }
}

/// A row of the list with what became of it.
#[derive(Serialize, ToSchema)]
pub struct ShelfRowView {
    /// Line of the file, from 1.
    line: u32,
    code: Option<String>,
    issued_on: Option<Date>,
    issuer: Option<String>,
    subject: Option<String>,
    sheets: Option<u32>,
    pages: Option<u32>,
    container: Option<String>,
    dossier: Option<String>,
    /// `found`, `pages_differ`, `missing` or `doubtful`.
    outcome: &'static str,
    /// Papers that it means, or may mean.
    papers: Vec<ShelfPaperView>,
}

/// A row that could not be read.
#[derive(Serialize, ToSchema)]
pub struct BadRowView {
    /// Line of the file, from 1.
    line: u32,
    /// Stable code of why.
    code: String,
    /// What stands there.
    value: String,
}

impl From<&BadRow> for BadRowView {
    fn from(bad: &BadRow) -> Self {
        BadRowView {
            line: bad.line,
            code: bad.code.clone(),
            value: bad.value.clone(),
        }
    }
}

/// The list of a batch beside its papers.
#[derive(Serialize, ToSchema)]
pub struct ShelfView {
    #[serde(with = "time::serde::rfc3339")]
    added_at: OffsetDateTime,
    rows: Vec<ShelfRowView>,
    bad: Vec<BadRowView>,
    /// Papers that no row means.
    extra: Vec<ShelfPaperView>,
}

/// What should be in a batch; null as long as no list was brought.
#[derive(Serialize, ToSchema)]
pub struct ShelfAnswer {
    shelf: Option<ShelfView>,
}

impl From<Shelf> for ShelfView {
    fn from(shelf: Shelf) -> Self {
        let paper = |id: &workflow::DocumentId| {
            let found = shelf.papers.iter().find(|one| one.document == *id);
            found.map(ShelfPaperView::from)
        };
        let rows = shelf.list.read.rows.iter().zip(&shelf.compared.outcomes);
        ShelfView {
            added_at: shelf.list.added_at,
            rows: rows
                .map(|(row, outcome)| {
                    let papers = match outcome {
                        Outcome::Found(id) | Outcome::PagesDiffer(id, _) => vec![*id],
                        Outcome::Doubtful(ids) => ids.clone(),
                        Outcome::Missing => Vec::new(),
                    };
                    let papers = papers.iter().filter_map(paper).collect();
                    ShelfRowView::new(row.clone(), outcome.code(), papers)
                })
                .collect(),
            bad: shelf.list.read.bad.iter().map(BadRowView::from).collect(),
            extra: shelf.compared.extra.iter().filter_map(paper).collect(),
        }
    }
}

impl ShelfRowView {
    fn new(row: ShelfRow, outcome: &'static str, papers: Vec<ShelfPaperView>) -> Self {
        ShelfRowView {
            line: row.line,
            code: row.code,
            issued_on: row.issued_on,
            issuer: row.issuer,
            subject: row.subject,
            sheets: row.sheets,
            pages: row.pages,
            container: row.container,
            dossier: row.dossier,
            outcome,
            papers,
        }
    }
}

/// Bring the list of a batch as CSV (UTF-8, UTF-16 or Windows-1258; `;`, `,` or tab), in the place of the one
/// before; rows that cannot be read are told and lose no other.
#[utoipa::path(put, path = "/batches/{id}/shelf-list", tag = "quality", params(("id" = String, Path)),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn put_shelf_list(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<BatchId>,
    bytes: Bytes,
) -> Result<StatusCode> {
    quality::put_shelf_list(&state.app, signed.caller(), id, &bytes).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The list of a batch beside its papers.
#[utoipa::path(get, path = "/batches/{id}/shelf-list", tag = "quality", params(("id" = String, Path)),
    responses((status = 200, body = ShelfAnswer), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show_shelf_list(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<BatchId>,
) -> Result<Json<ShelfAnswer>> {
    let found = quality::shelf(&state.app, signed.caller(), id).await?;
    let shelf = found.map(ShelfView::from);
    Ok(Json(ShelfAnswer { shelf }))
}

/// The comparison as XLSX.
#[utoipa::path(get, path = "/batches/{id}/shelf-list/xlsx", tag = "quality", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn shelf_sheet(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<BatchId>,
) -> Result<Response> {
    let bytes = quality::shelf_sheet(&state.app, signed.caller(), id).await?;
    let disposition = "attachment; filename=\"doi-chieu.xlsx\"";
    Ok(file(bytes, SHEET, disposition))
}

/// The comparison as CSV.
#[utoipa::path(get, path = "/batches/{id}/shelf-list/csv", tag = "quality", params(("id" = String, Path)),
    responses((status = 200, content_type = "text/csv"), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub async fn shelf_csv(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<BatchId>,
) -> Result<Response> {
    let bytes = quality::shelf_csv(&state.app, signed.caller(), id).await?;
    let disposition = "attachment; filename=\"doi-chieu.csv\"";
    Ok(file(bytes, "text/csv; charset=utf-8", disposition))
}
