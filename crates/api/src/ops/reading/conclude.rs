//! What was read of a file becomes suggestions and fills the gaps of the fields: after the first page of
//! a long scan, so that a clerk can register it, and again with the last one, which ends the reading.

use indexing::reading::{FieldName, Known, Layer, Learnt, Suggestion, fields_from, suggest};
use serde_json::json;
use storage::documents::{Document, File, Page};
use storage::{Executor, Transaction};
use workflow::FileId;
use workflow::documents::{Fields, PageState, ReadingState, name_key, secrecy_mark, state_of_file};

use super::quarantine::quarantine;
use super::{Held, file_and_paper, originals, record};
use crate::error::{OpError, Result};
use crate::ops::App;

/// A suggestion less sure than this, in percent, is offered but not written into the field.
const WRITTEN_FROM: u8 = 50;

/// Names of issuers that are compared with what was read.
const MOST_AGENCIES: u64 = 3_000;

/// What was read for the fields of a paper; nothing where the file is not among those that tell them.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    files: Vec<FileId>,
    /// Pages of them that were done with before they were looked at.
    done: u32,
    rows: Vec<storage::documents::Suggestion>,
}

impl Outcome {
    /// The files that tell the fields, and the suggestions from them.
    pub(super) fn read(&self) -> (&[FileId], &[storage::documents::Suggestion]) {
        (&self.files, &self.rows)
    }
}

/// The files that tell the fields of a paper: its first one, with the pictures behind it where it is
/// itself a picture, for then somebody photographed it page by page.
fn telling(files: &[File]) -> Vec<&File> {
    let is_picture = |file: &&File| file.media_type.starts_with("image/");
    let first = files.first();
    if first.as_ref().is_some_and(is_picture) {
        files.iter().take_while(is_picture).collect()
    } else {
        first.into_iter().collect()
    }
}

/// Pages of the files that need not be waited for.
async fn done_pages(ex: &impl Executor, files: &[FileId]) -> Result<u32> {
    let progress = storage::documents::list_progress(ex, files).await?;
    Ok(progress.values().map(|one| one.total - one.waiting).sum())
}

/// Looks at the pages of a file together with those of the others that tell the fields of the paper.
pub(super) async fn look(
    app: &App,
    document: &Document,
    file: &File,
    pages: &[indexing::reading::Page],
) -> Result<Outcome> {
    let db = &app.0.db;
    let files = storage::documents::list_files(db, &[document.id]).await?;
    let files: Vec<FileId> = telling(&files).iter().map(|file| file.id).collect();
    if !files.contains(&file.id) {
        return Ok(Outcome::default());
    }
    // Asked before the pages: one that comes between is looked at twice and never missed.
    let done = done_pages(db, &files).await?;
    let (mut all, mut origins) = (Vec::new(), Vec::new());
    for one in &files {
        let own = if *one == file.id {
            pages.to_vec()
        } else {
            let kept = storage::documents::list_full_pages(db, *one).await?;
            kept.into_iter().map(page_of).collect()
        };
        for mut page in own {
            origins.push((*one, page.number));
            page.number = u32::try_from(origins.len()).unwrap_or(u32::MAX);
            all.push(page);
        }
    }
    let agencies =
        storage::documents::list_issuers(db, document.organisation, MOST_AGENCIES).await?;
    let mut known = Known {
        agencies,
        learnt: Vec::new(),
    };
    let mut found = suggested(&all, &known).await?;
    let issuers = found.iter().filter(|one| one.field == FieldName::Issuer);
    let keys: Vec<String> = issuers.map(|one| name_key(&one.value)).collect();
    let learnt = storage::documents::list_learnt(db, document.organisation, &keys).await?;
    known.learnt = learnt.into_iter().filter_map(learnt_of).collect();
    if !known.learnt.is_empty() {
        found = suggested(&all, &known).await?;
    }
    let rows = found.iter().map(|one| row_of(&origins, one));
    Ok(Outcome {
        rows: rows.collect::<Result<_>>()?,
        files,
        done,
    })
}

/// The text of a paper decides how long this takes, so no thread of the requests does it.
async fn suggested(pages: &[indexing::reading::Page], known: &Known) -> Result<Vec<Suggestion>> {
    let (pages, known) = (pages.to_vec(), known.clone());
    Ok(tokio::task::spawn_blocking(move || suggest(&pages, &known)).await?)
}

fn learnt_of(row: storage::documents::LearntValue) -> Option<Learnt> {
    Some(Learnt {
        issuer: row.issuer_key,
        field: FieldName::from_code(&row.field)?,
        read: row.read,
        settled: row.settled,
        times: u32::try_from(row.times).unwrap_or_default(),
    })
}

/// A suggestion as it is kept; `origins` are the files and numbers of the pages that were looked at.
fn row_of(origins: &[(FileId, u32)], one: &Suggestion) -> Result<storage::documents::Suggestion> {
    let at = (one.page as usize).checked_sub(1);
    let origin = at.and_then(|at| origins.get(at));
    let (file, page) = origin.ok_or_else(|| OpError::Internal("a suggestion of no page".into()))?;
    Ok(storage::documents::Suggestion {
        file: *file,
        field: one.field.code().to_owned(),
        value: one.value.clone(),
        confidence: i16::from(one.confidence),
        page: i32::try_from(*page).unwrap_or(i32::MAX),
        places: serde_json::to_string(&one.places)
            .map_err(|error| OpError::Internal(error.to_string()))?,
    })
}

