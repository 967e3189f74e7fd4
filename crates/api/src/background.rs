//! What goes on beside the requests: following events, doing jobs, taking care of what is kept.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::pause;
use crate::error::{Ignored, Result};
use crate::http::problem::sentence_of_code;
use crate::ops::{
    App, access, batches, delegations, index, jobs, maintenance, notices, reading, reminders,
};

/// How often dead leases, new work of other processes and due jobs are looked for.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// How often what is given for a time is looked at when nothing is due before.
const TURN: Duration = Duration::from_mins(1);

/// What happens within it people are told together.
const TOGETHER: Duration = Duration::from_millis(50);

/// Mails and pushes under way at the same time; each waits for a machine elsewhere.
const COURIERS: usize = 4;

/// How long what was opened waits to be written.
const OPENINGS: Duration = Duration::from_secs(2);

/// The running background work of a process.
pub struct Background {
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Background {
    /// Starts nothing yet.
    pub fn new() -> Self {
        Background {
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
        }
    }

    /// Keeps the index in step with the events.
    pub fn follow(&self, app: &App) {
        let (app, stop) = (app.clone(), self.stop.clone());
        let between = Duration::from_millis(app.config().search.commit_ms);
        self.tasks.spawn(async move {
            while !stop.is_cancelled() {
                match index::follow_once(&app).await {
                    Ok(0) => tokio::select! {
                        () = app.committed() => {}
                        () = stop.cancelled() => {}
                    },
                    Ok(_) => pause(between).await,
                    Err(error) => {
                        tracing::error!(%error, "the index could not follow, trying again");
                        pause(LOOK_AGAIN).await;
                    }
                }
            }
        });
    }

    /// Does jobs, `workers` at the same time.
    pub fn work(&self, app: &App, workers: usize) {
        let first = app.clone();
        self.tasks.spawn(async move {
            jobs::take_over_from_ended(&first)
                .await
                .ignored("the leases run out by themselves");
        });
        for worker in 0..workers {
            self.spawn_worker(app, jobs::owner_name(worker), &jobs::READING);
        }
    }

    /// Recognises pages, `workers` at the same time.
    pub fn recognise(&self, app: &App, workers: usize) {
        let first = app.clone();
        self.tasks.spawn(async move {
            reading::resume(&first)
                .await
                .ignored("what waits is put in line with the next start");
        });
        for worker in 0..workers {
            let owner = jobs::owner_name(format_args!("recogniser-{worker}"));
            self.spawn_worker(app, owner, &jobs::RECOGNISING);
        }
    }

    /// Sends mails and pushes.
    pub fn deliver(&self, app: &App) {
        for courier in 0..COURIERS {
            let owner = jobs::owner_name(format_args!("courier-{courier}"));
            self.spawn_worker(app, owner, &jobs::DELIVERING);
        }
    }

    fn spawn_worker(&self, app: &App, owner: String, kinds: &'static [&'static str]) {
        let (app, stop) = (app.clone(), self.stop.clone());
        self.tasks.spawn(async move {
            while !stop.is_cancelled() {
                // Asked for before looking, so that work added while looking is not slept over.
                let added = app.work_added();
                match jobs::run_one_of(&app, &owner, kinds).await {
                    Ok(true) => {}
                    Ok(false) => tokio::select! {
                        () = added => {}
                        () = pause(LOOK_AGAIN) => {}
                        () = stop.cancelled() => {}
                    },
                    Err(error) => {
                        tracing::error!(%error, "no job could be taken, trying again");
                        pause(LOOK_AGAIN).await;
                    }
                }
            }
        });
    }

    /// Tells people what happened, and open screens what people were told.
    pub fn tell(&self, app: &App) {
        let (app, stop) = (app.clone(), self.stop.clone());
        self.tasks.spawn(async move {
            while !stop.is_cancelled() {
                match notices::tell_once(&app).await {
                    Ok(0) => tokio::select! {
                        () = notices::committed(&app) => {}
                        () = stop.cancelled() => {}
                    },
                    Ok(_) => pause(TOGETHER).await,
                    Err(error) => {
                        tracing::error!(%error, "people could not be told, trying again");
                        pause(LOOK_AGAIN).await;
                    }
                }
            }
        });
    }

    /// Checks blobs, sweeps orphans and expired uploads, at the hours the settings say.
    pub fn care(&self, app: &App) {
        let (app, stop) = (app.clone(), self.stop.clone());
        self.tasks.spawn(async move {
            let hour = Duration::from_hours(1);
            let sweep_every = app.config().maintenance.orphan_sweep_hours.unsigned_abs();
            let mut hours = 0_u64;
            while !stop.is_cancelled() {
                care_once(&app, sweep_every > 0 && hours.is_multiple_of(sweep_every))
                    .await
                    .ignored("care is taken again in an hour");
                hours += 1;
                tokio::select! { () = pause(hour) => {}, () = stop.cancelled() => {} }
            }
        });
    }

