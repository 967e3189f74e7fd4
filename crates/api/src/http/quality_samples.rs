//! `/quality/samples`: drawing samples, keying their papers unseen, judging differences, rates of errors.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use storage::quality::{Group, Sample, SampleProgress};
use time::{Date, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};
use workflow::quality::{Certainty, Field, Judgement};
use workflow::{BatchId, SampleId, UnitId};

use super::State;
use super::caller::Signed;
use super::files::PictureParams;
use super::identity::ActionView;
use super::input::{Ids, Params, Sent};
use super::problem::Problem;
use super::quality::RateView;
use crate::error::Result;
use crate::ops::documents::Picture;
use crate::ops::quality::{self, NewJudgement, NewSample, Period, SampleRates, ShownDifference};

/// Points of percent when nothing is said.
const MARGIN: f64 = 5.0;

/// From which papers, and how certain the statement shall be.
#[derive(Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SampleBody {
    /// The first day on which a person settled the papers.
    from: Date,
    /// The last day.
    to: Date,
    /// Papers of this batch only.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    batch: Option<BatchId>,
    /// Papers of this unit only.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// Percent of certainty: 90, 95 or 99; 95 when nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<u8>)]
    #[param(value_type = Option<u8>)]
    certainty: Option<Certainty>,
    /// Points of percent by which it may be off, 0.5 to 20; 5 when nothing is said.
    #[serde(default)]
    margin: Option<f64>,
    /// How many papers; as many as the certainty takes when nothing is said.
    #[serde(default)]
    size: Option<u32>,
}

impl SampleBody {
    fn new_sample(&self) -> NewSample {
        NewSample {
            period: Period {
                from: self.from,
                to: self.to,
                batch: self.batch,
                unit: self.unit,
            },
            certainty: self.certainty.unwrap_or(Certainty::NinetyFive),
            margin: self.margin.unwrap_or(MARGIN),
            size: self.size,
        }
    }
}

/// How large a sample has to be.
#[derive(Serialize, ToSchema)]
pub struct SampleSize {
    /// Papers that persons settled.
    population: u32,
    /// Papers that the certainty takes.
    size: u32,
}

/// How many papers the wished certainty takes, with the correction for a finite population.
#[utoipa::path(get, path = "/quality/sample-size", tag = "quality", params(SampleBody),
    responses((status = 200, body = SampleSize), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn show_sample_size(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<SampleBody>,
) -> Result<Json<SampleSize>> {
    let new = params.new_sample();
    let (population, size) = quality::measure(&state.app, signed.caller(), &new).await?;
    Ok(Json(SampleSize { population, size }))
}

/// The sample that was drawn.
#[derive(Serialize, ToSchema)]
pub struct DrawnSample {
    id: String,
}

/// Draw a sample at random; its seed is kept, so that the draw can be repeated.
#[utoipa::path(post, path = "/quality/samples", tag = "quality", request_body = SampleBody,
    responses((status = 201, body = DrawnSample), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn draw_sample(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<SampleBody>,
) -> Result<(StatusCode, Json<DrawnSample>)> {
    let once = sent.once(signed.caller().person);
    let new = sent.body.new_sample();
    let id = quality::draw(&state.app, signed.caller(), new, once.as_ref()).await?;
    let drawn = DrawnSample { id: id.to_string() };
    Ok((StatusCode::CREATED, Json(drawn)))
}

/// Which part of the list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SamplesParams {
    /// Where the last part ended (`next`).
    #[param(value_type = Option<String>)]
    after: Option<SampleId>,
}

/// A sample with how far it is.
#[derive(Serialize, ToSchema)]
pub struct SampleView {
    id: String,
    #[schema(value_type = Option<String>)]
    batch: Option<BatchId>,
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// Papers it was drawn from.
    population: u32,
    /// Papers it holds.
    size: u32,
    /// Percent.
    #[schema(value_type = u8)]
    certainty: Certainty,
    /// Points of percent.
    margin: f64,
    /// What it was drawn with, as a decimal number.
    seed: String,
    #[serde(with = "time::serde::rfc3339")]
    drawn_at: OffsetDateTime,
    /// Papers that were keyed.
    keyed: u32,
    /// Values that differ and that nobody judged yet.
    open: u32,
    /// Differences that were judged.
    judged: u32,
}

impl From<(Sample, SampleProgress)> for SampleView {
    fn from((sample, progress): (Sample, SampleProgress)) -> Self {
        SampleView {
            id: sample.id.to_string(),
            batch: sample.batch,
            unit: sample.unit,
            population: sample.population,
            size: sample.size,
            certainty: sample.certainty,
            margin: sample.margin,
            seed: sample.seed.to_string(),
            drawn_at: sample.drawn_at,
            keyed: progress.keyed,
            open: progress.open,
            judged: progress.judged,
        }
    }
}

/// A part of the samples.
#[derive(Serialize, ToSchema)]
pub struct SamplesView {
    items: Vec<SampleView>,
    /// Give it as `after` for the next part; null at the end.
    next: Option<String>,
}

/// The samples of the agency, newest first.
#[utoipa::path(get, path = "/quality/samples", tag = "quality", params(SamplesParams),
    responses((status = 200, body = SamplesView), (status = 403, body = Problem)))]
