//! A register is defined or changed; an agency begins with those of the table of defaults.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::{StorageError, Transaction};
use time::Date;
use workflow::access::Caller;
use workflow::audit::NewEvent;
use workflow::organisations::Validity;
use workflow::registers::{Book, Definition, Register, default_registers, may_define};
use workflow::{OrganisationId, Refusal, RegisterId};

use super::{Done, may_write, own_register, record};
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

#[derive(Serialize, Deserialize)]
struct Defined {
    id: RegisterId,
}

/// Adds a register for the running year and those after it; answers its id.
pub async fn define(
    app: &App,
    caller: &Caller,
    (book, definition): (Book, Definition),
    once: Option<&Once>,
) -> Result<RegisterId> {
    may_write(caller, may_define)?;
    let definition = definition.checked(book).map_err(OpError::Invalid)?;
    let register = new_register(app, caller.organisation, book, definition);
    let name = register.definition.name.clone();
    let added = app
        .write_once(once, async |tx| {
            storage::registers::insert(tx, &register).await?;
            let payload = json!({ "book": book, "revision": 1 });
            record(tx, caller, register.id, "register.defined", payload);
            Ok(Defined { id: register.id })
        })
        .await;
    Ok(added.map_err(|error| name_taken(error, &name))?.id)
}

fn new_register(
    app: &App,
    organisation: OrganisationId,
    book: Book,
    definition: Definition,
) -> Register {
    Register {
        id: RegisterId(app.0.clock.new_id()),
        organisation,
        book,
        definition,
        validity: Validity::since(first_day_of_year(app.0.clock.today())),
        revision: 1,
    }
}

/// What came in before a register was defined may still be entered with its own date.
fn first_day_of_year(today: Date) -> Date {
    today.replace_ordinal(1).unwrap_or(today)
}

fn name_taken(error: OpError, name: &str) -> OpError {
    match error {
        OpError::Storage(StorageError::Conflict(_)) => {
            OpError::Conflict(Refusal::new("registers.name_taken").with("name", name))
        }
        other => other,
    }
}

/// A register as it is to be.
#[derive(Debug, Clone)]
pub struct Change {
    /// Which.
    pub register: RegisterId,
    /// The revision the caller saw.
    pub revision: i64,
    /// What it holds and how it writes from now on; numbers given before stay as they are.
    pub definition: Definition,
    /// Its last day.
    pub valid_to: Option<Date>,
}

/// Changes a register.
pub async fn redefine(
    app: &App,
    caller: &Caller,
    change: Change,
    once: Option<&Once>,
) -> Result<()> {
    may_write(caller, may_define)?;
    let mut register = own_register(app, caller, change.register).await?;
    let definition = change.definition.checked(register.book);
    register.definition = definition.map_err(OpError::Invalid)?;
    register.revision = change.revision;
    register.validity.to = change.valid_to;
    if change
        .valid_to
        .is_some_and(|last| last < register.validity.from)
    {
        return Err(OpError::Invalid(Refusal::new("registers.ends_before")));
    }
    let changed = app
        .write_once(once, async |tx| {
            storage::registers::update(tx, &register).await?;
            let payload = json!({ "revision": change.revision + 1 });
            record(tx, caller, register.id, "register.defined", payload);
            Ok(Done {})
        })
        .await;
    changed.map_err(|error| name_taken(error, &register.definition.name))?;
    Ok(())
}

/// Gives a new agency the registers to begin with, in the transaction that founds it.
pub async fn found_registers(
    app: &App,
    tx: &mut Transaction,
    organisation: OrganisationId,
) -> Result<()> {
    let defaults = default_registers().map_err(|refusal| OpError::Internal(refusal.to_string()))?;
    for (book, definition) in defaults {
        let register = new_register(app, organisation, book, definition);
        storage::registers::insert(tx, &register).await?;
        let event = NewEvent {
            actor: None,
            kind: "register.defined",
            subject: register.id.to_string(),
            payload: json!({ "book": book, "revision": 1 }),
        };
        tx.record(organisation, event);
    }
    Ok(())
}