    /// Looks into the folders that scanners drop files into.
    pub fn watch(&self, app: &App) {
        if app.config().scanning.folders.is_empty() {
            return;
        }
        let (app, stop) = (app.clone(), self.stop.clone());
        let every = Duration::from_secs(app.config().scanning.look_every_s);
        self.tasks.spawn(async move {
            let mut watch = batches::Watch::new(sentence_of_code);
            while !stop.is_cancelled() {
                batches::look_into_folders(&app, &mut watch)
                    .await
                    .ignored("the folders are looked into again soon");
                tokio::select! { () = pause(every) => {}, () = stop.cancelled() => {} }
            }
        });
    }

    /// Begins and ends at their time what is given for a time: delegations, widened rights.
    pub fn keep_time(&self, app: &App) {
        let (app, stop) = (app.clone(), self.stop.clone());
        self.tasks.spawn(async move {
            while !stop.is_cancelled() {
                let wait = match settle(&app).await {
                    Ok(next) => until(&app, next),
                    Err(error) => {
                        tracing::error!(%error, "rights could not be begun or ended, trying again");
                        LOOK_AGAIN
                    }
                };
                tokio::select! { () = pause(wait) => {}, () = stop.cancelled() => {} }
            }
        });
    }

    /// Reminds of dates that come near or are past, at their moments.
    pub fn remind(&self, app: &App) {
        let (app, stop) = (app.clone(), self.stop.clone());
        self.tasks.spawn(async move {
            while !stop.is_cancelled() {
                let wait = match reminders::turn(&app).await {
                    Ok(next) => until(&app, next),
                    Err(error) => {
                        tracing::error!(%error, "dates could not be looked at, trying again");
                        LOOK_AGAIN
                    }
                };
                // What was given meanwhile is looked at soon, and not with every commit.
                let wait = wait.max(LOOK_AGAIN);
                tokio::select! { () = pause(wait) => {}, () = stop.cancelled() => {} }
            }
        });
    }

    /// Writes who has opened what a moment after it was opened, and the rest at the end.
    pub fn write_openings(&self, app: &App) {
        let (app, stop) = (app.clone(), self.stop.clone());
        self.tasks.spawn(async move {
            loop {
                let ends = tokio::select! {
                    () = pause(OPENINGS) => false,
                    () = access::openings_wait(&app) => false,
                    () = stop.cancelled() => true,
                };
                access::flush_openings(&app)
                    .await
                    .ignored("what was opened stays gathered and is written with the next turn");
                if ends {
                    return;
                }
            }
        });
    }

    /// Ends everything; a job under way is given back and done by the next worker.
    pub async fn end(self, grace: Duration) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(grace, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("background work was broken off; it is taken up at the next start");
        }
    }
}

impl Default for Background {
    fn default() -> Self {
        Self::new()
    }
}

/// Begins and ends what is due; answers the next moment at which something is.
async fn settle(app: &App) -> Result<Option<time::OffsetDateTime>> {
    let delegation = delegations::settle(app).await?;
    let widening = access::expire(app).await?;
    Ok(delegation.into_iter().chain(widening).min())
}

/// How long to wait for the next moment, at most [`TURN`]: other processes give things for a time
/// too.
fn until(app: &App, next: Option<time::OffsetDateTime>) -> Duration {
    let wait = next.map(|next| next - app.clock().now());
    let wait = wait.map(|wait| wait.try_into().unwrap_or(Duration::ZERO));
    wait.map_or(TURN, |wait: Duration| wait.min(TURN))
}

async fn care_once(app: &App, sweeps: bool) -> Result<()> {
    maintenance::tidy_scratch(app).await?;
    let checked = maintenance::check_blobs(app).await?;
    if checked.blobs_checked > 0 {
        tracing::info!(
            checked.blobs_checked,
            checked.blobs_damaged,
            "kept files were checked"
        );
    }
    if sweeps {
        let swept = maintenance::sweep(app).await?;
        if swept.orphans_removed + swept.uploads_expired > 0 {
            tracing::info!(swept.orphans_removed, swept.uploads_expired, "swept");
        }
    }
    Ok(())
}

/// How many pages are recognised at the same time: each keeps one processor busy, at the lowest
/// urgency the system knows.
pub fn recognising_workers(app: &App) -> usize {
    match app.config().reading.workers {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        chosen => chosen,
    }
}

/// How many files are read at the same time.
pub fn reading_workers(app: &App) -> usize {
    match app.config().reading.workers {
        0 => std::thread::available_parallelism()
            .map_or(1, |cores| cores.get().saturating_sub(1).max(1)),
        chosen => chosen,
    }
}
