//! `/healthz`, `/readyz`, `/metrics`.

use std::time::Duration;

use axum::Router;
use axum::extract::State as Shared;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::State;

/// A database that takes longer than this for nothing is as good as gone: those who watch must not
/// wait as long as a request would.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// Routes for those who watch the process.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(figures))
}

/// Ready when the database answers.
async fn ready(Shared(state): Shared<State>) -> Response {
    let ping = crate::ops::maintenance::ping(&state.app);
    match tokio::time::timeout(READY_WITHIN, ping).await {
        Ok(Ok(())) => return "ready\n".into_response(),
        Ok(Err(error)) => tracing::warn!(%error, "not ready"),
        Err(_) => tracing::warn!("not ready: the database takes too long"),
    }
    (StatusCode::SERVICE_UNAVAILABLE, "database unavailable\n").into_response()
}

/// Figures in the text format of Prometheus.
async fn figures(Shared(state): Shared<State>) -> Response {
    let Some(handle) = &state.metrics else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if let Ok((open, dead, oldest_s)) = crate::ops::jobs::backlog(&state.app).await {
        metrics::gauge!("congvan_jobs_open").set(figure(open));
        metrics::gauge!("congvan_jobs_dead").set(figure(dead));
        metrics::gauge!("congvan_jobs_oldest_seconds").set(figure(oldest_s));
    }
    if let Ok(behind) = crate::ops::index::events_behind(&state.app).await {
        metrics::gauge!("congvan_index_behind_events").set(figure(behind));
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (kind, handle.render()).into_response()
}

/// A count as a gauge takes it; beyond 4 billion it stands still.
fn figure(count: impl TryInto<u32>) -> f64 {
    f64::from(count.try_into().unwrap_or(u32::MAX))
}
