//! When papers are looked at: at the moments their dates say, and all of an agency after its
//! calendar or its settings changed, in jobs of some papers each.

use std::collections::HashSet;

use serde_json::json;
use storage::Transaction;
use storage::jobs::NewJob;
use time::OffsetDateTime;
use workflow::jobs::Priority;
use workflow::{DocumentId, JobId, OrganisationId};

use super::look::look_at;
use crate::error::Result;
use crate::ops::App;

/// Papers of one job, and tasks walked at a time.
const PAPERS_AT_ONCE: u64 = 200;

/// Looks at every paper whose time has come; answers the next moment at which one's will.
///
/// Any number of processes may do it at once: the lock of a paper lets one after the other look,
/// and the second finds nothing left to tell.
pub async fn turn(app: &App) -> Result<Option<OffsetDateTime>> {
    let mut failed = HashSet::new();
    loop {
        let now = app.0.clock.now();
        let mut papers =
            storage::reminders::list_to_look_at(&app.0.db, now, PAPERS_AT_ONCE).await?;
        papers.retain(|paper| !failed.contains(paper));
        if papers.is_empty() {
            break;
        }
        failed.extend(look_at_all(app, papers).await);
    }
    if failed.is_empty() {
        Ok(storage::reminders::next_look(&app.0.db).await?)
    } else {
        Ok(None)
    }
}

/// Looks at papers; answers those that failed, which hold up no other.
async fn look_at_all(app: &App, papers: Vec<DocumentId>) -> Vec<DocumentId> {
    let mut failed = Vec::new();
    for paper in papers {
        if let Err(error) = look_at(app, paper).await {
            tracing::error!(%paper, %error, "the dates of a paper could not be looked at");
            failed.push(paper);
        }
    }
    failed
}

/// One job of counting the dates of an agency anew: some papers, and the job of the next ones in
/// the transaction that ends this one. Broken off, it begins with the same papers again.
pub(in crate::ops) async fn count_anew(
    app: &App,
    (organisation, after): (OrganisationId, Option<DocumentId>),
    (job, owner): (JobId, &str),
) -> Result<()> {
    let papers =
        storage::reminders::list_dated(&app.0.db, organisation, after, PAPERS_AT_ONCE).await?;
    let last = papers.last().copied();
    let goes_on = papers.len() as u64 == PAPERS_AT_ONCE;
    // What failed here is looked at again with the next turn.
    look_at_all(app, papers).await;
    app.write(async |tx| {
        if goes_on {
            enqueue_counting(app, tx, organisation, last).await?;
        }
        Ok(storage::jobs::complete(tx, job, owner).await?)
    })
    .await
}

/// Has the dates of an agency counted anew, in the transaction that makes it necessary. Each change
/// has jobs of its own: one under way may have read the calendar before it.
pub(in crate::ops) async fn enqueue_counting(
    app: &App,
    tx: &Transaction,
    organisation: OrganisationId,
    after: Option<DocumentId>,
) -> Result<()> {
    let job = NewJob {
        id: JobId(app.0.clock.new_id()),
        organisation: Some(organisation),
        kind: "count_dates",
        payload: json!({ "after": after }),
        priority: Priority::Normal,
        run_at: app.0.clock.now(),
        key: None,
    };
    storage::jobs::enqueue(tx, job).await?;
    Ok(())
}
