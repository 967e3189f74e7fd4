//! From a received upload to a captured file, once.

use serde::{Deserialize, Serialize};
use serde_json::json;
use workflow::access::{Audience, Caller, Scope};
use workflow::documents::{Fields, Urgency};
use workflow::{BatchId, DocumentId, Refusal};

use super::Upload;
use crate::error::{Ignored, OpError, Result};
use crate::ops::batches::{Added, add_scan};
use crate::ops::documents::{Captured, Incoming, Origin, capture, priority_of};
use crate::ops::{App, Once};

/// What the sender wants the upload to become, from its metadata.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Name of the file.
    pub name: String,
    /// The batch whose scan it is.
    pub batch: Option<BatchId>,
    /// The paper it is added to.
    pub document: Option<DocumentId>,
    /// Whom a new paper is open to.
    pub audience: Audience,
    /// Urgency of a new paper.
    pub urgency: Urgency,
}

impl Wanted {
    /// Reads the metadata; what cannot be understood is refused before a byte is sent.
    pub fn from_metadata<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Result<Wanted> {
        let wrong = |key: &str| {
            OpError::Invalid(Refusal::new("uploads.metadata_unreadable").with("key", key))
        };
        let name = value("filename")
            .filter(|name| !name.trim().is_empty())
            .ok_or_else(|| OpError::Invalid(Refusal::new("uploads.name_missing")))?;
        let document = match value("document") {
            None | Some("") => None,
            Some(id) => Some(id.parse().map_err(|_| wrong("document"))?),
        };
        let batch = match value("batch") {
            None | Some("") => None,
            Some(id) => Some(id.parse().map_err(|_| wrong("batch"))?),
        };
        let audience = match value("audience") {
            None | Some("" | "office") => Audience::Office,
            Some("organisation") => Audience::Organisation,
            Some(unit) => Audience::Unit(unit.parse().map_err(|_| wrong("audience"))?),
        };
        let urgency = match value("urgency") {
            None | Some("") => Urgency::Normal,
            Some(code) => Urgency::from_code(code).ok_or_else(|| wrong("urgency"))?,
        };
        Ok(Wanted {
            name: name.to_owned(),
            batch,
            document,
            audience,
            urgency,
        })
    }
}

/// What an upload became.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Became {
    /// A file of a paper.
    Paper(Captured),
    /// A scan of a batch.
    Scan(Added),
}

/// Captures a complete upload in its owner's name, or answers what it became before.
pub async fn finish(app: &App, caller: &Caller, upload: &Upload) -> Result<Became> {
    let wanted = Wanted::from_metadata(|key| upload.metadata(key))?;
    let once = key_of(caller, &upload.id);
    let became = match wanted.batch {
        Some(batch) => {
            let file = (upload.path.as_path(), wanted.name.as_str());
            Became::Scan(add_scan(app, caller, batch, file, Some(&once)).await?)
        }
        None => Became::Paper(paper(app, caller, (upload, &wanted), &once).await?),
    };
    app.0
        .uploads
        .remove(upload)
        .await
        .ignored("a captured upload is removed at the next start");
    Ok(became)
}

async fn paper(
    app: &App,
    caller: &Caller,
    (upload, wanted): (&Upload, &Wanted),
    once: &Once,
) -> Result<Captured> {
    let incoming = Incoming {
        path: &upload.path,
        name: &wanted.name,
        document: wanted.document,
        audience: wanted.audience,
        fields: Fields {
            urgency: wanted.urgency,
            ..Fields::default()
        },
        priority: priority_of(wanted.urgency),
    };
    capture(app, Origin::Caller(caller), incoming, Some(once)).await
}

/// What an upload of the caller became.
pub async fn find_captured(app: &App, caller: &Caller, id: &str) -> Result<Option<Became>> {
    app.remembered(&key_of(caller, id)).await
}

fn key_of(caller: &Caller, id: &str) -> Once {
    Once::new(caller.person, &format!("upload:{id}"), &[id.as_bytes()])
}

/// After a start: captures the uploads whose last byte came in just before the process ended.
pub async fn recover(app: &App) -> Result<u64> {
    let mut recovered = 0;
    for upload in app.0.uploads.list_complete().await? {
        let today = app.0.clock.today();
        let owner =
            storage::identity::find_caller(&app.0.db, upload.owner, &Scope::ALL, today).await?;
        let Some(owner) = owner else { continue };
        match finish(app, &owner, &upload).await {
            Ok(_) => recovered += 1,
            Err(error) => {
                let facts = json!({ "upload": upload.id });
                tracing::error!(%error, %facts, "a received upload could not be captured");
            }
        }
    }
    Ok(recovered)
}
