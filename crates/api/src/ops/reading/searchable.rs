//! A copy of a scan in which its words are found and marked: their text is drawn unseen over the pictures.
//! It is made when it is asked for and kept nowhere, for beside every scan it would double the store; the
//! original stays as it came.

use std::fs::File as Copied;

use indexing::reading::TextLayer;
use storage::documents::{File, list_full_pages, list_recognitions};
use workflow::access::Caller;
use workflow::documents::{PageState, ReadingState};
use workflow::{FileId, Refusal};

use super::conclude::page_of;
use super::original;
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::documents::open_file;

/// A copy with a layer of text.
#[derive(Debug)]
pub struct Searchable {
    /// What it is a copy of.
    pub file: File,
    /// A PDF, gone from the disk when it is closed.
    pub copy: Copied,
    /// Its size.
    pub size_bytes: u64,
}

/// Makes the copy of a file whose pages were recognised; refused before the last of them is.
pub async fn searchable_copy(app: &App, caller: &Caller, id: FileId) -> Result<Searchable> {
    let file = open_file(app, caller, id).await?.file;
    let db = &app.0.db;
    let pages = list_recognitions(db, id).await?;
    if matches!(file.state, ReadingState::Waiting | ReadingState::NotYetRead) {
        return Err(OpError::Conflict(Refusal::new("reading.still_recognising")));
    }
    if !pages.iter().any(|page| page.state == PageState::Recognised) {
        return Err(OpError::Conflict(Refusal::new(
            "reading.nothing_recognised",
        )));
    }
    let text = list_full_pages(db, id).await?;
    let layers: Vec<_> = text
        .into_iter()
        .filter_map(|page| {
            let recognised = pages.iter().find(|one| one.number == page.number)?;
            let turn = u16::try_from(recognised.turn).unwrap_or_default();
            let page = page_of(page);
            Some(TextLayer { page, turn })
        })
        .collect();
    let target = tempfile::Builder::new()
        .suffix(".pdf")
        .tempfile_in(app.scratch())?;
    let _turn = app.0.rendering.acquire().await;
    let source = original(app, file.blob).await?;
    let made = app.0.reader.searchable(&source, &layers, target.path());
    let made = made.await.map_err(|trouble| {
        tracing::info!(code = trouble.code, "a copy with text could not be made");
        OpError::Invalid(Refusal::new("reading.no_copy"))
    })?;
    Ok(Searchable {
        file,
        copy: Copied::open(target.path())?,
        size_bytes: made.size_bytes,
    })
}
