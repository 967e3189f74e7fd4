//! A year of a register is opened: by hand, or by the first paper of the running year.

use serde_json::json;
use storage::Transaction;
use workflow::access::Caller;
use workflow::registers::{Register, may_open, may_settle};
use workflow::{Refusal, RegisterId};

use super::{Done, may_write, own_register, record};
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// Opens a year; numbers will run from 01.
pub async fn open_year(
    app: &App,
    caller: &Caller,
    (register, year): (RegisterId, i32),
    once: Option<&Once>,
) -> Result<()> {
    may_write(caller, may_settle)?;
    let register = own_register(app, caller, register).await?;
    may_open(year, app.0.clock.today()).map_err(OpError::Refused)?;
    app.write_once(once, async |tx| {
        if !open(tx, caller, &register, year).await? {
            let refusal = Refusal::new("registers.year_opened").with("year", year);
            return Err(OpError::Conflict(refusal));
        }
        Ok(Done {})
    })
    .await?;
    Ok(())
}

/// Opens the year in the transaction; false when it was opened before.
pub(super) async fn open(
    tx: &mut Transaction,
    caller: &Caller,
    register: &Register,
    year: i32,
) -> Result<bool> {
    let is_new = storage::registers::open_year(tx, register.id, year, caller.person).await?;
    if is_new {
        let payload = json!({ "year": year });
        record(tx, caller, register.id, "register.year_opened", payload);
    }
    Ok(is_new)
}
