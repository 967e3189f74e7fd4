//! What an administrator watches.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::JobId;
use workflow::documents::ReadingState;

use super::State;
use super::caller::Signed;
use super::identity::Items;
use super::input::{Ids, Sent};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::{admin, notices};

/// A job that gave up.
#[derive(Serialize, ToSchema)]
pub struct DeadJobView {
    id: String,
    kind: String,
    attempt: i32,
    last_error: Option<String>,
}

/// Jobs that gave up.
#[utoipa::path(get, path = "/jobs/dead", tag = "admin",
    responses((status = 200, body = Items<DeadJobView>), (status = 403, body = Problem)))]
pub async fn list_dead_jobs(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<DeadJobView>>> {
    let jobs = admin::list_dead_jobs(&state.app, signed.caller()).await?;
    let items = jobs.into_iter().map(|job| DeadJobView {
        id: job.id.to_string(),
        kind: job.kind,
        attempt: job.attempt,
        last_error: job.last_error,
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// Nothing to say.
#[derive(Deserialize, ToSchema)]
pub struct Nothing {}

/// Give a dead job another chance.
#[utoipa::path(post, path = "/jobs/{id}/revive", tag = "admin", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn revive_job(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<JobId>,
    sent: Sent<Nothing>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    admin::revive_job(&state.app, signed.caller(), id, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Figures of agency and installation.
#[derive(Serialize, ToSchema)]
pub struct StatusView {
    papers_by_state: Vec<StateCount>,
    index: IndexView,
    jobs: JobsView,
}

/// Papers in a reading state.
#[derive(Serialize, ToSchema)]
pub struct StateCount {
    #[schema(value_type = String)]
    state: ReadingState,
    count: u64,
}

/// The index of this node.
#[derive(Serialize, ToSchema)]
pub struct IndexView {
    papers: u64,
    /// Events still to follow.
    behind: i64,
}

/// Deferred work.
#[derive(Serialize, ToSchema)]
pub struct JobsView {
    open: u64,
    dead: u64,
}

/// Figures, for an administrator.
#[utoipa::path(get, path = "/status", tag = "admin",
    responses((status = 200, body = StatusView), (status = 403, body = Problem)))]
pub async fn view_status(Shared(state): Shared<State>, signed: Signed) -> Result<Json<StatusView>> {
    let status = admin::view_status(&state.app, signed.caller()).await?;
    let papers_by_state = status.papers_by_state.into_iter();
    Ok(Json(StatusView {
        papers_by_state: papers_by_state
            .map(|(state, count)| StateCount { state, count })
            .collect(),
        index: IndexView {
            papers: status.indexed,
            behind: status.behind,
        },
        jobs: JobsView {
            open: status.jobs_open,
            dead: status.jobs_dead,
        },
    }))
}

/// Mail and push of the last week, without to whom and what about.
#[derive(Serialize, ToSchema)]
pub struct NoticeFigures {
    mail_is_on: bool,
    push_is_on: bool,
    /// Events that people have still to be told of.
    behind: i64,
    deliveries: Vec<FigureView>,
    troubles: Vec<FailureView>,
}

/// How many are in a state.
#[derive(Serialize, ToSchema)]
pub struct FigureView {
    channel: &'static str,
    state: &'static str,
    count: u64,
}

/// A failure.
#[derive(Serialize, ToSchema)]
pub struct FailureView {
    channel: &'static str,
    state: &'static str,
    error: String,
    attempts: i32,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
}

/// Figures and the last failures of mail and push, for an administrator.
#[utoipa::path(get, path = "/status/notices", tag = "admin",
    responses((status = 200, body = NoticeFigures), (status = 403, body = Problem)))]
pub async fn view_notice_figures(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<NoticeFigures>> {
    let figures = notices::figures(&state.app, signed.caller()).await?;
    let deliveries = figures.figures.into_iter().map(|one| FigureView {
        channel: one.channel.code(),
        state: one.state.code(),
        count: one.count,
    });
    let troubles = figures.troubles.into_iter().map(|one| FailureView {
        channel: one.channel.code(),
        state: one.state.code(),
        error: one.error,
        attempts: one.attempts,
        at: one.at,
    });
    Ok(Json(NoticeFigures {
        mail_is_on: figures.mail_is_on,
        push_is_on: figures.push_is_on,
        behind: figures.behind,
        deliveries: deliveries.collect(),
        troubles: troubles.collect(),
    }))
}
