//! A paper that was put together becomes a paper of the agency: a new one, or another file for the one that
//! was made of this part of the batch before.

use serde_json::json;
use storage::Transaction;
use storage::batches::{Batch, MadePaper};
use storage::blobs::Blob;
use storage::documents::{File, NewDocument, NewFile};
use workflow::access::{Audience, grants_at_capture};
use workflow::audit::NewEvent;
use workflow::batches::Paper;
use workflow::documents::{Fields, ReadingState, tidy_file_name};
use workflow::jobs::Priority;
use workflow::{DocumentId, FileId, UnitId};

use crate::error::Result;
use crate::ops::App;
use crate::ops::documents::enqueue_reading;

/// A part of a batch with the file that was made of it, or why none was.
pub(super) struct Assembled<'a> {
    /// The part.
    pub paper: &'a Paper,
    /// What it was made of.
    pub recipe: String,
    /// The file.
    pub outcome: Result<Blob, String>,
}

/// Writes it down; false when the arrangement holds no more.
pub(super) async fn take_paper(app: &App, batch: &Batch, made: Assembled<'_>) -> Result<bool> {
    let unit = unit_of(app, batch, made.paper).await?;
    let mut tx = app.0.db.begin(app.0.clock.now()).await?;
    let now = storage::batches::lock(&tx, batch.id).await?;
    if now.revision != batch.revision {
        return Ok(false);
    }
    let known = storage::batches::list_papers(&tx, batch.id).await?;
    let known = known.into_iter().find(|one| one.key == made.paper.key);
    let mut row = MadePaper {
        key: made.paper.key,
        document: known.and_then(|one| one.document),
        made_of: Some(made.recipe),
        trouble: None,
    };
    match made.outcome {
        Err(trouble) => row.trouble = Some(trouble),
        Ok(blob) => {
            let name = format!("{} ({}).pdf", batch.name, made.paper.key + 1);
            let new = New { unit, name, blob };
            let taken = take(app, &mut tx, (batch, row.document), new).await?;
            match taken {
                Some(document) => row.document = Some(document),
                None => row.trouble = Some("batches.paper_set_apart".to_owned()),
            }
        }
    }
    storage::batches::save_paper(&tx, batch.id, &row).await?;
    tx.commit().await?;
    Ok(true)
}

/// The unit that the separator sheet names, where the agency has it; else that of the batch.
async fn unit_of(app: &App, batch: &Batch, paper: &Paper) -> Result<Option<UnitId>> {
    let Some(wished) = paper.unit else {
        return Ok(batch.unit);
    };
    let today = app.0.clock.today();
    let units = storage::organisations::list_units(&app.0.db, batch.organisation, today).await?;
    let is_own = units.iter().any(|unit| unit.id == wished);
    Ok(if is_own { Some(wished) } else { batch.unit })
}

struct New {
    unit: Option<UnitId>,
    name: String,
    blob: Blob,
}

/// The paper with its new file; none where it is kept apart.
async fn take(
    app: &App,
    tx: &mut Transaction,
    (batch, known): (&Batch, Option<DocumentId>),
    new: New,
) -> Result<Option<DocumentId>> {
    let audience = new.unit.map_or(Audience::Office, Audience::Unit);
    let document = known.unwrap_or_else(|| DocumentId(app.0.clock.new_id()));
    let before = match known {
        Some(id) => first_file(tx, id).await?,
        None => None,
    };
    if before
        .as_ref()
        .is_some_and(|file| file.state == ReadingState::Quarantined)
    {
        return Ok(None);
    }
    if known.is_none() {
        let paper = NewDocument {
            id: document,
            organisation: batch.organisation,
            unit: new.unit,
            fields: Fields::default(),
            captured_by: batch.opened_by,
        };
        storage::documents::insert(tx, paper).await?;
    }
    let grants = grants_at_capture(batch.organisation, batch.opened_by, audience);
    storage::grants::give(tx, document, &grants).await?;
    put_file(app, tx, batch, (document, before), new).await?;
    Ok(Some(document))
}

async fn first_file(tx: &Transaction, document: DocumentId) -> Result<Option<File>> {
    let files = storage::documents::list_files(tx, &[document]).await?;
    Ok(files.into_iter().find(|file| file.ordinal == 0))
}

/// The file of the paper; where its bytes are those that it had, nothing is read anew.
async fn put_file(
    app: &App,
    tx: &mut Transaction,
    batch: &Batch,
    (document, before): (DocumentId, Option<File>),
    new: New,
) -> Result<()> {
    let mut payload = json!({
        "batch": batch.id, "sha256": hex::encode(new.blob.hash.0), "size_bytes": new.blob.size_bytes,
    });
    let same = before
        .as_ref()
        .is_some_and(|file| file.blob == new.blob.hash);
    let mut kind = "document.restored";
    if !same {
        let file = NewFile {
            id: FileId(app.0.clock.new_id()),
            document,
            name: tidy_file_name(&new.name),
            blob: new.blob.hash,
            size_bytes: new.blob.size_bytes,
            media_type: "application/pdf".to_owned(),
            contained_in: None,
        };
        payload["file"] = json!(file.id);
        let id = file.id;
        if let Some(old) = before {
            kind = "file.replaced";
            payload["before"] = json!({ "file": old.id, "sha256": hex::encode(old.blob.0) });
            storage::documents::replace_file(tx, old.id, file).await?;
        } else {
            kind = "document.captured";
            storage::documents::insert_file(tx, file).await?;
        }
        enqueue_reading(app, tx, batch.organisation, id, Priority::Normal).await?;
    }
    let event = NewEvent {
        actor: batch.opened_by,
        kind,
        subject: document.to_string(),
        payload,
    };
    tx.record(batch.organisation, event);
    Ok(())
}
