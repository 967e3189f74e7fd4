//! `/quality/forecast`: what each of the last days brought, and how long the rest of a job will take.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use storage::quality::Day;
use time::Date;
use utoipa::{IntoParams, ToSchema};
use workflow::quality::{Forecast, Plan};

use super::State;
use super::caller::Signed;
use super::input::Params;
use super::problem::Problem;
use crate::error::Result;
use crate::ops::quality;

/// What is to be done.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ForecastParams {
    /// Pages still to come; 1,400,000 when nothing is said.
    pages: Option<u64>,
    /// Days until the end; 180 when nothing is said.
    days: Option<u32>,
    /// Cores that recognise; 2 when nothing is said.
    cores: Option<u32>,
    /// Hours of the day in which they do; 24 when nothing is said.
    hours: Option<f64>,
    /// Price of an hour of one core in đồng; 0 when nothing is said.
    core_hour: Option<f64>,
}

/// What a day brought.
#[derive(Serialize, ToSchema)]
pub struct RecognisedDay {
    /// The day in Vietnam.
    day: Date,
    /// Pages, blank and failed ones included.
    pages: u32,
    /// Of them, blank ones.
    blank: u32,
    /// Of them, those that failed.
    failed: u32,
    /// Processor seconds of a page; null where they are not known.
    cpu_s_per_page: Option<f64>,
}

impl From<&Day> for RecognisedDay {
    fn from(day: &Day) -> Self {
        let seconds = f64::from(u32::try_from(day.cpu_ms).unwrap_or(u32::MAX)) / 1_000.0;
        RecognisedDay {
            day: day.day,
            pages: day.pages,
            blank: day.blank,
            failed: day.failed,
            cpu_s_per_page: (day.measured > 0).then(|| seconds / f64::from(day.measured)),
        }
    }
}

/// Progress and outlook; what nothing is known about is null.
#[derive(Serialize, ToSchema)]
pub struct ForecastView {
    /// The last days on which pages were recognised, of fourteen, in order.
    days: Vec<RecognisedDay>,
    /// Pages that each day must bring.
    pages_a_day_needed: u64,
    /// Pages that a day of work brought.
    pages_a_day: Option<f64>,
    /// Days at that pace.
    days_at_this_pace: Option<f64>,
    /// Processor seconds of a page.
    cpu_s_per_page: Option<f64>,
    /// Pages that one core recognises in a minute.
    pages_per_core_minute: Option<f64>,
    /// Days that the planned cores are busy.
    days_on_cores: Option<f64>,
    /// Cores without which the end is missed.
    cores_needed: Option<u32>,
    /// Hours of one core for all pages.
    core_hours: Option<f64>,
    /// What they cost, in đồng.
    cost: Option<f64>,
}

impl ForecastView {
    fn new(days: &[Day], found: Forecast) -> Self {
        ForecastView {
            days: days.iter().map(RecognisedDay::from).collect(),
            pages_a_day_needed: found.pages_a_day_needed,
            pages_a_day: found.pages_a_day,
            days_at_this_pace: found.days_at_this_pace,
            cpu_s_per_page: found.cpu_s_per_page,
            pages_per_core_minute: found.pages_per_core_minute,
            days_on_cores: found.days_on_cores,
            cores_needed: found.cores_needed,
            core_hours: found.core_hours,
            cost: found.cost,
        }
    }
}

/// How long the pages of a job will take and what they cost, from what the last days brought.
#[utoipa::path(get, path = "/quality/forecast", tag = "quality", params(ForecastParams),
    responses((status = 200, body = ForecastView), (status = 403, body = Problem)))]
pub async fn show_forecast(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<ForecastParams>,
) -> Result<Json<ForecastView>> {
    let plan = Plan {
        pages: params.pages.unwrap_or(1_400_000),
        days: params.days.unwrap_or(180),
        cores: params.cores.unwrap_or(2),
        hours: params.hours.unwrap_or(24.0),
        core_hour: params.core_hour.unwrap_or(0.0),
    };
    let outlook = quality::forecast(&state.app, signed.caller(), &plan).await?;
    Ok(Json(ForecastView::new(&outlook.days, outlook.forecast)))
}
