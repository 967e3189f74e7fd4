//! Correcting the fields of a paper.

use serde::{Deserialize, Serialize};
use serde_json::json;
use workflow::DocumentId;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::documents::Fields;
use workflow::registers::leaves_number;

use super::capture::may_correct;
use crate::error::{OpError, Result};
use crate::ops::reading::{Settled, learn};
use crate::ops::{App, Once};

/// A correction of what was read as `revision`.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The paper.
    pub document: DocumentId,
    /// The revision the caller saw.
    pub revision: i64,
    /// All fields as they are to be; the register stays as it is.
    pub fields: Fields,
}

#[derive(Serialize, Deserialize)]
struct Edited {
    revision: i64,
}

/// Replaces the fields; the event tells which of them changed, not their contents.
pub async fn edit(app: &App, caller: &Caller, edit: Edit, once: Option<&Once>) -> Result<()> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let found =
        storage::documents::find_visible(&app.0.db, edit.document, &caller.principals()).await?;
    let document = found.ok_or(OpError::NotFound)?;
    may_correct(app, caller, &document)
        .await?
        .map_err(OpError::Refused)?;
    let register = document.fields.register.clone();
    let fields = Fields {
        register,
        ..edit.fields
    };
    let fields = fields.checked().map_err(OpError::Invalid)?;
    let standing = storage::registers::find_standing(&app.0.db, edit.document).await?;
    if standing.is_some() {
        leaves_number(&document.fields, &fields).map_err(OpError::Refused)?;
    }
    let learnt = Settled::of(app, caller.person, &document, &fields).await?;
    let changed = changed_names(&document.fields, &fields);
    app.write_once(once, async |tx| {
        let revision =
            storage::documents::update_fields(tx, edit.document, edit.revision, &fields).await?;
        learn(tx, &document, &learnt).await?;
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "document.edited",
            subject: edit.document.to_string(),
            payload: json!({ "fields": changed, "revision": revision }),
        };
        tx.record(document.organisation, event);
        Ok(Edited { revision })
    })
    .await?;
    Ok(())
}

fn changed_names(before: &Fields, after: &Fields) -> Vec<&'static str> {
    let pairs = [
        ("subject", before.subject != after.subject),
        ("kind", before.kind != after.kind),
        ("code", before.code != after.code),
        ("issuer", before.issuer != after.issuer),
        ("signer", before.signer != after.signer),
        ("issued_on", before.issued_on != after.issued_on),
        ("direction", before.direction != after.direction),
        ("urgency", before.urgency != after.urgency),
    ];
    pairs
        .into_iter()
        .filter_map(|(name, differs)| differs.then_some(name))
        .collect()
}