pub async fn list_samples(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<SamplesParams>,
) -> Result<Json<SamplesView>> {
    let slice = quality::samples(&state.app, signed.caller(), params.after).await?;
    Ok(Json(SamplesView {
        items: slice.items.into_iter().map(SampleView::from).collect(),
        next: slice.next.map(|id| SampleId(id).to_string()),
    }))
}

/// Nothing to say beyond the path.
#[derive(Deserialize, ToSchema)]
pub struct TakeBody {}

/// A paper to be keyed from its pictures; nothing tells which one it is.
#[derive(Serialize, ToSchema)]
pub struct TakenView {
    /// Its number in the sample.
    number: u32,
    /// Pages of its first file.
    pages: u32,
}

/// What there is to key.
#[derive(Serialize, ToSchema)]
pub struct NextItem {
    /// Null when nothing is left for the caller.
    item: Option<TakenView>,
}

/// Take the next paper of a sample: one whose fields somebody else settled and the caller never opened.
#[utoipa::path(post, path = "/quality/samples/{id}/take", tag = "quality", params(("id" = String, Path)),
    request_body = TakeBody,
    responses((status = 200, body = NextItem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn take_item(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<SampleId>,
    _: Sent<TakeBody>,
) -> Result<Json<NextItem>> {
    let taken = quality::take(&state.app, signed.caller(), id).await?;
    let item = taken.map(|taken| TakenView {
        number: taken.number,
        pages: taken.pages,
    });
    Ok(Json(NextItem { item }))
}

/// The picture of a page of a paper that the caller took, as WebP.
#[utoipa::path(get, path = "/quality/samples/{id}/items/{number}/pages/{page}/image", tag = "quality",
    params(("id" = String, Path), ("number" = u32, Path), ("page" = u32, Path), PictureParams),
    responses((status = 200, content_type = "image/webp"), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn item_picture(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids((id, number, page)): Ids<(SampleId, u32, u32)>,
    Params(params): Params<PictureParams>,
) -> Result<Response> {
    let wanted = Picture {
        page,
        width_px: params.width.unwrap_or(910),
        turn: params.turn.unwrap_or(0),
    };
    let picture =
        quality::keying_picture(&state.app, signed.caller(), (id, number), wanted).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/webp"),
        (header::CACHE_CONTROL, "private, max-age=3600"),
    ];
    Ok((headers, picture).into_response())
}

/// What was read off the pictures; a field that the paper does not have is left out.
#[derive(Deserialize, ToSchema)]
pub struct KeyedBody {
    #[serde(default)]
    code: Option<String>,
    /// As yyyy-MM-dd or d/M/yyyy.
    #[serde(default)]
    issued_on: Option<String>,
    #[serde(default)]
    issuer: Option<String>,
    /// Code of the kind.
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    subject: Option<String>,
}

/// Keep what was keyed; how it compares is not told.
#[utoipa::path(post, path = "/quality/samples/{id}/items/{number}/keying", tag = "quality",
    params(("id" = String, Path), ("number" = u32, Path)), request_body = KeyedBody,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn key_item(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(place): Ids<(SampleId, u32)>,
    sent: Sent<KeyedBody>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let body = sent.body;
    let keyed = BTreeMap::from([
        (Field::Code, body.code),
        (Field::IssuedOn, body.issued_on),
        (Field::Issuer, body.issuer),
        (Field::Kind, body.kind),
        (Field::Subject, body.subject),
    ]);
    quality::key(&state.app, signed.caller(), place, keyed, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A difference that waits for a judgement.
#[derive(Serialize, ToSchema)]
pub struct DifferenceView {
    /// Number of the paper in the sample.
    number: u32,
    document: String,
    /// Its first file, for the pictures of its pages.
    file: Option<String>,
    #[schema(value_type = String)]
    field: Field,
    registered: Option<String>,
    keyed: Option<String>,
    /// Who settled the paper.
    operator: Option<String>,
    /// `judge`.
    actions: Vec<ActionView>,
}

impl From<ShownDifference> for DifferenceView {
    fn from(shown: ShownDifference) -> Self {
        let value = shown.difference.value;
        DifferenceView {
            number: shown.difference.number,
            document: shown.document.id.to_string(),
            file: shown.file.map(|file| file.id.to_string()),
            field: value.field,
            registered: value.registered,
            keyed: value.keyed,
            operator: shown.operator,
            actions: vec![ActionView::new("judge", shown.may_judge)],
        }
    }
}

/// Differences that wait for a judgement, at most 100.
#[derive(Serialize, ToSchema)]
pub struct DifferencesView {
    items: Vec<DifferenceView>,
}

/// Differences of a sample that nobody judged yet.
#[utoipa::path(get, path = "/quality/samples/{id}/differences", tag = "quality", params(("id" = String, Path)),
    responses((status = 200, body = DifferencesView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn list_differences(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<SampleId>,
) -> Result<Json<DifferencesView>> {
    let found = quality::differences(&state.app, signed.caller(), id).await?;
    let items = found.into_iter().map(DifferenceView::from).collect();
    Ok(Json(DifferencesView { items }))
}

/// Which value is right.
#[derive(Deserialize, ToSchema)]
pub struct JudgementBody {
    #[schema(value_type = String)]
    field: Field,
    /// `registered`, `keyed` or `third`.
    #[schema(value_type = String)]
    judgement: Judgement,
    /// The right value where neither is.
    #[serde(default)]
    value: Option<String>,
}

/// Judge a difference, by somebody who wrote neither value; the register stays as it is.
#[utoipa::path(post, path = "/quality/samples/{id}/items/{number}/judgement", tag = "quality",
    params(("id" = String, Path), ("number" = u32, Path)), request_body = JudgementBody,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn judge_item(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids((id, number)): Ids<(SampleId, u32)>,
    sent: Sent<JudgementBody>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let new = NewJudgement {
        number,
        field: sent.body.field,
        judgement: sent.body.judgement,
        value: sent.body.value,
    };
    quality::judge(&state.app, signed.caller(), id, new, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which rates.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SampleRateParams {
    /// The first day on which samples were drawn.
    from: Date,
    /// The last day.
    to: Date,
    /// Of one sample only.
    #[param(value_type = Option<String>)]
    sample: Option<SampleId>,
    /// What the rows are: `field`, `issuer`, `operator` or `batch`.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    by: Group,
    /// Percent of certainty: 90, 95 or 99; 95 when nothing is said.
    #[param(value_type = Option<u8>)]
    certainty: Option<Certainty>,
    /// Points of percent by which a rate may be off, 0.5 to 20; 5 when nothing is said.
    margin: Option<f64>,
}

/// A rate of errors found by a sample.
#[derive(Serialize, ToSchema)]
pub struct SampleRateView {
    #[serde(flatten)]
    rate: RateView,
    /// Papers that the wished certainty needs.
    needed: u32,
    /// Papers that are missing to it.
    missing: u32,
}

/// Rates of errors found by samples.
#[derive(Serialize, ToSchema)]
pub struct SampleRatesView {
    /// Most errors first.
    rows: Vec<SampleRateView>,
    /// All values together.
    total: SampleRateView,
}

impl From<SampleRates> for SampleRatesView {
    fn from(found: SampleRates) -> Self {
        let SampleRates { rates, needed } = found;
        let all = needed.last().copied().unwrap_or_default();
        let view = |(rate, needed): (_, u32)| {
            let rate = RateView::from(rate);
            SampleRateView {
                missing: needed.saturating_sub(rate.papers),
                rate,
                needed,
            }
        };
        SampleRatesView {
            total: view((rates.total, all)),
            rows: rates.rows.into_iter().zip(needed).map(view).collect(),
        }
    }
}

/// How often what is registered was wrong, as samples showed.
#[utoipa::path(get, path = "/quality/rates", tag = "quality", params(SampleRateParams),
    responses((status = 200, body = SampleRatesView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn show_sample_rates(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<SampleRateParams>,
) -> Result<Json<SampleRatesView>> {
    let period = Period {
        from: params.from,
        to: params.to,
        batch: None,
        unit: None,
    };
    let how = (
        params.certainty.unwrap_or(Certainty::NinetyFive),
        params.margin.unwrap_or(MARGIN),
    );
    let which = (period, params.sample);
    let found = quality::sample_rates(&state.app, signed.caller(), which, params.by, how).await?;
    Ok(Json(found.into()))
}
