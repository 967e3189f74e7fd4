//! Originals beside the worker: the pages of a file are recognised one by one, and an object store
//! is asked for its bytes once, not once a page.

use std::path::PathBuf;

use storage::blobs::BlobHash;
use time::{Duration, OffsetDateTime};

use crate::error::{Ignored, Result};
use crate::ops::App;

/// How long a copy is kept after it was asked for.
const KEPT: Duration = Duration::hours(1);

fn path_of(app: &App, blob: BlobHash) -> PathBuf {
    app.scratch().join("originals").join(hex::encode(blob.0))
}

/// A copy of the bytes on this machine; it may be read, not changed.
pub(in crate::ops) async fn original(app: &App, blob: BlobHash) -> Result<PathBuf> {
    let path = path_of(app, blob);
    if let Ok(kept) = std::fs::File::open(&path) {
        kept.set_modified(app.0.clock.now().into())
            .ignored("the copy is removed sooner and made again");
        return Ok(path);
    }
    let folder = app.scratch().join("originals");
    tokio::fs::create_dir_all(&folder).await?;
    let half = tempfile::Builder::new()
        .prefix("half-")
        .tempdir_in(app.scratch())?;
    let copy = half.path().join("original");
    app.0.blobs.copy_to(blob, &copy).await?;
    tokio::fs::rename(&copy, &path).await?;
    Ok(path)
}

/// Removes copies that nobody asked for within the hour; whoever needs one again makes it again.
pub(in crate::ops) async fn tidy_originals(app: &App) -> Result<()> {
    let folder = app.scratch().join("originals");
    let mut entries = match tokio::fs::read_dir(&folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let before = app.0.clock.now() - KEPT;
    while let Some(entry) = entries.next_entry().await? {
        let asked_for = OffsetDateTime::from(entry.metadata().await?.modified()?);
        if asked_for < before {
            tokio::fs::remove_file(entry.path())
                .await
                .ignored("the next round removes it");
        }
    }
    Ok(())
}

/// Forgets the copy.
pub(in crate::ops) async fn forget(app: &App, blob: BlobHash) {
    match tokio::fs::remove_file(path_of(app, blob)).await {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        removed => removed.ignored("copies are tidied away after a day"),
    }
}
