//! A used number is cancelled: its paper is not issued. The entry stays and names the paper; the
//! paper stands in no register any more.

use serde_json::json;
use storage::documents::{Issue, Registration};
use storage::registers::{Kept, Place};
use storage::{StorageError, Transaction};
use workflow::access::Caller;
use workflow::audit::NewEvent;
use workflow::registers::{Act, Book, EntryState, Register, may_settle, reason};

use super::{Done, may_write, own_register};
use crate::error::{OpError, Result};
use crate::ops::outgoing::Numbering;
use crate::ops::{App, Once};

/// Cancels a number with a reason.
pub async fn cancel(
    app: &App,
    caller: &Caller,
    place: Place,
    because: &str,
    once: Option<&Once>,
) -> Result<()> {
    may_write(caller, may_settle)?;
    let register = own_register(app, caller, place.register).await?;
    let because = reason(because).map_err(OpError::Invalid)?;
    let draft = numbered_draft(app, caller, &register, place).await?;
    app.write_once(once, async |tx| {
        // Before the entry, so that whoever acts on the paper holds the locks in the same order.
        if let Some(draft) = &draft {
            draft.undo(app, tx, caller).await?;
        }
        let cancelled = storage::registers::cancel(tx, place, caller.person, &because).await;
        let kept = storage::registers::find_entry(tx, place).await?;
        let kept = kept.ok_or(OpError::NotFound)?;
        if let Err(StorageError::Stale) = cancelled {
            kept.state.after(Act::Cancel).map_err(OpError::Refused)?;
        }
        cancelled?;
        take_out(tx, &register, &kept).await?;
        let document = kept.document.ok_or(OpError::NotFound)?;
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "register.number_cancelled",
            subject: document.to_string(),
            payload: json!({
                "register": register.id, "year": place.year, "number": place.number, "code": kept.code,
            }),
        };
        tx.record(caller.organisation, event);
        Ok(Done {})
    })
    .await?;
    Ok(())
}

/// The draft that a number of the book of outgoing papers was given to.
async fn numbered_draft(
    app: &App,
    caller: &Caller,
    register: &Register,
    place: Place,
) -> Result<Option<Numbering>> {
    let kept = storage::registers::find_entry(&app.0.db, place).await?;
    let used = kept.filter(|kept| kept.state == EntryState::Used);
    let Some(id) = used.and_then(|kept| kept.document) else {
        return Ok(None);
    };
    if register.book != Book::Outgoing {
        return Ok(None);
    }
    let documents = storage::documents::list_by_ids(&app.0.db, &[id]).await?;
    let document = documents.first().ok_or(OpError::NotFound)?;
    Numbering::find(app, caller, document).await
}

/// The paper loses what the register gave it; what came in keeps the number of its issuer.
async fn take_out(tx: &Transaction, register: &Register, kept: &Kept) -> Result<()> {
    if register.book == Book::Copies {
        return Ok(());
    }
    let ids: Vec<_> = kept.document.into_iter().collect();
    for document in storage::documents::list_by_ids(tx, &ids).await? {
        let issue = Issue {
            kind: document.fields.kind,
            code: None,
            issued_on: None,
        };
        let registration = Registration {
            register: None,
            direction: document.fields.direction,
            issue: (register.book == Book::Outgoing).then_some(issue),
        };
        storage::documents::update_registration(tx, document.id, &registration).await?;
    }
    Ok(())
}
