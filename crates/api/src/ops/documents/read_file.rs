//! The reading of one kept file, as a job: child process, pages, suggested fields, files inside.

use indexing::reading::{Contained, Reading, Trouble};
use serde_json::json;
use storage::blobs::Blob;
use storage::documents::{Document, File, FileReading, Page};
use storage::{StorageError, Transaction};
use workflow::audit::NewEvent;
use workflow::documents::{ReadingState, secrecy_mark};
use workflow::{FileId, JobId};

use super::capture::{add_contained, detect};
use crate::error::{OpError, Result};
use crate::ops::App;

/// Reads the file and ends the job in one transaction; does nothing twice when it is run twice.
pub async fn read_file(app: &App, file: FileId, job: JobId, owner: &str) -> Result<()> {
    let file = storage::documents::find_file(&app.0.db, file)
        .await?
        .ok_or(OpError::NotFound)?;
    let documents = storage::documents::list_by_ids(&app.0.db, &[file.document]).await?;
    let document = documents.into_iter().next().ok_or(OpError::NotFound)?;
    tokio::fs::create_dir_all(app.scratch()).await?;
    let scratch = tempfile::Builder::new()
        .prefix("read-")
        .tempdir_in(app.scratch())?;
    let original = scratch.path().join("original");
    match app.0.blobs.copy_to(file.blob, &original).await {
        // Set apart by an earlier try that did not come to writing it down, or in another paper.
        Err(StorageError::NotFound(_)) if app.0.blobs.quarantine(file.blob).await.is_ok() => {
            return quarantine(app, &document, &file, (job, owner)).await;
        }
        copied => copied?,
    }
    let inside = scratch.path().join("inside");
    tokio::fs::create_dir_all(&inside).await?;
    let outcome = app
        .0
        .reader
        .read_named(&original, &file.name, &inside)
        .await;
    let reading = match outcome {
        Ok(reading) => reading,
        Err(trouble) => return save_trouble(app, &document, &file, trouble, (job, owner)).await,
    };
    if reading
        .pages
        .iter()
        .any(|page| secrecy_mark(&page.text).is_some())
    {
        app.0.blobs.quarantine(file.blob).await?;
        return quarantine(app, &document, &file, (job, owner)).await;
    }
    let kept = keep_contained(app, &reading.contained).await?;
    save(app, &document, &file, (reading, kept), (job, owner)).await
}

async fn keep_contained(
    app: &App,
    contained: &[Contained],
) -> Result<Vec<(String, &'static str, Blob)>> {
    let mut kept = Vec::with_capacity(contained.len());
    for member in contained {
        let media_type = detect(&member.path, &member.name).await?;
        let blob = app.0.blobs.put_file(&member.path).await?;
        kept.push((member.name.clone(), media_type, blob));
    }
    Ok(kept)
}

async fn save(
    app: &App,
    document: &Document,
    file: &File,
    (reading, contained): (Reading, Vec<(String, &'static str, Blob)>),
    (job, owner): (JobId, &str),
) -> Result<()> {
    let has_own_pages = !reading.pages.is_empty();
    let state = if reading.has_text() || !has_own_pages {
        ReadingState::Read
    } else {
        ReadingState::NotYetRead
    };
    let outcome = FileReading {
        state,
        trouble: None,
        media_type: reading.media_type.clone(),
        pages: reading.pages.iter().map(to_page).collect::<Result<_>>()?,
    };
    app.write(async |tx| {
        storage::documents::save_reading(tx, file.id, &outcome).await?;
        if file.ordinal == 0 {
            fill_fields(tx, document, &reading).await?;
        }
        for (name, media_type, blob) in &contained {
            let member = (name.as_str(), *media_type, blob.clone());
            add_contained(app, tx, document.organisation, file, member).await?;
        }
        let payload = json!({
            "file": file.id, "state": state.code(), "pages": outcome.pages.len(),
            "files_inside": contained.len(),
        });
        record(tx, document, "file.read", payload);
        Ok(storage::jobs::complete(tx, job, owner).await?)
    })
    .await
}

/// Fills the gaps of the fields with what was found on the first pages.
async fn fill_fields(tx: &Transaction, document: &Document, reading: &Reading) -> Result<()> {
    let filled = document
        .fields
        .clone()
        .filled_from(reading.suggested.clone());
    let Ok(filled) = filled.checked() else {
        return Ok(());
    };
    if filled != document.fields {
        storage::documents::update_fields(tx, document.id, document.revision, &filled).await?;
    }
    Ok(())
}

fn to_page(page: &indexing::reading::Page) -> Result<Page> {
    let words = if page.words.is_empty() {
        String::new()
    } else {
        serde_json::to_string(&page.words).map_err(|e| OpError::Internal(e.to_string()))?
    };
    Ok(Page {
        number: i32::try_from(page.number).unwrap_or(i32::MAX),
        width_pt: page.width_pt,
        height_pt: page.height_pt,
        // PostgreSQL keeps no NUL in texts, and no reader needs one.
        text: page.text.replace('\0', ""),
        words,
    })
}

async fn save_trouble(
    app: &App,
    document: &Document,
    file: &File,
    trouble: Trouble,
    (job, owner): (JobId, &str),
) -> Result<()> {
    let outcome = FileReading {
        state: ReadingState::Unreadable,
        trouble: Some(trouble.code.clone()),
        media_type: trouble
            .media_type
            .unwrap_or_else(|| file.media_type.clone()),
        pages: Vec::new(),
    };
    app.write(async |tx| {
        storage::documents::save_reading(tx, file.id, &outcome).await?;
        let payload = json!({ "file": file.id, "state": "unreadable", "trouble": trouble.code });
        record(tx, document, "file.read", payload);
        Ok(storage::jobs::complete(tx, job, owner).await?)
    })
    .await
}

/// A mark of state secrecy: the bytes have left the ordinary store, no text and no trích yếu is kept.
async fn quarantine(
    app: &App,
    document: &Document,
    file: &File,
    (job, owner): (JobId, &str),
) -> Result<()> {
    let outcome = FileReading {
        state: ReadingState::Quarantined,
        trouble: Some("documents.quarantined".to_owned()),
        media_type: file.media_type.clone(),
        pages: Vec::new(),
    };
    app.write(async |tx| {
        storage::documents::save_reading(tx, file.id, &outcome).await?;
        let nothing = workflow::documents::Fields::default();
        storage::documents::update_fields(tx, document.id, document.revision, &nothing).await?;
        let payload = json!({ "file": file.id, "state": "quarantined" });
        record(tx, document, "document.quarantined", payload);
        Ok(storage::jobs::complete(tx, job, owner).await?)
    })
    .await
}

fn record(
    tx: &mut Transaction,
    document: &Document,
    kind: &'static str,
    payload: serde_json::Value,
) {
    let subject = document.id.to_string();
    tx.record(
        document.organisation,
        NewEvent {
            actor: None,
            kind,
            subject,
            payload,
        },
    );
}
