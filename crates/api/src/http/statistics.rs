//! `/statistics/timeliness`: papers dealt with early, on time and late, with the papers behind
//! each figure.

use axum::Json;
use axum::extract::State as Shared;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};
use workflow::DocumentId;
use workflow::calendar::Punctuality;

use super::State;
use super::caller::Signed;
use super::documents::DocumentSummary;
use super::input::Params;
use super::printing::{SHEET, file};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::statistics::{self, By, Cell, FigureRow, Period};

/// Which figures.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FigureParams {
    /// The first day.
    from: Date,
    /// The last day, at most a year later.
    to: Date,
    /// What the rows are: `unit` (the default), `month` or `kind`.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    by: By,
}

impl FigureParams {
    fn period(&self) -> Period {
        Period {
            from: self.from,
            to: self.to,
        }
    }
}

/// How many papers of each standing.
#[derive(Serialize, ToSchema)]
pub struct CountsView {
    /// Done on a day before the date.
    early: u64,
    /// Done on the day of the date.
    on_time: u64,
    /// Done after it.
    late: u64,
    /// Open, the date to come.
    open: u64,
    /// Open after the date.
    open_late: u64,
}

impl From<[u64; 5]> for CountsView {
    fn from([early, on_time, late, open, open_late]: [u64; 5]) -> Self {
        CountsView {
            early,
            on_time,
            late,
            open,
            open_late,
        }
    }
}

/// A row of figures.
#[derive(Serialize, ToSchema)]
pub struct FigureRowView {
    /// Give it as `key` for the papers behind the figures; `none` for papers with no unit or kind.
    key: String,
    /// Name as shown; null for papers with no unit or kind.
    name: Option<String>,
    counts: CountsView,
}

impl From<FigureRow> for FigureRowView {
    fn from(row: FigureRow) -> Self {
        FigureRowView {
            key: row.key,
            name: row.name,
            counts: row.counts.into(),
        }
    }
}

/// The figures of a period.
#[derive(Serialize, ToSchema)]
pub struct FiguresView {
    rows: Vec<FigureRowView>,
    total: CountsView,
}

/// Incoming papers whose date falls in the period, by how they stand: those the caller may read,
/// of the agency for leaders, the chief of office and the clerks, of their units for heads.
#[utoipa::path(get, path = "/statistics/timeliness", tag = "statistics", params(FigureParams),
    responses((status = 200, body = FiguresView), (status = 422, body = Problem)))]
pub async fn show_figures(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<FigureParams>,
) -> Result<Json<FiguresView>> {
    let (app, caller) = (&state.app, signed.caller());
    let figures = statistics::figures(app, caller, params.period(), params.by).await?;
    Ok(Json(FiguresView {
        rows: figures.rows.into_iter().map(Into::into).collect(),
        total: figures.total.into(),
    }))
}

/// The same figures as XLSX.
#[utoipa::path(get, path = "/statistics/timeliness/xlsx", tag = "statistics", params(FigureParams),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 422, body = Problem)))]
pub async fn export_figures(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<FigureParams>,
) -> Result<Response> {
    let (app, caller) = (&state.app, signed.caller());
    let bytes = statistics::sheet(app, caller, params.period(), params.by).await?;
    let disposition = "attachment; filename=\"thong-ke.xlsx\"";
    Ok(file(bytes, SHEET, disposition))
}

/// Which figure is opened.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CellParams {
    /// The first day.
    from: Date,
    /// The last day.
    to: Date,
    /// What the rows are.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    by: By,
    /// The `key` of a row; every row when it is missing.
    key: Option<String>,
    /// `early`, `on_time`, `late`, `open` or `open_late`; every one when it is missing.
    #[param(value_type = Option<String>)]
    standing: Option<Punctuality>,
    /// Where the last page ended (`next`).
    #[param(value_type = Option<String>)]
    after: Option<DocumentId>,
    /// Papers wanted, at most 100.
    limit: Option<u64>,
}

/// A paper behind a figure.
#[derive(Serialize, ToSchema)]
pub struct FigurePaper {
    document: DocumentSummary,
    #[serde(with = "time::serde::rfc3339")]
    due_at: OffsetDateTime,
    /// When it was dealt with; null while it is open.
    #[serde(with = "time::serde::rfc3339::option")]
    done_at: Option<OffsetDateTime>,
    #[schema(value_type = String)]
    standing: Punctuality,
}

/// A part of the papers behind a figure.
#[derive(Serialize, ToSchema)]
pub struct FigurePapers {
    items: Vec<FigurePaper>,
    /// How many there are in all: the figure.
    total: u64,
    /// Give it as `after` for the next part; null at the end.
    next: Option<String>,
}

/// The papers behind a figure, in order of arrival.
#[utoipa::path(get, path = "/statistics/timeliness/papers", tag = "statistics", params(CellParams),
    responses((status = 200, body = FigurePapers), (status = 422, body = Problem)))]
pub async fn list_figure_papers(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<CellParams>,
) -> Result<Json<FigurePapers>> {
    let period = Period {
        from: params.from,
        to: params.to,
    };
    let cell = Cell {
        by: params.by,
        key: params.key,
        standing: params.standing,
    };
    let window = (params.after, params.limit.unwrap_or(50));
    let caller = signed.caller();
    let found = statistics::papers(&state.app, caller, period, &cell, window).await?;
    let (files, units) = (found.files, found.units);
    let items = found.items.into_iter();
    let items = items.map(|(document, led, standing)| FigurePaper {
        document: DocumentSummary::among(document, &files, &units),
        due_at: led.due_at,
        done_at: led.done_at,
        standing,
    });
    Ok(Json(FigurePapers {
        items: items.collect(),
        total: found.total,
        next: found.next.map(|id| id.to_string()),
    }))
}
