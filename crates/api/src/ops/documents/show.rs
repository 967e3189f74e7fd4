//! One paper with everything its page needs, its files, pages and history.

use std::collections::HashMap;

use bytes::Bytes;
use futures::stream::BoxStream;
use storage::documents::{Document, File, Page, Progress, Recognition};
use storage::openings::Look;
use storage::organisations::Person;
use storage::registers::Kept;
use workflow::access::{Caller, Scope};
use workflow::audit::Event;
use workflow::documents::{Direction, ReadingState};
use workflow::{DocumentId, FileId, PersonId, Refusal};

use super::capture::{may_add_file, may_correct};
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::access::opened;
use crate::ops::exchange::{self, Carried};
use crate::ops::registers::may_take;

/// A paper with its surroundings.
#[derive(Debug)]
pub struct Shown {
    /// The paper.
    pub document: Document,
    /// Its files.
    pub files: Vec<File>,
    /// How far the recognition of their pages is, where any is recognised.
    pub progress: HashMap<FileId, Progress>,
    /// The file to open first, once it has pages: of a draft the one that goes out, or the first of its version.
    pub first_file: Option<FileId>,
    /// Other papers with the same bytes that the caller may see, with their files.
    pub duplicates: Vec<(Document, Vec<File>)>,
    /// Who brought it in.
    pub captured_by: Option<Person>,
    /// Whether the caller may correct it, or why not.
    pub may_edit: Result<(), Refusal>,
    /// Whether the caller may add a file to it, or why not.
    pub may_add_file: Result<(), Refusal>,
    /// Where it stands in a register.
    pub standing: Option<Kept>,
    /// Whether the caller may register it, or why not.
    pub may_register: Result<(), Refusal>,
    /// How it came from another agency, if it did.
    pub came_by: Option<Carried>,
}

/// Shows a paper.
pub async fn show(app: &App, caller: &Caller, id: DocumentId) -> Result<Shown> {
    let document = visible_document(app, caller, id).await?;
    let (db, principals) = (&app.0.db, caller.principals());
    opened(app, caller, id, Look::Paper);
    let others = storage::documents::list_duplicates(db, id, &principals).await?;
    let ids: Vec<_> = others.iter().map(|other| other.id).chain([id]).collect();
    let files = storage::documents::list_files(db, &ids).await?;
    let of = |id: DocumentId| {
        files
            .iter()
            .filter(move |file| file.document == id)
            .cloned()
    };
    let people: Vec<_> = document.captured_by.into_iter().collect();
    let captured_by = storage::organisations::list_people_by_ids(db, &people)
        .await?
        .into_iter()
        .next();
    let standing = storage::registers::find_standing(db, id).await?;
    let stands = standing.is_some();
    let may_write = caller.require_scope(Scope::Write);
    let came_by = exchange::came_by(app, caller, id).await?;
    let is_withheld = came_by
        .as_ref()
        .is_some_and(|carried| carried.consignment.is_withheld());
    let may_register = if is_withheld {
        Err(Refusal::new("exchange.withheld"))
    } else {
        may_take(caller, document.state, stands)
    };
    let may_edit = may_correct(app, caller, &document).await?;
    let may_add_file = may_add_file(app, caller, &document).await?;
    let files_of_paper: Vec<_> = of(id).map(|file| file.id).collect();
    let progress = storage::documents::list_progress(db, &files_of_paper).await?;
    Ok(Shown {
        came_by,
        progress,
        first_file: first_file(app, &document, of(id)).await?,
        files: of(id).collect(),
        duplicates: others
            .into_iter()
            .map(|other| (other.clone(), of(other.id).collect()))
            .collect(),
        captured_by,
        may_edit: may_write.clone().and(may_edit),
        may_add_file: may_write.clone().and(may_add_file),
        may_register: may_write.and(may_register),
        standing,
        document,
    })
}

/// The file that a reader opens first: of a draft what goes out, else the first with pages.
pub(super) async fn first_file(
    app: &App,
    document: &Document,
    mut files: impl Iterator<Item = File>,
) -> Result<Option<FileId>> {
    let of_draft = first_of_draft(app, document).await?;
    let has_pages = |file: &File| file.page_count.is_some_and(|count| count > 0);
    Ok(of_draft.or_else(|| files.find(has_pages).map(|file| file.id)))
}

