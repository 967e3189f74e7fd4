//! From the bytes of a kept file to text that is found and fields that are suggested: the file is
//! read, pages without text are recognised one by one, and with the last of them the file is read.

mod conclude;
mod learn;
mod originals;
mod quarantine;
mod read_file;
mod recognise;
mod searchable;
mod suggestions;
mod sure;

pub use conclude::conclude;
pub(in crate::ops) use learn::{Settled, learn};
pub(in crate::ops) use originals::{forget, original, tidy_originals};
pub use read_file::read_file;
pub use recognise::{recognise_page, resume};
pub use searchable::{Searchable, searchable_copy};
pub use suggestions::{Reference, Suggested, suggestions};

use storage::Transaction;
use storage::documents::{Document, File};
use storage::jobs::Job;
use workflow::audit::NewEvent;
use workflow::{FileId, JobId};

use crate::error::{OpError, Result};
use crate::ops::App;

/// A job under a lease, with who holds it.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// The job.
    pub job: &'a Job,
    /// Who holds it.
    pub owner: &'a str,
}

impl Held<'_> {
    /// Ends the job with its effect.
    pub(in crate::ops) async fn complete(&self, tx: &Transaction) -> Result<()> {
        Ok(storage::jobs::complete(tx, self.job.id, self.owner).await?)
    }

    /// Ends a job that has no effect any more.
    pub(in crate::ops) async fn drop(&self, app: &App) -> Result<()> {
        let tx = app.0.db.begin(app.0.clock.now()).await?;
        self.complete(&tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The file that the job is about.
    fn file(&self) -> Result<FileId> {
        let id = self.job.payload["file"].as_str();
        id.and_then(|text| text.parse().ok())
            .ok_or_else(|| OpError::Internal("the job names no file".into()))
    }
}

/// A file with its paper.
async fn file_and_paper(app: &App, file: FileId) -> Result<(File, Document)> {
    let found = storage::documents::find_file(&app.0.db, file).await?;
    let file = found.ok_or(OpError::NotFound)?;
    let papers = storage::documents::list_by_ids(&app.0.db, &[file.document]).await?;
    let paper = papers.into_iter().next().ok_or(OpError::NotFound)?;
    Ok((file, paper))
}

fn record(
    tx: &mut Transaction,
    document: &Document,
    kind: &'static str,
    payload: serde_json::Value,
) {
    let subject = document.id.to_string();
    let event = NewEvent {
        actor: None,
        kind,
        subject,
        payload,
    };
    tx.record(document.organisation, event);
}

fn new_job_id(app: &App) -> JobId {
    JobId(app.0.clock.new_id())
}
