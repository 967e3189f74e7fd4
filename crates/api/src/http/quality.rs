//! `/quality`: what wants looking at, what became of suggestions, and the report of a batch.

use axum::Json;
use axum::extract::State as Shared;
use axum::response::Response;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use storage::quality::{Group, WorkKey};
use time::Date;
use utoipa::{IntoParams, ToSchema};
use workflow::quality::{Certainty, Field};
use workflow::{BatchId, UnitId};

use super::State;
use super::caller::Signed;
use super::documents::DocumentSummary;
use super::input::{Ids, Params};
use super::printing::{SHEET, file};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::quality::{self, Period, Rate, Rates, Wanted};

/// Which part of the list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WorkParams {
    /// Papers of this batch only.
    #[param(value_type = Option<String>)]
    batch: Option<BatchId>,
    /// Papers of this unit only.
    #[param(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// Where the last part ended (`next`).
    #[serde(default, deserialize_with = "place")]
    #[param(value_type = Option<String>)]
    after: Option<WorkKey>,
    /// Papers wanted, at most 100.
    limit: Option<u64>,
}

/// A place in the list: percent and paper with a hyphen between.
fn place<'de, D: Deserializer<'de>>(source: D) -> std::result::Result<Option<WorkKey>, D::Error> {
    let text = String::deserialize(source)?;
    let parse = || {
        let (least, document) = text.split_once('-')?;
        Some(WorkKey {
            least: least.parse().ok()?,
            document: document.parse().ok()?,
        })
    };
    parse().map(Some).ok_or_else(|| D::Error::custom("after"))
}

/// A paper that wants looking at.
#[derive(Serialize, ToSchema)]
pub struct WorkItem {
    document: DocumentSummary,
    /// Percent: the least sure of the required fields; 0 where one was not read.
    least: i16,
    /// The required fields that are not sure.
    #[schema(value_type = Vec<String>)]
    unsure: Vec<Field>,
    /// Percent: the least sure of its pages.
    page_confidence: f32,
    /// Pages that were recognised.
    pages: i32,
    /// The batch it was made of.
    #[schema(value_type = Option<String>)]
    batch: Option<BatchId>,
    /// Its name.
    batch_name: Option<String>,
}

/// A part of what wants looking at.
#[derive(Serialize, ToSchema)]
pub struct WorkItems {
    items: Vec<WorkItem>,
    /// Give it as `after` for the next part; null at the end.
    next: Option<String>,
}

/// Papers of scans that nobody settled yet and whose reading is not sure, the least sure first.
#[utoipa::path(get, path = "/quality/work", tag = "quality", params(WorkParams),
    responses((status = 200, body = WorkItems), (status = 403, body = Problem)))]
pub async fn list_quality_work(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<WorkParams>,
) -> Result<Json<WorkItems>> {
    let wanted = Wanted {
        batch: params.batch,
        unit: params.unit,
        after: params.after,
        limit: params.limit.unwrap_or(50),
    };
    let page = quality::work_list(&state.app, signed.caller(), wanted).await?;
    let (files, units) = (page.files, page.units);
    let items = page.items.into_iter().map(|one| WorkItem {
        document: DocumentSummary::among(one.document, &files, &units),
        least: one.row.key.least,
        unsure: one.row.unsure,
        page_confidence: one.row.page_confidence,
        pages: one.row.pages,
        batch: one.row.batch,
        batch_name: one.batch,
    });
    Ok(Json(WorkItems {
        items: items.collect(),
        next: page
            .next
            .map(|key| format!("{}-{}", key.least, key.document)),
    }))
}

/// Which rates.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestionRateParams {
    /// The first day on which a person settled the papers.
    from: Date,
    /// The last day.
    to: Date,
    /// Papers of this batch only.
    #[param(value_type = Option<String>)]
    batch: Option<BatchId>,
    /// Papers of this unit only.
    #[param(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// What the rows are: `field`, `issuer`, `operator` or `batch`.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    by: Group,
    /// Percent of certainty of the interval: 90, 95 or 99; 95 when nothing is said.
    #[param(value_type = Option<u8>)]
    certainty: Option<Certainty>,
}

/// A rate of errors.
#[derive(Serialize, ToSchema)]
pub struct RateView {
    /// Code of the field, name of the issuer, id of the person or of the batch; null for papers without.
    key: Option<String>,
    /// Name as shown; null for fields, which the screen names.
    name: Option<String>,
    /// Values that were compared.
    checked: u32,
    /// Of them, those that were wrong.
    errors: u32,
    /// Papers they stand on.
    pub(super) papers: u32,
    /// Share of errors, from 0 to 1; null where nothing was compared.
    rate: Option<f64>,
    /// The true share lies above this (Wilson).
    low: Option<f64>,
    /// And below this.
    high: Option<f64>,
}

impl From<Rate> for RateView {
    fn from(rate: Rate) -> Self {
        let Rate {
            tally,
            name,
            interval,
        } = rate;
        let share = f64::from(tally.errors) / f64::from(tally.checked.max(1));
        RateView {
            key: tally.key,
            name,
            checked: tally.checked,
            errors: tally.errors,
            papers: tally.papers,
            rate: interval.map(|_| share),
            low: interval.map(|found| found.low),
            high: interval.map(|found| found.high),
        }
    }
}

/// Rates of errors.
#[derive(Serialize, ToSchema)]
pub struct RatesView {
    /// Most errors first.
    rows: Vec<RateView>,
    /// All values together.
    total: RateView,
}

impl From<Rates> for RatesView {
    fn from(rates: Rates) -> Self {
        RatesView {
            rows: rates.rows.into_iter().map(RateView::from).collect(),
            total: rates.total.into(),
        }
    }
}

/// How often what was suggested for scans was not left as it was by whoever settled the fields.
#[utoipa::path(get, path = "/quality/suggestions", tag = "quality", params(SuggestionRateParams),
    responses((status = 200, body = RatesView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn show_suggestion_rates(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<SuggestionRateParams>,
) -> Result<Json<RatesView>> {
    let period = Period {
        from: params.from,
        to: params.to,
        batch: params.batch,
        unit: params.unit,
    };
    let how = (params.by, params.certainty.unwrap_or(Certainty::NinetyFive));
    let rates = quality::suggestion_rates(&state.app, signed.caller(), period, how).await?;
    Ok(Json(rates.into()))
}

/// The report of a batch: summary, papers, errors by field.
#[utoipa::path(get, path = "/batches/{id}/report", tag = "quality", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn batch_report(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<BatchId>,
) -> Result<Response> {
    let bytes = quality::report(&state.app, signed.caller(), id).await?;
    let disposition = "attachment; filename=\"bao-cao-lo-quet.xlsx\"";
    Ok(file(bytes, SHEET, disposition))
}
