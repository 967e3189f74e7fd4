//! A file comes in: kept first, then written down as a paper or as a further file of one.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Transaction;
use storage::blobs::Blob;
use storage::documents::{Document, NewDocument, NewFile};
use storage::jobs::NewJob;
use tokio::io::AsyncReadExt;
use workflow::access::{Audience, Caller, Principal, Scope, grants_at_capture};
use workflow::audit::NewEvent;
use workflow::documents::{Fields, Urgency, may_capture, may_edit, tidy_file_name};
use workflow::jobs::Priority;
use workflow::{DocumentId, FileId, JobId, OrganisationId, Refusal};

use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// Who brings a file in.
#[derive(Debug, Clone, Copy)]
pub enum Origin<'a> {
    /// A person.
    Caller(&'a Caller),
    /// The shell, for an agency.
    Shell(OrganisationId),
}

/// A file that came in.
#[derive(Debug, Clone)]
pub struct Incoming<'a> {
    /// Its bytes.
    pub path: &'a Path,
    /// Its name, as given.
    pub name: &'a str,
    /// The paper it is added to; none makes a new one.
    pub document: Option<DocumentId>,
    /// Whom a new paper is open to beyond its custodians.
    pub audience: Audience,
    /// What is known of a new paper.
    pub fields: Fields,
    /// What comes first among the work it makes.
    pub priority: Priority,
}

/// What became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Captured {
    /// The paper.
    pub document: DocumentId,
    /// The file.
    pub file: FileId,
}

/// Keeps a file; when this answers it survives the end of the process.
pub async fn capture(
    app: &App,
    origin: Origin<'_>,
    incoming: Incoming<'_>,
    once: Option<&Once>,
) -> Result<Captured> {
    let organisation = may(app, origin, &incoming).await?;
    let fields = incoming
        .fields
        .clone()
        .checked()
        .map_err(OpError::Invalid)?;
    let media_type = detect(incoming.path, incoming.name).await?;
    let blob = app.0.blobs.put_file(incoming.path).await?;
    let is_new = incoming.document.is_none();
    let document = incoming
        .document
        .unwrap_or_else(|| DocumentId(app.0.clock.new_id()));
    let name = tidy_file_name(incoming.name);
    let actor = match origin {
        Origin::Caller(caller) => Some(caller.person),
        Origin::Shell(_) => None,
    };
    app.write_once(once, async |tx| {
        if is_new {
            let unit = match incoming.audience {
                Audience::Unit(unit) => Some(unit),
                Audience::Office | Audience::Organisation => None,
            };
            let new = NewDocument {
                id: document,
                organisation,
                unit,
                fields,
                captured_by: actor,
            };
            storage::documents::insert(tx, new).await?;
            storage::grants::give(
                tx,
                document,
                &grants_at_capture(organisation, actor, incoming.audience),
            )
            .await?;
        }
        let file = FileId(app.0.clock.new_id());
        let new = NewFile {
            id: file,
            document,
            name: name.clone(),
            blob: blob.hash,
            size_bytes: blob.size_bytes,
            media_type: media_type.to_owned(),
            contained_in: None,
        };
        storage::documents::insert_file(tx, new).await?;
        enqueue_reading(app, tx, organisation, file, incoming.priority).await?;
        let kind = if is_new {
            "document.captured"
        } else {
            "file.added"
        };
        let payload = json!({
            "file": file, "sha256": hex::encode(blob.hash.0), "size_bytes": blob.size_bytes,
        });
        tx.record(
            organisation,
            NewEvent {
                actor,
                kind,
                subject: document.to_string(),
                payload,
            },
        );
        Ok(Captured { document, file })
    })
    .await
}

