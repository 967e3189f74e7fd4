//! A mark of state secrecy: the bytes leave the ordinary store, no text and no trích yếu is kept, and
//! the incident is recorded without content (Luật 117/2025/QH15).

use serde_json::json;
use storage::documents::{Document, File, FileReading};
use workflow::documents::{Fields, ReadingState};

use super::{Held, originals, record};
use crate::error::Result;
use crate::ops::App;
use crate::ops::batches::find_apart;
use crate::ops::documents::forget_pictures;

/// Sets a file apart.
pub async fn quarantine(app: &App, document: &Document, file: &File, held: Held<'_>) -> Result<()> {
    app.0.blobs.quarantine(file.blob).await?;
    originals::forget(app, file.blob).await;
    forget_pictures(app, file.blob).await;
    let scans = find_apart(app, document.id).await?;
    let outcome = FileReading {
        state: ReadingState::Quarantined,
        trouble: Some("documents.quarantined".to_owned()),
        media_type: file.media_type.clone(),
        pages: Vec::new(),
    };
    app.write(async |tx| {
        storage::documents::save_reading(tx, file.id, &outcome).await?;
        // Whoever fills its fields from another file of it comes before, or sees that this one is set apart.
        storage::documents::hold(tx, document.id).await?;
        storage::documents::save_suggestions(tx, document.id, &[]).await?;
        storage::quality::forget_reading(tx, document.id).await?;
        let nothing = Fields::default();
        storage::documents::update_fields(tx, document.id, document.revision, &nothing).await?;
        let payload = json!({ "file": file.id, "state": "quarantined" });
        record(tx, document, "document.quarantined", payload);
        if let Some(scans) = &scans {
            scans.write(tx).await?;
        }
        held.complete(tx).await
    })
    .await
}
