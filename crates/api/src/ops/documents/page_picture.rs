//! The picture of a page, rendered on first need and kept beside the blobs as a projection.

use storage::openings::Look;
use workflow::access::{Caller, Scope};
use workflow::documents::ReadingState;
use workflow::{FileId, Refusal};

use super::show::visible_file;
use crate::error::{Ignored, OpError, Result};
use crate::ops::App;
use crate::ops::access::opened;

/// Widths that are made, in pixels: thumbnail, phone, zoom.
pub const WIDTHS_PX: [u32; 3] = [240, 910, 1240];

/// Narrower pictures cannot be read: whoever scrolls through a list has opened nothing.
const READABLE_PX: u32 = 900;

/// A picture of a page as WebP.
pub async fn page_picture(
    app: &App,
    caller: &Caller,
    id: FileId,
    page: u32,
    width_px: u32,
) -> Result<Vec<u8>> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    if !WIDTHS_PX.contains(&width_px) {
        return Err(OpError::Invalid(Refusal::new("reading.picture_width")));
    }
    let file = visible_file(app, caller, id).await?;
    let has_pictures =
        file.media_type == "application/pdf" || file.media_type.starts_with("image/");
    if file.state == ReadingState::Quarantined || !has_pictures {
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
    let name = hex::encode(file.blob.0);
    let folder = app.config().data.join("pictures").join(&name[..2]);
    let path = folder.join(format!("{name}-{page}-{width_px}.webp"));
    if let Ok(kept) = tokio::fs::read(&path).await {
        return Ok(kept);
    }
    let picture = render(app, &file, page, width_px).await?;
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

async fn render(
    app: &App,
    file: &storage::documents::File,
    page: u32,
    width_px: u32,
) -> Result<Vec<u8>> {
    let _turn = app
        .0
        .rendering
        .acquire()
        .await
        .map_err(|e| OpError::Internal(e.to_string()))?;
    tokio::fs::create_dir_all(app.scratch()).await?;
    let scratch = tempfile::Builder::new()
        .prefix("render-")
        .tempdir_in(app.scratch())?;
    let original = scratch.path().join("original");
    app.0.blobs.copy_to(file.blob, &original).await?;
    app.0
        .reader
        .render(&original, page, width_px, 0)
        .await
        .map_err(|trouble| {
            tracing::info!(code = trouble.code, "a page could not be rendered");
            OpError::Invalid(Refusal::new("reading.no_picture"))
        })
}
