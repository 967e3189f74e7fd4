//! `congvan serve` and `congvan worker`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::background::{Background, reading_workers, recognising_workers};
use crate::config::Config;
use crate::error::{Ignored, OpError};
use crate::ops::{App, uploads};

/// Starts the log: on the standard output for services, else warnings on the error stream.
pub fn start_log(config: &Config, is_service: bool) {
    let level = if is_service {
        config.log.level.as_str()
    } else {
        "warn"
    };
    let filter = EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter);
    let started = match (is_service, config.log.format.as_str()) {
        (true, "json") => log.json().try_init(),
        (true, _) => log.try_init(),
        (false, _) => log.with_writer(std::io::stderr).try_init(),
    };
    started.unwrap_or_else(|error| eprintln!("congvan: no log: {error}"));
}

/// Serves until the process is told to end.
pub async fn serve(app: App) -> Result<ExitCode, OpError> {
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .map_err(|error| OpError::Internal(error.to_string()))?;
    let address: SocketAddr = app
        .config()
        .server
        .listen
        .parse()
        .map_err(|_| OpError::Internal("server.listen is no address".into()))?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| OpError::Internal(format!("cannot listen on {address}: {error}")))?;
    let recovered = uploads::recover(&app).await?;
    if recovered > 0 {
        tracing::info!(
            recovered,
            "uploads received before the last end were captured"
        );
    }
    let grace = Duration::from_secs(app.config().server.shutdown_grace_s);
    let background = Background::new();
    background.follow(&app);
    background.work(&app, reading_workers(&app));
    background.recognise(&app, recognising_workers(&app));
    background.tell(&app);
    background.deliver(&app);
    background.care(&app);
    background.watch(&app);
    background.keep_time(&app);
    background.remind(&app);
    background.write_openings(&app);
    tracing::info!(origin = app.config().origin(), "ready");
    let router = crate::http::router(app.clone(), Some(metrics));
    let head_timeout = Duration::from_secs(app.config().limits.head_timeout_s);
    tokio::select! {
        () = crate::http::serve(listener, router, head_timeout, told_to_end()) => {}
        () = async { told_to_end().await; crate::clock::pause(grace).await } => {
            tracing::warn!("requests under way were broken off");
        }
    }
    background.end(grace).await;
    Ok(ExitCode::SUCCESS)
}

/// Does deferred work until the process is told to end.
pub async fn work(app: App) -> Result<ExitCode, OpError> {
    let grace = Duration::from_secs(app.config().server.shutdown_grace_s);
    let background = Background::new();
    background.work(&app, reading_workers(&app));
    background.recognise(&app, recognising_workers(&app));
    tracing::info!(workers = reading_workers(&app), "working");
    told_to_end().await;
    background.end(grace).await;
    Ok(ExitCode::SUCCESS)
}

async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            interrupted = tokio::signal::ctrl_c() => interrupted.ignored("ending all the same"),
        },
        Err(_) => tokio::signal::ctrl_c().await.ignored("ending all the same"),
    }
}
