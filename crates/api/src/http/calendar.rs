//! `/calendar`: the working days and hours of the agency.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::{IntoParams, ToSchema};
use workflow::Refusal;
use workflow::calendar::{DayEntry, DayKind, OfficeHours, has_notice};

use super::State;
use super::caller::Signed;
use super::identity::ActionView;
use super::input::{Ids, Params, Sent};
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::calendar::{self, Shown};

/// Which year.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct YearParams {
    /// This year when it is missing.
    year: Option<i32>,
}

/// A year of the calendar.
#[derive(Serialize, ToSchema)]
pub struct CalendarView {
    year: i32,
    /// Grows with each change of days or hours.
    version: i64,
    /// Whether the yearly notice is known; else Tết and the day beside 02/9 are a forecast.
    has_notice: bool,
    hours: HoursBody,
    /// The days that differ from their weekday, in order.
    days: Vec<DayView>,
    actions: Vec<ActionView>,
}

/// A day that differs from its weekday.
#[derive(Serialize, ToSchema)]
pub struct DayView {
    day: Date,
    /// `holiday`, `compensatory_off`, `working_day`, `half_day`.
    #[schema(value_type = String)]
    kind: DayKind,
    name: String,
    /// The law or the notice that makes it so.
    source: String,
    /// Whether the agency entered it itself; only such a day can be removed.
    own: bool,
}

/// Office hours.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct HoursBody {
    morning: IntervalBody,
    afternoon: IntervalBody,
}

/// A stretch of a day.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct IntervalBody {
    /// Such as `07:30`.
    from: String,
    /// Such as `11:30`.
    to: String,
}

impl From<OfficeHours> for HoursBody {
    fn from(hours: OfficeHours) -> Self {
        let text = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let [from, noon, after_noon, to] = hours.minutes().map(text);
        let interval = |from, to| IntervalBody { from, to };
        HoursBody {
            morning: interval(from, noon),
            afternoon: interval(after_noon, to),
        }
    }
}

impl HoursBody {
    fn read(&self) -> std::result::Result<OfficeHours, Refusal> {
        let (morning, afternoon) = (&self.morning, &self.afternoon);
        let texts = [&morning.from, &morning.to, &afternoon.from, &afternoon.to];
        // What is no time of a day becomes a minute that no day has, and is refused as such.
        OfficeHours::from_minutes(texts.map(|text| minute(text).unwrap_or(u16::MAX)))
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let is_plain = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain(hour) || !is_plain(minute) {
        return None;
    }
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (minute < 60).then_some(hour * 60 + minute)
}

/// A year of the calendar, with what the law and the agency say of each day.
#[utoipa::path(get, path = "/calendar", tag = "calendar", params(YearParams),
    responses((status = 200, body = CalendarView), (status = 422, body = Problem)))]
pub async fn show_calendar(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<YearParams>,
) -> Result<Json<CalendarView>> {
    let shown = calendar::show(&state.app, signed.caller(), params.year).await?;
    let Shown {
        year,
        calendar,
        version,
        may_edit,
    } = shown;
    let days = calendar.entries_of(year).into_iter().map(|entry| DayView {
        day: entry.day,
        kind: entry.kind,
        name: entry.name.clone(),
        source: entry.source.clone(),
        own: calendar.is_own(entry.day),
    });
    Ok(Json(CalendarView {
        year,
        version,
        has_notice: has_notice(year),
        hours: calendar.hours().into(),
        days: days.collect(),
        actions: vec![ActionView::new("edit", may_edit)],
    }))
}

/// What a day is to be.
#[derive(Deserialize, ToSchema)]
pub struct DayWish {
    /// `holiday`, `compensatory_off`, `working_day`, `half_day`.
    #[schema(value_type = String)]
    kind: DayKind,
    name: String,
    /// The legal notice that makes it so.
    source: String,
}

/// Enter a day; it overrides the day of the law.
#[utoipa::path(put, path = "/calendar/days/{day}", tag = "calendar", params(("day" = Date, Path)),
    request_body = DayWish,
    responses((status = 204), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn put_day(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(day): Ids<Date>,
    sent: Sent<DayWish>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let DayWish { kind, name, source } = sent.body;
    let entry = DayEntry::entered(day, kind, &name, &source).map_err(OpError::Invalid)?;
    calendar::put_day(&state.app, signed.caller(), &entry, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forget a day that the agency had entered; the law holds again.
#[utoipa::path(delete, path = "/calendar/days/{day}", tag = "calendar", params(("day" = Date, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn remove_day(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(day): Ids<Date>,
) -> Result<StatusCode> {
    calendar::remove_day(&state.app, signed.caller(), day).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Set the office hours.
#[utoipa::path(put, path = "/calendar/hours", tag = "calendar", request_body = HoursBody,
    responses((status = 204), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn set_hours(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<HoursBody>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let hours = sent.body.read().map_err(OpError::Invalid)?;
    calendar::set_hours(&state.app, signed.caller(), hours, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
