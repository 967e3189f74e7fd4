//! What is written on the pages of a file.

use storage::blobs::BlobHash;
use storage::openings::Look;
use storage::organisations::Person;
use workflow::FileId;
use workflow::access::Caller;
use workflow::ink::{Layer, may_be_written_on};

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::access::opened;
use crate::ops::documents::visible_file;

/// The strokes on a file.
#[derive(Debug)]
pub struct Shown {
    /// The bytes they are written on.
    pub blob: BlobHash,
    /// One's own and those that are shared, by page.
    pub layers: Vec<Layer>,
    /// Who wrote them.
    pub authors: Vec<Person>,
}

/// Shows the caller's own strokes and those that others share.
pub async fn show(app: &App, caller: &Caller, id: FileId) -> Result<Shown> {
    let file = visible_file(app, caller, id).await?;
    may_be_written_on(file.state).map_err(OpError::Refused)?;
    let db = &app.0.db;
    let layers = storage::ink::list_layers(db, id, file.blob, caller.person).await?;
    if !layers.is_empty() {
        opened(app, caller, file.document, Look::Page);
    }
    let mut authors: Vec<_> = layers.iter().map(|layer| layer.author).collect();
    authors.sort_unstable();
    authors.dedup();
    let authors = storage::organisations::list_people_by_ids(db, &authors).await?;
    Ok(Shown {
        blob: file.blob,
        layers,
        authors,
    })
}
