//! The reading of one kept file, as a job: child process, pages with the text that the file has, files
//! inside; pages without text are put in line for recognition.

use indexing::reading::{Contained, Layer, Reading, Trouble};
use serde_json::json;
use storage::blobs::Blob;
use storage::documents::{Document, File, FileReading, Page};
use storage::jobs::NewJob;
use storage::{StorageError, Transaction};
use workflow::documents::{ReadingState, priority_of_page, secrecy_mark};

use super::conclude::{Outcome, fill, look};
use super::quarantine::quarantine;
use super::{Held, file_and_paper, new_job_id, originals, record};
use crate::error::{Ignored, OpError, Result};
use crate::ops::App;
use crate::ops::documents::{add_contained, detect, draw_first_page};

/// Reads the file and ends the job in one transaction; does nothing twice when it is run twice.
pub async fn read_file(app: &App, held: Held<'_>) -> Result<()> {
    let (file, document) = file_and_paper(app, held.file()?).await?;
    let original = match originals::original(app, file.blob).await {
        // Set apart by an earlier try that did not come to writing it down, or in another paper.
        Err(OpError::Storage(StorageError::NotFound(_)))
            if app.0.blobs.quarantine(file.blob).await.is_ok() =>
        {
            return quarantine(app, &document, &file, held).await;
        }
        copied => copied?,
    };
    let scratch = tempfile::Builder::new()
        .prefix("read-")
        .tempdir_in(app.scratch())?;
    let reader = &app.0.reader;
    let outcome = reader
        .read_named(&original, &file.name, scratch.path())
        .await;
    let reading = match outcome {
        Ok(reading) => reading,
        Err(trouble) => {
            originals::forget(app, file.blob).await;
            return save_trouble(app, &document, &file, trouble, held).await;
        }
    };
    let is_secret = |page: &indexing::reading::Page| secrecy_mark(&page.text).is_some();
    if reading.pages.iter().any(is_secret) {
        return quarantine(app, &document, &file, held).await;
    }
    let contained = keep_contained(app, &reading.contained).await?;
    save(app, &document, &file, (&reading, contained), held).await?;
    if reading
        .pages
        .iter()
        .all(|page| page.layer != Layer::Missing)
    {
        originals::forget(app, file.blob).await;
    }
    draw_first_page(app, &file)
        .await
        .ignored("a picture is drawn when it is asked for");
    Ok(())
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
    (reading, contained): (&Reading, Vec<(String, &'static str, Blob)>),
    held: Held<'_>,
) -> Result<()> {
    let missing: Vec<i32> = reading
        .pages
        .iter()
        .filter(|page| page.layer == Layer::Missing)
        .map(|page| i32::try_from(page.number).unwrap_or(i32::MAX))
        .collect();
    let state = if missing.is_empty() {
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
    let look = if missing.is_empty() {
        look(app, document, file, &reading.pages).await?
    } else {
        Outcome::default()
    };
    app.write(async |tx| {
        storage::documents::save_reading(tx, file.id, &outcome).await?;
        put_in_line(app, tx, (document, file), &missing, held).await?;
        fill(tx, document, &look).await?;
        for (name, media_type, blob) in &contained {
            let member = (name.as_str(), *media_type, blob.clone());
            add_contained(app, tx, document.organisation, file, member).await?;
        }
        let payload = json!({
            "file": file.id, "state": state.code(), "pages": outcome.pages.len(),
            "files_inside": contained.len(), "to_recognise": missing.len(),
        });
        record(tx, document, "file.read", payload);
        held.complete(tx).await
    })
    .await
}

/// Each page is a job of its own: a processor that is free takes the next one, and what was done
/// before a crash stays done.
async fn put_in_line(
    app: &App,
    tx: &Transaction,
    (document, file): (&Document, &File),
    pages: &[i32],
    held: Held<'_>,
) -> Result<()> {
    storage::documents::begin_recognition(tx, file.id, pages).await?;
    for number in pages {
        let job = NewJob {
            id: new_job_id(app),
            organisation: Some(document.organisation),
            kind: "recognise_page",
            payload: json!({ "file": file.id, "page": number }),
            priority: priority_of_page(held.job.priority, *number),
            run_at: app.0.clock.now(),
            key: Some(format!("recognise_page:{}:{number}", file.id)),
        };
        storage::jobs::enqueue(tx, job).await?;
    }
    Ok(())
}

/// A page as it is kept.
pub(super) fn to_page(page: &indexing::reading::Page) -> Result<Page> {
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
    held: Held<'_>,
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
        held.complete(tx).await
    })
    .await
}
