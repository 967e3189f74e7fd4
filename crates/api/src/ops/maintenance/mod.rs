//! Care of what is kept: integrity of blobs, orphans, expired uploads and answers.

use futures::StreamExt;
use storage::StorageError;
use time::Duration;

use crate::error::{Ignored, Result};
use crate::ops::App;

/// What a round of care found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Care {
    /// Blobs read again and compared with their hash.
    pub blobs_checked: u64,
    /// Of them, damaged or missing.
    pub blobs_damaged: u64,
    /// Blobs removed that nothing named.
    pub orphans_removed: u64,
    /// Broken-off uploads removed.
    pub uploads_expired: u64,
}

/// Checks the blobs whose last check is older than the settings want.
pub async fn check_blobs(app: &App) -> Result<Care> {
    let mut care = Care::default();
    let hours = app.0.config.maintenance.integrity_check_hours;
    if hours <= 0 {
        return Ok(care);
    }
    let before = app.0.clock.now() - Duration::hours(hours);
    loop {
        let due = storage::documents::list_blobs_to_check(&app.0.db, before, 100).await?;
        if due.is_empty() {
            return Ok(care);
        }
        for blob in due {
            let verdict = app.0.blobs.verify(blob).await;
            let trouble = match &verdict {
                Ok(()) => None,
                Err(StorageError::Corrupt(_)) => Some("blob.damaged"),
                Err(StorageError::NotFound(_)) => Some("blob.missing"),
                Err(_) => return verdict.map(|()| care).map_err(Into::into),
            };
            if let Some(trouble) = trouble {
                tracing::error!(
                    blob = hex::encode(blob.0),
                    trouble,
                    "a kept file is not intact"
                );
                metrics::counter!("congvan_blobs_damaged_total").increment(1);
                care.blobs_damaged += 1;
            }
            let tx = app.0.db.begin(app.0.clock.now()).await?;
            storage::documents::mark_blob_checked(&tx, blob, trouble).await?;
            tx.commit().await?;
            care.blobs_checked += 1;
        }
    }
}

/// The hashes, in hex, of kept files that were not whole when they were last checked.
pub async fn list_damaged(app: &App) -> Result<Vec<String>> {
    let damaged = storage::documents::list_damaged_blobs(&app.0.db).await?;
    Ok(damaged.iter().map(|blob| hex::encode(blob.0)).collect())
}

/// Removes blobs that no row names and that are old enough, and what has expired.
pub async fn sweep(app: &App) -> Result<Care> {
    let mut care = Care::default();
    let now = app.0.clock.now();
    let before = now - Duration::hours(app.0.config.maintenance.orphan_age_hours);
    let mut blobs = app.0.blobs.list().await?;
    while let Some(found) = blobs.next().await {
        let (blob, written_at) = found?;
        if written_at < before && !storage::documents::blob_is_named(&app.0.db, blob.hash).await? {
            care.orphans_removed += u64::from(app.0.blobs.remove_older(blob.hash, before).await?);
        }
    }
    care.uploads_expired = app.0.uploads.reclaim_expired(now).await?;
    let tx = app.0.db.begin(now).await?;
    storage::identity::sweep(&tx, now - Duration::days(30)).await?;
    tx.commit().await?;
    Ok(care)
}

/// Removes what ended processes left in the scratch folder more than a day ago.
pub async fn tidy_scratch(app: &App) -> Result<()> {
    let mut entries = match tokio::fs::read_dir(app.scratch()).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    super::reading::tidy_originals(app).await?;
    let before = app.0.clock.now() - Duration::days(1);
    while let Some(entry) = entries.next_entry().await? {
        let changed = time::OffsetDateTime::from(entry.metadata().await?.modified()?);
        if changed < before {
            tokio::fs::remove_dir_all(entry.path())
                .await
                .ignored("left-over files do no harm");
        }
    }
    Ok(())
}

/// Answers when the database answers.
pub async fn ping(app: &App) -> Result<()> {
    Ok(app.0.db.ping().await?)
}

/// A program on the PATH.
pub fn find_program(name: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}
