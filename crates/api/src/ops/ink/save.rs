//! Saving what somebody has written on a page.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::ink::NewLayer;
use time::OffsetDateTime;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::ink::{Stroke, check, is_told, may_be_written_on};
use workflow::{FileId, Refusal};

use crate::error::{OpError, Result};
use crate::ops::documents::visible_file;
use crate::ops::{App, Once};

/// All that the caller has written on a page.
#[derive(Debug)]
pub struct Writing {
    /// The file.
    pub file: FileId,
    /// Its page, from 1.
    pub page: i32,
    /// The revision the caller saw; 0 where he had written nothing.
    pub revision: i64,
    /// SHA-256 of the bytes he wrote on, as hexadecimal digits.
    pub sha256: String,
    /// Whether whoever may read the paper sees it.
    pub shared: bool,
    /// The strokes; none takes all away.
    pub strokes: Vec<Stroke>,
}

/// How it is kept now.
#[derive(Debug, Serialize, Deserialize)]
pub struct Saved {
    /// The revision.
    pub revision: i64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub saved_at: OffsetDateTime,
}

/// Puts the caller's strokes in the place of those he had on the page; always in his own name.
pub async fn save(
    app: &App,
    caller: &Caller,
    writing: Writing,
    once: Option<&Once>,
) -> Result<Saved> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let file = visible_file(app, caller, writing.file).await?;
    may_be_written_on(file.state).map_err(OpError::Refused)?;
    let last = file.page_count.unwrap_or_default();
    if !(1..=last).contains(&writing.page) {
        return Err(OpError::NotFound);
    }
    if writing.sha256 != hex::encode(file.blob.0) {
        return Err(OpError::Conflict(Refusal::new("ink.other_bytes")));
    }
    check(&writing.strokes).map_err(OpError::Invalid)?;
    let db = &app.0.db;
    let paper = storage::documents::find_visible(db, file.document, &caller.principals()).await?;
    let organisation = paper.ok_or(OpError::NotFound)?.organisation;
    let points: usize = writing.strokes.iter().map(|one| one.points.len()).sum();
    app.write_once(once, async |tx| {
        let (id, page) = (writing.file, writing.page);
        let before = storage::ink::find_layer(tx, id, page, caller.person).await?;
        let new = NewLayer {
            file: id,
            page,
            person: caller.person,
            blob: file.blob,
            shared: writing.shared,
            strokes: &writing.strokes,
        };
        let revision = storage::ink::save_layer(tx, new, writing.revision).await?;
        let is_told = is_told(before.as_ref(), writing.shared, tx.now());
        let subject = if is_told {
            file.document.to_string()
        } else {
            caller.person.to_string()
        };
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "ink.saved",
            subject,
            payload: json!({ "file": id, "page": page, "shared": writing.shared, "revision": revision,
                "strokes": writing.strokes.len(), "points": points }),
        };
        tx.record(organisation, event);
        Ok(Saved {
            revision,
            saved_at: tx.now(),
        })
    })
    .await
}
