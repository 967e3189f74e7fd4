//! Registers: defining them, their years, numbers for papers, numbers kept and given up, and the
//! lines of a register for the screen and for printing.

mod abbreviate;
mod cancel;
mod close_year;
mod define;
mod entries;
mod fates;
mod give_up;
mod list;
mod open_year;
mod print;
mod reserve;
mod rows;
mod take;

pub use abbreviate::{Abbreviated, abbreviate, view_abbreviations};
pub use cancel::cancel;
pub use close_year::close_year;
pub use define::{Change, define, found_registers, redefine};
pub use entries::entries;
pub use give_up::give_up;
pub use list::{list, list_years, show};
pub use open_year::open_year;
pub use print::{Form, Paper, print};
pub use reserve::{Reserve, reserve};
pub use take::{Prepared, Registered, Wish, enter, may_take, prepare, why_not};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::Transaction;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::registers::Register;
use workflow::{Refusal, RegisterId};

use super::App;
use crate::error::{OpError, Result};

/// What a write answers that has nothing to say.
#[derive(Serialize, Deserialize)]
struct Done {}

/// Refuses a token that may not write, then whoever the rule refuses.
fn may_write(caller: &Caller, rule: fn(&Caller) -> Result<(), Refusal>) -> Result<()> {
    caller
        .require_scope(Scope::Write)
        .and_then(|()| rule(caller))
        .map_err(OpError::Refused)
}

/// The register, which has to be one of the caller's agency.
async fn own_register(app: &App, caller: &Caller, id: RegisterId) -> Result<Register> {
    let found = storage::registers::find(&app.0.db, caller.organisation, id).await?;
    found.ok_or(OpError::NotFound)
}

/// Records what happened to a register itself.
fn record(
    tx: &mut Transaction,
    caller: &Caller,
    register: RegisterId,
    kind: &'static str,
    payload: Value,
) {
    let event = NewEvent {
        actor: Some(caller.person),
        kind,
        subject: register.to_string(),
        payload,
    };
    tx.record(caller.organisation, event);
}
