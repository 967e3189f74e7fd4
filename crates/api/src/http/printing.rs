//! Printed registers and stamped copies of files: made when asked for, never kept.

use axum::extract::State as Shared;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use workflow::{FileId, RegisterId};

use super::State;
use super::caller::Signed;
use super::input::{Ids, Params};
use super::problem::Problem;
use super::registrations::EntryParams;
use crate::error::Result;
use crate::ops::documents::stamped_copy;
use crate::ops::registers::{self, Form, Paper};

/// The media type of XLSX.
pub(super) const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Which register is printed, as which book, on what.
#[derive(Deserialize)]
pub struct PrintedBook {
    id: RegisterId,
    form: Form,
    paper: Paper,
}

/// A register as a book of the decree (Nghị định 30/2020/NĐ-CP, Phụ lục IV), whole or the lines
/// that a filter leaves, marked with who printed it and when.
#[utoipa::path(get, path = "/registers/{id}/print/{form}/{paper}", tag = "registers", 
    params(("id" = String, Path), ("form" = String, Path, description = "`register`, `follow_up` or `post`"),
        ("paper" = String, Path, description = "`pdf` or `xlsx`"), EntryParams),
    responses((status = 200, content_type = "application/pdf"), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn print_register(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(book): Ids<PrintedBook>,
    Params(params): Params<EntryParams>,
) -> Result<Response> {
    let PrintedBook { id, form, paper } = book;
    let (place, filter, set) = ((id, params.year), params.filter(), (form, paper));
    let bytes = registers::print(&state.app, signed.caller(), place, &filter, set).await?;
    Ok(match paper {
        Paper::Pdf => file(bytes, "application/pdf", "inline; filename=\"so.pdf\""),
        Paper::Xlsx => file(bytes, SHEET, "attachment; filename=\"so.xlsx\""),
    })
}

/// A copy of a PDF of a registered incoming paper, with the stamp «ĐẾN» on its first page.
#[utoipa::path(get, path = "/files/{id}/arrival-copy", tag = "files", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn arrival_copy(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<FileId>,
) -> Result<Response> {
    let bytes = stamped_copy(&state.app, signed.caller(), id).await?;
    let shown = "inline; filename=\"ban-sao-dong-dau-den.pdf\"";
    Ok(file(bytes, "application/pdf", shown))
}

/// Made for whoever asked, shown in a sandbox, kept nowhere.
pub(super) fn file(bytes: Vec<u8>, kind: &'static str, disposition: &'static str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = HeaderValue::from_static(disposition);
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let sandbox = HeaderValue::from_static("default-src 'none'; sandbox");
    headers.insert(header::CONTENT_SECURITY_POLICY, sandbox);
    response
}