/// Older versions stay among the files of a draft; nobody is to read one of them by mistake. The one
/// that goes out comes before the one that was approved.
async fn first_of_draft(app: &App, document: &Document) -> Result<Option<FileId>> {
    if document.fields.direction != Some(Direction::Outgoing) {
        return Ok(None);
    }
    let draft = storage::outgoing::find_draft(&app.0.db, document.id).await?;
    let first = draft.as_ref().and_then(|draft| draft.files.first());
    let release = draft.as_ref().and_then(|draft| draft.release.as_ref());
    let copy = release.and_then(|release| release.stamp.copy());
    Ok(copy.map(|copy| copy.file).or(first.map(|file| file.file)))
}

/// What happened to a paper, oldest first, with the people named in it.
pub async fn timeline(
    app: &App,
    caller: &Caller,
    id: DocumentId,
) -> Result<(Vec<Event>, Vec<Person>)> {
    let document = visible_document(app, caller, id).await?;
    let db = &app.0.db;
    let subject = id.to_string();
    let events = storage::events::list_of_subject(db, document.organisation, &subject).await?;
    let mut actors: Vec<_> = events.iter().filter_map(|event| event.actor).collect();
    for event in &events {
        let payload = serde_json::from_str(&event.payload).unwrap_or_default();
        actors.extend(behalf_of(&payload));
    }
    actors.sort_unstable();
    actors.dedup();
    let people = storage::organisations::list_people_by_ids(db, &actors).await?;
    Ok((events, people))
}

/// On whose behalf somebody did what an event tells of.
pub fn behalf_of(payload: &serde_json::Value) -> Option<PersonId> {
    payload["on_behalf_of"].as_str()?.parse().ok()
}

/// A paper that the caller may see.
pub(super) async fn visible_document(
    app: &App,
    caller: &Caller,
    id: DocumentId,
) -> Result<Document> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let found = storage::documents::find_visible(&app.0.db, id, &caller.principals()).await?;
    found.ok_or(OpError::NotFound)
}

/// A file that the caller may see; of a paper that its sender took back or had returned nothing
/// is read any more.
pub(in crate::ops) async fn visible_file(app: &App, caller: &Caller, id: FileId) -> Result<File> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let found = storage::documents::find_visible_file(&app.0.db, id, &caller.principals()).await?;
    let file = found.ok_or(OpError::NotFound)?;
    if storage::exchange::is_withheld(&app.0.db, file.document).await? {
        return Err(OpError::Refused(Refusal::new("exchange.withheld")));
    }
    Ok(file)
}

/// What the bytes of a file can be asked for with, once it is known that the caller may.
pub struct OpenFile {
    /// The file.
    pub file: File,
    blobs: storage::Blobs,
}

impl OpenFile {
    /// The bytes of a range, or all.
    pub async fn bytes(
        &self,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<BoxStream<'static, storage::Result<Bytes>>> {
        Ok(self.blobs.get(self.file.blob, range).await?)
    }
}

/// Opens a file for download; what is kept apart is not given out.
pub async fn open_file(app: &App, caller: &Caller, id: FileId) -> Result<OpenFile> {
    let file = visible_file(app, caller, id).await?;
    if file.state == ReadingState::Quarantined {
        return Err(OpError::Refused(Refusal::new("documents.quarantined")));
    }
    opened(app, caller, file.document, Look::File);
    Ok(OpenFile {
        file,
        blobs: app.0.blobs.clone(),
    })
}

/// Pages of a file, each with its recognition where it has one.
pub async fn list_pages(
    app: &App,
    caller: &Caller,
    id: FileId,
) -> Result<Vec<(Page, Option<Recognition>)>> {
    let file = visible_file(app, caller, id).await?;
    opened(app, caller, file.document, Look::Page);
    let pages = storage::documents::list_pages(&app.0.db, file.id).await?;
    let recognised = storage::documents::list_recognitions(&app.0.db, file.id).await?;
    let mut recognised: HashMap<_, _> = recognised
        .into_iter()
        .map(|page| (page.number, page))
        .collect();
    let with = |page: Page| {
        let recognition = recognised.remove(&page.number);
        (page, recognition)
    };
    Ok(pages.into_iter().map(with).collect())
}

/// One page with text and places of words.
pub async fn show_page(app: &App, caller: &Caller, id: FileId, number: i32) -> Result<Page> {
    let file = visible_file(app, caller, id).await?;
    opened(app, caller, file.document, Look::Page);
    storage::documents::find_page(&app.0.db, file.id, number)
        .await?
        .ok_or(OpError::NotFound)
}
