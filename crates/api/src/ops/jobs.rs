//! The worker's side of deferred work: take, do, renew, give back.

use std::time::Duration;

use storage::jobs::Job;
use workflow::jobs::LEASE;

use super::App;
use super::reading::Held;
use crate::clock::pause;
use crate::error::{OpError, Result};

/// Work that somebody waits for and that is soon done: files to be read, concluded and stamped, scans to
/// be looked at and papers to be made of them, dates to be counted anew.
pub const READING: [&str; 6] = [
    "read_file",
    "conclude_file",
    "count_dates",
    "stamp_number",
    "look_at_scan",
    "make_papers",
];
/// Work that keeps a processor busy for long; a bundle of pages never holds up a file that was just
/// brought in.
pub const RECOGNISING: [&str; 1] = ["recognise_page"];
/// Work that waits for mail servers and push services; never in the way of files, nor behind them.
pub const DELIVERING: [&str; 1] = ["deliver"];
/// Kinds of work this program knows.
pub const KINDS: [&str; 8] = [
    READING[0],
    READING[1],
    READING[2],
    READING[3],
    READING[4],
    READING[5],
    RECOGNISING[0],
    DELIVERING[0],
];

/// Takes one due job of any kind and does it; false when none is due.
pub async fn run_one(app: &App, owner: &str) -> Result<bool> {
    run_one_of(app, owner, &KINDS).await
}

/// Takes one due job of the kinds and does it; false when none is due.
pub async fn run_one_of(app: &App, owner: &str, kinds: &[&str]) -> Result<bool> {
    let now = app.0.clock.now();
    let jobs = storage::jobs::lease(&app.0.db, owner, kinds, 1, now).await?;
    let Some(job) = jobs.into_iter().next() else {
        return Ok(false);
    };
    let outcome = tokio::select! {
        outcome = run(app, &job, owner) => outcome,
        () = keep_lease(app, &job, owner) => Err(OpError::Internal("lease lost".into())),
    };
    if let Err(error) = outcome {
        tracing::warn!(job = %job.id, kind = job.kind, %error, "a job failed");
        let now = app.0.clock.now();
        let died = storage::jobs::fail(&app.0.db, job.id, owner, &error.to_string(), now).await?;
        if died {
            metrics::counter!("congvan_jobs_dead_total").increment(1);
        }
    }
    Ok(true)
}

async fn run(app: &App, job: &Job, owner: &str) -> Result<()> {
    match job.kind.as_str() {
        "read_file" => super::reading::read_file(app, Held { job, owner }).await,
        "recognise_page" => super::reading::recognise_page(app, Held { job, owner }).await,
        "conclude_file" => super::reading::conclude(app, Held { job, owner }).await,
        "look_at_scan" => super::batches::look_at_scan(app, Held { job, owner }).await,
        "make_papers" => super::batches::make_papers(app, Held { job, owner }).await,
        "count_dates" => {
            let organisation = job.organisation;
            let organisation =
                organisation.ok_or_else(|| OpError::Internal("the job names no agency".into()))?;
            let after = job.payload["after"].as_str();
            let after = after.and_then(|text| text.parse().ok());
            super::reminders::count_anew(app, (organisation, after), (job.id, owner)).await
        }
        "stamp_number" => {
            let document = job.payload["document"].as_str();
            let document = document.and_then(|id| id.parse().ok());
            let document =
                document.ok_or_else(|| OpError::Internal("the job names no paper".into()))?;
            super::outgoing::stamp(app, document, job.id, owner).await
        }
        "deliver" => {
            let delivery = job.payload["delivery"]
                .as_str()
                .and_then(|id| id.parse().ok());
            let delivery =
                delivery.ok_or_else(|| OpError::Internal("the job names no delivery".into()))?;
            super::notices::deliver(app, delivery, job.id, owner).await
        }
        other => Err(OpError::Internal(format!("unknown kind of work {other}"))),
    }
}

/// Renews the lease while the work goes on; answers when it was lost.
async fn keep_lease(app: &App, job: &Job, owner: &str) {
    let third = Duration::from_secs(LEASE.whole_seconds().unsigned_abs() / 3);
    loop {
        pause(third).await;
        match storage::jobs::renew(&app.0.db, job.id, owner, app.0.clock.now()).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, "a lease could not be renewed, trying again"),
        }
    }
}

/// Who a worker of this process is, so that another process of this machine can tell whether it
/// still lives.
pub fn owner_name(worker: impl std::fmt::Display) -> String {
    format!("{}{}-{worker}", machine(), std::process::id())
}

fn machine() -> String {
    let name = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    format!("{}:", name.trim())
}

/// After a kill: makes the jobs that ended processes of this machine held due at once, instead of
/// when their leases run out. Taking one from a process that lives after all does no harm: only
/// one of the two can complete it.
pub async fn take_over_from_ended(app: &App) -> Result<u64> {
    let mut taken = 0;
    for owner in storage::jobs::list_owners(&app.0.db).await? {
        let process = owner
            .strip_prefix(&machine())
            .and_then(|rest| rest.split('-').next());
        let has_ended = process.is_some_and(|id| {
            id.parse::<u32>().is_ok() && !std::path::Path::new("/proc").join(id).exists()
        });
        if has_ended {
            let now = app.0.clock.now();
            taken += storage::jobs::end_leases(&app.0.db, &owner, now).await?;
        }
    }
    Ok(taken)
}

/// Open jobs, dead jobs and the age of the oldest due one in seconds, for metrics.
pub async fn backlog(app: &App) -> Result<(u64, u64, i64)> {
    Ok(storage::jobs::backlog(&app.0.db, app.0.clock.now()).await?)
}
