//! The picture of a page, rendered on first need and kept beside the blobs as a projection.

use std::path::PathBuf;

use storage::blobs::BlobHash;
use storage::documents::File;
use storage::openings::Look;
use workflow::access::{Caller, Scope};
use workflow::documents::ReadingState;
use workflow::{DocumentId, FileId, Refusal};

use super::show::{first_file, visible_document, visible_file};
use crate::error::{Ignored, OpError, Result};
use crate::ops::App;
use crate::ops::access::opened;
use crate::ops::reading::original;

/// Widths that are made, in pixels: thumbnail, phone, zoom.
pub const WIDTHS_PX: [u32; 3] = [240, 910, 1240];

/// Narrower pictures cannot be read: whoever scrolls through a list has opened nothing.
const READABLE_PX: u32 = 900;

/// Which picture of a page.
#[derive(Debug, Clone, Copy)]
pub struct Picture {
    /// The page, from 1.
    pub page: u32,
    /// One of [`WIDTHS_PX`].
    pub width_px: u32,
    /// Degrees clockwise by which the page is turned: 0, 90, 180 or 270.
    pub turn: u16,
}

/// A picture of a page as WebP.
pub async fn page_picture(
    app: &App,
    caller: &Caller,
    id: FileId,
    wanted: Picture,
) -> Result<Vec<u8>> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    refuse_odd_picture(wanted)?;
    let Picture { page, width_px, .. } = wanted;
    let file = visible_file(app, caller, id).await?;
    if file.state == ReadingState::Quarantined || !has_pictures(&file) {
        return Err(OpError::Invalid(Refusal::new("reading.no_picture")));
    }
    if page == 0
        || file
            .page_count
            .is_some_and(|count| i64::from(page) > i64::from(count))
    {
        return Err(OpError::NotFound);
    }
    if width_px >= READABLE_PX {
        opened(app, caller, file.document, Look::Page);
    }
    shown_picture(app, file.blob, wanted).await
}

/// What a reader shows of a paper first: page 1 of the file it opens, upright.
pub async fn first_picture(
    app: &App,
    caller: &Caller,
    id: DocumentId,
    width_px: u32,
) -> Result<(FileId, Picture)> {
    let document = visible_document(app, caller, id).await?;
    let db = &app.0.db;
    let files = storage::documents::list_files(db, &[id]).await?;
    let first = first_file(app, &document, files.into_iter()).await?;
    let file = first.ok_or(OpError::NotFound)?;
    let recognised = storage::documents::list_recognitions(db, file).await?;
    let page = recognised.iter().find(|page| page.number == 1);
    let turn = page.map_or(0, |page| u16::try_from(page.turn).unwrap_or_default());
    let picture = Picture {
        page: 1,
        width_px,
        turn,
    };
    Ok((file, picture))
}

/// Refuses widths that are not made and turns that are none.
pub(in crate::ops) fn refuse_odd_picture(wanted: Picture) -> Result<()> {
    let Picture { width_px, turn, .. } = wanted;
    if !WIDTHS_PX.contains(&width_px) || turn >= 360 || turn % 90 != 0 {
        return Err(OpError::Invalid(Refusal::new("reading.picture_width")));
    }
    Ok(())
}

/// The picture, drawn now if it was not before.
pub(in crate::ops) async fn shown_picture(
    app: &App,
    blob: BlobHash,
    wanted: Picture,
) -> Result<Vec<u8>> {
    let path = path_of(app, blob, wanted);
    if let Ok(kept) = tokio::fs::read(&path).await {
        return Ok(kept);
    }
    let picture = render(app, blob, wanted).await?;
    let folder = folder_of(app, blob);
    tokio::fs::create_dir_all(&folder).await?;
    let half = tempfile::Builder::new()
        .tempfile_in(&folder)?
        .into_temp_path();
    tokio::fs::write(&half, &picture)
        .await
        .ignored("a picture can be rendered again");
    half.persist(&path)
        .ignored("a picture can be rendered again");
    Ok(picture)
}

fn folder_of(app: &App, blob: BlobHash) -> PathBuf {
    let name = hex::encode(blob.0);
    app.config().data.join("pictures").join(&name[..2])
}

fn path_of(app: &App, blob: BlobHash, wanted: Picture) -> PathBuf {
    let Picture {
        page,
        width_px,
        turn,
    } = wanted;
    let name = hex::encode(blob.0);
    folder_of(app, blob).join(format!("{name}-{page}-{width_px}-{turn}.webp"))
}

/// Draws what a list and a phone show first, before anybody asks.
pub(in crate::ops) async fn draw_first_page(app: &App, file: &File) -> Result<()> {
    if !has_pictures(file) {
        return Ok(());
    }
    for width_px in [WIDTHS_PX[1], WIDTHS_PX[0]] {
        let first = Picture {
            page: 1,
            width_px,
            turn: 0,
        };
        shown_picture(app, file.blob, first).await?;
    }
    Ok(())
}

fn has_pictures(file: &File) -> bool {
    file.media_type == "application/pdf" || file.media_type.starts_with("image/")
}

/// Removes every picture of a file that may not be seen any more.
pub(in crate::ops) async fn forget_pictures(app: &App, blob: BlobHash) {
    let name = hex::encode(blob.0);
    let Ok(mut entries) = tokio::fs::read_dir(folder_of(app, blob)).await else {
        return;
    };
    while let Ok(Some(entry)) = entries.next_entry().await {
        if entry.file_name().to_string_lossy().starts_with(&name) {
            tokio::fs::remove_file(entry.path())
                .await
                .ignored("pictures are given out of no file that is kept apart");
        }
    }
}

async fn render(app: &App, blob: BlobHash, wanted: Picture) -> Result<Vec<u8>> {
    let _turn = app
        .0
        .rendering
        .acquire()
        .await
        .map_err(|e| OpError::Internal(e.to_string()))?;
    let original = original(app, blob).await?;
    let Picture {
        page,
        width_px,
        turn,
    } = wanted;
    app.0
        .reader
        .render(&original, page, width_px, turn)
        .await
        .map_err(|trouble| {
            tracing::info!(code = trouble.code, "a page could not be rendered");
            OpError::Invalid(Refusal::new("reading.no_picture"))
        })
}