/// Keeps the suggestions and fills the gaps of the fields with the sure ones. What an earlier look wrote
/// is a gap again; what a clerk wrote stays, and so does everything of a paper that has its number. Where
/// pages were done with since the look, somebody who has seen them too comes after it; of a paper whose
/// pages were set apart since, nothing is kept.
pub(super) async fn fill(tx: &Transaction, document: &Document, look: &Outcome) -> Result<()> {
    if look.files.is_empty() {
        return Ok(());
    }
    storage::documents::hold(tx, document.id).await?;
    if done_pages(tx, &look.files).await? > look.done {
        return Ok(());
    }
    let files = storage::documents::list_files(tx, &[document.id]).await?;
    let is_apart =
        |file: &File| file.state == ReadingState::Quarantined && look.files.contains(&file.id);
    if files.iter().any(is_apart) {
        return Ok(());
    }
    // As it stands now that it is held: another file of it may have filled fields since.
    let papers = storage::documents::list_by_ids(tx, &[document.id]).await?;
    let document = papers.first().ok_or(OpError::NotFound)?;
    let rows = &look.rows;
    let earlier = storage::documents::list_suggestions(tx, document.id).await?;
    storage::documents::save_suggestions(tx, document.id, rows).await?;
    look.note(tx, document).await?;
    if document.fields.register.is_some() {
        return Ok(());
    }
    let own = without(document.fields.clone(), &fields_of(&earlier, 0));
    let sure = fields_of(rows, WRITTEN_FROM);
    let Ok(filled) = own.filled_from(sure).checked() else {
        return Ok(());
    };
    if filled != document.fields {
        storage::documents::update_fields(tx, document.id, document.revision, &filled).await?;
    }
    Ok(())
}

/// The fields with those values taken out that were only suggested.
fn without(fields: Fields, suggested: &Fields) -> Fields {
    fn kept<T: PartialEq>(own: Option<T>, suggested: Option<&T>) -> Option<T> {
        own.filter(|own| Some(own) != suggested)
    }
    Fields {
        subject: kept(fields.subject, suggested.subject.as_ref()),
        kind: kept(fields.kind, suggested.kind.as_ref()),
        code: kept(fields.code, suggested.code.as_ref()),
        issuer: kept(fields.issuer, suggested.issuer.as_ref()),
        signer: kept(fields.signer, suggested.signer.as_ref()),
        issued_on: kept(fields.issued_on, suggested.issued_on.as_ref()),
        ..fields
    }
}

/// The fields that suggestions of at least this confidence make.
fn fields_of(rows: &[storage::documents::Suggestion], least: u8) -> Fields {
    fields_from(|field| {
        let of_field = |one: &&storage::documents::Suggestion| {
            one.field == field.code() && one.confidence >= i16::from(least)
        };
        rows.iter().find(of_field).map(|one| one.value.clone())
    })
}

/// Looks at a file some of whose pages were recognised, and ends its reading when none waits.
pub async fn conclude(app: &App, held: Held<'_>) -> Result<()> {
    let (file, document) = file_and_paper(app, held.file()?).await?;
    if file.state != ReadingState::NotYetRead {
        return held.drop(app).await;
    }
    let db = &app.0.db;
    // Asked before the pages: a page that comes between is looked at twice and never missed.
    let states = storage::documents::list_recognitions(db, file.id).await?;
    let ends = states.iter().all(|page| page.state != PageState::Waiting);
    let kept = storage::documents::list_full_pages(db, file.id).await?;
    if kept.iter().any(|page| secrecy_mark(&page.text).is_some()) {
        return quarantine(app, &document, &file, held).await;
    }
    let pages: Vec<_> = kept.into_iter().map(page_of).collect();
    let look = look(app, &document, &file, &pages).await?;
    let state = state_of_file(states.iter().map(|page| page.state));
    let trouble = states.iter().find_map(|page| page.trouble.as_deref());
    let trouble = trouble.filter(|_| state == ReadingState::Unreadable);
    let failed = states.iter().filter(|page| page.trouble.is_some()).count();
    app.write(async |tx| {
        let mut kind = "fields.suggested";
        if ends {
            storage::documents::set_reading_state(tx, file.id, state, trouble).await?;
            kind = "file.recognised";
        }
        fill(tx, &document, &look).await?;
        let payload = json!({ "file": file.id, "pages": pages.len(), "failed": failed });
        record(tx, &document, kind, payload);
        held.complete(tx).await
    })
    .await?;
    if ends {
        originals::forget(app, file.blob).await;
    }
    Ok(())
}

pub(super) fn page_of(page: Page) -> indexing::reading::Page {
    indexing::reading::Page {
        number: u32::try_from(page.number).unwrap_or_default(),
        width_pt: page.width_pt,
        height_pt: page.height_pt,
        words: serde_json::from_str(&page.words).unwrap_or_default(),
        text: page.text,
        layer: Layer::Recognised,
        converted: None,
    }
}
