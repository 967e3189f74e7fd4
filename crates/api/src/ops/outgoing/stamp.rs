//! Number and date are written into a copy of the approved file, as a job: the copy goes out (bản
//! phát hành), the approved file and its hash stay as they are. Whatever stands in the way is written
//! down for the clerk, who has ways out; only what may pass by itself is tried again.

use ::printing::child::Request;
use serde_json::json;
use storage::Transaction;
use storage::blobs::Blob;
use storage::documents::{Document, File, NewFile};
use storage::jobs::NewJob;
use workflow::audit::NewEvent;
use workflow::documents::{Direction, tidy_file_name};
use workflow::work::outgoing::{ApprovedFile, DraftChange, Release, Stamp};
use workflow::{DocumentId, FileId, JobId};

use super::places::{Wanted, places_on, wanted};
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::documents::{enqueue_reading, priority_of};

/// Largest file that is stamped; it is held in memory for a moment.
const MOST_BYTES: u64 = 256 << 20;

/// What the office made of the approved file.
enum Made {
    /// A copy, with its name.
    Copy(Blob, String),
    /// Nothing: number and date stand on it.
    AsApproved,
    /// Nothing, for this code.
    Failed(String),
}

/// Has number and date written into the file of a paper, in the transaction that makes it necessary.
pub(super) async fn enqueue(app: &App, tx: &Transaction, document: &Document) -> Result<()> {
    let job = NewJob {
        id: JobId(app.0.clock.new_id()),
        organisation: Some(document.organisation),
        kind: "stamp_number",
        payload: json!({ "document": document.id }),
        priority: priority_of(document.fields.urgency),
        run_at: app.0.clock.now(),
        key: Some(format!("stamp_number:{}", document.id)),
    };
    storage::jobs::enqueue(tx, job).await?;
    Ok(())
}

/// Writes number and date into a copy and ends the job in one transaction; where nobody waits for it
/// any more the job ends without a trace, so it does nothing twice when it is run twice.
pub async fn stamp(app: &App, document: DocumentId, job: JobId, owner: &str) -> Result<()> {
    let db = &app.0.db;
    let documents = storage::documents::list_by_ids(db, &[document]).await?;
    let document = documents.into_iter().next().ok_or(OpError::NotFound)?;
    let draft = storage::outgoing::find_draft(db, document.id).await?;
    let release = draft.and_then(|draft| draft.release);
    let waiting = release.filter(|release| release.stamp == Stamp::Waiting);
    let Some(Release { original, .. }) = waiting else {
        return app
            .write(async |tx| Ok(storage::jobs::complete(tx, job, owner).await?))
            .await;
    };
    let made = make(app, &document, original.file).await?;
    app.write(async |tx| {
        keep(app, tx, &document, (&original, made)).await?;
        Ok(storage::jobs::complete(tx, job, owner).await?)
    })
    .await
}

/// Makes the copy, or finds out why not.
async fn make(app: &App, document: &Document, original: FileId) -> Result<Made> {
    let failed = |code: &str| Ok(Made::Failed(code.to_owned()));
    let db = &app.0.db;
    let file = storage::documents::find_file(db, original).await?;
    let file = file.ok_or(OpError::NotFound)?;
    if file.media_type != "application/pdf" {
        return failed("outgoing.stamp_not_pdf");
    }
    if file.size_bytes > MOST_BYTES {
        return failed("printing.stopped");
    }
    let entry = storage::registers::find_standing(db, document.id).await?;
    let given = entry.and_then(|entry| Some((entry.code?, entry.dated?)));
    let Some((code, dated)) = given else {
        return failed("outgoing.stamp_number_gone");
    };
    let page = storage::documents::find_page(db, original, 1).await?;
    let Some(page) = page.filter(|page| !page.words.is_empty()) else {
        return failed("outgoing.stamp_no_text");
    };
    let stamp = wanted(&code, dated);
    let places = match places_on(&page, &code, &stamp) {
        Wanted::Places(places) => places,
        Wanted::Nothing => return Ok(Made::AsApproved),
        Wanted::Trouble(code) => return failed(code),
    };
    let bytes = bytes_of(app, &file).await?;
    match app
        .0
        .printer
        .print(Request::Number(stamp, places), Some(bytes))
        .await
    {
        Ok(copy) => {
            let blob = app.0.blobs.put_bytes(copy.into()).await?;
            let name = format!("Bản phát hành {}.pdf", code.replace('/', "-"));
            Ok(Made::Copy(blob, tidy_file_name(&name)))
        }
        // The same file fails the same way again.
        Err(OpError::Invalid(refusal)) => failed(refusal.code),
        Err(error) => Err(error),
    }
}

async fn bytes_of(app: &App, file: &File) -> Result<Vec<u8>> {
    use futures::TryStreamExt;
    let parts: Vec<_> = app
        .0
        .blobs
        .get(file.blob, None)
        .await?
        .try_collect()
        .await?;
    Ok(parts.concat())
}

/// Writes down what became of it, if the paper still waits for it.
async fn keep(
    app: &App,
    tx: &mut Transaction,
    document: &Document,
    (original, made): (&ApprovedFile, Made),
) -> Result<()> {
    let (id, organisation) = (document.id, document.organisation);
    storage::work::lock_case(tx, id, organisation, Direction::Outgoing).await?;
    let draft = storage::outgoing::find_draft(tx, id).await?;
    let draft = draft.ok_or(OpError::NotFound)?;
    let (stamp, copy) = match made {
        Made::AsApproved => (Stamp::AsApproved, None),
        Made::Failed(code) => (Stamp::Failed(code), None),
        Made::Copy(blob, name) => {
            let copy = ApprovedFile {
                file: FileId(app.0.clock.new_id()),
                sha256: hex::encode(blob.hash.0),
            };
            (Stamp::Stamped(copy), Some((blob, name)))
        }
    };
    let Some(change) = draft.stamped(original, stamp.clone()) else {
        return Ok(());
    };
    if let (Stamp::Stamped(file), Some((blob, name))) = (&stamp, copy) {
        let new = NewFile {
            id: file.file,
            document: id,
            name,
            blob: blob.hash,
            size_bytes: blob.size_bytes,
            media_type: "application/pdf".to_owned(),
            contained_in: None,
        };
        storage::documents::insert_file(tx, new).await?;
        let priority = priority_of(document.fields.urgency);
        enqueue_reading(app, tx, organisation, file.file, priority).await?;
    }
    if let DraftChange::Release(release) = &change {
        storage::outgoing::put_release(tx, id, release.as_ref()).await?;
    }
    let is_failed = matches!(stamp, Stamp::Failed(_));
    let event = NewEvent {
        actor: None,
        kind: if is_failed {
            "task.stamp_failed"
        } else {
            "task.stamped"
        },
        subject: id.to_string(),
        payload: facts(&Release {
            original: original.clone(),
            stamp,
        }),
    };
    tx.record(organisation, event);
    Ok(())
}

/// A release as events name it: both files with their hashes.
pub(super) fn facts(release: &Release) -> serde_json::Value {
    let named = |file: &ApprovedFile| json!([file.file, file.sha256]);
    let mut facts = json!({
        "state": release.stamp.code(),
        "approved": named(&release.original),
        "copy": release.stamp.copy().map(named),
    });
    if let Stamp::Failed(code) = &release.stamp {
        facts["trouble"] = json!(code);
    }
    facts
}