async fn may(app: &App, origin: Origin<'_>, incoming: &Incoming<'_>) -> Result<OrganisationId> {
    let caller = match origin {
        Origin::Shell(organisation) => return Ok(organisation),
        Origin::Caller(caller) => caller,
    };
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    may_capture(caller).map_err(OpError::Refused)?;
    if let Some(document) = incoming.document {
        let visible =
            storage::documents::find_visible(&app.0.db, document, &caller.principals()).await?;
        let found = visible.ok_or(OpError::NotFound)?;
        may_add_file(app, caller, &found)
            .await?
            .map_err(OpError::Refused)?;
    }
    if let Audience::Unit(unit) = incoming.audience {
        let today = app.0.clock.today();
        let units =
            storage::organisations::list_units(&app.0.db, caller.organisation, today).await?;
        if !units.iter().any(|known| known.id == unit) {
            return Err(OpError::Invalid(Refusal::new("organisations.unit_unknown")));
        }
    }
    Ok(caller.organisation)
}

/// Whether the caller may add a file to a paper that he may see: whoever may correct it, and the
/// head of the unit in which it is drafted.
pub(super) async fn may_add_file(
    app: &App,
    caller: &Caller,
    document: &Document,
) -> Result<std::result::Result<(), Refusal>> {
    if let Err(refusal) = may_correct(app, caller, document).await? {
        if refusal.code != "access.role_needed" {
            return Ok(Err(refusal));
        }
        let draft = storage::outgoing::find_draft(&app.0.db, document.id).await?;
        let unit = draft.and_then(|draft| draft.unit).map(Principal::Head);
        let heads = unit.is_some_and(|head| caller.principals().contains(&head));
        return Ok(if heads { Ok(()) } else { Err(refusal) });
    }
    Ok(Ok(()))
}

/// Whether the caller may correct the fields of a paper that he may see; one that its sender took
/// back is a trace and stays as it is.
pub(super) async fn may_correct(
    app: &App,
    caller: &Caller,
    document: &Document,
) -> Result<std::result::Result<(), Refusal>> {
    if storage::exchange::is_withheld(&app.0.db, document.id).await? {
        return Ok(Err(Refusal::new("exchange.withheld")));
    }
    Ok(may_edit(caller, document.captured_by, document.state))
}

/// The type of a local file, by its first bytes.
pub(in crate::ops) async fn detect(path: &Path, name: &str) -> Result<&'static str> {
    let mut head = Vec::with_capacity(1 << 16);
    tokio::fs::File::open(path)
        .await?
        .take(1 << 16)
        .read_to_end(&mut head)
        .await?;
    Ok(indexing::reading::detect(&head, name))
}

/// Has a file read later, in the transaction that keeps it.
pub(in crate::ops) async fn enqueue_reading(
    app: &App,
    tx: &Transaction,
    organisation: OrganisationId,
    file: FileId,
    priority: Priority,
) -> Result<()> {
    let job = NewJob {
        id: JobId(app.0.clock.new_id()),
        organisation: Some(organisation),
        kind: "read_file",
        payload: json!({ "file": file }),
        priority,
        run_at: app.0.clock.now(),
        key: Some(format!("read_file:{file}")),
    };
    storage::jobs::enqueue(tx, job).await?;
    Ok(())
}

/// What comes first: papers marked urgent.
pub fn priority_of(urgency: Urgency) -> Priority {
    if urgency == Urgency::Normal {
        Priority::Normal
    } else {
        Priority::Urgent
    }
}

/// A further file found inside `container`, in the transaction that saves its reading.
pub(in crate::ops) async fn add_contained(
    app: &App,
    tx: &Transaction,
    organisation: OrganisationId,
    container: &storage::documents::File,
    (name, media_type, blob): (&str, &str, Blob),
) -> Result<()> {
    let file = FileId(app.0.clock.new_id());
    let new = NewFile {
        id: file,
        document: container.document,
        name: tidy_file_name(name),
        blob: blob.hash,
        size_bytes: blob.size_bytes,
        media_type: media_type.to_owned(),
        contained_in: Some(container.id),
    };
    storage::documents::insert_file(tx, new).await?;
    enqueue_reading(app, tx, organisation, file, Priority::Normal).await
}
