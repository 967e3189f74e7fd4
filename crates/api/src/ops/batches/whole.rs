//! Whether a file that a scanner dropped is one that can be taken: of a kind that has pages, with its end,
//! and opened by the child that reads files.

use std::io::SeekFrom;
use std::path::Path;

use indexing::reading::Trouble;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::documents::detect;

/// The end of a file in which its last mark has to stand.
const TAIL_BYTES: u64 = 2048;

/// What a file turned out to be.
pub(super) enum Found {
    /// A scan, of this type.
    Scan(&'static str),
    /// Nothing that has pages; waiting changes nothing.
    Unfit(String),
    /// Broken, or not written to its end yet.
    Broken(String),
}

/// Names under which programs write what is not there yet, and what file managers leave.
pub(super) fn is_passing(name: &str) -> bool {
    let lower = name.to_lowercase();
    let endings = [
        ".tmp",
        ".temp",
        ".part",
        ".partial",
        ".filepart",
        ".crdownload",
    ];
    lower.starts_with(['.', '~'])
        || endings.iter().any(|ending| lower.ends_with(ending))
        || ["thumbs.db", "desktop.ini"].contains(&lower.as_str())
}

/// Looks at a copy that nobody changes any more.
pub(super) async fn look_at_copy(app: &App, copy: &Path, name: &str) -> Result<Found> {
    let media_type = detect(copy, name).await?;
    let marks: &[&[u8]] = match media_type {
        "application/pdf" => &[b"%%EOF"],
        "image/jpeg" => &[&[0xff, 0xd9]],
        "image/png" => &[b"IEND"],
        // Begun, and nothing of it is there yet.
        "application/x-empty" => return Ok(Found::Broken("batches.file_half_written".to_owned())),
        kind if kind.starts_with("image/") => &[],
        _ => return Ok(Found::Unfit("reading.no_scan".to_owned())),
    };
    let tail = tail_of(copy).await?;
    let has = |mark: &&[u8]| tail.windows(mark.len()).any(|part| part == *mark);
    if !marks.is_empty() && !marks.iter().any(has) {
        return Ok(Found::Broken("batches.file_half_written".to_owned()));
    }
    match app.0.reader.look(copy, 1, 1).await {
        Ok(_) => Ok(Found::Scan(media_type)),
        Err(Trouble { code, .. }) if code == "reading.not_started" => Err(OpError::Internal(code)),
        Err(Trouble { code, .. }) if code == "reading.encrypted" => Ok(Found::Unfit(code)),
        Err(Trouble { code, .. }) => Ok(Found::Broken(code)),
    }
}

async fn tail_of(path: &Path) -> Result<Vec<u8>> {
    let mut file = tokio::fs::File::open(path).await?;
    let length = file.metadata().await?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))
        .await?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).await?;
    Ok(tail)
}
