//! `/calendar/reminders`: when the agency reminds of dates.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use workflow::work::reminders::Settings;

use super::State;
use super::caller::Signed;
use super::identity::ActionView;
use super::input::Sent;
use super::problem::Problem;
use crate::error::Result;
use crate::ops::reminders;

/// When the agency reminds of dates; what is null is not done.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindersBody {
    /// Hours before the date.
    hours_before: Option<u16>,
    /// Percent of the time that have passed.
    percent_passed: Option<u16>,
    /// Whether to remind when the office opens on the day itself.
    on_the_day: bool,
    /// Working days late after which the head of the unit is told.
    head_days: Option<u16>,
    /// Working days late after which the chief of office is told.
    chief_days: Option<u16>,
    /// Working days late after which the leaders are told.
    leader_days: Option<u16>,
}

impl From<Settings> for RemindersBody {
    fn from(settings: Settings) -> Self {
        let Settings {
            hours_before,
            percent_passed,
            on_the_day,
            head_days,
            chief_days,
            leader_days,
        } = settings;
        RemindersBody {
            hours_before,
            percent_passed,
            on_the_day,
            head_days,
            chief_days,
            leader_days,
        }
    }
}

impl From<RemindersBody> for Settings {
    fn from(body: RemindersBody) -> Self {
        let RemindersBody {
            hours_before,
            percent_passed,
            on_the_day,
            head_days,
            chief_days,
            leader_days,
        } = body;
        Settings {
            hours_before,
            percent_passed,
            on_the_day,
            head_days,
            chief_days,
            leader_days,
        }
    }
}

/// The settings with what the caller may do.
#[derive(Serialize, ToSchema)]
pub struct RemindersView {
    settings: RemindersBody,
    actions: Vec<ActionView>,
}

/// When the agency reminds of dates, and after how long those above are told.
#[utoipa::path(get, path = "/calendar/reminders", tag = "calendar",
    responses((status = 200, body = RemindersView), (status = 401, body = Problem)))]
pub async fn show_reminders(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<RemindersView>> {
    let shown = reminders::show(&state.app, signed.caller()).await?;
    Ok(Json(RemindersView {
        settings: shown.settings.into(),
        actions: vec![ActionView::new("edit", shown.may_edit)],
    }))
}

/// Set when the agency reminds of dates.
#[utoipa::path(put, path = "/calendar/reminders", tag = "calendar", request_body = RemindersBody,
    responses((status = 204), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn set_reminders(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<RemindersBody>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let settings = Settings::from(sent.body);
    reminders::set(&state.app, signed.caller(), &settings, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
