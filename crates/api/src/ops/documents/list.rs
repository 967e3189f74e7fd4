//! The list of papers, newest first.

use storage::Slice;
use storage::documents::{Document, File};
use workflow::DocumentId;
use workflow::access::{Caller, Scope};
use workflow::documents::ReadingState;

use crate::error::{OpError, Result};
use crate::ops::App;

/// Papers the caller may see, with their files, at most 100 at a time.
pub async fn list(
    app: &App,
    caller: &Caller,
    state: Option<ReadingState>,
    after: Option<DocumentId>,
    limit: u64,
) -> Result<(Slice<Document>, Vec<File>)> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let db = &app.0.db;
    let limit = limit.clamp(1, 100);
    let slice =
        storage::documents::list_visible(db, &caller.principals(), state, after, limit).await?;
    let ids: Vec<_> = slice.items.iter().map(|document| document.id).collect();
    let files = storage::documents::list_files(db, &ids).await?;
    Ok((slice, files))
}
