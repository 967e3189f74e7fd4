//! Papers as the index takes them, loaded in a few queries for many at once.

use std::collections::{HashMap, HashSet};

use indexing::search::{Change, PageText, Paper};
use storage::documents::File;
use workflow::DocumentId;
use workflow::documents::ReadingState;

use crate::error::Result;
use crate::ops::App;

/// The present state of the papers as changes for the index. What is kept apart is taken out.
pub async fn load_changes(app: &App, ids: &[DocumentId]) -> Result<Vec<Change>> {
    let db = &app.0.db;
    let documents = storage::documents::list_by_ids(db, ids).await?;
    let mut readers: HashMap<DocumentId, Vec<String>> = HashMap::new();
    for (id, reader) in storage::grants::list_readers(db, ids).await? {
        readers.entry(id).or_default().push(reader);
    }
    let files = storage::documents::list_files(db, ids).await?;
    let passed_over = passed_over(app, ids, &files).await?;
    let mut file_names: HashMap<DocumentId, Vec<String>> = HashMap::new();
    for file in files {
        file_names.entry(file.document).or_default().push(file.name);
    }
    let mut pages: HashMap<DocumentId, Vec<PageText>> = HashMap::new();
    // Of what its sender took back or had returned only the trace is found.
    let withheld = storage::exchange::list_withheld(db, ids).await?;
    let mut read = ids.to_vec();
    read.retain(|id| !withheld.contains(id));
    for (id, file, number, text) in storage::documents::list_texts(db, &read).await? {
        if passed_over.contains(&(id, file)) {
            continue;
        }
        let file = u32::try_from(file).unwrap_or(0);
        let number = u32::try_from(number).unwrap_or(1);
        pages
            .entry(id)
            .or_default()
            .push(PageText { file, number, text });
    }
    let changes = documents.into_iter().map(|document| {
        let id = document.id;
        if document.state == ReadingState::Quarantined {
            return Change::Remove(id);
        }
        Change::Put(Box::new(Paper {
            id,
            readers: readers.remove(&id).unwrap_or_default(),
            fields: document.fields,
            unit: document.unit,
            state: document.state,
            captured_at: document.captured_at,
            file_names: file_names.remove(&id).unwrap_or_default(),
            pages: pages.remove(&id).unwrap_or_default(),
        }))
    });
    Ok(changes.collect())
}

/// Files in which nothing is looked up, by paper and place among its files: approved ones whose every
/// word is read in the stamped copy, for one passage is found once, where number and date are; and those
/// of older versions, for nobody is to read one of them by mistake.
async fn passed_over(
    app: &App,
    ids: &[DocumentId],
    files: &[File],
) -> Result<HashSet<(DocumentId, i32)>> {
    let copies = storage::outgoing::list_stamped_copies(&app.0.db, ids).await?;
    let is_read = |copy| {
        let mut files = files.iter();
        files.any(|file| file.id == copy && file.state == ReadingState::Read)
    };
    let superseded = storage::outgoing::list_superseded(&app.0.db, ids).await?;
    let is_passed_over = |file: &&File| {
        let copy = copies.get(&file.id);
        superseded.contains(&file.id) || copy.is_some_and(|copy| is_read(*copy))
    };
    let without = files.iter().filter(is_passed_over);
    Ok(without.map(|file| (file.document, file.ordinal)).collect())
}
